"""A limit or a budget swept: each value a run of its own, kept once finished.

A point's folder is named by what it was solved from, the resolved scenario and the county's
files, so that a later sweep solves only what is new.
"""

from __future__ import annotations

import csv
import hashlib
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any

from planner.earlier import Earlier, read_earlier
from planner.errors import InfeasibleError, InvalidInputError, NoPlanError, UsageError
from planner.findings import Finding
from planner.scenario import Scenario
from planner.scenario.goals import TIERS
from planner.studies.points import Point, judged
from planner.studies.workers import in_parallel
from planner.texts import text


@dataclass(frozen=True)
class Sweep:
    """What is swept.

    Parameters
    ----------
    scenario_file
        The scenario.
    assignments
        Further ``key=value`` texts laid over it.
    key
        Dotted option.
    values
        Its values as texts, read as YAML.
    start
        Run folder whose plan every point starts from. Not the point before: then a plan would
        depend on which points were finished when, and on how many are solved at once.
    """

    scenario_file: Path
    assignments: tuple[str, ...]
    key: str
    values: tuple[str, ...]
    start: Path | None = None


def parse_over(over: str) -> tuple[str, tuple[str, ...]]:
    """Return key and values of ``key=a,b,c``; commas within brackets do not divide.

    Raises
    ------
    UsageError
        If it is not of that form.
    """
    key, equals, rest = over.partition("=")
    values, depth, part = [], 0, ""
    for sign in rest:
        depth += (sign in "[{") - (sign in "]}")
        if sign == "," and depth == 0:
            values.append(part.strip())
            part = ""
        else:
            part += sign
    values.append(part.strip())
    if not equals or not key.strip() or not all(values):
        raise UsageError(text("frontier.bad_over", value=over))
    return key.strip(), tuple(dict.fromkeys(values))


def sweep(
    asked: Sweep,
    out: Path,
    *,
    jobs: int,
    done: Callable[[Any], None] | None = None,
) -> list[Point]:
    """Solve every point that is not finished yet, and return all in the order of the values.

    Parameters
    ----------
    out
        Folder of the sweep; its runs stand in ``points``.
    jobs
        Processes; the solvers share the scenario's threads.

    Raises
    ------
    InvalidInputError
        If any of the scenarios cannot be used; nothing is solved.
    """
    from planner.scenario.load import load_scenario

    earlier = None if asked.start is None else read_earlier(asked.start)
    tasks: list[PointTask] = []
    findings: list[Finding] = []
    for value in asked.values:
        assignments = (*asked.assignments, f"{asked.key}={value}")
        try:
            scenario = load_scenario(asked.scenario_file, assignments)
        except InvalidInputError as error:
            findings += _told_where_asked(error.findings, asked.key)
            continue
        threads = max(1, scenario.solver.threads // jobs)
        name = f"{fingerprint(scenario, earlier)[:16]}"
        tasks.append(
            PointTask(
                value,
                asked.scenario_file,
                (*assignments, f"solver.threads={threads}"),
                out / "points" / name,
                asked.start,
            )
        )
    if findings:
        raise InvalidInputError(
            text("scenario.refused", file=asked.scenario_file.name), _once(findings)
        )
    return judged(asked.key, in_parallel(solve_point, tasks, jobs=jobs, done=done))


def _told_where_asked(findings: Sequence[Finding], key: str) -> list[Finding]:
    """Return the findings, those on the swept option placed at ``--over`` that named it."""
    found = []
    for f in findings:
        within = f"{f.column}.".startswith(f"{key}.") or f"{key}.".startswith(f"{f.column}.")
        found.append(replace(f, file="--over") if within and f.file in ("", "--set") else f)
    return found


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """Return each sentence once: a fault of the file shows under every value."""
    return list({f.say("en"): f for f in findings}.values())


def fingerprint(scenario: Scenario, start: Earlier | None = None) -> str:
    """Return a hash of everything that a point is solved from, its threads apart.

    The scenario with its defaults, the bytes of the county's files, the program's version, the
    plan to start from.
    """
    from planner import __version__

    said = scenario.model_dump(mode="json")
    county = Path(said.pop("county"))
    said["solver"].pop("threads")
    for name in ("name", "title", "asks"):
        said.pop(name)
    digest = hashlib.sha256(f"{__version__}\n{json.dumps(said, sort_keys=True)}".encode())
    for file in sorted(p for p in county.rglob("*") if p.is_file()):
        digest.update(file.relative_to(county).as_posix().encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    for read in start.files[1:] if start is not None else ():
        digest.update(read.sha256.encode())
    return digest.hexdigest()


@dataclass(frozen=True)
class PointTask:
    """A point to solve.

    Parameters
    ----------
    value
        What the point is called.
    scenario_file, assignments, start
        As for a run.
    folder
        Its run folder.
    argv
        The command as the manifest shall name it.
    """

    value: str
    scenario_file: Path
    assignments: tuple[str, ...]
    folder: Path
    start: Path | None = None
    argv: tuple[str, ...] = ("plan", "frontier")


def solve_point(task: PointTask) -> Point:
    """Solve a point unless it is finished, and read it back.

    A search that was interrupted leaves no folder: it is not what was asked for.
    """
    from planner.run import run_scenario

    kept = (task.folder / "manifest.json").exists()
    began = perf_counter()
    if not kept:
        try:
            run_scenario(
                task.scenario_file,
                task.folder,
                assignments=task.assignments,
                start=task.start,
                argv=[*task.argv, *task.assignments],
            )
        except NoPlanError:
            return _without(task, "no_solution", perf_counter() - began)
        except InfeasibleError:
            pass  # The run folder says why.
    point = _read(task, kept)
    if point.ended_by == "interrupt":
        import shutil

        shutil.rmtree(task.folder)
    return point


def _without(task: PointTask, status: str, seconds: float) -> Point:
    return Point(task.value, status, "clock", math.inf, (), {}, "", seconds, False)


def _read(task: PointTask, kept: bool) -> Point:
    manifest = json.loads((task.folder / "manifest.json").read_text("utf-8"))

    def number(value: float | None, none: float) -> float:
        return none if value is None else float(value)

    objectives = tuple(
        (
            o["name"],
            float(o["value"]),
            number(o["best_bound"], -math.inf),
            number(o["gap"], math.inf),
            float(o["tolerance"]),
        )
        for o in manifest["objective"]
    )
    return Point(
        value=task.value,
        status=manifest["status"],
        ended_by=manifest["ended_by"],
        gap=number(manifest["gap"], math.inf),
        objectives=objectives,
        counts=_counts(task.folder) if objectives else {},
        folder=f"points/{task.folder.name}",
        seconds=sum(s for k, s in manifest["timings_s"].items() if not k.startswith("solve.")),
        kept=kept,
    )


def _counts(folder: Path) -> dict[str, float]:
    from planner.accounts import account, tier_value
    from planner.studies.finished import load_finished

    run = load_finished(folder)
    accounts = account(run.instance, run.plan)
    return {name: tier_value(run.instance, run.plan, accounts, name) for name in TIERS}


def write_frontier(key: str, points: Sequence[Point], path: Path) -> None:
    """Write frontier.csv: one row per value."""
    objectives = dict.fromkeys(o[0] for p in points for o in p.objectives)
    columns = ["limit", "value", "status", "ended_by", "gap"]
    columns += [f"{name}_{what}" for name in objectives for what in ("bound", "gap")]
    columns += [*TIERS, "dominated_by", "indistinguishable_from", "seconds", "folder"]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        for p in points:
            bounds = {f"{o[0]}_bound": _finite(o[2]) for o in p.objectives}
            gaps = {f"{o[0]}_gap": _finite(o[3]) for o in p.objectives}
            row = {"limit": key, "value": p.value, "status": p.status, "ended_by": p.ended_by}
            told = {
                "dominated_by": p.dominated_by,
                "indistinguishable_from": p.indistinguishable_from,
                "seconds": p.seconds,
                "folder": p.folder,
            }
            writer.writerow(row | {"gap": _finite(p.gap)} | bounds | gaps | p.counts | told)


def _finite(value: float) -> float | str:
    return value if math.isfinite(value) else ""


def nothing_found(points: Sequence[Point]) -> InfeasibleError | NoPlanError | None:
    """Return the error to leave with where no point has a plan, else None."""
    if any(p.planned for p in points):
        return None
    if all(p.status == "infeasible" for p in points):
        reasons = [
            Finding("frontier", "error", text("frontier.infeasible", value=p.value, path=p.folder))
            for p in points
        ]
        return InfeasibleError(text("frontier.none_feasible"), reasons)
    return NoPlanError(text("frontier.none_found"))
