"""Headings: which column of a file is which column of the data dictionary."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.county import Column
from planner.findings import Finding
from planner.texts import Text, text

DASHES = re.compile("[‐-―−~〜－]|至(?=[0-9])")
ASIDE = re.compile(r"[(\[（【].*?[)\]）】]")
MARKS = "*:.、。·"
SHORTEST_CUT_BYTES = 8
"""A heading cut to ten bytes may lose the rest of a letter, or give way to ``_1``."""
MOST_NAMED = 3


def fold(heading: str) -> str:
    """Return a heading as it is compared.

    NFKC, lower case, no spaces, every dash alike, no marks such as the star of needed columns.
    """
    folded = "".join(unicodedata.normalize("NFKC", heading).casefold().split())
    return DASHES.sub("-", folded).strip(MARKS)


@dataclass(frozen=True)
class KnownHeadings:
    """The headings that a table's columns go by.

    Parameters
    ----------
    whole
        Column by folded heading.
    bare
        Column by folded heading without what stands in brackets, where only one fits.
    """

    whole: Mapping[str, str]
    bare: Mapping[str, str]

    @classmethod
    def of(cls, columns: Mapping[str, Column]) -> KnownHeadings:
        """Return the headings of some columns."""
        whole: dict[str, str] = {}
        bare: dict[str, set[str]] = {}
        for column in columns.values():
            for heading in (column.name, *column.headings.values(), *column.aka):
                whole.setdefault(fold(heading), column.name)
                bare.setdefault(_bare(heading), set()).add(column.name)
        single = {said: next(iter(names)) for said, names in bare.items() if len(names) == 1}
        return cls(whole, single)

    def column(self, heading: str) -> str | None:
        """Return the column of a heading; what it says in brackets may be left out."""
        folded = fold(heading)
        if not folded:
            return None
        return self.whole.get(folded) or self.bare.get(_bare(heading))

    def column_of_cut(self, heading: str, taken: Mapping[str, str]) -> str | None:
        """Return the one column, not yet taken, whose heading was cut to this one.

        Shapefiles keep ten bytes of a heading, and number those that would be alike.
        """
        folded = re.sub(r"_\d{1,2}$", "", fold(heading))
        if min(len(folded.encode("gb18030")), len(folded.encode())) < SHORTEST_CUT_BYTES:
            return None
        fits = {
            name
            for whole, name in self.whole.items()
            if whole.startswith(folded) and name not in taken
        }
        return fits.pop() if len(fits) == 1 else None


def match_headings(
    headings: Sequence[str],
    columns: Mapping[str, Column],
    *,
    file: str,
    has_geometry: bool,
    row: int = 1,
    cut: bool = False,
) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """Find the dictionary's columns among the headings of a file.

    Parameters
    ----------
    headings
        As they stand in the file.
    columns
        The table's columns by name.
    file
        For findings.
    has_geometry
        Whether geometry replaces longitude and latitude.
    row
        Row of the headings, where the file has rows.
    cut
        Whether headings may have been cut short, as in a Shapefile.

    Returns
    -------
    tuple
        Heading by column name, and findings on missing, doubled and unknown headings.
    """
    known = KnownHeadings.of(columns)
    matched: dict[str, str] = {}
    unknown: list[str] = []
    findings: list[Finding] = []
    heading_row = None if has_geometry else row
    for heading in headings:
        name = known.column(heading)
        if name is None:
            unknown.append(heading)
        elif name in matched:
            message = text("inputs.column_twice", first=matched[name], second=heading)
            findings.append(
                Finding("columns", "error", message, file, row=heading_row, column=name)
            )
        else:
            matched[name] = heading
    for heading in [h for h in unknown if cut]:
        name = known.column_of_cut(heading, matched)
        if name is not None:
            matched[name] = heading
            unknown.remove(heading)
    placed = ("lon", "lat") if has_geometry else ()
    for column in columns.values():
        if column.needed and column.name not in matched and column.name not in placed:
            message = _missing(column, unknown)
            findings.append(
                Finding("columns", "error", message, file, row=heading_row, column=column.name)
            )
    findings += [
        Finding(
            "columns", "note", text("inputs.column_unknown"), file, row=heading_row, column=heading
        )
        for heading in unknown
        if heading
    ]
    return matched, tuple(findings)


def _bare(heading: str) -> str:
    return fold(ASIDE.sub("", heading)) or fold(heading)


def _missing(column: Column, unknown: Sequence[str]) -> Text:
    """Return what to say of a needed column, with the nearest of the unknown headings."""
    folded = {fold(h): h for h in unknown if fold(h)}
    names = (column.name, *column.headings.values(), *column.aka)
    close: dict[str, float] = {}
    for name in names:
        for match in difflib.get_close_matches(fold(name), list(folded), MOST_NAMED, 0.5):
            likeness = difflib.SequenceMatcher(None, match, fold(name)).ratio()
            close[folded[match]] = max(likeness, close.get(folded[match], 0.0))
    nearest = sorted(close, key=lambda h: -close[h])[:MOST_NAMED]
    if len(nearest) > 1:
        named = text(
            "say.both",
            zh="、".join(f"“{h}”" for h in nearest),
            en=", ".join(f'"{h}"' for h in nearest),
        )
        return text("inputs.column_missing_several", heading=heading_of(column), nearest=named)
    if nearest:
        return text("inputs.column_missing_close", heading=heading_of(column), nearest=nearest[0])
    return text("inputs.column_missing", heading=heading_of(column))


def heading_of(column: Column) -> Text:
    """Return the column's heading in either language."""
    return text("say.both", zh=column.headings["zh"], en=column.headings["en"])
