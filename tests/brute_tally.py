"""What a plan tried by `brute` comes to, counted from docs/formulation.md a second time."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from planner.county.dictionary import KINDS, OFFERS, STAGES
from planner.instance import BOARD, RIDE, Instance

EPSILON = 1e-6
Choice = tuple[tuple[tuple[int, int], ...], int]
"""How a unit is placed: (option, pupils) pairs, and the pupils left unserved."""


@dataclass
class Tally:
    """An instance with what every candidate asks of it again, and the sites counted so far."""

    instance: Instance
    minutes: list[float]
    excess: list[float]
    trips: list[float]
    loses: list[bool]
    sites: dict[tuple[int, ...], tuple[float, ...] | None] = field(default_factory=dict)


def tally_of(instance: Instance) -> Tally:
    """Return the tally of an instance before any candidate is counted."""
    over = instance.option_minutes - instance.option_norm_minutes
    return Tally(
        instance,
        minutes=instance.option_minutes.tolist(),
        excess=np.where(over > EPSILON, over, 0).tolist(),
        trips=instance.option_trips.tolist(),
        loses=(instance.reachable & (instance.unit_mode >= 0)).tolist(),
    )


def site_figures(
    tally: Tally, j: int, kind: int, at: np.ndarray, others: int = 0, left_behind: float = 0.0
) -> tuple[float, ...] | None:
    """Return what a site comes to, None where it cannot hold so many pupils.

    Beds added, posts, cash a year without trips and posts, building and other capital.

    Parameters
    ----------
    others
        Pupils among them who come from elsewhere.
    left_behind
        Left-behind day pupils of boarding age among them.
    """
    lacking = int(tally.instance.site_rooms_short[j]) if others else 0
    first = tally.instance.scenario.boarding.left_behind_first and at[3] > 0
    kept = left_behind if first else 0.0
    key = (j, kind, *at.tolist(), lacking, round(kept, 9))
    if key not in tally.sites:
        tally.sites[key] = _figures(tally.instance, j, kind, lacking, kept, *at.tolist())
    return tally.sites[key]


def _figures(
    instance: Instance,
    j: int,
    kind: int,
    lacking: int,
    kept: float,
    lower: int,
    upper: int,
    junior: int,
    boarders: int,
) -> tuple[float, ...] | None:
    costs, schools, staff = (getattr(instance.scenario, s) for s in ("costs", "schools", "staff"))
    existing = bool(instance.site_existing[j])
    if kind < 0:
        was = KINDS[int(instance.site_kind[j])]
        once = float(getattr(costs.closing_yuan, was)) if existing else 0.0
        return (0, 0, float(instance.site_closed_yuan[j]), 0.0, once, 0.0)
    pupils = dict(zip(STAGES, (lower, upper, junior), strict=True))
    name, total = KINDS[kind], lower + upper + junior
    most, today = getattr(schools.max_pupils, name), int(instance.site_pupils_today[j].sum())
    if any(n is not None and total > max(n, today) for n in (most, instance.site_max_pupils[j])):
        return None
    classes = sum(_classes(schools.class_size, g, pupils[g]) for g in OFFERS[name])
    rooms = max(0, classes - int(instance.site_rooms[j]) + lacking)
    beds = max(0, _up(boarders + kept) - int(instance.site_beds[j]))
    space = _space(instance, j, rooms, pupils)
    if space is None:
        return None
    rooms, area_yuan = space
    meals = _up(boarders * instance.scenario.boarding.canteen_places_per_boarder)
    meals = max(0, meals - int(instance.site_canteen[j]))
    if meals and not instance.site_new_beds[j]:
        return None
    if rooms > instance.site_new_rooms[j] or beds > instance.site_new_beds[j]:
        return None
    need = sum(pupils[g] / getattr(staff.pupils_per_post, g) for g in STAGES)
    posts = max(staff.min_posts, _up(need), _up(staff.posts_per_class * classes))
    boarding = instance.scenario.boarding
    carers = max(boarding.min_carers, _up(boarders / boarding.pupils_per_carer)) if boarders else 0
    was = KINDS[int(instance.site_kind[j])]
    rate = costs.revenue_junior_yuan if was == "junior" else costs.revenue_primary_yuan
    revenue = (lower + upper) * costs.revenue_primary_yuan + junior * costs.revenue_junior_yuan
    revenue += max(0, costs.revenue_floor_pupils - total) * rate
    revenue += boarders * costs.revenue_boarder_yuan
    own = float(instance.site_open_yuan[j])
    running = getattr(costs.open_yuan, name)
    if not math.isnan(own) and len(OFFERS[name]) >= len(OFFERS[was]):
        running = own if name == was else max(own, running)
    cash = running + carers * costs.carer_yuan - revenue
    per_bed = costs.bed_yuan
    if not existing:
        per_bed = max(0.0, costs.boarding_place_all_in_yuan - costs.classroom_place_yuan)
    building = rooms * costs.classroom_place_yuan * costs.places_per_classroom + beds * per_bed
    building += meals * costs.canteen_place_yuan + area_yuan
    if existing and boarders and instance.site_beds[j] == 0:
        building += costs.conversion_yuan
    return (beds, posts, cash, building, 0.0, revenue)


def _space(
    instance: Instance, j: int, rooms: int, pupils: dict[str, int]
) -> tuple[int, float] | None:
    """Return the rooms added and the yuan of area built under area floors, by trying all rooms.

    None where the area cannot be had.
    """
    asked, costs = instance.scenario.schools.area_floors, instance.scenario.costs
    if asked == "off":
        return rooms, 0.0
    ways = []
    for more in range(max(0, int(instance.site_new_rooms[j]) - rooms) + 1):
        lacking = []
        for a in range(2):
            there = float(instance.site_area_m2[j, a])
            floor = dict(zip(STAGES, instance.area_floor_m2[a].tolist(), strict=True))
            today = dict(zip(STAGES, instance.site_pupils_today[j].tolist(), strict=True))
            need, least = (sum(floor[g] * n[g] for g in STAGES) for n in (pupils, today))
            short = 0.0 if math.isnan(there) else need - max(there, least)
            short -= (rooms + more) * float(instance.area_room_m2[a])
            lacking.append(short if short > EPSILON else 0.0)
        yuan = sum(m2 * float(instance.area_yuan[a]) for a, m2 in enumerate(lacking))
        price = more * costs.classroom_place_yuan * costs.places_per_classroom
        if asked == "build" or not any(lacking):
            ways.append((price + yuan, more, yuan))
    if not ways:
        return None
    _, more, yuan = min(ways)
    return rooms + more, yuan


def _classes(sizes: object, stage: str, pupils: int) -> int:
    if pupils <= sizes.multigrade:
        return 1
    size = getattr(sizes, stage)
    return 3 if size is None else max(3, _up(pupils / size))


def _up(value: float) -> int:
    return math.ceil(value - 1e-9)


def bus_full(
    instance: Instance, u: int, placed: tuple[tuple[int, int], ...], riders: np.ndarray
) -> bool:
    """Return whether a line that the unit could use to this school has no seat left."""
    j = instance.option_site[placed[0][0]]
    there = (instance.option_unit == u) & (instance.option_site == j) & instance.allowed
    lines = instance.option_line[there & (instance.option_mode == RIDE)]
    return any(n >= 0 and riders[n] == instance.line_seats[n] for n in lines.tolist())


def riders_of(instance: Instance, made: list[Choice]) -> list[int]:
    """Return the day pupils on each line."""
    riders = [0] * len(instance.line_id)
    for placed, _ in made:
        for a, n in placed:
            if instance.option_mode[a] == RIDE and instance.option_line[a] >= 0:
                riders[instance.option_line[a]] += n
    return riders


def lines_in_order(instance: Instance, riders: np.ndarray) -> bool:
    """Return whether every line that would have to be funded has nobody, or enough, on it."""
    fewest = instance.scenario.lines.min_riders_per_line
    return all(
        n == 0 or n >= fewest
        for n, possible in zip(riders.tolist(), instance.line_possible.tolist(), strict=True)
        if possible
    )


def affected_pupils(tally: Tally, made: list[Choice], weight: list[float] | None = None) -> float:
    """Return the affected pupils, each counted by the weight of its unit if given."""
    total = 0.0
    for u, (placed, out) in enumerate(made):
        count = sum(n for a, n in placed if tally.instance.option_affected[a])
        total += (count + out * tally.loses[u]) * (1 if weight is None else weight[u])
    return total


def capped(instance: Instance) -> list[float]:
    """Return by how much a pupil of each unit counts in the cap on affected pupils."""
    if instance.scenario.concern.cap_over == "pupils":
        return [1.0] * instance.units
    return [0.0 if math.isnan(h) else h for h in instance.unit_herding.tolist()]


def kept_a_bed(instance: Instance, u: int) -> float:
    """Return the left-behind over all pupils of a unit, nought where they may not board."""
    stage, boarding = STAGES[int(instance.unit_stage[u])], instance.scenario.boarding
    named = any(
        e.village == instance.unit_village[u] and e.stage == stage for e in boarding.exceptions
    )
    if STAGES.index(stage) < STAGES.index(boarding.lowest_stage) and not named:
        return 0.0
    return float(instance.unit_left_behind[u] / instance.unit_pupils[u])


def money_of(
    instance: Instance, made: list[Choice], sites: list[tuple[float, ...]]
) -> dict[str, float]:
    costs = instance.scenario.costs
    rows = [(a, n) for placed, _ in made for a, n in placed]
    posts = sum(s[1] for s in sites)
    hires, freed = max(0, posts - instance.posts_today), max(0, instance.posts_today - posts)
    freed *= costs.freed_posts_cash_share
    running = sum(s[2] for s in sites) + sum(n * instance.option_public_yuan[a] for a, n in rows)
    running += (hires - freed) * costs.teacher_yuan
    ridden = {n for n, k in enumerate(riders_of(instance, made)) if k and instance.line_possible[n]}
    running += sum(float(instance.line_yuan[n]) for n in ridden)
    building = sum(s[3] for s in sites)
    other = sum(s[4] for s in sites) + freed * costs.surplus_post_salaries * costs.teacher_yuan
    other += sum(float(instance.line_vehicle_yuan[n]) for n in ridden)
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
        "public_plus_household_spending_yuan": running
        + yearly
        + household
        + sum(s[5] for s in sites),
    }


def _trips_of(tally: Tally) -> zip[tuple[float, int]]:
    return zip(tally.minutes, tally.instance.option_mode.tolist(), strict=True)


def objective_value(
    tally: Tally,
    name: str,
    kinds: tuple[int, ...],
    made: list[Choice],
    sites: list[tuple[float, ...]],
) -> float:
    instance = tally.instance
    rows = [(a, n) for placed, _ in made for a, n in placed]
    out = sum(n for _, n in made)
    if name.endswith("yuan"):
        return float(money_of(instance, made, sites)[name])
    if name == "unserved_pupils":
        return out
    if name == "pupils_over_norm":
        return out + sum(n for a, n in rows if tally.excess[a] > 0)
    if name == "excess_pupil_minutes":
        return sum(n * tally.excess[a] * tally.trips[a] for a, n in rows)
    if name == "worst_minutes":
        daily = [tally.minutes[a] for a, _ in rows if instance.option_mode[a] != BOARD]
        return max(daily, default=0.0)
    if name == "pupil_minutes":
        return sum(n * tally.minutes[a] * tally.trips[a] for a, n in rows)
    if name == "kolm_pollak_pupil_minutes":
        doubling = instance.scenario.equity.doubling_minutes
        a_day = [1.0, 1.0, 1.4 / instance.scenario.boarding.cycle_days]
        felt = [2 ** (t * a_day[m] / doubling) - 1 for t, m in _trips_of(tally)]
        return sum(n * felt[a] for a, n in rows) * doubling / math.log(2)
    if name == "affected_pupils":
        return affected_pupils(tally, made)
    assert name == "schools_closed"
    return sum(k < 0 and bool(instance.site_existing[j]) for j, k in enumerate(kinds))
