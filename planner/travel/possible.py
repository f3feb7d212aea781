"""Trips by possible minibus lines, each to its own school."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.county import County
from planner.scenario import Scenario
from planner.travel.lines import Draft
from planner.travel.network import HAZARD, METRES, RIDE_METRES, RIDE_MINUTES
from planner.travel.reach import StopWalks
from planner.travel.roads import RoadGraph
from planner.travel.services import INCLUSIVE, Line, Services, Trips
from planner.travel.speeds import minutes_at, vehicle_kph
from planner.travel.table import PossibleLine

Array = NDArray[Any]


def with_drafts(services: Services, drafts: tuple[Draft, ...], scenario: Scenario) -> Services:
    """Return the services with the possible lines after the existing ones, and their stops."""
    if not drafts:
        return services
    xy, stop = np.unique(
        np.concatenate([draft.xy_m for draft in drafts]), axis=0, return_inverse=True
    )
    ends = np.cumsum([len(draft.xy_m) for draft in drafts])[:-1]
    names = [""] * len(xy)
    lines = []
    for draft, stops in zip(drafts, np.split(stop.ravel(), ends), strict=True):
        for order, place in enumerate(stops.tolist(), 1):
            names[place] = names[place] or f"{draft.line_id}/{order}"
        lines.append(
            Line(
                line_id=draft.line_id,
                stops=len(services.xy_m) + stops,
                seats=scenario.lines.seats,
                fare_yuan=scenario.costs.fare_yuan,
                season="",
            )
        )
    return replace(
        services,
        lines=(*services.lines, *lines),
        xy_m=np.concatenate([services.xy_m, xy]),
        names=(*services.names, *names),
    )


def possible_lines(county: County, drafts: tuple[Draft, ...]) -> tuple[PossibleLine, ...]:
    """Return what the plan is told of the possible lines."""
    schools = [str(i) for i in county.schools.index]
    return tuple(
        PossibleLine(
            line_id=draft.line_id,
            school_id=schools[draft.school],
            stages=draft.stages,
            stops=draft.stop_villages,
        )
        for draft in drafts
    )


def possible_trips(
    drafts: tuple[Draft, ...],
    lines: tuple[Line, ...],
    graph: RoadGraph,
    to_stop: StopWalks,
    from_stop: StopWalks,
    sites: Array,
    walk_minutes: Array,
    scenario: Scenario,
    season: str,
    stage: str,
) -> list[Trips]:
    """Return the trips of a stage by possible lines, only those sooner than on foot.

    Parameters
    ----------
    drafts, lines
        Possible lines; all lines, those of the drafts last and in their order.
    graph
        Roads.
    to_stop, from_stop
        Walks of the stage between stops and places: of villages, and of sites.
    sites
        Places of the sites among those of the walks, shape (sites,).
    walk_minutes
        Of the whole way on foot, shape (villages, sites).
    scenario, season, stage
        For waits, the reach of a stop and speeds.

    Returns
    -------
    list of Trips
        The first lines of all schools, their second lines, and so on, so that each entry has
        at most one line to a school.
    """
    kph = vehicle_kph(graph, scenario, season)
    slots: list[Trips] = []
    filled: dict[int, int] = {}
    for n, draft in enumerate(drafts, len(lines) - len(drafts)):
        if stage not in draft.stages:
            continue
        slot = filled[draft.school] = filled.get(draft.school, -1) + 1
        if slot == len(slots):
            slots.append(_none(walk_minutes.shape, to_stop.parts.shape[1]))
        trips, j, stops = slots[slot], draft.school, lines[n].stops
        v = to_stop.near(stops[:-1])
        v = v[v < len(walk_minutes)]
        if not len(v):
            continue
        ride, ride_parts = _ride(draft, graph, kph, to_stop.parts.shape[1])
        on, on_parts = to_stop.between(v, stops[:-1])
        off, off_parts = from_stop.between(sites[[j]], stops[-1:])
        a = (on + ride).argmin(axis=1)
        every = np.arange(len(v))
        minutes = (on + ride)[every, a] + scenario.travel.wait_minutes + off[0, 0]
        sooner = np.flatnonzero(minutes < walk_minutes[v, j] - INCLUSIVE)
        v, a = v[sooner], a[sooner]
        trips.minutes[v, j] = minutes[sooner]
        trips.wait_minutes[v, j] = scenario.travel.wait_minutes
        trips.parts[v, j] = on_parts[sooner, a] + ride_parts[a] + off_parts[0, 0]
        trips.line[v, j] = n
    return slots


def _ride(draft: Draft, graph: RoadGraph, kph: Array, width: int) -> tuple[Array, Array]:
    """Return minutes (k,) and parts (k, width) of the ride from each stop to the school."""
    minutes = np.zeros(len(draft.steps))
    parts = np.zeros((len(draft.steps), width))
    for n, step in enumerate(draft.steps):
        edges, metres = np.array(step.edges, dtype=np.int64), np.array(step.metres)
        minutes[n] = minutes_at(metres, kph[edges]).sum()
        parts[n, METRES] = parts[n, RIDE_METRES] = metres.sum()
        parts[n, HAZARD] = metres[graph.hazard[edges]].sum()
    parts[:, RIDE_MINUTES] = np.where(np.isfinite(minutes), minutes, 0.0)
    return np.cumsum(minutes[::-1])[::-1], np.cumsum(parts[::-1], axis=0)[::-1]


def _none(shape: tuple[int, ...], width: int) -> Trips:
    return Trips(
        minutes=np.full(shape, np.inf),
        wait_minutes=np.zeros(shape),
        parts=np.zeros((*shape, width)),
        line=np.full(shape, -1),
        vehicle=np.zeros(shape, dtype=bool),
    )
