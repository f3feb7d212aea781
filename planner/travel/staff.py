"""Minutes between schools for those who work there: by any vehicle, on foot where none may go.

Staff need no bus line: they ride a motorbike, a car or whatever comes by, at the speeds of the
roads' classes that every vehicle of `planner.travel` has. Snapping, ways off the road, closures,
hazard stretches, ice and slopes are those of the travel table; who walks is an adult. A county's
own table of minutes tells of villages and schools, not of two schools, so these are computed.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import IO, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.county import County
from planner.scenario import Scenario
from planner.travel.both import either_way, search
from planner.travel.cache import PREFIX, SUFFIX, UNREADABLE, cache_folder, keep
from planner.travel.inputs_hash import inputs_hash
from planner.travel.joining import build_network
from planner.travel.network import staff_driving
from planner.travel.roads import road_graph
from planner.travel.terrain import county_terrain

Floats = NDArray[np.float64]

KIND = "staff-"
"""Between prefix and hash of the names of such files in the cache."""


def school_minutes(county: County, scenario: Scenario) -> tuple[tuple[str, ...], Floats]:
    """Return the minutes between all schools, from the cache where they are there.

    One way, of each pair the slower direction and the worst of the seasons planned for.

    Parameters
    ----------
    county
        Schools (existing and candidate), roads and terrain in metres.
    scenario
        Speeds and seasons.

    Returns
    -------
    tuple
        School ids in the order of the schools table; minutes, shape (S, S), symmetric, 0 on
        the diagonal, NaN where no road or path joins two schools in every season.
    """
    ids = tuple(str(i) for i in county.schools.index)
    folder = cache_folder()
    if folder is None:
        return ids, _computed(county, scenario)
    key = inputs_hash(county, scenario)
    path = folder / f"{PREFIX}{KIND}{key}{SUFFIX}"
    try:
        minutes = _read(path, key, ids)
    except UNREADABLE:
        minutes = _computed(county, scenario)
        keep(path, lambda file: _write(file, key, ids, minutes))
        return ids, minutes
    with contextlib.suppress(OSError):
        os.utime(path)
    return ids, minutes


def _computed(county: County, scenario: Scenario) -> Floats:
    sites = shapely.get_coordinates(np.asarray(county.schools.geometry))
    nowhere = np.zeros((0, 2))
    terrain, _ = county_terrain(county)
    graph = road_graph(county.roads)
    network = build_network(graph, nowhere, sites, nowhere, scenario, terrain)
    every = np.arange(len(sites))
    worst = np.zeros((len(sites), len(sites)))
    for season in dict.fromkeys(scenario.seasons):
        ways = either_way(network, staff_driving(network, scenario, season), every)
        for minutes, _ in search(ways, every, every, np.inf):
            # A search on level ways goes one way only; rounding aside it is that back.
            worst = np.maximum(worst, np.maximum(minutes, minutes.T))
    np.fill_diagonal(worst, 0.0)
    found: Floats = np.where(np.isfinite(worst), worst, np.nan)
    return found


def _write(file: IO[bytes], key: str, ids: tuple[str, ...], minutes: Floats) -> None:
    np.savez_compressed(file, key=np.array(key), ids=np.array(ids, dtype=str), minutes=minutes)


def _read(path: Path, key: str, ids: tuple[str, ...]) -> Floats:
    """Return the minutes of a file.

    Raises
    ------
    ValueError
        If they are not those asked for.
    """
    with np.load(path, allow_pickle=False) as arrays:
        held: dict[str, Any] = {name: arrays[name] for name in ("key", "ids", "minutes")}
    minutes: Floats = held["minutes"]
    fits = minutes.shape == (len(ids), len(ids)) and minutes.dtype == np.float64
    if str(held["key"]) != key or tuple(held["ids"].tolist()) != ids or not fits:
        raise ValueError(f"{path} holds other minutes than those asked for")
    return minutes
