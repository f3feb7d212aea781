"""Villages that reach no school in a season, and what cuts them off."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra

from planner.county import STAGES, County
from planner.findings import Finding
from planner.kinds import stages_offered
from planner.scenario import Scenario
from planner.texts import Text, text
from planner.travel.imported import only_imported
from planner.travel.network import Network, driving
from planner.travel.paths import Arcs
from planner.travel.residences import Starts
from planner.travel.roads import RoadGraph
from planner.travel.services import INCLUSIVE
from planner.travel.speeds import shut
from planner.travel.words import in_words

if TYPE_CHECKING:
    import pandas

Array = NDArray[Any]


@dataclass(frozen=True)
class _Cause:
    """What cuts a village off: the kind, the closed lines of the road layer, the nearest site."""

    check: str
    lines: tuple[int, ...] = ()
    site: int = -1
    minutes: float = np.inf


@dataclass(frozen=True)
class _Group:
    """Villages that one cause cuts off: kind, closed lines, their names in words, their ids."""

    check: str
    lines: tuple[int, ...]
    villages: Text
    ids: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class _Reach:
    """Least minutes from the nearest of some sites to every node, and the way there."""

    arcs: Arcs
    minutes: Array
    previous: Array
    source: Array

    def way(self, node: int) -> Array:
        """Return the arcs of the way to a node, as indices of the arcs given."""
        nodes = [node]
        while self.previous[nodes[-1]] >= 0:
            nodes.append(int(self.previous[nodes[-1]]))
        steps = np.array(nodes[::-1], dtype=np.int64)
        key = steps[:-1] * self.arcs.nodes + steps[1:]
        given: Array = self.arcs.given[np.searchsorted(self.arcs.key, key)]
        return given


def unreached_findings(
    county: County, scenario: Scenario, network: Network, trips: pandas.DataFrame, starts: Starts
) -> tuple[Finding, ...]:
    """Name every village with pupils of a stage and no trip to any site that could offer it.

    Each finding names the villages of a season with one cause, and its stages: the closed roads on the way that would
    otherwise be there; a piece of the road network on which no such school lies; a way
    longer than the cutoff, with the nearest school; or a table of minutes that names none.

    Parameters
    ----------
    county, scenario, network
        As of the run.
    trips
        The travel table's rows.
    starts
        Places of the network from which pupils set out.
    """
    found = []
    for season in dict.fromkeys(scenario.seasons):
        groups: dict[tuple[str, tuple[int, ...], str], tuple[_Group, list[str]]] = {}
        for stage in STAGES:
            here = trips[(trips["season"] == season) & (trips["stage"] == stage)]
            reached = county.villages.index.isin(here["village_id"].unique())
            pupils = county.villages[f"{stage}_pupils"].fillna(0).to_numpy()
            lost = np.flatnonzero(~reached & (pupils > 0))
            if not len(lost):
                continue
            causes = _causes(county, scenario, network, starts, lost, stage, season)
            for group in _groups(county, starts, causes):
                key = group.check, group.lines, group.villages.say("en")
                groups.setdefault(key, (group, []))[1].append(stage)
        found += [
            _finding(scenario, network, season, *entry) for _, entry in sorted(groups.items())
        ]
    return tuple(found)


def _causes(
    county: County,
    scenario: Scenario,
    network: Network,
    starts: Starts,
    lost: Array,
    stage: str,
    season: str,
) -> dict[int, _Cause]:
    """Return the cause of each lost village, by the number of its farthest place."""
    may_offer = stages_offered(county, scenario)[:, STAGES.index(stage)]
    sites = np.flatnonzero(may_offer) + network.villages
    if not len(sites):
        return {int(v): _Cause("beyond") for v in lost}
    graph = network.graph
    closed = shut(graph, scenario, season)
    as_it_is = _reach(network, scenario, sites, stage, season)
    opened = as_it_is
    if closed.any():
        all_open = replace(graph, closed_season=np.full(len(closed), "", dtype=object))
        opened = _reach(replace(network, graph=all_open), scenario, sites, stage, season)
    lived = starts.of_season(scenario, season)
    own_piece = _pieces(network)
    limit = scenario.travel.cutoff_minutes + INCLUSIVE
    causes = {}
    for village in lost:
        homes = np.flatnonzero((starts.village == village) & lived)
        nodes = network.arriving(homes)
        place, node = max(
            zip(homes.tolist(), nodes.tolist(), strict=True), key=lambda p: as_it_is.minutes[p[1]]
        )
        nearest = int(opened.source[node] - network.leaving(np.array(network.villages)))
        cause = _Cause("beyond", (), nearest, float(opened.minutes[node]))
        if as_it_is.minutes[node] <= limit:
            check = "imported" if only_imported(county, scenario) else "beyond"
            cause = _Cause(check)
        elif opened.minutes[node] <= limit:
            cause = _Cause("closed", _closed_lines(network, closed, opened.way(node)))
        elif own_piece[place] not in own_piece[sites]:
            cause = _Cause("island")
        elif not np.isfinite(opened.minutes[node]):
            cause = _Cause("beyond")
        causes[place] = cause
    return causes


def _reach(network: Network, scenario: Scenario, sites: Array, stage: str, season: str) -> _Reach:
    """Return the way from the nearest site to every node, by whatever drives or walks."""
    roads = driving(network, scenario, stage, season)
    minutes, previous, source = dijkstra(
        roads.matrix, indices=network.leaving(sites), min_only=True, return_predecessors=True
    )
    return _Reach(roads, minutes, previous, source)


def _pieces(network: Network) -> Array:
    """Return the piece of the road network nearest to each place, -1 without any road."""
    legs, found = network.legs, np.full(network.places, -1)
    by_length = np.lexsort((legs.metres, legs.place))
    place, first = np.unique(legs.place[by_length], return_index=True)
    edge = legs.edge[by_length[first]]
    found[place] = network.graph.components()[network.graph.start[edge]]
    return found


def _closed_lines(network: Network, closed: Array, steps: Array) -> tuple[int, ...]:
    """Return the closed lines of the road layer on a way, rising."""
    pieces = steps[steps < 2 * len(network.pieces.edge)] % len(network.pieces.edge)
    edges = network.pieces.edge[pieces]
    return tuple(sorted(set(network.graph.line[edges[closed[edges]]].tolist())))


def _groups(county: County, starts: Starts, causes: dict[int, _Cause]) -> list[_Group]:
    """Return the villages of one stage by cause."""
    places: dict[tuple[str, tuple[int, ...]], list[int]] = {}
    for place in sorted(causes):
        places.setdefault((causes[place].check, causes[place].lines), []).append(place)
    made = []
    for (check, lines), group in places.items():
        named = [_named(county, starts.names[p], causes[p]) for p in group]
        ids = tuple(dict.fromkeys(starts.ids[p] for p in group))
        made.append(_Group(check, lines, in_words(named, most=len(named)), ids))
    return made


def _finding(
    scenario: Scenario, network: Network, season: str, group: _Group, stages: list[str]
) -> Finding:
    """Return the finding on the villages of one cause, for the stages that have it alike."""
    roads = _road_names(network.graph, group.lines)
    message = text(
        f"travel.unreached_{group.check}",
        stage=in_words([text(f"travel.stage.{stage}") for stage in stages]),
        season=text(f"travel.season.{season}"),
        villages=group.villages,
        minutes=f"{scenario.travel.cutoff_minutes:g}",
        **({"roads": in_words(roads, most=len(roads))} if roads else {}),
    )
    return Finding(f"travel_unreached_{group.check}", "warning", message, ids=group.ids)


def _named(county: County, name: str, cause: _Cause) -> Text:
    """Return a village's name, with the nearest school where that is known to be too far."""
    if cause.site < 0:
        return text("travel.one", one=name)
    school = str(county.schools["name"].iloc[cause.site])
    return text("travel.nearest", village=name, school=school, minutes=f"{cause.minutes:.0f}")


def _road_names(graph: RoadGraph, lines: tuple[int, ...]) -> list[Text]:
    """Return the names of lines of the road layer, each once, and the numbers of the nameless."""
    names = {line: str(graph.name[np.flatnonzero(graph.line == line)[0]]) for line in lines}
    named = [text("travel.one", one=name) for name in sorted(set(names.values()) - {""})]
    number = [line + 1 for line in lines if not names[line]]
    return named + [text("travel.road_without_name", number=n) for n in number]
