"""The definitions D1, D2 and D3 of an affected pupil, at their thresholds."""

import numpy as np
import pytest

from planner.affected import DEFINITIONS, Trips, affected, growth_minutes, week_trips
from planner.county.dictionary import MODES, STAGES
from planner.scenario import Scenario


def trip(mode="walk", minutes=20.0, metres=1000.0, over=False, yuan=0.0, car=False, hazard=False):
    return Trips(
        mode=np.array([MODES.index(mode) if mode else -1]),
        minutes=np.array([minutes]),
        metres=np.array([metres]),
        over_norm=np.array([over]),
        household_yuan=np.array([yuan]),
        vehicle=np.array([car]),
        hazard=np.array([hazard]),
    )


def hit(definition, before, after, stage="upper", income=np.nan, **concern):
    scenario = Scenario.model_validate(
        {"name": "x", "county": ".", "concern": {"definition": definition, **concern}}
    )
    stages = np.array([STAGES.index(stage)])
    return bool(affected(scenario, stages, before, after, np.array([income]))[0])


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (trip(minutes=30), True),
        (trip(minutes=29.99), False),
        (trip(minutes=10), False),
        (trip(minutes=21, over=True), True),
        (trip("ride", 30), True),
        (trip("board", 100), False),  # 200 minutes a week, as today
        (trip("board", 150), True),  # 300 a week: ten more for each of ten trips
        (trip("board", 149), False),
    ],
)
def test_time(after, expected):
    assert hit("D1", trip(), after) is expected


def test_grades_one_to_three_must_not_newly_board():
    assert hit("D1", trip(), trip("board", 20), stage="lower")
    assert not hit("D1", trip("board"), trip("board"), stage="lower")
    assert not hit("D1", trip(), trip("board", 20), stage="upper")


def test_over_the_norm_today_is_not_newly_over_it():
    assert not hit("D1", trip(minutes=50, over=True), trip(minutes=55, over=True))


@pytest.mark.parametrize(
    ("yuan", "income", "expected"),
    [
        (500, np.nan, True),
        (499, np.nan, False),
        (200, 10_000, True),
        (199, 10_000, False),
        (0, 0, False),
    ],
)
def test_cost(yuan, income, expected):
    assert hit("D2", trip(), trip(yuan=yuan), income=income) is expected


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (trip(metres=2000), True),
        (trip(metres=1999), False),
        (trip("ride"), True),
        (trip(car=True), True),
        (trip(hazard=True), True),
        (trip(yuan=51), True),
        (trip(yuan=50), False),
    ],
)
def test_any(after, expected):
    assert hit("D3", trip(), after) is expected


def test_a_vehicle_or_hazard_of_today_is_nothing_new():
    # Boarding as dear as the bus: nobody rents, and day pupils get no subsidy.
    same = {"rent": {"upper_share": 0}, "poor_day_share": 0}
    assert not hit("D3", trip("ride", hazard=True), trip("board", car=True, hazard=True), **same)


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_today_against_itself_and_no_trip_today_affect_nobody(definition):
    zero = {"threshold_minutes": 0, "threshold_yuan": 0, "threshold_km": 0, "any_yuan": 0}
    for own in (
        trip(),
        trip("board", 300, over=True, yuan=900, car=True, hazard=True),
        trip("ride", 90, over=True),
    ):
        for stage in STAGES:
            assert not hit(definition, own, own, stage=stage, income=0.0, **zero)
    none = trip("", np.nan, np.nan, yuan=np.nan)
    far = trip("board", 300, 90_000, over=True, yuan=3000, car=True, hazard=True)
    assert not hit(definition, none, far, stage="lower", income=1.0)


def test_a_boarding_cycle_of_a_month_has_fewer_trips():
    scenario = Scenario.model_validate({"name": "x", "county": ".", "boarding": {"cycle_days": 28}})
    assert week_trips(scenario, np.array([0, 1, 2])).tolist() == [10, 10, 0.5]
    before, after = np.array([2, 0, 0]), np.array([0, 2, 1])
    grown = growth_minutes(
        scenario, before, np.array([100.0, 20, 20]), after, np.array([10.0, 100, 35])
    )
    assert grown.tolist() == [5.0, -15.0, 15.0]
