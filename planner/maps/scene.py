"""A finished run as all layers of its map see it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from planner.maps import style
from planner.maps.geometry import SIMPLIFY_M, merged_lines
from planner.maps.linework import Linework, linework
from planner.maps.reach import Areas, walking_areas
from planner.maps.strands import Strands, braid
from planner.maps.ways import Ways
from planner.reports.people import with_change
from planner.reports.tables import assignments_table, schools_table, villages_table
from planner.result import Result

if TYPE_CHECKING:
    import geopandas
    import pandas
    from shapely.geometry.base import BaseGeometry

    from planner.reports.balance import Judged
    from planner.travel.routes import Trip


MOST_BYTES = 5_000_000
"""A page with a map is to be smaller than this."""


@dataclass(frozen=True, eq=False)
class Scene:
    """A finished run with its tables, computed once for all layers.

    Parameters
    ----------
    ways
        The ways of its pupils; without them trips are straight lines.
    simplify_m
        Simplification of roads, ways and outlines, in metres.
    """

    result: Result
    assignments: pandas.DataFrame
    schools: pandas.DataFrame
    villages: pandas.DataFrame
    ways: Ways | None = None
    simplify_m: float = SIMPLIFY_M

    def coarser(self, simplify_m: float) -> Scene:
        """Return the same scene with lines simplified by so much; what is known stays known."""
        other = replace(self, simplify_m=simplify_m)
        vars(other).update({k: v for k, v in vars(self).items() if k not in vars(other)})
        return other

    def along(self, ways: Ways | None) -> Scene:
        """Return the same scene with its ways; what is known without them stays known."""
        other = replace(self, ways=ways)
        if "judged" in vars(self):
            vars(other)["judged"] = self.judged
        return other

    @property
    def coarseness(self) -> float:
        """How many times as coarse as a page that need not be made smaller."""
        return self.simplify_m / SIMPLIFY_M

    @cached_property
    def changes(self) -> pandas.DataFrame:
        """The assignments with how their pupils fare, in the column ``change``."""
        return with_change(self.result, self.assignments)

    @cached_property
    def strands(self) -> Strands:
        """The ways of today's and the plan's trips, cut into strands."""
        if self.ways is None:
            return Strands([], [])
        routes = self.ways.routes
        return braid([routes.ways[trip] for trip in self.drawn], routes.ground)

    @cached_property
    def drawn(self) -> list[Trip]:
        """The trips whose ways are drawn, in the order of `strands`."""
        if self.ways is None:
            return []
        return sorted({t for t in (*self.ways.today, *self.ways.plan) if t is not None})

    @cached_property
    def way_numbers(self) -> list[tuple[int | None, int | None]]:
        """Of each assignment the numbers of its ways in `drawn`, today and after the plan."""
        if self.ways is None:
            return [(None, None)] * len(self.assignments)
        number: dict[Trip | None, int] = {trip: n for n, trip in enumerate(self.drawn)}
        pairs = zip(self.ways.today, self.ways.plan, strict=True)
        return [(number.get(before), number.get(after)) for before, after in pairs]

    @cached_property
    def roads(self) -> dict[str, BaseGeometry]:
        """The roads of each class of `planner.maps.style.ROADS`, from fork to fork.

        A road without a class counts as one of a village.
        """
        roads = self.result.county.roads
        classes = roads["road_class"].fillna("village")
        merged = {name: merged_lines(roads.geometry[classes == name]) for name in style.ROADS}
        return {name: lines for name, lines in merged.items() if lines is not None}

    @cached_property
    def lines(self) -> dict[str, Linework]:
        """Roads by class, ``townships`` where there are outlines, and ``boundary``."""
        county = self.result.county
        townships = () if county.townships is None else county.townships.geometry
        outlines = {"townships": townships, "boundary": [county.boundary]}
        merged = {name: merged_lines(shapes) for name, shapes in outlines.items()}
        found = self.roads | {name: lines for name, lines in merged.items() if lines is not None}
        return {name: linework(lines) for name, lines in found.items()}

    @cached_property
    def village_xy(self) -> dict[str, tuple[float, float]]:
        """Where villages lie, metres in the county's system."""
        return _xy(self.result.county.villages)

    @cached_property
    def school_xy(self) -> dict[str, tuple[float, float]]:
        """Where schools lie, metres in the county's system."""
        return _xy(self.result.county.schools)

    @cached_property
    def judged(self) -> list[Judged]:
        """The schools as the measures of balance judge them."""
        from planner.reports.balance import judged

        return judged(self.result)

    @cached_property
    def areas(self) -> Areas:
        """From where the plan's schools are reached on foot."""
        return {} if self.ways is None else walking_areas(self.result, self.ways)


def scene_of(result: Result, ways: Ways | None = None) -> Scene:
    """Return the scene of a finished run."""
    assignments = assignments_table(result)
    return Scene(
        result,
        assignments,
        schools_table(result, assignments),
        villages_table(result, assignments),
        ways,
    )


def _xy(places: geopandas.GeoDataFrame) -> dict[str, tuple[float, float]]:
    at = places.geometry
    xy = zip(at.x.tolist(), at.y.tolist(), strict=True)
    return {str(i): point for i, point in zip(places.index, xy, strict=True)}
