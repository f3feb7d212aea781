"""Steps, norms, alternatives and seasons of the papers, each by a case counted by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from dossier_world import make_dossier, row, scenario

from planner.dossier.alternatives import (
    Examined,
    alternatives_of,
    any_hidden,
    differences,
    examined_by_table,
)
from planner.dossier.norms import norms_of
from planner.dossier.seasons import by_season, keys_of
from planner.dossier.steps import steps_of
from planner.reports.dossier.counts import Count
from planner.scenario.load import scenario_of

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
        s.startswith("Of 6 plans that are almost as good, 3 close") for s in said(shown.sentences)
    )


@pytest.mark.parametrize(
    ("decision", "near", "words"),
    [
        ("close", (1, 1), "No plan that is almost as good"),
        ("reduce_to_teaching_point", (0, 0), "was not counted"),
    ],
)
def test_what_is_not_known_of_other_plans_is_said(decision, near, words):
    examined = Examined("explain.csv", ("worse",), "worse", False, {}, 0, Count(0, 0))
    found = said(alternatives_of(examined, decision, near, (), hidden=False).sentences)
    assert any(words in s for s in found)
    assert any("worse, as far as was found" in s for s in found)


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
