"""Random tiny counties: each rule and each cost is switched on in some of them."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
from worlds import tiny_instance

from planner.affected import Trips, affected
from planner.county.dictionary import KINDS, MODES, OFFERS, STAGES
from planner.gates import may_board, stream_lost
from planner.instance import Instance, excess_minutes
from planner.kinds import GROWS
from planner.options.limits import forbidden_codes
from planner.plan import Assignment, Plan, SiteDecision, Unserved
from planner.scenario import TIERS


def random_world(seed: int, *, sites: int = 5, units: int = 6, grows: bool = False) -> Instance:
    """Return the county of a seed.

    Parameters
    ----------
    sites, units
        At most so many; a county whose villages may be split has two sites and three units.
    grows
        Whether some schools may become the larger kind.
    """
    draw = Random(seed)
    whole = draw.random() < 0.85
    places = _sites(draw, draw.randint(2, sites) if whole else 2)
    options = _scenario(draw, whole)
    _own_figures(Random(seed + 2_000_000), places, options)
    if grows:
        _growth(Random(seed + 4_000_000), places, options)
    lines = {"L1": draw.randint(0, 8)} if draw.random() < 0.6 else {}
    demand, trips = [], {}
    for n in range(draw.randint(3, units) if whole else draw.randint(2, 3)):
        village, stage = f"V{n}", draw.choice(("lower", "lower", "upper", "upper", "junior"))
        found = _trips(draw, village, stage, places, lines)
        today = _today(draw, stage, places, found)
        pupils = draw.randint(1, 12 if whole else 3)
        demand.append((village, stage, pupils, *today))
        trips |= found
    world = tiny_instance(
        demand, places, trips, options, lines=lines, posts_today=draw.randint(0, 12)
    )
    return settled(draw, world)


def any_plan(world: Instance, seed: int) -> Plan:
    """Return a plan by lot, whatever the rules say of it; some sites and units are left out."""
    draw = Random(seed + 3_000_000)
    kinds = (None, *KINDS)
    sites = [SiteDecision(j, draw.choice(kinds)) for j in world.site_id if draw.random() < 0.9]
    going, unserved = [], []
    for u, village in enumerate(world.unit_village):
        unit = (village, STAGES[int(world.unit_stage[u])], world.unit_today[u])
        pupils = int(world.unit_pupils[u])
        options = np.flatnonzero(world.option_unit == u).tolist()
        if draw.random() < 0.1 or not options:
            unserved.append(Unserved(*unit, pupils))
            continue
        first = draw.randint(1, pupils) if draw.random() < 0.3 else pupils
        for n in (first, pupils - first):
            a = draw.choice(options)
            mode: Any = MODES[int(world.option_mode[a])]
            if n:
                going.append(Assignment(*unit, world.site_id[world.option_site[a]], mode, n))
    return Plan(tuple(sites), tuple(going), tuple(unserved))


def _sites(draw: Random, count: int) -> list[dict[str, Any]]:
    places = []
    for n in range(count):
        kind = draw.choice(("primary", "primary", "teaching_point", "nine_year", "junior"))
        existing = draw.random() < 0.75
        reducible = existing and kind == "primary" and draw.random() < 0.5
        places.append(
            {
                "id": f"S{n}",
                "kind": kind,
                "kinds": ("teaching_point", "primary") if reducible else (kind,),
                "township": draw.choice(("T1", "T2")),
                "existing": existing,
                "must_open": draw.random() < 0.05,
                "must_close": draw.random() < 0.04,
                "rooms": draw.choice((2, 4, 6, 9, 12)) if existing else 0,
                "new_rooms": draw.choice((0, 2, 8)) if existing else draw.choice((2, 6)),
                "beds": draw.choice((0, 0, 4, 10)) if existing else 0,
                "new_beds": draw.choice((0, 0, 5, 20)),
                "receives": draw.random() < 0.95,
            }
        )
    for place in places:
        place["must_open"] &= not place["must_close"]
    return places


def _own_figures(draw: Random, places: list[dict[str, Any]], options: dict[str, Any]) -> None:
    """Give some sites a limit and a price of their own or ample rooms, some counties no pay."""
    for place in places:
        if draw.random() < 0.2:
            place["max_pupils"] = draw.randint(3, 20)
        if draw.random() < 0.2:
            place["open_yuan"] = draw.choice((0, 20_000, 600_000))
        if draw.random() < 0.2:
            place["rooms"] = 40
    if draw.random() < 0.2:
        options["costs"]["teacher_yuan"] = 0


def _growth(draw: Random, places: list[dict[str, Any]], options: dict[str, Any]) -> None:
    """Let most schools that can become the larger kind, and make nine-year schools rare."""
    allowed = draw.choice((["primary"], ["nine_year"], ["primary", "nine_year"]))
    options["schools"]["may_grow_to"] = allowed
    for place in places:
        if place["kind"] == "nine_year" and draw.random() < 0.8:
            place["kind"] = draw.choice(("teaching_point", "primary"))
            place["kinds"] = (place["kind"],)
        larger = GROWS.get(place["kind"])
        may = larger in allowed and place["existing"] and place["receives"]
        fits = may and place["rooms"] + place["new_rooms"] >= len(OFFERS[larger])
        if fits and draw.random() < 0.8:
            place["kinds"] = (*place["kinds"], larger)


def _trips(
    draw: Random, village: str, stage: str, places: list[dict[str, Any]], lines: dict[str, int]
) -> dict[tuple[str, ...], Any]:
    trips: dict[tuple[str, ...], Any] = {}
    for place in places:
        if not any(stage in OFFERS[k] for k in place["kinds"]):
            continue
        for mode, often in (("walk", 0.85), ("ride", 0.45), ("board", 0.3)):
            if draw.random() < often:
                trips[village, place["id"], mode, stage] = {
                    "minutes": 5 * draw.randint(1, 50 if mode == "board" else 20),
                    "line": "L1" if mode == "ride" and lines and draw.random() < 0.8 else None,
                    "household_yuan": 0 if mode == "walk" else draw.randint(0, 12) * 100,
                    "public_yuan": draw.choice((0, 300, 600)) if mode == "board" else 0,
                    "vehicle": mode == "board" and draw.random() < 0.5,
                    "hazard": draw.random() < 0.2,
                }
    return trips


def _today(
    draw: Random, stage: str, places: list[dict[str, Any]], trips: dict[tuple[str, ...], Any]
) -> tuple[str, str | None]:
    kind = {p["id"]: p["kind"] for p in places if p["existing"]}
    ways = [(j, m) for _, j, m, _ in trips if j in kind and stage in OFFERS[kind[j]]]
    return draw.choice(ways) if ways and draw.random() < 0.85 else ("", None)


def _scenario(draw: Random, whole: bool) -> dict[str, Any]:
    def maybe(share: float, value: Any, otherwise: Any = None) -> Any:
        return value if draw.random() < share else otherwise

    least = draw.randint(0, 3)
    schools: dict[str, Any] = {
        "whole_village": whole,
        "class_size": {g: draw.choice((3, 4, 4.5, 6, 9, None)) for g in STAGES}
        | {"multigrade": draw.choice((0, 3, 6, 10))},
        "min_pupils": maybe(0.15, {k: draw.randint(0, 8) for k in KINDS}, {}),
        "max_pupils": maybe(0.25, {k: draw.randint(6, 25) for k in KINDS}, {}),
        "open_between": maybe(0.25, (least, draw.randint(least, 5)), (None, None)),
        "per_township": maybe(
            0.15,
            {
                "stage": draw.choice(("lower", "upper")),
                "min": draw.randint(0, 1),
                "max": draw.choice((1, 2, None)),
                "exempt": draw.choice(((), ("T2",))),
            },
        ),
        "no_boarding": maybe(0.1, ("S0",), ()),
        "keep_catchments": draw.random() < 0.04,
    }
    staff = {
        "pupils_per_post": {g: draw.choice((3.5, 5, 13.5)) for g in STAGES},
        "posts_per_class": draw.choice((0, 1, 1.7)),
        "min_posts": draw.randint(0, 2),
        "establishment_posts": maybe(0.2, draw.randint(6, 20)),
    }
    costs = {
        "freed_posts_cash_share": draw.choice((0, 0, 0.3, 1)),
        "surplus_post_salaries": draw.choice((0, 1, 12)),
        "revenue_floor_pupils": draw.choice((0, 8, 30)),
        "teacher_yuan": draw.choice((20_000, 120_000)),
        "conversion_yuan": draw.choice((0, 400_000)),
        "classroom_place_yuan": draw.choice((1_000, 32_000)),
    }
    travel = {
        "norm": maybe(0.07, "hard", "soft"),
        "serve": maybe(0.5, "soft", "hard"),
        "protect": draw.choice(("none", "none", "within_norm", "all")),
        "max_added_minutes": maybe(0.12, 5 * draw.randint(0, 8)),
    }
    names = draw.sample(TIERS, draw.randint(1, 4))
    return {
        "travel": travel,
        "boarding": {
            "lowest_stage": maybe(0.2, "lower", "upper"),
            "max_new_beds": maybe(0.3, draw.randint(0, 12)),
            "cycle_days": draw.choice((7, 14)),
            "pupils_per_carer": draw.choice((4, 50)),
            "min_carers": draw.randint(0, 2),
        },
        "schools": schools,
        "staff": staff,
        "costs": costs,
        "budget": {
            "capital_yuan": maybe(0.25, 100_000 * draw.randint(5, 60)),
            "annual_yuan": maybe(0.15, 100_000 * draw.randint(5, 30)),
        },
        "concern": {
            "definition": draw.choice(("D1", "D2", "D3")),
            "max_affected_share": maybe(0.2, draw.choice((0, 0.1, 0.25, 0.5))),
        },
        "objective": [{"minimise": name} for name in names],
        "solver": {"mip_gap": 0, "time_limit_s": 60},
    }


def settled(draw: Random, world: Instance) -> Instance:
    """Return the world with its own limits struck out and its affected trips marked."""
    scenario = world.scenario
    unit, site, mode = world.option_unit, world.option_site, world.option_mode
    closed_to = [s in scenario.schools.no_boarding for s in world.site_id]
    boards = (world.site_beds + world.site_new_beds > 0) & ~np.array(closed_to)
    code = forbidden_codes(
        scenario,
        stage=world.option_stage,
        mode=mode,
        minutes=world.option_minutes,
        before_mode=world.unit_mode[unit],
        before_minutes=world.unit_minutes[unit],
        stays=site == world.unit_site[unit],
        site_receives=world.site_receives[site],
        site_boards=boards[site],
        site_pinned_shut=world.site_must_close[site],
        by_new_line=world.option_possible,
        old_enough=may_board(world)[unit],
        stream_lost=stream_lost(world),
    )
    before = _trips_of_today(world)
    after = Trips(
        mode=mode,
        minutes=world.option_minutes,
        metres=world.option_metres,
        over_norm=world.option_excess_minutes > 0,
        household_yuan=world.option_household_yuan,
        vehicle=world.option_vehicle,
        hazard=world.option_hazard,
    )
    income = np.full(len(unit), draw.choice((np.nan, 20_000.0)))
    marked = affected(scenario, world.option_stage, before, after, income)
    return replace(world, option_forbidden=code, option_affected=marked)


def _trips_of_today(world: Instance) -> Trips:
    from planner.instance import norm_minutes

    u = world.option_unit
    norm = norm_minutes(world.scenario)[world.unit_stage, world.unit_mode]
    known = world.unit_mode >= 0
    return Trips(
        mode=world.unit_mode[u],
        minutes=world.unit_minutes[u],
        metres=world.unit_metres[u],
        over_norm=(known & (excess_minutes(world.unit_minutes, norm) > 0))[u],
        household_yuan=world.unit_household_yuan[u],
        vehicle=world.unit_vehicle[u],
        hazard=world.unit_hazard[u],
    )


def words(world: Instance) -> str:
    """Return the world in one line, for the message of a test that fails."""
    rows = zip(world.unit_village, world.unit_stage, world.unit_pupils, strict=True)
    units = ", ".join(f"{v} {STAGES[g]} {n}" for v, g, n in rows)
    trips = ", ".join(
        f"{world.unit_village[u]}-{world.site_id[j]} {MODES[m]} {t:g}"
        for u, j, m, t in zip(
            world.option_unit,
            world.option_site,
            world.option_mode,
            world.option_minutes,
            strict=True,
        )
    )
    return f"{units}; {trips}; {[t.minimise for t in world.scenario.objective]}"
