"""Who leaves a stream, who boards early and why, and the left-behind of each school."""

import dataclasses

import numpy as np
import pytest
from pages_world import make_result
from report_parts import report_of

from planner.gates import may_board
from planner.reports.gates import gate_notes, left_behind_at, streams
from planner.reports.trips import assignments_table
from planner.scenario import Scenario
from planner.texts import Text


def changed(scenario=None, **fields):
    """Return the small run with options and fields of its instance changed."""
    result = make_result("measured")
    asked = result.scenario.model_dump()
    for section, options in (scenario or {}).items():
        asked[section] |= options
    made = Scenario.model_validate(asked)
    instance = dataclasses.replace(result.instance, scenario=made, **fields)
    return dataclasses.replace(result, instance=instance, scenario=made)


def test_pupils_who_leave_their_stream_are_listed_by_village():
    world = make_result("measured").instance
    taught = np.zeros((world.sites, 2), dtype=bool)
    stream = np.where(world.unit_site >= 0, 1, -1)
    result = changed(unit_stream=stream, site_streams=taught)
    trips = assignments_table(result)
    served = (trips["school_id"] != "") & (trips["baseline_school_id"] != "")
    moved = served & (trips["school_id"] != trips["baseline_school_id"])
    assert trips["stream_lost"].tolist() == moved.astype(int).tolist()
    listed = streams(result, trips)
    assert len(listed.rows) == int(trips["stream_lost"].sum()) > 0
    assert str(listed.rows[0][3].say("zh")) == "双语二类模式"
    assert '<section id="streams">' in report_of(result, "streams")
    assert '<section id="streams">' not in report_of(make_result("measured"), "streams")


def test_an_exception_is_printed_with_its_reason():
    reason = {"zh": "家长外出务工", "en": "parents work away"}
    village = make_result("measured").instance.unit_village[0]
    named = {"village": village, "stage": "lower", "reason": reason}
    result = changed({"boarding": {"exceptions": [named]}})
    said = [
        n if isinstance(n, dict) else {"zh": n.say("zh"), "en": n.say("en")}
        for n in gate_notes(result)
    ]
    assert said[0]["zh"].endswith("理由：家长外出务工")
    assert said[0]["en"].endswith("because: parents work away")
    assert "家长外出务工" in report_of(result, "assumptions")


def test_the_left_behind_of_a_school_are_counted_by_the_shares_of_villages():
    world = make_result("measured").instance
    result = changed(unit_left_behind=world.unit_pupils // 2)
    board, day = left_behind_at(result)
    used = result.accounts.option
    old = may_board(result.instance)[result.instance.option_unit[used]]
    pupils = np.array([r.pupils for r in result.plan.assignments])
    share = (result.instance.unit_left_behind / result.instance.unit_pupils)[
        result.instance.option_unit[used]
    ]
    assert board.sum() + day.sum() == pytest.approx(float((pupils * share)[old].sum()))
    boards = result.instance.option_mode[used] == 2
    assert board.sum() == pytest.approx(float((pupils * share)[old & boards].sum()))
    assert [n.key for n in gate_notes(result) if isinstance(n, Text)] == [
        "page.left_behind_counted"
    ]
