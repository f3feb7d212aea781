"""Checks of the nodes that a road layer names at the ends of its lines."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from planner.findings import Finding
from planner.inputs.tables import CountyTables, Table
from planner.texts import text

SAME_PLACE_M = 1.0
"""A node stands at one place: what is farther apart is two."""


def nodes_are_named(roads: Table) -> bool:
    """Return whether every line is of one piece and names the node at either end."""
    return _named(roads) == len(roads.frame)


def road_nodes(county: CountyTables) -> tuple[Finding, ...]:
    """Warn where some lines lack their nodes; refuse a node that stands at two places."""
    roads = county.tables.get("roads")
    if roads is None or not (roads.has("u") or roads.has("v")):
        return ()
    named = _named(roads)
    if named < len(roads.frame):
        message = text("inputs.node_unnamed", named=named, lines=len(roads.frame))
        return (roads.finding("road_nodes", "warning", message, column="u"),)
    if roads.geometry is None:
        return ()
    lines = roads.geometry.to_numpy()
    tips = shapely.get_coordinates(shapely.get_point(lines[:, None], np.array([0, -1])))
    ends = pd.DataFrame(
        {
            "row": np.repeat(roads.frame.index.to_numpy(), 2),
            "column": np.tile(["u", "v"], len(lines)),
            "node": roads.frame[["u", "v"]].to_numpy().ravel(),
            "x": tips[:, 0],
            "y": tips[:, 1],
        }
    )
    first = ends.groupby("node")[["row", "x", "y"]].transform("first")
    metres = np.hypot(ends["x"] - first["x"], ends["y"] - first["y"])
    astray = ends.assign(metres=metres, other=first["row"])[metres > SAME_PLACE_M]
    return tuple(
        roads.finding(
            "road_nodes",
            "error",
            text("inputs.node_twice", value=end["node"], metres=end["metres"], other=end["other"]),
            row=end["row"],
            column=end["column"],
            value=end["node"],
        )
        for end in astray.drop_duplicates("node").to_dict("records")
    )


def _named(roads: Table) -> int:
    """Return how many lines are of one piece and name both nodes."""
    if not roads.has("u", "v") or roads.geometry is None:
        return 0
    both = ((roads.frame[["u", "v"]] != "").all(axis=1)).to_numpy()
    single = shapely.get_type_id(roads.geometry.to_numpy()) == shapely.GeometryType.LINESTRING
    return int((both & single).sum())
