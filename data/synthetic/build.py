"""All tables and layers of one county, in memory."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from rasterio.features import shapes
from rasterio.transform import Affine
from scipy import ndimage
from shapely.geometry import Polygon, shape

from .county import Land, make_land, rng_for
from .enrol import boarding_sites, make_attendance, make_flows, make_schools
from .equipment import with_equipment
from .model import County, Grid
from .people import make_villages
from .schools import make_sites
from .services import make_services
from .staff_rooms import with_staff_rooms
from .teachers import make_teachers
from .travel import RoadGraph


@dataclass
class Bundle:
    """One finished county.

    Parameters
    ----------
    county
        Its settings.
    land
        Terrain, sites and roads.
    villages, schools, services, teachers
        Tables, with helper columns in ``villages``.
    attendance
        Today's flows, or None.
    townships
        Polygons with ``name`` and ``township_id``.
    lower_km
        Kilometres by road from every village to the nearest school with the lower stage.
    """

    county: County
    land: Land
    villages: pd.DataFrame
    schools: pd.DataFrame
    services: pd.DataFrame
    teachers: pd.DataFrame
    attendance: pd.DataFrame | None
    townships: gpd.GeoDataFrame
    lower_km: np.ndarray


def grid_transform(grid: Grid) -> Affine:
    """Return the raster transform of a grid."""
    return Affine(grid.dlon_deg, 0, grid.west_deg, 0, -grid.dlat_deg, grid.north_deg)


def township_areas(land: Land, villages: pd.DataFrame, outline: Polygon) -> gpd.GeoDataFrame:
    """Return township polygons: the least-cost areas, smoothed, with their own villages."""
    grid = land.ground.grid
    owner = land.owner.reshape(grid.shape).copy()
    number = {name: i for i, name in enumerate(land.seats)}
    nearest = ndimage.distance_transform_edt(owner < 0, return_distances=False, return_indices=True)
    owner = owner[tuple(nearest)]
    rows, cols = np.divmod(villages["cell"].to_numpy(), grid.ncols)
    own = villages["township"].map(number).to_numpy()
    weight = np.stack(
        [ndimage.gaussian_filter((owner == i).astype(float), 3) for i in range(len(number))]
    )
    spots = np.zeros_like(weight)
    spots[own, rows, cols] = 1
    weight += np.stack([60 * ndimage.gaussian_filter(spot, 2.2) for spot in spots])
    owner = weight.argmax(axis=0).astype(np.int16)
    marked = np.zeros(grid.shape, dtype=bool)
    marked[rows, cols] = True
    for i in range(len(number)):
        # Pieces without a village of their own go to the neighbour around them.
        labels, _ = ndimage.label(owner == i)
        kept = np.unique(labels[marked & (labels > 0)])
        owner[(labels > 0) & ~np.isin(labels, kept)] = -1
    nearest = ndimage.distance_transform_edt(owner < 0, return_distances=False, return_indices=True)
    owner = owner[tuple(nearest)]
    parts = [
        (shape(geometry), int(value))
        for geometry, value in shapes(owner, transform=grid_transform(grid))
    ]
    polygons = shapely.coverage_simplify(np.array([part for part, _ in parts]), 0.004)
    names = list(number)
    codes = villages.groupby("township")["township_code"].first()
    geometry = []
    for i in range(len(names)):
        mine = [polygons[n] for n, (_, value) in enumerate(parts) if value == i]
        area = shapely.union_all(mine).intersection(outline)
        area = shapely.set_precision(area, 1e-5)
        pieces = [p for p in shapely.get_parts(area) if p.geom_type == "Polygon" and p.area > 2e-5]
        geometry.append(shapely.union_all(pieces))
    return gpd.GeoDataFrame(
        {"township_id": [codes[n] for n in names], "name": names, "provenance": "synthetic"},
        geometry=geometry,
        crs="EPSG:4490",
    ).sort_values("township_id", ignore_index=True)


def build(county: County) -> Bundle:
    """Return everything that is written for a county."""
    land = make_land(county)
    villages = make_villages(county, land.ground, land.places, rng_for(county, 4))
    ground = land.ground
    km = RoadGraph(land.roads).between(
        villages, lambda lon, lat: float(ground.height.ravel()[ground.grid.cell(lon, lat)])
    )
    sites = make_sites(county, villages, land.seats, km)
    beds = boarding_sites(county, villages, sites, rng_for(county, 5))
    flows = make_flows(county, villages, km, sites, beds, rng_for(county, 6))
    schools = make_schools(county, villages, sites, flows, beds, rng_for(county, 7))
    schools = with_staff_rooms(schools, rng_for(county, 10))
    schools = with_equipment(schools, county.seat, rng_for(county, 11))
    services = make_services(county, land.roads, villages, land.seats, rng_for(county, 8))
    with_lower = [
        n for n in range(len(sites)) if sites[n].status == "existing" and sites[n].kind != "junior"
    ]
    return Bundle(
        county,
        land,
        villages,
        schools,
        services,
        make_teachers(county, villages, schools, rng_for(county, 9)),
        make_attendance(flows, villages, schools) if county.attendance else None,
        township_areas(land, villages, land.ground.outline),
        km[:, [sites[n].village for n in with_lower]].min(axis=1),
    )
