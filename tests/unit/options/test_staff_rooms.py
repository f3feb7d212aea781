"""Rooms for staff to live in are for staffing alone: no layout hangs on them."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from planner.instance import Instance
from planner.options.assemble import assemble
from planner.sample import sample_folder
from planner.scenario.load import load_scenario
from planner.travel.matrix import travel_table


@pytest.mark.parametrize("name", ["today", "free-optimum", "one-school-per-township"])
def test_the_instance_of_a_layout_is_the_same_with_and_without(toy_county, name):
    assert toy_county.schools["staff_rooms"].tolist() == [2, 1, 0, 3, 0]
    scenario = load_scenario(sample_folder() / f"{name}.yaml")
    without = replace(toy_county, schools=toy_county.schools.assign(staff_rooms=np.nan))
    one, other = (
        assemble(c, travel_table(c, scenario), scenario).instance for c in (toy_county, without)
    )
    for field in fields(Instance):
        a, b = getattr(one, field.name), getattr(other, field.name)
        np.testing.assert_array_equal(np.asarray(a), np.asarray(b), err_msg=field.name)
