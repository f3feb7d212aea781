"""Why a school closes or stays: codes, verdicts, differences, who is touched."""

import math
from dataclasses import replace

import numpy as np
import pytest
from study_worlds import finished, three_schools
from worlds import tiny_instance

from planner.errors import UsageError
from planner.studies.explain import closures, explain_school, explain_village
from planner.studies.flip import flip_school
from planner.studies.opposite import Compared, judged
from planner.studies.touched import Touched
from planner.studies.words import explained, plain


@pytest.fixture(scope="module")
def cheap():
    """Running cost alone: one of S1 and S2 closes, and either would do as well."""
    return finished(three_schools())


def shut(run):
    (school,) = closures(run)
    return school


def test_a_closure_whose_opposite_costs_a_school_is_told_with_the_difference():
    world = three_schools(objective=[{"minimise": "schools_closed"}, {"minimise": "pupil_minutes"}])
    pinned = replace(world, site_must_close=np.array([False, True, False]))
    codes = np.where(world.option_site == 1, 8, world.option_forbidden)
    run = finished(replace(pinned, option_forbidden=codes))
    found = explain_school(run, "S2", 4)
    assert found.decision == "close"
    assert found.codes[:2] == ("pinned", "too_few_pupils")
    # The opposite is what the scenario would choose without the pin: one closure fewer.
    assert found.opposite.verdict == "better"
    assert found.opposite.difference["schools_closed"] == -1
    assert found.opposite.difference["running_cost_yuan"] == 350_000
    assert [(t.village, t.before, t.after) for t in found.opposite.touched] == [
        ("V2", ("S1", "walk"), ("S2", "walk"))
    ]
    assert (found.opposite.touched[0].minutes_before, found.opposite.touched[0].minutes_after) == (
        25,
        5,
    )


def test_the_closure_of_one_of_two_twins_is_indifferent(cheap):
    school = shut(cheap)
    twin = {"S1": "S2", "S2": "S1"}[school]
    found = explain_school(cheap, school, 4)
    assert "indifferent" in found.codes
    assert (found.opposite.verdict, found.opposite.proved) == ("indifferent", True)
    assert found.opposite.difference["running_cost_yuan"] == 0
    # To keep it, the twin closes instead: the pupils of both change school.
    assert {t.village for t in found.opposite.touched} == {"V1", "V2"}
    assert sum(t.pupils for t in found.opposite.touched) == 20
    assert {s.school_id for s in found.opposite.plan.sites if s.kind is None} == {twin}


def test_a_school_that_pupils_cannot_do_without_is_needed(cheap):
    found = explain_school(cheap, "S3", 4)
    assert (found.decision, found.codes, found.opposite.verdict) == (
        "keep",
        ("needed",),
        "impossible",
    )
    (reason,) = found.opposite.reasons
    assert reason.ids == ("V3",)


def test_the_opposite_of_two_twins_both_kept_is_worse():
    run = finished(three_schools(objective=[{"minimise": "pupil_minutes"}]))
    assert closures(run) == []
    found = explain_school(run, "S2", 4)
    assert (found.decision, found.opposite.verdict, found.opposite.proved) == (
        "keep",
        "worse",
        True,
    )
    # Eight pupils walk 25 minutes instead of 5, 400 trips a year.
    assert found.opposite.difference["pupil_minutes"] == 8 * 20 * 400
    (tier,) = found.opposite.tiers
    assert tier.bound == pytest.approx(tier.opposite)


def test_condition_and_pins_and_size_are_read_from_the_instance():
    world = three_schools()
    unsafe = replace(world, site_receives=np.array([True, False, True]))
    run = finished(replace(unsafe, site_must_open=np.array([True, False, False])))
    assert closures(run) == ["S2"]
    codes = explain_school(run, "S2", 4).codes
    assert codes[0] == "condition"
    assert {"too_few_pupils", "worse", "receiver_spare"} <= set(codes)
    assert explain_school(run, "S1", 4).codes[0] == "pinned"


def test_a_flip_overrides_a_pin_and_frees_only_what_the_pin_forbade():
    world = three_schools(travel={"protect": "all"})
    barred = np.where(world.option_site == 1, 8, world.option_forbidden)
    pinned = replace(world, site_must_close=np.array([False, True, False]), option_forbidden=barred)
    run = finished(replace(pinned, scenario=pinned.scenario))
    flipped = flip_school(run.instance, run.plan, 1)
    assert flipped.site_must_close.tolist() == [False, False, False]
    assert flipped.site_must_open.tolist() == [False, True, False]
    free = flipped.option_forbidden[world.option_site == 1]
    # Both trips are within the norm of 30 minutes: nothing else forbids them.
    assert free.tolist() == [0, 0]


def test_a_village_that_moves_is_asked_what_staying_would_cost():
    run = finished(three_schools())
    school = shut(run)
    village = {"S1": "V1", "S2": "V2"}[school]
    (found,) = explain_village(run, village, 4)
    assert (found.decision, found.codes) == ("moves", ("school_closed", "indifferent"))
    (still,) = explain_village(run, "V3", 4)
    assert (still.decision, still.codes) == ("stays", ("needed",))
    assert still.opposite.reasons == ()


def test_ids_that_the_run_does_not_know_are_wrong_usage(cheap):
    with pytest.raises(UsageError) as refused:
        explain_school(cheap, "S9", 1)
    assert "has no school S9" in refused.value.message.say("en")
    with pytest.raises(UsageError) as refused:
        explain_village(cheap, "V9", 1)
    assert "没有村庄 V9" in refused.value.message.say("zh")


def test_an_explanation_reads_in_both_languages_and_as_json(cheap):
    found = explain_school(cheap, shut(cheap), 4)
    english = [line.say("en") for line in explained(cheap, found)]
    assert english[0] == f"学校{found.id} (甲乡), {found.pupils} pupils today: closes"
    assert "  why: indifferent: within gap and tolerance the opposite is as good" in english
    assert any("touches 20 pupils of 2 villages" in line for line in english)
    chinese = [line.say("zh") for line in explained(cheap, found)]
    assert "  原因：无差别：相反的决定与本方案在差距与容差以内分不出高下" in chinese
    # One person, one pupil; one village.
    alone = Touched("V1", "lower", "S1", 1, ("S1", "walk"), ("", ""), 10.0, math.nan)
    one = replace(found, pupils=1, opposite=replace(found.opposite, touched=(alone,)))
    english = [line.say("en") for line in explained(cheap, one)]
    assert english[0] == f"学校{found.id} (甲乡), 1 pupil today: closes"
    assert english[-2:] == [
        "    touches 1 pupil of 1 village:",
        "      V1村, grades 1–3, 1 pupil: 学校S1 (on foot, 10 min) → without a school",
    ]
    chinese = [line.say("zh") for line in explained(cheap, one)]
    assert chinese[-2] == "    涉及 1 个村的学生 1 人："
    said = plain(cheap, found, "en")
    assert (said["id"], said["opposite"]["verdict"]) == (found.id, "indifferent")
    assert said["opposite"]["objectives"][0]["name"] == "running_cost_yuan"
    assert {t["village_id"] for t in said["opposite"]["touched"]} == {"V1", "V2"}


def tier(plan, opposite, bound, *, plan_gap=0.0, gap=0.0, tolerance=0.0):
    return (Compared("annual_cost_yuan", plan, opposite, bound, plan_gap, gap, tolerance),)


@pytest.mark.parametrize(
    ("tiers", "verdict"),
    [
        (tier(100, 120, 119, gap=0.01), ("worse", True)),
        (tier(100, 100, 100), ("indifferent", True)),
        # Within the gap of the run and the tolerance: not distinguishable.
        (tier(100, 101.4, 101, plan_gap=0.01, tolerance=0.005), ("indifferent", True)),
        (tier(100, 101.6, 100, plan_gap=0.01, tolerance=0.005, gap=0.016), ("worse", False)),
        (tier(100, 98, 97, gap=0.01), ("better", True)),
        (tier(100, 120, 90, gap=0.25), ("undecided", False)),
        (tier(100, 100, 100, plan_gap=0.3), ("undecided", False)),
        (tier(100, 100, 100) + tier(10, 12, 12), ("worse", True)),
    ],
)  # fmt: skip
def test_two_plans_are_compared_by_gap_and_tolerance(tiers, verdict):
    assert judged(tiers, 0.005) == verdict


def test_the_opposite_of_growing_is_to_stay_what_it_is():
    """Six pupils of V1 pay 800 yuan a year each for the bus to S1 unless the point S2 grows."""
    world = tiny_instance(
        units=[("V1", "upper", 6, "S1"), ("V1", "lower", 5, "S2"), ("V2", "upper", 9, "S1")],
        sites=[
            {"id": "S1"},
            {"id": "S2", "kind": "teaching_point", "kinds": ("teaching_point", "primary")},
        ],
        trips={
            ("V1", "S1", "ride"): {"minutes": 25, "household_yuan": 800.0},
            ("V1", "S2", "walk"): 5,
            ("V2", "S1", "walk"): 5,
        },
        scenario={
            "schools": {"may_grow_to": ["primary"]},
            "objective": [{"minimise": "household_cost_yuan"}],
            "solver": {"mip_gap": 0},
        },
    )
    run = finished(world)
    assert closures(run) == []
    found = explain_school(run, "S2", 4)
    assert (found.decision, found.codes) == ("grow_to_primary", ("worse",))
    assert found.opposite.difference["household_cost_yuan"] == 6 * 800
    flipped = flip_school(run.instance, run.plan, 1)
    assert flipped.site_kinds[1].tolist() == [True, False, False, False]
    assert flipped.site_must_open.tolist() == [False, True]
    said = "\n".join(t.say("en") for t in explained(run, found))
    assert "grows to a complete primary" in said
    assert "if it stayed what it is: worse (proved)" in said
