"""The command that says why, and what the opposite would change."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.commands.given import JobsOption, JsonOption, LangOption, QuietOption, help_of
from planner.console import language_of
from planner.texts import text

if TYPE_CHECKING:
    from planner.texts import Lang


def explain(
    run: Annotated[Path, typer.Argument(help=help_of("explain_run"))],
    school: Annotated[str | None, typer.Option(help=help_of("explain_school"))] = None,
    village: Annotated[str | None, typer.Option(help=help_of("explain_village"))] = None,
    subject: Annotated[str | None, typer.Option(help=help_of("explain_subject"))] = None,
    all_closures: Annotated[
        bool, typer.Option("--all-closures", help=help_of("all_closures"))
    ] = False,
    seconds: Annotated[float, typer.Option(min=1, help=help_of("seconds"))] = 30.0,
    jobs: JobsOption = 2,
    lang: LangOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Say why a school closes or stays, and what the opposite would change."""
    if subject is not None:
        if village is not None or all_closures:
            raise typer.BadParameter(text("studies.ask_one").say(language_of(lang)))
        _explain_subject(run, subject, school, seconds, language_of(lang), as_json)
        return
    from planner.studies.console import say_closures, say_explanations
    from planner.studies.explain import explain_school, explain_village
    from planner.studies.finished import load_finished

    if (school is not None) + (village is not None) + all_closures != 1:
        raise typer.BadParameter(text("studies.ask_one").say(language_of(lang)))
    finished, spoken = load_finished(run), language_of(lang)
    if all_closures:
        live = sys.stderr.isatty() and not quiet
        lines = say_closures(
            finished, seconds=seconds, jobs=jobs, live=live, lang=spoken, as_json=as_json
        )
    elif school is not None:
        found = [explain_school(finished, school, seconds)]
        lines = say_explanations(finished, found, spoken, as_json)
    else:
        assert village is not None
        lines = say_explanations(
            finished, explain_village(finished, village, seconds), spoken, as_json
        )
    for line in lines:
        typer.echo(line)


def _explain_subject(
    run: Path, subject: str, school: str | None, seconds: float, lang: Lang, as_json: bool
) -> None:
    """Say why lessons of a subject have no teacher, and what would give them one."""
    from planner.studies.staff_gap_words import say_subject
    from planner.studies.staff_gaps import explain_subject
    from planner.studies.staffed_run import load_staffed

    staffed = load_staffed(run)
    for line in say_subject(
        staffed, explain_subject(staffed, subject, school, seconds), lang, as_json
    ):
        typer.echo(line)
