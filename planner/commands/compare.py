"""The command that puts finished runs side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.commands.given import JsonOption, LangOption, help_of
from planner.console import language_of

DEFAULT_PAGE = Path("runs") / "compare.html"


def compare(
    runs: Annotated[list[Path], typer.Argument(help=help_of("compare_runs"))],
    out: Annotated[Path, typer.Option(help=help_of("compare_out"))] = DEFAULT_PAGE,
    frontier: Annotated[Path | None, typer.Option(help=help_of("compare_frontier"))] = None,
    lang: LangOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put two to six runs of one county on one page and into a workbook."""
    from planner.compare.runs import compared
    from planner.reports.compare.screen import as_plain, lines
    from planner.reports.compare.write import page_path, write_comparison

    page = page_path(out)
    comparison = compared(runs, frontier)
    written = write_comparison(comparison, page, lang or "both")
    if as_json:
        import json

        typer.echo(json.dumps(as_plain(comparison, *written), ensure_ascii=False, indent=2))
        return
    for line in lines(comparison, *written, language_of(lang)):
        typer.echo(line)
