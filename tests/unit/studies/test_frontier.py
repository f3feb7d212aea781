"""A limit swept: what is asked, kept, dominated and drawn."""

import csv
import math

import pytest

from planner.errors import InfeasibleError, InvalidInputError, NoPlanError, UsageError
from planner.scenario.load import load_scenario
from planner.studies.chart import write_chart
from planner.studies.console import _row
from planner.studies.frontier import (
    Sweep,
    fingerprint,
    nothing_found,
    parse_over,
    sweep,
    write_frontier,
)
from planner.studies.points import Point, judged

KEY = "budget.annual_yuan"


def point(value, cost=None, *, gap=0.0, status="optimal", tolerance=0.0):
    if cost is None:
        return Point(value, status, "proof", math.inf, (), {}, "", 1.0, False)
    objectives = (("annual_cost_yuan", cost, cost * (1 - gap), gap, tolerance),)
    counts = {"annual_cost_yuan": cost}
    return Point(value, status, "proof", gap, objectives, counts, f"points/{value}", 1.0, False)


def told(key, *points):
    return [(p.value, p.dominated_by, p.indistinguishable_from) for p in judged(key, points)]


def test_more_money_that_buys_nothing_is_dominated():
    points = (point("10", 100.0), point("20", 90.0), point("30", 90.0), point("null", 90.0))
    assert told(KEY, *points) == [
        ("10", "", ""),
        ("20", "", ""),
        ("30", "20", "20"),
        ("null", "20", "20"),
    ]


def test_a_better_value_under_a_tighter_limit_dominates_and_a_gap_blurs():
    points = (point("10", 100.0), point("20", 101.0, gap=0.02), point("30", 99.5, gap=0.01))
    assert told(KEY, *points) == [("10", "", ""), ("20", "10", "10"), ("30", "", "10")]


def test_for_a_least_more_is_tighter():
    points = (point("10", 100.0), point("20", 100.0))
    assert told("schools.min_pupils.primary", *points) == [("10", "20", "20"), ("20", "", "")]


def test_points_without_a_plan_dominate_nothing():
    assert told(KEY, point("0", status="infeasible"), point("5", 9.0)) == [
        ("0", "", ""),
        ("5", "", ""),
    ]


def test_key_and_values_are_read_with_commas_in_brackets():
    assert parse_over("schools.close=[S1,S2],[], [S3]") == (
        "schools.close",
        ("[S1,S2]", "[]", "[S3]"),
    )
    for wrong in ("budget", "=1,2", "a=1,,2", "a="):
        with pytest.raises(UsageError):
            parse_over(wrong)


def test_a_fingerprint_follows_options_and_files_but_not_names_or_threads(tmp_path):
    from planner.sample import copy_to

    copy_to(tmp_path / "toy")
    file = tmp_path / "toy" / "free-optimum.yaml"

    def of(*assignments):
        return fingerprint(load_scenario(file, assignments))

    first = of()
    assert first == of("solver.threads=1", "name=other") == of("budget.annual_yuan=null")
    assert first != of("budget.annual_yuan=5")
    assert first != of("solver.time_limit_s=7")
    villages = tmp_path / "toy" / "villages.csv"
    villages.write_bytes(villages.read_bytes() + b"\n")
    assert of() != first


def test_where_no_point_has_a_plan_the_error_says_which_kind():
    assert nothing_found([point("1", status="infeasible"), point("2", 9.0)]) is None
    infeasible = nothing_found([point("1", status="infeasible"), point("2", status="infeasible")])
    assert isinstance(infeasible, InfeasibleError)
    assert len(infeasible.reasons) == 2
    late = nothing_found([point("1", status="infeasible"), point("2", status="no_solution")])
    assert isinstance(late, NoPlanError)


def test_the_table_and_the_chart(tmp_path):
    points = judged(
        KEY,
        [point("0", status="infeasible"), point("10", 100.0, gap=0.05), point("20", 100.0)],
    )
    write_frontier(KEY, points, tmp_path / "frontier.csv")
    with (tmp_path / "frontier.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r["status"] for r in rows] == ["infeasible", "optimal", "optimal"]
    assert [r["annual_cost_yuan_bound"] for r in rows] == ["", "95.0", "100.0"]
    assert [r["dominated_by"] for r in rows] == ["", "", "10"]
    write_chart(KEY, points, tmp_path / "frontier.svg")
    drawn = (tmp_path / "frontier.svg").read_text("utf-8")
    for words in ("年化公共成本 · annual public cost", KEY, "×", "空心"):
        assert words in drawn
    write_chart(KEY, points, tmp_path / "again.svg")
    assert (tmp_path / "again.svg").read_text("utf-8") == drawn


def test_values_that_are_words_are_drawn_side_by_side(tmp_path):
    points = judged("travel.protect", [point("all", 100.0), point("none", 80.0)])
    # No word is tighter than another: nothing is dominated, nor as good as a tighter one.
    assert [(p.dominated_by, p.indistinguishable_from) for p in points] == [("", ""), ("", "")]
    alike = judged("schools.area_floors", [point("off", 100.0), point("build", 100.0)])
    assert [(p.dominated_by, p.indistinguishable_from) for p in alike] == [("", ""), ("", "")]
    for p in alike:
        assert _row(p).say("en").endswith("annual public cost 100 (gap 0.0%)")
        assert _row(p).say("zh").endswith("年化公共成本 100（差距 0.0%）")
    write_chart("travel.protect", points, tmp_path / "c.svg")
    assert ">all<" in (tmp_path / "c.svg").read_text("utf-8")


@pytest.mark.parametrize(
    ("key", "values", "also", "said"),
    [
        ("schools.nonsense", ("1", "2"), (), ["--over, schools.nonsense: there is no such option"]),
        (
            "schools.area_floors",
            ("off", "hld"),
            ("schools.close=7",),
            ["--set, schools.close: ", '--over, schools.area_floors: "hld" is not allowed'],
        ),
        ("nonsense.x", ("1",), (), ["--over, nonsense: there is no such option"]),
    ],
)
def test_a_wrong_value_is_told_where_it_was_asked(tmp_path, key, values, also, said):
    from planner.sample import copy_to

    copy_to(tmp_path / "toy")
    file = tmp_path / "toy" / "free-optimum.yaml"
    with pytest.raises(InvalidInputError) as refused:
        sweep(Sweep(file, also, key, values), tmp_path / "out", jobs=1)
    told = [f.say("en") for f in refused.value.findings]
    assert len(told) == len(said)
    assert all(a.startswith(b) for a, b in zip(told, said, strict=True)), told
    places = {f.place("zh").split("，")[0] for f in refused.value.findings}
    assert places == {"--over", *(["--set"] if also else [])}
