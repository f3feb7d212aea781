"""Still maps by matplotlib, of the county or a township: live maps print cropped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from planner.maps import style
from planner.maps.scene import Scene
from planner.reports.drawing import drawing_settings
from planner.reports.still_signs import Legend, draw_legend, draw_schools, draw_villages

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from planner.maps.linework import Linework
    from planner.texts import Lang

WIDTH_INCHES = 7.1
"""The width of A4 within its margins."""
TALLEST, TALLEST_TOWNSHIP, FLATTEST = 1.0, 0.66, 0.45
"""Height of a drawing as a share of its width, at most and at least; half a page for a township."""
MARGIN_SHARE = 0.06
SIMPLIFY_SHARE = 0.0012
"""Simplification as a share of the width: about a pixel of the drawing."""
BARS_KM = (0.2, 0.5, 1, 2, 5, 10, 20, 50, 100)
COUNTY_ROADS = ("county", "provincial", "national")
DOTS_PER_INCH = 150
LABEL_POINTS = 6.5


@dataclass(frozen=True, eq=False)
class StillMap:
    """A map to be drawn.

    Parameters
    ----------
    scene
        The run.
    bounds
        West, south, east, north in metres of the county's system.
    township
        The township whose villages and ways are drawn, empty for the whole county.
    name
        Unlike that of any other map of the page: the ids within the drawing begin with it.
    """

    scene: Scene
    bounds: tuple[float, float, float, float]
    township: str = ""
    name: str = "county"

    @cached_property
    def svg(self) -> Markup:
        """The map as inline SVG whose words are text, without signs explained."""
        written = StringIO()
        self._saved(written, "svg", None)
        return _inline(written.getvalue(), f"map-{self.name}")

    def png(self, lang: Lang) -> bytes:
        """Return the map as a picture with its signs explained."""
        written = BytesIO()
        self._saved(written, "png", lang)
        return written.getvalue()

    def _saved(self, written: Any, form: str, lang: Lang | None) -> None:
        import warnings

        import matplotlib as mpl

        with mpl.rc_context(drawing_settings("still-map")), warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".*[Gg]lyph.*")
            figure = self._figure(lang)
            metadata = {"Date": None} if form == "svg" else {"Software": None}
            figure.savefig(written, format=form, dpi=DOTS_PER_INCH, metadata=metadata)

    def _figure(self, lang: Lang | None) -> Figure:
        from matplotlib.figure import Figure

        west, south, east, north = self.bounds
        height = WIDTH_INCHES * (north - south) / (east - west)
        legend = Legend(self.scene, self.township) if lang else None
        below = legend.height_inches if legend else 0.0
        figure = Figure(figsize=(WIDTH_INCHES, height + below))
        axes = figure.add_axes((0, below / (height + below), 1, height / (height + below)))
        axes.set_axis_off()
        axes.set_xlim(west, east)
        axes.set_ylim(south, north)
        self._draw(axes)
        if legend and lang:
            draw_legend(figure, legend, lang)
        return figure

    def _draw(self, axes: Axes) -> None:
        lines = self.scene.lines
        for name in style.ROADS if self.township else COUNTY_ROADS:
            if name in lines:
                self._line(axes, lines[name], *style.ROADS[name], order=1)
        for name, look in (("townships", style.TOWNSHIPS), ("boundary", style.BOUNDARY)):
            if name in lines:
                self._line(axes, lines[name], *look, order=2)
        if self.township:
            self._ways(axes)
        draw_villages(axes, self.scene, self.township)
        draw_schools(axes, self.scene, self.bounds)
        self._names(axes)
        self._scale_bar(axes)

    def _line(
        self,
        axes: Axes,
        lines: Linework,
        colour: str,
        width: float,
        dashes: str,
        order: int,
    ) -> None:
        """Draw lines and outlines as one path, cut at the edge of the drawing."""
        import shapely
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        west, _, east, _ = self.bounds
        thin = shapely.simplify(lines.within(self.bounds), (east - west) * SIMPLIFY_SHARE)
        points = [
            Path(shapely.get_coordinates(part))
            for part in shapely.get_parts([thin])
            if not part.is_empty
        ]
        if points:
            path = Path.make_compound_path(*points)
            dashed: Any = (0, tuple(float(d) for d in dashes.split())) if dashes else "solid"
            patch = PathPatch(path, fill=False, edgecolor=colour, linewidth=0.6 * width)
            patch.set_linestyle(dashed)
            patch.set_zorder(order)
            axes.add_patch(patch)

    def _ways(self, axes: Axes) -> None:
        """Draw a straight line from each village of the township to the plan's school."""
        at, school = self.scene.village_xy, self.scene.school_xy
        trips = self.scene.assignments
        own = trips[(trips["township"] == self.township) & (trips["school_id"] != "")]
        for mode, (colour, dashes) in style.MODES.items():
            ends = own[own["mode"] == mode][["village_id", "school_id"]].drop_duplicates()
            xs: list[float] = []
            ys: list[float] = []
            for v, s in ends.itertuples(index=False):
                xs += [at[v][0], school[s][0], float("nan")]
                ys += [at[v][1], school[s][1], float("nan")]
            dashed: Any = (0, tuple(float(d) for d in dashes.split())) if dashes else "solid"
            axes.plot(xs, ys, color=colour, linewidth=0.8, linestyle=dashed, zorder=3)

    def _names(self, axes: Axes) -> None:
        """Write names where there is room, those that matter most first, on white."""
        west, south, east, _ = self.bounds
        per_metre = 72 * WIDTH_INCHES / (east - west)
        taken: list[tuple[float, float, float, float]] = []
        for name, x, y, bold in self._labels():
            size = LABEL_POINTS + (1.5 if bold else 0)
            wide = sum(size if ord(c) > 255 else 0.56 * size for c in name)
            left, low = (x - west) * per_metre - wide / 2, (y - south) * per_metre - size - 4
            box = (left, low, left + wide, low + size)
            inside = box[0] > 0 and box[1] > 0 and box[2] < (east - west) * per_metre
            if not inside or any(_overlap(box, other) for other in taken):
                continue
            taken.append(box)
            axes.text(
                west + (box[0] + wide / 2) / per_metre,
                south + low / per_metre,
                name,
                fontsize=size,
                fontweight="bold" if bold else "normal",
                ha="center",
                va="bottom",
                color="#1f2937",
                zorder=8,
                bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.6},
            )

    def _labels(self) -> list[tuple[str, float, float, bool]]:
        """Return names with their places: townships of the county, or what lies in a township."""
        county = self.scene.result.county
        if not self.township:
            if county.townships is None:
                return []
            at = county.townships.geometry.representative_point()
            pairs = zip(county.townships["name"], at, strict=True)
            return [(str(name), point.x, point.y, True) for name, point in pairs]
        west, south, east, north = self.bounds
        trips = self.scene.assignments[self.scene.assignments["township"] == self.township]
        schools = self.scene.schools
        here = schools["township"] == self.township
        # Others are drawn without a name, unless pupils go there.
        named = here | schools["school_id"].isin(
            {*trips["school_id"], *trips["baseline_school_id"]}
        )
        schools = schools[named & (schools["decision"] != "not_opened")]
        villages = self.scene.villages[self.scene.villages["township"] == self.township]
        found = []
        for table, ids, at, bold in (
            (schools, "school_id", self.scene.school_xy, True),
            (
                villages.sort_values("pupils", ascending=False),
                "village_id",
                self.scene.village_xy,
                False,
            ),
        ):
            for place, name in zip(table[ids], table["name"], strict=True):
                x, y = at[place]
                if west < x < east and south < y < north:
                    found.append((str(name), x, y, bold))
        return found

    def _scale_bar(self, axes: Axes) -> None:
        west, south, east, north = self.bounds
        wished_km = (east - west) / 8000
        km = max((n for n in BARS_KM if n <= wished_km), default=BARS_KM[0])
        left, y, up = west + 0.02 * (east - west), south + 0.015 * (north - south), 0.008
        xs = [left, left, left + 1000 * km, left + 1000 * km]
        rise = y + up * (east - west)
        axes.plot(xs, [rise, y, y, rise], color="#1f2937", linewidth=1.2, zorder=9)
        axes.text(left + 500 * km, rise, f"{km:g} km", fontsize=7, ha="center", zorder=9)


def county_map(scene: Scene) -> StillMap:
    """Return the map of the whole county."""
    return StillMap(scene, _framed(scene.result.county.boundary.bounds, TALLEST))


def township_map(scene: Scene, township: str, name: str) -> StillMap:
    """Return the map of a township: its villages and schools and the schools its pupils go to."""
    trips = scene.assignments[scene.assignments["township"] == township]
    schools = set(scene.schools["school_id"][scene.schools["township"] == township])
    schools |= {*trips["school_id"], *trips["baseline_school_id"]} - {""}
    villages = set(scene.villages["village_id"][scene.villages["township"] == township])
    points = [xy for school, xy in scene.school_xy.items() if school in schools]
    points += [xy for village, xy in scene.village_xy.items() if village in villages]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    bounds = (min(xs), min(ys), max(xs), max(ys))
    return StillMap(scene, _framed(bounds, TALLEST_TOWNSHIP), township, name)


def _framed(
    bounds: tuple[float, float, float, float], tallest: float
) -> tuple[float, float, float, float]:
    """Return bounds with a margin, neither too tall nor too flat, a kilometre wide at least."""
    west, south, east, north = bounds
    wide, tall = max(east - west, 1000.0), north - south
    wide, tall = wide * (1 + 2 * MARGIN_SHARE), tall + 2 * MARGIN_SHARE * max(wide, tall)
    wide = max(wide, tall / tallest)
    tall = max(tall, wide * FLATTEST)
    x, y = (west + east) / 2, (south + north) / 2
    return (x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2)


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _inline(svg: str, prefix: str) -> Markup:
    """Return a drawing fit to stand in a page: ids of its own, a tenth of a point is enough."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    body = re.sub(r'\bid="', f'id="{prefix}-', body)
    body = re.sub(r'href="#', f'href="#{prefix}-', body)
    body = re.sub(r"url\(#", f"url(#{prefix}-", body)
    body = re.sub(
        r' d="([^"]*)"',
        lambda m: f' d="{re.sub(r"-?[0-9]+[.][0-9]+", _rounded, m[1]).replace(chr(10), "")}"',
        body,
    )
    head, _, rest = body.partition(">")
    head = re.sub(r'\s(width|height)="[^"]*"', "", head)
    # What it shows stands in words below it.
    return Markup(head) + Markup(' class="still" aria-hidden="true">') + Markup(rest)  # noqa: S704  our own drawing, names escaped in it


def _rounded(number: re.Match[str]) -> str:
    return f"{float(number[0]):.1f}".removesuffix(".0")
