"""The level to which the lowest are raised keeps the limit, whatever hangs by a rounding."""

from __future__ import annotations

import numpy as np
import pytest
from resources_worlds import world

from planner.allocation.figures import after
from planner.allocation.items import ROOMS
from planner.allocation.plan import ResourcePlan
from planner.audit.resources_prices import price_findings
from planner.balance.spread import coefficient
from planner.resources.levels import level_for, raised
from planner.resources.unreached import unreached

PUPILS = np.array([178, 267, 400])
ROOMS_HAD = np.array([12.0, 18.0, 120.0])
"""12 rooms of 178 and 18 of 267 are one level: 6.7416 in 100 pupils; a rounding tells them apart."""
ONES = np.ones(3)


def spread(rooms):
    return coefficient(np.asarray(rooms, dtype=float), PUPILS.astype(float))


def test_schools_at_one_level_are_raised_beyond_it_together():
    # One more room at the first would do, but at its level stands the second.
    limit = (spread(ROOMS_HAD) + spread([13, 18, 120])) / 2
    assert spread(ROOMS_HAD) > limit > spread([13, 18, 120])
    level = level_for(ROOMS_HAD, PUPILS, ONES, ROOMS, 1, limit, 0.0)
    lifted = raised(ROOMS_HAD, PUPILS, 100, 1, level)
    assert lifted.tolist() == [13, 19, 120]
    assert spread(lifted) <= limit


def test_the_price_told_is_that_of_the_audit():
    rows = [(f"S{n}", "primary", "primary", int(p)) for n, p in enumerate(PUPILS)]
    given = world(rows, {"multimedia_rooms": ROOMS_HAD.tolist()})
    limit = (spread(ROOMS_HAD) + spread([13, 18, 120])) / 2
    given.cv_limit[0] = limit
    found = unreached(given, after(given, ResourcePlan()).bought)
    (rooms,) = [u for u in found if u.what == "coefficient"]
    assert rooms.yuan == 2 * 3_000
    assert price_findings(given, ResourcePlan((), found)) == []


@pytest.mark.parametrize("seed", range(20))
def test_the_level_keeps_the_limit_in_any_county(seed):
    draw = np.random.default_rng(seed)
    pupils = draw.choice([89, 178, 267, 60, 120], size=8)
    rooms = np.round(pupils * draw.choice([2.0, 3.0, 6.0, 12.0], size=8) / 89)
    before = coefficient(rooms, pupils.astype(float))
    for limit in np.linspace(0.2, 0.95, 6) * before:
        level = level_for(rooms, pupils, np.ones(8), ROOMS, 1, float(limit), 0.0)
        if np.isnan(level):
            continue
        lifted = raised(rooms, pupils, 100, 1, level)
        assert coefficient(lifted, pupils.astype(float)) <= limit + 1e-9
        assert (100 * lifted / pupils).min() == pytest.approx(level)
