"""Where townships and villages lie: real names and codes, invented positions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from shapely.geometry import Polygon, shape

from .costs import CostGraph
from .model import County, Grid

FACTS = Path(__file__).parent / "facts"


@dataclass
class Ground:
    """The terrain of a county and what is derived from it.

    Parameters
    ----------
    grid
        The raster's geometry.
    outline
        County outline, degrees.
    inside
        Cells whose centre is in the outline, 400 m or more from it.
    height
        Altitude, metres.
    catchment_km2
        Area that drains through each cell, square kilometres.
    rough
        Steepness of the natural ground around each cell, rise over run.
    """

    grid: Grid
    outline: Polygon
    inside: np.ndarray
    height: np.ndarray
    catchment_km2: np.ndarray
    rough: np.ndarray

    def suitability(self, limit_m: float) -> np.ndarray:
        """Return how well each cell suits a village, 0 to 1, flat array."""
        slope = np.hypot(*np.gradient(self.height, self.grid.dy_m, self.grid.dx_m))
        valley = 0.1 + 0.9 * np.clip(self.catchment_km2 / 6, 0, 1) ** 0.5
        low = 1 / (1 + np.exp((self.height - limit_m + 150) / 60))
        return (np.exp(-slope / 0.12) * valley * low * self.inside).ravel()


def read_outline(county_id: str) -> Polygon:
    """Return the simplified county outline, CGCS2000 degrees."""
    text = (FACTS / f"outline_{county_id}.geojson").read_text(encoding="utf-8")
    return shape(json.loads(text)["features"][0]["geometry"])


def short_name(name: str) -> str:
    """Return the everyday form of the official name of a village unit."""
    for ending, short in (
        ("村村民委员会", "村"),
        ("村民委员会", "村"),
        ("社区居民委员会", "社区"),
        ("居民委员会", "居委会"),
    ):
        if name.endswith(ending):
            return name.removesuffix(ending) + short
    return name


def read_places(county_id: str) -> pd.DataFrame:
    """Return the village units with their official codes, one row each."""
    places = pd.read_csv(FACTS / f"places_{county_id}.csv", dtype=str, encoding="utf-8-sig")
    places["name"] = places["village"].map(short_name)
    places["urban"] = places["village"].str.contains("居民委员会|社区")
    return places.sort_values("village_code", ignore_index=True)


def snap_seats(county: County, ground: Ground) -> dict[str, int]:
    """Return the cell of every township seat: the best site within 2.5 km of the wish."""
    grid = ground.grid
    suit = ground.suitability(county.village_limit_m)
    xy = grid.xy_m(np.arange(suit.size))
    seats: dict[str, int] = {}
    for township, (lon, lat) in county.seats.items():
        wish = grid.xy_m(int(grid.cell(lon, lat)))[0]
        away_km = np.hypot(*(xy - wish).T) / 1000
        pull = 0.25 if township == county.seat else 1.2
        score = np.where(away_km < 2.5, suit * np.exp(-((away_km / pull) ** 2)), -1)
        seats[township] = int(np.argmax(score))
    return seats


def township_of_cells(graph: CostGraph, seats: dict[str, int], units: dict[str, int]) -> np.ndarray:
    """Return for every cell the number of the township whose seat is cheapest to reach.

    Townships with more village units reach somewhat farther.
    """
    names = list(seats)
    best = np.full(graph.matrix.shape[0], np.inf)
    owner = np.full(best.size, -1)
    for number, name in enumerate(names):
        cost = graph.spread(np.array([seats[name]]))[0] / np.sqrt(units[name])
        closer = cost < best
        best = np.where(closer, cost, best)
        owner = np.where(closer, number, owner)
    return owner


def place_clusters(
    county: County,
    ground: Ground,
    owner: np.ndarray,
    seats: dict[str, int],
    wanted: dict[str, int],
    near_road_km: np.ndarray,
    rng: np.random.Generator,
) -> dict[str, list[int]]:
    """Return the centre cells of the village groups of every township, the seat first."""
    suit = ground.suitability(county.village_limit_m)
    xy = ground.grid.xy_m(np.arange(suit.size))
    taken = list(seats.values())
    free_km = np.min([np.hypot(*(xy - xy[c]).T) for c in taken], axis=0) / 1000
    clusters = {name: [cell] for name, cell in seats.items()}
    for number, name in enumerate(seats):
        spacing = county.cluster_spacing_km
        away_km = np.hypot(*(xy - xy[seats[name]]).T) / 1000
        weight = suit**1.3 * (owner == number) * np.exp(-away_km / (8 * spacing))
        weight = weight * (0.3 + np.exp(-near_road_km / 3.0))
        while len(clusters[name]) < wanted[name]:
            allowed = weight * (free_km > spacing)
            if allowed.sum() < 1e-3:
                spacing *= 0.85
                if spacing < 1.2:
                    break
                continue
            cell = int(rng.choice(suit.size, p=allowed / allowed.sum()))
            clusters[name].append(cell)
            free_km = np.minimum(free_km, np.hypot(*(xy - xy[cell]).T) / 1000)
    return clusters


def place_around(
    ground: Ground,
    centre: int,
    count: int,
    taken: list[int],
    suit: np.ndarray,
    rng: np.random.Generator,
    reach_km: tuple[float, float] = (0.5, 1.55),
) -> list[int]:
    """Return cells for villages around a centre, at about its altitude, apart from others."""
    grid = ground.grid
    height = ground.height.ravel()
    row, col = divmod(centre, grid.ncols)
    span = 14
    rows = np.arange(max(0, row - span), min(grid.nrows, row + span + 1))
    cols = np.arange(max(0, col - span), min(grid.ncols, col + span + 1))
    cells = (rows[:, None] * grid.ncols + cols).ravel()
    xy = grid.xy_m(cells)
    away_km = np.hypot(*(xy - grid.xy_m(centre)[0]).T) / 1000
    level = np.exp(-abs(height[cells] - height[centre]) / (35 + 30 * away_km))
    found: list[int] = []
    far = reach_km[1]
    while len(found) < count:
        others = grid.xy_m(np.array(taken + found, dtype=int)) if taken or found else xy[:0]
        apart = np.full(cells.size, np.inf)
        for other in others[np.hypot(*(others - grid.xy_m(centre)[0]).T) < 9_000]:
            apart = np.minimum(apart, np.hypot(*(xy - other).T))
        weight = (suit[cells] + 1e-4) * level * (away_km >= reach_km[0]) * (away_km <= far)
        weight = weight * (apart > 430) * ground.inside.ravel()[cells]
        if weight.sum() < 1e-6:
            far += 0.3
            continue
        found.append(int(cells[rng.choice(cells.size, p=weight / weight.sum())]))
    return found
