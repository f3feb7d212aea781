"""What a further scenario costs a page of compared maps, on a made-up county."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import LineString, Point, box

from planner.county.dictionary import STAGES
from planner.loaded import LoadedRun
from planner.maps.comparison import comparison_maps

SIDE = 72
VILLAGES, SCHOOLS = 350, 100


@pytest.fixture(scope="module")
def large(tmp_path_factory) -> list[LoadedRun]:
    """Six runs of a made-up county of 350 villages, 100 schools and some 10,000 road edges."""
    rng = np.random.default_rng(1)
    folder = tmp_path_factory.mktemp("large")
    across = np.linspace(98.0, 99.5, SIDE)
    up = np.linspace(31.0, 32.5, SIDE)
    wave = rng.normal(0, 0.004, (SIDE, SIDE, 2))
    nodes = np.stack(np.meshgrid(across, up, indexing="ij"), axis=-1) + wave
    edges = [
        LineString([a, (a + b) / 2 + rng.normal(0, 0.002, 2), b])
        for a, b in (
            *zip(nodes[:-1].reshape(-1, 2), nodes[1:].reshape(-1, 2), strict=True),
            *zip(nodes[:, :-1].reshape(-1, 2), nodes[:, 1:].reshape(-1, 2), strict=True),
        )
    ]
    classes = rng.choice(["村道", "乡道", "县道"], len(edges), p=[0.8, 0.15, 0.05])
    path = folder / "plan.gpkg"
    roads = gpd.GeoDataFrame({"road_class": classes}, geometry=edges, crs="EPSG:4326")
    roads.to_file(path, layer="input_roads", engine="pyogrio")
    outline = gpd.GeoDataFrame({"name_zh": ["大县"]}, geometry=[box(98, 31, 99.5, 32.5)], crs=4326)
    outline.to_file(path, layer="boundary", engine="pyogrio")
    return [generated(folder, rng, share) for share in (0.0, 0.1, 0.2, 0.3, 0.2, 0.1)]


def generated(folder, rng, share: float) -> LoadedRun:
    fixed = np.random.default_rng(2)
    at = fixed.uniform([98.05, 31.05], [99.45, 32.45], (VILLAGES + SCHOOLS, 2)).round(6)
    villages = pd.DataFrame(
        {
            "village_id": [f"5133301{n:05d}" for n in range(VILLAGES)],
            "name": [f"某某村第{n}组" for n in range(VILLAGES)],
            "township": [f"某{n % 26}乡" for n in range(VILLAGES)],
            "lon": at[:VILLAGES, 0],
            "lat": at[:VILLAGES, 1],
        }
    )
    schools = pd.DataFrame(
        {
            "school_id": [f"S{n:03d}" for n in range(SCHOOLS)],
            "name": [f"某某乡第{n}小学" for n in range(SCHOOLS)],
            "township": [f"某{n % 26}乡" for n in range(SCHOOLS)],
            "lon": at[VILLAGES:, 0],
            "lat": at[VILLAGES:, 1],
            "kind": "primary",
            "kind_before": "primary",
            "decision": np.where(rng.random(SCHOOLS) < share, "expand", "keep"),
            **{f"{g}_pupils{b}": 40 for g in STAGES for b in ("", "_before")},
        }
    )
    n = VILLAGES * 3
    before = fixed.uniform(3, 90, n)
    school = np.array([f"S{k:03d}" for k in fixed.integers(0, SCHOOLS, n)], dtype=object)
    moved = rng.random(n) < share
    after = np.where(moved, before + rng.normal(5, 10, n), before)
    assignments = pd.DataFrame(
        {
            "village_id": np.repeat(villages["village_id"].to_numpy(), 3),
            "stage": list(STAGES) * VILLAGES,
            "school_id": np.where(moved, "S000", school),
            "mode": "walk",
            "pupils": fixed.integers(1, 80, n),
            "minutes": after,
            "baseline_school_id": school,
            "baseline_mode": "walk",
            "baseline_minutes": before,
            "added_minutes": after - before,
            "over_norm": 0,
            "baseline_over_norm": 0,
            "mode_changed": 0,
        }
    )
    places = gpd.GeoDataFrame(schools, geometry=[Point(p) for p in at[VILLAGES:]], crs="EPSG:4326")
    none = pd.DataFrame()
    scenario = {"title": {"zh": "方案", "en": "Plan"}, "concern": {"threshold_minutes": 10.0}}
    manifest = {"scenario": "x"}
    return LoadedRun(
        folder, manifest, scenario, places, villages, assignments, none, none, tables={}
    )


def test_a_further_scenario_costs_little(large):
    sizes = {}
    for number in (2, 6):
        made = comparison_maps(large[:number], "both")
        sizes[number] = len(f"{made.style}{made.html}{made.script}".encode())
    assert sizes[6] < 2_000_000
    # A fifth of all trips changed: rows, two drawings and captions in both languages.
    assert (sizes[6] - sizes[2]) / 4 < 25_000
