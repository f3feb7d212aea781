"""Teachers as the measures count them, and where they are after a layout."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from staff_worlds import tiny_staff, tiny_staff_plan

from planner.balance.staff import Group, groups_after, groups_today, totals
from planner.scenario.load import scenario_of

G = Group("S1", 0, 2.0, "bachelor", "first", 1.0, "music")


def test_degrees_are_judged_by_the_stage_taught():
    college = replace(G, degree="college")
    assert totals([college], {"S1": [0]})["S1", 0]["qualified_teachers"] == 2
    # Junior schools ask for college, so that only a bachelor is above.
    assert totals([college], {"S1": [1]})["S1", 1]["qualified_teachers"] == 0
    assert totals([G], {"S1": [1]})["S1", 1]["qualified_teachers"] == 2


def test_teachers_of_a_nine_year_school_go_by_what_they_qualify_for():
    found = totals([G, replace(G, band=1, count=3.0, subject="chinese")], {"S1": [0, 1]})
    assert found["S1", 0]["arts_pe_teachers"] == 2
    assert found["S1", 1] == {
        "teachers": 3,
        "qualified_teachers": 3,
        "backbone_teachers": 3,
        "arts_pe_teachers": 0,
        "titled_teachers": 3,
    }


def test_one_unknown_degree_makes_the_school_unknown_in_that_alone():
    found = totals([G, replace(G, count=1.0, degree="")], {"S1": [0]})["S1", 0]
    assert np.isnan(found["qualified_teachers"])
    assert (found["teachers"], found["backbone_teachers"]) == (3, 3)


def test_the_sample_is_counted_from_its_table(toy_county):
    scenario = scenario_of({"name": "x", "county": "."})
    bands = {"S1": [0], "S2": [0], "S3": [0], "S4": [1]}
    groups = groups_today(toy_county, scenario)
    found = totals(groups, bands)
    # Teaching posts of S1: six rows with seven persons, one backbone, one teacher of PE; all have
    # college or more. Two first titles (one backbone, one in mathematics), five second.
    assert found["S1", 0] == {
        "teachers": 7,
        "qualified_teachers": 7,
        "backbone_teachers": 1,
        "arts_pe_teachers": 1,
        "titled_teachers": 2,
    }
    # S4, junior: PE has a college degree only and is not above; six teach.
    assert (found["S4", 1]["teachers"], found["S4", 1]["qualified_teachers"]) == (6, 5)


@pytest.mark.parametrize(("said", "unknown"), [((1, None), False), ((0, None), True)])
def test_blank_backbone(toy_county, said, unknown):
    teachers = toy_county.teachers.copy()
    marks = teachers["backbone"].astype("Float64")
    marks[:] = None
    # Every school's first row says something, the others are blank.
    first = ~teachers["school_id"].duplicated()
    marks[first] = said[0]
    county = replace(toy_county, teachers=teachers.assign(backbone=marks.astype(float)))
    scenario = scenario_of({"name": "x", "county": "."})
    found = totals(groups_today(county, scenario), {"S1": [0]})["S1", 0]
    assert np.isnan(found["backbone_teachers"]) == unknown


def test_without_a_table_nothing_is_known(toy_county):
    county = replace(toy_county, teachers=None)
    assert groups_today(county, scenario_of({"name": "x", "county": "."})) is None


def test_after_staffing_persons_are_where_the_plan_puts_them_and_hires_with_them(toy_county):
    world = tiny_staff(
        [{"id": "S1"}, {"id": "S2"}],
        [
            {"school": "S1", "subject": "art", "count": 3, "degree": "bachelor", "title": "first"},
            {"school": "S2", "backbone": True},
        ],
    )
    moved = world.type_id[0]
    go = [(moved, "S1", "teach", 1), (moved, "S2", "teach", 2)]
    plan = tiny_staff_plan(world, go, hires=[("S2", "primary", "art", "", 4)])
    teachers = toy_county.teachers.assign(backbone=0.0)
    county = replace(toy_county, teachers=teachers)
    hired = Group("S2", 0, 4.0, "", "none", 0.0, "art", above_share=0.25)
    art = Group("S2", 0, 2.0, "bachelor", "first", 0.0, "art")
    found = groups_after(county, world, plan, 0.25)
    assert [(g.school, g.count, g.subject, g.backbone) for g in found] == [
        ("S1", 1.0, "art", 0.0),
        ("S2", 2.0, "art", 0.0),
        ("S2", 1.0, "", 1.0),
        ("S2", 4.0, "art", 0.0),
    ]
    assert replace(found[1], above_share=0.0) == replace(art, above_share=0.0)
    assert found[3] == hired
    # A quarter of four hires has a degree above the required one: 1, beside the two bachelors.
    counted = totals([found[1], found[3]], {"S2": [0]})["S2", 0]
    assert (counted["teachers"], counted["qualified_teachers"]) == (6, 3)
