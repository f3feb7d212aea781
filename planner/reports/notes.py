"""What the figures of a row mean in words, and which cells are marked for it.

A mark never stands alone: the cell is bold and tinted, its number has a sign before it, and the
row's note says the same in words, so that it can be read aloud, filtered and printed in black.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from planner.county.dictionary import STAGES
from planner.reports.sheet_writer import SIGN, Mark
from planner.reports.words import pair
from planner.result import Result
from planner.scenario import Scenario
from planner.texts import LANGS, Text, text

if TYPE_CHECKING:
    import pandas

Row = Mapping[str, Any]
BETTER_SIGN = "▽"


def noted(
    name: str, table: pandas.DataFrame, result: Result, at: int
) -> tuple[pandas.DataFrame, tuple[Mark, ...]]:
    """Return a table with its column ``note``, and the marks that go with it.

    Parameters
    ----------
    name
        Name of the sheet; a sheet without notes is returned as it is.
    table
        Its rows, codes as they are.
    at
        Place of the new column.
    """
    if name not in NOTES:
        return table, ()
    scenario = result.scenario
    columns = [table[column].tolist() for column in table.columns]
    rows = (dict(zip(table.columns, cells, strict=True)) for cells in zip(*columns, strict=True))
    notes = [_said(list(NOTES[name](row, scenario))) for row in rows]
    marked = table.copy()
    marked.insert(at, "note", notes)
    return marked, marks_of(name, scenario)


def marks_of(name: str, scenario: Scenario) -> tuple[Mark, ...]:
    """Return the marks of a sheet."""
    far = f"AND(ISNUMBER({{0}}),{{0}}>={scenario.concern.threshold_minutes:g})"
    people = (
        Mark("over_norm_pupils", "{over_norm_pupils}>0"),
        Mark("over_norm_pupils_before", "{over_norm_pupils_before}>0"),
        Mark("unserved_pupils", "{unserved_pupils}>0"),
        Mark("added_minutes_max", far.format("{added_minutes_max}")),
    )
    short = ("classrooms_short", "beds_short", "bus_seats_short", "below_least_pupils")
    marks = {
        "指标": (Mark("difference", f'LEFT({{note}},1)="{SIGN}"'),),
        "村庄": people,
        "乡镇": people,
        "撤并清单": people,
        "就学去向": (
            Mark("minutes", "{over_norm}=1"),
            Mark("baseline_minutes", "{baseline_over_norm}=1"),
            Mark("added_minutes", far.format("{added_minutes}")),
        ),
        "学校": (
            *_class_marks(scenario),
            Mark("executable", "AND(ISNUMBER({executable}),{executable}=0)"),
        ),
        "线路": (Mark("riders", "AND(ISNUMBER({line_seats}),{riders}>{line_seats})"),),
        "压力测试": tuple(Mark(column, f"{{{column}}}>0") for column in short),
        "课程落实": (Mark("uncovered", "{uncovered}>0"),),
    }
    return marks[name]


def _class_marks(scenario: Scenario) -> Iterator[Mark]:
    for stage in STAGES:
        size = getattr(scenario.schools.class_size, stage)
        if size is not None:
            column = f"{stage}_pupils"
            yield Mark(column, f"{{{column}}}>{size:g}*{{{stage}_classes}}")


def _of_indicator(row: Row, scenario: Scenario) -> Iterator[Text]:
    del scenario
    change = float(row["difference"])
    size = max(abs(float(row["value"])), 1.0)
    if row["better"] == "neutral" or not abs(change) > 1e-9 * size:
        return
    yield text(f"workbook.{'better' if (change > 0) == (row['better'] == 'higher') else 'worse'}")


def _of_people(row: Row, scenario: Scenario) -> Iterator[Text]:
    if row["unserved_pupils"]:
        yield text("workbook.unserved")
    if row["over_norm_pupils"]:
        yield text("workbook.over_norm")
    if row["added_minutes_max"] >= scenario.concern.threshold_minutes:
        yield text("workbook.much_longer")


def _of_assignment(row: Row, scenario: Scenario) -> Iterator[Text]:
    if not row["school_id"]:
        yield text("workbook.unserved")
    elif _number(row["over_norm"]) == 1:
        yield text("workbook.over_norm")
    if _number(row["added_minutes"]) >= scenario.concern.threshold_minutes:
        yield text("workbook.much_longer")
    if row["stream_lost"] == 1:
        yield text("workbook.stream")


def _of_school(row: Row, scenario: Scenario) -> Iterator[Text]:
    for stage in STAGES:
        size = getattr(scenario.schools.class_size, stage)
        if size is not None and row[f"{stage}_pupils"] > size * row[f"{stage}_classes"]:
            yield text("workbook.class_over", stage=text(f"stage.{stage}"))
    most = getattr(scenario.schools.max_pupils, row["kind"]) if row["kind"] else None
    if most is not None and sum(row[f"{stage}_pupils"] for stage in STAGES) > most:
        yield text("workbook.school_over")
    if _number(row["executable"]) == 0:
        yield text("workbook.not_executable")


def _of_line(row: Row, scenario: Scenario) -> Iterator[Text]:
    del scenario
    if _number(row["riders"]) > _number(row["line_seats"]):
        yield text("workbook.short")


def _of_stress(row: Row, scenario: Scenario) -> Iterator[Text]:
    del scenario
    if any(_number(row[f"{what}_short"]) > 0 for what in ("classrooms", "beds", "bus_seats")):
        yield text("workbook.short")
    if _number(row["below_least_pupils"]) > 0:
        yield text("workbook.below")


def _of_lessons(row: Row, scenario: Scenario) -> Iterator[Text]:
    del scenario
    if row["uncovered"] > 0:
        yield text("workbook.uncovered")


NOTES: Mapping[str, Callable[[Row, Scenario], Iterator[Text]]] = {
    "指标": _of_indicator,
    "学校": _of_school,
    "村庄": _of_people,
    "就学去向": _of_assignment,
    "撤并清单": _of_people,
    "乡镇": _of_people,
    "线路": _of_line,
    "压力测试": _of_stress,
    "课程落实": _of_lessons,
}
"""What may be noted of the rows of each sheet."""


def _said(found: list[Text]) -> str:
    if not found:
        return ""
    sign = BETTER_SIGN if found[0].key == "workbook.better" else SIGN
    joined = {"zh": "；", "en": "; "}
    said = [joined[lang].join(pair(t)[lang] for t in found) for lang in LANGS]
    return f"{sign} {' / '.join(said)}"


def _number(value: Any) -> float:
    """Return a number, NaN for a blank cell of whatever kind."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return math.nan
