"""An ensemble: order, starts, what is kept, what is refused."""

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from planner.errors import InfeasibleError, InvalidInputError, NoPlanError
from planner.sample import copy_to
from planner.studies import ensemble as module
from planner.studies.ensemble import (
    INDEX,
    Ensemble,
    Member,
    in_turn,
    nothing_planned,
    read_ensemble,
    solve_ensemble,
)
from planner.studies.ensemble_grid import Grid, GridPlan
from planner.studies.frontier import PointTask
from planner.studies.points import Point
from planner.studies.registration import FILE, MARK


def member(name, status="optimal", gap=0.01):
    return Member(name, "open", status, "proof", gap, f"points/{name}", 1.0)


def point(task, planned=True):
    objectives = (("annual_cost_yuan", 1.0, 1.0, 0.0, 0.0),) if planned else ()
    status = "optimal" if planned else "infeasible"
    folder = f"points/{task.folder.name}"
    return Point(task.value, status, "proof", 0.0, objectives, {}, folder, 1.0, False)


@pytest.fixture
def solved(monkeypatch):
    """Solve nothing; remember what was asked, ``bad`` has no plan."""
    asked = []

    def solve(task):
        asked.append(task)
        return point(task, planned=not task.value.startswith("bad"))

    monkeypatch.setattr(module, "solve_point", solve)
    return asked


def test_a_plan_starts_from_the_nearest_one_before_it_that_has_a_plan(solved):
    tasks = [PointTask(n, Path("s.yaml"), (), Path(n)) for n in ("a", "bad-b", "bad-c", "d", "e")]
    starts = {"bad-b": "a", "bad-c": "bad-b", "d": "bad-c"}
    told = []
    found = in_turn(tasks, starts, jobs=1, done=lambda t: told.append(t.value))
    assert [p.value for p in found] == told == ["a", "bad-b", "bad-c", "d", "e"]
    assert [t.start for t in solved] == [None, Path("a"), Path("a"), Path("a"), None]


def test_an_interrupted_search_ends_the_ensemble_and_asks_for_no_other(monkeypatch):
    asked = []

    def stopped(task):
        asked.append(task.value)
        return replace(point(task), ended_by="interrupt" if task.value == "b" else "proof")

    monkeypatch.setattr(module, "solve_point", stopped)
    tasks = [PointTask(n, Path("s.yaml"), (), Path(n)) for n in ("a", "b", "c")]
    with pytest.raises(KeyboardInterrupt):
        in_turn(tasks, {}, jobs=1)
    assert asked == ["a", "b"]


@pytest.fixture
def toy(tmp_path):
    copy_to(tmp_path / "toy")
    return tmp_path / "toy" / "free-optimum.yaml"


def grid_of(*plans):
    return Grid("test", tuple(GridPlan(*p) for p in plans), plans[-1][0])


TWO = (
    ("many", {"schools": {"open_between": [None, 4]}}, "open"),
    ("few", {"schools": {"open_between": [None, 2]}}, "open", "many"),
)


def test_everything_is_registered_before_the_first_plan(toy, tmp_path, monkeypatch):
    out = tmp_path / "out"
    seen = []

    def look(task):
        seen.append((out / FILE).exists())
        return point(task)

    monkeypatch.setattr(module, "solve_point", look)
    found, made = solve_ensemble(toy, (), grid_of(*TWO), {"a": 1}, out, jobs=1)
    assert seen == [True, True]
    plans = made.content["ensemble"]["plans"]
    assert [p["name"] for p in plans] == ["many", "few"]
    assert plans[1]["set"] == ["schools.open_between=[null, 2]"]
    assert made.content["a"] == 1
    assert made.before_runs
    assert [m.name for m in found.members] == ["many", "few"]
    assert read_ensemble(out) == found
    assert found.main == "few"


def test_every_plan_carries_the_hash_and_its_own_options(toy, tmp_path, solved):
    _, made = solve_ensemble(toy, ("season=winter",), grid_of(*TWO), {}, tmp_path, jobs=1)
    assert [t.argv for t in solved] == [("plan", "concern", f"{MARK}{made.sha256}")] * 2
    assert "season=winter" in solved[1].assignments
    assert "schools.open_between=[null, 2]" in solved[1].assignments
    assert "name=free-optimum.few" in solved[1].assignments


def names(solved):
    return [t.folder.name for t in solved]


def test_a_threshold_alone_asks_for_no_new_plan_but_an_option_or_a_cap_does(toy, tmp_path, solved):
    def folders(*assignments, grid=TWO):
        solved.clear()
        solve_ensemble(toy, assignments, grid_of(*grid), {}, tmp_path, jobs=1)
        return names(solved)

    first = folders()
    assert len(set(first)) == 2
    assert folders("concern.threshold_minutes=25") == first
    assert folders("solver.threads=1") == first
    assert not set(folders("costs.bed_yuan=1")) & set(first)
    capped = ("concern.max_affected_share=0.5",)
    assert not set(folders(*capped)) & set(first)
    assert folders(*capped) != folders(*capped, "concern.threshold_minutes=25")
    # Another start may find another plan within the gap: it has a folder of its own.
    alone = folders(grid=(TWO[0], TWO[1][:3]))
    assert (alone[0], alone[1] != first[1]) == (first[0], True)


def test_a_grid_with_a_bad_option_is_refused_whole_and_nothing_is_written(toy, tmp_path, solved):
    bad = (TWO[0], ("odd", {"schools": {"open_betwen": [None, 2]}}), ("worse", {"no": 1}))
    with pytest.raises(InvalidInputError) as caught:
        solve_ensemble(toy, (), grid_of(*bad), {}, tmp_path / "out", jobs=1)
    said = " ".join(f.say("en") for f in caught.value.findings)
    assert "open_betwen" in said
    assert "no" in said
    assert solved == []
    assert not (tmp_path / "out").exists()


def test_a_plan_without_a_bound_is_written_and_read_as_an_infinite_gap(toy, tmp_path, monkeypatch):
    def without(task):
        return Point(task.value, "no_solution", "clock", math.inf, (), {}, "", 1.0, False)

    monkeypatch.setattr(module, "solve_point", without)
    found, _ = solve_ensemble(toy, (), grid_of(TWO[0]), {}, tmp_path, jobs=1)
    assert json.loads((tmp_path / INDEX).read_text("utf-8"))["members"][0]["gap"] is None
    assert read_ensemble(tmp_path).members[0].gap == math.inf
    assert isinstance(nothing_planned(found), NoPlanError)


def test_where_no_plan_is_possible_the_error_says_so():
    def of(*members):
        return nothing_planned(Ensemble(Path(), "a", members))

    assert of(member("a", "infeasible"), member("b")) is None
    assert isinstance(of(member("a", "infeasible")), InfeasibleError)
    assert isinstance(of(member("a", "infeasible"), member("b", "no_solution")), NoPlanError)


def test_a_folder_without_an_ensemble_is_refused(tmp_path):
    with pytest.raises(InvalidInputError) as caught:
        read_ensemble(tmp_path)
    assert INDEX in caught.value.findings[0].say("en")
