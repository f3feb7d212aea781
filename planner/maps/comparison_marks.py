"""Marks of compared maps: what differs in colour differs in shape too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from planner.maps import style
from planner.maps.comparison_difference import Verdict
from planner.maps.comparison_trips import DECISIONS


@dataclass(frozen=True)
class Mark:
    """A mark in a box of 24 × 24.

    Parameters
    ----------
    path, fill, stroke, stroke_px
        Its shape, colours and the width of its rim.
    sign, ink
        What is drawn upon it and in which colour; blank for nothing.
    """

    path: str
    fill: str
    stroke: str
    stroke_px: float
    sign: str = ""
    ink: str = ""

    def svg(self, size_px: int = 17) -> Markup:
        """Return the mark as inline SVG, for legends and sentences."""
        return Markup(
            '<svg viewBox="0 0 24 24" width="{0}" height="{0}" aria-hidden="true">{1}</svg>'
        ).format(size_px, self.drawn())

    def drawn(self) -> Markup:
        """Return the paths of the mark."""
        sign = Markup('<path d="{}" fill="{}"/>').format(self.sign, self.ink) if self.sign else ""
        return Markup('<path d="{}" fill="{}" stroke="{}" stroke-width="{}"/>{}').format(
            self.path, self.fill, self.stroke, self.stroke_px * 1.4, sign
        )

    def data(self) -> list[Any]:
        """Return the mark as comparison_draw.js reads it."""
        return [self.path, self.fill, self.stroke, self.stroke_px, self.sign, self.ink]


SQUARE = "M4 4h16v16h-16z"
PLUS = "M9 2h6v7h7v6h-7v7h-6v-7h-7v-6h7z"
_UP, _DOWN = "M12 5l6 11h-12z", "M12 19l-6-11h12z"
_TWICE_UP = "M12 4l5.5 7.5h-11zM12 11.5l5.5 7.5h-11z"
_LOZENGE = "M12 6l6 6-6 6-6-6z"
_CROSS = "M7 5.5l5 5 5-5 1.5 1.5-5 5 5 5-1.5 1.5-5-5-5 5-1.5-1.5 5-5-5-5z"
_SIGNS = {
    "shorter": (_DOWN, "#0b4f77"),
    "longer": (_UP, "#5c3d00"),
    "much_longer": (_TWICE_UP, "#ffffff"),
    "boards_now": (_LOZENGE, "#6d1f4e"),
    "unserved": (_CROSS, "#000000"),
}

CHANGE_MARKS: dict[str, Mark] = {
    code: Mark(style.CIRCLE, dot.fill, dot.stroke, dot.stroke_px, *_SIGNS.get(code, ("", "")))
    for code, dot in style.VILLAGES.items()
}
"""Villages by change against today, in the order in which they are drawn."""

VERDICT_MARKS: Mapping[Verdict, Mark] = {
    "same": Mark(style.CIRCLE, "#c9ccd1", "#6b7280", 1),
    "better": Mark(style.TRIANGLE_DOWN, "#56b4e9", "#0b4f77", 1.2),
    "gained": Mark(PLUS, "#009e73", "#004d38", 1.2),
    "worse": Mark(style.TRIANGLE, "#d55e00", "#5c1f00", 1.2),
    "lost": Mark(SQUARE, "#ffffff", "#000000", 2, _CROSS, "#000000"),
}
"""Villages of the difference map, in the order in which they are drawn."""

SITE_MARKS: tuple[Mark, ...] = tuple(
    Mark(style.SCHOOLS[d].path, style.SCHOOLS[d].fill, style.SCHOOLS[d].stroke, 1)
    for d in DECISIONS
)
"""Schools by the place of their decision in `DECISIONS`."""
