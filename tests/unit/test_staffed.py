"""Staffing as a stage of a run: which layout the result is of, what is passed on, who is forced out.

The world of two schools is that of test_joined.py; assembly and search of the staff stand in.
"""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from staff_worlds import tiny_staff, tiny_staff_plan
from test_joined import laid, world

from planner.plan import Outcome
from planner.result import Result
from planner.staffed import (
    ForcedOut,
    forced_out_findings,
    forced_out_plain,
    site_minutes,
    staffed,
)
from planner.staffing.forced import Forced
from planner.stages import Timings


@pytest.fixture
def stand_ins(monkeypatch):
    """Seventeen periods are uncovered at S2 while it is open; minutes come in another order."""
    seen = SimpleNamespace(minutes=[], logs=[], forced=None, cut=(0, 0))

    def assembled(county, instance, baseline, plan, accounts, minutes):
        seen.minutes.append(minutes.tolist())
        needs = [("S2", "lower", "mathematics", 17)] if accounts.open[1] else []
        schools = [
            {"id": s, "open": bool(o)} for s, o in zip(("S1", "S2"), accounts.open, strict=True)
        ]
        options = instance.scenario.model_dump(mode="json")
        people = tiny_staff(
            schools,
            staff=[("S1", "art", 3)],
            needs=needs,
            subjects={"mathematics": {"priority": True}},
            scenario={"staffing": options["staffing"]},
            load_periods=(17.0, 13.0),
        )
        return people, ()

    def searched(instance, *, progress=None, log=None):
        seen.logs.append(log.name)
        plan = None if seen.forced else tiny_staff_plan(instance)
        outcome = Outcome("infeasible" if seen.forced else "optimal", (), "proof")
        return SimpleNamespace(plan=plan, outcome=outcome, forced=seen.forced, cut=seen.cut)

    monkeypatch.setattr("planner.staffing.assemble.assemble_staffing", assembled)
    monkeypatch.setattr("planner.staffing.solve.staff_search", searched)
    monkeypatch.setattr("planner.audit.staffing.audit_staffing", lambda *_: ())
    monkeypatch.setattr(
        "planner.travel.staff.school_minutes",
        lambda county, scenario: (("S2", "S0", "S1"), np.arange(9.0).reshape(3, 3)),
    )
    return seen


def result_of(layout, teachers=None):
    return Result(
        county=SimpleNamespace(teachers=teachers),
        scenario=layout.instance.scenario,
        instance=layout.instance,
        baseline=layout.plan,
        plan=layout.plan,
        accounts=layout.accounts,
        baseline_accounts=layout.accounts,
        outcome=layout.outcome,
        indicators=None,
    )


def ask(layout, tmp_path, teachers=None):
    heard, timings = [], Timings()
    settled = []

    def settle(instance, found):
        settled.append(instance.site_staffing_yuan.tolist())
        other = laid(instance)
        assert found.plan == other.plan
        return result_of(other, teachers)

    log = tmp_path / "solver.log"
    found = staffed(result_of(layout, teachers), settle, timings, heard.append, None, log)
    return found, settled, heard, timings


def test_the_result_is_that_of_the_round_that_is_kept(stand_ins, tmp_path):
    found, settled, heard, timings = ask(laid(world()), tmp_path)
    assert settled == [[0, 120_000]]
    assert found.instance.site_staffing_yuan.tolist() == [0, 120_000]
    assert found.accounts.open.tolist() == [True, False]
    assert [r.kept for r in found.staffing.rounds] == [False, True]
    assert found.staffing.instance.school_open.tolist() == [True, False]
    assert found.staffing.supply == {"source": "synthetic", "persons": 3}
    assert heard == ["staffing", "staffing", "relayout", "staffing", "audit", "staff_audit"]
    assert set(timings.seconds) == set(heard)
    assert stand_ins.logs == ["staffing.log", "staffing.log"]


def test_the_first_layout_is_not_counted_again(stand_ins, tmp_path):
    first = laid(world(staffing={"rounds": 0}))
    found, settled, _, _ = ask(first, tmp_path, teachers="a table")
    assert settled == []
    assert found.plan is first.plan
    assert found.staffing.supply["source"] == "table"
    assert found.staffing.findings == ()


def test_minutes_come_in_the_order_of_the_sites(stand_ins, tmp_path):
    found = site_minutes(None, world())
    assert found.tolist() == [[8, 6], [2, 0]]
    ask(laid(world(staffing={"rounds": 0})), tmp_path)
    assert stand_ins.minutes == [[[8, 6], [2, 0]]]


def test_a_rotation_that_was_cut_is_said(stand_ins, tmp_path):
    stand_ins.cut = (3, 1)
    found, *_ = ask(laid(world(staffing={"rounds": 0})), tmp_path)
    (finding,) = found.staffing.findings
    assert "3 fewer than staffing.rotation_share asks (1 fewer backbone" in finding.say("en")
    assert "少交流 3 人（骨干教师少 1 人）" in finding.say("zh")


def test_who_is_forced_out_is_handed_back(stand_ins, tmp_path):
    stand_ins.forced = Forced(2, 2, (("S1", "management", 1), ("S2", "teaching", 1)))
    found, settled, *_ = ask(laid(world()), tmp_path)
    assert isinstance(found, ForcedOut)
    assert settled == []
    assert found.outcome.status == "infeasible"
    assert found.forced is stand_ins.forced


def forced_out(least, reached):
    people = tiny_staff(
        [{"id": "S1", "name": "中心校"}, {"id": "S2", "name": "山口", "open": False}]
    )
    rows = (("S1", "management", 1), ("S2", "teaching", reached - 1))
    return ForcedOut(people, Outcome("infeasible", (), "proof"), Forced(least, reached, rows))


def test_the_reasons_name_number_schools_and_posts():
    said = [f.message.say("en") for f in forced_out_findings(forced_out(3, 3))]
    assert said[0].startswith("at least 3 persons have no place under this layout (fewer is proved")
    assert said[1].startswith("中心校: management 1 beyond its posts")
    assert said[2].startswith("山口 (closes): teaching 2; no place is free")
    assert forced_out_plain(forced_out(3, 3)) == {
        "rule": "no_forced_exit",
        "least_persons": 3,
        "persons": 3,
        "posts": [
            {"school": "S1", "post": "management", "persons": 1},
            {"school": "S2", "post": "teaching", "persons": 2},
        ],
    }


def test_a_number_that_is_not_proved_is_called_so():
    (first, *_) = forced_out_findings(forced_out(2, 5))
    assert "at least 2 persons" in first.message.say("en")
    assert "the best plan found in time leaves 5" in first.message.say("en")
    assert "最好方案为 5 人" in first.message.say("zh")
