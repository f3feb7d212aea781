"""The road layer: noded, with the source's categories in the planner's words."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd

from data.leh.source import SourceError
from planner.travel.noding import NodedLines, node_lines

JOIN_WITHIN_M = 50.0
ROAD_CLASS = {
    "NH": "national",
    "BR": "provincial",
    "MDR": "county",
    "RR(ODR)": "township",
    "RR(VR)": "village",
    "RR(TRACK)": "track",
}
"""National highway; border road (built by the Border Roads Organisation); major district road;
rural roads: other district road, village road, track."""

SURFACE = {
    "national": "paved",
    "provincial": "gravel",
    "county": "paved",
    "township": "gravel",
    "village": "gravel",
    "track": "earth",
}


def noded_roads(lines: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, NodedLines]:
    """Node the lines, join ends and carry the attributes over.

    Parameters
    ----------
    lines
        The layer of the source, in metres.

    Raises
    ------
    SourceError
        For a road category that has no class yet.
    """
    unknown = sorted(set(lines["RoadCatego"].astype(str)) - set(ROAD_CLASS))
    if unknown:
        raise SourceError(
            f"layer roads: RoadCatego {', '.join(unknown)} is not known; "
            "add it to ROAD_CLASS in data/leh/roads.py"
        )
    noded = node_lines(lines.geometry.to_numpy(), tolerance_m=JOIN_WITHIN_M)
    origin = lines.iloc[noded.source].reset_index(drop=True)
    road_class = origin["RoadCatego"].map(ROAD_CLASS)
    blank = pd.Series([None] * len(origin), dtype=object)
    frame = gpd.GeoDataFrame(
        {
            "road_class": road_class,
            "surface": road_class.map(SURFACE),
            "speed_kph": np.full(len(origin), np.nan),
            "closed_season": blank,
            "hazard": pd.array([pd.NA] * len(origin), dtype="Int32"),
            "name": origin["RoadName"],
            "provenance": np.where(noded.joined, "estimated", "measured"),
        },
        geometry=noded.edges,
        crs=lines.crs,
    )
    return frame, noded
