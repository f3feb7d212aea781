"""A location problem as a county: customers are units of pupils, sites are candidate points.

| of the problem | in the county |
|---|---|
| customer | a demand unit of grades 1–3 without a school today |
| demand | its pupils; one pupil where no site has a capacity |
| site | a candidate teaching point with three rooms; classes have no largest size |
| capacity | the most pupils of the site (`site_max_pupils`) |
| opening cost | the site's own running cost (`site_open_yuan`) |
| cost of serving a customer | public cost of the trip, a share of it per pupil |
| cost, or distance of a p-median | minutes of the trip |
| sites that are dear and cheap for the same customers | a township of about a dozen |
| p sites | `schools.open_between: [p, p]` |
| one site per customer | `schools.whole_village: true`; shared: `false` |

Everything else that a county counts has a price of 0 or no limit, so that the programme holds
no variable for it. Pupils are whole, so a customer is shared in whole pupils: with whole
capacities an optimal transport plan is whole too, and nothing is lost. Demands that are no
whole numbers (and capacities, where customers are shared) are first multiplied by a power of ten.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from benchmarks.orlib.problem import Floats, LocationProblem
from planner.county.dictionary import KINDS, STAGES
from planner.instance import WALK, Instance
from planner.scenario import Scenario

_SITES_PER_TOWNSHIP = 12
_POWERS = (1, 10, 100, 1000, 10_000, 100_000, 1_000_000)
_NO_SUCH_COST = (
    "classroom_place_yuan", "bed_yuan", "boarding_place_all_in_yuan", "conversion_yuan",
    "teacher_yuan", "carer_yuan", "revenue_primary_yuan", "revenue_junior_yuan",
    "revenue_boarder_yuan", "revenue_floor_pupils",
)  # fmt: skip


def county_of(problem: LocationProblem, solver: dict[str, Any] | None = None) -> Instance:
    """Return the instance that asks what the problem asks.

    Parameters
    ----------
    solver
        Options of the search; by default 60 s and proof to the last yuan.

    Raises
    ------
    ValueError
        If a demand or capacity cannot be counted in pupils, or a customer in a capacitated
        problem has no demand.
    """
    pupils, most = _pupils(problem)
    n, m = problem.cost.shape
    unit, site = np.nonzero(np.isfinite(problem.cost))
    cost = problem.cost[unit, site]
    yuan = np.zeros(len(cost)) if problem.reading == "p-median" else cost / pupils[unit]
    point = KINDS.index("teaching_point")
    kinds = np.zeros((m, len(KINDS)), dtype=bool)
    kinds[:, point] = True
    town = _townships(problem.cost)
    none, options = np.full(n, np.nan), len(cost)
    return Instance(
        scenario=_scenario(problem, float(cost.max(initial=1.0)), solver or {}),
        unit_village=_ids("c", n),
        unit_today=("",) * n,
        unit_stage=np.full(n, STAGES.index("lower"), dtype=np.int64),
        unit_pupils=pupils,
        unit_site=np.full(n, -1, dtype=np.int64),
        unit_mode=np.full(n, -1, dtype=np.int64),
        unit_minutes=none,
        unit_metres=none,
        unit_household_yuan=none,
        unit_vehicle=np.zeros(n, dtype=bool),
        unit_hazard=np.zeros(n, dtype=bool),
        unit_herding=none,
        unit_income_yuan=none,
        unit_home_minutes=none,
        site_id=_ids("s", m),
        township=_ids("t", int(town.max()) + 1),
        site_township=town,
        site_existing=np.zeros(m, dtype=bool),
        site_kind=np.full(m, point, dtype=np.int64),
        site_kinds=kinds,
        site_must_open=np.zeros(m, dtype=bool),
        site_must_close=np.zeros(m, dtype=bool),
        site_rooms=np.full(m, 3, dtype=np.int64),
        site_new_rooms=np.zeros(m, dtype=np.int64),
        site_beds=np.zeros(m, dtype=np.int64),
        site_new_beds=np.zeros(m, dtype=np.int64),
        site_receives=np.ones(m, dtype=bool),
        site_max_pupils=most,
        site_open_yuan=problem.open_cost.astype(np.float64),
        site_pupils_today=np.zeros((m, len(STAGES)), dtype=np.int64),
        site_boarders_today=np.zeros(m, dtype=np.int64),
        posts_today=0,
        option_unit=unit.astype(np.int64),
        option_site=site.astype(np.int64),
        option_mode=np.full(options, WALK, dtype=np.int64),
        option_minutes=cost,
        option_metres=np.zeros(options),
        option_line=np.full(options, -1, dtype=np.int64),
        option_household_yuan=np.zeros(options),
        option_public_yuan=yuan,
        option_vehicle=np.zeros(options, dtype=bool),
        option_hazard=np.zeros(options, dtype=bool),
        option_affected=np.zeros(options, dtype=bool),
        option_forbidden=np.zeros(options, dtype=np.int64),
        line_id=(),
        line_seats=np.zeros(0, dtype=np.int64),
    )


def scale_of(problem: LocationProblem) -> int:
    """Return the power of ten that makes demands, and shared capacities, whole.

    Raises
    ------
    ValueError
        If none up to a million does.
    """
    if not problem.capacitated:
        return 1
    counted = [problem.demand]
    if not problem.single_source:
        counted.append(problem.capacity[np.isfinite(problem.capacity)])
    numbers = np.concatenate(counted)
    for power in _POWERS:
        scaled = numbers * power
        if np.allclose(scaled, np.round(scaled), rtol=0, atol=1e-6):
            return power
    raise ValueError(f"{problem.name}: demands or capacities have more than six decimals")


def _pupils(problem: LocationProblem) -> tuple[Any, Floats]:
    """Return pupils by customer and the most pupils by site."""
    if not problem.capacitated:
        return np.ones(len(problem.demand), dtype=np.int64), np.full(len(problem.capacity), np.inf)
    if (problem.demand <= 0).any():
        who = int(np.flatnonzero(problem.demand <= 0)[0]) + 1
        raise ValueError(
            f"{problem.name}: customer {who} has demand {problem.demand[who - 1]:g}; "
            "a unit of pupils has at least one"
        )
    scale = scale_of(problem)
    pupils = np.round(problem.demand * scale).astype(np.int64)
    return pupils, np.floor(problem.capacity * scale + 1e-6)


def _townships(cost: Floats) -> Any:
    """Return a township for each site: the nearest of a dozenth of them, far from each other.

    Sites are near where they cost all customers alike. No rule asks for townships here, but
    the search improves a plan township by township.
    """
    of_site = np.where(np.isfinite(cost), cost, 10 * cost[np.isfinite(cost)].max(initial=1.0)).T
    apart = np.abs(of_site - of_site[0]).sum(axis=1)
    town = np.zeros(len(of_site), dtype=np.int64)
    for t in range(1, round(len(of_site) / _SITES_PER_TOWNSHIP)):
        middle = int(apart.argmax())
        to_middle = np.abs(of_site - of_site[middle]).sum(axis=1)
        town = np.where(to_middle < apart, t, town)
        apart = np.minimum(apart, to_middle)
    return np.unique(town, return_inverse=True)[1].astype(np.int64)


def _scenario(problem: LocationProblem, farthest: float, solver: dict[str, Any]) -> Scenario:
    limits = dict.fromkeys(("walk_max_minutes", "ride_max_minutes", "ceiling_minutes"), farthest)
    p = problem.medians
    tier = "pupil_minutes" if problem.reading == "p-median" else "running_cost_yuan"
    return Scenario.model_validate(
        {
            "name": "location",
            "county": ".",
            "travel": {"lower": limits, "protect": "none"},
            "schools": {
                "open_between": (p, p),
                "whole_village": problem.single_source,
                "class_size": {"lower": None},
            },
            "staff": {"posts_per_class": 0, "min_posts": 0},
            "costs": dict.fromkeys(_NO_SUCH_COST, 0),
            "pupils": {"day_trips": 1, "board_trips": 1},
            "objective": [{"minimise": tier}],
            "solver": {"time_limit_s": 60, "mip_gap": 0, **solver},
        }
    )


def _ids(letter: str, count: int) -> tuple[str, ...]:
    digits = int(math.log10(max(1, count))) + 1
    return tuple(f"{letter}{i:0{digits}d}" for i in range(1, count + 1))
