"""The benchmark of travel: its counties, its checks and its page."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely

sys.path.insert(0, str(Path(__file__).parents[3]))

from benchmarks import travel
from benchmarks.mountains import mountain_county
from benchmarks.travel_compare import DisagreementError, agreed, compare, rounded
from benchmarks.travel_page import curve, page
from planner.travel.paths import arcs
from planner.travel.roads import road_graph

ROOT = Path(__file__).parents[3]
MEANS = {
    "arcs": 178_000, "network_nodes": 62_000, "pairs": 40_000, "planner_s": 0.5,
    "networkx_build_s": 1.0, "networkx_s": 60.0, "networkx_differs_minutes": 1e-12,
    "pandana_prepare_s": 7.0, "pandana_s": 2.0, "pandana_differs_minutes": 2e-12,
}  # fmt: skip
SIZE = {
    "edges": 50_000, "villages": 500, "schools": 50, "lines": 5, "trips": 9_000, "wall_s": 10.0,
    "cpu_s": 8.0, "peak_mb": 400, "date": "2024-05-01", "load": 1.5,
}  # fmt: skip
LARGE = {"edges": 500_002, "villages": 5_000, "schools": 500, "cpu_s": 80.0}


def made(large=(), **changes):
    return {
        "machine": {"cores": 2, "cpu": "C", "memory_gb": 8.0, "system": "S", "python": "3.12"},
        "compare": {
            "nodes": 60_000, "edges": 75_000, "villages": 300, "schools": 100,
            "limit_minutes": 480.0, "date": "2024-05-01", "load": 1.0,
            "means": {"vehicle": MEANS | changes},
        },
        "growth": {"a": SIZE, "b": SIZE | LARGE | {"wall_s": 85.0} | dict(large)},
    }  # fmt: skip


def test_a_county_has_its_size_and_is_the_same_again(tmp_path):
    one, other = (mountain_county(900, 20, 6, tmp_path, lines=2) for _ in range(2))
    assert (len(one.villages), len(one.schools), len(one.services)) == (20, 6, 16)
    graph = road_graph(one.roads)
    assert (len(graph.node_xy_m), len(graph.start)) == (900, 1_125)
    assert graph.components().max() == 0
    assert set(one.roads["road_class"]) >= {"village", "track", "path", "county"}
    assert one.roads.equals(other.roads) and one.villages.equals(other.villages)
    elsewhere = mountain_county(900, 20, 6, tmp_path, seed=2)
    assert not shapely.equals_exact(one.villages.geometry, elsewhere.villages.geometry).any()


def test_networkx_finds_the_same_minutes(tmp_path, monkeypatch):
    found = compare(400, 12, 5, tmp_path, None)
    for row in found["means"].values():
        assert 0 < row["pairs"] <= 120
        assert row["networkx_differs_minutes"] < 1e-9
    monkeypatch.setattr(
        "benchmarks.travel_compare.by_networkx",
        lambda network, arcs, limit: (0.0, 0.0, np.zeros((2, 5, 12))),
    )
    with pytest.raises(DisagreementError, match="networkx"):
        compare(400, 12, 5, tmp_path, None)


def test_programs_agree_to_a_millionth_of_a_minute_or_not():
    ours = np.array([1.0, 2.0, np.inf])
    assert agreed("x", ours, ours + 5e-7) == pytest.approx(5e-7)
    with pytest.raises(DisagreementError, match="x differs by 2e-06 minutes"):
        agreed("x", ours, ours + 2e-6)
    with pytest.raises(DisagreementError, match="1 trips are there for us or x only"):
        agreed("x", ours, np.array([1.0, np.inf, np.inf]))


def test_minutes_are_rounded_for_everybody():
    two = arcs(2, np.array([0]), np.array([1]), np.array([1.23456789]), np.zeros((1, 1)))
    assert rounded(two).matrix.data.tolist() == [1.234568]
    assert two.matrix.data.tolist() == [1.23456789]


def test_the_page_names_ratios_and_targets():
    said = page(made())
    assert "| vehicle | 178,000 | 40,000 | 0.50 | 60.0 | 120 | 9.0 | 7.0 | 18 | 2e-12 |" in said
    assert "120 times (60.0 s against 0.50 s): met" in said
    assert "9.0 s against 0.50 s: met" in said
    assert "within 90 s: 85 s: met; within 3 GB: 0.40 GB: met" in said
    assert "| 500,002 | 5,000 | 500 | 9,000 | 85.0 | 80.0 | 1.00 | 400 | 2024-05-01 | 1.5 |" in said


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (made(planner_s=3.1), "19 times (60.0 s against 3.10 s): **missed**"),
        (made(planner_s=3.0), "20 times (60.0 s against 3.00 s): met"),
        (made(planner_s=9.5), "9.0 s against 9.50 s: **missed**"),
        (made({"wall_s": 90.6}), "within 90 s: 91 s: **missed**; within 3 GB: 0.40 GB: met"),
        (made({"peak_mb": 3_001}), "within 90 s: 85 s: met; within 3 GB: 3.00 GB: **missed**"),
    ],
)
def test_targets_are_missed_where_they_are(data, said):
    assert said in page(data)


def test_without_pandana_the_page_says_so():
    data = made()
    row = data["compare"]["means"]["vehicle"]
    data["compare"]["means"]["vehicle"] = {
        k: v for k, v in row.items() if not k.startswith("pandana")
    }
    said = page(data)
    assert "| not measured |" in said
    assert "Ahead of pandana" not in said


def test_the_curve_has_a_point_for_each_size_and_measure():
    drawn = curve(made()["growth"])
    assert drawn.count("<circle") == 4
    assert ">85</text>" in drawn and ">400</text>" in drawn


def test_one_size_is_measured_in_its_own_process():
    row = travel.one(1_000)
    assert (row["edges"], row["villages"], row["schools"]) == (1_051, 10, 1)
    assert row["trips"] > 0 and row["cpu_s"] > 0 and row["peak_mb"] > 50


def test_the_page_in_the_repository_is_that_of_its_figures(monkeypatch, tmp_path):
    stored = ROOT / "benchmarks" / "results" / "travel.json"
    out = tmp_path / "page.md"
    command = ["travel", "--from-json", "--results", str(stored), "--out", str(out)]
    monkeypatch.setattr(sys, "argv", command)
    assert travel.main() == 0
    docs = ROOT / "docs"
    assert out.read_text("utf-8") == (docs / "benchmarks-travel.md").read_text("utf-8")
    drawn = out.with_suffix(".svg").read_text("utf-8")
    assert drawn == (docs / "benchmarks-travel.svg").read_text("utf-8")


def test_a_disagreement_fails_the_run(monkeypatch, tmp_path, capsys):
    def quarrel(*_):
        raise DisagreementError("networkx differs by 1 minutes")

    monkeypatch.setattr("benchmarks.travel_compare.compare", quarrel)
    results = tmp_path / "r.json"
    results.write_text(json.dumps({"growth": {"a": SIZE}}), "utf-8")
    command = ["travel", "compare", "--pandana", "none", "--results", str(results)]
    monkeypatch.setattr(sys, "argv", [*command, "--out", str(tmp_path / "p.md")])
    assert travel.main() == 1
    assert "networkx differs" in capsys.readouterr().out
    assert "compare" not in json.loads(results.read_text("utf-8"))
