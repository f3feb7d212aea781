"""What the checks found, as a table for people and as a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planner.findings import Finding
from planner.texts import Lang, text

if TYPE_CHECKING:
    import pandas

COLUMNS = ("source", "check", "severity", "file", "sheet", "row", "column", "value", "ids")
SHOWN_ALIKE = 10
"""Of findings that say the same of one column, the terminal shows this many."""


def found_frame(found: Iterable[tuple[str, Iterable[Finding]]]) -> pandas.DataFrame:
    """Return findings by source, one row each.

    Parameters
    ----------
    found
        Source, such as ``input`` or ``audit``, and its findings.
    """
    import pandas as pd

    rows = [
        {
            "source": source,
            "check": f.check,
            "severity": f.severity,
            "file": f.file,
            "sheet": f.sheet,
            "row": f.row,
            "column": f.column,
            "value": f.value,
            "ids": ";".join(f.ids),
            "message_zh": f.message.say("zh"),
            "message_en": f.message.say("en"),
        }
        for source, findings in found
        for f in findings
    ]
    frame = pd.DataFrame(rows, columns=[*COLUMNS, "message_zh", "message_en"])
    return frame.astype({"row": "Int64"})


def write_found(findings: Sequence[Finding], out: Path) -> Path:
    """Write what a check found as ``findings.csv``.

    Parameters
    ----------
    findings
        What was found.
    out
        A folder, made where there is none, or the file.

    Returns
    -------
    pathlib.Path
        The file written.
    """
    from planner.reports.tables import write_csv

    path = out if out.suffix.lower() == ".csv" else out / "findings.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_csv(found_frame([("input", findings)]), path)
    return path


def shown(findings: Sequence[Finding], lang: Lang) -> list[tuple[Finding, str]]:
    """Return the findings that a terminal shows, worst first, each with its message.

    Of those that say the same of one column of a file the first ten, the tenth with how many
    more there are.
    """
    order = {"error": 0, "warning": 1, "note": 2}
    alike: dict[tuple[str, ...], list[Finding]] = {}
    for finding in sorted(findings, key=lambda f: order[f.severity]):
        key = (finding.severity, finding.file, finding.sheet, finding.column, finding.message.key)
        alike.setdefault(key, []).append(finding)
    rows = []
    for group in alike.values():
        said = [(f, f.message.say(lang)) for f in group[:SHOWN_ALIKE]]
        more = len(group) - len(said)
        if more:
            last, message = said[-1]
            said[-1] = (last, text("inputs.and_more", message=message, more=more).say(lang))
        rows += said
    return rows


def print_table(findings: Sequence[Finding], lang: Lang) -> None:
    """Print findings as a table on a terminal: severity, place, what and which."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as Plain

    styles = {"error": "bold red", "warning": "yellow", "note": "dim"}
    table = Table(show_lines=False, expand=False)
    for column in ("severity", "place", "message", "ids"):
        table.add_column(text(f"inputs.found.{column}").say(lang), overflow="fold")
    for finding, message in shown(findings, lang):
        ids = ", ".join(finding.ids[:5]) + (" …" if len(finding.ids) > 5 else "")
        severity = text(f"cli.severity_{finding.severity}").say(lang).strip()
        cells = (severity, finding.place(lang), message, ids)
        # As plain text, so that brackets in a name are not taken for markup.
        table.add_row(*(Plain(cell) for cell in cells), style=styles[finding.severity])
    Console().print(table)
