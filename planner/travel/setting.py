"""What every search of a run stands on: places, bus lines, terrain and the network of them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.county import County
from planner.findings import Finding
from planner.scenario import Scenario
from planner.travel.heights import Terrain
from planner.travel.joining import build_network
from planner.travel.lines import Draft, draft_lines
from planner.travel.network import Network
from planner.travel.possible import with_drafts
from planner.travel.residences import Starts, read_starts
from planner.travel.roads import road_graph
from planner.travel.services import Services, read_services
from planner.travel.terrain import county_terrain

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Setting:
    """Where the trips of a county are searched for.

    Parameters
    ----------
    network
        Roads and places.
    starts
        Places from which pupils set out.
    services
        Bus lines, those that a plan may fund last, and their stops.
    drafts
        The lines that a plan may fund.
    terrain
        Heights, None where all is level.
    places_xy_m
        Coordinates of the places of the network, metres, shape (places, 2).
    findings
        What is to be said of the terrain.
    """

    network: Network
    starts: Starts
    services: Services
    drafts: tuple[Draft, ...]
    terrain: Terrain | None
    places_xy_m: Array
    findings: tuple[Finding, ...]


def setting_of(county: County, scenario: Scenario) -> Setting:
    """Return the network of a county and what it was made of."""
    graph = road_graph(county.roads)
    homes, sites = (_xy(places) for places in (county.villages, county.schools))
    drafts = draft_lines(county, graph, homes, sites, scenario)
    services = with_drafts(read_services(county.services, scenario), drafts, scenario)
    starts = read_starts(county)
    terrain, findings = county_terrain(county)
    network = build_network(graph, starts.xy_m, sites, services.xy_m, scenario, terrain)
    places = np.concatenate([starts.xy_m, sites, services.xy_m])
    return Setting(network, starts, services, drafts, terrain, places, findings)


def _xy(places: Any) -> Array:
    """Return the coordinates of a point frame, shape (p, 2)."""
    xy: Array = shapely.get_coordinates(np.asarray(places.geometry))
    return xy
