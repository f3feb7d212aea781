"""From a county and a scenario to the table of every trip a pupil could make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.county import STAGES, County
from planner.scenario import Scenario
from planner.travel.both import bus_both_ways, either_way, search, slower
from planner.travel.closures import closure_findings
from planner.travel.imported import with_imported
from planner.travel.joining import build_network
from planner.travel.lines import Draft, draft_lines
from planner.travel.network import (
    RIDE_METRES,
    Network,
    driving,
    walk_scale,
    walking,
)
from planner.travel.places import place_findings
from planner.travel.possible import possible_lines, possible_trips, with_drafts
from planner.travel.residences import farthest, read_starts
from planner.travel.roads import road_graph
from planner.travel.rows import trip_columns, trip_rows
from planner.travel.seasons import planned_trips
from planner.travel.services import (
    INCLUSIVE,
    Line,
    Trips,
    read_services,
    run_lines,
    weekly_trips,
)
from planner.travel.table import TravelTable
from planner.travel.terrain import county_terrain
from planner.travel.unreached import unreached_findings

__all__ = ["planned_trips", "travel_table"]

Array = NDArray[Any]

PAIRS_AT_A_TIME = 500_000
"""Villages times sites whose trips are held in memory at once."""


def travel_table(county: County, scenario: Scenario) -> TravelTable:
    """Compute the trips of every village to every site that could offer each stage.

    Walk, ride (by bus line, or by private vehicle with ``travel.private_ride``) and board
    (the weekly trip, see `weekly_trips`), for each season of the scenario; and rides by the
    lines that a plan may fund. Both directions are computed, to school and home; the slower
    one is the trip. Trips longer than ``cutoff_minutes`` are absent.

    Parameters
    ----------
    county
        Villages, sites, roads, terrain and bus lines in metres.
    scenario
        Speeds, waits, limits and seasons.
    """
    graph = road_graph(county.roads)
    homes, sites = _xy(county.villages), _xy(county.schools)
    drafts = draft_lines(county, graph, homes, sites, scenario)
    services = with_drafts(read_services(county.services, scenario), drafts, scenario)
    lines, possible = services.lines, possible_lines(county, drafts)
    starts = read_starts(county)
    terrain, relief = county_terrain(county)
    network = build_network(graph, starts.xy_m, sites, services.xy_m, scenario, terrain)
    found = []
    for season in dict.fromkeys(scenario.seasons):
        lived = starts.of_season(scenario, season)
        for some, stage, mode, trips in _season_trips(network, lines, drafts, scenario, season):
            ours = farthest(trips, starts, lived)
            found.append(trip_columns(county, scenario, lines, season, stage, mode, some, ours))
    funded = [line.line_id for line in possible]
    computed = trip_rows(county, found)
    rows, imported = with_imported(computed, county, scenario, funded)
    today = rows[~rows["line_id"].isin(funded)]
    findings = (
        *relief,
        *place_findings(county, network, services.names, starts),
        *closure_findings(county.roads, scenario),
        *imported,
        *unreached_findings(county, scenario, network, today, starts),
    )
    return TravelTable(rows, findings, {line.line_id: line.seats for line in lines}, possible)


def _xy(places: Any) -> Array:
    """Return the coordinates of a point frame, shape (p, 2)."""
    xy: Array = shapely.get_coordinates(np.asarray(places.geometry))
    return xy


def _season_trips(
    network: Network,
    lines: tuple[Line, ...],
    drafts: tuple[Draft, ...],
    scenario: Scenario,
    season: str,
) -> Iterator[tuple[slice, str, str, Trips]]:
    """Yield the trips of a season to some sites at a time, by stage and mode."""
    v, j = network.villages, network.sites
    travel = scenario.travel
    scale = {stage: walk_scale(scenario, stage, season) for stage in STAGES}
    quickest = min(scale.values())
    foot = either_way(network, walking(network, scenario, season))
    wheels = {g: either_way(network, driving(network, scenario, g, season)) for g in STAGES}
    existing = lines[: len(lines) - len(drafts)]
    runs = run_lines(network, existing, scenario, season)
    stops = np.arange(v + j, network.places)
    limit = travel.stop_reach_minutes / quickest
    walks = search(network, foot, stops, np.arange(v + j), limit)
    # To school from the village to the stop and from a stop to the site; home the other way.
    to_stop = [(m[:, :v].T, parts[:, :v].swapaxes(0, 1)) for m, parts in walks]
    from_stop = [(m[:, v:], parts[:, v:]) for m, parts in walks[::-1]]
    step = max(1, PAIRS_AT_A_TIME // max(v, 1))
    for begin in range(0, j, step):
        sites = slice(begin, min(begin + step, j))
        places = v + np.arange(sites.start, sites.stop)
        homes = np.arange(v)
        on_foot = search(network, foot, places, homes, travel.cutoff_minutes / quickest)
        own, numbers, known = _drafts_of(sites, drafts, lines)
        for stage in STAGES:
            factor = scale[stage]
            walk = slower([_without_line(m * factor, parts) for m, parts in on_foot])
            near = [(m * factor, parts) for m, parts in to_stop]
            back = [(m[:, sites] * factor, parts[:, sites]) for m, parts in from_stop]
            bus = bus_both_ways(existing, runs, near, back, scenario)
            driven = search(network, wheels[stage], places, homes, travel.cutoff_minutes)
            private = slower([_without_line(m, parts) for m, parts in driven])
            norm = scenario.stage_travel(stage).weekly_max_minutes
            ride = _better(bus, private) if travel.private_ride else bus
            yield sites, stage, "walk", walk
            yield sites, stage, "ride", ride
            yield sites, stage, "board", weekly_trips(bus, private, norm)
            offers = [
                possible_trips(
                    own, known, network.graph, a, b, walk.minutes, scenario, season, stage
                )
                for a, b in zip(near, back, strict=True)
            ]
            for ways in zip(*offers, strict=True):
                offer = slower(ways)
                yield sites, stage, "ride", replace(offer, line=numbers[offer.line])


def _drafts_of(
    sites: slice, drafts: tuple[Draft, ...], lines: tuple[Line, ...]
) -> tuple[tuple[Draft, ...], Array, tuple[Line, ...]]:
    """Return the possible lines to some sites, their numbers among all, and them as lines.

    The sites are counted from the first of them; the last number is -1, that of no line.
    """
    first = len(lines) - len(drafts)
    here = [n for n, draft in enumerate(drafts) if sites.start <= draft.school < sites.stop]
    own = tuple(replace(drafts[n], school=drafts[n].school - sites.start) for n in here)
    numbers = np.array([*(first + n for n in here), -1])
    return own, numbers, tuple(lines[first + n] for n in here)


def _without_line(minutes: Array, parts: Array) -> Trips:
    """Return trips on foot or by vehicle from arrays by site and village."""
    parts = parts.swapaxes(0, 1)
    return Trips(
        minutes=minutes.T,
        wait_minutes=np.zeros_like(minutes.T),
        parts=parts,
        line=np.full(minutes.T.shape, -1),
        vehicle=parts[..., RIDE_METRES] > 0,
    )


def _better(bus: Trips, private: Trips) -> Trips:
    """Return the bus where it is as fast, else the private vehicle where it drives at all."""
    own = (private.minutes < bus.minutes - INCLUSIVE) & private.vehicle
    return Trips(
        minutes=np.where(own, private.minutes, bus.minutes),
        wait_minutes=np.where(own, 0, bus.wait_minutes),
        parts=np.where(own[..., None], private.parts, bus.parts),
        line=np.where(own, -1, bus.line),
        vehicle=own,
    )
