"""The map of a large county, measured: what docs/benchmarks-map.md says.

    python -m benchmarks.map_page                  a minute or two
    python -m benchmarks.map_page --from-json      the page again, from the last figures

The county is made up (`benchmarks.mountains`) with 400 villages, 120 schools and 15,000 road
edges that wind as mountain roads do. Nothing is solved: pupils go to the nearest school today, and
in the plan of every other village to the next one, so that most ways are drawn twice. The size
of the page, the seconds to find ways and areas and to write it, and, where Chromium is
installed, the seconds until it can be used. The exit code is 1 where the page misses its size.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely

from benchmarks.markdown import machine_line, table
from benchmarks.mountains import ROADS_PER_NODE, mountain_county
from benchmarks.scenarios import machine
from planner.county import County, columns_of

if TYPE_CHECKING:
    from planner.instance import Instance
    from planner.plan import Plan

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "map.json"
PAGE = ROOT / "docs" / "benchmarks-map.md"
VILLAGES, SCHOOLS, EDGES = 400, 120, 15_000
SPACING_M = 900.0
"""Between junctions: about 10,000 square kilometres, as the larger counties have."""

BENDS, BEND_M = 8, 60.0
"""Points added to each road and how far they lie off it."""
MOST_MB = 5.0
SCHOOL = {
    "status": "existing",
    "classrooms": 9.0,
    "beds": 60.0,
    "can_expand_classrooms": 12.0,
    "can_board": 1.0,
    "nonlocal_enrolled": 0.0,
}
"""What the made-up schools have."""


def main() -> int:
    """Measure, write figures and page, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", type=Path, default=None, help="write map.html there, too")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--out", type=Path, default=PAGE)
    parser.add_argument("--from-json", action="store_true")
    asked = parser.parse_args()
    if not asked.from_json:
        found = {"machine": machine(), **measured(asked.keep)}
        asked.results.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    known = json.loads(asked.results.read_text("utf-8"))
    asked.out.write_text(page(known), "utf-8")
    return int(known["megabytes"] >= MOST_MB)


def measured(keep: Path | None) -> dict[str, Any]:
    """Return size and seconds of the map of one made-up county."""
    from planner.maps.page import page_data, sized_data, write_map
    from planner.maps.scene import scene_of
    from planner.maps.ways import ways_of

    with TemporaryDirectory() as name:
        result = planned(Path(name))
        scene = scene_of(result)
        began, worked = perf_counter(), process_time()
        ways = ways_of(result, scene.assignments)
        routed = perf_counter()
        path = (keep or Path(name)) / "map.html"
        write_map(result, path, ways=ways)
        written, worked = perf_counter(), process_time() - worked
        size = path.stat().st_size
        usable = _usable_seconds(path, Path(name) / "profile")
        data, drawn = sized_data(replace(scene, ways=ways))
        parts = {layer["name"]: _kb(layer) for layer in data["layers"]}
        parts |= {"strands": _kb([data["strands"], data["ways"]])}
        first = _kb(page_data(replace(scene, ways=ways)))
    return {
        "villages": len(result.county.villages),
        "schools": len(result.county.schools),
        "edges": len(result.county.roads),
        "points": int(shapely.get_num_coordinates(result.county.roads.geometry).sum()),
        "assignments": len(scene.assignments),
        "megabytes": round(size / 1e6, 2),
        "ways_s": round(routed - began, 1),
        "write_s": round(written - routed, 1),
        "processor_s": round(worked, 1),
        "usable_s": usable,
        "simplify_m": drawn.simplify_m,
        "data_kb_at_20_m": first,
        "parts_kb": parts,
    }


def planned(folder: Path) -> Any:
    """Return a run of the made-up county with a plan made by hand."""
    from planner.options.assemble import assemble
    from planner.options.baseline import baseline_plan
    from planner.plan import Outcome
    from planner.programme.solve import Searched
    from planner.run import settle
    from planner.scenario.load import scenario_of
    from planner.stages import Prepared
    from planner.travel.cache import Origin
    from planner.travel.matrix import planned_trips, travel_table

    nodes = round(EDGES / ROADS_PER_NODE)
    made = mountain_county(nodes, VILLAGES, SCHOOLS, folder, spacing_m=SPACING_M)
    county = winding(made)
    given = {
        "name": "large-map",
        "county": ".",
        "schools": {"keep_all": True},
        "objective": [{"minimise": "unserved_pupils"}],
    }
    scenario = scenario_of(given)
    travel = travel_table(county, scenario)
    assembled = assemble(county, travel, scenario)
    trips = planned_trips(travel, scenario)
    prepared = Prepared(county, scenario, trips, Origin("", reused=False), assembled, ())
    instance = assembled.instance
    plan = moved(instance, baseline_plan(instance))
    outcome = Outcome("feasible_at_limit", (), "clock")
    return settle(prepared, instance, Searched(plan, outcome))


def moved(instance: Instance, today: Plan) -> Plan:
    """Return today's plan with the pupils of every other village at the next school.

    The schools have neither the rooms nor the classes for it, which no map minds.
    """
    from planner.county.dictionary import MODES, STAGES

    order = np.lexsort((instance.option_minutes, instance.option_unit))
    choices: dict[tuple[str, str, str], list[tuple[str, Any]]] = {}
    for o in order.tolist():
        u, line = int(instance.option_unit[o]), int(instance.option_line[o])
        if line < 0:
            key = (
                instance.unit_village[u],
                STAGES[int(instance.unit_stage[u])],
                instance.unit_today[u],
            )
            school = instance.site_id[int(instance.option_site[o])]
            choices.setdefault(key, []).append((school, MODES[int(instance.option_mode[o])]))
    chosen = []
    other = set(sorted({row.village_id for row in today.assignments})[::2])
    for row in today.assignments:
        found = choices.get((row.village_id, row.stage, row.baseline_school_id), [])
        to = next((c for c in found if c[0] != row.school_id), None)
        if row.village_id in other and to is not None:
            chosen.append(replace(row, school_id=to[0], mode=to[1]))
        else:
            chosen.append(row)
    return replace(today, assignments=tuple(sorted(chosen)))


def winding(county: County, seed: int = 1) -> County:
    """Return the county with roads that wind, and with what a map shows of its places."""
    random = np.random.default_rng(seed)
    ends = shapely.get_coordinates(county.roads.geometry).reshape(-1, 3, 2)[:, [0, 2]]
    share = np.linspace(0, 1, BENDS + 2)[None, :, None]
    points = ends[:, :1] + (ends[:, 1:] - ends[:, :1]) * share
    points[:, 1:-1] += random.normal(0, BEND_M, points[:, 1:-1].shape)
    roads = county.roads.set_geometry(gpd.GeoSeries(shapely.linestrings(points), crs=county.crs))
    west, south, east, north = county.boundary.bounds
    cells = [
        (chr(65 + 4 * row + column), shapely.box(*low, *high))
        for row in range(4)
        for column in range(4)
        for low in [(west + (east - west) * column / 4, south + (north - south) * row / 4)]
        for high in [(low[0] + (east - west) / 4, low[1] + (north - south) / 4)]
    ]
    townships = gpd.GeoDataFrame(
        {"name": [f"{name}乡" for name, _ in cells]},
        geometry=[cell for _, cell in cells],
        crs=county.crs,
    )
    return replace(
        county,
        roads=roads,
        townships=townships,
        villages=_filled("villages", county.villages, townships, {"elevation_m": 3500.0}),
        schools=_filled("schools", county.schools, townships, SCHOOL),
        provenance="synthetic",
    )


def _filled(name: str, frame: Any, townships: Any, values: Mapping[str, Any]) -> Any:
    """Return a table with every column of the dictionary, blank where nothing is given."""
    columns = columns_of(name)
    blank = {
        code: np.nan if column.type in ("int", "float", "flag") else ""
        for code, column in columns.items()
        if code not in frame.columns and code not in ("lon", "lat", frame.index.name)
    }
    there = frame.assign(**(blank | dict(values) | {"evidence": "synthetic"}))
    inside = there.geometry.map(
        lambda point: townships["name"][townships.geometry.distance(point).idxmin()]
    )
    return there.assign(township=inside)


def page(known: Mapping[str, Any]) -> str:
    """Return the page."""
    met = "met" if known["megabytes"] < MOST_MB else "missed"
    usable = known["usable_s"]
    rows = [
        ("size of map.html, MB", f"{known['megabytes']:.2f}"),
        ("lines simplified by, m", f"{known['simplify_m']:g}"),
        ("ways and areas on foot found in, s", f"{known['ways_s']:.1f}"),
        ("drawn and written in, s", f"{known['write_s']:.1f}"),
        ("processor for both, s", f"{known['processor_s']:.1f}"),
        (
            "ready to use in Chromium after, s",
            "not measured" if usable is None else f"{usable:.1f}",
        ),
    ]
    parts = sorted(known["parts_kb"].items(), key=lambda part: -part[1])
    lines = [
        "# The map of a large county",
        "",
        "Written by `python -m benchmarks.map_page` from `benchmarks/results/map.json`; "
        "`--from-json` writes it again. Do not edit.",
        "",
        f"Last taken on {known['machine']['date']}: {machine_line(known['machine'])}.",
        "",
        f"A made-up county of {known['villages']} villages, {known['schools']} schools and "
        f"{known['edges']:,} road edges with {known['points']:,} points; {known['assignments']:,} "
        f"rows of assignments. Target: a page under {MOST_MB:g} MB. **{met}**",
        "",
        *table(("", "figure"), rows),
        "",
        "Seconds are by the wall clock and grow with what else the machine does; those of the "
        "processor are the program's own.",
        "",
        "What the page's data is made of, kB of 1,000 bytes:",
        "",
        *table(("part", "kB"), [(name, f"{kb:,}") for name, kb in parts]),
        "",
    ]
    return "\n".join(lines)


def _kb(part: Any) -> int:
    from planner.maps.assets import script_json

    return round(len(script_json(part).encode()) / 1000)


def _usable_seconds(path: Path, profile: Path) -> float | None:
    """Return seconds from opening the page until a stage can be switched, None without Chromium."""
    sys.path.insert(0, str(ROOT / "tests"))
    import chrome_driver

    if chrome_driver.missing():
        return None
    with chrome_driver.browser(profile) as window:
        window.resize(1440, 900)
        began = perf_counter()
        window.open(path)
        window.run("document.querySelectorAll('input[name=stage]')[1].click()")
        return round(perf_counter() - began, 1)


if __name__ == "__main__":
    sys.exit(main())
