"""From a county and a scenario to the table of every trip a pupil could make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.county import STAGES, County
from planner.kinds import stages_offered
from planner.scenario import Scenario
from planner.travel.both import (
    PAIRS_AT_A_TIME,
    bus_both_ways,
    either_way,
    search,
    slower,
    walks_of_stops,
)
from planner.travel.closures import closure_findings
from planner.travel.imported import with_imported
from planner.travel.lines import Draft
from planner.travel.network import (
    RIDE_METRES,
    Network,
    driving,
    walk_scale,
    walking,
)
from planner.travel.places import place_findings
from planner.travel.possible import possible_lines, possible_trips
from planner.travel.residences import farthest
from planner.travel.rows import trip_columns, trip_rows
from planner.travel.seasons import planned_trips
from planner.travel.services import (
    INCLUSIVE,
    Line,
    Trips,
    run_lines,
    weekly_trips,
)
from planner.travel.setting import setting_of
from planner.travel.table import TravelTable
from planner.travel.unreached import unreached_findings

__all__ = ["planned_trips", "travel_table"]

Array = NDArray[Any]


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
    setting = setting_of(county, scenario)
    network, starts, lines = setting.network, setting.starts, setting.services.lines
    drafts, possible = setting.drafts, possible_lines(county, setting.drafts)
    may_offer = stages_offered(county, scenario)
    offered = {stage: np.flatnonzero(may_offer[:, g]) for g, stage in enumerate(STAGES)}
    found = []
    for season in dict.fromkeys(scenario.seasons):
        lived = starts.of_season(scenario, season)
        everything = _season_trips(network, lines, drafts, offered, scenario, season)
        for some, stage, mode, trips in everything:
            ours = farthest(trips, starts, lived)
            found.append(trip_columns(scenario, lines, season, stage, mode, some, ours))
    funded = [line.line_id for line in possible]
    computed = trip_rows(county, found)
    rows, imported = with_imported(computed, county, scenario, funded)
    today = rows[~rows["line_id"].isin(funded)] if funded else rows
    findings = (
        *setting.findings,
        *place_findings(county, network, setting.services.names, starts),
        *closure_findings(county.roads, scenario),
        *imported,
        *unreached_findings(county, scenario, network, today, starts),
    )
    return TravelTable(rows, findings, {line.line_id: line.seats for line in lines}, possible)


def _season_trips(
    network: Network,
    lines: tuple[Line, ...],
    drafts: tuple[Draft, ...],
    offered: Mapping[str, Array],
    scenario: Scenario,
    season: str,
) -> Iterator[tuple[Array, str, str, Trips]]:
    """Yield the trips of a season to some sites at a time, by stage and mode."""
    v, j = network.villages, network.sites
    travel = scenario.travel
    scale = {stage: walk_scale(scenario, stage, season) for stage in STAGES}
    quickest = min(scale.values())
    homes, ends = np.arange(v), np.arange(v + j)
    foot = either_way(network, walking(network, scenario, season))
    wheels = {
        stage: either_way(network, driving(network, scenario, stage, season), ends)
        for stage, sites in offered.items()
        if len(sites)
    }
    existing = lines[: len(lines) - len(drafts)]
    runs = run_lines(network, existing, scenario, season)
    walks = walks_of_stops(network, foot, travel.stop_reach_minutes / quickest)
    step = max(1, PAIRS_AT_A_TIME // max(v, 1))
    for begin in range(0, j, step):
        chunk = np.arange(begin, min(begin + step, j))
        on_foot = search(foot, v + chunk, homes, travel.cutoff_minutes / quickest)
        for stage in STAGES:
            here = np.flatnonzero(np.isin(chunk, offered[stage]))
            if not len(here):
                continue
            sites, factor = chunk[here], scale[stage]
            own, numbers, known = _drafts_of(sites, drafts, lines)
            walk = slower([_without_line(m[here] * factor, parts[here]) for m, parts in on_foot])
            reach = travel.stop_reach_minutes + INCLUSIVE
            near = [walk.of_stage(factor, reach) for walk in walks]
            bus = bus_both_ways(existing, runs, near, v, v + sites, scenario)
            driven = search(wheels[stage], v + sites, homes, travel.cutoff_minutes)
            private = slower([_without_line(m, parts) for m, parts in driven])
            norm = scenario.stage_travel(stage).weekly_max_minutes
            ride = _better(bus, private) if travel.private_ride else bus
            yield sites, stage, "walk", walk
            yield sites, stage, "ride", ride
            yield sites, stage, "board", weekly_trips(bus, private, norm)
            offers = [
                possible_trips(
                    own, known, network.graph, a, b, v + sites, walk.minutes, scenario, season,
                    stage,
                )
                for a, b in zip(near, near[::-1], strict=True)
            ]  # fmt: skip
            for ways in zip(*offers, strict=True):
                offer = slower(ways)
                yield sites, stage, "ride", replace(offer, line=numbers[offer.line])


def _drafts_of(
    sites: Array, drafts: tuple[Draft, ...], lines: tuple[Line, ...]
) -> tuple[tuple[Draft, ...], Array, tuple[Line, ...]]:
    """Return the possible lines to some sites, their numbers among all, and them as lines.

    The sites are numbered as they stand; the last number is -1, that of no line.
    """
    first = len(lines) - len(drafts)
    rank = {site: n for n, site in enumerate(sites.tolist())}
    here = [n for n, draft in enumerate(drafts) if draft.school in rank]
    own = tuple(replace(drafts[n], school=rank[drafts[n].school]) for n in here)
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
