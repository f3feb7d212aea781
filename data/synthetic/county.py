"""The ground, the places and the roads of one county, in order."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from scipy import ndimage

from .costs import CostGraph
from .county_dege import DEGE
from .county_mao import MAO
from .county_zhaojue import ZHAOJUE
from .grading import grade_roads
from .linework import island, noded, pieces
from .model import SEED, County
from .places import Ground, read_outline, read_places, snap_seats, township_of_cells
from .roads import link_neighbours, main_roads, near_road_km
from .terrain import inside_mask, make_grid, make_terrain
from .villages import place_villages

COUNTIES: dict[str, County] = {c.county_id: c for c in (DEGE, ZHAOJUE, MAO)}


@dataclass
class Land:
    """What is made before the people.

    Parameters
    ----------
    ground
        Terrain and outline.
    owner
        Number of the township (order of ``seats``) each cell belongs to.
    seats
        Cell of every township seat.
    places
        Village units with ``cell``, ``cluster`` and ``role``.
    roads
        Noded road lines with their attributes, CGCS2000 degrees.
    """

    ground: Ground
    owner: np.ndarray
    seats: dict[str, int]
    places: pd.DataFrame
    roads: gpd.GeoDataFrame


def rng_for(county: County, part: int) -> np.random.Generator:
    """Return the random numbers of one part of one county, apart from all others."""
    return np.random.default_rng([SEED, int(county.adcode), part])


def make_ground(county: County) -> Ground:
    """Return the terrain of a county."""
    outline = read_outline(county.county_id)
    grid = make_grid(outline)
    inside = inside_mask(grid, outline)
    height, catchment_km2 = make_terrain(county, grid, inside, rng_for(county, 1))
    # Roads and villages keep a cell away from the outline, so that every point is inside.
    core = inside_mask(grid, outline.buffer(-0.004))
    slope = np.hypot(*np.gradient(height, grid.dy_m, grid.dx_m))
    rough = ndimage.gaussian_filter(slope, 2.0)
    return Ground(grid, outline, core, height, catchment_km2, rough)


def make_land(county: County) -> Land:
    """Return terrain, township areas, village sites and roads of a county."""
    ground = make_ground(county)
    places = read_places(county.county_id)
    seats = snap_seats(county, ground)
    graph = CostGraph(county, ground.grid, ground.height, ground.inside)
    units = {str(k): int(v) for k, v in places.groupby("township").size().items()}
    owner = township_of_cells(graph, seats, units)
    network = main_roads(county, graph, ground.inside, seats)
    link_neighbours(graph, network, seats, most=max(2, county.townships // 5))
    places = place_villages(
        county, ground, graph, network, places, owner, seats, rng_for(county, 2)
    )
    level = grade_roads(ground.grid, ground.height, network)
    ground.height = np.clip(level, county.min_m, county.max_m)
    rows = pieces(county, ground, network, rng_for(county, 3))
    if county.road_island:
        suit = ground.suitability(county.village_limit_m + 200)
        rows += island(ground, near_road_km(ground.grid, network), places["cell"].to_numpy(), suit)
    return Land(ground, owner, seats, places, noded(rows))
