"""What the terminal says of a comparison, in words or as plain data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from planner.compare.parameters import ABSENT, differing_options
from planner.compare.runs import Comparison
from planner.reports.compare import opening
from planner.reports.compare.look import status_of
from planner.texts import Lang, text


def lines(comparison: Comparison, page: Path, book: Path, lang: Lang) -> list[str]:
    """Return the runs with their status, what differs, and where the page is."""
    told = [
        text("compare.run_line", letter=letter, title=run.title(lang), status=status_of(run))
        for letter, run in zip(comparison.letters, comparison.runs, strict=True)
    ]
    options = differing_options(comparison.runs)
    told.append(text("compare.options_differ", n=len(options)))
    found = [said.say(lang) for said in told]
    differing = opening.differing(comparison)
    found.append(differing[lang] if differing else text("compare.inputs_same").say(lang))
    found.append(text("compare.written", page=page).say(lang))
    found.append(text("compare.book", book=book).say(lang))
    return found


def as_plain(comparison: Comparison, page: Path, book: Path) -> dict[str, Any]:
    """Return the comparison as plain data: runs, indicators of the county, what differs."""
    letters = comparison.letters
    return {
        "page": str(page),
        "workbook": str(book),
        "county_id": comparison.runs[0].county_id,
        "runs": [
            {
                "letter": letter,
                "folder": str(run.folder),
                "scenario": run.name,
                "status": run.status,
                "gap": _number(run.gap),
            }
            for letter, run in zip(letters, comparison.runs, strict=True)
        ],
        "differing_inputs": list(comparison.differing_inputs),
        "differing_options": {
            row.key: {
                letter: None if value is ABSENT else value
                for letter, value in zip(letters, row.values, strict=True)
            }
            for row in differing_options(comparison.runs)
        },
        "indicators": [
            {
                "indicator": row.name,
                "unit": row.unit,
                "better": row.better,
                "values": _by_letter(letters, row.values),
                "baselines": _by_letter(letters, row.baselines),
                "not_distinguishable": [[letters[n] for n in runs] for runs in row.alike],
            }
            for row in comparison.indicators
        ],
    }


def _by_letter(letters: Sequence[str], values: Sequence[float]) -> dict[str, float | None]:
    return {letter: _number(v) for letter, v in zip(letters, values, strict=True)}


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
