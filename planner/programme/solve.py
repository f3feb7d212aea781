"""The search: tier after tier, each proved against a bound of the full model.

A tier is solved from the incumbent of the one before and then held within its tolerance.
How a tier is solved is said in `planner.programme.tier`.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from types import FrameType

from planner.accounts import account, tier_value
from planner.instance import Instance
from planner.plan import EndedBy, Outcome, Plan, Started, Status, TierResult, relative_gap
from planner.programme.attempt import TierSearch, rounded_bound
from planner.programme.build import Programme, build
from planner.programme.extract import extract
from planner.programme.given import from_plan
from planner.programme.highs import Floats, Loaded, Progress, Stop, load
from planner.programme.neighbourhood import landscape
from planner.programme.objective import COUNT_TIERS, tier
from planner.programme.shorten import SHARE_OF_TIME, leaves_trips_open, shortened
from planner.programme.tier import solve_tier

_TIDY_S, _TIDY_LEAST_S = 10.0, 5.0
"""Most seconds for shortening trips, half of what the objectives took; so many are always given."""


@dataclass(frozen=True)
class Searched:
    """The plan found, if any, with what is proved of it."""

    plan: Plan | None
    outcome: Outcome


def search(
    instance: Instance,
    *,
    start: Plan | None = None,
    progress: Callable[[Progress], None] | None = None,
    log: Path | None = None,
    without: tuple[str, ...] = (),
) -> Searched:
    """Solve the layout programme of an instance.

    Parameters
    ----------
    start
        A plan for these units and sites, or for some of them, to start from. It need not
        satisfy the rules: what breaks them is decided anew. It changes no bound.
    progress
        Hears of incumbent and bound while the search runs.
    log
        File for the solver's own log.
    without
        Rules left out, to find what makes a scenario impossible.
    """
    began = perf_counter()
    programme = build(instance, without=without)
    options = instance.scenario.solver
    loaded = load(programme.problem, seed=options.seed, log=log)
    timings = {"build": perf_counter() - began}
    with interruptible() as stop:
        found = _tiers(instance, programme, loaded, start, stop, progress, timings)
    loaded.worker.shutdown(wait=True)
    return Searched(
        found.plan,
        Outcome(
            status=found.status,
            tiers=found.tiers,
            ended_by=found.ended_by,
            timings_s=timings,
            size=programme.size,
            started=found.started,
        ),
    )


@dataclass(frozen=True)
class _Found:
    plan: Plan | None
    status: Status
    ended_by: EndedBy
    tiers: tuple[TierResult, ...]
    started: Started | None = None


def _tiers(
    instance: Instance,
    programme: Programme,
    loaded: Loaded,
    start: Plan | None,
    stop: Stop,
    progress: Callable[[Progress], None] | None,
    timings: dict[str, float],
) -> _Found:
    """Solve the tiers in order while time is left."""
    options = instance.scenario.solver
    tidies = leaves_trips_open(instance)
    ends = perf_counter() + options.time_limit_s
    deadline = ends - tidies * SHARE_OF_TIME * options.time_limit_s
    values: Floats | None = None
    plan: Plan | None = None
    ended_by: EndedBy = "proof"
    solved: list[tuple[str, float, float, float]] = []
    tiers = instance.scenario.objective
    land = landscape(instance, programme.variables, loaded)
    given = None if start is None else from_plan(instance, programme.variables, loaded, land, start)
    worth: dict[str, float] = {}
    for n, asked in enumerate(tiers):
        began = perf_counter()
        expression = tier(instance, programme.variables, asked.minimise)
        constant = loaded.constant(expression)
        if constant is not None and plan is None and n + 1 < len(tiers):
            # Pupils whom no trip brings anywhere, say: nothing to search for.
            solved.append((asked.minimise, constant, constant, asked.tolerance))
            continue
        found = solve_tier(
            loaded,
            expression,
            TierSearch(
                name=asked.minimise,
                gap=0.0 if asked.minimise in COUNT_TIERS else options.mip_gap,
                seconds=_allowance(deadline - began, len(tiers) - n),
                counts=asked.minimise in COUNT_TIERS,
                threads=options.threads,
                land=land,
                seed=options.seed,
            ),
            start=values,
            given=given,
            then=tier(instance, programme.variables, tiers[n + 1].minimise)
            if n + 1 < len(tiers)
            else None,
            stop=stop,
            progress=progress,
        )
        timings[f"tier_{n + 1}_{asked.minimise}"] = perf_counter() - began
        if found.started is not None:
            worth[asked.minimise] = found.started
        if found.ended != "proof":
            ended_by = "interrupt" if found.ended == "interrupt" else "clock"
        if found.values is None:
            if found.ended == "infeasible":
                return _Found(None, "infeasible", "proof", ())
            if plan is None:
                return _Found(None, "no_solution", ended_by, ())
        else:
            values = found.values
            plan = extract(instance, programme.variables, loaded, values)
        assert plan is not None
        reached = tier_value(instance, plan, account(instance, plan), asked.minimise)
        # Rounding apart, a bound above the recounted value is a fault of the model: it is
        # left to stand, so that the audit refuses the plan.
        rounding = 1e-6 * max(1.0, abs(reached))
        bound = reached if reached < found.bound <= reached + rounding else found.bound
        if asked.minimise in COUNT_TIERS:
            bound = rounded_bound(bound)
        solved.append((asked.minimise, reached, bound, asked.tolerance))
        room = asked.tolerance * abs(reached) + 1e-6 * max(1.0, abs(reached))
        loaded.hold(expression, reached + room)
        if stop:
            break
    if tidies and values is not None and not stop:
        began = perf_counter()
        used = began - (ends - options.time_limit_s)
        seconds = max(0.1, min(ends - began, _TIDY_S, max(_TIDY_LEAST_S, used / 2)))
        tidied = shortened(
            instance,
            programme.variables,
            loaded,
            land,
            values,
            seconds=seconds,
            stop=stop,
            progress=progress,
        )
        if tidied is not None and _holds(instance, tidied, solved):
            plan = tidied
        timings["shorten_trips"] = perf_counter() - began
    certified = _certified(instance, plan, ended_by, solved)
    if given is None:
        return certified
    return replace(certified, started=Started(given.units, instance.units, worth))


def _holds(instance: Instance, plan: Plan, solved: list[tuple[str, float, float, float]]) -> bool:
    """Return whether a plan keeps every objective at what it came to, within its tolerance."""
    accounts = account(instance, plan)
    return all(
        tier_value(instance, plan, accounts, name)
        <= reached + tolerance * abs(reached) + 2e-6 * max(1.0, abs(reached))
        for name, reached, _, tolerance in solved
    )


def _certified(
    instance: Instance,
    plan: Plan | None,
    ended_by: EndedBy,
    solved: list[tuple[str, float, float, float]],
) -> _Found:
    """Put value, bound and gap beside each tier and find the word that they allow."""
    assert plan is not None
    accounts = account(instance, plan)
    results = tuple(
        TierResult(
            name=name,
            value=tier_value(instance, plan, accounts, name),
            best_bound=bound,
            gap=relative_gap(reached, bound),
            tolerance=tolerance,
            reached=reached,
        )
        for name, reached, bound, tolerance in solved
    )
    every = len(results) == len(instance.scenario.objective)
    gap = instance.scenario.solver.mip_gap
    proved = every and all(
        r.gap <= (0.0 if r.name in COUNT_TIERS else gap) + 1e-12 for r in results
    )
    if proved:
        return _Found(plan, "optimal", "proof", results)
    return _Found(plan, "feasible_at_limit", "clock" if ended_by == "proof" else ended_by, results)


def _allowance(seconds_left: float, tiers_left: int) -> float:
    """Return the seconds a tier may take: twice its even share, all of it for the last."""
    return max(
        0.1, seconds_left if tiers_left == 1 else min(seconds_left, 2 * seconds_left / tiers_left)
    )


@contextmanager
def interruptible() -> Iterator[Stop]:
    """Turn Ctrl-C into a flag that keeps the incumbent; a second Ctrl-C ends at once."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def raise_flag(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        if stop:
            raise KeyboardInterrupt
        stop.event.set()

    before = signal.signal(signal.SIGINT, raise_flag)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
