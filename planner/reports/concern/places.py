"""Where the villages of a study lie and what they are called, from its run folders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.concern.study import ConcernStudy
from planner.maps.worry import WorryPlace

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, eq=False)
class Places:
    """What the run folders know of places.

    Parameters
    ----------
    names
        Name and township by county id and village id.
    points
        Longitude and latitude by the same, in degrees.
    outlines
        Of the counties, in degrees.
    """

    names: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    points: Mapping[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
    outlines: tuple[BaseGeometry, ...] = ()


def read_places(study: ConcernStudy) -> Places:
    """Return names, coordinates and outlines; what no run folder holds is left out."""
    names: dict[tuple[str, str], tuple[str, str]] = {}
    points: dict[tuple[str, str], tuple[float, float]] = {}
    outlines: list[Any] = []
    for county, n in study.main.items():
        file = Path(study.plans[n].run) / "plan.gpkg"
        if not file.is_file():
            continue
        import geopandas as gpd

        villages = gpd.read_file(file, layer="villages", engine="pyogrio")
        for row in villages.itertuples():
            key = (county, str(row.village_id))
            names[key] = (str(row.name), str(row.township))
            points[key] = (float(row.geometry.x), float(row.geometry.y))
        outlines += list(gpd.read_file(file, layer="boundary", engine="pyogrio").geometry)
    return Places(names, points, tuple(outlines))


def worry_places(study: ConcernStudy, places: Places) -> list[WorryPlace]:
    """Return the places of the survey that are known, townships at the mean of their villages."""
    if study.survey is None:
        return []
    villages = {key[1]: key for key in places.points}
    townships: dict[str, list[tuple[float, float]]] = {}
    for key, (_, township) in places.names.items():
        townships.setdefault(township, []).append(places.points[key])
    found = []
    for p in study.survey.places:
        if p.respondents <= 0:
            continue
        if p.place in villages:
            key = villages[p.place]
            named, at = places.names[key], places.points[key]
            found.append(WorryPlace(*named, *at, p.respondents, p.worried, p.exposure))
        elif p.place in townships:
            own = townships[p.place]
            lon, lat = (sum(c) / len(own) for c in zip(*own, strict=True))
            at = (lon, lat)
            found.append(WorryPlace(p.place, p.place, *at, p.respondents, p.worried, p.exposure))
    return found
