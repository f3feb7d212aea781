"""On random tiny counties the programme finds what trying every plan finds.

Hundreds of seeds are compared by ``python -m benchmarks.brute_force``.
"""

from dataclasses import replace

import pytest
from differences import compare
from gated_worlds import with_gates
from random_worlds import any_plan, random_world, words
from worlds import tiny_instance
from worlds_with_lines import with_possible_lines

from planner.programme.beside import beside
from planner.programme.rules.least import posts_pay
from planner.programme.solve import search
from planner.scenario import Scenario


@pytest.mark.parametrize("seed", range(20))
def test_the_programme_equals_brute_force(seed):
    world = random_world(seed)
    assert compare(world).differences == (), words(world)


@pytest.mark.parametrize("seed", range(2000, 2010))
def test_the_programme_equals_brute_force_where_lines_may_be_funded(seed):
    world = with_possible_lines(seed, sites=3, units=4)
    assert compare(world).differences == (), words(world)


@pytest.mark.parametrize("seed", range(5000, 5010))
def test_the_programme_equals_brute_force_with_every_gate(seed):
    world = with_gates(seed, sites=4, units=5)
    assert compare(world).differences == (), words(world)


@pytest.mark.parametrize("seed", range(7000, 7014))
def test_the_programme_equals_brute_force_where_schools_may_grow(seed):
    world = random_world(seed, sites=4, units=5, grows=True)
    assert compare(world).differences == (), words(world)


@pytest.mark.parametrize("seed", range(7100, 7105))
def test_the_programme_equals_brute_force_where_schools_may_grow_past_every_gate(seed):
    world = with_gates(seed, sites=4, units=5, grows=True)
    assert compare(world).differences == (), words(world)


@pytest.mark.parametrize("seed", range(100, 106))
def test_the_steps_for_large_models_lead_to_the_same(seed, monkeypatch):
    monkeypatch.setattr("planner.programme.tier._DIRECT_COLUMNS", 0)
    world = random_world(seed, sites=4, units=5)
    assert compare(world).differences == (), words(world)


def test_the_full_model_beside_leads_to_the_same(monkeypatch):
    turned = []

    def counted(*given, **asked):
        turned.append(True)
        return beside(*given, **asked)

    monkeypatch.setattr("planner.programme.tier._DIRECT_COLUMNS", 0)
    monkeypatch.setattr("planner.programme.whole._RISE", 1e9)
    monkeypatch.setattr("planner.programme.whole.beside", counted)
    # The other ways to a proof would settle such small counties before it has begun.
    monkeypatch.setattr("planner.programme.attempt.Attempt.nearby", lambda *_: None)
    monkeypatch.setattr("planner.programme.attempt.Attempt.raise_bound", lambda _: None)
    for seed in range(110, 146):
        world = random_world(seed, sites=4, units=5)
        assert compare(world).differences == (), words(world)
    assert len(turned) >= 8


@pytest.mark.parametrize("seed", range(700, 710))
def test_a_start_that_nobody_would_choose_changes_no_value(seed, monkeypatch):
    if seed % 2:
        monkeypatch.setattr("planner.programme.tier._DIRECT_COLUMNS", 0)
    world = random_world(seed, sites=4, units=5)
    assert compare(world, start=any_plan(world, seed)).differences == (), words(world)


@pytest.mark.parametrize("seed", range(300, 304))
def test_the_programme_equals_brute_force_where_unequal_trips_weigh(seed):
    drawn = random_world(seed)
    asked = drawn.scenario.model_dump(mode="json") | {
        "equity": {"doubling_minutes": 10 + 5 * (seed % 4)},
        "objective": [{"minimise": "unserved_pupils"}, {"minimise": "kolm_pollak_pupil_minutes"}],
    }
    world = replace(drawn, scenario=Scenario.model_validate(asked))
    assert compare(world).differences == (), words(world)


def surplus(share, **scenario):
    """Two schools, one of which is enough; every post that is cut costs a year's salary."""
    return tiny_instance(
        units=[("V1", "lower", 12, "S1"), ("V2", "lower", 6, "S2")],
        sites=[{"id": "S1"}, {"id": "S2", "kind": "teaching_point"}],
        trips={
            ("V1", "S1", "walk"): 20,
            ("V2", "S1", "walk"): 25,
            ("V2", "S2", "walk"): 5,
        },
        scenario={
            "travel": {"protect": "none"},
            "costs": {"freed_posts_cash_share": share, "surplus_post_salaries": 1},
            "solver": {"mip_gap": 0},
        }
        | scenario,
        posts_today=8,
    )


def test_no_post_is_kept_to_save_the_capital_of_cutting_it():
    world = surplus(1, objective=[{"minimise": "capital_yuan"}])
    found = compare(world)
    assert (found.status, found.differences) == ("optimal", ())
    # S1 runs lower and upper as one class each, 2 x 1.7 -> 4 posts, S2 one class, 2 posts:
    # 2 of 8 posts are surplus at 120 000; closing S2 would cost 80 000 and two more.
    assert search(world).outcome.tiers[0].value == 240_000


def test_a_capital_budget_counts_the_posts_that_are_cut():
    asked = {"objective": [{"minimise": "schools_closed"}]}
    enough = surplus(1, budget={"capital_yuan": 240_000}, **asked)
    short = surplus(1, budget={"capital_yuan": 239_000}, **asked)
    assert compare(enough).differences == compare(short).differences == ()
    assert search(enough).outcome.status == "optimal"
    assert search(short).outcome.status == "infeasible"


def test_rows_for_the_least_posts_are_built_only_where_posts_could_pay():
    capital = {"objective": [{"minimise": "capital_yuan"}]}
    annual = {"objective": [{"minimise": "annual_cost_yuan"}]}
    assert posts_pay(surplus(0.5, **capital))
    assert not posts_pay(surplus(0, **capital))
    # A salary spread over eight years is a seventh of the one that is saved each year.
    assert not posts_pay(surplus(0.5, **annual))
    assert posts_pay(surplus(0.5, budget={"capital_yuan": 1e6}, **annual))
