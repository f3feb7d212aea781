"""A still map as inline SVG, for pages that are printed: live maps print cropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from planner.maps import style
from planner.maps.scene import Scene

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

WIDTH = 1000.0
SIMPLIFY_SHARE = 0.0012
"""Simplification as a share of the county's width: about a pixel of the drawing."""
BARS_KM = (1, 2, 5, 10, 20, 50, 100)
DRAWN_ROADS = ("county", "provincial", "national")


class _Frame:
    """From the county's metres to the drawing's units."""

    def __init__(self, boundary: BaseGeometry) -> None:
        self.west, south, east, self.north = boundary.bounds
        self.scale = WIDTH / (east - self.west)
        self.height = (self.north - south) * self.scale
        self.tolerance_m = (east - self.west) * SIMPLIFY_SHARE

    def point(self, x: float, y: float) -> tuple[float, float]:
        return (x - self.west) * self.scale, (self.north - y) * self.scale

    def path(self, shape: BaseGeometry) -> str:
        import shapely

        lines = shape.boundary if "Polygon" in shape.geom_type else shape
        parts = shapely.get_parts([shapely.simplify(lines, self.tolerance_m)])
        drawn = []
        for part in parts:
            points = [self.point(x, y) for x, y, *_ in part.coords]
            drawn.append("M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points))
        return "".join(drawn)


def sketch_svg(scene: Scene) -> Markup:
    """Return outlines, main roads, villages by change and schools by decision as inline SVG."""
    county = scene.result.county
    frame = _Frame(county.boundary)
    parts = []
    for name in DRAWN_ROADS:
        if name in scene.roads:
            colour, width, _ = style.ROADS[name]
            parts.append(_path(frame.path(scene.roads[name]), colour, width, ""))
    if county.townships is not None:
        parts += [_path(frame.path(s), *style.TOWNSHIPS) for s in county.townships.geometry]
    parts.append(_path(frame.path(county.boundary), *style.BOUNDARY))
    parts += _villages(scene, frame)
    parts += _schools(scene, frame)
    parts += _names(scene, frame)
    parts.append(_scale_bar(frame))
    return Markup(
        '<svg class="sketch" viewBox="-12 -12 {0:.0f} {1:.0f}" role="img" '
        'font-family="sans-serif">{2}</svg>'
    ).format(WIDTH + 24, frame.height + 24, Markup("").join(parts))


def _path(path: str, colour: str, width: float, dashes: str) -> Markup:
    return Markup(
        '<path d="{}" fill="none" stroke="{}" stroke-width="{}" stroke-dasharray="{}"/>'
    ).format(path, colour, width, dashes or "none")


def _names(scene: Scene, frame: _Frame) -> list[Markup]:
    """Return the names of the townships, with a white rim so that they read on anything."""
    townships = scene.result.county.townships
    if townships is None:
        return []
    at = townships.geometry.representative_point()
    drawn = []
    for name, point in zip(townships["name"], at, strict=True):
        x, y = frame.point(point.x, point.y)
        drawn.append(
            Markup(
                '<text x="{:.0f}" y="{:.0f}" font-size="15" font-weight="600" fill="#1f2937" '
                'stroke="#fff" stroke-width="3.5" paint-order="stroke" '
                'text-anchor="middle">{}</text>'
            ).format(x, y, name)
        )
    return drawn


def _scale_bar(frame: _Frame) -> Markup:
    """Return a bar of a round number of kilometres, about an eighth of the width."""
    wished_km = WIDTH / frame.scale / 8000
    km = max((n for n in BARS_KM if n <= wished_km), default=BARS_KM[0])
    length, y = km * 1000 * frame.scale, frame.height + 2
    return Markup(
        '<path d="M4 {y0:.0f}V{y:.0f}H{x:.0f}V{y0:.0f}" fill="none" stroke="#1f2937" '
        'stroke-width="2"/><text x="{middle:.0f}" y="{label:.0f}" font-size="14" fill="#1f2937" '
        'text-anchor="middle">{km} km</text>'
    ).format(y=y, y0=y - 7, x=4 + length, middle=4 + length / 2, label=y - 5, km=km)


def _villages(scene: Scene, frame: _Frame) -> list[Markup]:
    at = scene.village_xy
    order = list(style.VILLAGES)
    rows = sorted(scene.villages.to_dict("records"), key=lambda v: order.index(v["change"]))
    drawn = []
    for row in rows:
        x, y = frame.point(*at[row["village_id"]])
        dot = style.VILLAGES[row["change"]]
        radius = max(2.5, min(11.0, 0.9 * row["pupils"] ** 0.5))
        drawn.append(
            Markup(
                '<circle cx="{:.0f}" cy="{:.0f}" r="{:.1f}" fill="{}" stroke="{}" '
                'stroke-width="{}"><title>{}</title></circle>'
            ).format(x, y, radius, dot.fill, dot.stroke, dot.stroke_px, row["name"])
        )
        if row["over_norm_pupils"] > 0:
            colour, dashes = style.OVER_NORM
            drawn.append(
                Markup(
                    '<circle cx="{:.0f}" cy="{:.0f}" r="{:.1f}" fill="none" stroke="{}" '
                    'stroke-width="2" stroke-dasharray="{}"/>'
                ).format(x, y, radius + 4, colour, dashes)
            )
    return drawn


def _schools(scene: Scene, frame: _Frame) -> list[Markup]:
    at = scene.school_xy
    order = list(style.SCHOOLS)
    rows = sorted(scene.schools.to_dict("records"), key=lambda s: order.index(s["decision"]))
    drawn = []
    for row in rows:
        x, y = frame.point(*at[row["school_id"]])
        keeps = row["decision"] == "keep" and row["boarders"] > 0
        symbol = style.BOARDS if keeps else style.SCHOOLS[row["decision"]]
        size = 0.55 if row["kind"] in style.SMALL else 0.85
        drawn.append(
            Markup(
                '<path transform="translate({:.1f} {:.1f}) scale({})" d="{}" fill="{}" '
                'stroke="{}" stroke-width="1.5"><title>{}</title></path>'
            ).format(
                x - 12 * size,
                # Just above its point, so that the village under it shows.
                y - 25 * size,
                size,
                symbol.path,
                symbol.fill,
                symbol.stroke,
                escape(row["name"]),
            )
        )
    return drawn
