"""The staffing search: objective after objective, each proved against a bound of the full model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from planner.plan import EndedBy, Outcome, Status, TierResult, relative_gap
from planner.programme.highs import Floats, Loaded, Progress, Stop, load
from planner.programme.objective import Expression
from planner.programme.solve import interruptible
from planner.staffing.build import StaffProgramme, build
from planner.staffing.extract import extract
from planner.staffing.forced import Forced, forced_exits
from planner.staffing.objective import WHOLE_TIERS, staff_tier
from planner.staffing.tier import StaffTierSearch, lessons_settled, solve_staff_tier
from planner.teachers.figures import staff_tier_value
from planner.teachers.instance import StaffInstance
from planner.teachers.plan import StaffPlan


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
    stop: Stop
    progress: Callable[[Progress], None] | None
    deadline: float
    values: Floats | None = None
    timings: dict[str, float] = field(default_factory=dict)
    solved: list[tuple[str, float, float, float]] = field(default_factory=list)
    ended_by: EndedBy = "proof"
    forced: Forced | None = None
    cut: tuple[int, int] = (0, 0)


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
    built = perf_counter()
    with interruptible() as stop:
        limit = instance.scenario.staffing.time_limit_s
        run = _Run(instance, programme, loaded, stop, progress, began + limit)
        run.timings["build"] = built - began
        found = _search(run)
    loaded.worker.shutdown(wait=True)
    return found


def _search(run: _Run) -> StaffFound:
    """Solve what must come first, then the objectives in order while time is left."""
    staffing = run.instance.scenario.staffing
    if staffing.no_forced_exit:
        least = _tier(run, "no_forced_exit", staff_tier(run.instance, _v(run), "without_place"), 0)
        if run.values is None:
            return _none(run, "no_solution")
        if least > 0.5:
            run.forced = forced_exits(run.instance, _plan(run), run.solved[-1][2])
            return _none(run, "infeasible")
        run.solved.clear()
    if staffing.rotation_share > 0:
        cuts = [_tier(run, f"rotation_{x.name}", Expression([(x, 1.0)]), 0) for x in _v(run).cut]
        run.cut = (round(cuts[0]), round(cuts[1]))
        run.solved.clear()
    for n, asked in enumerate(staffing.objective):
        expression = staff_tier(run.instance, _v(run), asked.minimise)
        left = len(staffing.objective) - n
        _tier(run, asked.minimise, expression, asked.tolerance, left)
        if run.values is None:
            return _none(run, "no_solution")
        if run.stop:
            break
    return _certified(run)


def _tier(
    run: _Run, name: str, expression: Expression, tolerance: float, tiers_left: int = 99
) -> float:
    """Solve one objective and hold it; return what it came to."""
    began = perf_counter()
    mip_gap = run.instance.scenario.staffing.mip_gap
    seconds = max(0.1, run.deadline - began)
    if tiers_left > 1:
        seconds = max(0.1, min(seconds, 2.5 * seconds / min(tiers_left, 7)))
    asked = StaffTierSearch(name, mip_gap, seconds, name in WHOLE_TIERS)
    found = solve_staff_tier(
        run.loaded, run.programme.variables, expression, asked, run.values, run.stop, run.progress
    )
    run.timings[f"tier_{len(run.timings)}_{name}"] = perf_counter() - began
    if found.ended != "proof":
        run.ended_by = "interrupt" if found.ended == "interrupt" else "clock"
    if found.values is None:
        return float("inf")
    run.values = found.values
    run.solved.append((name, found.objective, found.bound, tolerance))
    room = tolerance * abs(found.objective) + 1e-6 * max(1.0, abs(found.objective))
    run.loaded.hold(expression, found.objective + room)
    return found.objective


def _certified(run: _Run) -> StaffFound:
    """Put value, bound and gap beside each objective and find the word that they allow."""
    began = perf_counter()
    plan = _plan(run)
    run.timings["extract"] = perf_counter() - began
    results = []
    for name, reached, bound, tolerance in run.solved:
        value = staff_tier_value(run.instance, plan, name)  # type: ignore[arg-type]
        # A value of the solver differs from the recount by rounding alone.
        near = abs(value - reached) <= 1e-6 * max(1.0, abs(value))
        reached = value if near or tolerance == 0 else reached
        known = reached if reached < bound <= reached + 1e-6 * max(1.0, reached) else bound
        results.append(
            TierResult(name, value, known, relative_gap(reached, known), tolerance, reached)
        )
    every = len(results) == len(run.instance.scenario.staffing.objective)
    gap = run.instance.scenario.staffing.mip_gap
    proved = every and all(r.gap <= gap + 1e-12 for r in results)
    status: Status = "optimal" if proved else "feasible_at_limit"
    ended = "proof" if proved else ("clock" if run.ended_by == "proof" else run.ended_by)
    size = run.programme.size
    outcome = Outcome(status, tuple(results), ended, run.timings, size)  # type: ignore[arg-type]
    return StaffFound(plan, outcome, cut=run.cut)


def _plan(run: _Run) -> StaffPlan:
    assert run.values is not None
    settled = lessons_settled(run.instance, run.loaded, _v(run), run.values, run.stop)
    return extract(run.instance, _v(run), run.loaded, settled)


def _none(run: _Run, status: Status) -> StaffFound:
    ended: EndedBy = "proof" if status == "infeasible" else run.ended_by
    outcome = Outcome(status, (), ended, run.timings, run.programme.size)
    return StaffFound(None, outcome, run.forced)


def _v(run: _Run):  # type: ignore[no-untyped-def]
    return run.programme.variables
