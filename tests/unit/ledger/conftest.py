"""A run with purchases and one without, for the tests of the ledger's added rows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ledger_added_world import BOUGHT, NAN
from pages_world import make_result
from resources_worlds import world

from planner.allocation.plan import Purchase, ResourcePlan
from planner.plan import Outcome
from planner.result import ResourceResult


@pytest.fixture(scope="module")
def plain():
    """S2 closes, half its life left, nobody knows its debt; S1 stays and owes 300 000 yuan."""
    result = make_result()
    buildings = {
        "condition": ["A", "C", None, "B", None],
        "built_year": [2010.0, 2005.0, NAN, 1990.0, NAN],
        "debt_yuan": [300_000.0, NAN, NAN, 0.0, NAN],
        "teaching_area_m2": [900.0, 100.0, 300.0, 500.0, NAN],
        "dorm_area_m2": [200.0, NAN, NAN, NAN, NAN],
        "staff_rooms": [3.0, 2.0, NAN, 0.0, NAN],
    }
    return replace(
        result,
        county=replace(result.county, schools=result.county.schools.assign(**buildings)),
    )


@pytest.fixture(scope="module")
def result(plain):
    """The same with what is bought."""
    rows = [("S1", "nine_year", "primary", 29), ("S4", "primary", "primary", 58)]
    rows.append(("S5", "primary", "primary", 12))
    given = world(
        rows, {}, budget_yuan=(700_000, 400_000), unit_costs={"multimedia_room_yuan": 50_000}
    )
    scenario = plain.scenario.model_copy(update={"resources": given.scenario.resources})
    plan = ResourcePlan(tuple(sorted(Purchase(*row, "floor") for row in BOUGHT)))
    return replace(
        plain,
        scenario=scenario,
        instance=replace(plain.instance, scenario=scenario),
        resources=ResourceResult(given, plan, Outcome("optimal", (), "proof")),
    )
