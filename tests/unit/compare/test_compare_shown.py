"""How a comparison shows what it has: few pupils hidden, signs, words for codes, no column twice."""

from __future__ import annotations

import math

import pytest
from compare_page import english as english_of
from compare_world import make_run

from planner.compare.runs import Comparison, told_apart
from planner.maps.comparison_difference import VERDICTS, Difference
from planner.maps.comparison_sections import _counts
from planner.reports.compare import indicator_grids
from planner.reports.compare.closure_grids import agreement_grid, details_grid
from planner.reports.compare.look import moved, shown
from planner.reports.compare.option_grids import option_grids
from planner.reports.compare.summary import opening_of
from planner.reports.compare.who_grids import curve_grid, township_grid
from planner.reports.compare.workbook import sheets as book_sheets
from planner.reports.concern.look import said_in
from planner.texts import catalogue

CHOICES = {
    "travel.norm": ("soft", "hard"),
    "travel.serve": ("soft", "hard"),
    "travel.protect": ("all", "within_norm", "none"),
    "concern.day_board": ("week", "one_way"),
    "schools.area_floors": ("off", "hold", "build"),
}
SOFT = [("pupil_minutes", 9.0, 0.02, 0.0)]
TODAY = {"schools": {"keep_all": True, "keep_catchments": True}}


def comparison_of(*runs):
    return Comparison(told_apart(runs), ())


def english(line):
    return [english_of(box.said) for box in line.boxes]


def below(line):
    return [english_of(box.more) for box in line.boxes]


def row_of(table, code):
    return next(line for line in table.lines if line.code == code)


def test_a_run_of_today_needs_no_column_of_today_unless_it_counts_it_otherwise():
    def run(name, before, **options):
        figures = [("boarders", "county", "", before + 5, "pupils", before, "neutral")]
        return make_run(name, figures=figures, objective=SOFT, **options)

    today = run("today", 20.0, options=TODAY)
    plain = comparison_of(today, run("a", 20.0))
    other = comparison_of(run("today", 22.0, options=TODAY), run("a", 20.0), run("b", 20.0))
    for comparison, told in ((plain, []), (other, ["Today"])):
        tables = [
            opening_of(comparison).figures,
            indicator_grids.indicator_grids(comparison)[0][2],
            indicator_grids.targets_grid(comparison),
            township_grid(comparison),
            curve_grid(comparison),
        ]
        for table in tables:
            assert [h for h in map(heading, table.headings) if h == "Today"] == told
    assert english(row_of(opening_of(plain).figures, "boarders")) == [
        "Boarders (pupils)",
        "25",
        "25",
    ]


def heading(cell):
    return said_in(cell, "en")


def test_changes_are_what_the_figures_shown_differ_by_and_carry_a_true_minus():
    assert moved(15.15, 15.54, "min") == "▲ +0.3"
    assert moved(0.64, 0.55, "ratio") == "▼ −0.09"
    assert moved(0.0, 0.28, "min") == "▲ +0.28"
    assert moved(1234.4, 20.0, "min") == "▼ −1,214"
    assert moved(-6.24, -6.21, "min") == "="
    assert said_in(moved(0.0874, 0.0796, "share"), "en") == "▼ −0.7 points"
    assert moved(math.nan, 1.0, "min") == "—"
    assert (shown(-6.2, "min"), shown(15.26, "min")) == ("−6.2", "15.3")


def test_few_pupils_are_hidden_where_they_could_be_told_from_what_stands_beside_them():
    rows = [
        ("V1", "lower", "S1", "walk", 30, 10.0, "S1", "walk", 10.0),
        ("V2", "lower", "S1", "walk", 9, 25.0, "S2", "walk", 5.0),
        ("V2", "lower", "S3", "board", 1, 25.0, "S2", "walk", 5.0),
    ]
    run = make_run(rows=rows, closed=("S2",))
    run.schools["receivers"] = [None, "S1;S3", None]
    run.schools["receiver_pupils"] = [None, "9;1", None]
    comparison = comparison_of(run, make_run("kept"))
    (fate,) = comparison.closures
    (line,) = details_grid(comparison, [fate]).lines
    # Who leave, and the school's pupils today, are a range, or the one would follow from them.
    assert english(line)[3:7] == ["10–11", "甲小学 9, 乙小学 <3", "5 → 25", "<3"]
    assert english(agreement_grid(comparison, [fate]).lines[0])[2] == "10–11"
    sheets = {sheet.name: sheet for sheet in book_sheets(comparison)}
    own = sheets["撤并"].table.iloc[0]
    assert (own["pupils"], own["leaving"], own["board"]) == ("10–11", "10–11", "<3")
    assert own["receivers"] == "甲小学 9；乙小学 <3"
    assert "within the county" in sheets["方案"].warning
    assert not any("within the county" in s.warning for n, s in sheets.items() if n != "方案")


def test_nine_of_ten_who_board_do_not_give_away_the_tenth():
    rows = [
        ("V2", "lower", "S1", "walk", 1, 25.0, "S2", "walk", 5.0),
        ("V2", "lower", "S1", "board", 9, 25.0, "S2", "walk", 5.0),
    ]
    comparison = comparison_of(make_run(rows=rows, closed=("S2",)), make_run("kept"))
    (line,) = details_grid(comparison, comparison.closures).lines
    assert english(line)[3:5] == ["10", "甲小学 10"]
    assert english(line)[6] == "8–9"


@pytest.mark.parametrize("hidden", [1, 2])
def test_a_closure_reads_alike_whichever_of_the_two_a_hidden_number_is(hidden):
    rows = [
        ("V2", "lower", "S1", "board", 8, 25.0, "S2", "walk", 5.0),
        ("V2", "lower", "S3", "board", hidden, 25.0, "S2", "walk", 5.0),
    ]
    run = make_run(rows=rows, closed=("S2",))
    run.schools["receivers"] = [None, "S1;S3", None]
    run.schools["receiver_pupils"] = [None, f"8;{hidden}", None]
    run.schools["lower_pupils_before"] = [30, 8 + hidden, 0]
    comparison = comparison_of(run, make_run("kept"))
    (line,) = details_grid(comparison, comparison.closures).lines
    assert english(line)[3:7] == ["9–10", "甲小学 8, 乙小学 <3", "5 → boarding", "9–10"]
    assert english(agreement_grid(comparison, comparison.closures).lines[0])[2] == "9–10"


def test_townships_and_verdicts_hide_one_and_two_pupils_and_english_counts_one_village():
    figures = [
        ("pupils_over_norm", "township", "甲乡", 2.0, "pupils", 7.0, "lower"),
        ("pupils_over_norm", "county", "", 2.0, "pupils", 7.0, "lower"),
    ]
    comparison = comparison_of(make_run("a", figures=figures), make_run("b", figures=figures))
    (line,) = township_grid(comparison).lines
    assert below(line)[1:] == ["7 over the norm", "<3 over the norm", "<3 over the norm"]
    table = next(s for s in book_sheets(comparison) if s.name == "指标").table
    told = dict(zip(table["group_kind"].str[:2], table["value_0"], strict=True))
    assert told == {"乡镇": "<3", "全县": 2.0}
    none = dict.fromkeys(VERDICTS, 0)
    found = Difference((), none | {"worse": 1}, none | {"worse": 4, "gained": 1})
    said = str(_counts(found, ["en"]))
    assert "(1 village, 4 pupils)" in said
    assert "(0 villages, &lt;3 pupils)" in said


def test_choices_read_in_words_with_a_meaning_free_of_codes():
    one = make_run("a", options={"concern": {"definition": "D1_over_norm"}})
    two = make_run(
        "b",
        options={
            "concern": {"day_board": "one_way"},
            "schools": {"area_floors": "hold"},
            "travel": {"serve": "soft"},
        },
    )
    tables = option_grids(comparison_of(one, two))
    found = {li.code: (english(li)[0], *english(li)[2:]) for _, t in tables for li in t.lines}
    assert found["concern.definition"] == (
        "Who counts as affected", "D1 newly over norm only", "D1 time",
    )  # fmt: skip
    assert found["concern.day_board"][1:] == ("by the minutes of a school week", "one way")
    assert found["schools.area_floors"] == (
        "Teaching and sports area a pupil",
        "not asked for",
        "no school takes more pupils than its area allows",
    )
    assert found["travel.serve"][1:] == (
        "all must be placed", "may stay without a school, counted",
    )  # fmt: skip
    for key, field in CHOICES.items():
        for code in field:
            assert f"compare.choice.{key}.{code}" in catalogue(), (key, code)
