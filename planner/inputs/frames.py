"""Checked tables to the County: frames indexed and sorted, optional columns filled."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from planner.county import County, InputFile, columns_of
from planner.inputs.check_roads import nodes_are_named
from planner.inputs.schema import is_number
from planner.inputs.tables import CountyTables, Table

GRADES = ("measured", "estimated", "synthetic")
"""Grades of evidence from strongest to weakest."""
HULL_MARGIN_M = 3000.0
BLANK_IS_NONE = ("beds", "can_expand_classrooms", "can_board")


def county_of(
    county: CountyTables,
    folder: Path,
    files: tuple[InputFile, ...],
    assumptions: tuple[Mapping[str, str], ...],
) -> County:
    """Return the County of tables without errors.

    In the frames, geometry stands for ``lon`` and ``lat``, and ``evidence`` for
    ``provenance`` with the default of county.yaml filled in. Complete whole numbers are
    int64, incomplete ones float with NaN, blank texts and codes ``""``.

    Parameters
    ----------
    county
        Tables that passed the checks.
    folder
        County folder, for the place of the terrain.
    files
        Files read.
    assumptions
        Sentences on what was assumed.
    """
    said = county.county_file
    villages = _by_id(county, "villages", "village_id")
    estimated = county.tables["villages"].frame.loc[county.estimated, "village_id"]
    raised = villages.index.isin(estimated) & (villages["evidence"] != "synthetic")
    villages.loc[raised, "evidence"] = "estimated"
    schools = _by_id(county, "schools", "school_id")
    for column in BLANK_IS_NONE:
        schools[column] = schools[column].fillna(0).astype("int64")
    roads = _roads(county)
    # A site where a school could open says nothing about the county as it is.
    known = schools[schools["status"] == "existing"]
    grades = [said.provenance, *villages["evidence"], *known["evidence"], *roads["evidence"]]
    return County(
        county_id=said.county_id,
        name={"zh": said.name.zh, "en": said.name.en},
        crs=county.crs,
        villages=villages,
        schools=schools,
        roads=roads,
        boundary=_boundary(county, villages, schools),
        services=_places(county, "services", ["line_id", "stop_order"]),
        attendance=_plain_table(county, "attendance"),
        teachers=_plain_table(county, "teachers"),
        residences=_places(county, "residences", ["village_id", "months"]),
        minutes=_plain_table(county, "minutes"),
        townships=_townships(county),
        terrain=folder / said.tables.terrain.file if said.tables.terrain else None,
        provenance=max(grades, key=GRADES.index),
        assumptions=assumptions,
        files=files,
    )


def _filled(table: Table, default_evidence: str) -> pd.DataFrame:
    """Return the frame with every column of the dictionary, typed for use."""
    made = {}
    for name, column in columns_of(table.name).items():
        if name in ("lon", "lat", "provenance"):
            continue
        blank = np.nan if is_number(column) else ""
        values = table.frame[name] if name in table.frame else pd.Series(blank, table.frame.index)
        if not is_number(column):
            values = values.astype("str")
        elif column.type in ("int", "flag") and values.notna().all() and len(values):
            values = values.astype("int64")
        else:
            values = values.astype("float64")
        made[name] = values
    frame = pd.DataFrame(made, index=table.frame.index)
    if "provenance" in columns_of(table.name):
        given = table.frame.get("provenance", pd.Series("", table.frame.index))
        frame["evidence"] = given.where(given != "", default_evidence).astype("str")
    return frame


def _by_id(county: CountyTables, name: str, key: str) -> gpd.GeoDataFrame:
    table = county.tables[name]
    frame = _filled(table, county.county_file.provenance)
    made = gpd.GeoDataFrame(frame, geometry=table.geometry, crs=county.crs)
    return made.set_index(key).sort_index()


def _places(county: CountyTables, name: str, order: list[str]) -> gpd.GeoDataFrame | None:
    table = county.tables.get(name)
    if table is None:
        return None
    frame = _filled(table, county.county_file.provenance)
    made = gpd.GeoDataFrame(frame, geometry=table.geometry, crs=county.crs)
    return made.sort_values(order, ignore_index=True)


def _roads(county: CountyTables) -> gpd.GeoDataFrame:
    """Return single lines in an order that does not depend on the file's.

    The nodes at their ends, ``u`` and ``v``, stay where every line names them.
    """
    table = county.tables["roads"]
    frame = _filled(table, county.county_file.provenance)
    roads = gpd.GeoDataFrame(frame, geometry=table.geometry, crs=county.crs)
    if not nodes_are_named(table):
        roads = roads.drop(columns=["u", "v"])
    roads = roads.explode(ignore_index=True)
    roads = roads[roads.length > 0]
    columns = [c for c in roads.columns if c != "geometry"]
    keyed = roads.assign(wkb=shapely.to_wkb(roads.geometry, hex=True))
    order = keyed.sort_values(["wkb", *columns], kind="stable").index
    return roads.loc[order].reset_index(drop=True)


def _plain_table(county: CountyTables, name: str) -> pd.DataFrame | None:
    table = county.tables.get(name)
    if table is None:
        return None
    frame = _filled(table, county.county_file.provenance)
    stages = ("", *columns_of(name)["stage"].codes)
    sortable = frame.assign(stage=frame["stage"].map(stages.index))
    order = sortable.sort_values(list(frame.columns), kind="stable").index
    return frame.loc[order].reset_index(drop=True)


def _townships(county: CountyTables) -> gpd.GeoDataFrame | None:
    made = _places(county, "townships", ["name"])
    return None if made is None else made.dissolve("name", as_index=False)[["name", "geometry"]]


def _boundary(
    county: CountyTables, villages: gpd.GeoDataFrame, schools: gpd.GeoDataFrame
) -> BaseGeometry:
    if county.outline is not None:
        return county.outline
    places = shapely.union_all([*villages.geometry, *schools.geometry])
    return places.convex_hull.buffer(HULL_MARGIN_M)
