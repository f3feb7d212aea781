"""Findings: what a check or an audit saw, with its place and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from planner.texts import Lang, Text

Severity = Literal["error", "warning", "note"]

_COUNTED = {
    ".yaml": "place.line",
    ".yml": "place.line",
    ".toml": "place.line",
    ".geojson": "place.feature",
    ".gpkg": "place.feature",
    ".shp": "place.feature",
    ".kml": "place.feature",
    ".kmz": "place.feature",
    ".graphml": "place.feature",
    ".pbf": "place.feature",
    ".osm": "place.feature",
}
"""What `Finding.row` counts, by the ending of the file's name; rows elsewhere."""


@dataclass(frozen=True)
class Finding:
    """One thing seen by a check, an audit or a proof of impossibility.

    Parameters
    ----------
    check
        Name of the check or rule that saw it.
    severity
        ``error`` stops a run, ``warning`` and ``note`` are reported.
    message
        What is wrong and the cure.
    file, sheet, row, column
        Where it stands; `row` counts from 1 with the heading as row 1, as a
        spreadsheet shows it; in YAML it is the line, in a vector file the feature.
    value
        The value found there, as text.
    ids
        Villages, schools or other ids concerned.
    """

    check: str
    severity: Severity
    message: Text
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    ids: tuple[str, ...] = ()

    def place(self, lang: Lang) -> str:
        """Return the place in words, ``villages.csv, row 14, lower_pupils``."""
        parts = [self.file]
        if self.sheet:
            parts.append(Text("place.sheet", {"sheet": self.sheet}).say(lang))
        if self.row is not None:
            counted = _COUNTED.get(self.file[self.file.rfind(".") :], "place.row")
            parts.append(Text(counted, {"row": self.row}).say(lang))
        parts.append(self.column)
        return ("，" if lang == "zh" else ", ").join(p for p in parts if p)

    def say(self, lang: Lang) -> str:
        """Return place and message in one line."""
        place = self.place(lang)
        colon = "：" if lang == "zh" else ": "
        return f"{place}{colon}{self.message.say(lang)}" if place else self.message.say(lang)


def errors_in(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that stop a run."""
    return [f for f in findings if f.severity == "error"]
