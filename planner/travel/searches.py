"""The searches that ways are read from: the network of a run, its arcs by season and stage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from planner.county import County
from planner.scenario import Scenario
from planner.travel.network import bus_driving, driving, walk_scale, walking
from planner.travel.paths import Arcs, turned
from planner.travel.services import INCLUSIVE
from planner.travel.setting import setting_of
from planner.travel.speeds import minibus_kph
from planner.travel.ways import Ground, Tree, Way

Array = NDArray[Any]


class Approach(Protocol):
    """The ways from all places to one site by one means, each in its slower direction."""

    @property
    def minutes(self) -> Array:
        """Minutes by place, infinite where there is no way, shape (places,)."""

    def way(self, place: int) -> Way | None:
        """Return the way from a place to the site, None where there is none."""


class Searches:
    """The network of a run; arcs are made once, when they are first asked for.

    Parameters
    ----------
    county, scenario
        As of the run.
    """

    def __init__(self, county: County, scenario: Scenario) -> None:
        self.scenario = scenario
        self.village_ids = [str(i) for i in county.villages.index]
        self.school_ids = [str(i) for i in county.schools.index]
        setting = setting_of(county, scenario)
        self.lines = {line.line_id: line for line in setting.services.lines}
        self.possible = frozenset(draft.line_id for draft in setting.drafts)
        self.starts, self.terrain, self.network = setting.starts, setting.terrain, setting.network
        self.ground = Ground(self.network, setting.places_xy_m)
        self._arcs: dict[tuple[str, ...], Arcs] = {}

    def foot(self, season: str) -> Arcs:
        """Return the arcs of walkers at the adult's speed of the normal season."""
        return self._once(("foot", season), lambda: walking(self.network, self.scenario, season))

    def wheels(self, stage: str, season: str) -> Arcs:
        """Return the arcs of a trip by private or hired vehicle, on foot where none may go."""
        return self._once(
            ("wheels", stage, season), lambda: driving(self.network, self.scenario, stage, season)
        )

    def bus(self, season: str) -> Arcs:
        """Return the arcs of a bus that runs today."""
        return self._once(("bus", season), lambda: bus_driving(self.network, self.scenario, season))

    def minibus(self, season: str) -> Arcs:
        """Return the arcs of a minibus that a plan may fund."""
        kph = minibus_kph(self.network.graph, self.scenario)
        return self._once(
            ("minibus",), lambda: bus_driving(self.network, self.scenario, season, kph)
        )

    def from_node(self, arcs: Arcs, node: int, limit_minutes: float) -> Tree:
        """Return the ways from a node."""
        return Tree(self.network, arcs, node, limit_minutes)

    def to_node(self, arcs: Arcs, node: int, limit_minutes: float) -> Tree:
        """Return the ways to a node."""
        key = next(k for k, known in self._arcs.items() if known is arcs)
        return Tree(
            self.network,
            self._once(("turned", *key), lambda: turned(arcs)),
            node,
            limit_minutes,
            toward=True,
        )

    def scale(self, stage: str, season: str) -> float:
        """Return the minutes of a stage on foot over those of `foot`."""
        return walk_scale(self.scenario, stage, season)

    def minutes_of_site(self, site: int, season: str, limit_minutes: float) -> Array:
        """Return the adult's minutes on foot between a site and each node, (nodes,).

        The slower direction counts; infinite beyond the limit.
        """
        both = BothWays(self, self.foot(season), site, limit_minutes)
        minutes: Array = np.maximum(both.to.minutes, both.home.minutes)
        return minutes

    def piece_minutes(self, season: str) -> Array:
        """Return the adult's minutes on foot along each piece of road, in the slower direction.

        Infinite where the piece is shut, or never the way to take between its ends; shape
        (pieces,).
        """
        arcs, roads = self.foot(season), len(self.network.pieces.edge)
        on_road = arcs.given < 2 * roads
        found = np.full(roads, -np.inf)
        np.maximum.at(found, arcs.given[on_road] % max(roads, 1), arcs.matrix.data[on_road])
        return np.where(np.isfinite(found), found, np.inf)

    def _once(self, key: tuple[str, ...], make: Callable[[], Arcs]) -> Arcs:
        if key not in self._arcs:
            self._arcs[key] = make()
        return self._arcs[key]


class BothWays:
    """The ways on foot or by hired vehicle between all places and one site.

    Parameters
    ----------
    searches
        Of the run.
    arcs
        Arcs of that means.
    site
        Index of the site.
    limit_minutes
        Longer ways are not searched for.
    """

    def __init__(self, searches: Searches, arcs: Arcs, site: int, limit_minutes: float) -> None:
        network = searches.network
        place = np.array(network.villages + site)
        self.to = searches.to_node(arcs, int(network.arriving(place)), limit_minutes)
        self.home = searches.from_node(arcs, int(network.leaving(place)), limit_minutes)
        places = np.arange(network.places)
        self._leaving, self._arriving = network.leaving(places), network.arriving(places)

    @property
    def minutes(self) -> Array:
        """Minutes by place."""
        minutes: Array = np.maximum(
            self.to.minutes[self._leaving], self.home.minutes[self._arriving]
        )
        return minutes

    def way(self, place: int) -> Way | None:
        """Return the way of the slower direction, that to school where both are equal."""
        leaving, arriving = int(self._leaving[place]), int(self._arriving[place])
        to, home = self.to.minutes[leaving], self.home.minutes[arriving]
        if home <= to + INCLUSIVE:
            return self.to.way(leaving)
        way = self.home.way(arriving)
        return way.back() if way is not None else None
