"""From where schools are reached on foot, drawn: one area a stage within norm and ceiling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.county.dictionary import STAGES
from planner.maps.geometry import encoded_rings
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
    for site in result.plan.sites:
        if site.kind is None:
            continue
        for stage in STAGES:
            if site.classes.get(stage, 0):
                limits = result.scenario.stage_travel(stage)
                bands = ways.isochrones.bands(
                    number[site.school_id], stage, [limits.walk_max_minutes, limits.ceiling_minutes]
                )
                areas.setdefault(site.school_id, {})[stage] = bands
    return areas


def areas_by_site(result: Result, areas: Areas) -> dict[str, list[list[Any]]]:
    """Return by site ``[stage, rings within the norm, rings within the ceiling]`` a stage."""
    county, crs = result.county, geodetic_crs(result.county)
    return {
        site: [
            [STAGES.index(stage), *(encoded_rings(band, county.crs, crs) for band in bands)]
            for stage, bands in by_stage.items()
        ]
        for site, by_stage in areas.items()
    }


def rings_of_all(result: Result, areas: Areas, stage: str) -> list[str]:
    """Return the rings of what lies within the walking norm of any school of a stage."""
    import shapely

    county = result.county
    within = [by_stage[stage][0] for by_stage in areas.values() if stage in by_stage]
    if not within:
        return []
    return encoded_rings(shapely.union_all(within), county.crs, geodetic_crs(county))
