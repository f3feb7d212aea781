"""Villages that reach no school in a season, and what cuts them off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from planner.county import OFFERS, STAGES, County
from planner.findings import Finding
from planner.scenario import Scenario
from planner.texts import Text, text
from planner.travel.network import Network, driving
from planner.travel.paths import shortest, way
from planner.travel.places import in_words
from planner.travel.roads import RoadGraph
from planner.travel.speeds import shut

if TYPE_CHECKING:
    import pandas

Array = NDArray[Any]


def unreached_findings(
    county: County, scenario: Scenario, network: Network, trips: pandas.DataFrame
) -> tuple[Finding, ...]:
    """Name villages with pupils of a stage and no trip to any site that could offer it.

    Where the trip would be there with the season's closed roads open, the closed roads on
    that way are named.

    Parameters
    ----------
    county, scenario, network
        As of the run.
    trips
        The travel table's rows.
    """
    found = []
    for season in dict.fromkeys(scenario.seasons):
        for stage in STAGES:
            here = trips[(trips["season"] == season) & (trips["stage"] == stage)]
            reached = county.villages.index.isin(here["village_id"].unique())
            pupils = county.villages[f"{stage}_pupils"].fillna(0).to_numpy()
            lost = [int(v) for v in np.flatnonzero(~reached & (pupils > 0))]
            if not lost:
                continue
            behind = _closed_roads_before(county, scenario, network, lost, stage, season)
            cut_off = [v for v in lost if behind[v]]
            roads = _road_names(network.graph, sorted(set().union(*behind.values())))
            beyond = [v for v in lost if not behind[v]]
            for check, group in (("closed", cut_off), ("beyond", beyond)):
                if group:
                    found.append(_finding(check, county, scenario, group, roads, stage, season))
    return tuple(found)


def _finding(
    check: str,
    county: County,
    scenario: Scenario,
    group: list[int],
    roads: list[Text],
    stage: str,
    season: str,
) -> Finding:
    message = text(
        f"travel.unreached_{check}",
        stage=text(f"travel.stage.{stage}"),
        season=text(f"travel.season.{season}"),
        villages=in_words([str(name) for name in county.villages["name"].iloc[group]]),
        minutes=f"{scenario.travel.cutoff_minutes:g}",
        **({"roads": in_words(roads)} if check == "closed" else {}),
    )
    ids = tuple(str(i) for i in county.villages.index[group])
    return Finding(f"travel_unreached_{check}", "warning", message, ids=ids)


def _closed_roads_before(
    county: County, scenario: Scenario, network: Network, lost: list[int], stage: str, season: str
) -> dict[int, set[int]]:
    """Return the closed lines on each lost village's way, were they open; none if not the cause."""
    closed = shut(network.graph, season)
    kinds = county.schools["kind"]
    sites = np.flatnonzero([stage in OFFERS[kind] for kind in kinds]) + network.villages
    behind: dict[int, set[int]] = {v: set() for v in lost}
    if not closed.any() or not len(sites):
        return behind
    all_open = replace(network.graph, closed_season=np.full(len(closed), "", dtype=object))
    roads = driving(replace(network, graph=all_open), scenario, stage, season)
    minutes, _ = shortest(
        roads,
        network.leaving(sites),
        network.arriving(np.array(lost)),
        scenario.travel.cutoff_minutes,
    )
    for column, village in enumerate(lost):
        nearest = int(minutes[:, column].argmin())
        if np.isfinite(minutes[nearest, column]):
            source = int(network.leaving(sites)[nearest])
            steps = way(roads, source, int(network.arriving(np.array(village))))
            pieces = steps[steps < 2 * len(network.pieces.edge)] % len(network.pieces.edge)
            edges = network.pieces.edge[pieces]
            behind[village] = set(network.graph.line[edges[closed[edges]]].tolist())
    return behind


def _road_names(graph: RoadGraph, lines: list[int]) -> list[Text]:
    """Return the names of lines of the road layer, each once, and the numbers of the nameless."""
    names = {line: str(graph.name[np.flatnonzero(graph.line == line)[0]]) for line in lines}
    named = [text("travel.one", one=name) for name in sorted(set(names.values()) - {""})]
    number = [line + 1 for line in lines if not names[line]]
    return named + [text("travel.road_without_name", number=n) for n in number]
