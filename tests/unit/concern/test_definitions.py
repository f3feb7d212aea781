"""Each definition of an affected pupil at its thresholds, and the private cost under D2 and D3."""

from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.affected import DEFINITIONS, Trips, affected, private_cost
from planner.concern.exposure import DEFINITIONS as COUNTED
from planner.county.dictionary import MODES, STAGES
from planner.scenario import Scenario
from planner.scenario.concern import Concern
from planner.texts import catalogue

NO_AID = {"meal_day_yuan": 0, "meal_board_yuan": 0, "poor_day_share": 0}


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


def scenario(**concern):
    return Scenario.model_validate({"name": "x", "county": ".", "concern": concern})


def hit(definition, before, after, stage="upper", income=np.nan, **concern):
    stages = np.array([STAGES.index(stage)])
    asked = scenario(definition=definition, **concern)
    return bool(affected(asked, stages, before, after, np.array([income]))[0])


def net_yuan(stage, own, **concern):
    return float(
        private_cost(scenario(**concern), np.array([STAGES.index(stage)]), own).net_yuan[0]
    )


def test_scenario_exposure_and_functions_know_the_same_definitions():
    said = get_args(Concern.model_fields["definition"].annotation)
    assert said == COUNTED == tuple(DEFINITIONS)


def test_only_the_norm_counts_for_the_first_variant():
    assert hit("D1_over_norm", trip(), trip(minutes=21, over=True))
    assert not hit("D1_over_norm", trip(), trip(minutes=200))
    assert not hit("D1_over_norm", trip(over=True), trip(minutes=200, over=True))
    assert not hit("D1_over_norm", trip(), trip("board"), stage="lower")


@pytest.mark.parametrize("stage", STAGES)
def test_new_boarding_counts_at_any_stage_for_the_second_variant(stage):
    assert hit("D1_boarding", trip(), trip("board"), stage=stage)
    assert not hit("D1_boarding", trip("board"), trip("board"), stage=stage)
    assert hit("D1_boarding", trip(), trip(minutes=30), stage=stage)
    assert hit("D1", trip(), trip("board"), stage=stage) is (stage == "lower")


def test_all_three_needs_distance_traffic_and_cost_together():
    assert hit("all_three", trip(), trip("ride", metres=2000, yuan=300))
    assert not hit("all_three", trip(), trip("ride", metres=1999, yuan=300))
    assert not hit("all_three", trip("ride"), trip("ride", metres=2000, yuan=300))
    assert not hit("all_three", trip(), trip("ride", metres=2000, yuan=50))
    assert hit("all_three", trip(), trip(metres=2000, yuan=51, hazard=True))


def test_day_and_boarding_trips_are_compared_by_the_week_or_one_way():
    day, weekly = trip(minutes=20), trip("board", minutes=60)
    # 200 minutes a week become 120: less. One way 40 minutes more.
    assert not hit("D1", day, weekly)
    assert hit("D1", day, weekly, day_board="one_way")
    # 120 become 300 a week, a tenth of it is 18 more; one way it is half.
    assert hit("D1", weekly, trip(minutes=30))
    assert not hit("D1", weekly, trip(minutes=30), day_board="one_way")


def test_escort_is_an_adults_time_there_and_back_by_hand():
    # 0.25 of 400 trips of twice 30 minutes at 10 yuan an hour: 1000; nothing for older pupils,
    # nor on a bus, where an attendant goes along; in a private vehicle as on foot.
    assert net_yuan("lower", trip(minutes=30), **NO_AID) == pytest.approx(1000)
    assert net_yuan("upper", trip(minutes=30), **NO_AID) == 0
    assert net_yuan("lower", trip("ride", minutes=30, yuan=800), **NO_AID) == 800
    assert net_yuan("lower", trip("ride", 30, yuan=800, car=True), **NO_AID) == pytest.approx(1800)


def test_boarding_costs_bed_rent_and_subsidy_by_hand():
    # The trip's own figure: 2500 for bed and food less 0.3 x 1000, and 80 fares of 10.
    own = trip("board", minutes=60, yuan=3000)
    assert net_yuan("upper", own, rent={"upper_share": 0}, **NO_AID) == pytest.approx(3000)
    # A quarter rents for 5000 and loses 20,000 of work; it pays no bed and gets no subsidy:
    # 800 + 0.75 x (2500 - 300) + 0.25 x 25,000.
    assert net_yuan("upper", own, **NO_AID) == pytest.approx(800 + 1650 + 6250)
    parts = private_cost(scenario(), np.array([1]), own)
    assert parts.fares_yuan[0] == pytest.approx(800)
    assert parts.lodging_yuan[0] == pytest.approx(1875)
    assert parts.rent_yuan[0] == pytest.approx(6250)
    # 300 for three quarters, half of it for those who rent, and the meals.
    assert parts.aid_yuan[0] == pytest.approx(225 + 37.5 + 1000)


def test_a_day_pupil_gets_meals_and_half_the_subsidy():
    assert net_yuan("upper", trip()) == -1000 - 0.5 * 0.3 * 1000
    assert net_yuan("junior", trip()) == -1000 - 0.5 * 0.3 * 1250
    assert np.isnan(net_yuan("junior", trip("", np.nan, np.nan, yuan=np.nan)))


def test_escort_time_counts_as_cost():
    # 33.3 yuan a year for each minute one way: 500 from 15 minutes on.
    assert hit("D2", trip(), trip(minutes=35), stage="lower")
    assert not hit("D2", trip(), trip(minutes=34.9), stage="lower")
    assert not hit("D2", trip(), trip(minutes=120), stage="upper")
    assert not hit("D2", trip(), trip(minutes=35), stage="lower", escort={"lower_share": 0})


MODE = st.sampled_from([*MODES, ""])
NUMBER = st.floats(0, 500, allow_subnormal=False)


@given(
    mode=MODE,
    minutes=NUMBER,
    metres=st.floats(0, 90_000),
    yuan=st.floats(0, 5_000),
    flags=st.tuples(st.booleans(), st.booleans(), st.booleans()),
    stage=st.sampled_from(STAGES),
    income=st.one_of(st.just(np.nan), st.floats(0, 50_000)),
    way=st.sampled_from(["week", "one_way"]),
)
def test_a_trip_against_itself_affects_nobody(
    mode, minutes, metres, yuan, flags, stage, income, way
):
    zero = {"threshold_minutes": 0, "threshold_yuan": 0, "threshold_km": 0, "any_yuan": 0}
    over, car, hazard = flags
    own = trip(mode, minutes, metres, over, yuan, car, hazard)
    for definition in DEFINITIONS:
        assert not hit(
            definition, own, own, stage, income, threshold_income_share=0, day_board=way, **zero
        )


@pytest.mark.parametrize("definition", COUNTED)
def test_the_report_has_words_for_every_definition(definition):
    said = catalogue()[f"report.definition.{definition}"]
    assert said["zh"] != said["en"]
