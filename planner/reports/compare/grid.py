"""A table whose cells hold a figure, what is told below it, and how it reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.reports.figures import Cell


@dataclass(frozen=True)
class Box:
    """One cell.

    Parameters
    ----------
    said
        Its figure or words.
    more
        A line below it; empty for none.
    mark
        ``better``, ``worse``, ``best``, ``passed``, ``failed``, ``differs``: a style, told in
        words too.
    """

    said: Cell
    more: Cell = ""
    mark: str = ""


@dataclass(frozen=True)
class Line:
    """One row.

    Parameters
    ----------
    code
        What a program that reads the page finds it by.
    boxes
        Its cells; one of them heads it (`Grid.head`).
    shows
        ``village`` or ``school`` with an id: the maps show it when its head is clicked.
    """

    code: str
    boxes: tuple[Box, ...]
    shows: tuple[str, str] | None = None


@dataclass(frozen=True)
class Grid:
    """A table.

    Parameters
    ----------
    headings
        One for each column.
    lines
        Its rows.
    words
        Columns of words, set to the left.
    head
        Column whose cells head the rows.
    """

    headings: tuple[Cell, ...]
    lines: tuple[Line, ...]
    words: frozenset[int] = frozenset({0})
    head: int = 0


def line(code: str, *cells: Box | Cell, shows: tuple[str, str] | None = None) -> Line:
    """Return a row of cells, bare ones put in boxes."""
    return Line(code, tuple(c if isinstance(c, Box) else Box(c) for c in cells), shows)


def grid(
    headings: Sequence[Cell], lines: Sequence[Line], words: Sequence[int] = (0,), head: int = 0
) -> Grid:
    """Return a table.

    Raises
    ------
    ValueError
        If a row has another number of cells than there are headings.
    """
    uneven = [row.code for row in lines if len(row.boxes) != len(headings)]
    if uneven:
        raise ValueError(f"rows that do not fit their headings: {uneven}")
    return Grid(tuple(headings), tuple(lines), frozenset(words), head)
