"""What joining places to the roads shows of the input: islands, places far from any road."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.county import County
from planner.findings import Finding
from planner.texts import text
from planner.travel.network import Network
from planner.travel.residences import Starts
from planner.travel.words import in_words

Array = NDArray[Any]

FAR_FROM_ROAD_M = 1_000.0
"""Villages and schools farther than this from any road are named."""

STOP_OFF_ROAD_M = 200.0
"""A bus stop farther than this from a road that vehicles may use is named."""


def place_findings(
    county: County, network: Network, stop_names: tuple[str, ...], starts: Starts
) -> tuple[Finding, ...]:
    """Return what the places' legs to the roads show, each a warning or a note.

    Parameters
    ----------
    county, network
        As of the run.
    stop_names
        Names of the bus stops of the network.
    starts
        Places of the network from which pupils set out.
    """
    ids = [*starts.ids, *map(str, county.schools.index), *stop_names]
    names = [*starts.names, *county.schools["name"], *stop_names]
    return (*_islands(network, ids, names), *_far(network, ids, names), *_stops(network, ids))


def _islands(network: Network, ids: list[str], names: list[str]) -> list[Finding]:
    """Name places whose nearest road belongs to a piece apart from the largest."""
    piece = network.graph.components()
    legs = network.legs
    by_length = np.lexsort((legs.metres, legs.place))
    place, first = np.unique(legs.place[by_length], return_index=True)
    edge = legs.edge[by_length[first]]
    apart = place[piece[network.graph.start[edge]] > 0]
    if not len(apart):
        return []
    message = text(
        "travel.islands", pieces=int(piece.max()), places=in_words([names[p] for p in apart])
    )
    return [Finding("travel_islands", "warning", message, ids=tuple(ids[p] for p in apart))]


def _far(network: Network, ids: list[str], names: list[str]) -> list[Finding]:
    """Name villages and sites whose way to the nearest road is long, the longest first."""
    metres = network.nearest_m[: network.villages + network.sites]
    far = np.flatnonzero((metres > FAR_FROM_ROAD_M) & np.isfinite(metres))
    far = far[np.argsort(-metres[far], kind="stable")]
    if not len(far):
        return []
    said = [f"{names[p]} ({metres[p] / 1000:.1f} km)" for p in far]
    message = text("travel.far", km=FAR_FROM_ROAD_M / 1000, places=in_words(said))
    return [Finding("travel_far_from_road", "note", message, ids=tuple(ids[p] for p in far))]


def _stops(network: Network, ids: list[str]) -> list[Finding]:
    """Name bus stops that lie off every road on which a vehicle may go."""
    off = np.flatnonzero(network.drive.nearest_m(network.stops) > STOP_OFF_ROAD_M)
    if not len(off):
        return []
    stops = [ids[network.villages + network.sites + p] for p in off]
    message = text("travel.stops_off_road", metres=int(STOP_OFF_ROAD_M), stops=in_words(stops))
    return [Finding("travel_stop_off_road", "warning", message, ids=tuple(stops))]
