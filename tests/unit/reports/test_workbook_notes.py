"""What the workbook notes of a row, at the edge of each norm."""

from __future__ import annotations

import pandas as pd
import pytest
from pages_world import make_result

from planner.reports.notes import NOTES, marks_of, noted


@pytest.fixture(scope="module")
def result():
    return make_result()


def notes(result, sheet: str, *rows: dict) -> list[str]:
    table, _ = noted(sheet, pd.DataFrame(rows), result, 0)
    assert table.columns[0] == "note"
    return table["note"].tolist()


def school(**more) -> dict:
    zero = {
        f"{g}_{what}": 0 for g in ("lower", "upper", "junior") for what in ("pupils", "classes")
    }
    return {"kind": "primary", "executable": pd.NA, **zero, **more}


def test_a_class_over_its_size_is_noted(result):
    within, over, blank = notes(
        result,
        "学校",
        school(lower_pupils=45, lower_classes=1),
        school(junior_pupils=151, junior_classes=3),
        school(kind="", executable=1),
    )
    assert (within, blank) == ("", "")
    assert over == "▲ 班额超标：初中（7–9年级） / class over size: grades 7–9"


def test_a_school_over_its_limit_and_what_may_not_be_done(result):
    full = {"upper_pupils": 2000, "upper_classes": 60}
    within, over = notes(
        result,
        "学校",
        school(**full),
        school(**full, lower_pupils=1, lower_classes=1, executable=0),
    )
    assert within == ""
    assert over == "▲ 规模超上限；尚不可执行 / school over its limit; not executable yet"


def test_lines_and_stress(result):
    assert notes(
        result,
        "线路",
        {"riders": 20, "line_seats": 20},
        {"riders": 21, "line_seats": 20},
        {"riders": 99, "line_seats": pd.NA},
    ) == ["", "▲ 不够 / too little", ""]
    none = {"classrooms_short": pd.NA, "beds_short": pd.NA, "below_least_pupils": 0}
    assert notes(
        result,
        "压力测试",
        {**none, "bus_seats_short": 1},
        {**none, "bus_seats_short": 0, "below_least_pupils": 3},
    ) == ["▲ 不够 / too little", "▲ 低于规模下限 / below the least size"]


def test_indicators_and_lessons(result):
    row = {"better": "lower", "value": 10.0, "difference": 1e-12}
    assert notes(
        result,
        "指标",
        row,
        {**row, "difference": 0.5},
        {**row, "difference": float("nan")},
        {**row, "difference": 0.5, "better": "higher"},
    ) == ["", "▲ 变差 / worse", "", "▽ 变好 / better"]
    assert notes(result, "课程落实", {"uncovered": 0.0}, {"uncovered": 0.5}) == [
        "",
        "▲ 有课时无人任教 / lessons without a teacher",
    ]


def test_every_sheet_with_notes_has_marks(result):
    for sheet in NOTES:
        assert marks_of(sheet, result.scenario), sheet
    table = pd.DataFrame({"option": ["a"]})
    same, marks = noted("参数", table, result, 0)
    assert same is table
    assert marks == ()
