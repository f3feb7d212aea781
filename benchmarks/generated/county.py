"""A generated county as an instance: pupils, schools, trips and today's arrangement.

Everything is drawn from one seed. Trips on foot go at a child's pace uphill and down; a bus
line of each valley brings pupils to its schools; pupils of grades 4 to 9 may board
at the seat's schools of any valley within the weekly ceiling. Today everybody goes to the
nearest school that offers the stage, and every school has the rooms and beds for that.

Public funds by pupils are 0 and every post is paid (`staff.posts_today: 0`), so that the annual
cost is what the county spends. Beside such funds it would be a small difference of two large
sums, and a gap, which is a share of it, would say nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from benchmarks.generated.land import Floats, Ints, Land, land_of
from planner.affected import Trips, affected
from planner.county.dictionary import KINDS, STAGES
from planner.instance import BOARD, KIND_OFFERS, RIDE, WALK, Instance
from planner.minutes import ceiling_minutes, excess_minutes, norm_minutes
from planner.options.limits import forbidden_codes
from planner.options.money import household_yuan, public_yuan
from planner.posts import classes_in_all
from planner.scenario import Scenario

PUPILS_A_SITE = 200
_POINT, _PRIMARY, _JUNIOR, _NINE_YEAR = range(len(KINDS))
_BY_RANK = (_PRIMARY, _JUNIOR, _PRIMARY, _POINT, _POINT, _PRIMARY, _POINT, _PRIMARY)
_CANDIDATE_RANK = 7
_UPHILL = 0.75
"""Pace in the mountains over that on the flat."""
_BUS_KPH, _CAR_KPH = 20.0, 24.0
_STOP_KM = 1.5
"""Villages up to so far from the road ride the valley's bus."""
_SEATS, _SPARE_SEATS = 45, 1.2
_NO_FUNDS = dict.fromkeys(
    ("revenue_primary_yuan", "revenue_junior_yuan", "revenue_boarder_yuan"), 0
) | {"revenue_floor_pupils": 0}
_WEEKLY = {"weekly_max_minutes": 90, "weekly_ceiling_minutes": 120}


def generated(
    villages: int,
    sites: int,
    *,
    seed: int = 1,
    whole_village: bool = True,
    solver: Mapping[str, Any] | None = None,
) -> Instance:
    """Return a county of that many villages and school sites.

    Parameters
    ----------
    whole_village
        Whether a village's stage goes to one school; it changes nothing else.
    solver
        Options of the search.
    """
    rng = np.random.default_rng(seed)
    scenario = _scenario(whole_village, solver or {})
    land = land_of(villages, sites, rng)
    pupils = _pupils(land, rng)
    kind, existing = _kinds(land, rng)
    kinds = np.zeros((sites, len(KINDS)), dtype=bool)
    kinds[np.arange(sites), kind] = True
    kinds[existing & (kind == _PRIMARY), _POINT] = True
    village, stage, site, mode, minutes, metres = _trips(scenario, land, kinds)
    offered_today = (existing[:, None] & KIND_OFFERS[kind])[site, stage]
    effort = _effort(scenario, stage, mode, minutes)
    today = _least(village * 3 + stage, np.where(offered_today, effort, np.inf), 3 * villages)
    # Small children live nowhere without a school in reach.
    lives = (pupils.ravel() > 0) & (today >= 0)
    number = np.cumsum(lives) - 1
    keep = lives[village * 3 + stage]
    before = (np.cumsum(keep) - 1)[today[lives]]
    unit = number[(village * 3 + stage)[keep]]
    stage, site, mode = stage[keep], site[keep], mode[keep]
    minutes, metres = minutes[keep], metres[keep]
    n = pupils.ravel()[lives]
    unit_site, unit_mode, unit_stage = site[before], mode[before], stage[before]
    at = np.zeros((sites, len(STAGES)), dtype=np.int64)
    np.add.at(at, (unit_site, unit_stage), n)
    boarders = np.bincount(unit_site, weights=n * (unit_mode == BOARD), minlength=sites)
    riders = np.bincount(
        land.site_valley[unit_site],
        weights=n * (unit_mode == RIDE),
        minlength=int(land.site_valley.max()) + 1,
    )
    built = _buildings(scenario, land, kind, existing, at, boarders.astype(np.int64), rng)
    fare = np.full(len(site), float(scenario.costs.fare_yuan)) * (mode == RIDE)
    norm = norm_minutes(scenario)[stage, mode]
    measures: dict[str, Any] = {
        "minutes": minutes,
        "metres": metres,
        "over_norm": excess_minutes(minutes, norm) > 0,
        "household_yuan": household_yuan(scenario, stage, mode, fare),
        "vehicle": np.zeros(len(site), dtype=bool),
        "hazard": np.zeros(len(site), dtype=bool),
    }
    then = {name: values[before] for name, values in measures.items()}
    units, options = len(n), len(site)
    home = np.repeat(np.arange(villages), len(STAGES))[lives]
    towns = riders.shape[0]
    return Instance(
        scenario=scenario,
        unit_village=tuple(np.array(_ids("v", villages))[home].tolist()),
        unit_today=tuple(np.array(_ids("s", sites))[unit_site].tolist()),
        unit_stage=unit_stage,
        unit_pupils=n,
        unit_site=unit_site,
        unit_mode=unit_mode,
        unit_minutes=then["minutes"],
        unit_metres=then["metres"],
        unit_household_yuan=then["household_yuan"],
        unit_vehicle=then["vehicle"],
        unit_hazard=then["hazard"],
        unit_herding=np.full(units, np.nan),
        unit_income_yuan=np.full(units, np.nan),
        unit_home_minutes=np.full(units, np.nan),
        site_id=_ids("s", sites),
        township=_ids("t", towns),
        site_township=land.site_valley,
        site_existing=existing,
        site_kind=kind,
        site_kinds=kinds,
        site_must_open=np.zeros(sites, dtype=bool),
        site_must_close=np.zeros(sites, dtype=bool),
        site_receives=np.ones(sites, dtype=bool),
        site_max_pupils=np.full(sites, np.inf),
        site_pupils_today=at,
        site_boarders_today=boarders.astype(np.int64),
        posts_today=0,
        option_unit=unit,
        option_site=site,
        option_mode=mode,
        option_minutes=minutes,
        option_metres=metres,
        option_line=np.where(mode == RIDE, land.site_valley[site], -1),
        option_household_yuan=measures["household_yuan"],
        option_public_yuan=public_yuan(scenario, mode),
        option_vehicle=measures["vehicle"],
        option_hazard=measures["hazard"],
        option_affected=affected(
            scenario,
            stage,
            before=Trips(mode=unit_mode[unit], **{k: v[unit] for k, v in then.items()}),
            after=Trips(mode=mode, **measures),
            income_yuan=np.full(options, np.nan),
        ),
        option_forbidden=forbidden_codes(
            scenario,
            stage=stage,
            mode=mode,
            minutes=minutes,
            before_mode=unit_mode[unit],
            before_minutes=then["minutes"][unit],
            stays=site == unit_site[unit],
            site_receives=np.ones(options, dtype=bool),
            site_boards=np.ones(options, dtype=bool),
            site_pinned_shut=np.zeros(options, dtype=bool),
        ),
        line_id=_ids("l", towns),
        line_seats=np.maximum(_SEATS, np.ceil(_SPARE_SEATS * riders)).astype(np.int64),
        **built,
    )


def _scenario(whole_village: bool, solver: Mapping[str, Any]) -> Scenario:
    return Scenario.model_validate(
        {
            "name": "generated",
            "county": ".",
            "travel": {"upper": _WEEKLY, "junior": _WEEKLY, "protect": "none"},
            "schools": {"whole_village": whole_village},
            "staff": {"posts_today": 0},
            "costs": _NO_FUNDS,
            "objective": [{"minimise": "annual_cost_yuan"}],
            "solver": {"time_limit_s": 60, "mip_gap": 1e-4, **solver},
        }
    )


def _pupils(land: Land, rng: np.random.Generator) -> Ints:
    """Return pupils by village and stage; villages with a school, and seats more so, are large."""
    size = rng.lognormal(0.0, 0.6, size=len(land.village_valley))
    size[land.site_village] *= np.where(land.site_rank == 0, 3.0, 1.4)
    mean = size * (PUPILS_A_SITE * len(land.site_rank) / size.sum()) / len(STAGES)
    drawn: Ints = rng.poisson(mean[:, None], size=(len(size), len(STAGES))).astype(np.int64)
    return drawn


def _kinds(land: Land, rng: np.random.Generator) -> tuple[Ints, Any]:
    """Return the kind of each site and whether it is a school today.

    The seat has a junior school beside its primary, or a nine-year school in a third of the
    valleys, where the second site is a primary.
    """
    kind = np.array(_BY_RANK, dtype=np.int64)[land.site_rank % len(_BY_RANK)]
    nine_year = rng.random(int(land.site_valley.max()) + 1) < 1 / 3
    nine_year[0] = True
    of_site = nine_year[land.site_valley]
    kind[of_site & (land.site_rank == 0)] = _NINE_YEAR
    kind[of_site & (land.site_rank == 1)] = _PRIMARY
    return kind, land.site_rank % len(_BY_RANK) != _CANDIDATE_RANK


def _trips(scenario: Scenario, land: Land, kinds: Any) -> tuple[Any, ...]:
    """Return village, stage, site, mode, minutes and metres of all trips within the ceiling."""
    may_offer = (kinds.astype(int) @ KIND_OFFERS.astype(int)) > 0
    pace = [float(getattr(scenario.travel.child_walk_factor, g)) for g in STAGES]
    on_foot_kph = scenario.travel.walk_flat_kph * _UPHILL * np.array(pace)
    foot = 60.0 * land.foot_km[:, None, :] / on_foot_kph[:, None]
    to_stop = 60.0 * land.off_road_km[:, None, None] / on_foot_kph[:, None]
    bus = to_stop + scenario.travel.wait_minutes + 60.0 * land.road_km[:, None, :] / _BUS_KPH
    car = np.broadcast_to(20.0 + 60.0 * land.road_km[:, None, :] / _CAR_KPH, foot.shape)
    at_seat = land.site_rank <= 1
    same = land.village_valley[:, None] == land.site_valley[None, :]
    rides = (same & (land.off_road_km <= _STOP_KM)[:, None])[:, None, :] & (bus < foot)
    old_enough = np.arange(len(STAGES)) >= STAGES.index(scenario.boarding.lowest_stage)
    boards = np.broadcast_to(old_enough[:, None] & at_seat, foot.shape)
    ceiling = ceiling_minutes(scenario)
    rows = []
    for mode, minutes, km, may in (
        (WALK, foot, land.foot_km, np.ones_like(foot, dtype=bool)),
        (RIDE, bus, land.road_km, rides),
        (BOARD, car, land.road_km, boards),
    ):
        v, g, j = np.nonzero(may & may_offer.T & (minutes <= ceiling[:, mode][:, None]))
        rows.append((v, g, j, np.full(len(v), mode), minutes[v, g, j], 1000.0 * km[v, j]))
    joined = [np.concatenate(parts) for parts in zip(*rows, strict=True)]
    order = np.lexsort(tuple(joined[i] for i in (3, 2, 1, 0)))
    return tuple(part[order] for part in joined)


def _effort(scenario: Scenario, stage: Ints, mode: Ints, minutes: Floats) -> Floats:
    """Return minutes as families weigh them: boarding only where no daily trip is within norm."""
    norm = norm_minutes(scenario)[stage, WALK]
    return np.where(mode == BOARD, norm + 0.2 * minutes, minutes)


def _least(group: Ints, effort: Floats, groups: int) -> Ints:
    """Return the entry of least effort of each group, -1 where none is finite."""
    order = np.lexsort((effort, group))
    order = order[np.isfinite(effort[order])]
    first = np.unique(group[order], return_index=True)
    found = np.full(groups, -1, dtype=np.int64)
    found[first[0]] = order[first[1]]
    return found


def _buildings(
    scenario: Scenario,
    land: Land,
    kind: Ints,
    existing: Any,
    pupils: Ints,
    boarders: Ints,
    rng: np.random.Generator,
) -> dict[str, Any]:
    """Return rooms, beds and running costs of the sites: at least what today needs."""
    sizes = scenario.schools.class_size
    used = np.array(
        [
            classes_in_all(KINDS[k], n.tolist(), sizes)
            for k, n in zip(kind.tolist(), pupils, strict=True)
        ],
        dtype=np.int64,
    )
    spare, more = rng.integers(0, 4, size=len(kind)), rng.integers(2, 7, size=len(kind))
    beds = np.where(land.site_rank <= 1, rng.integers(40, 160, size=len(kind)), 0)
    price = [float(getattr(scenario.costs.open_yuan, k)) for k in KINDS]
    return {
        "site_rooms": np.where(existing, used + spare, 0),
        "site_new_rooms": np.where(existing, more, more + 6),
        "site_beds": np.maximum(beds, boarders) * existing,
        "site_new_beds": np.where((land.site_rank <= 1) & existing, 200, 0).astype(np.int64),
        "site_open_yuan": np.array(price)[kind] * rng.uniform(0.8, 1.2, size=len(kind)),
    }


def _ids(letter: str, count: int) -> tuple[str, ...]:
    digits = len(str(count))
    return tuple(f"{letter}{i:0{digits}d}" for i in range(1, count + 1))
