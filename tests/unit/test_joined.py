"""Layout and staffing in turn, on a world of two schools whose figures are worked out by hand.

V1's ten pupils go to S1, V2's ten to the point S2; V2 to S1 costs its households 2,000 yuan a
pupil, closing S2 80,000 once. Posts and sites cost nothing. So S2 stays, and where the lessons
of one post (17 periods) are uncovered there it is charged 120,000 yuan and closes.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from staff_worlds import tiny_staff, tiny_staff_plan
from worlds import tiny_instance

from planner.accounts import account, tier_value
from planner.audit import audit_plan
from planner.joined import Laid, Staffed, join
from planner.plan import Outcome
from planner.programme.solve import search
from planner.teachers.premium import site_premium_yuan

COST = {"objective": [{"minimise": "public_plus_household_cost_yuan"}]}
FREE = {"costs": {"revenue_floor_pupils": 0}, "travel": {"protect": "none"}}


def world(household_yuan=2000.0, **scenario):
    return tiny_instance(
        units=[("V1", "lower", 10, "S1"), ("V2", "lower", 10, "S2")],
        sites=[
            {"id": "S1", "open_yuan": 0, "must_open": True},
            {"id": "S2", "open_yuan": 0, "kind": "teaching_point", "rooms": 1},
        ],
        trips={
            ("V1", "S1", "walk"): 5,
            ("V2", "S2", "walk"): 5,
            ("V2", "S1", "walk"): {"minutes": 25, "household_yuan": household_yuan},
        },
        scenario={**FREE, **COST, **scenario},
        posts_today=20,
    )


def laid(instance, start=None):
    found = search(instance, start=start)
    if found.plan is None:
        return found.outcome
    return Laid(instance, found.plan, found.outcome, account(instance, found.plan))


def is_open(layout):
    named = zip(layout.instance.site_id, layout.accounts.open.tolist(), strict=True)
    return {site for site, runs in named if runs}


class Staff:
    """Uncovered periods by open schools; counts how often it is asked, and what it was given."""

    def __init__(self, periods, priority=True, ended_by="proof", forced=()):
        self.periods, self.priority, self.ended_by, self.forced = (
            periods,
            priority,
            ended_by,
            forced,
        )
        self.asked = []

    def __call__(self, layout):
        runs = is_open(layout)
        self.asked.append(sorted(runs))
        rows = self.periods(runs) if callable(self.periods) else self.periods
        needs = [(s, "lower", "maths", n) for s, n in rows.items() if s in runs and n]
        options = layout.instance.scenario.model_dump(mode="json")
        people = tiny_staff(
            [{"id": s, "open": s in runs} for s in ("S1", "S2")],
            needs=needs,
            subjects={"maths": {"priority": self.priority}},
            scenario={"staffing": options["staffing"], "costs": options["costs"]},
            load_periods=(17.0, 13.0),
        )
        plan = None if runs in self.forced else tiny_staff_plan(people)
        status = "optimal" if plan else "infeasible"
        return Staffed(people, plan, Outcome(status, (), self.ended_by))


def rounds_of(joined):
    return [
        (r.schools_open, r.uncovered_periods, r.premium_yuan, r.kept, r.why_not)
        for r in joined.rounds
    ]


def test_the_price_closes_the_school_whose_lessons_nobody_can_give():
    first = laid(world())
    assert is_open(first) == {"S1", "S2"}
    staff = Staff({"S2": 17})
    joined = join(first, staff, laid)
    assert is_open(joined.laid) == {"S1"}
    assert rounds_of(joined) == [(2, 17, 0, False, ""), (1, 0, 0, True, "")]
    assert staff.asked == [["S1", "S2"], ["S1"]]
    assert joined.laid.instance.site_staffing_yuan.tolist() == [0, 120_000]
    # The second layout costs more in money; the price is no part of what is told.
    costs = [r.layout_cost_yuan for r in joined.rounds]
    assert costs[1] > costs[0]
    assert costs[1] == pytest.approx(joined.laid.accounts.annual_cost_yuan)


def test_the_plan_under_a_price_is_proved_and_passes_the_audit():
    # 150,000 yuan of households' cost: dearer than the price, so that S2 stays and is charged.
    asked = replace(world(15_000.0), site_staffing_yuan=np.array([0.0, 120_000.0]))
    found = laid(asked)
    assert (found.outcome.status, is_open(found)) == ("optimal", {"S1", "S2"})
    plain = account(world(15_000.0), found.plan)
    assert found.accounts.staffing_yuan == 120_000
    assert found.accounts.annual_cost_yuan == plain.annual_cost_yuan
    name = "public_plus_household_cost_yuan"
    value = tier_value(asked, found.plan, found.accounts, name)
    assert value == tier_value(world(15_000.0), found.plan, plain, name) + 120_000
    assert found.outcome.tiers[0].value == pytest.approx(value)
    assert audit_plan(asked, found.plan, found.outcome) == ()


@pytest.mark.parametrize(
    "name",
    [
        "running_cost_yuan",
        "annual_cost_yuan",
        "public_plus_household_cost_yuan",
        "public_plus_household_spending_yuan",
    ],
)
def test_every_goal_of_cost_counts_the_price_and_closes_the_school(name):
    asked = replace(
        world(objective=[{"minimise": name}]), site_staffing_yuan=np.array([0.0, 500_000.0])
    )
    assert is_open(laid(asked)) == {"S1"}


def test_a_limit_on_money_counts_no_price():
    # Running cost is 0 less the pupils' funds: a limit of 0 leaves no room for a price.
    asked = replace(
        world(15_000.0, budget={"annual_yuan": 0}), site_staffing_yuan=np.array([9e6, 0.0])
    )
    found = laid(asked)
    assert found.outcome.status == "optimal"
    assert found.accounts.running_yuan < 0 < found.accounts.staffing_yuan


def test_no_rounds_no_loop():
    joined = join(laid(world(staffing={"rounds": 0})), Staff({"S2": 17}), laid)
    assert rounds_of(joined) == [(2, 17, 0, True, "")]


def test_covered_lessons_ask_for_no_round():
    joined = join(laid(world()), Staff({}), laid)
    assert rounds_of(joined) == [(2, 0, 0, True, "")]


def test_a_layout_that_counts_no_money_cannot_be_priced():
    first = laid(world(objective=[{"minimise": "pupil_minutes"}]))
    assert len(join(first, Staff({"S2": 17}), laid).rounds) == 1


def test_an_interrupted_search_is_not_followed_by_another():
    assert len(join(laid(world()), Staff({"S2": 17}, ended_by="interrupt"), laid).rounds) == 1


def test_a_round_that_is_no_better_is_told_and_not_kept():
    staff = Staff(lambda runs: {"S2": 17} if "S2" in runs else {"S1": 20})
    joined = join(laid(world()), staff, laid)
    assert rounds_of(joined) == [(2, 17, 0, True, ""), (1, 20, 0, False, "no_better")]
    assert is_open(joined.laid) == {"S1", "S2"}


def test_a_price_too_low_to_change_anything_ends_the_loop():
    staff = Staff({"S2": 1})
    joined = join(laid(world()), staff, laid)
    price = 120_000 / 17
    assert rounds_of(joined) == [
        (2, 1, 0, True, ""),
        (2, 1, pytest.approx(price), False, "same_plan"),
    ]
    assert len(staff.asked) == 1


def test_a_closed_school_keeps_its_price_and_does_not_come_back():
    # Both open: S2 lacks 17. S1 alone: lacks 10, so that there is a third round.
    staff = Staff(lambda runs: {"S2": 17} if "S2" in runs else {"S1": 10})
    joined = join(laid(world(staffing={"rounds": 5})), staff, laid)
    assert [r[0] for r in rounds_of(joined)] == [2, 1, 1]
    assert joined.rounds[2].why_not == "same_plan"
    assert joined.laid.instance.site_staffing_yuan.tolist() == [0, 120_000]


def test_a_layout_without_a_plan_ends_the_loop():
    def nothing(instance, start):
        return Outcome("no_solution", (), "clock")

    joined = join(laid(world()), Staff({"S2": 17}), nothing)
    assert [(r.schools_open, r.status, r.why_not) for r in joined.rounds] == [
        (2, "optimal", ""),
        (-1, "no_solution", "no_plan"),
    ]
    assert joined.rounds[0].kept


def test_a_round_that_forces_somebody_out_is_not_kept():
    joined = join(laid(world()), Staff({"S2": 17}, forced=({"S1"},)), laid)
    assert [(r.kept, r.why_not) for r in joined.rounds] == [(True, ""), (False, "forced_exit")]


def test_no_pupils_trip_is_paid_with_a_better_staffed_layout():
    goals = [{"minimise": "pupil_minutes"}, *COST["objective"]]
    first = laid(world(objective=goals))
    assert is_open(first) == {"S1", "S2"}

    def ran_out_of_time(instance, start):
        # As a search might that lost its start: fewer lessons uncovered, longer trips.
        other = laid(replace(instance, scenario=world().scenario))
        value = tier_value(instance, other.plan, other.accounts, "pupil_minutes")
        tier = replace(first.outcome.tiers[0], value=value, reached=value)
        outcome = Outcome("feasible_at_limit", (tier, *other.outcome.tiers), "clock")
        return replace(other, instance=instance, outcome=outcome)

    joined = join(first, Staff({"S2": 17}), ran_out_of_time)
    assert [(r.kept, r.why_not) for r in joined.rounds] == [(True, ""), (False, "worse_layout")]


def test_what_is_charged_by_hand():
    people = tiny_staff(
        [{"id": "S1"}, {"id": "S2"}],
        staff=[("S1", "maths")],
        needs=[
            ("S1", "lower", "maths", 20),
            ("S1", "junior", "art", 13),
            ("S2", "upper", "art", 8.5),
            ("S2", "upper", "music", 1.7, "tibetan"),
        ],
        subjects={"maths": {"priority": True}},
        scenario={"staffing": {"premium_factor": 2, "premium_other_share": 0.25}},
        load_periods=(17.0, 13.0),
    )
    plan = tiny_staff_plan(people, lessons=[(("S1", "lower", "maths"), "own", "S1.maths", 16.6)])
    found = site_premium_yuan(people, plan, ("S0", "S2", "S1"), 100_000)
    # S1: 3.4 of maths / 17 in full, 13 of art / 13 at a quarter; S2: 8.5 / 17 at a quarter and
    # a language asked for in full.
    posts = np.array([0, 0.25 * 0.5 + 0.1, 0.2 + 0.25])
    np.testing.assert_allclose(found, posts * 200_000)
