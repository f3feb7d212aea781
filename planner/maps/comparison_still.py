"""Still drawings of compared maps as inline SVG, for print: live maps print cropped.

Outline and roads stand once in the page and every drawing refers to them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from planner.maps import style
from planner.maps.comparison_difference import Difference
from planner.maps.comparison_ground import MAIN_ROADS, Ground
from planner.maps.comparison_marks import CHANGE_MARKS, SITE_MARKS, VERDICT_MARKS, Mark
from planner.maps.comparison_trips import DECISIONS, Compared, Place, Scenario, hardest
from planner.reports.people import CHANGES

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WIDTH = 480.0
SIMPLIFY = 0.7
"""Simplification of lines in units of the drawing."""
SIZES = (1.6, 2.4, 3.4, 4.6)
"""Radius of a village's mark by its number of pupils; `LIMITS` part them."""
LIMITS = (15, 50, 150)
SITE_RADIUS, KEPT_RADIUS = 4.0, 1.5
KEPT = DECISIONS.index("keep")
NOT_OPENED = DECISIONS.index("not_opened")


class Stills:
    """Draws the still maps of a page.

    Parameters
    ----------
    given
        What is compared.
    ground
        What lies under it.
    """

    def __init__(self, given: Compared, ground: Ground) -> None:
        self._given = given
        west, south, east, north = ground.bounds()
        self._west, self._north = west, north
        self._squeeze = math.cos(math.radians((south + north) / 2))
        self._scale = WIDTH / max((east - west) * self._squeeze, 1e-6)
        self._height = (north - south) * self._scale
        self._ground = ground

    def shared(self) -> Markup:
        """Return what all drawings refer to; it stands in the page before them."""
        ground = [
            self._lines(lines, *style.ROADS[name])
            for name, lines in self._ground.roads.items()
            if name in MAIN_ROADS
        ]
        ground.append(self._lines(self._ground.townships, *style.TOWNSHIPS))
        ground.append(self._lines(self._ground.boundary, *style.BOUNDARY))
        marks = [
            _marker(f"cmp-{name}{size}", mark, radius)
            for marks in (CHANGE_MARKS, VERDICT_MARKS)
            for name, mark in marks.items()
            for size, radius in enumerate(SIZES)
        ]
        marks += [
            _marker(f"cmp-s{n}", mark, KEPT_RADIUS if n == KEPT else SITE_RADIUS)
            for n, mark in enumerate(SITE_MARKS)
        ]
        return Markup(
            '<svg class="cmp-shared" width="0" height="0" aria-hidden="true"><defs>'
            '<g id="cmp-ground">{}</g>{}</defs></svg>'
        ).format(Markup("").join(ground), Markup("").join(marks))

    def scenario(self, scenario: Scenario, said: str) -> Markup:
        """Return the map of one scenario, all stages; `said` is its description."""
        by_code: dict[str, list[tuple[Place, int]]] = {code: [] for code in CHANGE_MARKS}
        for place, lots in zip(self._given.villages, scenario.lots, strict=True):
            change = hardest(lots)
            if change is not None:
                by_code[CHANGES[change]].append((place, sum(lot.pupils for lot in lots)))
        parts = [self._villages(code, own) for code, own in by_code.items()]
        for decision in range(len(DECISIONS)):
            rows = zip(self._given.schools, scenario.sites, strict=True)
            own = [place for place, site in rows if site and site.decision == decision]
            if decision != NOT_OPENED:
                parts.append(self._marked(f"cmp-s{decision}", own))
        return self._svg(parts, said)

    def difference(self, found: Difference, sizes: Sequence[int], said: str) -> Markup:
        """Return the map of a difference; `sizes` are the pupils of each village."""
        parts = []
        for verdict in VERDICT_MARKS:
            rows = zip(self._given.villages, found.villages, sizes, strict=True)
            parts.append(self._villages(verdict, [(p, n) for p, v, n in rows if v == verdict]))
        return self._svg(parts, said)

    def _svg(self, parts: Sequence[Markup], said: str) -> Markup:
        return Markup(
            '<svg class="cmp-drawing" viewBox="-8 -8 {:.0f} {:.0f}" role="img" '
            'aria-label="{}"><use href="#cmp-ground"/>{}</svg>'
        ).format(WIDTH + 16, self._height + 16, said, Markup("").join(parts))

    def _point(self, lon: float, lat: float) -> tuple[float, float]:
        x = (lon - self._west) * self._squeeze * self._scale
        return x, (self._north - lat) * self._scale

    def _lines(self, lines: NDArray[np.object_], colour: str, width: float, dashes: str) -> Markup:
        import shapely

        simple = shapely.simplify(lines, SIMPLIFY / self._scale)
        drawn = []
        for line in simple:
            points = [self._point(x, y) for x, y, *_ in line.coords]
            drawn.append("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points))
        return Markup(
            '<path d="{}" fill="none" stroke="{}" stroke-width="{:.2g}" stroke-dasharray="{}"/>'
        ).format("".join(drawn), colour, width * 0.5, dashes or "none")

    def _villages(self, code: str, places: Sequence[tuple[Place, int]]) -> Markup:
        """Return marks of one kind, sized by pupils."""
        by_size: list[list[Place]] = [[] for _ in SIZES]
        for place, pupils in places:
            by_size[sum(pupils >= limit for limit in LIMITS)].append(place)
        return Markup("").join(
            self._marked(f"cmp-{code}{size}", own) for size, own in enumerate(by_size)
        )

    def _marked(self, name: str, places: Sequence[Place]) -> Markup:
        """Return one path with a mark at each of its corners: a few bytes a place."""
        if not places:
            return Markup("")
        points = (self._point(place.lon, place.lat) for place in places)
        corners = " ".join(f"{x:.0f} {y:.0f}" for x, y in points)
        return Markup(
            '<path d="M{0}h0" fill="none" marker-start="url(#{1})" marker-mid="url(#{1})"/>'
        ).format(corners, name)


def _marker(name: str, mark: Mark, radius: float) -> Markup:
    side = radius * 24 / 9
    return Markup(
        '<marker id="{0}" viewBox="0 0 24 24" refX="12" refY="12" markerWidth="{1:.1f}" '
        'markerHeight="{1:.1f}" markerUnits="userSpaceOnUse">{2}</marker>'
    ).format(name, side, mark.drawn())
