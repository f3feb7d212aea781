"""From a county and a scenario to the table of every trip a pupil could make."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.county import STAGES, County
from planner.scenario import Scenario
from planner.travel.network import (
    RIDE_METRES,
    Network,
    build_network,
    driving,
    walk_scale,
    walking,
)
from planner.travel.paths import shortest
from planner.travel.places import place_findings
from planner.travel.roads import road_graph
from planner.travel.rows import trip_rows
from planner.travel.seasons import planned_trips
from planner.travel.services import INCLUSIVE, Line, Trips, bus_trips, read_services, run_lines
from planner.travel.table import TravelTable
from planner.travel.unreached import unreached_findings

__all__ = ["planned_trips", "travel_table"]

Array = NDArray[Any]


def travel_table(county: County, scenario: Scenario) -> TravelTable:
    """Compute the trips of every village to every site that could offer each stage.

    Walk, ride (by bus line, or by private vehicle with ``travel.private_ride``) and board
    (the weekly trip by hired vehicle), for each season of the scenario. There is no terrain
    yet: both directions take the same minutes. Trips longer than ``cutoff_minutes`` are
    absent.

    Parameters
    ----------
    county
        Villages, sites, roads and bus lines in metres.
    scenario
        Speeds, waits, limits and seasons.
    """
    graph = road_graph(county.roads)
    services = read_services(county.services, scenario)
    lines = services.lines
    network = build_network(
        graph, _xy(county.villages), _xy(county.schools), services.xy_m, scenario
    )
    found = [
        (season, *trips)
        for season in dict.fromkeys(scenario.seasons)
        for trips in _season_trips(network, lines, scenario, season)
    ]
    rows = trip_rows(county, scenario, lines, found)
    findings = (
        *place_findings(county, network, services.names),
        *unreached_findings(county, scenario, network, rows),
    )
    return TravelTable(rows, findings, {line.line_id: line.seats for line in lines})


def _xy(places: Any) -> Array:
    """Return the coordinates of a point frame, shape (p, 2)."""
    xy: Array = shapely.get_coordinates(np.asarray(places.geometry))
    return xy


def _season_trips(
    network: Network, lines: tuple[Line, ...], scenario: Scenario, season: str
) -> list[tuple[str, str, Trips]]:
    """Return the trips of a season by stage and mode."""
    v, j = network.villages, network.sites
    travel = scenario.travel
    villages, sites = np.arange(v), np.arange(v, v + j)
    scale = {stage: walk_scale(scenario, stage, season) for stage in STAGES}
    on_foot = walking(network, scenario, season)
    quickest = min(scale.values())
    stops = np.arange(v + j, network.places)
    flat_minutes, parts = shortest(
        on_foot,
        network.leaving(sites),
        network.arriving(villages),
        travel.cutoff_minutes / quickest,
    )
    flat_stops, stop_parts = shortest(
        on_foot,
        network.leaving(stops),
        network.arriving(np.arange(v + j)),
        travel.stop_reach_minutes / quickest,
    )
    parts = parts.swapaxes(0, 1)
    to_stop = flat_stops[:, :v].T, stop_parts[:, :v].swapaxes(0, 1)
    from_stop = flat_stops[:, v:], stop_parts[:, v:]
    runs = run_lines(network, lines, scenario, season)
    found = []
    for stage in STAGES:
        factor = scale[stage]
        walk = _without_line(flat_minutes.T * factor, parts, served=True)
        bus = bus_trips(
            lines,
            runs,
            (to_stop[0] * factor, to_stop[1]),
            (from_stop[0] * factor, from_stop[1]),
            scenario,
        )
        minutes, drive_parts = shortest(
            driving(network, scenario, stage, season),
            network.leaving(sites),
            network.arriving(villages),
            travel.cutoff_minutes,
        )
        drive_parts = drive_parts.swapaxes(0, 1)
        served = bus.minutes <= travel.cutoff_minutes + INCLUSIVE
        board = _without_line(minutes.T, drive_parts, served)
        private = _without_line(minutes.T, drive_parts, served=False)
        ride = _better(bus, private) if travel.private_ride else bus
        found += [(stage, "walk", walk), (stage, "ride", ride), (stage, "board", board)]
    return found


def _without_line(minutes: Array, parts: Array, served: Array | bool) -> Trips:
    """Return trips on foot or by vehicle, which is needed where no line serves the pair."""
    return Trips(
        minutes=minutes,
        wait_minutes=np.zeros_like(minutes),
        parts=parts,
        line=np.full(minutes.shape, -1),
        vehicle=(parts[..., RIDE_METRES] > 0) & ~np.asarray(served),
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
