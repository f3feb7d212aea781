"""Schools and villages of one name told apart in every run, as the report of a run tells them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.loaded import LoadedRun
from planner.reports.apart import NEAR_M, told_apart

if TYPE_CHECKING:
    import pandas

NAMED_BY_ID = {
    "village_id": "village",
    "school_id": "school",
    "baseline_school_id": "baseline_school",
}
"""Columns of assignments.csv with ids, and with the names of those."""
Names = Mapping[str, str]


def places_apart(runs: Sequence[LoadedRun]) -> tuple[LoadedRun, ...]:
    """Return the runs with names of schools and villages that no other place of the county has.

    A name that occurs once stays; `planner.reports.apart.told_apart` says what follows one that
    occurs more often. The runs as they were read are left as they are.
    """
    schools = _apart([run.schools for run in runs], "school_id", _near(runs))
    villages = _apart([_villages(run) for run in runs], "village_id", {})
    return tuple(_named(run, schools, villages) for run in runs)


def _apart(tables: Iterable[pandas.DataFrame], ids: str, near: Names) -> dict[str, str]:
    names: dict[str, str] = {}
    townships: dict[str, str] = {}
    for table in tables:
        if ids not in table:
            continue
        columns = [table[c].tolist() for c in (ids, "name", "township")]
        for place, name, township in zip(*columns, strict=True):
            names.setdefault(str(place), name if isinstance(name, str) else str(place))
            townships.setdefault(str(place), township if isinstance(township, str) else "")
    return told_apart(names, townships, near)


def _villages(run: LoadedRun) -> pandas.DataFrame:
    """Return the villages of a run; without their layer, those that have pupils."""
    if "village_id" in run.villages:
        layer: pandas.DataFrame = run.villages
        return layer
    own = run.assignments[["village_id", "village", "township"]].drop_duplicates("village_id")
    named: pandas.DataFrame = own.rename(columns={"village": "name"})
    return named


def _near(runs: Sequence[LoadedRun]) -> dict[str, str]:
    """Return by school the name of the nearest village within reach, of the first run with maps."""
    import shapely

    found: dict[str, str] = {}
    for run in runs:
        if "geometry" not in run.schools or "village_id" not in run.villages:
            continue
        metres = run.villages.estimate_utm_crs()
        villages = run.villages.to_crs(metres)
        tree = shapely.STRtree(villages.geometry.to_numpy())
        sites = run.schools.to_crs(metres).geometry.to_numpy()
        school, place = tree.query_nearest(sites, max_distance=NEAR_M, all_matches=False)
        names, ids = villages["name"].tolist(), run.schools["school_id"].tolist()
        for s, v in zip(school.tolist(), place.tolist(), strict=True):
            found.setdefault(str(ids[s]), str(names[v]))
    return found


def _named(run: LoadedRun, schools: Names, villages: Names) -> LoadedRun:
    trips = run.assignments
    for ids, column in NAMED_BY_ID.items():
        if column in trips:
            trips = _renamed(trips, ids, column, villages if ids == "village_id" else schools)
    tables = {
        name: _renamed(table, "school_id", "name", schools)
        if {"school_id", "name"} <= set(table.columns)
        else table
        for name, table in run.tables.items()
    }
    layer = run.villages
    return replace(
        run,
        schools=_renamed(run.schools, "school_id", "name", schools),
        villages=_renamed(layer, "village_id", "name", villages) if len(layer) else layer,
        assignments=trips,
        tables=tables,
    )


def _renamed[Table: "pandas.DataFrame"](table: Table, ids: str, column: str, by: Names) -> Table:
    pairs = zip(table[ids].tolist(), table[column].tolist(), strict=True)
    return table.assign(**{column: [by.get(str(i), old) for i, old in pairs]})
