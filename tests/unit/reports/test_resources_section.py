"""What the section on the allocation counts as missed, and its words for one and for prices."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from resources_worlds import world

from planner.allocation.plan import Purchase, ResourcePlan, Unreached
from planner.plan import Outcome, TierResult
from planner.reports.document import Grid, Paragraph
from planner.reports.resources_section import resource_sentences, resources_section
from planner.result import ResourceResult

MISSED = (
    Unreached("rule", "S1", "primary", "", -1, "teachers"),
    Unreached("rule", "S1", "junior", "", -1, "teachers"),
    Unreached("rule", "S2", "primary", "", -1, "teachers"),
    Unreached("dorm", "S2", "", "dorm_area_m2", 900),
    Unreached("coefficient", "", "primary", "teaching_area_m2_per_pupil", 5_000),
    Unreached("not_known", "S2", "primary", "equipment_yuan", -1),
)


@pytest.fixture(scope="module")
def resources():
    """S1 counts, S2 is a teaching point of 12 pupils, which the measures leave out."""
    rows = [("S1", "nine_year", "primary", 90), ("S1", "nine_year", "junior", 70)]
    given = world([*rows, ("S2", "teaching_point", "primary", 12)], {})
    bought = (
        Purchase("S1", "digital_link", 1, 500, 1, "online"),
        Purchase("S1", "multimedia_room", 2, 6_000, 1, "floor"),
    )
    outcome = Outcome("optimal", (TierResult("floors_missed", 0, 0, 0.0),), "proof")
    return ResourceResult(given, ResourcePlan(bought, MISSED), outcome)


def test_small_points_are_counted_apart(resources):
    said = resource_sentences(resources)
    english = [s.say("en") for s in said]
    at = english.index("still out of reach: 5; money would reach 2 of them")
    assert english[at + 1] == (
        "of points under 50 pupils, which the balance of schools leaves out: 2 of these; "
        "without them: 3, 2 of which are schools that miss the rule of the measures"
    )
    assert said[at + 1].say("zh") == (
        "其中 2 项属于不足 50 人的教学点（“均衡评估”不计这些教学点）；"
        "不含这些教学点的 3 项，其中“学校达标”2 项"
    )
    counted = ResourceResult(resources.instance, ResourcePlan((), MISSED[:2]), resources.outcome)
    assert not [s for s in resource_sentences(counted) if "under 50" in s.say("en")]


def test_one_and_the_price_list_are_in_words(resources):
    import pandas as pd

    schools = pd.DataFrame({"name": ["甲校", "乙点"]}, index=["S1", "S2"])
    section = resources_section(
        SimpleNamespace(resources=resources, county=SimpleNamespace(schools=schools))
    )
    grid = next(b for b in section.blocks if isinstance(b, Grid))
    assert [[str(c) for c in row[2:4]] for row in grid.table.rows] == [
        ["1", "link"],
        ["2", "rooms"],
    ]
    assert any("6,500 yuan at 1 school;" in s.say("en") for s in resource_sentences(resources))
    note = next(b.said for b in section.blocks if isinstance(b, Paragraph))
    assert note.say("zh").startswith("单价采用价目表的中间价；")
    assert "default" not in note.say("zh") + note.say("en")
