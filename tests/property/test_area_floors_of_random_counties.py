"""Area floors on random tiny counties: as trying every plan, and never in the wrong direction."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from differences import compare
from random_areas import with_random_areas
from random_worlds import random_world, words

from planner.programme.solve import search

BINDING = (8015, 8026, 8029, 8043, 8048)
"""Of fifty seeds those in which the floors change the best plan or leave none."""


def county(seed, mode):
    return with_random_areas(random_world(seed, sites=4, units=4), seed, mode)


def tiers(world):
    """Return the tier values when each was solved; infinite where no plan exists."""
    outcome = search(world).outcome
    if outcome.status == "infeasible":
        return [math.inf]
    assert outcome.status == "optimal"
    return [t.value if t.reached is None else t.reached for t in outcome.tiers]


def ahead(first, second):
    """Return -1, 0 or 1 as the first vector of tiers is less, equal or more, to 1e-6."""
    for a, b in zip(first, second, strict=False):
        if not math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-6):
            return -1 if a < b else 1
    return 0


@pytest.mark.parametrize("mode", ["hold", "build"])
@pytest.mark.parametrize("seed", BINDING)
def test_the_programme_equals_brute_force_under_area_floors(seed, mode):
    world = county(seed, mode)
    assert compare(world).differences == (), words(world)


@pytest.mark.parametrize("mode", ["hold", "build"])
def test_the_steps_for_large_models_lead_to_the_same_under_area_floors(mode, monkeypatch):
    monkeypatch.setattr("planner.programme.tier._DIRECT_COLUMNS", 0)
    for seed in BINDING[-2:]:
        world = county(seed, mode)
        assert compare(world).differences == (), words(world)


@pytest.mark.parametrize("seed", BINDING)
def test_building_costs_no_less_than_no_floors_and_no_more_than_holding_them(seed):
    off, built, held = (tiers(county(seed, mode)) for mode in ("off", "build", "hold"))
    assert ahead(off, built) <= 0 and ahead(built, held) <= 0
    # These counties were chosen so that something is at stake.
    assert ahead(off, held) < 0


@pytest.mark.parametrize("seed", BINDING[2:])
def test_more_area_is_never_worse_and_dearer_area_never_better(seed):
    held, built = county(seed, "hold"), county(seed, "build")
    assert ahead(tiers(replace(held, site_area_m2=held.site_area_m2 + 40.0)), tiers(held)) <= 0
    dear = replace(built, area_yuan=2 * built.area_yuan)
    assert ahead(tiers(built), tiers(dear)) <= 0
