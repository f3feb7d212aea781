"""Option: every pupil makes a trip that exists and that the limits allow.

All limits are recomputed from minutes, modes and sites; what the instance itself says is
forbidden is reported too.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.accounts import Accounts
from planner.audit.violation import TOLERANCE_MINUTES, Violation, breach, in_words
from planner.county.dictionary import MODES, STAGES
from planner.instance import BOARD, FORBIDDEN_BY, STREAMS, Instance, ceiling_minutes, norm_minutes
from planner.plan import Assignment, Plan
from planner.texts import text

NAME = "option"
Found = tuple[str, float, str, dict[str, object]]
"""What is wrong, by how much, in which unit, and further fields of the sentence."""


def violation(instance: Instance, plan: Plan, accounts: Accounts) -> list[Violation]:
    """Check each assignment: trip, ceiling, norm, age, protection, growth, receiver, pins."""
    found = []
    for row, a in zip(plan.assignments, accounts.option.tolist(), strict=True):
        wrong = _wrong(instance, row, a) if a >= 0 else iter([_no_trip(row)])
        for what, by, unit, more in wrong:
            words = in_words(row) | more
            found.append(breach(NAME, what, (row.village_id, row.school_id), by, unit, **words))
    return found


def _no_trip(row: Assignment) -> Found:
    return "no_trip", row.pupils, "pupils", {}


def _wrong(instance: Instance, row: Assignment, a: int) -> Iterator[Found]:
    if instance.scenario.schools.keep_catchments:
        u = int(instance.option_unit[a])
        stays = row.school_id == row.baseline_school_id
        same_way = MODES.index(row.mode) == instance.unit_mode[u] and not row.line_id
        if not (stays and same_way):
            yield "catchment", row.pupils, "pupils", {}
    else:
        yield from _too_long(instance, row, a)
        yield from _not_protected(instance, row, a)
        yield from _not_let_in(instance, row, a)
    reason = FORBIDDEN_BY[int(instance.option_forbidden[a])]
    if reason:
        yield "forbidden", row.pupils, "pupils", {"reason": text(f"audit.forbidden_by.{reason}")}


def _too_long(instance: Instance, row: Assignment, a: int) -> Iterator[Found]:
    """Ceiling, norm where it is hard, and the most that a daily trip may grow."""
    travel = instance.scenario.travel
    g, m = STAGES.index(row.stage), MODES.index(row.mode)
    minutes = float(instance.option_minutes[a])
    ceiling = float(ceiling_minutes(instance.scenario)[g, m])
    if minutes > ceiling + TOLERANCE_MINUTES:
        yield _minutes("ceiling", minutes, ceiling)
    norm = float(norm_minutes(instance.scenario)[g, m])
    if travel.norm == "hard" and minutes > norm + TOLERANCE_MINUTES:
        yield _minutes("norm", minutes, norm)
    u = int(instance.option_unit[a])
    daily = instance.unit_mode[u] in (MODES.index("walk"), MODES.index("ride")) and m != BOARD
    if travel.max_added_minutes is not None and daily:
        added = minutes - float(instance.unit_minutes[u])
        if added > travel.max_added_minutes + TOLERANCE_MINUTES:
            yield _minutes("max_added", added, travel.max_added_minutes)


def _not_protected(instance: Instance, row: Assignment, a: int) -> Iterator[Found]:
    """Protection: nobody within the norm is put over it; nobody over it gets a longer trip."""
    travel = instance.scenario.travel
    u = int(instance.option_unit[a])
    today = int(instance.unit_mode[u])
    after = MODES.index(row.mode)
    # A line that is funded now is nobody's trip of today.
    stays = row.school_id == row.baseline_school_id and after == today and not row.line_id
    if travel.protect == "none" or today < 0 or stays:
        return
    norm = norm_minutes(instance.scenario)[STAGES.index(row.stage)]
    before_minutes = float(instance.unit_minutes[u])
    minutes = float(instance.option_minutes[a])
    if before_minutes <= norm[today] + TOLERANCE_MINUTES:
        if minutes > norm[after] + TOLERANCE_MINUTES:
            yield _minutes("protect_within", minutes, float(norm[after]))
        return
    if travel.protect != "all":
        return
    tolerance = travel.protect_tolerance_minutes
    if (today == BOARD) == (after == BOARD):
        growth, what = minutes - before_minutes, "protect_longer"
    else:
        week = {True: 14 / instance.scenario.boarding.cycle_days, False: 10.0}
        growth = minutes * week[after == BOARD] - before_minutes * week[today == BOARD]
        tolerance, what = tolerance * 10, "protect_week"
    if growth > tolerance + TOLERANCE_MINUTES:
        yield _minutes(what, growth, tolerance)


def _not_let_in(instance: Instance, row: Assignment, a: int) -> Iterator[Found]:
    """Boarding age, schools that may not board or take no one new, streams, rides by no line."""
    lowest = instance.scenario.boarding.lowest_stage
    boarding = instance.scenario.boarding
    excepted = (row.village_id, row.stage) in {(e.village, e.stage) for e in boarding.exceptions}
    too_young = STAGES.index(row.stage) < STAGES.index(lowest) and not excepted
    if row.mode == "board" and too_young:
        yield "boarding_age", row.pupils, "pupils", {"lowest": text(f"stage.{lowest}")}
    if row.mode == "board" and row.school_id in instance.scenario.schools.no_boarding:
        yield "no_boarding", row.pupils, "pupils", {}
    site, stream = int(instance.option_site[a]), int(instance.unit_stream[instance.option_unit[a]])
    moves = row.school_id != row.baseline_school_id
    switch = instance.scenario.schools.allow_stream_switch
    if moves and stream >= 0 and not switch and not instance.site_streams[site, stream]:
        yield "stream", row.pupils, "pupils", {"stream": text(f"stream.{STREAMS[stream]}")}
    if (
        row.mode == "ride"
        and instance.option_vehicle[a]
        and not instance.scenario.travel.private_ride
    ):
        yield "no_line", row.pupils, "pupils", {}
    receives = instance.site_receives[site]
    if not receives and moves:
        yield "receiver", row.pupils, "pupils", {}


def _minutes(what: str, value: float, limit: float) -> Found:
    return what, value - limit, "minutes", {"value": value, "limit": limit}
