"""The staffing benchmark: both ways on the same instance, kept figures, the page."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from staff_worlds import tiny_staff

sys.path.insert(0, str(Path(__file__).parents[3]))

from benchmarks.staffing.__main__ import _parser, _store, cases, contradictions, main
from benchmarks.staffing.brute_force import main as brute_force
from benchmarks.staffing.cases import GAP_MOST, THREADS, Case
from benchmarks.staffing.page import missed, page, told
from benchmarks.staffing.solved import by_highs, by_search, solved, worst_gap


def tier(name, value, bound, seconds=2.0):
    gap = None if value is None or bound is None else (value - bound) / value if value else 0.0
    return {"name": name, "value": value, "bound": bound, "gap": gap, "seconds": seconds}


ROW = {
    "case": "mao",
    "seed": 1,
    "persons": 784,
    "schools": 62,
    "subjects": 13,
    "types": 700,
    "periods": 9005.0,
    "objectives": 2,
    "limit_s": 60,
    "way": "ours",
    "tiers": [tier("uncovered_priority_periods", 400.0, 399.0), tier("hires", 10.0, 10.0)],
    "build_s": 1.0,
    "wall_s": 50.0,
    "size": {"classes": 300, "variables": 9000, "constraints": 8000},
    "status": "optimal",
    "audit": [],
    "peak_mb": 300,
    "cpu_s": 90.0,
    "date": "2024-05-01",
}
PLAIN = ROW | {
    "way": "highs",
    "tiers": [tier("uncovered_priority_periods", 500.0, 395.0, 30.0), tier("hires", None, 8.0)],
    "peak_mb": 200,
}


def small(**options):
    """Return two schools 20 min apart where a lesson is lacking, a move and a hire help."""
    return tiny_staff(
        [{"id": "A"}, {"id": "B"}],
        [("A", "maths", 2), ("B", "art", 1)],
        [("A", "lower", "maths", 6), ("B", "lower", "maths", 12), ("B", "lower", "art", 3)],
        {("A", "B"): 20},
        subjects={"maths": {"priority": True}},
        scenario={"staffing": {"mip_gap": 0, **options}},
        load_periods=(8, 6),
        most_hires=1,
    )


def test_both_ways_come_to_the_same_values_objective_by_objective():
    ours, plain = by_search(small()), by_highs(small())
    names = [t["name"] for t in plain["tiers"]]
    assert names == [t["name"] for t in ours["tiers"]]
    assert len(names) == plain["objectives"] == len(small().scenario.staffing.objective)
    for one, other in zip(ours["tiers"], plain["tiers"], strict=True):
        assert one["value"] == pytest.approx(other["value"], abs=1e-4), one["name"]
        assert one["gap"] == pytest.approx(0, abs=1e-6)
    by_name = {t["name"]: t["value"] for t in plain["tiers"]}
    # Three posts of 8 periods for 18 of maths.
    assert (by_name["uncovered_priority_periods"], by_name["hires"]) == (0, 1)
    assert plain["status"] == ours["status"] == "optimal"
    assert ours["audit"] == []
    assert ours["size"]["variables"] == plain["size"]["variables"]
    assert all(t["seconds"] is not None for t in ours["tiers"])
    assert contradictions([ROW | ours, ROW | plain]) == []


def test_an_objective_is_held_with_its_tolerance():
    def found(tolerance):
        """Two teachers at A: one moves to B, or 8 of 20 periods are lacking instead of 4."""
        goals = [{"minimise": "uncovered_periods", "tolerance": tolerance}]
        goals.append({"minimise": "move_minutes"})
        world = tiny_staff(
            [{"id": "A"}, {"id": "B"}],
            [("A", "maths", 2)],
            [("A", "lower", "maths", 12), ("B", "lower", "maths", 8)],
            {("A", "B"): 20},
            scenario={"staffing": {"mip_gap": 0, "objective": goals}},
            load_periods=(8, 6),
        )
        return [round(t["value"], 4) for t in by_highs(world)["tiers"]]

    assert found(0) == [4, 30]
    assert found(1) == [4, 0]


def test_where_time_is_over_what_was_not_reached_is_not_told(monkeypatch):
    world = small(time_limit_s=1e-6)
    row = by_highs(world)
    assert row["tiers"] == []
    assert row["status"] == "no_solution"
    assert worst_gap(row) is None


def test_the_generated_county_is_what_is_asked_for():
    case = Case("300x10", 5.0, seed=2)
    made = case.instance()
    assert len(made.school_id) == 10
    assert int(made.type_count[made.type_post == 0].sum()) == pytest.approx(300, rel=0.03)
    assert int(made.subject_lesson.sum()) == 12
    assert made.scenario.staffing.time_limit_s == 5
    assert (made.scenario.solver.threads, made.scenario.solver.seed) == (THREADS, 2)


def test_counties_are_chosen_by_name_size_and_time():
    def chosen(*arguments):
        return [(c.name, c.seconds, c.seed) for c in cases(_parser().parse_args(arguments))]

    assert chosen() == [("dege", 60, 1), ("zhaojue", 60, 1), ("mao", 60, 1), ("8000x60", 180, 1)]
    assert chosen("--only", "mao", "--time-limit", "7") == [("mao", 7, 1)]
    assert chosen("--size", "60x5:3", "--seed", "4") == [("60x5", 3, 4)]
    assert Case("mao", 60).size is None
    assert Case("8000x60", 180).size == (8000, 60)


def test_the_layout_of_today_makes_the_instance_of_a_bundled_county():
    mao = Case("mao", 3.0).instance()
    assert mao.scenario.name == "mao-today"
    assert mao.school_open.all()
    assert not mao.receives.any()
    # As many teaching posts as today's pupils ask for: data/SOURCES.md.
    assert int(mao.type_count[mao.type_post == 0].sum()) == 614
    assert mao.scenario.staffing.time_limit_s == 3


def test_a_bound_above_a_plan_is_told():
    assert contradictions([ROW, PLAIN]) == []
    wrong = PLAIN | {"tiers": [tier("uncovered_priority_periods", 500.0, 401.0)]}
    assert contradictions([ROW, wrong]) == ["('mao', 1): bound by highs, plan by ours"]
    assert contradictions([ROW, wrong | {"seed": 2}]) == []
    assert contradictions([ROW, PLAIN | {"tiers": []}]) == []


def test_what_is_missed_is_told_in_points_and_seconds():
    assert missed(ROW) == ""
    poor = ROW | {"tiers": [tier("uncovered_priority_periods", 400.0, 392.0), ROW["tiers"][1]]}
    assert missed(poor) == "1.50 points"
    assert missed(ROW | {"wall_s": 72.0}) == "12 s"
    assert missed(ROW | {"tiers": ROW["tiers"][:1]}) == "1 objectives without a bound"
    assert worst_gap(ROW) == pytest.approx(0.0025)
    assert worst_gap(ROW) < GAP_MOST


def test_the_page_tells_values_gaps_ratios_and_what_was_missed():
    said = page({"machine": {}, "rows": [ROW, PLAIN]})
    assert "- Every objective within 0.5 % in time: 1 of 1" in said
    assert "- Not measured yet: dege, zhaojue, 8000x60" in said
    assert "| Mao | 784 | 62 | 13 | 60 | 50.0 | 2 of 2 | 0.25 % | met | 1.0 | 1.8 | 300 |" in said
    assert (
        "| uncovered priority periods | 400.0 | 399.0 | 0.25 % | 2.0 | 500.0 | 395.0 | 21.00 % "
        "| 30.0 | 1.250 | 84.0 | 15.0 |" in said
    )
    assert "| hires | 10.0 | 10.0 | 0.00 % | 2.0 | none | 8.00 | none | 2.0 | no plan |" in said
    assert "geometric mean of 1: 84.0." in said
    poor = ROW | {"wall_s": 72.0}
    assert "| **missed** by 12 s |" in page({"machine": {}, "rows": [poor]})
    nothing = PLAIN | {"tiers": []}
    assert "No plan at all by plain HiGHS in its time: Mao." in page(
        {"machine": {}, "rows": [ROW, nothing]}
    )
    assert "Not measured yet: dege" in page({"machine": {}, "rows": []})


def test_rows_of_the_same_county_and_way_are_replaced(tmp_path):
    file = tmp_path / "r.json"
    for row in (ROW | {"case": "60x5"}, PLAIN, ROW, ROW | {"peak_mb": 7}):
        _store(file, row)
    rows = json.loads(file.read_text("utf-8"))["rows"]
    assert [(r["case"], r["way"], r["peak_mb"]) for r in rows] == [
        ("mao", "ours", 7),
        ("mao", "highs", 200),
        ("60x5", "ours", 300),
    ]


def test_the_command_measures_both_ways_and_writes(tmp_path, capsys):
    outs = ["--results", str(tmp_path / "r.json"), "--page", str(tmp_path / "p.md")]
    assert main(["--size", "20x3:5", *outs]) == 0
    rows = json.loads((tmp_path / "r.json").read_text("utf-8"))["rows"]
    assert [(r["way"], r["case"], r["limit_s"]) for r in rows] == [
        ("ours", "20x3", 5),
        ("highs", "20x3", 5),
    ]
    assert all(20 < r["peak_mb"] < 1000 for r in rows)
    assert "generated 20 × 3 by ours: uncovered_priority_periods" in capsys.readouterr().out
    written = (tmp_path / "p.md").read_text("utf-8")
    assert "## generated 20 × 3" in written
    (tmp_path / "p.md").unlink()
    assert main(["--from-json", *outs]) == 0
    assert (tmp_path / "p.md").read_text("utf-8") == written


def test_an_audit_that_fails_is_told_and_leaves_with_code_1(tmp_path):
    faulty = ROW | {"audit": ["supply: 2 persons vanish"]}
    assert "AUDIT FAILS: supply" in told(faulty)
    file = tmp_path / "r.json"
    _store(file, faulty)
    outs = ["--results", str(file), "--page", str(tmp_path / "p.md")]
    assert main(["--from-json", *outs]) == 1
    assert "- Plans that fail the audit: 1" in (tmp_path / "p.md").read_text("utf-8")


def test_brute_force_prints_a_summary_and_says_by_its_exit_code(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["brute_force", "--count", "2", "--first", "5"])
    assert brute_force() == 0
    assert capsys.readouterr().out.startswith("2 worlds in ")
    monkeypatch.setattr("staff_differences.staff_differences", lambda world: ["hires: 1 and 2"])
    assert brute_force() == 1
    said = capsys.readouterr().out
    assert "seed 5: hires: 1 and 2" in said
    assert "2 with differences" in said


def test_the_kept_page_is_that_of_the_kept_figures():
    root = Path(__file__).parents[3]
    kept = root / "benchmarks" / "results" / "staffing.json"
    data = json.loads(kept.read_text("utf-8")) if kept.exists() else {"machine": {}, "rows": []}
    assert page(data) == (root / "docs" / "benchmarks-staffing.md").read_text("utf-8")
    assert contradictions(data["rows"]) == []
    assert [r["audit"] for r in data["rows"] if r["audit"]] == []


@pytest.mark.parametrize("way", ["ours", "highs"])
def test_a_way_is_chosen_by_its_name(way):
    assert solved(small(), way)["way"] == way
