"""The land of a generated county: valleys, the ways along them, villages and school sites.

Rivers run side by side; valleys open on both sides of each, one every few kilometres. Roads
follow valleys and rivers, so that a school beyond the ridge is near on the map and far to
walk. Each valley is a township. The area grows with the sites, and villages share it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SITES_A_VALLEY = 8
_MOUTHS_KM = 5.0
_RIVERS_KM = 26.0
_LENGTH_KM = (9.0, 15.0)
_OFF_ROAD_KM = 0.7
_BENDS = 1.25
"""Kilometres of road for one along the valley's middle."""
_OVER_RIDGE = 1.7
"""Kilometres on foot for one straight over a ridge."""


@dataclass(frozen=True, eq=False)
class Land:
    """Villages and sites, and how far apart.

    Parameters
    ----------
    village_valley, site_valley
        Shapes (V,) and (J,).
    site_rank
        0 for the first site of its valley (the township's seat), then 1, 2, …, (J,).
    site_village
        The village where the site stands, (J,).
    off_road_km
        From each village to the road of its valley, (V,).
    road_km, foot_km
        From each village to each site, by road and on foot, (V, J).
    """

    village_valley: Ints
    site_valley: Ints
    site_rank: Ints
    site_village: Ints
    off_road_km: Floats
    road_km: Floats
    foot_km: Floats


def land_of(villages: int, sites: int, rng: np.random.Generator) -> Land:
    """Return a land with that many villages and sites.

    Raises
    ------
    ValueError
        If there are more sites than villages, or fewer than two.
    """
    if not 2 <= sites <= villages:
        raise ValueError(f"{villages} villages × {sites} sites: take 2 sites or more, in villages")
    valleys = max(1, round(sites / SITES_A_VALLEY))
    rivers = max(1, round(np.sqrt(valleys / 2)))
    river, order = np.arange(valleys) % rivers, np.arange(valleys) // rivers
    mouth_km = _MOUTHS_KM * (order + 0.5)
    length_km = rng.uniform(*_LENGTH_KM, size=valleys)
    site_valley = np.arange(sites) % valleys
    others = rng.choice(valleys, size=villages - sites, p=length_km / length_km.sum())
    valley = np.concatenate([site_valley, others]).astype(np.int64)
    along = length_km[valley] * rng.beta(1.1, 1.5, size=villages)
    rank = (np.arange(sites) // valleys).astype(np.int64)
    along[:sites] = length_km[site_valley] * _spread(rank, rng)
    off = rng.normal(0.0, _OFF_ROAD_KM, size=villages)
    off[:sites] *= 0.3
    east = river * _RIVERS_KM
    side = np.where(order % 2, 1.0, -1.0)
    x, y = east[valley] + side[valley] * along, mouth_km[valley] + off
    here, there = np.arange(villages)[:, None], np.arange(sites)[None, :]
    same = valley[here] == valley[there]
    same_river = river[valley][here] == river[valley][there]
    out = along[here] + along[there]
    mouths = mouth_km[valley]
    by_rivers = mouths[here] + mouths[there] + np.abs(east[valley][here] - east[valley][there])
    beyond = np.where(same_river, np.abs(mouths[here] - mouths[there]), by_rivers)
    middle = np.where(same, np.abs(along[here] - along[there]), out + beyond)
    tracks = np.where(here == there, 0.0, np.abs(off)[here] + np.abs(off)[there])
    straight = np.hypot(x[here] - x[there], y[here] - y[there])
    road = _BENDS * middle + tracks
    return Land(
        village_valley=valley,
        site_valley=site_valley.astype(np.int64),
        site_rank=rank,
        site_village=np.arange(sites, dtype=np.int64),
        off_road_km=np.abs(off),
        road_km=road,
        foot_km=np.minimum(road, _OVER_RIDGE * straight),
    )


def _spread(rank: Ints, rng: np.random.Generator) -> Floats:
    """Return how far up its valley each site lies: the seat near the mouth, others spread."""
    steps = np.array([0.2, 0.3, 0.55, 0.8, 0.95, 0.05, 0.7, 0.42])
    return np.clip(steps[rank % len(steps)] + rng.uniform(-0.06, 0.06, size=len(rank)), 0.0, 1.0)
