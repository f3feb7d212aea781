"""What must not change, or only one way, when an instance changes in a known way."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from random_worlds import random_world
from worlds import tiny_instance
from worlds_with_lines import with_possible_lines

from planner.accounts import account, tier_value
from planner.instance import KIND_OFFERS, Instance
from planner.programme.solve import search
from planner.scenario import Scenario

SEEDS = range(500, 508)


def asking(world: Instance, **sections) -> Instance:
    """Return the world with options of its scenario changed, section by section."""
    said = world.scenario.model_dump()
    for name, value in sections.items():
        said[name] = said[name] | value if isinstance(value, dict) else value
    return replace(world, scenario=Scenario.model_validate(said))


def tiers(world: Instance) -> list[float]:
    """Return the tier values when each was solved; infinite where no plan exists."""
    outcome = search(world).outcome
    if outcome.status == "infeasible":
        return [np.inf] * len(world.scenario.objective)
    assert outcome.status == "optimal"
    return [t.value if t.reached is None else t.reached for t in outcome.tiers]


def never_worse(worlds: list[Instance]) -> list[float]:
    """Return the first tier's values of worlds that grow freer and check that they fall."""
    values = [tiers(world)[0] for world in worlds]
    for before, after in pairwise(values):
        assert after <= before + 1e-6 * max(1.0, abs(after)) or before == after
    return values


@pytest.mark.parametrize("seed", SEEDS)
def test_more_money_is_never_worse(seed):
    world = random_world(seed)
    for kind in ("capital_yuan", "annual_yuan"):
        never_worse(
            [
                asking(world, budget={kind: most})
                for most in (0, 300_000, 1_000_000, 3_000_000, None)
            ]
        )


@pytest.mark.parametrize("seed", range(2000, 2012))
def test_a_line_that_may_be_funded_and_fewer_riders_asked_for_are_never_worse(seed):
    world = with_possible_lines(seed, sites=3, units=4)
    struck = np.where(world.option_possible, 1, world.option_forbidden)
    without = replace(world, option_forbidden=struck)
    fewer = [asking(world, lines={"min_riders_per_line": n}) for n in (20, 8, 1)]
    never_worse([without, *fewer])


@pytest.mark.parametrize("seed", range(7000, 7024))
def test_letting_schools_grow_is_never_worse(seed):
    world = random_world(seed, sites=4, units=5, grows=True)
    stages = KIND_OFFERS.sum(axis=1)
    larger = world.site_existing[:, None] & (stages > stages[world.site_kind][:, None])
    never_worse([replace(world, site_kinds=world.site_kinds & ~larger), world])


@pytest.mark.parametrize("seed", SEEDS)
def test_more_room_is_never_worse(seed):
    world = random_world(seed)
    beds = [
        replace(world, site_new_beds=world.site_new_beds * 0),
        world,
        replace(world, site_new_beds=world.site_new_beds + 9),
    ]
    rooms = [world, replace(world, site_new_rooms=world.site_new_rooms + 9)]
    never_worse(beds)
    never_worse(rooms)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_further_site_and_a_longer_ceiling_never_leave_more_pupils_unserved(seed):
    world = asking(
        random_world(seed),
        travel={"serve": "soft"},
        objective=[{"minimise": "unserved_pupils"}],
    )
    last = np.arange(world.sites) == world.sites - 1
    free = replace(world, site_must_close=world.site_must_close & ~last)
    shut = replace(
        free,
        site_must_close=free.site_must_close | last,
        site_must_open=free.site_must_open & ~last,
    )
    if not world.site_must_open[-1]:
        never_worse([shut, free])
    longest = [
        replace(
            world,
            option_forbidden=np.where(
                (world.option_forbidden == 0) & (world.option_minutes > ceiling + 1e-6),
                1,
                world.option_forbidden,
            ),
        )
        for ceiling in (15, 35, 60, 90)
    ]
    never_worse(longest)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_tighter_limit_is_never_better(seed):
    world = random_world(seed)
    never_worse([asking(world, staff={"establishment_posts": n}) for n in (4, 8, 14, None)])
    never_worse([asking(world, concern={"max_affected_share": s}) for s in (0, 0.2, 0.5, None)])
    never_worse([asking(world, schools={"open_between": (None, n)}) for n in (1, 2, 3, None)])


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_units_and_sites_changes_no_value(seed):
    world = random_world(seed)
    draw = np.random.default_rng(seed)
    mixed = reordered(world, draw.permutation(world.units), draw.permutation(world.sites))
    assert tiers(mixed) == pytest.approx(tiers(world), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_all_prices_times_three_are_all_costs_times_three(seed):
    world = random_world(seed)
    dearer = replace(
        asking(
            world,
            costs=_times(world.scenario.costs.model_dump(), 3),
            budget={k: v and v * 3 for k, v in world.scenario.budget.model_dump().items()},
        ),
        site_open_yuan=world.site_open_yuan * 3,
        option_household_yuan=world.option_household_yuan * 3,
        option_public_yuan=world.option_public_yuan * 3,
    )
    names = [t.minimise for t in world.scenario.objective]
    expected = [
        value * 3 if name.endswith("_yuan") else value
        for name, value in zip(names, tiers(world), strict=True)
    ]
    assert tiers(dearer) == pytest.approx(expected, rel=1e-6, abs=1e-5)


def _times(costs: dict, factor: float) -> dict:
    scaled = {}
    for name, value in costs.items():
        if isinstance(value, dict):
            scaled[name] = {k: v * factor for k, v in value.items()}
        else:
            scaled[name] = value * factor if name.endswith("_yuan") else value
    return scaled


def reordered(world: Instance, units: np.ndarray, sites: np.ndarray) -> Instance:
    """Return the same county with its units and sites in another order."""
    by_unit, by_site = np.argsort(units), np.argsort(sites)
    u, j = by_unit[world.option_unit], by_site[world.option_site]
    order = np.lexsort((world.option_mode, j, u))
    changed = {}
    for name, value in vars(world).items():
        if name.startswith("option_"):
            changed[name] = value[order]
        elif name.startswith("unit_"):
            changed[name] = _taken(value, units)
        elif name.startswith("site_"):
            changed[name] = _taken(value, sites)
    changed["option_unit"], changed["option_site"] = u[order], j[order]
    today = changed["unit_site"]
    changed["unit_site"] = np.where(today >= 0, by_site[today], -1)
    return replace(world, **changed)


def _taken(values, order):
    if isinstance(values, tuple):
        return tuple(values[n] for n in order)
    return values[order]


def merging(**scenario) -> Instance:
    """Two schools whose merger moves three of ten pupils: 20 to 30 minutes, one room to build."""
    return tiny_instance(
        units=[("V1", "lower", 7, "S1"), ("V2", "lower", 3, "S2")],
        sites=[
            {"id": "S1", "kind": "teaching_point", "rooms": 2, "new_rooms": 1},
            {"id": "S2", "kind": "teaching_point", "rooms": 1},
        ],
        trips={
            ("V1", "S1", "walk"): 20,
            ("V2", "S2", "walk"): 20,
            ("V2", "S1", "walk"): {"minutes": 30, "affected": True},
        },
        scenario={
            "schools": {"class_size": {"multigrade": 7, "lower": 5}, "open_between": (None, 1)},
            "staff": {"posts_per_class": 1.5, "pupils_per_post": {"lower": 10}},
            "costs": {"classroom_place_yuan": 100, "places_per_classroom": 10},
            "objective": [{"minimise": "capital_yuan"}],
            "solver": {"mip_gap": 0},
        }
        | scenario,
        posts_today=5,
    )


@pytest.mark.parametrize(
    ("section", "name", "enough", "short"),
    [
        # One room at 1000 yuan and the closing of a point at 80 000.
        ("budget", "capital_yuan", 81_000, 80_990),
        ("concern", "max_affected_share", 0.3, 0.29),
        # Three classes at 1.5 posts.
        ("staff", "establishment_posts", 5, 4),
    ],
)
def test_limits_are_inclusive_at_equality(section, name, enough, short):
    def world(limit):
        plain = merging()
        return asking(plain, **{section: {name: limit}})

    assert tiers(world(enough)) == [81_000]
    assert tiers(world(short)) == [np.inf]


def test_school_sizes_are_inclusive_at_equality():
    for limit, enough, short in (("min_pupils", 10, 11), ("max_pupils", 10, 9)):
        for most, expected in ((enough, 81_000), (short, np.inf)):
            world = asking(merging(), schools={limit: {"teaching_point": most}})
            assert tiers(world) == [expected], (limit, most)


def test_a_budget_at_the_optimum_leaves_the_optimum():
    for seed in SEEDS:
        world = asking(random_world(seed), objective=[{"minimise": "capital_yuan"}])
        best = search(world)
        if best.plan is None:
            continue
        least = tier_value(world, best.plan, account(world, best.plan), "capital_yuan")
        assert tiers(asking(world, budget={"capital_yuan": least})) == pytest.approx([least])
        if least >= 100:
            assert tiers(asking(world, budget={"capital_yuan": least - 100})) == [np.inf]
