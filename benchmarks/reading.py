"""Reading and checking a large county, measured: what docs/benchmarks-reading.md says.

    python -m benchmarks.reading                  about a minute
    python -m benchmarks.reading --from-json      the page again, from the last figures
    python -m benchmarks.reading --make FOLDER    the county alone

The county is made up (`benchmarks.mountains`): 7,000 villages in a workbook, 600 schools and who
attends them as CSV, roads of 100,000 vertices as a GeoPackage whose lines name no nodes. A process
of its own checks it, so that the start of Python and the imports count. The exit code is 1 where
a target is missed.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import numpy as np

from benchmarks.markdown import machine_line, table

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "reading.json"
PAGE = ROOT / "docs" / "benchmarks-reading.md"
VILLAGES, SCHOOLS, ROADS = 7_000, 600, 33_334
"""Each road has three vertices."""
SPACING_M = 900.0
MOST_S, MOST_MB = 20.0, 1_000.0
COUNTY = """county_id: large
name: {zh: 大县, en: Large County}
crs: cgcs2000
projected_crs: EPSG:4542
provenance: synthetic
tables:
  villages: villages.xlsx
  schools: schools.csv
  attendance: attendance.csv
  roads: roads.gpkg
  boundary: boundary.geojson
"""
VILLAGE_HEADINGS = ("村编码", "村名称", "乡镇", "经度", "纬度", "1–3年级学生", "4–6年级学生", "7–9年级学生")  # fmt: skip


def main() -> int:
    """Measure, write figures and page, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--from-json", action="store_true")
    parser.add_argument("--make", type=Path, default=None, metavar="FOLDER")
    parser.add_argument("--check", type=Path, default=None, help=argparse.SUPPRESS)
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--out", type=Path, default=PAGE)
    asked = parser.parse_args()
    if asked.make:
        write_county(asked.make, VILLAGES, SCHOOLS, ROADS)
        return 0
    if asked.check:
        sys.stdout.write(json.dumps(checked(asked.check)))
        return 0
    if not asked.from_json:
        asked.results.write_text(json.dumps(measured(), indent=2) + "\n", "utf-8")
    known = json.loads(asked.results.read_text("utf-8"))
    asked.out.write_text(page(known), "utf-8")
    return int(not all(met(known).values()))


def write_county(folder: Path, villages: int, schools: int, roads: int) -> Path:
    """Write the folder of a county made up from a seed, and return it.

    Every village has pupils of every stage, all at the nearest school that offers it; the
    schools have the rooms for them.
    """
    import pandas as pd

    from benchmarks.mountains import ROADS_PER_NODE, mountain_county

    folder.mkdir(parents=True, exist_ok=True)
    made = mountain_county(
        round(roads / ROADS_PER_NODE), villages, schools, folder, spacing_m=SPACING_M
    )
    (folder / "terrain.tif").unlink()
    (folder / "county.yaml").write_text(COUNTY, "utf-8")
    attendance = nearest(made)
    towns = [
        f"{x // 30_000:.0f}-{y // 30_000:.0f}乡"
        for x, y in zip(made.villages.geometry.x, made.villages.geometry.y, strict=True)
    ]
    places = _degrees(made.villages).assign(township=towns)
    pupils = [made.villages[f"{stage}_pupils"] for stage in ("lower", "upper", "junior")]
    columns = [places.index, places["name"], places["township"], places["lon"], places["lat"]]
    book = pd.DataFrame(dict(zip(VILLAGE_HEADINGS, [*columns, *pupils], strict=True)))
    book.to_excel(folder / "villages.xlsx", sheet_name="村庄", index=False)
    attendance.to_csv(folder / "attendance.csv", index=False)
    enrolled = attendance.pivot_table(
        "pupils", "school_id", "stage", "sum", fill_value=0, observed=True
    )
    sites = _degrees(made.schools).assign(
        kind=made.schools["kind"], status="existing", township=towns[0]
    )
    for stage in ("lower", "upper", "junior"):
        sites[f"{stage}_enrolled"] = enrolled[stage].reindex(sites.index, fill_value=0)
    total = sites[[f"{stage}_enrolled" for stage in ("lower", "upper", "junior")]]
    sites["classrooms"] = 9 + np.ceil(total / 40).sum(axis=1).astype(int)
    sites.to_csv(folder / "schools.csv")
    lines = made.roads.drop(columns=["u", "v"]).to_crs("EPSG:4490")
    lines.to_file(folder / "roads.gpkg", layer="roads", driver="GPKG")
    import geopandas as gpd

    outline = gpd.GeoDataFrame(geometry=[made.boundary], crs=made.crs).to_crs("EPSG:4326")
    outline.to_file(folder / "boundary.geojson", driver="GeoJSON")
    return folder


def nearest(county: Any) -> Any:
    """Return an attendance table: every pupil at the nearest school that offers the stage."""
    import pandas as pd
    from scipy.spatial import cKDTree

    from planner.county import OFFERS

    homes = county.villages.geometry.get_coordinates().to_numpy()
    found = []
    for stage in ("lower", "upper", "junior"):
        offers = county.schools["kind"].map(lambda kind, stage=stage: stage in OFFERS[kind])
        open_here = county.schools[offers]
        sites = open_here.geometry.get_coordinates().to_numpy()
        at = cKDTree(sites).query(homes)[1]
        found.append(
            pd.DataFrame(
                {
                    "village_id": county.villages.index,
                    "stage": stage,
                    "school_id": open_here.index[at],
                    "pupils": county.villages[f"{stage}_pupils"].to_numpy(),
                }
            )
        )
    return pd.concat(found, ignore_index=True)


def _degrees(places: Any) -> Any:
    """Return the names of places and where they lie, in degrees."""
    at = places.geometry.to_crs("EPSG:4490")
    return places[["name"]].assign(lon=at.x.round(6), lat=at.y.round(6))


def checked(folder: Path) -> dict[str, Any]:
    """Read and check a county in this process, and return the seconds of each part."""
    from dataclasses import replace

    from planner.inputs.build import CHECKS, gather
    from planner.scenario.money import Pupils, age_shares_of
    from planner.scenario.staffing import Staffing

    began = perf_counter()
    county, _, findings = gather(folder, age_shares_of(Pupils()), ())
    read_s = perf_counter() - began
    if county is None:
        raise ValueError("; ".join(f.say("en") for f in findings))
    county = replace(county, curriculum=Staffing().curriculum)
    seconds, found = {}, list(findings)
    for check in CHECKS:
        began = perf_counter()
        found += check(county)
        seconds[check.__name__] = round(perf_counter() - began, 3)
    tables = {name: len(part.frame) for name, part in county.tables.items()}
    return {
        "read_s": round(read_s, 2),
        "checks_s": seconds,
        "rows": tables,
        "errors": sum(f.severity == "error" for f in found),
        "findings": len(found),
        "cpu_s": round(process_time(), 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6),
    }


def measured() -> dict[str, Any]:
    """Make the county, check it in a process of its own and return the figures."""
    from benchmarks.scenarios import machine

    with TemporaryDirectory() as name:
        folder = write_county(Path(name) / "county", VILLAGES, SCHOOLS, ROADS)
        command = [sys.executable, "-m", "benchmarks.reading", "--check", str(folder)]
        began = perf_counter()
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        wall_s = perf_counter() - began
    return {"machine": machine(), "wall_s": round(wall_s, 2), **json.loads(done.stdout)}


def met(known: Mapping[str, Any]) -> dict[str, bool]:
    """Return which targets are met."""
    return {"seconds": known["wall_s"] < MOST_S, "memory": known["peak_mb"] < MOST_MB}


def page(known: Mapping[str, Any]) -> str:
    """Return the page."""
    words = {name: "met" if there else "missed" for name, there in met(known).items()}
    checks = known["checks_s"]
    slow = sorted(checks, key=lambda name: -checks[name])[:6]
    rows = [
        ("wall clock, start and imports included, s", f"{known['wall_s']:.1f}"),
        ("processor, s", f"{known['cpu_s']:.1f}"),
        ("reading, s", f"{known['read_s']:.1f}"),
        ("all checks, s", f"{sum(checks.values()):.1f}"),
        ("peak memory, MB", f"{known['peak_mb']:,}"),
        ("findings", f"{known['findings']:,}"),
    ]
    lines = [
        "# Reading and checking a large county",
        "",
        "Written by `python -m benchmarks.reading` from `benchmarks/results/reading.json`; "
        "`--from-json` writes it again. Do not edit.",
        "",
        f"Last taken on {known['machine']['date']}: {machine_line(known['machine'])}.",
        "",
        f"A made-up county: {known['rows']['villages']:,} villages in a workbook, "
        f"{known['rows']['schools']:,} schools and {known['rows']['attendance']:,} rows of "
        f"attendance as CSV, {known['rows']['roads']:,} roads of three vertices each as a "
        "GeoPackage whose lines name no nodes, so that they are noded. Targets: under "
        f"{MOST_S:g} s by the wall clock (**{words['seconds']}**), under {MOST_MB:,g} MB "
        f"(**{words['memory']}**).",
        "",
        *table(("", "figure"), rows),
        "",
        "The slowest checks:",
        "",
        *table(("check", "s"), [(f"`{name}`", f"{checks[name]:.2f}") for name in slow]),
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
