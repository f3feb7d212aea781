"""Isochrones: from where a child walks to a school within so many minutes.

Read from one search a school and season: what of the roads lies within the minutes (a stretch
only partly within is cut where they end), and around every point of it as far as the minutes
left take a child off any path, straight over the terrain and at most `ACCESS_RADIUS_M`. A place
lies inside where its trip on foot would be within the minutes. Everywhere the slower direction
counts, and of several seasons the slower. Roads are looked at every `SPACING_M` and left in
`DIRECTIONS`, so that the shapes err by some tens of metres; they are for the map, the minutes
of the table decide.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from planner.travel.access import ACCESS_RADIUS_M
from planner.travel.paths import BEYOND_MINUTES
from planner.travel.searches import Searches
from planner.travel.slopes import BACK, OUT, straight_efforts
from planner.travel.speeds import METRES_PER_MINUTE_AT_1_KPH, walk_kph

Array = NDArray[Any]

SPACING_M = 100.0
"""Distance between the points of a road around which one leaves it."""

CELLS_A_REACH = 30
"""One point is enough for each cell as wide as this share of the whole reach."""

DIRECTIONS = 16
"""Directions in which the road is left."""

RING_M = 250.0
"""Steps in which it is found how far one comes in a direction."""

RINGS = int(ACCESS_RADIUS_M / RING_M)
"""Rings as far as a road is left at all."""

ROADSIDE_M = 15.0
"""Half the width of a reached road where no minutes are left to leave it."""


class Isochrones:
    """Areas on foot around the sites of a run.

    Parameters
    ----------
    searches
        Of the run.
    """

    def __init__(self, searches: Searches) -> None:
        self._searches = searches
        pieces = searches.network.pieces
        count = np.maximum(np.ceil(pieces.metres / SPACING_M).astype(np.int64), 1)
        # Points of all roads, each piece from its start to its end.
        self._piece = np.repeat(np.arange(len(count)), count + 1)
        self._points, self._first = count + 1, np.cumsum(count + 1) - count - 1
        self._share = (np.arange(len(self._piece)) - self._first[self._piece]) / count[self._piece]
        network = searches.network
        sites = network.pieces.nodes + network.villages + np.arange(network.sites)
        # After them the sites themselves.
        self._roads = len(self._piece)
        self._xy_m = np.vstack(
            [searches.ground.along(self._piece, self._share), searches.ground.xy_m[sites]]
        )
        angle = np.arange(DIRECTIONS) * 2 * np.pi / DIRECTIONS
        self._direction = np.stack([np.cos(angle), np.sin(angle)], axis=1)
        # Rings looked at around each point, and what they are worth.
        self._looked = np.zeros(len(self._xy_m), dtype=np.int64)
        self._rays: dict[int, Array] = {}
        self._along: dict[str, Array] = {}

    def by_stage(
        self, site: int, limits_minutes: Mapping[str, Sequence[float]]
    ) -> dict[str, list[BaseGeometry]]:
        """Return `bands` of several stages, found by one search a season.

        Parameters
        ----------
        site
            Index of the site.
        limits_minutes
            Limits of each stage, one way, inclusive.
        """
        scenario = self._searches.scenario
        asked = {stage: max(limits) for stage, limits in limits_minutes.items() if limits}
        adults: Mapping[str, Array] = {
            season: self._searches.minutes_of_site(
                site,
                season,
                max(longest / self._searches.scale(g, season) for g, longest in asked.items()),
            )
            for season in (dict.fromkeys(scenario.seasons) if asked else ())
        }
        return {
            stage: self._bands(site, stage, limits, adults)
            for stage, limits in limits_minutes.items()
        }

    def bands(self, site: int, stage: str, limits_minutes: Sequence[float]) -> list[BaseGeometry]:
        """Return the areas from which a stage walks to a site within each limit.

        Parameters
        ----------
        site
            Index of the site.
        stage
            Stage, whose walking speed counts.
        limits_minutes
            Limits, one way, inclusive.

        Returns
        -------
        list of BaseGeometry
            One polygon (or several in one) a limit in the county's system, metres.
        """
        return self.by_stage(site, {stage: limits_minutes})[stage]

    def _bands(
        self, site: int, stage: str, limits_minutes: Sequence[float], adults: Mapping[str, Array]
    ) -> list[BaseGeometry]:
        """Return the areas of a stage.

        Parameters
        ----------
        adults
            By season the adult's minutes between the site and each node, as far as any limit
            asks.
        """
        if not limits_minutes:
            return []
        scenario = self._searches.scenario
        points, minutes = self._reached(stage, adults, max(limits_minutes))
        kph = min(walk_kph(scenario, stage, season) for season in adults)
        road_m_per_minute = kph * METRES_PER_MINUTE_AT_1_KPH
        off_m_per_minute = road_m_per_minute * scenario.travel.off_path_factor
        around = np.append(points, self._roads + site)
        around_xy_m = self._xy_m[around]
        chosen = []
        for limit in limits_minutes:
            cell_m = max(SPACING_M, limit * road_m_per_minute / CELLS_A_REACH)
            left_m = np.append(limit - minutes, limit) * off_m_per_minute
            use = _widest(around_xy_m, left_m, cell_m)
            # Where the road can be left far enough, that covers the road itself.
            ends = self._ends(points, minutes, limit, 4 * cell_m / off_m_per_minute)
            chosen.append((around[use], left_m[use], ends))
        self._look_around(*(np.concatenate([c[n] for c in chosen]) for n in (0, 1)))
        return [
            shapely.union_all([*self._around(near, left_m), *ends]) for near, left_m, ends in chosen
        ]

    def _around(self, points: Array, level_m: Array) -> Array:
        """Return the areas that one comes to from points off the road, as polygons, (k,).

        Parameters
        ----------
        points
            Points, shape (k,).
        level_m
            How far one would come on the level from each, shape (k,).
        """
        if not len(points):
            return np.zeros(0, dtype=object)
        effort_m = np.stack([self._rays[point] for point in points.tolist()])
        allowed_m = level_m[:, None]
        ring = np.clip((effort_m <= allowed_m[..., None]).sum(axis=2) - 1, 0, effort_m.shape[2] - 2)
        inner = np.take_along_axis(effort_m, ring[..., None], axis=2)[..., 0]
        outer = np.take_along_axis(effort_m, ring[..., None] + 1, axis=2)[..., 0]
        reach_m = (ring + (allowed_m - inner) / (outer - inner)) * RING_M
        reach_m = np.minimum(reach_m, ACCESS_RADIUS_M) + ROADSIDE_M
        corners = self._xy_m[points][:, None] + reach_m[..., None] * self._direction
        # Two reaches that differ much make a thin spike, which is still no crossing.
        found: Array = shapely.polygons(corners)
        return found

    def _look_around(self, points: Array, level_m: Array) -> None:
        """Find the level metres that the rings around points are worth, by direction.

        Rings farther than the level metres that are left are not looked at: the slower
        direction of a slope is never quicker than the level. They count as out of reach.

        Parameters
        ----------
        points, level_m
            As of `_around`; a point may be there more than once.
        """
        once, which = np.unique(points, return_inverse=True)
        most_m = np.zeros(len(once))
        np.maximum.at(most_m, which, level_m)
        rings = np.minimum((most_m // RING_M).astype(np.int64) + 1, RINGS)
        new = rings > self._looked[once]
        if not new.any():
            return
        once, rings = once[new], rings[new]
        searches = self._searches
        out_m = RING_M * np.arange(RINGS + 1)
        xy = self._xy_m[once][:, None, None] + out_m[:, None] * self._direction[:, None]
        shape = (len(once), DIRECTIONS, RINGS)
        near = np.broadcast_to((np.arange(RINGS) < rings[:, None])[:, None], shape)
        begin, end = xy[:, :, :-1][near], xy[:, :, 1:][near]
        steps = np.zeros((*shape, 2))
        steps[near] = straight_efforts(
            begin, end, np.full(len(begin), RING_M), searches.terrain, searches.scenario
        )[:, [OUT, BACK]]
        both = np.where(near, np.cumsum(steps, axis=2).max(axis=3), np.inf)
        whole = np.concatenate([np.zeros((*shape[:2], 1)), both], axis=2)
        self._rays.update(zip(once.tolist(), whole, strict=True))
        self._looked[once] = rings

    def _reached(
        self, stage: str, adults: Mapping[str, Array], longest: float
    ) -> tuple[Array, Array]:
        """Return the points of the pieces that are reached and the minutes of each, (p,) both.

        Points of a piece that are beyond the longest limit are infinitely far.
        """
        pieces = self._searches.network.pieces
        near = np.ones(len(self._points), dtype=bool)
        at_nodes = {}
        for season, adult in adults.items():
            scale = self._searches.scale(stage, season)
            within = adult <= longest / scale + BEYOND_MINUTES
            at_nodes[season] = np.where(within, adult, np.inf) * scale
            near &= within[pieces.start] | within[pieces.end]
        which = np.flatnonzero(near)
        count = self._points[which]
        points = np.arange(count.sum()) + np.repeat(
            self._first[which] - np.cumsum(count) + count, count
        )
        found = [self._minutes(points, stage, s, at_node) for s, at_node in at_nodes.items()]
        return points, np.max(found, axis=0)

    def _minutes(self, points: Array, stage: str, season: str, at_node: Array) -> Array:
        """Return the minutes of points, infinite out of reach, from those of nodes."""
        searches, piece, share = self._searches, self._piece[points], self._share[points]
        if season not in self._along:
            self._along[season] = searches.piece_minutes(season)
        along = self._along[season][piece] * searches.scale(stage, season)
        start = at_node[searches.network.pieces.start[piece]]
        end = at_node[searches.network.pieces.end[piece]]
        # On a shut piece only its ends are reached.
        onward = np.where(share > 0, along, 0.0) * np.where(share > 0, share, 1.0)
        back = np.where(share < 1, along, 0.0) * np.where(share < 1, 1 - share, 1.0)
        found: Array = np.minimum(start + onward, end + back)
        return found

    def _ends(self, points: Array, minutes: Array, limit: float, narrow_minutes: float) -> Array:
        """Return the last stretches within the limit, as wide as a road and cut where it ends."""
        near, far = np.arange(len(minutes) - 1), np.arange(1, len(minutes))
        swap = minutes[near] > minutes[far]
        near, far = np.where(swap, far, near), np.where(swap, near, far)
        piece, xy_m = self._piece[points], self._xy_m[points]
        use = (piece[near] == piece[far]) & (minutes[near] <= limit)
        use &= np.isfinite(minutes[far]) & (limit - minutes[far] < narrow_minutes)
        near, far = near[use], far[use]
        whole = minutes[far] - minutes[near]
        share = np.minimum((limit - minutes[near]) / np.maximum(whole, 1e-9), 1.0)[:, None]
        cut = xy_m[near] + share * (xy_m[far] - xy_m[near])
        lines = shapely.linestrings(np.stack([xy_m[near], cut], axis=1))
        stretches: Array = shapely.buffer(lines, ROADSIDE_M, quad_segs=2)
        return stretches


def _widest(xy_m: Array, left_m: Array, cell_m: float) -> Array:
    """Return the points from which most is left, one in each cell of a grid, as indices."""
    within = np.flatnonzero(left_m >= 0)
    cell = np.floor(xy_m[within] / cell_m).astype(np.int64)
    order = np.lexsort((-left_m[within], cell[:, 1], cell[:, 0]))
    first = np.ones(len(order), dtype=bool)
    first[1:] = (np.diff(cell[order], axis=0) != 0).any(axis=1)
    found: Array = within[order[first]]
    return found
