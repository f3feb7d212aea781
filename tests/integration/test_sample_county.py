from __future__ import annotations

import pytest

from planner.options.assemble import assemble
from planner.programme.solve import search
from planner.sample import sample_folder
from planner.scenario.load import load_scenario
from planner.travel.matrix import travel_table


def test_one_school_per_township_is_the_optimum_worked_out_by_hand(toy_county):
    """The numbers stand in the docstring of `toy_county`."""
    scenario = load_scenario(sample_folder() / "one-school-per-township.yaml")
    found = search(assemble(toy_county, travel_table(toy_county, scenario), scenario).instance)
    assert found.outcome.status == "optimal"
    values = {tier.name: tier.value for tier in found.outcome.tiers}
    assert values["unserved_pupils"] == 0
    assert values["excess_pupil_minutes"] == pytest.approx(96_000, abs=0.01)
    assert {s.school_id for s in found.plan.sites if s.kind is None} == {"S2", "S5"}
    goes = {(a.village_id, a.stage): (a.school_id, a.mode) for a in found.plan.assignments}
    assert goes["V1", "lower"] == goes["V2", "lower"] == ("S1", "walk")
    assert goes["V1", "upper"] == ("S1", "board")
