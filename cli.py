"""The command line ``plan``: parse, call `planner.run`, print, set the exit code."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from planner.errors import InfeasibleError, InvalidInputError, PlannerError
from planner.texts import Lang, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.findings import Finding
    from planner.programme.highs import Progress
    from planner.run import PageLang, Run, Stage

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    help=f"{text('cli.about').say('zh')}\n\n{text('cli.about').say('en')}",
)


def _help(key: str) -> str:
    """Return an option's help in both languages."""
    said = text(f"cli.{key}")
    return f"{said.say('zh')} · {said.say('en')}"


LangOption = Annotated[Literal["zh", "en", "both"] | None, typer.Option(help=_help("lang"))]
JsonOption = Annotated[bool, typer.Option("--json", help=_help("json"))]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help=_help("quiet"))]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help=_help("verbose"))]


@app.callback(
    invoke_without_command=True,
    help=f"{text('cli.about').say('zh')}\n\n{text('cli.about').say('en')}",
)
def plan(
    context: typer.Context,
    scenario: Annotated[Path | None, typer.Option(help=_help("scenario"))] = None,
    out: Annotated[Path | None, typer.Option(help=_help("out"))] = None,
    assign: Annotated[list[str] | None, typer.Option("--set", help=_help("set"))] = None,
    require_optimal: Annotated[
        bool, typer.Option("--require-optimal", help=_help("require_optimal"))
    ] = False,
    lang: LangOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    version: Annotated[bool, typer.Option("--version", help=_help("version"))] = False,
) -> None:
    """Run the main job, or one of the commands."""
    if version:
        from planner import __version__

        typer.echo(__version__)
        return
    if context.invoked_subcommand is not None:
        return
    if scenario is None:
        raise typer.BadParameter(text("cli.scenario_missing").say(_spoken(lang)))
    from planner.run import run_scenario

    pages: PageLang = lang or "both"
    news = _News(_spoken(lang), quiet)
    run = run_scenario(
        scenario,
        out or Path("runs") / scenario.stem,
        assignments=assign or (),
        lang=pages,
        require_optimal=require_optimal,
        notice=news.stage,
        progress=news.progress,
        argv=["plan", *sys.argv[1:]],
    )
    news.end()
    _print_run(run, _spoken(lang), as_json, verbose)
    if run.result.audit_findings:
        raise typer.Exit(1)


@app.command(help=_help("check"))
def check(
    place: Annotated[Path, typer.Argument(help=_help("check_place"))],
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read and check the inputs only."""
    from planner.findings import errors_in
    from planner.inputs.build import check_county
    from planner.scenario.load import load_scenario

    folder = load_scenario(place).county if place.is_file() else place
    findings = check_county(folder)
    _print_findings(findings, _spoken(lang), as_json)
    if errors_in(findings):
        raise typer.Exit(3)


@app.command(help=_help("norms"))
def norms(
    names: Annotated[list[str] | None, typer.Argument(help=_help("norms_names"))] = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """List and compare norm profiles with their documents."""
    from planner.norms.table import compared

    rows = compared(names or ())
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    spoken = _spoken(lang)
    for row in rows:
        certainty = text(f"cli.certainty_{row['certainty']}").say(spoken)
        typer.echo(f"{row['profile']}  {row['key']} = {row['value']}  [{certainty}]  {row[spoken]}")


@app.command(help=_help("schema"))
def schema() -> None:
    """Print the JSON Schema of the scenario file."""
    from planner.scenario import Scenario

    typer.echo(json.dumps(Scenario.model_json_schema(), ensure_ascii=False, indent=2))


@app.command(help=_help("sample"))
def sample(folder: Annotated[Path, typer.Argument(help=_help("sample_folder"))]) -> None:
    """Copy the small sample county and its scenarios to a folder, to try the program on."""
    from planner.sample import copy_to

    copy_to(folder)
    typer.echo(text("cli.sample_done", folder=folder).say(_spoken(None)))


@app.command(help=_help("explain"))
def explain(
    run: Annotated[Path, typer.Argument(help=_help("explain_run"))],
    school: Annotated[str | None, typer.Option(help=_help("explain_school"))] = None,
    village: Annotated[str | None, typer.Option(help=_help("explain_village"))] = None,
    all_closures: Annotated[
        bool, typer.Option("--all-closures", help=_help("all_closures"))
    ] = False,
    seconds: Annotated[float, typer.Option(min=1, help=_help("seconds"))] = 30.0,
    jobs: Annotated[int, typer.Option(min=1, max=64, help=_help("jobs"))] = 2,
    lang: LangOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Say why a school closes or stays, and what the opposite would change."""
    from planner.studies.console import say_closures, say_explanations
    from planner.studies.explain import explain_school, explain_village
    from planner.studies.finished import load_finished

    if (school is not None) + (village is not None) + all_closures != 1:
        raise typer.BadParameter(text("studies.ask_one").say(_spoken(lang)))
    finished, spoken = load_finished(run), _spoken(lang)
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


@app.command(help=_help("frontier"))
def frontier(
    scenario: Annotated[Path, typer.Option(help=_help("scenario"))],
    over: Annotated[str, typer.Option(help=_help("over"))],
    out: Annotated[Path | None, typer.Option(help=_help("frontier_out"))] = None,
    assign: Annotated[list[str] | None, typer.Option("--set", help=_help("set"))] = None,
    jobs: Annotated[int, typer.Option(min=1, max=64, help=_help("jobs"))] = 2,
    lang: LangOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Sweep a limit: one run a value, finished ones kept."""
    from planner.studies.console import say_frontier
    from planner.studies.frontier import Sweep, nothing_found, parse_over

    key, values = parse_over(over)
    lines, points = say_frontier(
        Sweep(scenario, tuple(assign or ()), key, values),
        out or Path("runs") / f"{scenario.stem}-{key}",
        jobs=jobs,
        live=sys.stderr.isatty() and not quiet,
        lang=_spoken(lang),
        as_json=as_json,
    )
    for line in lines:
        typer.echo(line)
    error = nothing_found(points)
    if error is not None:
        raise error


def main() -> None:
    """Run the command line and leave with the exit code of docs/commands.md."""
    sys.exit(_guarded(sys.argv[1:]))


def _guarded(arguments: list[str]) -> int:
    lang = _spoken(_asked_language(arguments))
    try:
        code = app(arguments, standalone_mode=False)
    except PlannerError as error:
        _print_error(error, lang, "--json" in arguments)
        return error.exit_code
    except typer.Exit as leave:
        return leave.exit_code
    except (typer.Abort, KeyboardInterrupt):
        typer.echo(text("cli.interrupted").say(lang), err=True)
        return 130
    except Exception as error:  # the one place where anything may be caught
        return _unexpected(error, lang)
    return code if isinstance(code, int) else 0


def _unexpected(error: Exception, lang: Lang) -> int:
    """Report wrong usage in its own words, anything else with a log."""
    usage = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")
    if isinstance(error, usage):
        error.show()  # type: ignore[attr-defined]
        return 2
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile(
        "w", prefix="plan-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        traceback.print_exception(error, file=log)
    typer.echo(text("cli.bug", error=repr(error), log=log.name).say(lang), err=True)
    return 1


def _asked_language(arguments: list[str]) -> str | None:
    for n, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
        if argument == "--lang" and n + 1 < len(arguments):
            return arguments[n + 1]
    return None


def _spoken(lang: str | None) -> Lang:
    """Return the language of the terminal: as asked, else by the environment."""
    if lang == "zh":
        return "zh"
    if lang in ("en", "both"):
        return "en"
    said = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if said.startswith("zh") else "en"


def _print_error(error: PlannerError, lang: Lang, as_json: bool) -> None:
    findings: Iterable[Finding] = ()
    if isinstance(error, InvalidInputError):
        findings = error.findings
    elif isinstance(error, InfeasibleError):
        findings = error.reasons
    if as_json:
        said = {"error": error.message.say(lang), "findings": [_plain(f, lang) for f in findings]}
        typer.echo(json.dumps(said, ensure_ascii=False, indent=2))
        return
    typer.echo(error.message.say(lang), err=True)
    for finding in findings:
        typer.echo(f"  {finding.say(lang)}", err=True)
        if finding.ids and finding.check in ("serve", "today_no_trip"):
            typer.echo(f"    {', '.join(finding.ids)}", err=True)


def _print_findings(findings: Iterable[Finding], lang: Lang, as_json: bool) -> None:
    rows = list(findings)
    if as_json:
        typer.echo(json.dumps([_plain(f, lang) for f in rows], ensure_ascii=False, indent=2))
        return
    for finding in rows:
        severity = text(f"cli.severity_{finding.severity}").say(lang)
        typer.echo(f"{severity}  {finding.say(lang)}")
    count = {s: sum(f.severity == s for f in rows) for s in ("error", "warning", "note")}
    typer.echo(text("cli.check_summary", **count).say(lang))


def _plain(finding: Finding, lang: Lang) -> dict[str, Any]:
    return {
        "check": finding.check,
        "severity": finding.severity,
        "file": finding.file,
        "sheet": finding.sheet,
        "row": finding.row,
        "column": finding.column,
        "value": finding.value,
        "message": finding.message.say(lang),
        "ids": list(finding.ids),
    }


def _print_run(run: Run, lang: Lang, as_json: bool, verbose: bool) -> None:
    if as_json:
        typer.echo((run.folder / "manifest.json").read_text("utf-8"), nl=False)
        return
    from planner.reports.screen import summary_lines

    for line in summary_lines(run.result, lang):
        typer.echo(line)
    if verbose:
        for finding in run.result.findings:
            typer.echo(f"  {finding.say(lang)}", err=True)
        for stage, seconds in run.timings_s.items():
            typer.echo(f"  {text(f'run.stage.{stage}').say(lang)}: {seconds:.1f} s", err=True)
    typer.echo(text("cli.open_page", path=run.folder / "map.html").say(lang))
    typer.echo(text("cli.open_report", path=run.folder / "report.html").say(lang))


class _News:
    """Progress on standard error: one live line on a terminal, none elsewhere."""

    def __init__(self, lang: Lang, quiet: bool) -> None:
        self.lang = lang
        self.quiet = quiet
        self.live = sys.stderr.isatty() and not quiet

    def stage(self, stage: Stage) -> None:
        if not self.quiet:
            self._clear()
            typer.echo(text(f"run.stage.{stage}").say(self.lang) + " …", err=True)

    def progress(self, line: Progress) -> None:
        if not self.live:
            return
        gap = "–"
        if abs(line.best) < 1e300 and abs(line.bound) < 1e300 and line.best != 0:
            gap = f"{100 * (line.best - line.bound) / abs(line.best):.2f} %"
        best = f"{line.best:,.0f}" if abs(line.best) < 1e300 else "–"
        bound = f"{line.bound:,.0f}" if abs(line.bound) < 1e300 else "–"
        said = text(
            "cli.progress",
            tier=text(f"tier.{line.tier}"),
            best=best,
            bound=bound,
            gap=gap,
            seconds=f"{line.seconds:.0f}",
        ).say(self.lang)
        typer.echo(f"\r\x1b[K{said}", err=True, nl=False)

    def end(self) -> None:
        self._clear()

    def _clear(self) -> None:
        if self.live:
            typer.echo("\r\x1b[K", err=True, nl=False)


if __name__ == "__main__":
    main()
