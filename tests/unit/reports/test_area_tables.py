"""Area built to the floors on the pages: decision, reason, card, columns."""

from __future__ import annotations

import dataclasses

import pytest
from pages_world import make_result

from planner.reports.columns import column_of, source_of
from planner.reports.school_cards import facts
from planner.reports.tables import schools_table
from planner.texts import Text


@pytest.fixture(scope="module")
def result():
    """The county of pages_world.py, in which no room and no bed is added."""
    found = make_result()
    sites = (dataclasses.replace(s, classrooms_added=0, beds_added=0) for s in found.plan.sites)
    plan = dataclasses.replace(found.plan, sites=tuple(sites))
    return dataclasses.replace(found, plan=plan)


def with_area(result, school, teaching_m2, sports_m2):
    sites = {s.school_id: s for s in result.plan.sites}
    sites[school] = dataclasses.replace(
        sites[school], teaching_area_added_m2=teaching_m2, sports_area_added_m2=sports_m2
    )
    plan = dataclasses.replace(result.plan, sites=tuple(sites.values()))
    return dataclasses.replace(result, plan=plan)


def test_a_school_whose_area_grows_is_one_that_expands(result):
    before = schools_table(result).set_index("school_id").loc["S4"]
    assert (before["decision"], before["teaching_area_added_m2"]) == ("keep", 0)
    grown = with_area(result, "S4", 140.4, 450.0)
    row = schools_table(grown).set_index("school_id").loc["S4"]
    assert (row["decision"], row["reason"]) == ("expand", "grows")
    assert row["reason_en"].startswith(
        "Adds 140 m² of teaching area, 450 m² of sports area; pupils "
    )
    assert row["reason"] == "grows"
    assert row["reason_zh"].startswith("增加教学及辅助用房 140 ㎡、体育运动场馆 450 ㎡，学生 ")
    assert (row["teaching_area_added_m2"], row["sports_area_added_m2"]) == (140.4, 450.0)


@pytest.mark.parametrize(("teaching_m2", "sports_m2"), [(9, 0), (0, 9)])
def test_who_sends_pupils_there_hears_that_it_is_built_first(result, teaching_m2, sports_m2):
    def still_open(of):
        return schools_table(of).set_index("school_id").loc["S2"]["still_open"].split(";")

    # S2 closes, and its pupils go to S1.
    assert "build_first" not in still_open(result)
    assert "build_first" in still_open(with_area(result, "S1", teaching_m2, sports_m2))


def test_the_card_has_one_line_of_it(result):
    rows = schools_table(with_area(result, "S4", 140.4, 450.0)).set_index("school_id", drop=False)
    lines = [[_said(c) for c in line] for line in facts(rows.loc["S4"].to_dict()).rows]
    assert ["Area built to the floors", "—", "teaching 140 m², sports 450 m²"] in lines
    plain = schools_table(result).set_index("school_id", drop=False).loc["S4"].to_dict()
    assert "Area built to the floors" not in [_said(line[0]) for line in facts(plain).rows]


def _said(cell):
    return cell.say("en") if isinstance(cell, Text) else cell


def test_the_columns_have_unit_and_source():
    for name in ("teaching_area_added_m2", "sports_area_added_m2"):
        column = column_of(name, "学校")
        assert (column.unit, source_of(name, "学校")) == ("m2", "plan")
