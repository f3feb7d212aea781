"""The staffing search: objective after objective, each proved against a bound of the full model.

An objective is solved from the plan that the one before came to and then held within its
tolerance. How one is solved is said in `planner.staffing.tier`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import numpy as np

from planner.instance import Flags
from planner.plan import EndedBy, Outcome, Status, TierResult, relative_gap
from planner.programme.highs import Floats, Loaded, Progress, Stop, load
from planner.programme.objective import Expression
from planner.programme.solve import interruptible
from planner.staffing.build import StaffProgramme, build
from planner.staffing.cuts import sides
from planner.staffing.extract import extract
from planner.staffing.first import first_plan
from planner.staffing.forced import Forced, forced_exits
from planner.staffing.objective import WHOLE_TIERS, staff_tier
from planner.staffing.parts import Places, places_of
from planner.staffing.relaxed import Relaxation
from planner.staffing.settle import lessons_settled
from planner.staffing.sought import StaffTierSearch
from planner.staffing.strike import strike_out
from planner.staffing.tier import StaffAttempt
from planner.staffing.variables import StaffVariables
from planner.teachers.figures import staff_tier_value
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import StaffPlan

_AHEAD = {
    "uncovered_periods": 0.1,
    "short_posts": 0.5,
    "without_place": 3.0,
    "move_minutes": 5e-5,
    "hires": 5e-4,
}
"""Weight of an objective in the search for those before it: a plan that the clock ends should be
one that people can live with, whichever objective it was at."""
_FIRST_SHARE = 0.1
"""Share of the time that the first plan may take."""
_TIME = {
    "uncovered_priority_periods": 7.0,
    "uncovered_periods": 4.0,
    "short_posts": 1.5,
    "move_minutes": 4.0,
    "qualified_spread": 2.0,
}
"""Time for each objective, 1 where nothing stands here; what one leaves is shared by the rest."""


@dataclass(frozen=True)
class StaffFound:
    """The plan found, if any, with what is proved of it.

    Parameters
    ----------
    plan
        None where no plan keeps the rules, or none was found.
    outcome
        Status, objectives with value, bound and gap, timings, size.
    forced
        Where `no_forced_exit` is set and cannot be kept: least number and where.
    cut
        Movers, and backbone among them, by which the rotation asked for was cut.
    """

    plan: StaffPlan | None
    outcome: Outcome
    forced: Forced | None = None
    cut: tuple[int, int] = (0, 0)


@dataclass
class _Run:
    instance: StaffInstance
    programme: StaffProgramme
    loaded: Loaded
    relaxation: Relaxation
    places: Places
    stop: Stop
    progress: Callable[[Progress], None] | None
    deadline: float
    values: Floats | None = None
    timings: dict[str, float] = field(default_factory=dict)
    solved: list[tuple[str, float, float, float]] = field(default_factory=list)
    ended_by: EndedBy = "proof"
    forced: Forced | None = None
    cut: tuple[int, int] = (0, 0)

    @property
    def v(self) -> StaffVariables:
        """The variables."""
        return self.programme.variables

    def costs(self, name: str) -> Floats:
        """Return an objective as one cost per column."""
        return self.loaded.costs(staff_tier(self.instance, self.v, name))


def staff_search(
    instance: StaffInstance,
    *,
    progress: Callable[[Progress], None] | None = None,
    log: Path | None = None,
) -> StaffFound:
    """Solve the staffing programme of an instance.

    Parameters
    ----------
    progress
        Hears of incumbent and bound while the search runs.
    log
        File for the solver's own log.
    """
    began = perf_counter()
    programme = build(instance)
    loaded = load(programme.problem, seed=instance.scenario.solver.seed, log=log)
    with interruptible() as stop:
        relaxation = Relaxation(loaded, sides(instance, programme.variables, loaded), stop)
        ends = began + instance.scenario.staffing.time_limit_s
        places = places_of(instance, programme.variables, loaded)
        run = _Run(instance, programme, loaded, relaxation, places, stop, progress, ends)
        run.timings["build"] = perf_counter() - began
        found = _search(run)
    loaded.worker.shutdown(wait=True)
    return found


def _search(run: _Run) -> StaffFound:
    """Solve what must come first, then the objectives in order while time is left."""
    staffing = run.instance.scenario.staffing
    names: list[str] = [tier.minimise for tier in staffing.objective]
    if staffing.no_forced_exit:
        out = staff_tier(run.instance, run.v, "without_place")
        least = _tier(run, "no_forced_exit", out, 0, counts=True, then=names)
        if run.values is None:
            return _none(run, "no_solution")
        if least > 0.5:
            run.forced = forced_exits(run.instance, _plan(run), run.solved[-1][2])
            return _none(run, "infeasible")
        run.solved.clear()
    if staffing.rotation_share > 0:
        cuts = []
        for x in run.v.cut:
            only = Expression([(x, 1.0)])
            cuts.append(_tier(run, x.name, only, 0, counts=True, then=names))
            if run.values is None:
                return _none(run, "no_solution")
        run.cut = (round(cuts[0]), round(cuts[1]))
        run.solved.clear()
    for n, asked in enumerate(staffing.objective):
        expression = staff_tier(run.instance, run.v, asked.minimise)
        counts = asked.minimise in WHOLE_TIERS
        _tier(run, asked.minimise, expression, asked.tolerance, counts=counts, then=names[n + 1 :])
        if run.values is None:
            return _none(run, "no_solution")
        if run.stop:
            break
    return _certified(run)


def _tier(
    run: _Run,
    name: str,
    expression: Expression,
    tolerance: float,
    *,
    counts: bool,
    then: list[str],
) -> float:
    """Solve one objective and hold it; return what it came to."""
    began = perf_counter()
    cost = run.loaded.costs(expression)
    guide = np.zeros(len(cost))
    for later in then:
        guide += _AHEAD.get(later, 0.0) * run.costs(later)
    asked = StaffTierSearch(
        name=name,
        gap=run.instance.scenario.staffing.mip_gap,
        seconds=_allowance(run.deadline - began, name, then),
        counts=counts,
        cost=cost,
        guide=guide,
        counted=_counted(run, cost),
        threads=run.instance.scenario.solver.threads,
        seed=run.instance.scenario.solver.seed,
    )
    limit = _FIRST_SHARE * run.instance.scenario.staffing.time_limit_s
    attempt = StaffAttempt(
        run.loaded,
        run.relaxation,
        run.places,
        asked,
        run.stop,
        run.progress,
        first=lambda cost: first_plan(run.loaded, run.v, cost, limit, run.stop),
        best=run.values,
    )
    found = attempt.run()
    run.timings[f"tier_{len(run.solved) + 1}_{name}"] = perf_counter() - began
    if found.ended != "proof":
        run.ended_by = "interrupt" if found.ended == "interrupt" else "clock"
    if found.values is None:
        return float("inf")
    run.values = found.values
    run.solved.append((name, found.objective, found.bound, tolerance))
    limit = found.objective + tolerance * abs(found.objective)
    # Half of what the audit lets pass: later objectives use up whatever there is.
    limit += 5e-7 * max(1.0, abs(found.objective))
    _hold(run, cost, found.bound - 1e-6 * max(1.0, abs(found.bound)), limit)
    strike_out(run.loaded, found, limit)
    return found.objective


def _allowance(seconds: float, name: str, then: list[str]) -> float:
    """Return the seconds an objective may take: a good share, all that is left for the last."""
    share = _TIME.get(name, 1.0) / sum(_TIME.get(n, 1.0) for n in (name, *then))
    return max(0.1, min(seconds, 1.3 * share * seconds))


def _hold(run: _Run, cost: Floats, low: float, high: float) -> None:
    """Hold an objective between its bound and what it may grow to."""
    at = np.flatnonzero(cost).astype(np.int32)
    if len(at):
        scale = max(1.0, float(np.abs(cost[at]).max()) / 1000)
        run.loaded.highs.addRow(low / scale, high / scale, len(at), at, cost[at] / scale)


def _counted(run: _Run, cost: Floats) -> Flags:
    """Return the columns that this objective counts, or one of lessons held before it."""
    every: Flags = cost != 0
    for name, *_ in run.solved:
        if name.startswith("uncovered"):
            every |= run.costs(name) != 0
    return every


def _certified(run: _Run) -> StaffFound:
    """Put value, bound and gap beside each objective and find the word that they allow."""
    began = perf_counter()
    plan = _plan(run)
    run.timings["extract"] = perf_counter() - began
    staffing = run.instance.scenario.staffing
    results = []
    for asked, (name, reached, bound, tolerance) in zip(
        staffing.objective, run.solved, strict=False
    ):
        value = staff_tier_value(run.instance, plan, asked.minimise)
        # Better than when it was held: a later objective's search found it on its way. What is
        # worse by more than rounding is within the tolerance, and the gap is that of the search.
        near = value - reached <= 1e-6 * max(1.0, abs(value))
        reached = value if near else reached
        known = reached if reached < bound <= reached + 1e-6 * max(1.0, reached) else bound
        gap = relative_gap(reached, known)
        results.append(TierResult(name, value, known, gap, tolerance, reached))
    every = len(results) == len(staffing.objective)
    proved = every and all(r.gap <= staffing.mip_gap + 1e-12 for r in results)
    status: Status = "optimal" if proved else "feasible_at_limit"
    ended: EndedBy = "clock" if run.ended_by == "proof" else run.ended_by
    size = run.programme.size
    outcome = Outcome(status, tuple(results), "proof" if proved else ended, run.timings, size)
    return StaffFound(plan, outcome, cut=run.cut)


def _plan(run: _Run) -> StaffPlan:
    assert run.values is not None
    settled = lessons_settled(run.instance, run.loaded, run.v, run.values)
    return extract(run.instance, run.v, run.loaded, settled)


def _none(run: _Run, status: Status) -> StaffFound:
    ended: EndedBy = "proof" if status == "infeasible" else run.ended_by
    outcome = Outcome(status, (), ended, run.timings, run.programme.size)
    return StaffFound(None, outcome, run.forced)
