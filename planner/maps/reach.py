"""From where schools are reached on foot, drawn: one area a stage within norm and ceiling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.county.dictionary import STAGES
from planner.maps.geometry import AREA_SIMPLIFY_M, encoded_areas, encoded_rings
from planner.reports.places import geodetic_crs

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from planner.maps.ways import Ways
    from planner.result import Result

Areas = dict[str, dict[str, "list[BaseGeometry]"]]
"""By site and stage: within the norm, within the ceiling."""


def walking_areas(result: Result, ways: Ways) -> Areas:
    """Return the areas of every site that teaches after the plan, in the county's system."""
    areas: Areas = {}
    number = {str(i): n for n, i in enumerate(result.county.schools.index)}
    limits = {stage: result.scenario.stage_travel(stage) for stage in STAGES}
    asked = {g: [one.walk_max_minutes, one.ceiling_minutes] for g, one in limits.items()}
    for site in result.plan.sites:
        taught = {g: asked[g] for g in STAGES if site.kind is not None and site.classes.get(g, 0)}
        if taught:
            areas[site.school_id] = ways.isochrones.by_stage(number[site.school_id], taught)
    return areas


def areas_by_site(
    result: Result, areas: Areas, simplify_m: float = AREA_SIMPLIFY_M
) -> dict[str, list[list[Any]]]:
    """Return by site ``[stage, rings within the norm, rings within the ceiling]`` a stage."""
    county, crs = result.county, geodetic_crs(result.county)
    places = [(site, stage) for site, by_stage in areas.items() for stage in by_stage]
    bands = [band for site, stage in places for band in areas[site][stage]]
    rings = iter(encoded_areas(bands, county.crs, crs, simplify_m))
    found: dict[str, list[list[Any]]] = {site: [] for site in areas}
    for site, stage in places:
        found[site].append([STAGES.index(stage), *(next(rings) for _ in areas[site][stage])])
    return found


def within_norm(areas: Areas) -> dict[str, BaseGeometry]:
    """Return by stage from where some school of it is reached on foot within the norm."""
    import shapely

    found = {}
    for stage in STAGES:
        within = [by_stage[stage][0] for by_stage in areas.values() if stage in by_stage]
        if within:
            found[stage] = shapely.union_all(within)
    return found


def rings_by_stage(
    result: Result, areas: Areas, simplify_m: float = AREA_SIMPLIFY_M
) -> list[list[str]]:
    """Return the rings of what lies within the walking norm of a school of each stage.

    After the stages, those of what lies within it for every stage that is taught.
    """
    import shapely

    county, crs = result.county, geodetic_crs(result.county)
    within = within_norm(areas)
    every = shapely.intersection_all(list(within.values())) if within else shapely.Polygon()
    shapes = [within.get(stage, shapely.Polygon()) for stage in STAGES]
    return [encoded_rings(s, county.crs, crs, simplify_m) for s in (*shapes, every)]
