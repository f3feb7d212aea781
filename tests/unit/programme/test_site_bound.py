"""The bound that is computed site by site lies at or below every plan, at any prices."""

import sys
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest

from planner.programme.ascent import Ascent, Lift
from planner.programme.blocks import cut
from planner.programme.build import build
from planner.programme.highs import Stop, load, solve
from planner.programme.objective import tier
from planner.scenario import Scenario

sys.path.append(str(Path(__file__).parents[2] / "property"))
from random_worlds import random_world

SEEDS = (1, 2, 6, 8, 18, 21, 24, 25)
"""Draws with a plan, whole columns and an objective that is not nought."""
COSTS = ("public_plus_household_spending_yuan", "annual_cost_yuan", "pupil_minutes")


def drawn(seed, objective):
    """A random world that asks for one objective, without the ceilings that make it impossible."""
    world = random_world(seed, sites=5, units=8)
    asked = world.scenario.model_dump(mode="json") | {
        "objective": [{"minimise": objective}],
        "budget": {},
    }
    return replace(world, scenario=Scenario.model_validate(asked))


def loaded_with(world, objective):
    programme = build(world)
    loaded = load(programme.problem, seed=1, log=None)
    expression = tier(world, programme.variables, objective)
    n = len(loaded.lower)
    loaded.highs.changeColsCost(n, np.arange(n, dtype=np.int32), loaded.costs(expression))
    loaded.highs.changeObjectiveOffset(expression.constant)
    return loaded


def never():
    return False


@pytest.mark.parametrize("objective", COSTS)
@pytest.mark.parametrize("seed", SEEDS)
def test_no_prices_give_a_bound_above_the_optimum(seed, objective):
    loaded = loaded_with(drawn(seed, objective), objective)
    best = solve(loaded, seconds=60, stop=Stop())
    assert best.ended == "proof"
    relaxed = solve(loaded, seconds=60, relaxed=True, stop=Stop())
    blocks = cut(loaded, relaxed.prices)
    room = 1e-6 * (1 + abs(best.objective))
    at_relaxation = blocks.price(blocks.prices, never).bound
    assert relaxed.objective - 1e-4 * (1 + abs(best.objective)) <= at_relaxation
    assert at_relaxation <= best.objective + room
    draw = np.random.default_rng(seed)
    for spread in (0.1, 1.0, 10.0):
        prices = blocks.prices * draw.uniform(1 - spread, 1 + spread, len(blocks.prices))
        assert blocks.price(prices, never).bound <= best.objective + room
    ascent = Ascent(blocks)
    for _ in range(15):
        if not ascent.step(never, 1e-6):
            break
    assert at_relaxation <= ascent.bound <= best.objective + room


def test_whole_numbers_at_a_site_lift_the_bound_above_the_relaxation():
    lifts = []
    for seed in SEEDS:
        loaded = loaded_with(drawn(seed, COSTS[0]), COSTS[0])
        relaxed = solve(loaded, seconds=60, relaxed=True, stop=Stop())
        ascent = Ascent(cut(loaded, relaxed.prices))
        while ascent.steps < 15 and ascent.step(never, 1e-6):
            pass
        lifts.append(ascent.bound - relaxed.objective)
    assert max(lifts) > 1000, "a school costs tens of thousands, classes come whole"


def test_a_column_without_limit_that_is_worth_having_leaves_no_bound():
    loaded = loaded_with(drawn(1, COSTS[0]), COSTS[0])
    relaxed = solve(loaded, seconds=60, relaxed=True, stop=Stop())
    blocks = cut(loaded, relaxed.prices)
    hires = blocks.common[np.argmax(blocks.cost[blocks.common])]
    assert np.isfinite(blocks.upper[blocks.common]).all(), "the model itself bounds them all"
    upper, cost = blocks.upper.copy(), blocks.cost.copy()
    upper[hires], cost[hires] = np.inf, -1.0
    endless = replace(blocks, upper=upper, cost=cost)
    assert endless.price(np.zeros(len(blocks.prices)), never).bound == -np.inf


class Counted:
    """An ascent that only counts, and fails where asked to."""

    def __init__(self, fails_at=None):
        self.steps, self.bound, self.fails_at = 0, 0.0, fails_at

    def step(self, stopped, fine):
        if self.steps == self.fails_at:
            raise ZeroDivisionError
        self.steps += 1
        self.bound = float(self.steps)
        return not stopped()


def test_without_a_thread_steps_are_taken_when_waited_for():
    ascent = Counted()
    lift = Lift(ascent, 1.0, beside=False)
    assert lift.bound == 0
    lift.wait(4, perf_counter() + 60)
    lift.close()
    assert (ascent.steps, lift.bound) == (4, 4.0)


def test_a_fault_beside_the_search_is_not_swallowed():
    lift = Lift(Counted(fails_at=3), 1.0, beside=True)
    with pytest.raises(ZeroDivisionError):
        lift.wait(10, perf_counter() + 60)
    with pytest.raises(ZeroDivisionError):
        lift.close()
