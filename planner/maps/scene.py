"""A finished run as all layers of its map see it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from planner.maps.reach import Areas, walking_areas
from planner.maps.strands import Strands, braid
from planner.maps.ways import Ways
from planner.reports.tables import assignments_table, schools_table, villages_table
from planner.result import Result

if TYPE_CHECKING:
    import pandas

    from planner.travel.routes import Trip


@dataclass(frozen=True, eq=False)
class Scene:
    """A finished run with its tables, computed once for all layers.

    Parameters
    ----------
    ways
        The ways of its pupils; without them trips are straight lines.
    """

    result: Result
    assignments: pandas.DataFrame
    schools: pandas.DataFrame
    villages: pandas.DataFrame
    ways: Ways | None = None

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
