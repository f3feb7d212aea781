"""Numbers as people type them: 12人, １２, 1,200, —, 35%, 98°34′50″."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from planner.county import Column

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
GROUPED = re.compile(r"[+-]?\d{1,3}([, ]\d{3})+(\.\d+)?")
WITH_UNIT = re.compile(r"(?P<number>[+-]?[\d, ]*\.?\d+) ?(?P<unit>[^\d\s.,+-][^\d,]*2?)")
TURN = re.compile(
    r"(?P<before>东经|北纬|西经|南纬|[ENSW])?(?P<degrees>\d{1,3}(\.\d+)?)[°度]"
    r"((?P<minutes>\d{1,2}(\.\d+)?)['′分])?((?P<seconds>\d{1,2}(\.\d+)?)(\"|″|''|′′|秒))?"
    r"(?P<after>[ENSW])?"
)
LONGEST = 60
"""No number is longer, with its unit and all; what is, is prose."""
NOT_KNOWN = frozenset({"-", "--", "—", "——", "–", "―", "/", "…", "……"})
"""What stands in a cell to say that nothing does."""

_PEOPLE = ("人", "名", "个", "位", "口", "生", "学生")
_ROOMS = ("间", "个", "口", "处")
OWN_UNITS: Mapping[str, tuple[str, ...]] = {
    "pupils": _PEOPLE,
    "people": _PEOPLE,
    "children": _PEOPLE,
    "posts": _PEOPLE,
    "households": ("户", "家"),
    "rooms": _ROOMS,
    "beds": ("张", "床", "个", "位", "床位"),
    "places": ("个", "位", "座", "人"),
    "seats": ("个", "位", "座", "人"),
    "m": ("米", "m"),
    "km": ("公里", "千米", "km"),
    "m²": ("平方米", "平米", "m2"),
    "yuan": ("元", "块"),
    "yuan/year": ("元", "元/年", "块"),
    "km/h": ("公里/小时", "公里/时", "千米/小时", "km/h", "kph", "码"),
    "min": ("分钟", "分", "min", "minutes", "minute"),
    "year": ("年",),
    "years": ("年",),
    "days": ("天", "日"),
    "grade": ("年级",),
}
"""Words after a number that say the column's own unit, by unit of the dictionary."""

_MONEY = {"万元": 1e4, "万": 1e4, "千元": 1e3, "亿元": 1e8}
_HEADS = {"万人": 1e4, "万": 1e4, "千人": 1e3}
OTHER_UNITS: Mapping[str, Mapping[str, float]] = {
    "pupils": _HEADS,
    "people": _HEADS,
    "m": {"公里": 1000.0, "千米": 1000.0, "km": 1000.0, "里": 500.0, "ft": 0.3048},
    "km": {"米": 0.001, "m": 0.001, "里": 0.5, "华里": 0.5},
    "m²": {"亩": 10_000 / 15, "公顷": 1e4, "万平方米": 1e4},
    "yuan": _MONEY,
    "yuan/year": _MONEY | {"万元/年": 1e4, "元/月": 12.0},
    "km/h": {"米/秒": 3.6, "m/s": 3.6},
    "min": {"小时": 60.0, "时": 60.0, "h": 60.0, "hours": 60.0, "秒": 1 / 60, "s": 1 / 60},
    "share": {"%": 0.01, "百分比": 0.01, "‰": 0.001},
}
"""What to multiply by, for words that say another unit than the column's."""


@dataclass(frozen=True)
class Reading:
    """What a cell says.

    Parameters
    ----------
    value
        The number in the column's unit; NaN for a blank and for what was not understood.
    how
        ``plain``; ``read`` for a number with a word of its unit; ``blank`` for a dash;
        ``other_unit`` with the converted value, not to be used; ``unread``.
    """

    value: float
    how: Literal["plain", "read", "blank", "other_unit", "unread"]


def read_number(given: str, column: Column) -> Reading:
    """Read a cell of a column of numbers.

    Parameters
    ----------
    given
        The cell, trimmed.
    column
        Its column; the unit tells which words may follow the number.
    """
    folded = unicodedata.normalize("NFKC", given).strip()
    if not folded:
        return Reading(float("nan"), "plain")
    # Before any pattern: on long runs of digits they take time that grows with the square.
    if len(folded) > LONGEST:
        return Reading(float("nan"), "unread")
    if NUMBER.fullmatch(folded):
        value = float(folded)
        finite = abs(value) != float("inf")
        return Reading(value, "plain") if finite else Reading(float("nan"), "unread")
    if GROUPED.fullmatch(folded):
        return Reading(_grouped(folded), "plain")
    if given in NOT_KNOWN or folded in NOT_KNOWN:
        return Reading(float("nan"), "unread" if column.needed else "blank")
    if column.unit == "°":
        return _turn(folded)
    said = WITH_UNIT.fullmatch(folded)
    number = said["number"].strip() if said else ""
    if said is None or not (NUMBER.fullmatch(number) or GROUPED.fullmatch(number)):
        return Reading(float("nan"), "unread")
    unit, value = said["unit"].strip().casefold(), _grouped(number)
    if column.unit == "share" and unit == "%":
        return Reading(value / 100, "read")
    if unit in OWN_UNITS.get(column.unit, ()):
        return Reading(value, "read")
    factor = OTHER_UNITS.get(column.unit, {}).get(unit)
    if factor is not None:
        return Reading(value * factor, "other_unit")
    return Reading(float("nan"), "unread")


def other_unit_of(heading: str, column: Column) -> str:
    """Return the unit that a heading names in brackets or after its name, if it is another."""
    folded = unicodedata.normalize("NFKC", heading).casefold()
    for said in re.findall(r"[(\[]([^)\]]*)[)\]]", folded):
        unit = str(said).strip().removeprefix("单位:").strip()
        if unit in OTHER_UNITS.get(column.unit, {}):
            return unit
    return ""


def _grouped(said: str) -> float:
    return float(said.replace(",", "").replace(" ", ""))


def _turn(folded: str) -> Reading:
    """Read degrees, minutes and seconds; south and west are negative."""
    said = TURN.fullmatch(folded.replace(" ", "").upper())
    if said is None:
        return Reading(float("nan"), "unread")
    minutes, seconds = float(said["minutes"] or 0), float(said["seconds"] or 0)
    if minutes >= 60 or seconds >= 60:
        return Reading(float("nan"), "unread")
    value = float(said["degrees"]) + minutes / 60 + seconds / 3600
    side = said["before"] or said["after"] or ""
    return Reading(-value if side in ("S", "W", "南纬", "西经") else value, "read")
