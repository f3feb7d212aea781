"""What an allocation buys on worlds small enough to reckon by hand."""

from __future__ import annotations

import numpy as np
import pytest
from resources_worlds import MEASURES, UNIT, scenario, world

from planner.allocation.figures import TIERS, after, tier_values
from planner.allocation.instance import ResourceInstance
from planner.allocation.items import ITEMS, PRICES
from planner.allocation.plan import Purchase, Unreached
from planner.allocation.prices import fit_out_yuan, unit_yuan
from planner.norms import profiles
from planner.resources.levels import level_for, raised
from planner.resources.solve import allocate
from planner.scenario.resources import Resources

ONE = [("S0", "primary", "primary", 100)]
TWO = [*ONE, ("S1", "primary", "primary", 100)]


def bought(found, school: str = "S0") -> dict[str, int]:
    return {p.item: p.quantity for p in found.plan.purchases if p.school_id == school}


def values(found) -> dict[str, float]:
    return {t.name: t.value for t in found.outcome.tiers}


def test_without_a_limit_everything_is_brought_to_its_threshold_at_least_cost():
    have = {"teaching_area_m2": [330], "equipment_yuan": [121_000], "multimedia_rooms": [1]}
    found = allocate(world(ONE, have))
    # 450 m2 asked: two steps of 100; they bring 5,000 yuan; 200,000 - 126,000 is two steps.
    assert bought(found) == {
        "teaching_area": 200,
        "fit_out_teaching": 5_000,
        "equipment": 80_000,
        "multimedia_room": 2,
    }
    assert found.plan.yuan == 200 * 100 + 5_000 + 80_000 + 2 * 3_000
    assert values(found) == {**dict.fromkeys(TIERS, 0.0), "spent_yuan": 111_000}
    assert found.outcome.status == "optimal"
    assert found.plan.unreached == ()


def test_what_a_year_leaves_goes_on_and_floors_come_first():
    # Both lack teaching area: S0 has 382 of 382.5 (its floor), S1 390 (only the threshold).
    have = {"teaching_area_m2": [382, 390]}
    found = allocate(world(TWO, have, budget_yuan=[12_000, 13_000]))
    rows = [(p.school_id, p.item, p.yuan, p.year, p.why) for p in found.plan.purchases]
    # A step costs 10,000 and its fit-out 2,500: neither fits year 1 alone.
    assert rows == [
        ("S0", "fit_out_teaching", 2_500, 2, "fit_out"),
        ("S0", "teaching_area", 10_000, 2, "floor"),
        ("S1", "fit_out_teaching", 2_500, 2, "fit_out"),
        ("S1", "teaching_area", 10_000, 2, "threshold"),
    ]
    poor = allocate(world(TWO, have, budget_yuan=[12_499]))
    assert poor.plan.purchases == ()
    # One indicator may stay at 85 %: S1 keeps the rule without the money, S0 does not.
    assert poor.plan.unreached == (
        Unreached("floor", "S0", "primary", "teaching_area_m2", 12_500),
        Unreached("rule", "S0", "primary", "", 12_500),
    )
    exact = allocate(world(TWO, have, budget_yuan=[12_500]))
    assert bought(exact) == {"teaching_area": 100, "fit_out_teaching": 2_500}


def test_a_figure_that_is_not_known_gets_no_money_and_is_named():
    have = {"sports_area_m2": [float("nan"), 100], "teaching_area_m2": [10, 460]}
    found = allocate(world(TWO, have))
    assert "sports_area" not in bought(found)
    assert bought(found)["teaching_area"] == 500
    assert bought(found, "S1") == {"sports_area": 700}
    assert Unreached("not_known", "S0", "", "sports_area_m2", -1, "not_known") in (
        found.plan.unreached
    )
    assert Unreached("rule", "S0", "primary", "", -1, "not_known") in found.plan.unreached


def test_teachers_below_their_floor_are_named_and_not_paid_for():
    found = allocate(world(ONE, {}, teachers=0.5))
    assert found.plan.purchases == ()
    assert found.plan.unreached == (Unreached("rule", "S0", "primary", "", -1, "teachers"),)


def test_building_dormitory_and_link():
    instance = world(
        [("S0", "teaching_point", "primary", 20), ("S1", "primary", "primary", 100)],
        {"multimedia_rooms": [0, 50]},
        boarders=np.array([0, 50]),
        dorm_m2=np.array([np.nan, 120.0]),
        building_m2=np.array([180.5, 900.0]),
        condition=("D", "C"),
        online=("S0", "S1"),
    )
    found = allocate(instance)
    assert bought(found) == {"renovation": 181, "digital_link": 1, "multimedia_room": 1}
    # 50 boarders ask for 150 m2.
    assert bought(found, "S1") == {"dorm_area": 100, "fit_out_dorm": 500, "digital_link": 1}
    whys = {(p.school_id, p.item): p.why for p in found.plan.purchases}
    assert whys["S0", "renovation"] == "unsafe"
    assert whys["S0", "multimedia_room"] == "online"
    assert whys["S1", "dorm_area"] == "boarders"
    nothing = np.zeros((len(ITEMS), 2), dtype=np.int64)
    # The building and the link of S0, its floor of rooms, the link of S1, its 50 boarders.
    assert tier_values(instance, nothing, 0)["floors_missed"] == 20 + 20 + 20 + 100 + 50


def test_money_kept_for_weak_schools_is_not_spent_at_others():
    have = {"sports_area_m2": [100, 500], "teaching_area_m2": [450, 400]}
    free = allocate(world(TWO, have, budget_yuan=[16_000]))
    assert bought(free) == {"sports_area": 600}
    assert bought(free, "S1") == {"sports_area": 200}
    tilted = {"weak_budget_share": 1, "weak_schools_share": 0.5}
    weak = world(TWO, have, budget_yuan=[16_000], **tilted)
    assert weak.school_weak.tolist() == [True, False]
    # S0 can use seven steps of sports ground, 14,000 yuan: 2,000 are left for S1.
    found = allocate(weak)
    assert bought(found) == {"sports_area": 600}
    assert bought(found, "S1") == {"sports_area": 100}


def test_a_nine_year_school_is_lifted_for_both_its_parts():
    rows = [("S0", "nine_year", "primary", 60), ("S0", "nine_year", "junior", 40)]
    have = {"teaching_area_m2": [270, 180]}
    found = allocate(world(rows, have))
    # Junior asks for 5.8 m2 of each of the school's 100 pupils: 580, it has 450.
    assert bought(found)["teaching_area"] == 200
    assert values(found)["rule_missed"] == 0


def test_the_level_that_a_coefficient_needs():
    have, pupils = np.array([0.0, 100.0]), np.array([10, 10])
    share = np.ones(2)
    # Of x and 10 a pupil the coefficient is (10 - x) / (10 + x): half at x = 10 / 3.
    level = level_for(have, pupils, share, 1, 1, 0.5, 0.0)
    assert raised(have, pupils, 1, 1, level).tolist() == [34.0, 100.0]
    assert level_for(have, pupils, share, 1, 1, 1.5, 0.25) == 0.25
    # Steps of 1,000 overshoot: the other school is then the poor one.
    assert np.isnan(level_for(have, pupils, share, 1, 1_000, 0.5, 0.0))


def test_levels_go_beyond_thresholds_where_the_coefficient_asks_for_it():
    have = {"sports_area_m2": [750, 6_000]}
    instance = world(TWO, have)
    found = allocate(instance)
    # 60 a pupil at S1: S0 needs 20, that is 2,000 m2, for a coefficient of 0.5. Steps of 100
    # from 750 on lead to 2,050.
    assert instance.part_goal[1].tolist() == pytest.approx([20.5, 20.5])
    assert bought(found) == {"sports_area": 1_300}
    assert found.plan.purchases[0].why == "level"
    short = allocate(world(TWO, have, budget_yuan=[10_000]))
    # Five steps of 2,000 yuan; eight more would do.
    assert bought(short) == {"sports_area": 500}
    assert short.plan.unreached == (
        Unreached("coefficient", "", "primary", "sports_area_m2", 16_000),
    )


def test_prices_are_those_of_the_list_or_of_the_county():
    said = profiles("prices")["resources"].values()
    for level in ("low", "default", "high"):
        asked = Resources(prices=level)
        assert unit_yuan(asked).tolist() == [said[n][level] if n else 1 for n in PRICES]
    assert unit_yuan(scenario().resources).tolist() == [100, 20, 1, 3_000, 90, 10, 500, 1, 1]
    assert fit_out_yuan(scenario().resources).tolist() == [25, 5]
    for name in UNIT:
        assert 0 < said[name]["low"] < said[name]["default"] < said[name]["high"]


def test_the_instance_is_kept_whole(tmp_path):
    instance = world(TWO, {"sports_area_m2": [float("nan"), 3]}, budget_yuan=[5, 6])
    instance.save(tmp_path / "x.npz")
    again = ResourceInstance.load(tmp_path / "x.npz")
    np.testing.assert_array_equal(again.school_have, instance.school_have)
    assert again.whole_budget_yuan == 11
    assert again.scenario.resources == instance.scenario.resources
    assert MEASURES.meets_at_least == again.meets_at_least


def test_out_of_time_is_never_optimal():
    have = {"teaching_area_m2": [100, 200], "sports_area_m2": [20, 30]}
    rushed = world(TWO, have, time_limit_s=1e-6, budget_yuan=[50_000])
    found = allocate(rushed)
    assert after(rushed, found.plan).bought.shape == (9, 2)
    if found.outcome.status != "optimal":
        assert found.outcome.ended_by == "clock"
    assert found.plan.yuan <= 50_000
    assert all(isinstance(p, Purchase) for p in found.plan.purchases)
