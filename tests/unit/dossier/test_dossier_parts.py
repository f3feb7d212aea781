"""Steps, norms, alternatives and seasons of the papers, each by a case counted by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from dossier_world import make_dossier, row, scenario
from worlds import tiny_instance

from planner.dossier.alternatives import (
    Examined,
    alternatives_of,
    any_hidden,
    differences,
    examined_by_table,
    offered_of,
)
from planner.dossier.norms import norms_of
from planner.dossier.seasons import by_season, keys_of
from planner.dossier.source import named_apart
from planner.dossier.steps import steps_of
from planner.reports.dossier.content import Instead
from planner.reports.dossier.counts import Count
from planner.reports.dossier.tables import at
from planner.scenario.load import scenario_of
from planner.texts import text

TABLE_ROW = {
    "reasons": "too_few_pupils;worse",
    "verdict": "worse",
    "proved": 1,
    "capital_yuan_difference": 5_248_400.0,
    "annual_cost_yuan_difference": -353_100.0,
    "household_cost_yuan_difference": 910.0,
    "affected_pupils_difference": 2.0,
    "unserved_pupils_difference": 0.0,
    "pupils_over_norm_difference": -14.0,
    "pupil_minutes_difference": -120_000.0,
    "villages_touched": 6,
    "pupils_touched": 103,
}


def said(texts):
    return [t.say("en") for t in texts]


def test_steps_are_open_unless_settled_and_blank_is_unknown():
    record = {"notice_days": 30.0, "hearing_held": 0.0, "approved_by": "", "assessed": 1.0}
    steps = steps_of("estimated;hearing_held;approved_by;build_first", record)
    found = {s.code: (s.settled, s.record and s.record.say("en")) for s in steps}
    assert next(iter(found)) == "estimated"
    assert found["notice_days"] == (True, "30 days")
    assert found["hearing_held"] == (False, "no")
    assert found["approved_by"] == (False, None)
    assert found["assessed"] == (True, "yes")
    assert found["build_first"] == (False, None)
    assert found["parent_support_share"] == (True, None)
    assert len(steps) == 8
    assert all(s.record is None for s in steps_of("hearing_held", None))


def test_norms_name_their_document_and_what_is_not_law_is_not_printed_as_law():
    rows = [
        row("V1", "lower", "A", "C", 9, mode="ride"),
        row("V1", "upper", "A", "C", 9, mode="board"),
    ]
    made = make_dossier("A", rows)
    by_key = {n.key: n for n in made.norms}
    lower = by_key["travel.lower.ride_max_minutes"]
    assert (lower.certainty, lower.says.say("en")) == (
        "source",
        "By bus, grades 1–3: at most 30 minutes one way",
    )
    assert "2018" in lower.document["zh"]
    assert by_key["travel.upper.weekly_max_minutes"].certainty == "default"
    assert "travel.junior.walk_max_minutes" not in by_key
    assert by_key["boarding.min_m2_per_bed"].certainty == "source"
    assert by_key["majority"].certainty == "draft"
    assert by_key["build_first"].certainty == "default"
    assert by_key["bus"].certainty == "source"
    assert "bus" not in {n.key for n in norms_of(scenario(), [], [])}


def test_a_norm_that_the_scenario_sets_is_not_given_a_document():
    looser = scenario_of(
        {"name": "x", "county": "x", "travel": {"lower": {"walk_max_minutes": 50}}}
    )
    groups = make_dossier("A", [row("V1", "lower", "A", "C", 9)]).groups
    found = {n.key: n for n in norms_of(looser, groups, [])}
    changed = found["travel.lower.walk_max_minutes"]
    assert changed.certainty == "scenario"
    assert "50 minutes" in changed.says.say("en")
    assert changed.document.say("en").startswith("Set by the scenario")


def test_differences_are_exact_where_nobody_is_hidden():
    table = examined_by_table(TABLE_ROW)
    assert table.proved
    assert said(differences(table.difference, hidden=False)) == [
        "With the opposite, capital rises by 5,248,400 yuan",
        "With the opposite, annual public cost falls by 353,100 yuan",
        "With the opposite, household cost rises by 910 yuan",
        "With the opposite, fewer pupils over the norm: 14",
        "With the opposite, more affected pupils: <3",
        "With the opposite, pupils of the county spend 2,000 hours a year less on the way",
    ]


def test_sums_that_could_give_a_hidden_number_away_are_left_out():
    table = examined_by_table(TABLE_ROW)
    found = said(differences(table.difference, hidden=True))
    assert found[:2] == [
        "With the opposite, capital rises by 5,250,000 yuan",
        "With the opposite, annual public cost falls by 350,000 yuan",
    ]
    assert len(found) == 3
    assert "left out" in found[2]
    made = alternatives_of(table, "close", (3, 6), (), hidden=True)
    assert "The opposite would touch 6 village(s)" in said(made.sentences)
    assert "103" not in " ".join(said(made.sentences))
    shown = alternatives_of(table, "close", (3, 6), (), hidden=False)
    assert "The opposite would touch 103 pupils of 6 village(s)" in said(shown.sentences)
    assert any(
        s.startswith(
            "Of 6 plans that are almost as good (no objective more than 1% worse), 3 close"
        )
        for s in said(shown.sentences)
    )


@pytest.mark.parametrize(
    ("decision", "near", "words"),
    [
        ("close", (1, 1), "No plan that is almost as good (no objective more than 1% worse) and"),
        ("reduce_to_teaching_point", (0, 0), "was not counted"),
    ],
)
def test_what_is_not_known_of_other_plans_is_said(decision, near, words):
    examined = Examined("explain.csv", ("worse",), "worse", False, {}, 0, Count(0, 0))
    found = said(alternatives_of(examined, decision, near, (), hidden=False).sentences)
    assert any(words in s for s in found)
    assert any("worse, as far as was found" in s for s in found)


def test_how_the_opposite_compares_is_said_once():
    """Not as a reason of the plan, too: there it would not say whether it is proved."""
    examined = Examined(
        "solved", ("indifferent", "too_few_pupils"), "indifferent", False, {}, 0, Count(0, 0)
    )
    found = said(alternatives_of(examined, "close", (0, 0), (), hidden=False).sentences)
    assert found[0] == "Why the plan has it so: too few pupils: each stage is one multi-grade class"
    assert [s for s in found if "indifferent" in s] == [
        "The opposite, keeping the school, was solved too: indifferent: a plan was found whose "
        "objectives differ by no more than gap and tolerance"
    ]


def test_a_plan_that_was_found_in_too_short_a_time_is_not_set_beside_this_one():
    """A search that was cut off may have sent hundreds of pupils far away for nothing."""
    told = Instead(
        "上村", "lower", Count(9, 9), text("say.both", zh="", en=""), text("say.both", zh="", en="")
    )
    found = {
        verdict: alternatives_of(
            Examined("solved", (), verdict, False, {"capital_yuan": 5e6}, 6, Count(9, 9), (), (told,)),
            "close", (0, 0), (), hidden=False,
        )
        for verdict in ("worse", "undecided")
    }  # fmt: skip
    assert "With the opposite, capital rises by 5,000,000 yuan" in said(found["worse"].sentences)
    assert found["worse"].instead == (told,)
    short = found["undecided"]
    assert short.instead == ()
    assert said(short.sentences) == [
        "The opposite, keeping the school, was solved too: not settled in the time given: which "
        "of the two is better is not known; the plan that was found may be far from the best, and "
        "its differences are not listed"
    ]


def test_other_schools_are_named_the_nearest_first():
    sites = [{"id": f"S{n}"} for n in range(8)]
    world = tiny_instance(
        units=[("V1", "lower", 12, "S0")],
        sites=[*sites, {"id": "P", "kind": "teaching_point"}],
        trips={("V1", f"S{n}", "walk"): 90 - 10 * n for n in range(8)},
        scenario={"travel": {"protect": "none"}},
    )
    names = {f"S{n}": f"{n}校" for n in range(8)}
    found = said(offered_of(world, "S0", names))
    assert (
        "Other schools for these pupils: 7 within the rules, the nearest of them 7校, 6校, 5校, 4校, 3校"
        in found
    )
    assert "Boarding: not on offer" in found
    assert not any("it is one already" in s for s in found)
    point = said(offered_of(world, "P", names))
    assert point[:2] == [
        "Reducing it to a teaching point: it is one already",
        "Other schools for these pupils: none within the rules",
    ]


def test_places_of_the_same_name_are_told_apart_without_the_countys_tables():
    rows = [
        row("V1", "lower", "A", "C", 12, names={"V1": "上村", "A": "中心校", "C": "中心校"}),
        row("V2", "lower", "A", "D", 9, names={"V2": "上村", "A": "中心校", "D": "中心校"})
        | {"township": "乙乡"},
    ]
    schools = [
        {"school_id": i, "name": "中心校", "township": t}
        for i, t in (("A", "甲乡"), ("C", "甲乡"), ("D", "乙乡"))
    ]
    named, places = named_apart(rows, schools, None)
    # The township tells D from the others, nothing but the id A from C.
    assert {i: r["name"] for i, r in places.items()} == {
        "A": "中心校 · A",
        "C": "中心校 · C",
        "D": "中心校 · 乙乡",
    }
    assert [(r["village"], r["baseline_school"], r["school"]) for r in named] == [
        ("上村 · 甲乡", "中心校 · A", "中心校 · C"),
        ("上村 · 乙乡", "中心校 · A", "中心校 · 乙乡"),
    ]
    assert rows[0]["village"] == "上村"
    assert at("中心校 · 乙乡", "乙乡").say("zh") == "中心校（乙乡）"
    assert at("中心校 · A", "甲乡").say("zh") == "中心校 · A（甲乡）"


def test_a_small_group_hides_sums():
    assert any_hidden([row("V1", "lower", "A", "C", 9), row("V2", "lower", "C", "C", 2)])
    assert not any_hidden([row("V1", "lower", "A", "C", 3)])


def test_minutes_of_a_season_without_a_way_are_not_a_number():
    trips = pd.DataFrame(
        [
            ("V1", "lower", "S1", "walk", "", "normal", 30.0),
            ("V1", "lower", "S1", "walk", "", "winter", 41.0),
            ("V1", "lower", "S1", "ride", "L1", "normal", 12.0),
            ("V1", "lower", "S1", "ride", "new", "normal", 9.0),
        ],
        columns=["village_id", "stage", "school_id", "mode", "line_id", "season", "minutes"],
    )
    found = by_season(trips, {"new"})
    assert found["V1", "lower", "S1", "walk", ""] == {"normal": 30.0, "winter": 41.0}
    today, funded = (
        found["V1", "lower", "S1", "ride", ""],
        found["V1", "lower", "S1", "ride", "new"],
    )
    assert (today["normal"], funded["normal"]) == (12.0, 9.0)
    assert math.isnan(today["winter"])
    told = row("V1", "lower", "A", "S1", 9, mode="ride", line_id="L1")
    assert keys_of(told, found)[1] == ("V1", "lower", "S1", "ride", "")
    assert keys_of(told | {"line_id": "new"}, found)[1] == ("V1", "lower", "S1", "ride", "new")
