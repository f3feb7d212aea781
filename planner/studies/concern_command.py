"""The command `plan concern`: solve or read plans, put the study together, write its pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from planner.errors import UsageError
from planner.stages import PageLang
from planner.studies.concern_console import ensemble_lines, study_lines
from planner.studies.concern_given import content_of, county_content, laid_over, read_given
from planner.studies.concern_run import Extras, study_of
from planner.studies.ensemble import grid_of, nothing_planned, solve_ensemble
from planner.studies.workers import progress_bar
from planner.texts import Lang, text


@dataclass(frozen=True)
class Asked:
    """What the command line asks for.

    Parameters
    ----------
    runs
        Run folders and folders of ensembles.
    scenario, grid
        The scenario of an ensemble to solve first, and its grid; None for none and the default.
    assignments
        Texts of ``--set``.
    out
        Folder of the study, None for the usual one.
    jobs
        Processes.
    """

    runs: tuple[Path, ...]
    scenario: Path | None = None
    grid: Path | None = None
    assignments: tuple[str, ...] = ()
    extras: Extras = field(default_factory=Extras)
    out: Path | None = None
    jobs: int = 2


def folder_of(asked: Asked) -> Path:
    """Return the folder of the study.

    As asked; else that of the ensemble, or one beside the single run, or ``runs/concern``.
    """
    from planner.studies.ensemble import INDEX

    if asked.out is not None:
        return asked.out
    if asked.scenario is not None:
        return Path("runs") / f"{asked.scenario.stem}-concern"
    if len(asked.runs) == 1:
        run = asked.runs[0]
        return run if (run / INDEX).is_file() else run.with_name(f"{run.name}-concern")
    return Path("runs") / "concern"


def say_concern(
    asked: Asked, *, live: bool, lang: Lang, pages: PageLang, as_json: bool
) -> list[str]:
    """Make the study, write concern.html, concern.csv and concern.json, return what to print.

    Raises
    ------
    UsageError
        If neither runs nor a scenario are named.
    InvalidInputError
        If a scenario, a grid or a folder cannot be used.
    InfeasibleError, NoPlanError
        If no plan of the grid was found.
    """
    if not asked.runs and asked.scenario is None:
        raise UsageError(text("concern_study.ask"))
    if asked.grid is not None and asked.scenario is None:
        raise UsageError(text("concern_study.grid_needs_scenario"))
    if asked.extras.survey is not None:
        from planner.concern.survey.read import read_survey

        read_survey(asked.extras.survey)  # A bad file is told before anything is solved.
    out = folder_of(asked)
    lines: list[str] = []
    runs, assignments = asked.runs, asked.assignments
    if asked.scenario is not None:
        lines += _solved(asked, asked.scenario, out, live=live, lang=lang)
        # An ensemble solved here stands first; what --set said is in its scenario.
        runs, assignments = (out, *(r for r in runs if r.resolve() != out.resolve())), ()
    given = read_given(runs, assignments, out, jobs=asked.jobs)
    with _counting(text("concern_study.bar_extras").say(lang), live) as done:
        study = study_of(given, asked.extras, out, jobs=asked.jobs, done=done)
    from planner.reports.concern import write_concern

    page = write_concern(study, out, pages)
    if as_json:
        return [(out / "concern.json").read_text("utf-8").rstrip("\n")]
    lines += study_lines(study, lang)
    return [*lines, text("concern_study.page", path=page or out / "concern.html").say(lang)]


def _solved(asked: Asked, file: Path, out: Path, *, live: bool, lang: Lang) -> list[str]:
    """Solve the ensemble and return a line a plan."""
    from planner.concern.statistics.verdict import TestRules
    from planner.scenario.load import load_scenario

    scenario = load_scenario(file, asked.assignments)
    grid = grid_of(scenario, asked.grid)
    content = content_of(laid_over(scenario, ()), TestRules()) | county_content(scenario)
    label = text("concern_study.bar_plans").say(lang)
    with progress_bar(label, len(grid.plans), live=live) as done:
        found, _ = solve_ensemble(
            file, asked.assignments, grid, content, out, jobs=asked.jobs, done=done
        )
    error = nothing_planned(found)
    if error is not None:
        raise error
    return ensemble_lines(found, lang)


@contextmanager
def _counting(label: str, live: bool) -> Iterator[Any]:
    """Yield a function that counts steps whose number is not known beforehand."""
    if not live:
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed:.0f}"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bar:
        number = bar.add_task(label, total=None)
        yield lambda task: bar.advance(number)  # noqa: ARG005
