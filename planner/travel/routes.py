"""Routes: the way of each village to its school, for the maps.

One search from a school serves all villages that go there by the same means, and the ways are
read off its tree of shortest paths; nothing is searched for pair by pair. A ride by a line is
the way on foot to the stop, the road from stop to stop, and the way on foot to the school.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.travel.network import Network
from planner.travel.riding import LineApproach, LineWays
from planner.travel.searches import Approach, BothWays, Searches
from planner.travel.ways import STRAIGHT, Ground, Way

if TYPE_CHECKING:
    import pandas

Array = NDArray[Any]

BY_MEANS = ["season", "stage", "mode", "line_id"]
"""Trips that are read from the same arcs."""


class Trip(NamedTuple):
    """What a route belongs to; `line` is the bus line, empty for none."""

    village_id: str
    school_id: str
    stage: str
    mode: str
    line: str = ""


@dataclass(frozen=True, eq=False)
class Routes:
    """Ways from villages to schools.

    Parameters
    ----------
    network
        Roads and places.
    ground
        Where they lie.
    ways
        From village to school, by trip; a trip without a known way is absent.
    """

    network: Network
    ground: Ground
    ways: Mapping[Trip, Way]

    @cached_property
    def lines(self) -> dict[Trip, Any]:
        """Each way as a LineString in the county's system, from village to school."""
        return {trip: self.ground.line(way) for trip, way in self.ways.items()}


def find_routes(searches: Searches, trips: pandas.DataFrame) -> Routes:
    """Return the ways of trips, each in the slower of its two directions.

    Parameters
    ----------
    searches
        Of the run.
    trips
        Rows of the travel table whose ways are wanted: ``village_id, school_id, stage, mode,
        season, line_id, minutes``.
    """
    village = {village_id: n for n, village_id in enumerate(searches.village_ids)}
    school = {school_id: n for n, school_id in enumerate(searches.school_ids)}
    ways: dict[Trip, Way] = {}
    for (season, stage, mode, line), some in trips.groupby(BY_MEANS, sort=True):
        lived = searches.starts.of_season(searches.scenario, str(season))
        bus = LineWays(searches, str(line), str(stage), str(season)) if line else None
        for site, rows in some.groupby("school_id", sort=True):
            approach: Approach
            if bus is not None:
                approach = LineApproach(bus, school[str(site)])
            else:
                means = str(mode), str(stage), str(season)
                homes = [village[str(v)] for v in rows["village_id"]]
                approach = _unscheduled(
                    searches, means, school[str(site)], homes, float(rows["minutes"].max())
                )
            for village_id in rows["village_id"]:
                start = _farthest(searches, approach.minutes, village[str(village_id)], lived)
                way = approach.way(start)
                if way is not None:
                    trip = Trip(str(village_id), str(site), str(stage), str(mode), str(line))
                    ways[trip] = way
    return Routes(searches.network, searches.ground, ways)


def _unscheduled(
    searches: Searches,
    means: tuple[str, str, str],
    site: int,
    homes: list[int],
    longest_minutes: float,
) -> BothWays:
    """Return the ways on foot, or by vehicle where it is the quicker."""
    mode, stage, season = means
    foot = mode == "walk"
    arcs = searches.foot(season) if foot else searches.wheels(stage, season)
    scale = searches.scale(stage, season) if foot else 1.0
    ways = BothWays(searches, arcs, site, longest_minutes / scale)
    if np.isfinite(ways.minutes[homes]).all():
        return ways
    # Minutes that were imported may be less than those of the way.
    return BothWays(searches, arcs, site, searches.scenario.travel.cutoff_minutes / scale)


def _farthest(searches: Searches, minutes: Array, village: int, lived: Array) -> int:
    """Return from which of its places a village's trip sets out: the farthest, as in the table."""
    starts = searches.starts
    far = village
    for place in np.flatnonzero(lived & (starts.village == village)):
        if place >= starts.villages and minutes[place] > minutes[far]:
            far = int(place)
    return far


def pupils_by_piece(routes: Routes, pupils: Mapping[Trip, int]) -> dict[str, Array]:
    """Return how many pupils use each piece of road, by mode, shape (pieces,) each.

    Parameters
    ----------
    routes
        Ways.
    pupils
        Pupils by trip; trips without a way count nowhere.
    """
    counts: dict[str, Array] = {}
    for trip, count in pupils.items():
        way = routes.ways.get(trip)
        if way is None:
            continue
        used = np.unique(way.piece[way.piece != STRAIGHT])
        here = counts.setdefault(
            trip.mode, np.zeros(len(routes.network.pieces.edge), dtype=np.int64)
        )
        here[used] += count
    return counts
