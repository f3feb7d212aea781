"""Trips, worst-off villages, closures and sweeps of several runs, on a county of sixty pupils."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest
from compare_world import PLAN, TODAY, make_run

from planner.compare.closures import Near, closures
from planner.compare.frontier import frontier_of
from planner.compare.spread import curve_of, spread_of, township_spread
from planner.compare.worst import worst_villages
from planner.errors import InvalidInputError
from planner.scenario.goals import TIERS


def test_spread_is_weighted_by_pupils():
    # 10 % of 40 is 4: within the 10 who walk 5 minutes; 50 % is 20: among the 30.
    assert spread_of([(10.0, 30), (5.0, 10)]).minutes == (5.0, 5.0, 10.0, 10.0, 10.0)
    assert spread_of([(10.0, 30), (25.0, 10)]).minutes == (10.0, 10.0, 10.0, 10.0, 25.0)
    assert spread_of([]).minutes == ()


def test_townships_hold_day_pupils_of_their_villages():
    run = make_run(closed=("S2",))
    assert township_spread(run, "lower")["甲乡"].minutes[-1] == 25.0
    assert township_spread(run, "lower", today=True)["甲乡"].minutes == (5.0, 5.0, 10.0, 10.0, 10.0)
    # Only boarders there: nobody comes daily.
    assert township_spread(run, "upper")["乙乡"].pupils == 0


def test_the_curve_ends_at_the_share_that_comes_daily():
    rows = [*PLAN, ("V3", "lower", "", "", 10, math.nan, "S3", "walk", 30.0)]
    curve = curve_of(make_run(rows=rows), "lower")
    assert curve.minutes == (10.0, 25.0)
    assert curve.shares == (0.6, 0.8)
    assert (curve.pupils, curve.boarders, curve.nowhere) == (50, 0, 10)
    assert [curve.within(m) for m in (9.9, 10.0, 24.0, 60.0)] == [0.0, 0.6, 0.6, 0.8]
    board = curve_of(make_run(), "upper")
    assert (board.shares, board.boarders, board.within(60)) == ((), 20, 0.0)


def test_the_worst_off_come_by_the_plan_that_is_worst_for_them():
    second = [
        ("V1", "lower", "S1", "walk", 30, 12.0, "S1", "walk", 10.0),
        *PLAN[1:2],
        ("V3", "upper", "", "", 20, math.nan, "S3", "board", 90.0),
    ]
    found = worst_villages([make_run(closed=("S2",)), make_run(rows=second)])
    assert [v.village_id for v in found] == ["V3", "V2", "V1"]
    assert [lot.change for lot in found[0].lots if lot] == ["same", "unserved"]
    assert [lot.added_minutes for lot in found[1].lots if lot] == [20.0, 20.0]
    assert found[1].name == "二村"
    assert [v.village_id for v in worst_villages([make_run(rows=second)], most=1)] == ["V3"]
    assert worst_villages([make_run(rows=TODAY)]) == []


def test_villages_are_sorted_by_the_loss_that_is_told_of_them():
    # Ids against the order of loss: of those without a school the most pupils come first ...
    plan = [
        ("V1", "lower", "", "", 3, math.nan, "S1", "walk", 10.0),
        ("V2", "lower", "", "", 2, math.nan, "S2", "walk", 5.0),
        ("V2", "upper", "", "", 5, math.nan, "S2", "walk", 5.0),
        ("V2", "junior", "S1", "walk", 9, 90.0, "S2", "walk", 5.0),
        ("V3", "upper", "S1", "walk", 20, 99.0, "S3", "walk", 10.0),
    ]
    found = worst_villages([make_run(rows=plan)])
    assert [v.village_id for v in found] == ["V2", "V1", "V3"]
    loss = found[0].loss
    assert (loss.change, loss.pupils, loss.stages) == ("unserved", 7, ("lower", "upper"))
    # ... and the plan that leaves more without one is the worst for a village.
    fewer = [("V2", "lower", "", "", 4, math.nan, "S2", "walk", 5.0), *plan[2:3], *plan[:1]]
    both = worst_villages([make_run(rows=plan), make_run(rows=fewer)])
    assert (both[0].village_id, both[0].loss.pupils, both[0].worst_runs) == ("V2", 9, (1,))
    assert (both[1].village_id, both[1].worst_runs) == ("V1", (0, 1))
    # Trips go by minutes, whoever the more pupils are.
    longer = [
        ("V1", "lower", "S1", "walk", 30, 35.0, "S1", "walk", 10.0),
        ("V2", "lower", "S2", "walk", 1, 45.0, "S2", "walk", 5.0),
    ]
    assert [v.village_id for v in worst_villages([make_run(rows=longer)])] == ["V2", "V1"]


def test_one_pupil_or_two_do_not_order_villages():
    rows = [
        ("V1", "lower", "", "", 1, math.nan, "S1", "walk", 10.0),
        ("V2", "lower", "", "", 2, math.nan, "S2", "walk", 10.0),
    ]
    assert [v.village_id for v in worst_villages([make_run(rows=rows)])] == ["V1", "V2"]


def test_who_gets_a_school_at_last_has_not_lost():
    rows = [("V1", "lower", "S1", "board", 30, 40.0, "", "", math.nan)]
    assert worst_villages([make_run(rows=rows)]) == []
    none = [("V1", "lower", "", "", 30, math.nan, "", "", math.nan)]
    found = worst_villages([make_run(rows=rows), make_run(rows=none)])
    assert [lot.change for lot in found[0].lots if lot] == ["placed", "unserved"]


def test_closures_tell_agreement_receivers_and_minutes():
    near = pd.DataFrame({"school_id": ["S2"], "closed": [5], "plans": [6], "closed_share": [5 / 6]})
    runs = [make_run(), make_run(closed=("S2",), tables={"near_optimal": near})]
    (fate,) = closures(runs)
    assert (fate.school_id, fate.pupils, fate.closing, fate.agreed) == ("S2", 10, 1, False)
    keeps, closes = fate.plans
    assert keeps is not None and closes is not None
    assert (keeps.decision, keeps.near) == ("keep", None)
    assert closes.receivers == (("S1", "甲小学", 10),)
    assert (closes.leaving, closes.before_minutes, closes.after_minutes) == (10, 5.0, 25.0)
    assert closes.near == Near(5, 6)
    assert closures([runs[1], runs[1]])[0].agreed
    assert closures([make_run()]) == []


def test_those_who_leave_to_board_have_no_daily_trip_after():
    rows = [("V2", "lower", "S1", "board", 10, 60.0, "S2", "walk", 5.0)]
    (fate,) = closures([make_run(rows=rows, closed=("S2",))])
    plan = fate.plans[0]
    assert plan is not None
    assert (plan.board, plan.before_minutes) == (10, 5.0)
    assert math.isnan(plan.after_minutes)


def write_sweep(folder: Path) -> None:
    names = ",".join(TIERS)
    zeros = ",".join("0" for _ in TIERS[1:])
    folder.mkdir(parents=True)
    (folder / "frontier.csv").write_text(
        f"limit,value,status,unserved_pupils_bound,{names},dominated_by,"
        "indistinguishable_from,folder\n"
        f"budget.capital_yuan,0,optimal,3,4,{zeros},,,points/a\n"
        f"budget.capital_yuan,5,optimal,0,0,{zeros},0,,points/b\n"
        "budget.capital_yuan,null,infeasible,," + "," * (len(TIERS) + 2) + "\n",
        "utf-8-sig",
    )


def test_a_run_that_is_a_point_brings_its_sweep(tmp_path):
    write_sweep(tmp_path / "sweep")
    runs = [make_run(folder=tmp_path / "other"), make_run(folder=tmp_path / "sweep/points/b")]
    found = frontier_of(runs)
    assert found is not None
    assert found.key == "budget.capital_yuan"
    assert [p.run for p in found.points] == [-1, 1, -1]
    assert found.objectives == ("unserved_pupils",)
    assert [p.counts.get("unserved_pupils") for p in found.points] == [4.0, 0.0, None]
    assert found.points[0].bounds == {"unserved_pupils": 3.0}
    assert (found.points[1].dominated_by, found.points[2].status) == ("0", "infeasible")
    assert math.isinf(found.points[2].position)
    assert frontier_of(runs[:1]) is None


def test_a_named_folder_without_a_sweep_is_refused(tmp_path):
    write_sweep(tmp_path / "sweep")
    named = frontier_of([make_run()], tmp_path / "sweep")
    assert named is not None and [p.run for p in named.points] == [-1, -1, -1]
    with pytest.raises(InvalidInputError) as caught:
        frontier_of([make_run()], tmp_path)
    assert caught.value.exit_code == 3
