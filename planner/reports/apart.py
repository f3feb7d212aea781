"""Schools and villages of the same name told apart, wherever a page names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from planner.county import County
from planner.result import Result

if TYPE_CHECKING:
    import geopandas

    from planner.maps.scene import Scene

JOINT = " · "
"""Between a name and what tells it apart."""
NEAR_M = 3_000.0
"""A school is told apart by the nearest village only where that lies within so many metres."""


def told_apart(
    names: Mapping[str, str], townships: Mapping[str, str], near: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return a name for each place that no other has, by id.

    A name that occurs once stays as it is. One that occurs more often is followed by the
    township where no other place of that name lies in it, else by the nearest village where
    none of those that are left has that, else by the id. Names that differ by capitals, spaces and punctuation
    alone are the same to a reader.

    Parameters
    ----------
    names, townships
        By id.
    near
        Name of the nearest village by id, for those that have one near.
    """
    alike: dict[str, list[str]] = {}
    for place, name in names.items():
        alike.setdefault(_heard(name), []).append(place)
    made = dict(names)
    for group in alike.values():
        if len(group) > 1:
            by = _unlike(group, townships)
            by |= _unlike([p for p in group if p not in by], near or {})
            made |= {p: f"{names[p]}{JOINT}{by.get(p, p)}" for p in group}
    taken: dict[str, list[str]] = {}
    for place, name in made.items():
        taken.setdefault(_heard(name), []).append(place)
    again = {p for group in taken.values() if len(group) > 1 for p in group}
    return {p: f"{names[p]}{JOINT}{p}" if p in again else name for p, name in made.items()}


def villages_apart(county: County) -> dict[str, str]:
    """Return the villages' names by id, those of the same name told apart."""
    return told_apart(_column(county.villages, "name"), _column(county.villages, "township"))


def schools_apart(county: County) -> dict[str, str]:
    """Return the schools' names by id, those of the same name told apart."""
    names, townships = (_column(county.schools, c) for c in ("name", "township"))
    return told_apart(names, townships, _near(county))


def scene_apart(scene: Scene) -> Scene:
    """Return a scene whose county and tables name every school and village unlike the others.

    The very scene where no name occurs twice. Files keep the county's own names.
    """
    county = scene.result.county
    villages, schools = villages_apart(county), schools_apart(county)
    if villages == _column(county.villages, "name") and schools == _column(county.schools, "name"):
        return scene

    def named(table: Any, by: Mapping[str, str], **columns: str) -> Any:
        return table.assign(
            **{
                name: [by.get(str(i), old) for i, old in zip(table[ids], table[name], strict=True)]
                for name, ids in columns.items()
            }
        )

    trips = named(scene.assignments, villages, village="village_id")
    other = replace(
        scene,
        result=_named(scene.result, villages, schools),
        assignments=named(trips, schools, school="school_id", baseline_school="baseline_school_id"),
        schools=named(scene.schools, schools, name="school_id"),
        villages=named(scene.villages, villages, name="village_id"),
    )
    kept = {k: v for k, v in vars(scene).items() if k not in vars(other) and k != "changes"}
    vars(other).update(kept)
    return other


def _named(result: Result, villages: Mapping[str, str], schools: Mapping[str, str]) -> Result:
    county = result.county
    frames = {
        "villages": county.villages.assign(name=[villages[str(i)] for i in county.villages.index]),
        "schools": county.schools.assign(name=[schools[str(i)] for i in county.schools.index]),
    }
    staffing = result.staffing
    if staffing is not None:
        own = staffing.instance
        pairs = zip(own.school_id, own.school_name, strict=True)
        names = tuple(schools.get(i, name) for i, name in pairs)
        staffing = replace(staffing, instance=replace(own, school_name=names))
    return replace(result, county=replace(county, **frames), staffing=staffing)


def _unlike(group: list[str], by: Mapping[str, str]) -> dict[str, str]:
    """Return what places of a group are called by, of those whom it sets apart from the others."""
    said = [_heard(by.get(place, "")) for place in group]
    return {p: by[p] for p, own in zip(group, said, strict=True) if own and said.count(own) == 1}


def _heard(name: str) -> str:
    """Return a name as it is told from others: letters and figures alone, no capitals."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def _column(frame: geopandas.GeoDataFrame, name: str) -> dict[str, str]:
    return {str(i): str(v) for i, v in zip(frame.index, frame[name], strict=True)}


def _near(county: County) -> dict[str, str]:
    """Return by school the name of the nearest village within reach."""
    import numpy as np
    import shapely

    tree = shapely.STRtree(np.asarray(county.villages.geometry))
    sites = np.asarray(county.schools.geometry)
    found, place = tree.query_nearest(sites, max_distance=NEAR_M, all_matches=False)
    names, ids = county.villages["name"].tolist(), county.schools.index.tolist()
    pairs = zip(found.tolist(), place.tolist(), strict=True)
    return {str(ids[s]): str(names[v]) for s, v in pairs}
