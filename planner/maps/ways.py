"""The ways of a finished run: of today's trips and the plan's, and how far walkers come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.result import Result

if TYPE_CHECKING:
    import geopandas
    import pandas

    from planner.travel.isochrones import Isochrones
    from planner.travel.routes import Routes, Trip


@dataclass(frozen=True, eq=False)
class Ways:
    """How pupils come to school, as geometry.

    Parameters
    ----------
    routes
        Ways of today's and of the plan's trips.
    today, plan
        Of each row of the assignments table the trip whose way it is, None where there is no
        trip or its way is not known.
    isochrones
        From where sites are reached on foot.
    """

    routes: Routes
    today: tuple[Trip | None, ...]
    plan: tuple[Trip | None, ...]
    isochrones: Isochrones


def ways_of(result: Result, assignments: pandas.DataFrame) -> Ways | None:
    """Return the ways of a finished run, None where its trips are not known.

    Parameters
    ----------
    result
        The run, with its trips.
    assignments
        `planner.reports.tables.assignments_table` of it.
    """
    from planner.travel.isochrones import Isochrones
    from planner.travel.routes import find_routes
    from planner.travel.searches import Searches

    trips = result.trips
    if trips is None:
        return None
    services = result.county.services
    running = set() if services is None else set(services["line_id"].astype(str))
    running_today = trips["line_id"].isin([*running, ""])
    today = _rows_by_pair(trips[running_today], with_line=False)
    plan = _rows_by_pair(trips, with_line=True)
    columns = ["village_id", "school_id", "stage", "mode"]
    before = [
        today.get(key)
        for key in _keys(
            assignments, ["village_id", "baseline_school_id", "stage", "baseline_mode"]
        )
    ]
    after = [plan.get(key) for key in _keys(assignments, [*columns, "line_id"])]
    wanted = sorted({row for row in (*before, *after) if row is not None})
    searches = Searches(result.county, result.scenario)
    routes = find_routes(searches, trips.loc[wanted])
    trip = dict(zip(wanted, _trips(trips.loc[wanted]), strict=True))

    def known(rows: list[Any]) -> tuple[Trip | None, ...]:
        asked = [trip.get(row) for row in rows]
        return tuple(t if t in routes.ways else None for t in asked)

    return Ways(routes, known(before), known(after), Isochrones(searches))


def pupils_on_roads(ways: Ways, assignments: pandas.DataFrame) -> Mapping[str, Any]:
    """Return the plan's pupils on each piece of road by mode, shape (pieces,) each."""
    from planner.travel.routes import pupils_by_piece

    pupils: dict[Any, int] = {}
    for trip, count in zip(ways.plan, assignments["pupils"].tolist(), strict=True):
        if trip is not None:
            pupils[trip] = pupils.get(trip, 0) + int(count)
    return pupils_by_piece(ways.routes, pupils)


def roads_used(
    result: Result, assignments: pandas.DataFrame, ways: Ways | None
) -> geopandas.GeoDataFrame:
    """Return the stretches of road on the plan's ways, with the pupils on each.

    Columns: ``pupils`` and by mode ``walk_pupils, ride_pupils, board_pupils``, ``metres``,
    those of the road layer, and ``geometry`` in the county's system. Stretches of one line of
    the layer with the same pupils are one row. None where the ways are not known.
    """
    import geopandas as gpd
    import shapely

    from planner.county.dictionary import MODES

    names = [f"{mode}_pupils" for mode in MODES]
    roads = result.county.roads.drop(columns=result.county.roads.geometry.name)
    if ways is None:
        blank = roads.iloc[:0].assign(**dict.fromkeys(["pupils", *names, "metres"], 0))
        return gpd.GeoDataFrame(blank, geometry=[], crs=result.county.crs)
    counts = pupils_on_roads(ways, assignments)
    network, ground = ways.routes.network, ways.routes.ground
    none = np.zeros(len(network.pieces.edge), dtype=np.int64)
    by_mode = {name: counts.get(mode, none) for name, mode in zip(names, MODES, strict=True)}
    total = np.sum(list(by_mode.values()), axis=0)
    used = np.flatnonzero(total > 0)
    line = network.graph.line[network.pieces.edge[used]]
    pieces = gpd.GeoDataFrame(
        {"line": line, "pupils": total[used]} | {k: v[used] for k, v in by_mode.items()},
        geometry=np.array([ground.piece(int(p)) for p in used], dtype=object),
        crs=result.county.crs,
    )
    keys = ["line", "pupils", *by_mode]
    rows = pieces.dissolve(by=keys, sort=True, as_index=False)
    rows.geometry = shapely.line_merge(np.asarray(rows.geometry))
    rows["metres"] = rows.geometry.length
    attributes = roads.iloc[rows["line"].to_numpy()].reset_index(drop=True)
    named = rows[["pupils", *by_mode, "metres", "geometry"]]
    return gpd.GeoDataFrame(named.join(attributes)).set_geometry("geometry")


def _keys(rows: pandas.DataFrame, columns: list[str]) -> list[tuple[str, ...]]:
    return list(zip(*(rows[c].fillna("").astype(str) for c in columns), strict=True))


def _rows_by_pair(trips: pandas.DataFrame, *, with_line: bool) -> dict[tuple[str, ...], Any]:
    columns = ["village_id", "school_id", "stage", "mode", *(["line_id"] if with_line else [])]
    return dict(zip(_keys(trips, columns), trips.index, strict=True))


def _trips(trips: pandas.DataFrame) -> list[Trip]:
    from planner.travel.routes import Trip

    columns = ["village_id", "school_id", "stage", "mode", "line_id"]
    return [Trip(*key) for key in _keys(trips, columns)]
