"""Commands for the inputs of a county: check, norms, schema, sample, init."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from planner.commands.given import JsonOption, LangOption, help_of
from planner.console import language_of, print_findings, print_norms
from planner.texts import text


def check(
    place: Annotated[Path, typer.Argument(help=help_of("check_place"))],
    out: Annotated[Path | None, typer.Option(help=help_of("check_out"))] = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read and check the inputs only."""
    from planner.findings import errors_in
    from planner.inputs.build import check_place

    findings = check_place(place)
    print_findings(findings, language_of(lang), as_json, out)
    if errors_in(findings):
        raise typer.Exit(3)


def norms(
    names: Annotated[list[str] | None, typer.Argument(help=help_of("norms_names"))] = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """List and compare norm profiles with their documents."""
    from planner.norms.table import compared

    print_norms(compared(names or ()), language_of(lang), as_json)


def schema() -> None:
    """Print the JSON Schema of the scenario file."""
    from planner.scenario import Scenario

    typer.echo(json.dumps(Scenario.model_json_schema(), ensure_ascii=False, indent=2))


def sample(folder: Annotated[Path, typer.Argument(help=help_of("sample_folder"))]) -> None:
    """Copy the small sample county and its scenarios to a folder, to try the program on."""
    from planner.sample import copy_to

    copy_to(folder)
    typer.echo(text("cli.sample_done", folder=folder).say(language_of(None)))


def init(
    folder: Annotated[Path, typer.Argument(help=help_of("init_folder"))],
    filled: Annotated[bool, typer.Option("--filled", help=help_of("filled"))] = False,
    lang: LangOption = None,
) -> None:
    """Write an empty county folder to fill in."""
    from planner.blank.folder import init_county

    spoken = language_of(lang)
    typer.echo(init_county(folder, filled=filled, lang=spoken).say(spoken))
