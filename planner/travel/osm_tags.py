"""What the tags of an OpenStreetMap way say of a road in the country."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from planner.county.months import months_in, months_text

ROAD_CLASS_OF_HIGHWAY = {
    "motorway": "national",
    "trunk": "national",
    "primary": "provincial",
    "secondary": "county",
    "tertiary": "township",
    "unclassified": "village",
    "residential": "village",
    "living_street": "village",
    "service": "village",
    "road": "village",
    "track": "track",
    "path": "path",
    "footway": "path",
    "bridleway": "path",
    "cycleway": "path",
    "steps": "path",
    "pedestrian": "path",
}
"""Road class by ``highway`` tag, links as what they link to; other values are left out.
In China G roads are mapped as trunk, S roads as primary, X as secondary, Y as tertiary."""

TRACKTYPE = {
    "grade1": ("village", "paved"),
    "grade2": ("track", "gravel"),
    "grade3": ("track", "earth"),
    "grade4": ("track", "earth"),
    "grade5": ("path", "earth"),
}
"""Class and surface of a track by ``tracktype``: the first is a made road but for its name,
on the last no bus can drive; the speed follows from the class."""

SURFACE_OF_TAG = {
    "paved": "paved",
    "asphalt": "paved",
    "chipseal": "paved",
    "concrete": "paved",
    "paving_stones": "paved",
    "sett": "paved",
    "cobblestone": "paved",
    "gravel": "gravel",
    "fine_gravel": "gravel",
    "compacted": "gravel",
    "pebblestone": "gravel",
    "unpaved": "earth",
    "dirt": "earth",
    "earth": "earth",
    "ground": "earth",
    "grass": "earth",
    "mud": "earth",
    "rock": "earth",
    "sand": "earth",
}
"""Surface by ``surface`` tag, of ``concrete:plates`` by its first part; others are blank."""

NOT_FOR_US = frozenset({"no", "private", "military"})
NO_BUS = NOT_FOR_US | {"forestry", "agricultural", "permit"}
"""Values of access tags that keep people on foot out, and those that keep buses out."""

WARNS_DRIVERS = frozenset(
    [
        "no",
        "animal_crossing",
        "cattle",
        "wild_animals",
        "children",
        "school_zone",
        "pedestrians",
        "cyclists",
    ]
)
"""Values of ``hazard`` that speak of those in the way rather than of the road."""

TOO_ROUGH = frozenset({"very_horrible", "impassable"})
"""``smoothness`` on which no bus can drive."""

HARD_PATH = "demanding_mountain_hiking"
CLIMBING = frozenset({"alpine_hiking", "demanding_alpine_hiking", "difficult_alpine_hiking"})
"""``sac_scale``: on the first hands are needed at times, the others are no way to school."""

SHUT_OF_SEASONAL = {
    "yes": "winter",
    "summer": "10-5",
    "winter": "normal",
    "dry_season": "5-9",
    "wet_season": "10-4",
}
"""When a road is shut by ``seasonal``, which names the time in which it can be used."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(r"\b(" + "|".join(_MONTHS) + r")[a-z]*\b(?:\s+\d{1,2}\b(?!:))?", re.IGNORECASE)
_NOT_AT = re.compile(r"\b(?:no|private)\s*@\s*(\([^)]*\)|[^;]*)", re.IGNORECASE)


@dataclass(frozen=True)
class Road:
    """What tags say: columns of the roads table."""

    road_class: str
    surface: str
    closed_season: str
    hazard: int
    name: str


def road_of(
    tags: Mapping[str, str],
    classes: Mapping[str, str] = ROAD_CLASS_OF_HIGHWAY,
    surfaces: Mapping[str, str] = SURFACE_OF_TAG,
) -> Road | None:
    """Return what the tags of a way say of it as a road, None where it is none for children.

    Left out are ways that no road class stands for, ways open neither to people on foot nor
    to a bus (``access=no``, ``private``), and climbs (``sac_scale`` of alpine hiking and
    above). A road on which no bus may go is a path. ``foot=no`` on a road for vehicles leaves
    it in: it is said of main roads beside which the pavement is mapped, and the roads table
    has no road that is closed to people on foot alone. ``maxspeed`` is left aside: what is
    allowed on a mountain road is not what is driven.

    Parameters
    ----------
    tags
        Of the way.
    classes, surfaces
        Road class by ``highway`` and surface by ``surface``, where not the usual ones.
    """
    highway = tags.get("highway", "").removesuffix("_link")
    road_class = classes.get(highway, "")
    driven = road_class != "path" and _may_drive(tags)
    if not road_class or not (driven or _may_walk(tags)) or tags.get("sac_scale") in CLIMBING:
        return None
    surface = surfaces.get(tags.get("surface", "").partition(":")[0], "")
    if road_class == "track" and tags.get("tracktype") in TRACKTYPE:
        road_class, usual = TRACKTYPE[tags["tracktype"]]
        surface = surface or usual
    if not driven or tags.get("smoothness") in TOO_ROUGH:
        road_class = "path"
    name = tags.get("name") or tags.get("ref", "")
    return Road(road_class, surface, _closed(tags), int(_is_hazard(tags)), name)


def is_ford(tags: Mapping[str, str]) -> bool:
    """Return whether a node or a way goes through water."""
    return tags.get("ford", "no") != "no" or tags.get("highway") == "ford"


def _may_walk(tags: Mapping[str, str]) -> bool:
    """Return whether people on foot may use a way."""
    return tags.get("foot", tags.get("access", "")) not in NOT_FOR_US


def _may_drive(tags: Mapping[str, str]) -> bool:
    """Return whether vehicles may, by the most special of the tags; a bus counts as one."""
    for key in ("bus", "psv", "motor_vehicle", "vehicle", "access"):
        if key in tags:
            return tags[key] not in NO_BUS
    return True


def _is_hazard(tags: Mapping[str, str]) -> bool:
    named = {value.strip() for value in tags.get("hazard", "no").split(";")}
    hard = tags.get("sac_scale") == HARD_PATH
    return bool(named - WARNS_DRIVERS) or is_ford(tags) or hard


def _closed(tags: Mapping[str, str]) -> str:
    """Return when a road is shut, as the roads table writes it; empty for never."""
    if "yes" in (tags.get("ice_road"), tags.get("winter_road")):
        return "normal"
    for key in ("access:conditional", "vehicle:conditional", "motor_vehicle:conditional"):
        months = _months_without_access(tags.get(key, ""))
        if months:
            return months
    if "no" in (tags.get("winter_service"), tags.get("snowplowing")):
        return "winter"
    return SHUT_OF_SEASONAL.get(tags.get("seasonal", ""), "")


def _months_without_access(condition: str) -> str:
    """Return the months of ``no @ (Nov 1-May 15)``; days are dropped, the months count whole."""
    found: set[int] = set()
    for match in _NOT_AT.finditer(condition):
        when = match[1].strip("() ")
        if when.lower() == "winter":
            return "winter"
        numbered = _MONTH.sub(lambda m: str(_MONTHS.index(m[1].lower()) + 1), when)
        found |= months_in(numbered) or set()
    return months_text(frozenset(found)) if found else ""
