"""Colours and symbols of the map; every difference in colour is also one in shape or width.

The colours stay apart for colour-blind readers (Okabe and Ito's set) and in grey print.
"""

from __future__ import annotations

from dataclasses import dataclass

from planner.plan import Decision


@dataclass(frozen=True)
class Dot:
    """How a village of one kind of change is drawn: fill, outline and its width in pixels."""

    fill: str
    stroke: str
    stroke_px: float


VILLAGES: dict[str, Dot] = {
    "same": Dot("#c9ccd1", "#6b7280", 1),
    "shorter": Dot("#56b4e9", "#0b4f77", 1),
    "longer": Dot("#f0c04a", "#8a6100", 1),
    "much_longer": Dot("#d55e00", "#5c1f00", 2),
    "boards_now": Dot("#cc79a7", "#6d1f4e", 2),
    "unserved": Dot("#ffffff", "#000000", 3),
}
"""By change, in the order in which they are drawn: the hardest lots on top."""


@dataclass(frozen=True)
class Symbol:
    """How a school of one decision is drawn: an SVG path in a 24 × 24 box, fill and outline."""

    path: str
    fill: str
    stroke: str


CIRCLE = "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18z"
HOUSE = "M12 2l10 9v11h-20v-11z"
TRIANGLE = "M12 2.5l10 18h-20z"
TRIANGLE_DOWN = "M12 21.5l-10-18h20z"
DIAMOND = "M12 1.5l9 10.5-9 10.5-9-10.5z"
STAR = "M12 1.5l3.1 6.6 7.2.9-5.3 5 1.4 7.1-6.4-3.5-6.4 3.5 1.4-7.1-5.3-5 7.2-.9z"
ARROW = "M12 1.5l10 10.5h-6v10.5h-8v-10.5h-6z"
CHEVRONS = "M12 1l10 9v5l-10-9l-10 9v-5zM12 9l10 9v5l-10-9l-10 9v-5z"
CROSS = "M5 2l7 7 7-7 3 3-7 7 7 7-3 3-7-7-7 7-3-3 7-7-7-7z"

SCHOOLS: dict[Decision, Symbol] = {
    "not_opened": Symbol("M12 7a5 5 0 1 0 0 10a5 5 0 1 0 0-10z", "#ffffff", "#6b7280"),
    "keep": Symbol(CIRCLE, "#374151", "#ffffff"),
    "expand": Symbol(TRIANGLE, "#0072b2", "#ffffff"),
    "convert_to_boarding": Symbol(HOUSE, "#8f2f6b", "#ffffff"),
    "reduce_to_teaching_point": Symbol(TRIANGLE_DOWN, "#e69f00", "#3b2a00"),
    "reduce_to_primary": Symbol(DIAMOND, "#f0e442", "#3b2a00"),
    "grow_to_primary": Symbol(ARROW, "#56b4e9", "#0b3c5d"),
    "grow_to_nine_year": Symbol(CHEVRONS, "#0b3c5d", "#0b3c5d"),
    "open": Symbol(STAR, "#009e73", "#ffffff"),
    "close": Symbol(CROSS, "#c81e1e", "#ffffff"),
}
"""By decision, in the order in which they are drawn."""

BOARDS = Symbol(HOUSE, "#374151", "#ffffff")
"""A school that is kept and boards."""

SMALL = ("teaching_point",)
"""Kinds drawn smaller."""

MODES: dict[str, tuple[str, str]] = {
    "walk": ("#0b6e4f", ""),
    "ride": ("#1d4ed8", "7 4"),
    "board": ("#8f2f6b", "0.1 5"),
}
"""Colour and dashes of assignment lines by mode."""

OVER_NORM = ("#b91c1c", "4 2")
"""Colour and dashes of the ring round a village with pupils beyond the norm."""

TODAY = ("#6b7280", "4 4")
"""Colour and dashes of today's trips, shown for a village that was clicked."""

TRIP_WIDTHS: tuple[tuple[int, float], ...] = (
    (1, 1.3),
    (10, 2.1),
    (30, 3.2),
    (100, 4.6),
    (300, 6.2),
)
"""From so many pupils on a stretch, its width in pixels."""

STRAIGHT = ("#374151", "1 5")
"""Colour and dashes of a trip whose way is not known: a straight line."""

WALK_AREAS: tuple[tuple[str, str, float], ...] = (("#0b6e4f", "", 0.2), ("#0b6e4f", "5 5", 0.08))
"""Colour, dashes of the rim and opacity: within the norm, within the ceiling."""

CATCHMENT_TINTS = ("#b7dbf2", "#f6dfa4", "#bfe3cf", "#e9c9dd", "#d9d3ee", "#f3c9b0")
"""Fills of catchments, neighbours in different ones; their borders are drawn besides."""

CATCHMENTS = ("#374151", 1.8, "")
"""Borders of catchments."""

ROADS: dict[str, tuple[str, float, str]] = {
    "path": ("#c4b8a8", 0.8, "2 3"),
    "track": ("#c4b8a8", 1.0, "4 3"),
    "village": ("#b5a999", 1.0, ""),
    "township": ("#a3978a", 1.3, ""),
    "county": ("#8d7f70", 1.8, ""),
    "provincial": ("#9a6b3f", 2.4, ""),
    "national": ("#a0522d", 3.0, ""),
}
"""Colour, width in pixels and dashes by class, the lesser drawn first."""

BUS_LINES = ("#0e7490", 2.5, "10 6")
STAFF_MOVES = ((1, "#7c3aed", 1.2, ""), (2, "#7c3aed", 2.4, ""), (5, "#7c3aed", 4.5, ""))
"""Lines of staff who change school: from so many persons on, colour, width and dashes."""
BOUNDARY = ("#1f2937", 2.2, "")
TOWNSHIPS = ("#4b5563", 0.9, "6 4")


def symbol_svg(symbol: Symbol, size_px: int) -> str:
    """Return a symbol as inline SVG."""
    return (
        f'<svg viewBox="0 0 24 24" width="{size_px}" height="{size_px}" aria-hidden="true">'
        f'<path d="{symbol.path}" fill="{symbol.fill}" stroke="{symbol.stroke}" '
        f'stroke-width="1.5"/></svg>'
    )


def line_svg(colour: str, width_px: float, dashes: str) -> str:
    """Return a short stretch of line as inline SVG, for the legend."""
    return (
        '<svg viewBox="0 0 30 10" width="30" height="10" aria-hidden="true">'
        f'<line x1="2" y1="5" x2="28" y2="5" stroke="{colour}" stroke-width="{width_px}" '
        f'stroke-linecap="{"round" if dashes.startswith("0") else "butt"}" '
        f'stroke-dasharray="{dashes}"/></svg>'
    )


def area_svg(colour: str, dashes: str, opacity: float, fill: str = "") -> str:
    """Return a small area as inline SVG, for the legend; filled with its rim's colour or `fill`."""
    return (
        '<svg viewBox="0 0 30 14" width="30" height="14" aria-hidden="true">'
        f'<rect x="2" y="2" width="26" height="10" rx="5" fill="{fill or colour}" '
        f'fill-opacity="{opacity}" stroke="{colour}" stroke-dasharray="{dashes}"/></svg>'
    )


def ring_svg(colour: str, dashes: str) -> str:
    """Return a ring as inline SVG, for the legend."""
    return (
        '<svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">'
        f'<circle cx="10" cy="10" r="8" fill="none" stroke="{colour}" stroke-width="2" '
        f'stroke-dasharray="{dashes}"/></svg>'
    )


def dot_svg(dot: Dot) -> str:
    """Return a village's dot as inline SVG, for the legend."""
    return (
        '<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">'
        f'<circle cx="8" cy="8" r="5.5" fill="{dot.fill}" stroke="{dot.stroke}" '
        f'stroke-width="{dot.stroke_px}"/></svg>'
    )
