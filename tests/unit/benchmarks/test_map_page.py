"""The benchmark of the map's size: its county and its page."""

from __future__ import annotations

import shapely

from benchmarks.map_page import BENDS, page, winding
from benchmarks.mountains import mountain_county

KNOWN = {
    "machine": {
        "date": "2026-01-02",
        "cores": 2,
        "cpu": "a processor",
        "memory_gb": 8,
        "system": "a system",
        "python": "3.12.1",
    },
    "villages": 400,
    "schools": 120,
    "edges": 15_000,
    "points": 150_000,
    "assignments": 1_234,
    "megabytes": 4.99,
    "ways_s": 8.0,
    "write_s": 20.0,
    "processor_s": 19.4,
    "usable_s": 3.4,
    "simplify_m": 40.0,
    "data_kb_at_20_m": 5_100,
    "parts_kb": {"roads": 700, "schools": 1_800},
}


def test_the_county_winds_and_has_every_column_and_a_township_for_all(tmp_path):
    made = mountain_county(100, 6, 3, tmp_path, spacing_m=900.0)
    county = winding(made)
    points = shapely.get_num_coordinates(county.roads.geometry.to_numpy())
    assert set(points.tolist()) == {BENDS + 2}
    assert len(county.roads) == len(made.roads)
    # The ends of roads stay where they were, so that they still meet.
    ends = shapely.get_point(county.roads.geometry.to_numpy(), 0)
    assert (ends == shapely.get_point(made.roads.geometry.to_numpy(), 0)).all()
    assert county.schools["classrooms"].tolist() == [9.0] * 3
    assert set(county.villages["township"]) <= set(county.townships["name"])
    # Junctions of a side of ten, 900 m apart, and a rim of as much on two sides.
    assert county.boundary.bounds[2] - county.boundary.bounds[0] == 9_900


def test_the_page_says_whether_the_size_is_met():
    said = page(KNOWN)
    assert "400 villages, 120 schools and 15,000 road edges with 150,000 points" in said
    assert "**met**" in said
    assert "| processor for both, s | 19.4 |" in said
    assert said.index("| schools | 1,800 |") < said.index("| roads | 700 |")
    missed = page(KNOWN | {"megabytes": 5.0, "usable_s": None})
    assert "**missed**" in missed
    assert "not measured" in missed
