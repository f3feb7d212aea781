"""Checks of where places are: swapped degrees, outline, roads, single points."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from planner.findings import Finding, Severity
from planner.inputs.tables import CountyTables, Table
from planner.texts import text

OUTSIDE_KM = 10.0
FAR_OUTSIDE_KM = 100.0
ROAD_WITHIN_KM = 20.0
STOP_WITHIN_KM = 2.0
HERDING_SHARE = 0.3


def swapped_degrees(county: CountyTables) -> tuple[Finding, ...]:
    """Refuse rows whose longitude and latitude look swapped; once where all of them do."""
    found = []
    for table in county.places():
        assert table.lonlat is not None
        swapped = county.swapped[table.name]
        whole = len(swapped) > 1 and bool(swapped.all())
        for row, place in table.lonlat[swapped].head(1 if whole else len(swapped)).iterrows():
            lon, lat = f"{place['lon']:g}", f"{place['lat']:g}"
            key = "inputs.swapped_all" if whole else "inputs.swapped"
            message = text(key, lon=lon, lat=lat, rows=len(swapped))
            shown, ids = (None, ()) if whole else (row, _ids(table, row))
            found.append(
                table.finding(
                    "swapped", "error", message, row=shown, column="lon", value=lon, ids=ids
                )
            )
    return tuple(found)


def outside_outline(county: CountyTables) -> tuple[Finding, ...]:
    """Refuse places over 100 km outside the outline, and warn of those over 10 km."""
    outline = county.outline
    if outline is None:
        return ()
    found = []
    for table in county.places():
        places = _placed(table, county)
        kms = shapely.distance(places.to_numpy(), outline) / 1000
        for row, km in zip(places.index, kms, strict=True):
            if km > OUTSIDE_KM:
                severity: Severity = "error" if km > FAR_OUTSIDE_KM else "warning"
                message = text("inputs.outside", km=km)
                found.append(
                    table.finding("outside", severity, message, row=row, ids=_ids(table, row))
                )
    return tuple(found)


def far_from_road(county: CountyTables) -> tuple[Finding, ...]:
    """Refuse villages, and warn of schools, over 20 km from any road."""
    found = []
    for name in ("villages", "schools"):
        severity: Severity = "error" if name == "villages" else "warning"
        for table, row, km in _road_distances(county, name):
            if km > ROAD_WITHIN_KM:
                message = text("inputs.no_road", km=km, limit=ROAD_WITHIN_KM)
                found.append(
                    table.finding("far_from_road", severity, message, row=row, ids=_ids(table, row))
                )
    return tuple(found)


def stops_off_road(county: CountyTables) -> tuple[Finding, ...]:
    """Warn of bus stops over 2 km from any road."""
    return tuple(
        table.finding(
            "stop_off_road",
            "warning",
            text("inputs.stop_off_road", km=km, limit=STOP_WITHIN_KM),
            row=row,
            ids=_ids(table, row),
        )
        for table, row, km in _road_distances(county, "services")
        if km > STOP_WITHIN_KM
    )


def lines_of_one_stop(county: CountyTables) -> tuple[Finding, ...]:
    """Warn of bus lines with fewer than two stops."""
    services = county.tables.get("services")
    if services is None or not services.has("line_id"):
        return ()
    lines = services.frame.groupby("line_id")["line_id"].transform("size")
    return tuple(
        services.finding(
            "line_of_one_stop", "warning", text("inputs.one_stop"), row=row, ids=_ids(services, row)
        )
        for row in services.frame.index[lines < 2]
    )


def single_points(county: CountyTables) -> tuple[Finding, ...]:
    """Say that each village is one point, and warn where people live scattered.

    Villages whose residences are given are not warned of.
    """
    villages = county.tables.get("villages")
    if villages is None or not len(villages.frame):
        return ()
    homes = county.tables.get("residences")
    known = set(homes.frame["village_id"]) if homes and homes.has("village_id") else set()
    key = "inputs.one_point" if homes is None else "inputs.farthest_home"
    note = villages.finding("assumed", "note", text(key))
    if not villages.has("herder_share", "village_id"):
        return (note,)
    herding = villages.frame[villages.frame["herder_share"] > HERDING_SHARE]
    herding = herding[~herding["village_id"].isin(known)]
    if not len(herding):
        return (note,)
    message = text("inputs.one_point_herding", villages=len(herding), share=HERDING_SHARE)
    ids = tuple(herding["village_id"])
    return (
        note,
        villages.finding("one_point", "warning", message, column="herder_share", ids=ids),
    )


def hull_as_outline(county: CountyTables) -> tuple[Finding, ...]:
    """Say that the outline was drawn around the places, or taken from the townships."""
    if "boundary" in county.county_file.files():
        return ()
    key = "inputs.outline_hull" if county.outline is None else "inputs.outline_townships"
    return (Finding("assumed", "note", text(key)),)


def _placed(table: Table, county: CountyTables) -> pd.Series:
    """Return the places of a table that have one and are not swapped."""
    if table.geometry is None:
        return pd.Series([], dtype=object)
    placed: pd.Series = table.geometry[~county.swapped[table.name] & table.geometry.notna()]
    return placed


def _road_distances(county: CountyTables, name: str) -> list[tuple[Table, object, float]]:
    """Return table, row and km to the nearest road of each place, nearest 100 km outside."""
    table, roads = county.tables.get(name), county.tables.get("roads")
    if table is None or table.lonlat is None or roads is None or roads.geometry is None:
        return []
    lines = roads.geometry.dropna()
    places = _placed(table, county)
    if county.outline is not None:
        # A place that is elsewhere altogether is said to be so once.
        outside = shapely.distance(places.to_numpy(), county.outline)
        places = places[np.asarray(outside) <= FAR_OUTSIDE_KM * 1000]
    if not len(lines) or not len(places):
        return []
    (points, _), metres = shapely.STRtree(lines.to_numpy()).query_nearest(
        places.to_numpy(), return_distance=True, all_matches=False
    )
    return [(table, places.index[p], m / 1000) for p, m in zip(points, metres, strict=True)]


def _ids(table: Table, row: object) -> tuple[str, ...]:
    for column in ("village_id", "school_id", "line_id"):
        if table.has(column):
            return (str(table.frame[column].get(row)),)
    return ()
