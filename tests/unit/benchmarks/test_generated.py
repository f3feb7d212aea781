"""Generated counties: drawn from the seed alone, sound, solved, audited, and told on the page."""

from __future__ import annotations

import json
import sys
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[3]))

from benchmarks.generated.__main__ import contradictions, main
from benchmarks.generated.county import generated
from benchmarks.generated.land import land_of
from benchmarks.generated.page import page
from benchmarks.generated.solved import Case, gap_of, seconds_to, solved, unavoidable_yuan
from planner.accounts import account
from planner.audit import audit_plan
from planner.instance import BOARD, RIDE, WALK
from planner.options.baseline import baseline_plan

ROW = {
    "villages": 300,
    "sites": 80,
    "whole_village": True,
    "seed": 1,
    "limit_s": 60.0,
    "units": 896,
    "pupils": 15_924,
    "unavoidable_yuan": 900_000.0,
    "way": "ours",
    "value": 1_000_000.0,
    "bound": 985_000.0,
    "build_s": 1.0,
    "wall_s": 20.0,
    "trace": [
        ["relaxation", 2.0, None, 900_000.0],
        ["dive", 5.0, 1_100_000.0, 950_000.0],
        ["townships", 9.0, 1_000_000.0, 981_000.0],
        ["end", 19.0, 1_000_000.0, 985_000.0],
    ],
    "size": {"options": 8000, "variables": 19_000, "constraints": 20_000},
    "status": "feasible_at_limit",
    "audit": [],
    "peak_mb": 400,
    "cpu_s": 36.0,
    "date": "2024-05-01",
}
PLAIN = ROW | {
    "way": "highs",
    "value": 1_100_000.0,
    "bound": 980_000.0,
    "trace": [["end", 60.0, 1_100_000.0, 980_000.0]],
    "peak_mb": 300,
}


def test_the_same_seed_draws_the_same_county():
    one, two, other = generated(20, 6), generated(20, 6), generated(20, 6, seed=2)
    for field in fields(one):
        a, b = getattr(one, field.name), getattr(two, field.name)
        np.testing.assert_array_equal(np.asarray(a), np.asarray(b), err_msg=field.name)
    assert one.unit_pupils.tolist() != other.unit_pupils.tolist()


def test_shares_change_nothing_but_the_rule():
    whole, shared = generated(20, 6), generated(20, 6, whole_village=False)
    assert (whole.option_minutes == shared.option_minutes).all()
    assert whole.scenario.schools.whole_village and not shared.scenario.schools.whole_village


@pytest.mark.parametrize("size", [(300, 80), (1276, 50), (20, 6), (3, 2)])
def test_sizes_are_as_asked_and_today_keeps_every_rule(size):
    county = generated(*size)
    assert county.sites == size[1]
    assert len(set(county.unit_village)) <= size[0]
    assert len(set(county.unit_village)) > 0.9 * size[0]
    assert [str(f.message) for f in audit_plan(county, baseline_plan(county))] == []
    assert baseline_plan(county).unserved == ()


def test_the_county_is_like_one():
    county = generated(300, 80)
    per_unit = len(county.option_unit) / county.units
    assert 6 < per_unit < 12
    assert np.bincount(county.option_mode, minlength=3).min() > 1000
    shares = np.bincount(county.unit_mode, weights=county.unit_pupils) / county.unit_pupils.sum()
    assert shares[WALK] > 0.25 and shares[RIDE] > 0.25 and 0 < shares[BOARD] < 0.3
    assert 100 < county.unit_pupils.sum() / county.sites < 250
    assert np.bincount(county.site_township).min() >= 5
    assert 0.05 < (~county.site_existing).mean() < 0.15
    order = np.lexsort((county.option_mode, county.option_site, county.option_unit))
    assert (order == np.arange(len(order))).all()


def test_roads_follow_the_valleys():
    land = land_of(300, 80, np.random.default_rng(1))
    same = land.village_valley[:, None] == land.site_valley[None, :]
    assert (land.foot_km <= land.road_km + 1e-9).all()
    assert np.median(land.road_km[same]) < 8 < 20 < np.median(land.road_km[~same])
    assert land.road_km[land.site_village, np.arange(80)].max() == 0
    with pytest.raises(ValueError, match="3 villages × 4 sites"):
        land_of(3, 4, np.random.default_rng(1))


def test_a_tiny_county_is_solved_to_the_same_cost_both_ways():
    case = Case(6, 3, whole_village=True, seconds=20.0)
    ours, plain = solved(case, "ours"), solved(case, "highs")
    assert ours["audit"] == [] and ours["status"] == "optimal"
    assert ours["value"] == pytest.approx(plain["value"], rel=2e-4)
    assert (
        ours["value"] <= account(case.instance(), baseline_plan(case.instance())).annual_cost_yuan
    )
    assert ours["bound"] <= plain["value"] * (1 + 1e-6)
    assert contradictions([ours, plain]) == []
    assert 0 < unavoidable_yuan(case.instance()) < ours["bound"]
    assert ours["size"] == plain["size"]
    assert seconds_to(ours, 0.02) <= ours["wall_s"] + 0.1
    assert gap_of(plain) <= 1.1e-4


def test_seconds_to_a_gap_count_from_the_start_of_building():
    assert seconds_to(ROW, 0.02) == 10.0
    assert seconds_to(ROW, 0.015) == 20.0
    assert seconds_to(ROW, 0.01) is None


def test_a_bound_above_a_plan_is_told():
    assert contradictions([ROW, PLAIN]) == []
    wrong = PLAIN | {"bound": 1_000_010.0}
    assert contradictions([ROW, wrong]) == ["(300, 80, True, 1): bound by highs, plan by ours"]
    assert contradictions([ROW, wrong | {"whole_village": False}]) == []


def test_the_page_says_what_was_missed_and_by_how_much():
    text = page({"machine": {}, "rows": [ROW, PLAIN]})
    assert "Gap asked for: reached in 0 of 1" in text
    assert "| 1.50 % | 1.2 % | **missed** by 0.30 points | 15.00 % | 10.0 | never |" in text
    assert "| 5.0 % | 1.8 | 400 |" in text
    assert (
        "| 300 × 80 | whole | 1,100,000 | 980,000 | 10.91 % | never | 300 | 7.3 | 1.1000 |" in text
    )
    assert "Not measured yet: 300 × 80 shared, 600 × 160 whole" in text
    met = page({"machine": {}, "rows": [ROW | {"bound": 989_000.0}]})
    assert "reached in 1 of 1" in met and "| met |" in met
    longer = page({"machine": {}, "rows": [ROW | {"bound": 989_000.0, "limit_s": 90.0}]})
    assert "reached in 0 of 0" in longer


def test_the_page_tells_how_time_and_memory_grow():
    larger = ROW | {
        "villages": 600,
        "sites": 160,
        "build_s": 4.0,
        "size": {"options": 16_000, "variables": 38_000, "constraints": 40_000},
        "peak_mb": 800,
    }
    text = page({"machine": {}, "rows": [ROW, larger]})
    assert "300 × 80 to 600 × 160, whole: variables × 2.0, build × 4.0 (power 2.0)" in text
    assert "peak memory × 2.0 (power 1.0)" in text


def test_the_command_measures_both_ways_and_writes(tmp_path, capsys):
    outs = ["--results", str(tmp_path / "r.json"), "--page", str(tmp_path / "p.md")]
    assert main(["--size", "6x3:5", "--villages", "shared", *outs]) == 0
    rows = json.loads((tmp_path / "r.json").read_text("utf-8"))["rows"]
    assert [(r["way"], r["villages"], r["sites"], r["whole_village"]) for r in rows] == [
        ("highs", 6, 3, False),
        ("ours", 6, 3, False),
    ]
    assert rows[0]["value"] == pytest.approx(rows[1]["value"], rel=2e-4)
    assert all(20 < r["peak_mb"] < 1000 for r in rows)
    assert "6 × 3 shared by ours: value" in capsys.readouterr().out
    written = (tmp_path / "p.md").read_text("utf-8")
    assert "| 6 × 3 | shared | 5 |" in written
    (tmp_path / "p.md").unlink()
    assert main(["--from-json", *outs]) == 0
    assert (tmp_path / "p.md").read_text("utf-8") == written


def test_the_kept_page_is_that_of_the_kept_figures():
    root = Path(__file__).parents[3]
    kept = root / "benchmarks" / "results" / "generated.json"
    if not kept.exists():
        pytest.skip("not measured yet")
    data = json.loads(kept.read_text("utf-8"))
    assert page(data) == (root / "docs" / "benchmarks-generated.md").read_text("utf-8")
    assert contradictions(data["rows"]) == []
    assert [r["audit"] for r in data["rows"] if r["audit"]] == []
