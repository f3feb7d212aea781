"""The best layout of a tiny instance by trying every plan, with no word of the programme.

Written from docs/formulation.md: every kind of every site (or closed) times every way to
place each demand unit. What a candidate comes to is counted here a second time, site by
site, and the winner's figures are then compared with `planner.accounts`; a candidate that
is found in order here and that the audit finds at fault, or the reverse among those that
are looked at, is a contradiction and raises.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from planner.accounts import account, tier_value
from planner.audit import violations
from planner.county.dictionary import KINDS, MODES, OFFERS, STAGES
from planner.decisions import decisions
from planner.instance import BOARD, RIDE, Instance
from planner.plan import Assignment, Plan, Unserved

EPSILON = 1e-6
Choice = tuple[tuple[tuple[int, int], ...], int]
"""How a unit is placed: (option, pupils) pairs, and the pupils left unserved."""


@dataclass(frozen=True)
class Best:
    """The best plan, its tier values in order, and how many candidates were looked at."""

    plan: Plan | None
    values: tuple[float, ...]
    candidates: int


@dataclass
class _Search:
    instance: Instance
    choices: list[list[Choice]]
    audit_every: int
    sites: dict[tuple[int, ...], tuple[float, ...] | None] = field(default_factory=dict)
    seen: int = 0
    best: tuple[float, ...] | None = None
    plan: Plan | None = None


def brute_force(instance: Instance, *, audit_every: int = 0) -> Best:
    """Return the lexicographic optimum at gap 0 and tolerance 0.

    Parameters
    ----------
    audit_every
        Every so many candidates one is shown to the audit, whether it is good or not.
    """
    search = _Search(instance, [_choices(instance, u) for u in range(instance.units)], audit_every)
    for kinds in product(*(_kinds(instance, j) for j in range(instance.sites))):
        if _county_kinds(instance, kinds):
            _place(search, kinds, [], np.zeros((instance.sites, 4), int), _lines(instance))
    return Best(search.plan, search.best or (), search.seen)


def _kinds(instance: Instance, j: int) -> list[int]:
    """Return the kinds that a site may have, -1 for closed, pins kept."""
    if instance.site_must_close[j]:
        return [] if instance.site_must_open[j] else [-1]
    may = np.flatnonzero(instance.site_kinds[j]).tolist()
    return may if instance.site_must_open[j] else [-1, *may]


def _county_kinds(instance: Instance, kinds: tuple[int, ...]) -> bool:
    """Return whether so many schools may be open, in the county and in each township."""
    schools = instance.scenario.schools
    low, high = schools.open_between
    count = sum(k >= 0 for k in kinds)
    if count < (low or 0) or (high is not None and count > high):
        return False
    rule = schools.per_township
    for t, name in enumerate(instance.township):
        if rule is None or name in rule.exempt:
            continue
        here = sum(
            k >= 0 and rule.stage in OFFERS[KINDS[k]] and instance.site_township[j] == t
            for j, k in enumerate(kinds)
        )
        if here < rule.min or (rule.max is not None and here > rule.max):
            return False
    return True


def _lines(instance: Instance) -> np.ndarray:
    return np.zeros(len(instance.line_id), int)


def _choices(instance: Instance, u: int) -> list[Choice]:
    """Return every way to place a unit, whatever is open."""
    pupils = int(instance.unit_pupils[u])
    mine = [a for a in np.flatnonzero(instance.option_unit == u).tolist() if instance.allowed[a]]
    may_stay_out = instance.scenario.travel.serve == "soft" or not instance.reachable[u]
    if not instance.scenario.schools.whole_village:
        parts = _compositions(pupils, len(mine) + may_stay_out)
        return [_choice(mine, p) for p in parts]
    whole: list[Choice] = [((), pupils)] if may_stay_out else []
    for j in sorted({int(instance.option_site[a]) for a in mine}):
        pair = [a for a in mine if instance.option_site[a] == j]
        by_bus = any(instance.option_line[a] >= 0 for a in pair)
        for parts in _compositions(pupils, len(pair)):
            # More than one mode only where a bus line could be full.
            if by_bus or sum(n > 0 for n in parts) == 1:
                whole.append(_choice(pair, parts))
    return whole


def _choice(options: list[int], parts: tuple[int, ...]) -> Choice:
    placed = tuple((a, n) for a, n in zip(options, parts, strict=False) if n)
    return placed, sum(parts[len(options) :])


def _compositions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Yield every tuple of `parts` whole numbers that sum to `total`."""
    if parts == 0:
        if total == 0:
            yield ()
        return
    if parts == 1:
        yield (total,)
        return
    for first in range(total, -1, -1):
        for rest in _compositions(total - first, parts - 1):
            yield (first, *rest)


def _place(
    search: _Search, kinds: tuple[int, ...], made: list[Choice], at: np.ndarray, riders: np.ndarray
) -> None:
    """Place the next unit in every way; `at` counts pupils by stage and boarders by site."""
    instance = search.instance
    u = len(made)
    if u == instance.units:
        _look(search, kinds, made, at, riders)
        return
    g = int(instance.unit_stage[u])
    for choice in search.choices[u]:
        pupils, seated = at.copy(), riders.copy()
        touched = set()
        for a, n in choice[0]:
            j, m = int(instance.option_site[a]), int(instance.option_mode[a])
            touched.add(j)
            pupils[j, g] += n
            pupils[j, 3] += n * (m == BOARD)
            if m == RIDE and instance.option_line[a] >= 0:
                seated[instance.option_line[a]] += n
        if any(kinds[j] < 0 or STAGES[g] not in OFFERS[KINDS[kinds[j]]] for j in touched):
            continue
        if (seated > instance.line_seats).any():
            continue
        if all(_site(search, j, kinds[j], pupils[j]) is not None for j in touched):
            _place(search, kinds, [*made, choice], pupils, seated)


def _site(search: _Search, j: int, kind: int, at: np.ndarray) -> tuple[float, ...] | None:
    """Return what a site comes to, None where it cannot hold so many pupils.

    Beds added, posts, cash a year without trips and posts, building and other capital.
    """
    key = (j, kind, *at.tolist())
    if key not in search.sites:
        search.sites[key] = _figures(search.instance, j, kind, *at.tolist())
    return search.sites[key]


def _figures(
    instance: Instance, j: int, kind: int, lower: int, upper: int, junior: int, boarders: int
) -> tuple[float, ...] | None:
    costs, schools, staff = (getattr(instance.scenario, s) for s in ("costs", "schools", "staff"))
    existing = bool(instance.site_existing[j])
    if kind < 0:
        was = KINDS[int(instance.site_kind[j])]
        return (0, 0, 0.0, 0.0, float(getattr(costs.closing_yuan, was)) if existing else 0.0)
    pupils = dict(zip(STAGES, (lower, upper, junior), strict=True))
    name, total = KINDS[kind], lower + upper + junior
    most = getattr(schools.max_pupils, name)
    if most is not None and total > max(most, int(instance.site_pupils_today[j].sum())):
        return None
    classes = sum(_classes(schools.class_size, g, pupils[g]) for g in OFFERS[name])
    rooms = max(0, classes - int(instance.site_rooms[j]))
    beds = max(0, boarders - int(instance.site_beds[j]))
    if rooms > instance.site_new_rooms[j] or beds > instance.site_new_beds[j]:
        return None
    need = sum(pupils[g] / getattr(staff.pupils_per_post, g) for g in STAGES)
    posts = max(staff.min_posts, _up(need), _up(staff.posts_per_class * classes))
    boarding = instance.scenario.boarding
    carers = max(boarding.min_carers, _up(boarders / boarding.pupils_per_carer)) if boarders else 0
    rate = costs.revenue_junior_yuan if name == "junior" else costs.revenue_primary_yuan
    revenue = (lower + upper) * costs.revenue_primary_yuan + junior * costs.revenue_junior_yuan
    revenue += max(0, costs.revenue_floor_pupils - total) * rate
    revenue += boarders * costs.revenue_boarder_yuan
    cash = getattr(costs.open_yuan, name) + carers * costs.carer_yuan - revenue
    per_bed = costs.bed_yuan
    if not existing:
        per_bed = max(0.0, costs.boarding_place_all_in_yuan - costs.classroom_place_yuan)
    building = rooms * costs.classroom_place_yuan * costs.places_per_classroom + beds * per_bed
    if existing and boarders and instance.site_beds[j] == 0:
        building += costs.conversion_yuan
    return (beds, posts, cash, building, 0.0)


def _classes(sizes: object, stage: str, pupils: int) -> int:
    if pupils <= sizes.multigrade:
        return 1
    size = getattr(sizes, stage)
    return 3 if size is None else max(3, _up(pupils / size))


def _up(value: float) -> int:
    return math.ceil(value - 1e-9)


def _look(
    search: _Search, kinds: tuple[int, ...], made: list[Choice], at: np.ndarray, riders: np.ndarray
) -> None:
    """Compare a complete candidate with the best so far."""
    instance = search.instance
    search.seen += 1
    sites = [_site(search, j, k, at[j]) for j, k in enumerate(kinds)]
    in_order = None not in sites and _in_order(instance, kinds, made, at, riders, sites)
    if search.audit_every and search.seen % search.audit_every == 0:
        broken = violations(instance, _plan(instance, kinds, made, at))
        assert in_order == (broken == []), (kinds, made, broken)
    if not in_order:
        return
    values = tuple(
        _value(instance, t.minimise, kinds, made, sites) for t in instance.scenario.objective
    )
    if search.best is not None and not _better(values, search.best):
        return
    plan = _plan(instance, kinds, made, at)
    broken = violations(instance, plan)
    assert broken == [], (kinds, made, broken)
    counted = account(instance, plan)
    for tier, value in zip(instance.scenario.objective, values, strict=True):
        official = tier_value(instance, plan, counted, tier.minimise)
        assert math.isclose(value, official, rel_tol=1e-9, abs_tol=1e-6), (tier, value, official)
    search.best, search.plan = values, plan


def _in_order(
    instance: Instance,
    kinds: tuple[int, ...],
    made: list[Choice],
    at: np.ndarray,
    riders: np.ndarray,
    sites: list[tuple[float, ...]],
) -> bool:
    scenario = instance.scenario
    for j, k in enumerate(kinds):
        least = getattr(scenario.schools.min_pupils, KINDS[k]) if k >= 0 else None
        if least is not None and at[j, :3].sum() < least:
            return False
    if scenario.schools.whole_village and any(
        len(placed) > 1 and not _bus_full(instance, u, placed, riders)
        for u, (placed, _) in enumerate(made)
    ):
        return False
    limits = [
        (scenario.boarding.max_new_beds, sum(s[0] for s in sites)),
        (scenario.staff.establishment_posts, sum(s[1] for s in sites)),
        (scenario.budget.capital_yuan, _money(instance, made, sites)["capital_yuan"]),
        (scenario.budget.annual_yuan, _money(instance, made, sites)["running_cost_yuan"]),
    ]
    share = scenario.concern.max_affected_share
    if share is not None:
        limits.append((share * int(instance.unit_pupils.sum()), _affected(instance, made)))
    return all(
        most is None or value <= most + EPSILON * max(1.0, abs(value), abs(most))
        for most, value in limits
    )


def _bus_full(
    instance: Instance, u: int, placed: tuple[tuple[int, int], ...], riders: np.ndarray
) -> bool:
    """Return whether a line that the unit could use to this school has no seat left."""
    j = instance.option_site[placed[0][0]]
    there = (instance.option_unit == u) & (instance.option_site == j) & instance.allowed
    lines = instance.option_line[there & (instance.option_mode == RIDE)]
    return any(n >= 0 and riders[n] == instance.line_seats[n] for n in lines.tolist())


def _affected(instance: Instance, made: list[Choice]) -> int:
    count = 0
    for u, (placed, out) in enumerate(made):
        count += sum(n for a, n in placed if instance.option_affected[a])
        count += out * bool(instance.reachable[u] and instance.unit_mode[u] >= 0)
    return count


def _money(
    instance: Instance, made: list[Choice], sites: list[tuple[float, ...]]
) -> dict[str, float]:
    costs = instance.scenario.costs
    rows = [(a, n) for placed, _ in made for a, n in placed]
    posts = sum(s[1] for s in sites)
    hires, freed = max(0, posts - instance.posts_today), max(0, instance.posts_today - posts)
    freed *= costs.freed_posts_cash_share
    running = sum(s[2] for s in sites) + sum(n * instance.option_public_yuan[a] for a, n in rows)
    running += (hires - freed) * costs.teacher_yuan
    building = sum(s[3] for s in sites)
    other = sum(s[4] for s in sites) + freed * costs.surplus_post_salaries * costs.teacher_yuan
    rate = costs.discount_rate
    yearly = sum(
        yuan * (rate / (1 - (1 + rate) ** -years) if rate else 1 / years)
        for yuan, years in ((building, costs.building_years), (other, costs.other_years))
    )
    household = sum(n * instance.option_household_yuan[a] for a, n in rows)
    return {
        "running_cost_yuan": running,
        "capital_yuan": building + other,
        "annual_cost_yuan": running + yearly,
        "household_cost_yuan": household,
        "public_plus_household_cost_yuan": running + yearly + household,
    }


def _value(
    instance: Instance,
    name: str,
    kinds: tuple[int, ...],
    made: list[Choice],
    sites: list[tuple[float, ...]],
) -> float:
    rows = [(a, n) for placed, _ in made for a, n in placed]
    out = sum(n for _, n in made)
    minutes, trips = instance.option_minutes, instance.option_trips
    norm = instance.option_norm_minutes
    over = [(a, n) for a, n in rows if minutes[a] > norm[a] + 1e-6]
    if name.endswith("yuan"):
        return float(_money(instance, made, sites)[name])
    return float(
        {
            "unserved_pupils": lambda: out,
            "pupils_over_norm": lambda: out + sum(n for _, n in over),
            "excess_pupil_minutes": lambda: sum(
                n * (minutes[a] - norm[a]) * trips[a] for a, n in over
            ),
            "worst_minutes": lambda: max(
                (minutes[a] for a, _ in rows if instance.option_mode[a] != BOARD), default=0.0
            ),
            "pupil_minutes": lambda: sum(n * minutes[a] * trips[a] for a, n in rows),
            "affected_pupils": lambda: _affected(instance, made),
            "schools_closed": lambda: sum(
                k < 0 and bool(instance.site_existing[j]) for j, k in enumerate(kinds)
            ),
        }[name]()
    )


def _better(values: tuple[float, ...], best: tuple[float, ...]) -> bool:
    for value, least in zip(values, best, strict=True):
        if not math.isclose(value, least, rel_tol=1e-9, abs_tol=1e-6):
            return value < least
    return False


def _plan(
    instance: Instance, kinds: tuple[int, ...], made: list[Choice], at: np.ndarray
) -> Plan:
    rows, unserved = [], []
    for u, (placed, out) in enumerate(made):
        unit = (
            instance.unit_village[u],
            STAGES[int(instance.unit_stage[u])],
            instance.unit_today[u],
        )
        for a, n in placed:
            j, m = int(instance.option_site[a]), int(instance.option_mode[a])
            rows.append(Assignment(*unit, instance.site_id[j], MODES[m], n))
        if out:
            unserved.append(Unserved(*unit, out))
    named = [KINDS[k] if k >= 0 else None for k in kinds]
    sites = decisions(instance, named, at[:, :3], at[:, 3])
    return Plan(sites, tuple(sorted(rows)), tuple(sorted(unserved)))
