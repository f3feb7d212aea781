"""Tiny worlds by hand: an Instance in six lines, and plans for it.

    world = tiny_instance(
        units=[("V1", "lower", 12, "S1"), ("V2", "lower", 8, "S2")],
        sites=[dict(id="S1"), dict(id="S2", kind="teaching_point", rooms=1)],
        trips={("V1", "S1", "walk"): 20, ("V2", "S1", "walk"): 35, ("V2", "S2", "walk"): 5},
        scenario={"travel": {"protect": "none"}},
    )
    plan = tiny_plan(world, go={"V2": ("S1", "walk")}, kinds={"S2": None})

Everything not said has a default that binds nothing: 12 rooms, no beds, one township, no
costs of trips, no norms profile but the program's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from planner.accounts import account, classes_needed, tier_value
from planner.county.dictionary import KINDS, MODES, OFFERS, STAGES
from planner.instance import FORBIDDEN_BY, STREAMS, Instance
from planner.plan import (
    Assignment,
    Outcome,
    Plan,
    SiteDecision,
    TierResult,
    Unserved,
    relative_gap,
)
from planner.scenario import Scenario

SITE_DEFAULTS: dict[str, Any] = {
    "kind": "primary",
    "kinds": None,
    "township": "T1",
    "existing": True,
    "must_open": False,
    "must_close": False,
    "rooms": 12,
    "new_rooms": 0,
    "beds": 0,
    "new_beds": 0,
    "receives": True,
    "max_pupils": np.inf,
    "open_yuan": np.nan,
    "streams": STREAMS,
    "rooms_short": 0,
    "canteen": None,
    "closed_yuan": 0.0,
}
TRIP_DEFAULTS: dict[str, Any] = {
    "metres": None,
    "line": None,
    "household_yuan": 0.0,
    "public_yuan": 0.0,
    "vehicle": False,
    "hazard": False,
    "affected": False,
    "forbidden": "",
}
LINE_DEFAULTS: dict[str, Any] = {
    "seats": 19,
    "possible": False,
    "yuan": 0.0,
    "vehicle_yuan": 0.0,
    "stages": STAGES,
    "stops": "",
}


def tiny_instance(
    units: Sequence[Sequence[Any]],
    sites: Iterable[Mapping[str, Any]],
    trips: Mapping[tuple[str, ...], Any],
    scenario: Mapping[str, Any] | None = None,
    *,
    lines: Mapping[str, Any] | None = None,
    posts_today: int = 0,
    herding: Mapping[str, float] | None = None,
    income_yuan: Mapping[str, float] | None = None,
    home_minutes: Mapping[str, float] | None = None,
    stream: Mapping[str, str] | None = None,
    left_behind: Mapping[str, int] | None = None,
) -> Instance:
    """Build an Instance.

    Parameters
    ----------
    units
        ``(village, stage, pupils, today's site or "", today's mode)``; the mode may be left
        out: it is then the first of walk, ride and board for which a trip is given.
    sites
        ``id`` and any of `SITE_DEFAULTS`; `kinds` by default its own, `canteen` a place a bed.
    trips
        ``(village, site, mode)`` for every stage that the site may offer, or with a stage
        as fourth member for that stage alone (offered or not), to minutes, or to ``minutes``
        and any of `TRIP_DEFAULTS`; `forbidden` is a word of ``FORBIDDEN_BY``, `metres`
        defaults to 60 a minute, `line` is an id of `lines`. Several trips of one way (by
        several lines) stand in a list.
    scenario
        Options as a nested mapping, over the program's defaults.
    lines
        Seats by bus line, or any of `LINE_DEFAULTS`; `stages` are those that may ride.
    herding, income_yuan, home_minutes
        By village, else unknown.
    stream, left_behind: by village, for each of its units; else none.
    """
    line_id = tuple(sorted(lines or {}))
    said = [(lines or {})[x] for x in line_id]
    buses = [LINE_DEFAULTS | (s if isinstance(s, Mapping) else {"seats": s}) for s in said]
    places = sorted(({**SITE_DEFAULTS, **s} for s in sites), key=lambda s: s["id"])
    site_id = tuple(s["id"] for s in places)
    kinds = np.array([[k in (s["kinds"] or (s["kind"],)) for k in KINDS] for s in places])
    offers = {s["id"]: {g for k in (s["kinds"] or (s["kind"],)) for g in OFFERS[k]} for s in places}
    township = tuple(sorted({s["township"] for s in places}))
    demand = sorted(((*u, None)[:5] for u in units), key=lambda u: (u[0], STAGES.index(u[1]), u[3]))
    options = [
        (u, site_id.index(j), MODES.index(m), {**TRIP_DEFAULTS, **trip})
        for u, (v, g, *_) in enumerate(demand)
        for j in site_id
        for m in MODES
        if (v, j, m, g) in trips or ((v, j, m) in trips and g in offers[j])
        for trip in _trips(trips, v, j, m, g)
    ]
    running = [o for o in options if not _bus(buses, line_id, o[3]["line"])["possible"]]
    today = [_today(demand[u], u, site_id, running) for u in range(len(demand))]
    missing = {"minutes": np.nan, "metres": np.nan, "household_yuan": np.nan}
    before = [missing | (t[2] or {"vehicle": False, "hazard": False}) for t in today]
    pupils_today = np.zeros((len(places), len(STAGES)), dtype=np.int64)
    boarders = np.zeros(len(places), dtype=np.int64)
    for (_, g, n, *_), (j, m, _) in zip(demand, today, strict=True):
        if j >= 0:
            pupils_today[j, STAGES.index(g)] += n
            boarders[j] += n if m == MODES.index("board") else 0
    trip = [o[3] for o in options]
    return Instance(
        scenario=Scenario.model_validate({"name": "tiny", "county": ".", **(scenario or {})}),
        unit_village=tuple(u[0] for u in demand),
        unit_today=tuple(u[3] for u in demand),
        unit_stage=_ints(STAGES.index(u[1]) for u in demand),
        unit_pupils=_ints(u[2] for u in demand),
        unit_site=_ints(t[0] for t in today),
        unit_mode=_ints(t[1] for t in today),
        unit_minutes=_floats(b["minutes"] for b in before),
        unit_metres=_floats(b["metres"] for b in before),
        unit_household_yuan=_floats(b["household_yuan"] for b in before),
        unit_vehicle=_flags(b["vehicle"] for b in before),
        unit_hazard=_flags(b["hazard"] for b in before),
        unit_herding=_floats((herding or {}).get(u[0], np.nan) for u in demand),
        unit_income_yuan=_floats((income_yuan or {}).get(u[0], np.nan) for u in demand),
        unit_home_minutes=_floats((home_minutes or {}).get(u[0], np.nan) for u in demand),
        site_id=site_id,
        township=township,
        site_township=_ints(township.index(s["township"]) for s in places),
        site_existing=_flags(s["existing"] for s in places),
        site_kind=_ints(KINDS.index(s["kind"]) for s in places),
        site_kinds=kinds,
        site_must_open=_flags(s["must_open"] for s in places),
        site_must_close=_flags(s["must_close"] for s in places),
        site_rooms=_ints(s["rooms"] for s in places),
        site_new_rooms=_ints(s["new_rooms"] for s in places),
        site_beds=_ints(s["beds"] for s in places),
        site_new_beds=_ints(s["new_beds"] for s in places),
        site_receives=_flags(s["receives"] for s in places),
        site_max_pupils=_floats(s["max_pupils"] for s in places),
        site_open_yuan=_floats(s["open_yuan"] for s in places),
        site_pupils_today=pupils_today,
        site_boarders_today=boarders,
        posts_today=posts_today,
        option_unit=_ints(o[0] for o in options),
        option_site=_ints(o[1] for o in options),
        option_mode=_ints(o[2] for o in options),
        option_minutes=_floats(t["minutes"] for t in trip),
        option_metres=_floats(t["metres"] for t in trip),
        option_line=_ints(-1 if t["line"] is None else line_id.index(t["line"]) for t in trip),
        option_household_yuan=_floats(t["household_yuan"] for t in trip),
        option_public_yuan=_floats(t["public_yuan"] for t in trip),
        option_vehicle=_flags(t["vehicle"] for t in trip),
        option_hazard=_flags(t["hazard"] for t in trip),
        option_affected=_flags(t["affected"] for t in trip),
        option_forbidden=_ints(FORBIDDEN_BY.index(t["forbidden"]) for t in trip),
        line_id=line_id,
        line_seats=_ints(b["seats"] for b in buses),
        line_possible=_flags(b["possible"] for b in buses),
        line_yuan=_floats(b["yuan"] for b in buses),
        line_vehicle_yuan=_floats(b["vehicle_yuan"] for b in buses),
        line_stages=np.array([[g in b["stages"] for g in STAGES] for b in buses]).reshape(-1, 3),
        line_stops=tuple(b["stops"] for b in buses),
        unit_stream=_ints(
            STREAMS.index(stream[u[0]]) if u[0] in (stream or {}) else -1 for u in demand
        ),
        unit_left_behind=_ints((left_behind or {}).get(u[0], 0) for u in demand),
        site_streams=np.array([[s in p["streams"] for s in STREAMS] for p in places]),
        site_rooms_short=_ints(s["rooms_short"] for s in places),
        site_canteen=_ints(s["beds"] if s["canteen"] is None else s["canteen"] for s in places),
        site_closed_yuan=_floats(s["closed_yuan"] for s in places),
    )


def tiny_plan(
    instance: Instance,
    go: Mapping[Any, Any] | None = None,
    kinds: Mapping[str, str | None] | None = None,
    **sites: Mapping[str, Any],
) -> Plan:
    """Build a plan: today's arrangement but for what is said.

    Parameters
    ----------
    go
        By ``"V1"`` (all its units), ``("V1", "lower")`` or ``("V1", "lower", "S1")``:
        ``(site, mode)``, or several ``(site, mode, pupils)`` in a list, or None for
        unserved. Units not named stay at today's school in today's mode (unserved where
        they have none). A ride by a line to be funded is the mode ``"ride LINE"``.
    kinds
        Kind after the plan by site; by default today's kind, and candidates unopened.
    **sites
        Any of ``classes, multigrade, classrooms_added, beds_added`` by site, in place of the
        fewest classes that the pupils need and of nothing built.
    """
    rows, unserved = [], []
    for u, unit in enumerate(_unit_keys(instance)):
        pupils = int(instance.unit_pupils[u])
        there: Any = None
        if instance.unit_mode[u] >= 0:
            there = (instance.site_id[instance.unit_site[u]], MODES[instance.unit_mode[u]])
        for key in (unit[0], unit[:2], unit):
            there = (go or {}).get(key, there)
        if there is None:
            unserved.append(Unserved(*unit, pupils))
            continue
        parts = there if isinstance(there, list) else [(*there, pupils)]
        rows += [Assignment(*unit, j, *_way(m, n)) for j, m, n in parts]
    decisions = [
        _decision(
            instance, j, kinds or {}, rows, {k: v[name] for k, v in sites.items() if name in v}
        )
        for j, name in enumerate(instance.site_id)
    ]
    return Plan(tuple(decisions), tuple(sorted(rows)), tuple(sorted(unserved)))


def tiny_outcome(instance: Instance, plan: Plan, **changes: Any) -> Outcome:
    """Return the outcome of a plan proved optimal: every bound equals its value.

    Parameters
    ----------
    **changes
        ``status``, ``ended_by``; ``values`` and ``bounds`` by tier name in place of the
        plan's own.
    """
    accounts = account(instance, plan)
    values, bounds = changes.get("values", {}), changes.get("bounds", {})
    tiers = []
    for tier in instance.scenario.objective:
        name = tier.minimise
        value = values.get(name, tier_value(instance, plan, accounts, name))
        bound = bounds.get(name, value)
        tiers.append(TierResult(name, value, bound, relative_gap(value, bound), tier.tolerance))
    return Outcome(changes.get("status", "optimal"), tuple(tiers), changes.get("ended_by", "proof"))


def broken(instance: Instance, plan: Plan) -> list[tuple[str, tuple[str, ...], float, str]]:
    """Return every broken rule as ``(rule, ids, by how much, unit)``, amounts to 1e-6."""
    from planner.audit import violations

    return [(v.rule, v.ids, round(v.by, 6), v.unit) for v in violations(instance, plan)]


def _trips(trips: Mapping[tuple[str, ...], Any], *key: str) -> list[dict[str, Any]]:
    found = trips[key] if key in trips else trips[key[:3]]
    made = []
    for said in found if isinstance(found, list) else [found]:
        trip = dict(said) if isinstance(said, Mapping) else {"minutes": float(said)}
        made.append({"metres": 60.0 * trip["minutes"], **trip})
    return made


def _bus(buses: list[dict[str, Any]], line_id: tuple[str, ...], line: str | None) -> dict[str, Any]:
    return LINE_DEFAULTS if line is None else buses[line_id.index(line)]


def _today(
    unit: Sequence[Any], u: int, site_id: tuple[str, ...], options: list[Any]
) -> tuple[int, int, dict[str, Any] | None]:
    *_, today, mode = unit
    if not today:
        return -1, -1, None
    site = site_id.index(today)
    for of, j, m, trip in options:
        if (of, j) == (u, site) and mode in (None, MODES[m]):
            return site, m, trip
    return site, -1, None


def _way(mode: str, pupils: int) -> tuple[Any, ...]:
    mode, _, line = mode.partition(" ")
    return mode, pupils, line


def _unit_keys(instance: Instance) -> list[tuple[str, str, str]]:
    stages = [STAGES[g] for g in instance.unit_stage.tolist()]
    return list(zip(instance.unit_village, stages, instance.unit_today, strict=True))


def _decision(
    instance: Instance,
    j: int,
    kinds: Mapping[str, str | None],
    rows: list[Assignment],
    said: Mapping[str, Any],
) -> SiteDecision:
    name = instance.site_id[j]
    today = KINDS[instance.site_kind[j]] if instance.site_existing[j] else None
    kind = kinds.get(name, today)
    if kind is None:
        return SiteDecision(name, None)
    size = instance.scenario.schools.class_size
    needed = {
        g: classes_needed(
            sum(r.pupils for r in rows if (r.school_id, r.stage) == (name, g)),
            getattr(size, g),
            size.multigrade,
        )
        for g in OFFERS[kind]
    }
    return SiteDecision(
        name,
        kind,
        classes=said.get("classes", {g: n for g, (n, _) in needed.items()}),
        multigrade=frozenset(said.get("multigrade", {g for g, (_, one) in needed.items() if one})),
        classrooms_added=said.get("classrooms_added", 0),
        beds_added=said.get("beds_added", 0),
    )


def _ints(values: Iterable[Any]) -> Any:
    return np.array([int(v) for v in values], dtype=np.int64)


def _floats(values: Iterable[Any]) -> Any:
    return np.array([float(v) for v in values], dtype=np.float64)


def _flags(values: Iterable[Any]) -> Any:
    return np.array([bool(v) for v in values], dtype=bool)
