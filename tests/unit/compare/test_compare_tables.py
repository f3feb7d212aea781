"""Indicators, norms and inputs of several runs beside each other."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from compare_world import make_run

from planner.compare.balance import balance_rows
from planner.compare.indicators import GROUP_OF_SECTION, GROUPS, county_rows, group_of, side_by_side
from planner.compare.inputs import inputs_read, versions
from planner.compare.parameters import ABSENT, differing_options
from planner.compare.runs import Comparison, compared, refuse_counties
from planner.compare.satisfaction import survey_answers
from planner.compare.staff import staff_rows
from planner.compare.targets import targets
from planner.errors import InvalidInputError, UsageError
from planner.indicators.registry import INDICATORS, SECTIONS

A = [
    ("schools_open", "county", "", 40.0, "schools", 60.0, "neutral"),
    ("pupils_over_norm", "county", "", 9.0, "pupils", 12.0, "lower"),
    ("pupils_over_norm", "stage", "lower", 4.0, "pupils", 12.0, "lower"),
    ("unserved_pupils", "county", "", 0.0, "pupils", 7.0, "lower"),
]
B = [
    ("pupils_over_norm", "county", "", 15.0, "pupils", 12.0, "lower"),
    ("schools_open", "county", "", 41.0, "schools", 60.0, "neutral"),
    ("capital_yuan", "county", "", 5.0, "yuan", 0.0, "lower"),
]


def test_every_section_of_the_registry_has_a_group_of_the_page():
    assert {section for section, _ in SECTIONS} == set(GROUP_OF_SECTION)
    assert set(GROUP_OF_SECTION.values()) <= set(GROUPS)
    assert {group_of(i.name) for i in INDICATORS} == {"access", "quality", "money", "disruption"}
    assert group_of("staff_hires") == "staffing"
    assert group_of("something_new") == "quality"


def test_indicators_stand_side_by_side_and_a_run_without_one_has_none():
    rows = {r.name: r for r in county_rows([make_run(figures=A), make_run(figures=B)])}
    assert rows["pupils_over_norm"].values == (9.0, 15.0)
    assert rows["pupils_over_norm"].baselines == (12.0, 12.0)
    assert [rows["pupils_over_norm"].verdict(n) for n in (0, 1)] == ["better", "worse"]
    assert rows["schools_open"].verdict(0) == ""
    assert str(rows["capital_yuan"].values[0]) == "nan"
    assert rows["capital_yuan"].verdict(0) == ""
    table = side_by_side([make_run(figures=A), make_run(figures=B)])
    stage = table[table["group"] == "lower"].iloc[0]
    assert (stage["value_0"], str(stage["value_1"])) == (4.0, "nan")


def test_groups_come_in_the_order_of_the_page():
    rows = county_rows([make_run(figures=A), make_run(figures=B)])
    places = [GROUPS.index(r.group) for r in rows]
    assert places == sorted(places)
    assert len(rows) == 4


def test_norms_are_met_where_nobody_is_beyond():
    one = make_run(figures=A, closed=("S2",))
    two = make_run(figures=A, options={"schools": {"class_size": {"lower": 35}}}, closed=("S2",))
    found = {(t.name, t.stage): t for t in targets([one, two])}
    placed = found["placed", ""]
    assert (placed.beyond, placed.today, placed.passed(0)) == ((0.0, 0.0), (7.0, 7.0), True)
    travel = found["travel", "lower"]
    assert (travel.beyond[0], travel.passed(0)) == (4.0, False)
    assert dict(travel.limits[0])["walk_max_minutes"] == 30.0
    # 40 pupils in one class of grades 1-3 at S1: at most 45, or 35.
    assert found["class", "lower"].beyond == (0.0, 1.0)
    assert [found["class", "lower"].passed(n) for n in (0, 1)] == [True, False]
    assert found["size", ""].beyond == (0.0, 0.0)


def test_school_size_counts_open_schools_above_their_kinds_limit():
    small = {"schools": {"max_pupils": {"primary": 30}}}
    # S1 has 40, S3 20, S2 is shut.
    (size,) = [t for t in targets([make_run(options=small, closed=("S2",))]) if t.name == "size"]
    assert size.beyond == (1.0,)
    # Today S1 has 30, which the limit still holds.
    assert size.today == (0.0,)
    (size,) = [
        t
        for t in targets([make_run(options={"schools": {"max_pupils": {"primary": 29}}})])
        if t.name == "size"
    ]
    assert size.today == (1.0,)


def test_what_an_old_run_does_not_say_is_neither_met_nor_missed():
    old = make_run(figures=[("schools_open", "county", "", 1.0, "schools", 1.0, "neutral")])
    (placed,) = [t for t in targets([old]) if t.name == "placed"]
    assert placed.passed(0) is None


def test_differing_files_are_those_of_the_county_alone():
    one = make_run("a", inputs={"county.yaml": "x", "roads.gpkg": "r"})
    two = make_run("b", inputs={"county.yaml": "x", "roads.gpkg": "s", "terrain.tif": "t"})
    comparison = Comparison((one, two), inputs_read((one, two)))
    assert comparison.differing_inputs == ("roads.gpkg", "terrain.tif")
    read = {r.name: r.sha256 for r in comparison.inputs}
    assert read["terrain.tif"] == ("", "t")
    assert read["a.yaml"] == ("of-a", "")
    same = Comparison((one, one), inputs_read((one, one)))
    assert same.differing_inputs == ()
    assert versions((one, two)) == {"plan": ("0.1", "0.1"), "numpy": ("2", "2")}


def test_options_that_differ_are_named_with_their_meaning():
    one = make_run("a")
    two = make_run("b", options={"boarding": {"max_new_beds": 600}, "season": "winter"})
    rows = {r.key: r for r in differing_options([one, two])}
    assert set(rows) == {"boarding.max_new_beds", "season"}
    assert rows["boarding.max_new_beds"].values == (None, 600)
    assert (rows["boarding.max_new_beds"].en[0], rows["boarding.max_new_beds"].zh[0]) == (
        "boarding",
        "寄宿",
    )
    assert (rows["boarding.max_new_beds"].topic, rows["season"].topic) == ("boarding", "scenario")


def test_an_option_that_is_not_named_counts_as_its_default():
    one, two = make_run("a"), make_run("b")
    del two.scenario["season"]  # type: ignore[attr-defined]
    del two.scenario["resources"]  # type: ignore[attr-defined]
    del two.scenario["schools"]["keep_all"]
    assert differing_options([one, two]) == []
    winter = make_run("c", options={"season": "winter"})
    (season,) = differing_options([two, winter])
    assert (season.values, season.default) == (("normal", "winter"), "normal")
    # One that no version of this program knows is not made up.
    two.scenario["schools"]["unheard_of"] = 3
    (unknown,) = differing_options([two, one])
    assert (unknown.key, unknown.values, unknown.default) == (
        "schools.unheard_of",
        (3, ABSENT),
        ABSENT,
    )


def test_a_section_that_only_some_runs_have_is_one_row_and_topics_stay_together():
    limit = {"stage": "upper", "min": 1, "max": 1}
    one = make_run("a", options={"season": "winter", "boarding": {"max_new_beds": 6}})
    two = make_run("b", options={"schools": {"per_township": limit, "keep_points": True}})
    rows = differing_options([one, two])
    assert [r.key for r in rows] == [
        "season",
        "boarding.max_new_beds",
        *sorted((r.key for r in rows if r.topic == "schools"), key=[r.key for r in rows].index),
    ]
    (township,) = [r for r in rows if r.key.startswith("schools.per_township")]
    assert township.values[0] is None
    assert dict(township.values[1])["stage"] == "upper"


def test_runs_of_two_counties_are_refused_with_their_names():
    with pytest.raises(InvalidInputError) as caught:
        refuse_counties([make_run(county="dege"), make_run(county="mao")])
    assert [f.message.fields["county"] for f in caught.value.findings] == ["dege", "mao"]
    assert caught.value.exit_code == 3
    refuse_counties([make_run(county="dege"), make_run(county="dege")])


@pytest.mark.parametrize("number", [0, 1, 7])
def test_two_to_six_runs_are_compared(number, tmp_path):
    with pytest.raises(UsageError):
        compared([tmp_path / str(n) for n in range(number)])
    with pytest.raises(UsageError):
        compared([Path("x"), Path("y") / ".." / "x"])


def test_the_survey_speaks_of_its_own_counties_alone():
    dege = {(a.item, a.group): a for a in survey_answers("dege")}
    assert dege["location", "parents"].satisfied_percent == 51.7
    assert dege["location", "parents"].overall_percent == 70.7
    zhaojue = {(a.item, a.group): a.satisfied_percent for a in survey_answers("513431")}
    assert zhaojue == {
        ("location", "parents"): 52.7,
        ("living", "pupils"): 51.3,
        ("living", "teachers"): 61.8,
    }
    assert [(a.item, a.satisfied_percent) for a in survey_answers("mao")] == [("logistics", 74.6)]
    assert survey_answers("leh") == ()


def balance_table(after: str, value: float, passes: float | None) -> pd.DataFrame:
    """Return balance_county.csv with one coefficient: 0.4 today, and after."""
    rows = [("today", "primary", "left_out", 0.4, 1), (after, "primary", "left_out", value, passes)]
    columns = ["moment", "band", "small_points", "value", "passes"]
    table = pd.DataFrame(rows, columns=columns)
    same = {"profile": "state-2017", "indicator": "composite", "figure": "coefficient"}
    return table.assign(**same, limit=0.5, drags_name="any school")


def test_balance_is_told_at_the_last_moment_of_each_run():
    tables = (balance_table("after_layout", 0.6, 0), balance_table("after_staffing", 0.3, None))
    runs = [make_run(tables={"balance_county": t}) for t in tables]
    (row,) = balance_rows([make_run(), *runs])
    assert (row.profile, row.band, row.indicator) == ("state-2017", "primary", "composite")
    assert row.today == 0.4
    assert row.values[1:] == (0.6, 0.3)
    assert row.passes == (None, False, None)
    assert row.limits[1:] == (0.5, 0.5)
    assert str(row.values[0]) == "nan"
    assert balance_rows([make_run()]) == []


def test_staffing_is_summed_from_its_tables():
    coverage = pd.DataFrame({"own": [10.0, 5.0], "circuit": [1.0, 0.0], "uncovered": [0.0, 2.5]})
    posts = pd.DataFrame(
        {
            "school_id": ["S1", None],
            "post": ["management", "management"],
            "today": [1, 4],
            "retire": [0, 2],
            "at_risk_share": [0.0, 0.5],
            "survey_share": [0.61, 0.61],
        }
    )
    staffed = make_run(tables={"coverage": coverage, "posts": posts})
    staffed.manifest["staffing"] = {}  # type: ignore[index]
    rows = {(r.kind, r.name): r.values for r in staff_rows([staffed, make_run()])}
    assert rows["lessons", "own"][0] == 15.0
    assert rows["lessons", "uncovered"][0] == 2.5
    assert rows["posts", "today"][0] == 4.0
    assert rows["posts", "at_risk_share"][0] == 0.5
    assert ("posts", "survey_share") not in rows
    assert str(rows["posts", "today"][1]) == "nan"
    assert staff_rows([make_run()]) == []
