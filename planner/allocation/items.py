"""What can be bought for a school: items, their units, and the figures that they add to."""

from __future__ import annotations

QUANTITIES = ("teaching_area_m2", "sports_area_m2", "equipment_yuan", "multimedia_rooms")
"""What schools have that money adds to and the measures count, as in the schools table."""
AREA, SPORTS, EQUIPMENT, ROOMS = range(len(QUANTITIES))
PER_PUPILS = (1, 1, 1, 100)
"""The measures count each quantity per so many pupils."""

ITEMS = (
    "teaching_area",
    "sports_area",
    "equipment",
    "multimedia_room",
    "dorm_area",
    "renovation",
    "digital_link",
    "fit_out_teaching",
    "fit_out_dorm",
)
"""What is bought. The first four add to `QUANTITIES` in order; `fit_out_teaching` to equipment."""
DORM, RENOVATION, LINK, FIT_TEACHING, FIT_DORM = range(len(QUANTITIES), len(ITEMS))
UNITS = ("m2", "m2", "yuan", "rooms", "m2", "m2", "links", "yuan", "yuan")
"""Unit of each item."""
PRICES = (
    "teaching_area_yuan",
    "sports_area_yuan",
    "",
    "multimedia_room_yuan",
    "dorm_area_yuan",
    "renovation_yuan",
    "digital_link_yuan",
    "",
    "",
)
"""Name of the price of each item; a yuan of equipment costs a yuan."""
WHYS = ("unsafe", "online", "boarders", "floor", "threshold", "level", "fit_out")
"""Why something is bought, the most urgent first; ``fit_out`` goes with what it fits out."""
EQUAL = 1e-9
"""Share by which a figure may lie below what is asked and still reach it: what arithmetic leaves."""
