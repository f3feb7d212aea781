"""On random tiny worlds the staffing programme finds what trying every plan finds.

Two hundred seeds are compared by ``python -m benchmarks.staffing.brute_force``.
"""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_staff import random_staff
from staff_brute import brute_staff
from staff_differences import staff_differences
from staff_worlds import tiny_staff

from planner.audit.staffing import audit_staffing, staff_violations
from planner.audit.staffing.files import audit_staffing_files
from planner.manifest import staffing_part
from planner.reports.staff_tables import staff_tables
from planner.reports.tables import write_csv
from planner.scenario import Scenario
from planner.staffing import tier
from planner.staffing.solve import staff_search
from planner.teachers.counts import persons
from planner.teachers.figures import staff_tier_value

SEEDS = st.integers(min_value=10_000, max_value=20_000)
FEW = settings(max_examples=12, deadline=None, derandomize=True)


@pytest.mark.parametrize("seed", range(30))
def test_the_programme_equals_brute_force(seed):
    assert staff_differences(random_staff(seed)) == []


@pytest.mark.parametrize("seed", range(30, 60))
def test_the_search_of_large_counties_equals_brute_force(seed, monkeypatch):
    """Rows of whole persons, columns struck out and bounds from beside: none cuts the best off."""
    monkeypatch.setattr(tier, "DIRECT_COLUMNS", -1)
    assert staff_differences(random_staff(seed)) == []


@pytest.mark.parametrize("seed", (453, 477))
def test_a_world_without_lessons_and_one_that_uses_up_what_is_held(seed):
    assert staff_differences(random_staff(seed)) == []


def by_hand(**staffing):
    """Return two schools 20 min apart; A's two teachers have 8 + 8 of the 6 + 10 periods.

    Without circuits one teacher moves to B: 6 periods at A and 8 of 10 at B are covered, two
    are not, and the move counts 20 + 10 minutes. With a hire at B all are covered.
    """
    return tiny_staff(
        [{"id": "A"}, {"id": "B"}],
        [("A", "maths", 2)],
        [("A", "lower", "maths", 6), ("B", "lower", "maths", 10)],
        {("A", "B"): 20},
        scenario={"staffing": staffing},
        load_periods=(8, 6),
        most_hires=staffing.pop("most_hires", 0),
    )


def test_brute_force_finds_the_plan_by_hand():
    names = [t.minimise for t in by_hand().scenario.staffing.objective]
    values = dict(zip(names, brute_staff(by_hand()).values, strict=True))
    assert values["uncovered_periods"] == 2
    assert values["move_minutes"] == 30
    hired = dict(zip(names, brute_staff(by_hand(most_hires=1)).values, strict=True))
    assert (hired["uncovered_periods"], hired["move_minutes"], hired["hires"]) == (0, 30, 1)
    # The two periods left over at A, with half a period on the road for each, are 4/3 at B.
    road = {"max_minutes": 30, "lost_share": 0.5}
    assert brute_staff(by_hand(circuits=road)).values[1] == pytest.approx(2 / 3)
    assert brute_staff(by_hand(circuits=road | {"lost_share": 0})).values[1] == 0
    # An eighth of one load of 8 away, or an eighth of a post in the county, is one period.
    few = road | {"lost_share": 0.25}
    assert brute_staff(by_hand(circuits=few | {"away_share": 0.125})).values[1] == 1
    assert brute_staff(by_hand(circuits=few | {"max_posts": 0})).values[1] == 2


def test_brute_force_sends_one_teacher_to_two_schools():
    """A's teacher has 8 for the 3 at B and the 3 at C; no school is near enough for a move.

    Half a load is 4 of the 6; all of it, with a quarter on the road for each, 8 / 1.25 = 6.4;
    with as much on the road as in class, 4.
    """

    def uncovered(**circuits):
        world = tiny_staff(
            [{"id": "A"}, {"id": "B"}, {"id": "C"}],
            [("A", "maths")],
            [("B", "lower", "maths", 3), ("C", "lower", "maths", 3)],
            {("A", "B"): 20, ("A", "C"): 20},
            scenario={
                "staffing": {
                    "circuits": {"max_minutes": 20} | circuits,
                    "moves": {"max_minutes": 0, "lodged_max_minutes": 0},
                }
            },
            load_periods=(8, 6),
        )
        names = [t.minimise for t in world.scenario.staffing.objective]
        return brute_staff(world).values[names.index("uncovered_periods")]

    assert uncovered() == 2
    assert uncovered(away_share=1) == 0
    assert uncovered(max_minutes=19) == 6
    assert uncovered(away_share=1, lost_share=1) == 2


def test_brute_force_and_the_programme_differ_where_a_rule_is_ignored():
    """Both are asked of different worlds: what is compared is not always equal."""
    near, far = by_hand(), by_hand(moves={"max_minutes": 10, "lodged_max_minutes": 10})
    assert brute_staff(near).values != brute_staff(far).values


@FEW
@given(SEEDS)
def test_nobody_appears_or_vanishes(seed):
    world = random_staff(seed)
    plan = staff_search(world).plan
    if plan is not None:
        people = persons(world, plan)
        after = people.at.sum(axis=(1, 2)) + people.retire + people.no_place
        assert after.tolist() == world.type_count.tolist()


@FEW
@given(SEEDS)
def test_the_audit_of_a_solved_plan_is_empty(seed):
    world = random_staff(seed)
    found = staff_search(world)
    if found.plan is not None:
        assert staff_violations(world, found.plan) == []
        assert [f.say("en") for f in audit_staffing(world, found.plan, found.outcome)] == []


def first_goal(world, name):
    """Return the value of one objective where it is the only one."""
    scenario = changed(world, objective=[{"minimise": name}])
    found = staff_search(replace(world, scenario=scenario))
    return None if found.plan is None else staff_tier_value(world, found.plan, name)


def changed(world, **staffing):
    said = world.scenario.model_dump(mode="json")
    said["staffing"] |= staffing
    return Scenario.model_validate(said)


@FEW
@given(SEEDS, st.sampled_from(["uncovered_priority_periods", "uncovered_periods", "short_posts"]))
def test_more_hires_are_never_worse(seed, name):
    world = random_staff(seed, persons=4)
    more = replace(world, most_hires=world.most_hires + 1)
    before, after = first_goal(world, name), first_goal(more, name)
    assert (before is None) == (after is None)
    assert before is None or after <= before + 1e-6


@FEW
@given(SEEDS, st.sampled_from(["uncovered_periods", "short_posts", "without_place"]))
def test_a_longer_limit_of_moves_is_never_worse(seed, name):
    drawn = random_staff(seed, persons=4)
    # A rotation that more can take part in asks for more, so it is left out.
    moves = drawn.scenario.staffing.moves
    further = moves.model_dump() | {"max_minutes": moves.max_minutes + 30}
    further["lodged_max_minutes"] = moves.lodged_max_minutes + 60
    near = replace(drawn, scenario=changed(drawn, rotation_share=0))
    far = replace(drawn, scenario=changed(drawn, rotation_share=0, moves=further))
    before, after = first_goal(near, name), first_goal(far, name)
    assert before is None or (after is not None and after <= before + 1e-6)


@FEW
@given(SEEDS, st.randoms(use_true_random=False))
def test_types_and_needs_in_another_order_give_the_same_values(seed, draw):
    world = random_staff(seed)
    types, needs = list(range(world.types)), list(range(world.needs))
    draw.shuffle(types)
    draw.shuffle(needs)
    parts = {
        name: _taken(getattr(world, name), types if name.startswith("type_") else needs)
        for name in vars(world)
        if name.startswith(("type_", "need_"))
    }
    one, other = staff_search(world), staff_search(replace(world, **parts))
    values = [[t.value for t in found.outcome.tiers] for found in (one, other)]
    assert values[0] == pytest.approx(values[1], rel=1e-5, abs=1e-5)


def _taken(values, order):
    if isinstance(values, tuple):
        return tuple(values[n] for n in order)
    return np.asarray(values)[order]


@pytest.mark.parametrize("seed", range(300, 310))
def test_the_files_of_a_solved_plan_pass_the_audit(seed, tmp_path):
    world = random_staff(seed)
    found = staff_search(world)
    if found.plan is None:
        assert found.outcome.status == "infeasible"
        return
    world.save(tmp_path / "staff_instance.npz")
    for name, table in staff_tables(world, found.plan).items():
        write_csv(table, tmp_path / f"{name}.csv")
    part = staffing_part(found.outcome, audit=(), rounds=(), supply={})
    (tmp_path / "manifest.json").write_text(json.dumps({"staffing": part}), "utf-8")
    assert [f.say("en") for f in audit_staffing_files(tmp_path)] == []
