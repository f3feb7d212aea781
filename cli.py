"""The command line ``plan``: parse, call `planner.run`, print, set the exit code."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.commands import compare, county, dossier, explain, roads, studies
from planner.commands.given import (
    JsonOption,
    LangOption,
    QuietOption,
    SetOption,
    StartOption,
    VerboseOption,
    help_of,
)
from planner.console import (
    News,
    asked_language,
    language_of,
    print_error,
    print_run,
    unexpected,
)
from planner.errors import PlannerError
from planner.texts import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.reports.forms import Form
    from planner.run import PageLang

INTERRUPTED = 130

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    help=f"{text('cli.about').say('zh')}\n\n{text('cli.about').say('en')}",
)


COMMANDS: dict[str, Callable[..., None]] = {
    "check": county.check,
    "norms": county.norms,
    "schema": county.schema,
    "sample": county.sample,
    "init": county.init,
    "roads": roads.roads,
    "explain": explain.explain,
    "frontier": studies.frontier,
    "concern": studies.concern,
    "compare": compare.compare,
    "dossier": dossier.dossier,
}


@app.callback(
    invoke_without_command=True,
    help=f"{text('cli.about').say('zh')}\n\n{text('cli.about').say('en')}",
)
def plan(
    context: typer.Context,
    scenario: Annotated[Path | None, typer.Option(help=help_of("scenario"))] = None,
    out: Annotated[Path | None, typer.Option(help=help_of("out"))] = None,
    assign: SetOption = None,
    start: StartOption = None,
    require_optimal: Annotated[
        bool, typer.Option("--require-optimal", help=help_of("require_optimal"))
    ] = False,
    with_staffing: Annotated[
        bool, typer.Option("--with-staffing", help=help_of("with_staffing"))
    ] = False,
    with_resources: Annotated[
        bool, typer.Option("--with-resources", help=help_of("with_resources"))
    ] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help=help_of("pdf"))] = False,
    docx: Annotated[bool, typer.Option("--docx", help=help_of("docx"))] = False,
    lang: LangOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    version: Annotated[bool, typer.Option("--version", help=help_of("version"))] = False,
) -> None:
    """Run the main job, or one of the commands."""
    if version:
        from planner import __version__

        typer.echo(__version__)
        return
    if context.invoked_subcommand is not None:
        return
    if scenario is None:
        raise typer.BadParameter(text("cli.scenario_missing").say(language_of(lang)))
    from planner.run import run_scenario

    pages: PageLang = lang or "both"
    news = News(language_of(lang), quiet)
    run = run_scenario(
        scenario,
        out or Path("runs") / scenario.stem,
        assignments=assign or (),
        start=start,
        with_staffing=with_staffing,
        with_resources=with_resources,
        forms=_forms(pdf, docx),
        lang=pages,
        require_optimal=require_optimal,
        notice=news.stage,
        progress=news.progress,
        argv=["plan", *sys.argv[1:]],
    )
    news.end()
    print_run(run, language_of(lang), as_json, verbose)
    if run.result.faults:
        raise typer.Exit(1)


def _forms(pdf: bool, docx: bool) -> list[Form]:
    asked: dict[Form, bool] = {"pdf": pdf, "docx": docx}
    return [form for form, wanted in asked.items() if wanted]


for _name, _command in COMMANDS.items():
    app.command(_name, help=help_of(_name))(_command)


def main() -> None:
    """Run the command line and leave with the exit code of docs/commands.md."""
    sys.exit(_guarded(sys.argv[1:]))


def _guarded(arguments: list[str]) -> int:
    lang = language_of(asked_language(arguments))
    try:
        code = app(arguments, standalone_mode=False)
    except PlannerError as error:
        print_error(error, lang, "--json" in arguments)
        return error.exit_code
    except typer.Exit as leave:
        return leave.exit_code
    except (typer.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except Exception as error:  # the one place where anything may be caught
        return unexpected(error, lang)
    if code == INTERRUPTED:
        # Typer hands Ctrl-C over as this code, too.
        typer.echo(text("cli.interrupted").say(lang), err=True)
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    main()
