"""A report as plain data: the same sections are laid out as a page, for print and in Word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from planner.reports.figures import Cell
from planner.reports.table import Table

if TYPE_CHECKING:
    from planner.reports.ledger_chart import TornadoChart
    from planner.reports.still_map import StillMap
    from planner.texts import Text


@dataclass(frozen=True)
class Sentences:
    """Sentences as a list."""

    kind: ClassVar[str] = "sentences"
    said: tuple[Cell, ...]


@dataclass(frozen=True)
class Paragraph:
    """One sentence; a `note` explains what stands above it."""

    kind: ClassVar[str] = "paragraph"
    said: Cell
    note: bool = False


@dataclass(frozen=True)
class Title:
    """The heading of what follows within a section."""

    kind: ClassVar[str] = "title"
    said: Cell


@dataclass(frozen=True)
class Grid:
    """A table.

    Parameters
    ----------
    style
        Style class of the page: ``villages`` and ``closures`` are wide, ``long`` may be
        rolled on a screen.
    """

    kind: ClassVar[str] = "grid"
    table: Table
    style: str = ""


@dataclass(frozen=True)
class Heat:
    """A table whose cells are coloured by style class: headings, then name, total and cells."""

    kind: ClassVar[str] = "heat"
    headings: tuple[Cell, ...]
    rows: tuple[tuple[Cell, str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True)
class Picture:
    """A still map with what it shows in words; `legend` where the signs are explained beside."""

    kind: ClassVar[str] = "picture"
    drawing: StillMap
    caption: Cell
    legend: bool = False


@dataclass(frozen=True)
class Chart:
    """A drawing with words, one for each language, and what it shows in words."""

    kind: ClassVar[str] = "chart"
    drawing: TornadoChart
    caption: Cell


@dataclass(frozen=True)
class Links:
    """Where to find what: id within the page, and its name."""

    kind: ClassVar[str] = "links"
    to: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True)
class Group:
    """A part of a section with a name of its own: the page of a township, the card of a school.

    Parameters
    ----------
    group_id
        Unlike any other id of the page.
    style
        ``township`` begins a page in print, ``card`` is framed.
    """

    kind: ClassVar[str] = "group"
    group_id: str
    title: Cell
    blocks: tuple[Block, ...]
    style: str


Block = Sentences | Paragraph | Title | Grid | Heat | Picture | Chart | Links | Group


@dataclass(frozen=True)
class Section:
    """A section: its id on the page, its title and what it holds."""

    section_id: str
    title: Text
    blocks: tuple[Block, ...]
