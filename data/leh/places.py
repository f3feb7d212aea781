"""Townships, the outline, and the villages with their estimated pupils."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Array = NDArray[Any]

SHARES = {"lower": 0.045, "upper": 0.046, "junior": 0.047}
"""Pupils of three grades as a share of the people: about 1.5 % a year of age."""


def township_name(block_id: int) -> str:
    """Return the name of a township: the source has ids only."""
    return f"Block {block_id}"


def townships(blocks: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the block polygons, repaired, with `name` and `township_id`, sorted by id."""
    blocks = blocks.sort_values("BLOCK_ID", kind="stable").reset_index(drop=True)
    ids = blocks["BLOCK_ID"].astype(int)
    return gpd.GeoDataFrame(
        {"name": ids.map(township_name), "township_id": ids.astype(str)},
        geometry=shapely.make_valid(blocks.geometry.to_numpy()),
        crs=blocks.crs,
    )


def outline(blocks: gpd.GeoDataFrame, points: Array) -> BaseGeometry:
    """Return the union of the blocks and of the convex hull of the points."""
    hull = shapely.convex_hull(shapely.multipoints(points))
    return shapely.union_all([*shapely.make_valid(blocks.geometry.to_numpy()), hull])


def blocks_of(points: gpd.GeoDataFrame, blocks: gpd.GeoDataFrame, known: set[int]) -> pd.DataFrame:
    """Return `block` and `basis` of each point.

    Parameters
    ----------
    points
        Points with their own `BLOCK_ID`.
    blocks
        Block polygons.
    known
        Every block id that the source uses.

    Returns
    -------
    pandas.DataFrame
        `basis` is ``polygon`` for a point inside a block, ``own_id`` for one outside every
        block with an id that the source uses, and ``nearest`` for the rest.
    """
    blocks = blocks.sort_values("BLOCK_ID", kind="stable").reset_index(drop=True)
    polygons = shapely.make_valid(blocks.geometry.to_numpy())
    ids = blocks["BLOCK_ID"].to_numpy(dtype=int)
    places = points.geometry.to_numpy()
    tree = shapely.STRtree(polygons)
    block = ids[tree.nearest(places)]
    basis = np.full(len(places), "nearest", dtype=object)
    own = points["BLOCK_ID"].to_numpy(dtype=int)
    usable = np.isin(own, sorted(known))
    block[usable], basis[usable] = own[usable], "own_id"
    place, polygon = tree.query(places, "intersects")
    block[place], basis[place] = ids[polygon], "polygon"
    return pd.DataFrame({"block": block, "basis": basis}, index=points.index)


def by_largest_remainder(weights: Array, total: int) -> Array:
    """Share a whole number out in proportion, in whole numbers that add up to it.

    Ties go to the earlier row.
    """
    exact = weights / weights.sum() * total
    shares: Array = np.floor(exact).astype(int)
    order = np.lexsort((np.arange(len(weights)), -np.round(exact - shares, 9)))
    shares[order[: total - int(shares.sum())]] += 1
    return shares


def villages(habitations: gpd.GeoDataFrame, block: pd.Series) -> gpd.GeoDataFrame:
    """Return the villages table, sorted by id, with points in metres.

    Parameters
    ----------
    habitations
        The layer of the source.
    block
        Block id of each habitation.
    """
    people = habitations["TOT_POPULA"].astype(int)
    frame = gpd.GeoDataFrame(
        {
            "village_id": "V" + habitations["HAB_ID"].astype(int).astype(str),
            "name": habitations["HAB_NAME"],
            "township": block.map(township_name),
            "population": people,
        },
        geometry=habitations.geometry,
        crs=habitations.crs,
    )
    frame = frame.sort_values("village_id", kind="stable").reset_index(drop=True)
    for stage, share in SHARES.items():
        total = round(int(people.sum()) * share)
        frame[f"{stage}_pupils"] = by_largest_remainder(
            frame["population"].to_numpy(dtype=float), total
        )
    frame["provenance"] = "estimated"
    return frame
