"""The command that makes the papers for notice and hearing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from planner.commands.given import JobsOption, JsonOption, LangOption, QuietOption, help_of
from planner.console import language_of
from planner.texts import text


def dossier(
    run: Annotated[Path, typer.Argument(help=help_of("dossier_run"))],
    school: Annotated[str | None, typer.Option(help=help_of("dossier_school"))] = None,
    all_closures: Annotated[
        bool, typer.Option("--all-closures", help=help_of("dossier_all"))
    ] = False,
    out: Annotated[Path | None, typer.Option(help=help_of("dossier_out"))] = None,
    county: Annotated[Path | None, typer.Option(help=help_of("dossier_county"))] = None,
    demonstration: Annotated[
        bool, typer.Option("--demonstration", help=help_of("demonstration"))
    ] = False,
    again: Annotated[bool, typer.Option("--again", help=help_of("again"))] = False,
    seconds: Annotated[float, typer.Option(min=1, help=help_of("seconds"))] = 30.0,
    jobs: JobsOption = 2,
    lang: LangOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write the papers for notice and hearing of each closure."""
    if school is not None and all_closures:
        raise typer.BadParameter(text("dossier.one_or_all").say(language_of(lang)))
    from planner.dossier.console import Asked, say_dossiers

    lines, error = say_dossiers(
        Asked(run, school, out, county, seconds, jobs, again, demonstration),
        live=sys.stderr.isatty() and not quiet,
        lang=language_of(lang),
        pages=lang or "both",
        as_json=as_json,
    )
    for line in lines:
        typer.echo(line)
    if error is not None:
        raise error
