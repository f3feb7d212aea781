"""Ledgers and balance by school of several runs side by side: figures, page and workbook."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from compare_page import english
from compare_world import make_run

from planner.compare.balance import balance_rows
from planner.compare.balance_schools import MET, school_balance
from planner.compare.inputs import inputs_read
from planner.compare.ledger import ledger_rows
from planner.compare.runs import Comparison
from planner.reports.compare.added import added_fields, added_tables
from planner.reports.compare.other_grids import balance_grid, balance_unknown

NAN = math.nan
LEDGER = ["school_id", "item", "kind", "quantity", "unit", "yuan", "budget_year", "yearly_yuan"]
A = [
    ("S1", "beds", "capital", 20, "bed", 560_000.0, None, 24_000.0),
    ("S1", "sports_area", "allocation", 100, "m2", 30_000.0, 1, 1_300.0),
    ("S3", "sports_area", "allocation", 50, "m2", 15_000.0, 2, 650.0),
    ("S1", "open_schools", "annual", 1, "school", 350_000.0, None, 350_000.0),
    ("S1", "funds_primary", "revenue", 40, "pupil", 28_800.0, None, 0.0),
    ("S1", "boarding", "household", 20, "boarder", 50_000.0, None, 50_000.0),
    ("S2", "site_worth", "memo", 100, "m2", 240_000.0, None, NAN),
    ("S2", "debt_closed", "memo", NAN, "school", NAN, None, NAN),
]
B = [
    ("S1", "open_schools", "annual", 3, "school", 770_000.0, None, 770_000.0),
    ("S1", "funds_primary", "revenue", 60, "pupil", 43_200.0, None, 0.0),
]
BALANCE = [
    "profile", "moment", "school_id", "name", "township", "band", "small_point", "indicator",
    "threshold", "floor", "passes", "above_floor",
]  # fmt: skip
AREA, ROOMS = "teaching_area_m2_per_pupil", "multimedia_rooms_per_100_pupils"


def ledger(rows):
    return pd.DataFrame(rows, columns=LEDGER)


def part(moment, school, area, rooms, keeps, small=0, band="primary"):
    """Return rows of one school: verdicts ``(passes, above_floor)`` of area and rooms."""
    head = ("quality-2017", moment, school, f"{school}校", "甲乡", band, small)
    return [
        (*head, AREA, 4.5, 3.8, *area),
        (*head, ROOMS, 2.3, 1.9, *rooms),
        (*head, MET, 6.0, NAN, keeps, NAN),
        (*head, "class_size", 45.0, NAN, 1, NAN),
    ]


YES, SHORT, NO, UNKNOWN = (1, 1), (0, 1), (0, 0), (NAN, NAN)
TODAY = [
    *part("today", "S1", YES, YES, 1),
    *part("today", "S2", NO, SHORT, 0),
    *part("today", "S3", YES, UNKNOWN, NAN),
    *part("today", "S4", YES, YES, 1, band="junior"),
]
BALANCE_A = [
    *TODAY,
    *part("after_layout", "S1", NO, YES, 0),
    *part("after_allocation", "S1", SHORT, YES, 0),
    *part("after_allocation", "S3", YES, NO, 0, small=1),
    *part("after_allocation", "S4", YES, YES, 1, band="junior"),
]
BALANCE_B = [
    *TODAY,
    *part("after_layout", "S1", YES, YES, 1),
    *part("after_layout", "S2", NO, SHORT, 0),
    *part("after_layout", "S3", YES, UNKNOWN, NAN),
    *part("after_layout", "S4", YES, YES, 1, band="junior"),
]


def balance(rows):
    return pd.DataFrame(rows, columns=BALANCE)


def first_run():
    run = make_run("a", tables={"ledger": ledger(A), "balance": balance(BALANCE_A)})
    run.manifest["resources"] = {}  # type: ignore[index]
    return run


@pytest.fixture(scope="module")
def comparison():
    """A allocates money, B does not, C is of a version without ledger and balance."""
    second = make_run("b", tables={"ledger": ledger(B), "balance": balance(BALANCE_B)})
    runs = (first_run(), second, make_run("c"))
    return Comparison(runs, inputs_read(runs))


def same(found, expected):
    return list(found) == pytest.approx(list(expected), nan_ok=True)


def test_items_sums_and_totals_of_every_run(comparison):
    rows = {(r.kind, r.item): r for r in ledger_rows(comparison.runs)}
    assert [*dict.fromkeys(kind for kind, _ in rows)] == [
        "capital", "allocation", "annual", "revenue", "household", "total", "memo",
    ]  # fmt: skip
    assert same(rows["capital", "beds"].yuan, (560_000, 0, NAN))
    assert same(rows["capital", "beds"].differences, (NAN, -560_000, NAN))
    assert same(rows["allocation", "sports_area"].quantities, (150, NAN, NAN))
    assert same(rows["allocation", ""].yuan, (45_000, NAN, NAN))
    assert same(rows["annual", ""].yuan, (350_000, 770_000, NAN))
    assert same(rows["household", ""].yuan, (50_000, 0, NAN))
    assert same(rows["total", "once"].yuan, (605_000, 0, NAN))
    assert same(rows["total", "net"].yuan, (321_200, 726_800, NAN))
    yearly = 24_000 + 1_300 + 650 + 350_000 + 50_000
    assert same(rows["total", "yearly"].yuan, (yearly, 770_000, NAN))
    assert same(rows["memo", "site_worth"].yuan, (240_000, 0, NAN))
    debt = rows["memo", "debt_closed"]
    assert same(debt.yuan, (NAN, 0, NAN))
    assert debt.unknown == (1, 0, 0)


def test_a_ledger_of_an_earlier_version_has_no_allocation_and_no_yearly_total(comparison):
    older = ledger(A[:1] + A[3:6]).drop(columns=["budget_year", "yearly_yuan"])
    run = make_run("d", tables={"ledger": older})
    run.manifest["resources"] = {}  # type: ignore[index]
    rows = {(r.kind, r.item): r for r in ledger_rows([comparison.runs[0], run])}
    assert same(rows["allocation", ""].yuan, (45_000, NAN))
    assert same(rows["total", "once"].yuan, (605_000, 560_000))
    assert same(rows["total", "yearly"].yuan, (425_950, NAN))
    assert same(rows["memo", "site_worth"].yuan, (240_000, NAN))
    assert not [r for r in ledger_rows([run]) if r.kind == "allocation"]


def test_the_money_table_says_changes_gaps_and_what_is_not_in_a_run(comparison):
    fields = added_fields(comparison)
    lines = {row.code: row for row in fields["money"].lines}
    beds = lines["capital-beds"].boxes
    assert [english(b.said) for b in beds] == [
        "beds added at existing schools", "capital, once", "560,000 yuan", "0 yuan",
        "not in this run",
    ]  # fmt: skip
    assert [english(b.more) for b in beds[2:]] == ["20 beds", "▼ −560,000 yuan", ""]
    assert [english(b.said) for b in lines["allocation-sum"].boxes[2:]] == [
        "45,000 yuan", "—", "not in this run",
    ]  # fmt: skip
    assert english(lines["memo-debt_closed"].boxes[2].said) == "not known"
    said = " ".join(english(s) for s in fields["money_said"])
    assert "No ledger in C" in said
    assert "No money was allocated in B" in said
    assert "against A" in said


def test_schools_keep_or_miss_the_rule_at_the_last_moment_of_each_run(comparison):
    found = school_balance(comparison.runs)
    assert (found.profile, found.least, found.indicators) == ("quality-2017", 6, (AREA, ROOMS))
    assert found.moments == ("after_allocation", "after_layout", "")
    rows = {r.school_id: r for r in found.rows}
    assert list(rows) == ["S1", "S2", "S3", "S4"]
    one, two, none = rows["S1"].runs
    assert (one.keeps, one.short, one.below, one.met) == (False, (AREA,), (), 1)
    assert (two.keeps, two.met) == (True, 2)
    assert none is None
    assert rows["S2"].runs[0] is None
    assert (rows["S3"].today.keeps, rows["S3"].today.unknown) == (None, (ROOMS,))
    assert rows["S3"].runs[0].below == (ROOMS,)
    # A small point after the layout of A is left out there, and counted elsewhere.
    assert found.counts(0, "primary", ROOMS) == (0, 0, 1)
    assert found.counts(1, "primary", ROOMS) == (1, 1, 3)
    assert found.counts(-1, "primary", MET) == (1, 1, 3)
    assert found.counts(0, "primary", AREA) == (1, 0, 1)
    assert found.counts(0, "junior", MET) == (0, 0, 1)
    assert [r.school_id for r in found.rows if r.settled] == ["S4"]


def test_the_grids_say_it_in_signs_and_numbers(comparison):
    fields = added_fields(comparison)
    lines = {row.code: row for row in fields["schools"].lines}
    assert set(lines) == {"S1-primary", "S2-primary", "S3-primary"}

    def cells(code):
        return [(english(b.said), english(b.more), b.mark) for b in lines[code].boxes[2:]]

    assert cells("S1-primary") == [
        ("✓ 2/2", "", "passed"),
        ("✗ 1/2", "◐ 1", "failed"),
        ("✓ 2/2", "", "passed"),
        ("not in this run", "", ""),
    ]
    assert cells("S2-primary")[:2] == [("✗ 0/2", "✗ 1, ◐ 2", "failed"), ("none there", "", "")]
    assert cells("S3-primary")[:2] == [("? 1/2", "? 2", ""), ("✗ 1/2", "✗ 2, small", "failed")]
    counted = {row.code: row for row in fields["schools_counted"].lines}
    boxes = counted[f"primary-{ROOMS}"].boxes
    assert [english(b.said) for b in boxes[2:]] == [
        "1 of 2 known", "0 of 1", "1 of 2 known", "not in this run",
    ]  # fmt: skip
    assert english(boxes[4].more) == "1 more not known"
    assert english(boxes[0].said) == "2 Networked multimedia rooms per 100 pupils"
    notes = " ".join(english(s) for s in fields["schools_notes"])
    assert "1 Teaching area per pupil (m²); 2 Networked" in notes
    assert "1 more row keeps the rule" in notes
    said = " ".join(english(s) for s in fields["schools_said"])
    assert "A: after allocation, B: after the layout)" in said
    assert "No indicators of balance by school in C" in said


def test_runs_without_data_say_so_in_one_sentence():
    runs = (make_run("a"), make_run("b"))
    bare = Comparison(runs, inputs_read(runs))
    fields = added_fields(bare)
    assert fields["money"] is None
    assert fields["schools"] is None
    (money,), (schools,) = fields["money_said"], fields["schools_said"]
    assert "No run here has a ledger" in english(money)
    assert "No run here has indicators of balance by school" in english(schools)
    assert list(added_tables(bare)) == []


def test_schools_of_which_nothing_is_known_have_one_sentence_and_no_table():
    blank = [
        *part("today", "S1", UNKNOWN, UNKNOWN, NAN),
        *part("after", "S1", UNKNOWN, UNKNOWN, NAN),
    ]
    runs = tuple(make_run(n, tables={"balance": balance(blank)}) for n in "ab")
    fields = added_fields(Comparison(runs, inputs_read(runs)))
    assert (fields["schools"], fields["schools_counted"], fields["schools_notes"]) == (
        None,
        None,
        [],
    )
    (said,) = fields["schools_said"]
    assert english(said) == (
        "No table stands here because no run has the data to judge a single school of 1 by "
        "Quality balance of compulsory education (2017 measures, Jiaodu 2017-6): which keep its "
        "rule and which do not is not known."
    )


def test_an_indicator_that_nobody_knows_does_not_read_as_if_none_failed():
    some = [*part("today", "S1", YES, UNKNOWN, NAN), *part("today", "S2", UNKNOWN, UNKNOWN, NAN)]
    after = [("quality-2017", "after", *row[2:]) for row in some]
    runs = tuple(make_run(n, tables={"balance": balance([*some, *after])}) for n in "ab")
    fields = added_fields(Comparison(runs, inputs_read(runs)))
    counted = {row.code: row for row in fields["schools_counted"].lines}
    assert [english(b.said) for b in counted[f"primary-{ROOMS}"].boxes[2:]] == (
        ["not known of any of 2"] * 3
    )
    assert english(counted[f"primary-{AREA}"].boxes[2].said) == "0 of 1 known"
    # Rows of which nothing is known are counted, not listed.
    assert [row.code for row in fields["schools"].lines] == ["S1-primary"]
    assert "1 more row has no data at all" in " ".join(english(n) for n in fields["schools_notes"])
    assert "By Quality balance of compulsory education" in english(fields["schools_said"][0])


def test_county_figures_that_nobody_knows_have_one_sentence_and_no_table():
    columns = ["profile", "moment", "band", "indicator", "small_points", "figure", "value", "limit"]
    rows = [("quality-2017", "after", "primary", "composite", "left_out", "coefficient", NAN, 0.5)]
    known = [*rows, (*rows[0][:3], "schools_within_class_size", "left_out", "share", 1.0, 1.0)]

    def comparison_of(told):
        table = pd.DataFrame(told, columns=columns).assign(passes=NAN)
        runs = tuple(make_run(n, tables={"balance_county": table}) for n in "ab")
        return Comparison(runs, inputs_read(runs))

    blank, some = comparison_of(rows), comparison_of(known)
    assert balance_grid(blank, balance_rows(blank.runs)).lines == ()
    said = english(balance_unknown(balance_rows(blank.runs)))
    assert said.startswith(
        "No table stands here because no scenario has the data for any of the 1 "
    )
    (line,) = balance_grid(some, balance_rows(some.runs)).lines
    assert english(line.boxes[2].said).startswith("Quality balance of compulsory education")
    assert english(balance_unknown(balance_rows(some.runs))).startswith("1 of 2 figures")


def test_the_sheets_hold_the_numbers_unrounded(comparison):
    made = {name: made for name, _, made in added_tables(comparison)}
    headings, rows = made["经费"]
    by_item = {r["item"]: r for r in rows}
    beds = by_item["现有学校新增床位 / beds added at existing schools"]
    assert (beds["yuan_0"], beds["yuan_1"], beds["difference_1"]) == (560_000, 0, -560_000)
    names = [name for name, _, _ in headings]
    assert "difference_0" not in names
    assert ("unknown_0" in names, "unknown_1" in names) == (True, False)
    _, rows = made["各校达标"]
    two = next(r for r in rows if r["school_id"] == "S2")
    assert (two["met_0"], two["keeps_0"], "keeps_1" in two) == (0, "✗", False)
    three = next(r for r in rows if r["school_id"] == "S3")
    assert three["keeps_1"] == "✗ 小点 / small"
    assert three["missed_0"].startswith("? 每百名学生网络多媒体教室数")
