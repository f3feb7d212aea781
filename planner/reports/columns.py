"""The columns of the workbook: headings, number format, unit, meaning and where values come from."""

from __future__ import annotations

from planner.reports.sheet_writer import Column, Look
from planner.texts import LANGS, catalogue

OWN_MEANING = {
    "指标": "indicators",
    "撤并清单": "closure",
    "压力测试": "stress",
    "线路": "lines",
    "乡镇": "townships",
    "数据问题": "findings",
    "参数": "parameters",
    "师资": "staff",
    "课程落实": "coverage",
    "岗位去向": "posts",
    "说明": "explain",
}
"""Sheets on which some columns mean something of their own: ``column_means_of.<word>``."""

SHEET_SOURCE = {
    "参数": "scenario",
    "数据问题": "found",
    "师资": "staffing",
    "课程落实": "staffing",
    "岗位去向": "staffing",
    "说明": "program",
}
INPUT = frozenset(
    [
        "name",
        "township",
        "elevation_m",
        "herder_share",
        "language",
        "lon",
        "lat",
        "village_id",
        "school_id",
        "village",
        "stops",
        "line_seats",
        "line_id",
        "status_before",
    ]
)
PLANNED = frozenset(
    [
        "kind",
        "decision",
        "mode",
        "school",
        "classrooms_added",
        "beds_added",
        "teaching_area_added_m2",
        "sports_area_added_m2",
        "lower_classes",
        "upper_classes",
        "junior_classes",
        "multigrade_stages",
        "receivers",
        "receiver_pupils",
    ]
)
TODAY = ("baseline", "kind_before", "classrooms_today", "beds_today", "schools_before")

UNITS: dict[str, tuple[str, ...]] = {
    "flag": ("executable", "over_norm", "baseline_over_norm", "mode_changed", "affected",
             "stream_lost", "backbone", "qualified", "priority"),
    "classes": ("lower_classes", "upper_classes", "junior_classes", "classes"),
    "rooms": ("classrooms_today", "classrooms_needed", "classrooms_added", "classrooms",
              "classrooms_short", "classrooms_empty"),
    "beds": ("beds_today", "beds_added", "beds", "beds_short", "beds_empty"),
    "places": ("canteen_added",),
    "seats": ("line_seats", "bus_seats", "bus_seats_short", "bus_seats_empty"),
    "posts": ("posts_needed", "posts_before", "carers_needed"),
    "schools": ("schools", "schools_before", "closed", "opened"),
    "pupils": ("pupils", "boarders", "boarders_before", "riders", "riders_before",
               "pupils_leaving", "pupils_planned", "receiver_pupils", "left_behind_boarders",
               "left_behind_day"),
    "persons": ("count", "today", "kept", "teach", "moved", "retire", "without_place"),
    "periods": ("periods_needed", "own", "also", "generalist", "manager", "circuit", "hire",
                "online", "uncovered"),
    "week": ("week_minutes", "baseline_week_minutes"),
    "m": ("elevation_m", "metres", "baseline_metres"),
    "m2": ("teaching_area_added_m2", "sports_area_added_m2"),
    "degrees": ("lon", "lat"),
    "yuan": ("capital_yuan",),
    "year": ("annual_yuan", "annual_yuan_before"),
    "pupil_year": ("household_yuan", "baseline_household_yuan"),
    "named": ("baseline", "difference"),
}  # fmt: skip
"""Units (``column_unit`` of the catalogue) of columns whose name does not end in theirs."""

ENDINGS = {
    "minutes": "min",
    "minutes_before": "min",
    "minutes_mean": "min",
    "minutes_max": "min",
    "_share": "share",
    "_pupils": "pupils",
    "_pupils_before": "pupils",
}
"""Units of the others by how their names end."""


def look_of(name: str) -> Look:
    """Return how the numbers of a column are shown."""
    if "yuan" in name:
        return "yuan"
    if name.endswith(("minutes", "minutes_before", "minutes_mean", "minutes_max")):
        return "minutes"
    if name.endswith("_share"):
        return "share"
    if name in ("lon", "lat"):
        return "degrees"
    if name in ("value", "baseline", "difference"):
        return "number"
    return "count"


def column_of(name: str, sheet: str) -> Column:
    """Return a column of a sheet with all that is to be said of it."""
    said = catalogue()[f"column.{name}"]
    means = meaning_of(name, sheet)
    unit = unit_of(name, sheet)
    return Column(name, said["zh"], said["en"], look_of(name), unit, means, source_of(name, sheet))


def meaning_of(name: str, sheet: str) -> dict[str, str]:
    """Return what a column of a sheet means, in both languages."""
    own = f"column_means_of.{OWN_MEANING.get(sheet, '')}.{name}"
    said = catalogue()[own if own in catalogue() else f"column_means.{name}"]
    return {lang: said[lang] for lang in LANGS}


def unit_of(name: str, sheet: str) -> str:
    """Return the code of a column's unit, empty for texts and counts without one."""
    if (name, sheet) in (("value", "指标"), ("setting", "参数")):
        return "named"
    if (name, sheet) == ("moved", "师资"):
        return "flag"
    for unit, names in UNITS.items():
        if name in names:
            return unit
    return next((unit for ending, unit in ENDINGS.items() if name.endswith(ending)), "")


def source_of(name: str, sheet: str) -> str:
    """Return where the values of a column come from, a key of ``column_source``."""
    if sheet in SHEET_SOURCE:
        return SHEET_SOURCE[sheet]
    if name.startswith("baseline_") or name.endswith("_before") or name in TODAY:
        return "input" if name == "status_before" else "today"
    if name in INPUT and sheet != "指标":
        return "input"
    return "plan" if name in PLANNED else "counted"
