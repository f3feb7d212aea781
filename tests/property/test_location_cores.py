"""The location problems that the layout programme holds as special cases, against every choice.

Nothing here is a model of its own: each problem becomes the instance of a county and is solved
by the search that plans counties.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.orlib.county import county_of
from benchmarks.orlib.problem import LocationProblem
from planner.audit import audit_plan
from planner.instance import FORBIDDEN_BY, Instance
from planner.programme.solve import search
from planner.scenario import Scenario

SEEDS = range(8)


def drawn(seed: int, customers: int = 7, sites: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """Return demands and whole distances with many ties."""
    draw = np.random.default_rng(seed)
    return draw.integers(1, 9, customers), draw.integers(0, 12, (customers, sites)).astype(float)


def located(reading: str, demand, cost, *, capacity=None, open_cost=None, medians=None):
    sites = cost.shape[1]
    return LocationProblem(
        name="drawn",
        reading=reading,
        fingerprint="",
        demand=np.asarray(demand, dtype=float),
        cost=cost,
        capacity=np.full(sites, np.inf) if capacity is None else np.asarray(capacity, dtype=float),
        open_cost=np.zeros(sites) if open_cost is None else np.asarray(open_cost, dtype=float),
        medians=medians,
    )


def solved(instance: Instance) -> float | None:
    """Return the proved optimum, None where there is no plan; the audit finds nothing."""
    found = search(instance)
    if found.plan is None:
        assert found.outcome.status == "infeasible"
        return None
    assert [str(f.message) for f in audit_plan(instance, found.plan, found.outcome)] == []
    assert found.outcome.status == "optimal"
    return found.outcome.tiers[0].value


def asking(instance: Instance, **sections) -> Instance:
    said = instance.scenario.model_dump()
    for name, options in sections.items():
        said[name] = options if name == "objective" else {**said[name], **options}
    return replace(instance, scenario=Scenario.model_validate(said))


def subsets(sites: int, p: int | None = None):
    """Return the sets of open sites: of `p`, or of any number but none."""
    sizes = range(1, sites + 1) if p is None else [p]
    return [list(s) for n in sizes for s in combinations(range(sites), n)]


def expect(value: float | None, best: float) -> None:
    if np.isinf(best):
        assert value is None
    else:
        assert value == pytest.approx(best, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("p", [1, 2, 3])
def test_p_median(seed, p):
    _, cost = drawn(seed)
    best = min(cost[:, s].min(axis=1).sum() for s in subsets(5, p))
    expect(solved(county_of(located("p-median", np.ones(7), cost, medians=p))), best)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("p", [1, 2, 3])
def test_p_centre(seed, p):
    _, cost = drawn(seed)
    best = min(cost[:, s].min(axis=1).max() for s in subsets(5, p))
    county = county_of(located("p-median", np.ones(7), cost, medians=p))
    expect(solved(asking(county, objective=[{"minimise": "worst_minutes"}])), best)


@pytest.mark.parametrize("seed", SEEDS)
def test_set_cover(seed):
    _, cost = drawn(seed)
    county = county_of(located("p-median", np.ones(7), cost))
    for radius in (1, 4, 8):
        covered = [s for s in subsets(5) if (cost[:, s].min(axis=1) <= radius).all()]
        best = min((len(s) for s in covered), default=np.inf)
        limited = replace(
            county,
            option_forbidden=np.where(
                county.option_minutes > radius, FORBIDDEN_BY.index("norm"), 0
            ),
            site_open_yuan=np.full(5, np.nan),
        )
        limits = {"walk_max_minutes": radius, "ride_max_minutes": radius, "ceiling_minutes": 99}
        asked = asking(
            limited,
            travel={"lower": limits, "norm": "hard"},
            costs={"open_yuan": {"teaching_point": 1}},
            objective=[{"minimise": "running_cost_yuan"}],
        )
        expect(solved(asked), best)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("whole", [True, False])
def test_maximal_cover(seed, whole):
    demand, cost = drawn(seed)
    county = replace(
        county_of(located("p-median", np.ones(7), cost, medians=2)),
        unit_pupils=demand.astype(np.int64),
    )
    for radius in (1, 3):
        best = min(demand[cost[:, s].min(axis=1) > radius].sum() for s in subsets(5, 2))
        limits = {"walk_max_minutes": radius, "ride_max_minutes": radius, "ceiling_minutes": 99}
        asked = asking(
            county,
            travel={"lower": limits},
            schools={"whole_village": whole},
            objective=[{"minimise": "pupils_over_norm"}],
        )
        expect(solved(asked), best)


@pytest.mark.parametrize("seed", SEEDS)
def test_uncapacitated_facility_location(seed):
    demand, cost = drawn(seed)
    fixed = np.random.default_rng(seed).integers(0, 20, 5)
    best = min(fixed[s].sum() + cost[:, s].min(axis=1).sum() for s in subsets(5))
    expect(solved(county_of(located("uncapacitated", demand, cost, open_cost=fixed))), best)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("tightness", [1.1, 1.8, 3.0])
def test_capacitated_facility_location_with_shared_customers(seed, tightness):
    demand, cost = drawn(seed, 6, 4)
    draw = np.random.default_rng(seed)
    capacity = np.ceil(demand.sum() * tightness * draw.uniform(0.15, 0.4, 4)) / 2
    fixed = draw.integers(0, 20, 4)
    best = min(fixed[s].sum() + _transport(demand, cost, capacity, s) for s in subsets(4))
    asked = located("multi-source", demand, cost, capacity=capacity, open_cost=fixed)
    expect(solved(county_of(asked)), best)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("p", [None, 2])
def test_each_customer_at_one_site_within_its_capacity(seed, p):
    demand, cost = drawn(seed, 5, 4)
    draw = np.random.default_rng(seed)
    capacity = np.ceil(demand.sum() * draw.uniform(0.25, 0.7, 4))
    fixed = np.zeros(4) if p else draw.integers(0, 20, 4)
    best = np.inf
    for sites in product(range(4), repeat=5):
        load = np.bincount(sites, weights=demand, minlength=4)
        used = sorted(set(sites))
        if (load <= capacity).all() and (p is None or len(used) <= p):
            best = min(best, fixed[used].sum() + cost[np.arange(5), sites].sum())
    reading = "capacitated p-median" if p else "single-source"
    asked = located(reading, demand, cost, capacity=capacity, open_cost=fixed, medians=p)
    expect(solved(county_of(asked)), best)


def _transport(demand, cost, capacity, sites) -> float:
    """Return the least cost of serving all demand in any shares, infinite where it cannot be."""
    n, m = len(demand), len(sites)
    found = linprog(
        (cost[:, sites] / demand[:, None]).ravel(),
        A_ub=np.tile(np.eye(m), n),
        b_ub=capacity[sites],
        A_eq=np.repeat(np.eye(n), m, axis=1),
        b_eq=demand,
    )
    return found.fun if found.status == 0 else np.inf
