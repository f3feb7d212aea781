"""The commands that take more than one plan: frontier, concern."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from planner.commands.given import (
    JobsOption,
    JsonOption,
    LangOption,
    QuietOption,
    SetOption,
    StartOption,
    help_of,
)
from planner.console import language_of


def frontier(
    scenario: Annotated[Path, typer.Option(help=help_of("scenario"))],
    over: Annotated[str, typer.Option(help=help_of("over"))],
    out: Annotated[Path | None, typer.Option(help=help_of("frontier_out"))] = None,
    assign: SetOption = None,
    start: StartOption = None,
    jobs: JobsOption = 2,
    lang: LangOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Sweep a limit: one run a value, finished ones kept."""
    from planner.studies.console import say_frontier
    from planner.studies.frontier import Sweep, nothing_found, parse_over

    key, values = parse_over(over)
    lines, points = say_frontier(
        Sweep(scenario, tuple(assign or ()), key, values, start),
        out or Path("runs") / f"{scenario.stem}-{key}",
        jobs=jobs,
        live=sys.stderr.isatty() and not quiet,
        lang=language_of(lang),
        as_json=as_json,
    )
    for line in lines:
        typer.echo(line)
    error = nothing_found(points)
    if error is not None:
        raise error


def concern(
    runs: Annotated[list[Path] | None, typer.Argument(help=help_of("concern_runs"))] = None,
    scenario: Annotated[Path | None, typer.Option(help=help_of("concern_scenario"))] = None,
    grid: Annotated[Path | None, typer.Option(help=help_of("concern_grid"))] = None,
    assign: Annotated[list[str] | None, typer.Option("--set", help=help_of("concern_set"))] = None,
    survey: Annotated[Path | None, typer.Option(help=help_of("concern_survey"))] = None,
    price: Annotated[list[Path] | None, typer.Option(help=help_of("concern_price"))] = None,
    mitigate: Annotated[bool, typer.Option("--mitigate", help=help_of("concern_mitigate"))] = False,
    no_bands: Annotated[bool, typer.Option("--no-bands", help=help_of("concern_no_bands"))] = False,
    out: Annotated[Path | None, typer.Option(help=help_of("concern_out"))] = None,
    jobs: JobsOption = 2,
    lang: LangOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Hold what plans would do to households beside the survey's figure."""
    from planner.studies.concern_command import Asked, say_concern
    from planner.studies.concern_run import Extras

    extras = Extras(survey, tuple(price or ()), mitigate, not no_bands)
    lines = say_concern(
        Asked(tuple(runs or ()), scenario, grid, tuple(assign or ()), extras, out, jobs),
        live=sys.stderr.isatty() and not quiet,
        lang=language_of(lang),
        pages=lang or "both",
        as_json=as_json,
    )
    for line in lines:
        typer.echo(line)
