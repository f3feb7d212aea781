"""From the source's layers to the tables of a county folder."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely.geometry.base import BaseGeometry

from data.leh import places, schools, services
from data.leh.network import distances_m, place_graph
from data.leh.roads import noded_roads
from data.leh.source import Source
from planner.travel.noding import NodedLines


@dataclass(frozen=True, eq=False)
class Tables:
    """The tables in metres, and what a summary wants to know of how they were made."""

    villages: gpd.GeoDataFrame
    schools: gpd.GeoDataFrame
    roads: gpd.GeoDataFrame
    services: gpd.GeoDataFrame
    townships: gpd.GeoDataFrame
    boundary: BaseGeometry
    noded: NodedLines
    left_out: list[str]
    outside_blocks: dict[str, int]


def convert(source: Source) -> Tables:
    """Build every table."""
    known = {int(i) for frame in (source.blocks, source.habitations) for i in frame["BLOCK_ID"]}
    home = places.blocks_of(source.habitations, source.blocks, known)
    site = places.blocks_of(source.facilities, source.blocks, known)
    villages = places.villages(source.habitations, home["block"])
    roads, noded = noded_roads(source.roads)
    stands = services.bus_stands(source.facilities)
    labelled, left_out = schools.labelled(source.facilities, site["block"])

    points = [frame.geometry.to_numpy() for frame in (villages, stands, labelled)]
    graph = place_graph(noded, np.concatenate(points))
    village = np.arange(len(villages))
    labelled_place = len(villages) + len(stands) + np.arange(len(labelled))
    known_places = np.concatenate([village, labelled_place])
    metres = distances_m(graph, village, known_places)
    added = schools.estimated(villages, labelled, metres)
    existing = pd.concat([labelled, added], ignore_index=True)
    at = np.concatenate([len(villages) + np.arange(len(labelled)), _rows(villages, added)])
    existing = schools.with_rooms(villages, existing, metres[:, at])
    sites = pd.concat([existing, schools.candidates(villages, existing)], ignore_index=True)

    education = source.facilities["FAC_CATEGO"] == "Education"
    everything = np.concatenate([villages.geometry.to_numpy(), sites.geometry.to_numpy()])
    return Tables(
        villages=villages,
        schools=_with_notes(sites, villages),
        roads=roads,
        services=services.bus_lines(villages, stands, graph, roads["road_class"]),
        townships=places.townships(source.blocks),
        boundary=places.outline(source.blocks, everything),
        noded=noded,
        left_out=left_out,
        outside_blocks={
            "villages": int((home["basis"] != "polygon").sum()),
            "education": int((site["basis"][education] != "polygon").sum()),
        },
    )


def _rows(villages: gpd.GeoDataFrame, schools_there: gpd.GeoDataFrame) -> list[int]:
    """Return the row of the village that each school stands in."""
    row = {village: k for k, village in enumerate(villages["village_id"])}
    return [row[village] for village in schools_there["village_id"]]


def _with_notes(sites: gpd.GeoDataFrame, villages: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Say which habitation a school belongs to: a dozen are named "govt high school"."""
    names = villages.set_index("village_id")["name"]
    return sites.assign(notes="habitation: " + sites["village_id"].map(names).fillna("unknown"))
