"""What the command line says: progress, summaries, findings and errors, in the asked language."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import typer

from planner.errors import PlannerError
from planner.texts import Lang, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from planner.findings import Finding
    from planner.programme.highs import Progress
    from planner.run import Run, Stage


def unexpected(error: Exception, lang: Lang) -> int:
    """Report wrong usage in its own words, anything else with a log; return the exit code."""
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


def asked_language(arguments: Sequence[str]) -> str | None:
    """Return what `--lang` asks for, read before the arguments are parsed."""
    for n, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
        if argument == "--lang" and n + 1 < len(arguments):
            return arguments[n + 1]
    return None


def language_of(lang: str | None) -> Lang:
    """Return the language of the terminal: as asked, else by the environment."""
    if lang == "zh":
        return "zh"
    if lang in ("en", "both"):
        return "en"
    said = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if said.startswith("zh") else "en"


def print_error(error: PlannerError, lang: Lang, as_json: bool) -> None:
    """Print an error with its findings, on standard error or as JSON on standard output."""
    findings = error.details()
    if as_json:
        said = {"error": error.message.say(lang), "findings": [_plain(f, lang) for f in findings]}
        typer.echo(json.dumps(said, ensure_ascii=False, indent=2))
        return
    typer.echo(error.message.say(lang), err=True)
    for finding in findings:
        typer.echo(f"  {finding.say(lang)}", err=True)
        if finding.ids and finding.check in ("serve", "today_no_trip"):
            typer.echo(f"    {', '.join(finding.ids)}", err=True)


def print_findings(
    findings: Iterable[Finding], lang: Lang, as_json: bool, out: Path | None = None
) -> None:
    """Print what the checks found and how much of it, and write it to `out` if asked."""
    rows = list(findings)
    if out is not None:
        from planner.reports.found import write_found

        write_found(rows, out)
    if as_json:
        typer.echo(json.dumps([_plain(f, lang) for f in rows], ensure_ascii=False, indent=2))
        return
    if sys.stdout.isatty():
        from planner.reports.found import print_table

        print_table(rows, lang)
    else:
        for finding in rows:
            severity = text(f"cli.severity_{finding.severity}").say(lang)
            typer.echo(f"{severity}  {finding.say(lang)}")
    count = {s: sum(f.severity == s for f in rows) for s in ("error", "warning", "note")}
    typer.echo(text("cli.check_summary", **count).say(lang))


def print_norms(rows: Sequence[Mapping[str, Any]], lang: Lang, as_json: bool) -> None:
    """Print norms of profiles, one number a line, as `planner.norms.table.compared` gives them."""
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        certainty = text(f"cli.certainty_{row['certainty']}").say(lang)
        where = ", ".join(filter(None, (row["date"], row[f"article_{lang}"])))
        said = f"{row['profile']}  {row['key']} = {row['value']}  [{certainty}]  {row[lang]}"
        typer.echo(f"{said} ({where})" if where else said)


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


def print_run(run: Run, lang: Lang, as_json: bool, verbose: bool) -> None:
    """Print what a run found and where its pages are, or its manifest as JSON."""
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


class News:
    """Progress on standard error: one live line on a terminal, none elsewhere."""

    def __init__(self, lang: Lang, quiet: bool) -> None:
        self.lang = lang
        self.quiet = quiet
        self.live = sys.stderr.isatty() and not quiet

    def stage(self, stage: Stage) -> None:
        """Say which stage begins."""
        if not self.quiet:
            self._clear()
            typer.echo(text(f"run.stage.{stage}").say(self.lang) + " …", err=True)

    def progress(self, line: Progress) -> None:
        """Show how far the solver is, over the line shown before."""
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
        """Take the live line away."""
        self._clear()

    def _clear(self) -> None:
        if self.live:
            typer.echo("\r\x1b[K", err=True, nl=False)
