"""The helpers that build tiny worlds say what they were told."""

import numpy as np
from worlds import tiny_instance, tiny_outcome, tiny_plan

from planner.accounts import account


def world(**changes):
    return tiny_instance(
        units=[("V2", "lower", 8, "S2"), ("V1", "lower", 30, "S1"), ("V1", "junior", 5, "")],
        sites=[{"id": "S2", "kind": "teaching_point", "rooms": 1}, {"id": "S1"}],
        trips={
            ("V1", "S1", "walk"): 20,
            ("V2", "S1", "ride"): {"minutes": 35, "line": "L1", "household_yuan": 800},
            ("V2", "S2", "walk"): 5,
            ("V2", "S1", "walk", "lower"): {"minutes": 70, "forbidden": "ceiling"},
        },
        lines={"L1": 12},
        **changes,
    )


def test_units_sites_and_options_are_sorted_and_linked():
    tiny = world()
    assert tiny.unit_village == ("V1", "V1", "V2")
    assert tiny.site_id == ("S1", "S2")
    assert tiny.unit_site.tolist() == [0, -1, 1]
    assert tiny.unit_mode.tolist() == [0, -1, 0]
    assert np.array_equal(tiny.unit_minutes, [20, np.nan, 5], equal_nan=True)
    options = zip(tiny.option_unit, tiny.option_site, tiny.option_mode, strict=True)
    assert [tuple(map(int, o)) for o in options] == [(0, 0, 0), (2, 0, 0), (2, 0, 1), (2, 1, 0)]
    assert tiny.option_line.tolist() == [-1, -1, 0, -1]
    assert tiny.option_forbidden.tolist() == [0, 1, 0, 0]
    assert tiny.site_pupils_today.tolist() == [[30, 0, 0], [8, 0, 0]]


def test_an_instance_survives_its_file(tmp_path):
    tiny = world()
    tiny.save(tmp_path / "instance.npz")
    again = type(tiny).load(tmp_path / "instance.npz")
    assert again.option_minutes.tolist() == [20, 70, 35, 5]
    assert again.scenario == tiny.scenario
    assert again.line_id == ("L1",)


def test_plans_differ_from_today_only_as_said():
    tiny = world()
    today = tiny_plan(tiny)
    assert [(r.village_id, r.school_id, r.mode) for r in today.assignments] == [
        ("V1", "S1", "walk"),
        ("V2", "S2", "walk"),
    ]
    assert [(r.stage, r.pupils) for r in today.unserved] == [("junior", 5)]
    assert dict(today.sites[0].classes) == {"lower": 3, "upper": 1}
    assert today.sites[0].multigrade == {"upper"}
    merged = tiny_plan(tiny, go={"V2": ("S1", "ride")}, kinds={"S2": None}, beds_added={"S1": 4})
    assert merged.sites[1].kind is None
    assert merged.sites[0].beds_added == 4
    assert account(tiny, merged).household_yuan == 6400


def test_outcomes_carry_the_values_of_the_plan():
    tiny = world()
    outcome = tiny_outcome(tiny, tiny_plan(tiny), bounds={"pupil_minutes": 0.0})
    assert {t.name: t.value for t in outcome.tiers}["unserved_pupils"] == 5
    assert outcome.gap == 1.0
