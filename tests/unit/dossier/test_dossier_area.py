"""Area that a receiving school builds to the floors, in the papers."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from area_worlds import town
from dossier_world import CLOSING, row, scenario, school_row

from planner.dossier.groups import groups_of
from planner.dossier.receivers import Places, places_of, receiver_of
from planner.reports.dossier.tables import build_first

PLACES = Places(rooms=9, beds=4, canteen=4, canteen_per_boarder=1.0, takes_in=True, existing=True)


def receiver(pupils, places=PLACES, **changed):
    rows = [row("V1", "lower", "A", "C", pupils), row("V2", "lower", "C", "C", 30)]
    school = school_row("C", rows, 4) | changed
    sizes = scenario().schools.class_size
    return receiver_of(school, groups_of("A", rows, {}), rows, CLOSING, places, sizes, "B")


def test_area_is_built_first():
    built = {"teaching_area_added_m2": 0.0, "sports_area_added_m2": 90.0}
    assert receiver(12).build_first == ()
    assert receiver(12, **built).build_first == ("area",)
    assert build_first(receiver(12, **built), "en") == (
        "To be built first: teaching or sports area."
    )


def test_money_that_would_tell_a_hidden_number_is_withheld():
    built = {"sports_area_added_m2": 15.0, "capital_yuan": 4_500.0}
    builds = replace(PLACES, builds_area=True)
    # Each pupil costs 2,250 yuan of sports ground: 4,500 would say that two come.
    assert math.isnan(receiver(2, builds, **built).capital_yuan)
    assert math.isnan(receiver(1, builds, capital_yuan=0.0).capital_yuan)
    assert receiver(12, builds, **built).capital_yuan == 4_500


@pytest.mark.parametrize(("mode", "builds"), [("off", False), ("hold", False), ("build", True)])
def test_area_is_built_by_the_number_of_pupils_under_build_alone(mode, builds):
    assert places_of(town(mode), "T").builds_area is builds


def test_rooms_that_only_the_area_asks_for_are_among_those_to_be_added():
    few = receiver(12, classrooms_added=2, capital_yuan=600_000.0)
    assert (few.rooms_added.low, few.rooms_added.high, few.build_first) == (2, 2, ("rooms",))
