"""Andorra as a county folder: its OpenStreetMap extract, its SRTM tile, its places by tag.

The 73 settlements are the nodes with ``place`` town, village, hamlet or isolated_dwelling, the
26 schools whatever is tagged ``amenity=school``. Pupils (ten of each stage everywhere) and the
kind of the schools (all nine-year) are invented: only the trips are looked at.
"""

from __future__ import annotations

import csv
import os
import shutil
from pathlib import Path

BESIDE = Path(__file__).parents[1] / "../shared/data/andorra"
SOURCE = Path(os.environ.get("PLAN_ANDORRA_SOURCE") or BESIDE)
EXTRACT = "andorra-2025-01.osm.pbf"
TILE = "N42E001.hgt.zip"
SETTLEMENTS = ("town", "village", "hamlet", "isolated_dwelling")

COUNTY = f"""county_id: andorra
name: {{zh: 安道尔, en: Andorra}}
crs: wgs84
projected_crs: EPSG:25831
provenance: synthetic
tables:
  villages: villages.csv
  schools: schools.csv
  roads: {{file: {EXTRACT}}}
  terrain: {TILE}
"""


def is_there() -> bool:
    """Return whether the source data is there."""
    return (SOURCE / EXTRACT).is_file() and (SOURCE / TILE).is_file()


def write_county(folder: Path) -> Path:
    """Write the county folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(SOURCE / EXTRACT, folder / EXTRACT)
    shutil.copyfile(SOURCE / TILE, folder / TILE)
    places, schools = read_places(SOURCE / EXTRACT)
    pupils = ["lower_pupils", "upper_pupils", "junior_pupils"]
    _write(
        folder / "villages.csv",
        ["village_id", "name", "township", "lon", "lat", *pupils],
        [[*place, 10, 10, 10] for place in places],
    )
    _write(
        folder / "schools.csv",
        ["school_id", "name", "township", "lon", "lat", "kind", "status", "classrooms"],
        [[*school, "nine_year", "existing", 9] for school in schools],
    )
    (folder / "county.yaml").write_text(COUNTY, "utf-8")
    return folder


def read_places(extract: Path) -> tuple[list[list[object]], list[list[object]]]:
    """Return id, name, township, longitude and latitude of settlements and of schools."""
    import osmium

    places, schools = [], []
    wanted = osmium.filter.KeyFilter("place", "amenity")
    for entry in osmium.FileProcessor(str(extract)).with_locations().with_filter(wanted):
        tags = dict(entry.tags)
        if entry.is_node():
            at = [round(entry.location.lon, 6), round(entry.location.lat, 6)]
        elif entry.is_way():
            # A ring names its first node twice.
            corners = {(n.location.lon, n.location.lat) for n in entry.nodes}
            at = [round(sum(c) / len(corners), 6) for c in zip(*corners, strict=True)]
        else:
            continue
        row = [f"{'nw'[entry.is_way()]}{entry.id}", tags.get("name") or "无名", "Andorra", *at]
        if entry.is_node() and tags.get("place") in SETTLEMENTS:
            places.append(row)
        if tags.get("amenity") == "school":
            schools.append(row)
    return places, schools


def _write(path: Path, heading: list[str], rows: list[list[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heading, *rows])
