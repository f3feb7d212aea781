"""A table for people: headings and rows of words, ready to be laid out."""

from __future__ import annotations

from dataclasses import dataclass, field

from planner.reports.apart import JOINT
from planner.reports.figures import Cell
from planner.texts import Text, text


@dataclass(frozen=True)
class Table:
    """A table for people.

    Parameters
    ----------
    headings
        One per column.
    rows
        Cells in the order of the headings.
    numeric
        Columns set to the right.
    short
        Columns of words that stay on one line.
    marks
        Style class by row, for the whole row.
    """

    headings: tuple[Text, ...]
    rows: list[list[Cell]]
    numeric: frozenset[int] = frozenset()
    marks: tuple[str, ...] = field(default=())
    short: frozenset[int] = frozenset()


def heads(*names: str) -> tuple[Text, ...]:
    """Return the headings of those names."""
    return tuple(text(f"report.head.{name}") for name in names)


def placed(name: object, township: object) -> Text:
    """Return a name with its township, once where the township stands in the name."""
    if str(name).endswith(f"{JOINT}{township}"):
        return text("say.both", zh=name, en=name)
    return text("page.placed", name=name, township=township)
