"""What is bought in the tests of the ledger's added rows."""

from __future__ import annotations

NAN = float("nan")


BOUGHT = (
    ("S1", "teaching_area", 100, 480_000, 1),
    ("S1", "fit_out_teaching", 40_000, 40_000, 1),
    ("S1", "dorm_area", 50, 240_000, 2),
    ("S1", "fit_out_dorm", 15_000, 15_000, 2),
    ("S4", "sports_area", 200, 60_000, 1),
    ("S4", "equipment", 21_000, 21_000, 1),
    ("S4", "multimedia_room", 2, 100_000, 2),
    ("S4", "renovation", 10, 15_000, 1),
    ("S5", "digital_link", 1, 5_000, 1),
)
"""School, item, quantity, yuan and year: the list's prices, rooms at the county's own 50 000."""
