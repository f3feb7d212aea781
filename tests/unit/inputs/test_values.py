from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from planner.inputs.schema import typed


def one_cell(table: str, column: str, given: str):
    cells = pd.DataFrame({column: [given]}, index=[2], dtype=str)
    frame, findings = typed(table, cells, {column: column}, "t.csv")
    return frame.loc[2, column], [f.message.say("en") for f in findings]


@pytest.mark.parametrize(
    ("given", "read"),
    [("12", 12), (" 12 ", 12), ("１２", 12), ("12.0", 12), ("1e2", 100), ("+3", 3), ("0", 0)],
)
def test_numbers_are_read(given, read):
    assert one_cell("villages", "population", given) == (read, [])


def test_blank_is_unknown():
    value, messages = one_cell("villages", "population", " ")
    assert np.isnan(value)
    assert messages == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("12,34", '"12,34" is not a plain number; write 1234'),
        ("约 30 户", '"约 30 户" is not a plain number; write 30'),
        ("3-5", '"3-5" holds several numbers; write one'),
        (
            "不详",
            '"不详" is not a number; write one such as 12, or leave the cell blank where it is not known',
        ),
        (
            "nan",
            '"nan" is not a number; write one such as 12, or leave the cell blank where it is not known',
        ),
        ("1e999", '"1e999" holds several numbers; write one'),
        ("2000000", "2000000 is too large; write 1000000 or less (people)"),
        ("-1", "-1 is too small; write 0 or more (people)"),
        ("1.5", "1.5 is not a whole number; write one such as 2"),
    ],
)
def test_what_is_no_number_says_what_to_write(given, message):
    value, messages = one_cell("villages", "population", given)
    assert np.isnan(value)
    assert messages == [message]


@pytest.mark.parametrize(
    ("column", "given", "read", "message"),
    [
        ("herder_share", "35%", 0.35, 'were read as one: 1 ("35%" as 0.35); check them'),
        ("population", "12人", 12, 'were read as one: 1 ("12人" as 12); check them'),
    ],
)
def test_numbers_with_their_unit_are_read_and_listed(column, given, read, message):
    value, (said,) = one_cell("villages", column, given)
    assert value == read
    assert said.endswith(message)


def test_a_dash_is_a_blank_and_listed():
    value, messages = one_cell("villages", "population", "—")
    assert np.isnan(value)
    assert messages == ['cells that say "—" and count as blank: 1']


def test_what_was_read_is_listed_once_a_column():
    cells = pd.DataFrame({"人口": ["12人", "13人", "—"]}, index=[2, 3, 4], dtype=str)
    frame, findings = typed("villages", cells, {"population": "人口"}, "t.csv")
    assert frame["population"].tolist()[:2] == [12, 13]
    assert [(f.severity, f.row, f.message.fields["cells"]) for f in findings] == [
        ("warning", 2, 2),
        ("note", 4, 1),
    ]


@pytest.mark.parametrize(
    ("given", "read"),
    [("1", 1), ("是", 1), ("√", 1), ("１", 1), ("0.0", 0), ("False", 0), ("无", 0)],
)
def test_flags(given, read):
    assert one_cell("schools", "can_board", given) == (read, [])


def test_flag_that_is_neither():
    assert one_cell("schools", "can_board", "2")[1] == [
        '"2" is not understood; write 1 (yes) or 0 (no), or leave the cell blank'
    ]


@pytest.mark.parametrize(
    ("column", "given", "read"),
    [("kind", "Primary", "primary"), ("kind", "教学点", "teaching_point"), ("condition", "d", "D")],
)
def test_codes_are_read_in_either_language(column, given, read):
    assert one_cell("schools", column, given) == (read, [])


def test_unknown_code_is_blank_and_reported():
    value, messages = one_cell("schools", "condition", "E")
    assert value == ""
    assert messages == ['there is no "E"; write one of A, B, C, D']


def test_all_failures_of_a_table_are_collected_in_reading_order():
    cells = pd.DataFrame(
        {"人口": ["-1", "x", "5"], "村编码": ["V1", "", "V3"]}, index=[2, 3, 4], dtype=str
    )
    frame, findings = typed(
        "villages", cells, {"population": "人口", "village_id": "村编码"}, "t.csv"
    )
    assert [(f.row, f.column, f.value) for f in findings] == [
        (2, "population", "-1"),
        (3, "village_id", ""),
        (3, "population", "x"),
    ]
    assert frame["population"].tolist()[2] == 5


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("winter", "winter"),
        ("冬季", "winter"),
        ("平时", "normal"),
        ("11月至次年3月", "11-3"),
        ("12,1,2", "12-2"),
        ("７、８", "7-8"),
        ("", ""),
    ],
)
def test_closed_seasons_are_seasons_or_months(given, read):
    assert one_cell("roads", "closed_season", given) == (read, [])


@pytest.mark.parametrize("given", ["summer", "13", "11月3日", "2026-11-03 00:00:00"])
def test_what_names_no_months_says_what_to_write(given):
    value, (message,) = one_cell("roads", "closed_season", given)
    assert value == ""
    assert message.startswith(f'"{given}" names no months; write such as 11-3 or 12,1,2, or winter')
    assert "or winter" not in one_cell("residences", "months", given)[1][0]
