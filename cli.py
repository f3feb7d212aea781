"""The command line ``plan``: parse, call `planner.run`, print, set the exit code."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from planner.console import (
    News,
    asked_language,
    language_of,
    print_error,
    print_findings,
    print_norms,
    print_run,
    unexpected,
)
from planner.errors import PlannerError
from planner.texts import text

if TYPE_CHECKING:
    from planner.run import PageLang
    from planner.texts import Lang

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
StartOption = Annotated[Path | None, typer.Option(help=_help("start"))]
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
    start: StartOption = None,
    require_optimal: Annotated[
        bool, typer.Option("--require-optimal", help=_help("require_optimal"))
    ] = False,
    with_staffing: Annotated[
        bool, typer.Option("--with-staffing", help=_help("with_staffing"))
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


@app.command(help=_help("check"))
def check(
    place: Annotated[Path, typer.Argument(help=_help("check_place"))],
    out: Annotated[Path | None, typer.Option(help=_help("check_out"))] = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read and check the inputs only."""
    from planner.findings import errors_in
    from planner.inputs.build import check_county
    from planner.scenario.load import load_scenario
    from planner.scenario.money import age_shares_of

    scenario = load_scenario(place) if place.is_file() else None
    if scenario is None:
        findings = check_county(place)
    else:
        pupils, curriculum = scenario.pupils, scenario.staffing.curriculum
        shares = age_shares_of(pupils)
        findings = check_county(scenario.county, shares, curriculum, pupils.age_shares)
    print_findings(findings, language_of(lang), as_json, out)
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

    print_norms(compared(names or ()), language_of(lang), as_json)


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
    typer.echo(text("cli.sample_done", folder=folder).say(language_of(None)))


@app.command(help=_help("init"))
def init(
    folder: Annotated[Path, typer.Argument(help=_help("init_folder"))],
    filled: Annotated[bool, typer.Option("--filled", help=_help("filled"))] = False,
    lang: LangOption = None,
) -> None:
    """Write an empty county folder to fill in."""
    from planner.blank.folder import init_county

    spoken = language_of(lang)
    typer.echo(init_county(folder, filled=filled, lang=spoken).say(spoken))


@app.command(help=_help("roads"))
def roads(
    source: Annotated[str, typer.Argument(help=_help("roads_source"))],
    out: Annotated[Path, typer.Option(help=_help("roads_out"))],
    join_m: Annotated[float | None, typer.Option(min=0, max=500, help=_help("join_m"))] = None,
    classes: Annotated[Path | None, typer.Option(help=_help("classes"))] = None,
    layer: Annotated[str | None, typer.Option(help=_help("layer"))] = None,
    crs: Annotated[str | None, typer.Option(help=_help("crs"))] = None,
    class_column: Annotated[str | None, typer.Option(help=_help("class_column"))] = None,
    surface_column: Annotated[str | None, typer.Option(help=_help("surface_column"))] = None,
    within: Annotated[str | None, typer.Option(help=_help("within"))] = None,
    margin_km: Annotated[float, typer.Option(min=0, max=100, help=_help("margin_km"))] = 2.0,
    overpass_url: Annotated[str | None, typer.Option(help=_help("overpass_url"))] = None,
    nominatim_url: Annotated[str | None, typer.Option(help=_help("nominatim_url"))] = None,
    refresh: Annotated[bool, typer.Option("--refresh", help=_help("refresh"))] = False,
    lang: LangOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Build the road layer from a file, or download it."""
    from planner.roads.command import Wishes, as_data, as_lines, make_roads

    wishes = Wishes(
        join_m=join_m,
        layer=layer,
        crs=crs,
        class_column=class_column,
        surface_column=surface_column,
        classes=classes,
        within=within,
        margin_km=margin_km,
        overpass=overpass_url,
        nominatim=nominatim_url,
        refresh=refresh,
    )
    spoken = language_of(lang)
    tell = (lambda _: None) if quiet else (lambda said: typer.echo(said.say(spoken), err=True))
    made = make_roads(source, out, wishes, spoken, tell)
    if as_json:
        typer.echo(json.dumps(as_data(made, spoken), ensure_ascii=False, indent=2))
        return
    for line in as_lines(made, spoken):
        typer.echo(line)


@app.command(help=_help("explain"))
def explain(
    run: Annotated[Path, typer.Argument(help=_help("explain_run"))],
    school: Annotated[str | None, typer.Option(help=_help("explain_school"))] = None,
    village: Annotated[str | None, typer.Option(help=_help("explain_village"))] = None,
    subject: Annotated[str | None, typer.Option(help=_help("explain_subject"))] = None,
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


@app.command(help=_help("frontier"))
def frontier(
    scenario: Annotated[Path, typer.Option(help=_help("scenario"))],
    over: Annotated[str, typer.Option(help=_help("over"))],
    out: Annotated[Path | None, typer.Option(help=_help("frontier_out"))] = None,
    assign: Annotated[list[str] | None, typer.Option("--set", help=_help("set"))] = None,
    start: StartOption = None,
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


@app.command(help=_help("concern"))
def concern(
    runs: Annotated[list[Path] | None, typer.Argument(help=_help("concern_runs"))] = None,
    scenario: Annotated[Path | None, typer.Option(help=_help("concern_scenario"))] = None,
    grid: Annotated[Path | None, typer.Option(help=_help("concern_grid"))] = None,
    assign: Annotated[list[str] | None, typer.Option("--set", help=_help("concern_set"))] = None,
    survey: Annotated[Path | None, typer.Option(help=_help("concern_survey"))] = None,
    price: Annotated[list[Path] | None, typer.Option(help=_help("concern_price"))] = None,
    mitigate: Annotated[bool, typer.Option("--mitigate", help=_help("concern_mitigate"))] = False,
    no_bands: Annotated[bool, typer.Option("--no-bands", help=_help("concern_no_bands"))] = False,
    out: Annotated[Path | None, typer.Option(help=_help("concern_out"))] = None,
    jobs: Annotated[int, typer.Option(min=1, max=64, help=_help("jobs"))] = 2,
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
        typer.echo(text("cli.interrupted").say(lang), err=True)
        return 130
    except Exception as error:  # the one place where anything may be caught
        return unexpected(error, lang)
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    main()
