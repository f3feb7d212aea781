"""Ways of those who ride a bus line: on foot to a stop, along the road, on foot from a stop."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.travel.searches import Searches
from planner.travel.services import INCLUSIVE
from planner.travel.ways import Tree, Way, joined

Array = NDArray[Any]


class LineWays:
    """One bus line in a season, for the walking speed of one stage.

    Parameters
    ----------
    searches
        Of the run.
    line_id
        The line. One that a plan may fund lets pupils off at its last stop only.
    stage, season
        For the walking speed, and where the road is open.
    """

    def __init__(self, searches: Searches, line_id: str, stage: str, season: str) -> None:
        self.network, scenario = searches.network, searches.scenario
        line = searches.lines[line_id]
        self.last_only = line_id in searches.possible
        self.reach_minutes = scenario.travel.stop_reach_minutes + INCLUSIVE
        self.scale = searches.scale(stage, season)
        place = self.network.villages + self.network.sites + line.stops
        leaving = self.network.leaving(place).tolist()
        arriving = self.network.arriving(place).tolist()
        foot, limit = searches.foot(season), self.reach_minutes / self.scale
        self.from_stop = [searches.from_node(foot, node, limit) for node in leaving]
        self.to_stop = [searches.to_node(foot, node, limit) for node in arriving]
        bus = searches.minibus(season) if self.last_only else searches.bus(season)
        rides = [
            searches.from_node(bus, node, scenario.travel.cutoff_minutes) for node in leaving[:-1]
        ]
        self._steps = [t.way(node) for t, node in zip(rides, arriving[1:], strict=True)]
        step = np.array([t.minutes[node] for t, node in zip(rides, arriving[1:], strict=True)])
        at = np.concatenate([[0.0], np.cumsum(np.where(np.isfinite(step), step, 0.0))])
        stretch = np.concatenate([[0], np.cumsum(~np.isfinite(step))])
        apart = (stretch[:, None] != stretch) | np.eye(len(at), dtype=bool)
        self.ride_minutes = np.where(apart, np.inf, np.abs(at[:, None] - at))

    def between(self, a: int, b: int) -> list[Way]:
        """Return the road from stop to stop."""
        steps = self._steps[min(a, b) : max(a, b)]
        ways = [step for step in steps if step is not None]
        return ways if a < b else [way.back() for way in ways[::-1]]


class LineApproach:
    """The ways of all places to one site by one line, each in its slower direction.

    Parameters
    ----------
    line
        The line.
    site
        Index of the site.
    """

    def __init__(self, line: LineWays, site: int) -> None:
        network = line.network
        self._line = line
        school = np.array(network.villages + site)
        places = np.arange(network.villages)
        # To school: from the place to a stop, from another stop to the site; home: back.
        self._trees = (line.to_stop, line.from_stop), (line.from_stop, line.to_stop)
        self._nodes = network.leaving(places), network.arriving(places)
        self._school = int(network.arriving(school)), int(network.leaving(school))
        totals = [self._total(k) for k in (0, 1)]
        self._stops = [total.reshape(len(places), -1).argmin(axis=1) for total in totals]
        self._minutes = [total.min(axis=(1, 2)) for total in totals]

    @property
    def minutes(self) -> Array:
        """Minutes by place, without the wait."""
        minutes: Array = np.maximum(*self._minutes)
        return minutes

    def way(self, place: int) -> Way | None:
        """Return the way of the slower direction, that to school where both are equal."""
        to, home = (float(minutes[place]) for minutes in self._minutes)
        if not np.isfinite(max(to, home)):
            return None
        k = int(home > to + INCLUSIVE)
        (on, off), node, school = self._trees[k], int(self._nodes[k][place]), self._school[k]
        a, b = divmod(int(self._stops[k][place]), len(on))
        walk_on, walk_off = on[a].way(node), off[b].way(school)
        if walk_on is None or walk_off is None:
            return None
        if k:
            walk_on, walk_off = walk_on.back(), walk_off.back()
        return joined(walk_on, *self._line.between(a, b), walk_off)

    def _total(self, k: int) -> Array:
        """Return the minutes of a direction by place and the two stops."""
        on, off = self._trees[k]
        walk_on = np.stack([self._walk(tree, self._nodes[k]) for tree in on], axis=1)
        walk_off = np.array([self._walk(tree, np.array([self._school[k]]))[0] for tree in off])
        if self._line.last_only:
            walk_off[:-1] = np.inf
        total: Array = walk_on[:, :, None] + self._line.ride_minutes + walk_off
        return total

    def _walk(self, tree: Tree, nodes: Array) -> Array:
        minutes = tree.minutes[nodes] * self._line.scale
        return np.where(minutes <= self._line.reach_minutes, minutes, np.inf)
