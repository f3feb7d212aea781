"""An ensemble: the plans of a grid, each a run of its own, kept once finished.

What the study fixes is registered before the first plan is solved, and every plan names the
hash it was solved under.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import asdict, dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from planner.concern.study import Registration
from planner.errors import InfeasibleError, InvalidInputError, NoPlanError
from planner.findings import Finding
from planner.scenario import Scenario
from planner.studies.ensemble_grid import Grid, GridPlan, default_grid
from planner.studies.frontier import PointTask, fingerprint, solve_point
from planner.studies.grid_file import read_grid
from planner.studies.points import Point
from planner.studies.registration import MARK, register
from planner.texts import text

INDEX = "ensemble.json"


@dataclass(frozen=True)
class Member:
    """One plan of an ensemble.

    Parameters
    ----------
    name, branch
        As in the grid.
    status, ended_by, gap
        As in the manifest; ``no_solution`` where time ran out without a plan; the gap is
        infinite where no bound is known.
    folder
        Its run folder, relative to the ensemble's.
    seconds
        Of the run; of a kept one what it took then.
    kept
        It was finished before.
    """

    name: str
    branch: str
    status: str
    ended_by: str
    gap: float
    folder: str
    seconds: float
    kept: bool = False

    @property
    def planned(self) -> bool:
        """Whether it holds a plan."""
        return self.status in ("optimal", "feasible_at_limit")


@dataclass(frozen=True)
class Ensemble:
    """The finished plans of a grid.

    Parameters
    ----------
    folder
        Where it stands.
    main
        Name of the plan that tests speak of.
    """

    folder: Path
    main: str
    members: tuple[Member, ...]


def grid_of(scenario: Scenario, file: Path | None) -> Grid:
    """Return the grid of a file, or the default one for the scenario's county."""
    if file is not None:
        return read_grid(file)
    from planner.county.dictionary import STAGES
    from planner.inputs.build import county_for

    county, _ = county_for(scenario)
    pupils = sum(float(county.villages[f"{stage}_pupils"].sum()) for stage in STAGES)
    schools = int((county.schools["status"] == "existing").sum())
    return default_grid(schools, int(county.villages["township"].nunique()), round(pupils))


def solve_ensemble(
    scenario_file: Path,
    assignments: Sequence[str],
    grid: Grid,
    content: Mapping[str, Any],
    out: Path,
    *,
    jobs: int,
    done: Callable[[Any], None] | None = None,
) -> tuple[Ensemble, Registration]:
    """Register, solve every plan that is not finished, and write the index.

    Parameters
    ----------
    content
        What is registered, the grid apart, which is added.
    out
        Folder of the ensemble; its runs stand in ``points``.
    jobs
        Processes; the solvers share the scenario's threads.

    Raises
    ------
    InvalidInputError
        If any of the scenarios cannot be used; nothing is registered or solved.
    """
    tasks = _tasks(scenario_file, assignments, grid, out, jobs)
    ready = [t.folder for t in tasks if (t.folder / "manifest.json").exists()]
    registration = register(out, {**content, "ensemble": grid.plain}, ready)
    mark = ("plan", "concern", f"{MARK}{registration.sha256}")
    starts = {p.name: p.start for p in grid.plans if p.start}
    points = in_turn([replace(t, argv=mark) for t in tasks], starts, jobs=jobs, done=done)
    members = tuple(
        Member(
            p.name, p.branch, found.status, found.ended_by, found.gap, found.folder,
            found.seconds, found.kept,
        )
        for p, found in zip(grid.plans, points, strict=True)
    )  # fmt: skip
    _write_index(out, grid.main, members)
    return Ensemble(out, grid.main, members), registration


def read_ensemble(folder: Path) -> Ensemble:
    """Return a finished ensemble from its folder.

    Raises
    ------
    InvalidInputError
        If the folder holds none.
    """
    try:
        said = json.loads((folder / INDEX).read_text("utf-8"))
        members = tuple(
            Member(**(m | {"gap": float("inf") if m["gap"] is None else m["gap"]}))
            for m in said["members"]
        )
        return Ensemble(folder, str(said["main"]), members)
    except (OSError, ValueError, KeyError, TypeError) as error:
        told = text("concern_study.index_unreadable", reason=repr(error))
        finding = Finding("ensemble", "error", told, (folder / INDEX).as_posix())
        raise InvalidInputError(text("concern_study.refused"), [finding]) from error


def nothing_planned(ensemble: Ensemble) -> InfeasibleError | NoPlanError | None:
    """Return the error to leave with where no member has a plan, else None."""
    if any(m.planned for m in ensemble.members):
        return None
    if all(m.status == "infeasible" for m in ensemble.members):
        return InfeasibleError(text("concern_study.none_feasible"))
    return NoPlanError(text("concern_study.none_found"))


def in_turn(
    tasks: Sequence[PointTask],
    starts: Mapping[str, str],
    *,
    jobs: int,
    done: Callable[[Any], None] | None = None,
) -> list[Point]:
    """Solve points in several processes, each after the one that it starts from.

    Parameters
    ----------
    tasks
        A task stands after the one that it starts from.
    starts
        By name the name of the point to start from. Where that came to no plan, the one that
        it started from serves.

    Raises
    ------
    KeyboardInterrupt
        If a search was interrupted; what is finished stays.
    """
    found: dict[str, Point] = {}
    folders = {t.value: t.folder for t in tasks}

    def ready(task: PointTask) -> PointTask:
        start = starts.get(task.value, "")
        while start and not found[start].planned:
            start = starts.get(start, "")
        return replace(task, start=folders[start] if start else None)

    def take(task: PointTask, point: Point) -> None:
        if point.ended_by == "interrupt":
            raise KeyboardInterrupt
        found[task.value] = point
        if done is not None:
            done(task)

    if jobs == 1:
        for task in tasks:
            take(task, solve_point(ready(task)))
        return [found[t.value] for t in tasks]
    # Spawned, not forked: the solver keeps threads of its own that a fork would break.
    pool = ProcessPoolExecutor(min(jobs, len(tasks)), mp_context=get_context("spawn"))
    try:
        waiting = list(tasks)
        pending: dict[Future[Point], PointTask] = {}
        while waiting or pending:
            # No more than can run: then what stands first in the grid goes first.
            free = [t for t in waiting if starts.get(t.value, "") in ("", *found)]
            for task in free[: jobs - len(pending)]:
                waiting.remove(task)
                pending[pool.submit(solve_point, ready(task))] = task
            for future in wait(pending, return_when=FIRST_COMPLETED).done:
                take(pending.pop(future), future.result())
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()
    return [found[t.value] for t in tasks]


def _tasks(
    scenario_file: Path, assignments: Sequence[str], grid: Grid, out: Path, jobs: int
) -> list[PointTask]:
    """Return a task a plan; refuse the grid with the problems of all its scenarios."""
    from planner.scenario.load import load_scenario

    tasks: list[PointTask] = []
    findings: dict[str, Finding] = {}
    names: dict[str, str] = {}
    for plan in grid.plans:
        laid = (*assignments, *plan.assignments, f"name={_plan_name(scenario_file, plan)}")
        try:
            scenario = load_scenario(scenario_file, laid)
        except InvalidInputError as error:
            findings |= {f.say("en"): f for f in error.findings}
            continue
        names[plan.name] = _point_name(scenario, names.get(plan.start, ""))
        threads = max(1, scenario.solver.threads // jobs)
        folder = out / "points" / names[plan.name]
        tasks.append(
            PointTask(plan.name, scenario_file, (*laid, f"solver.threads={threads}"), folder)
        )
    if findings:
        raise InvalidInputError(
            text("scenario.refused", file=scenario_file.name), list(findings.values())
        )
    return tasks


def _plan_name(scenario_file: Path, plan: GridPlan) -> str:
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "_.-") else "-" for c in plan.name)
    return f"{scenario_file.stem}.{safe}"


def _point_name(scenario: Scenario, start: str) -> str:
    """Return the name of a plan's folder: a hash of what it is solved from.

    Thresholds of the concern count only where the plan itself looks at them; else they are
    laid over when exposure is counted, and a plan need not be solved again for them.
    """
    asked = {t.minimise for t in scenario.objective}
    if scenario.concern.max_affected_share is None and "affected_pupils" not in asked:
        blank = type(scenario.concern)()
        scenario = scenario.model_copy(update={"concern": blank})
    return hashlib.sha256(f"{fingerprint(scenario)}{start}".encode()).hexdigest()[:16]


def _write_index(out: Path, main: str, members: Sequence[Member]) -> None:
    rows = [asdict(m) | {"gap": m.gap if m.gap < float("inf") else None} for m in members]
    said = json.dumps({"main": main, "members": rows}, ensure_ascii=False, indent=2)
    (out / INDEX).write_text(said + "\n", "utf-8")
