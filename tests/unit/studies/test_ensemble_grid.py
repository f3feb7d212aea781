"""The grid of an ensemble: the one for every county, and those from files."""

from pathlib import Path

import pytest

from planner.errors import InvalidInputError
from planner.sample import sample_folder
from planner.scenario.load import load_scenario
from planner.studies.ensemble_grid import MAIN, default_grid
from planner.studies.grid_file import read_grid

SCENARIO = sample_folder() / "free-optimum.yaml"


def most_open(plan):
    """Return the cap on open schools that a plan's options make."""
    return load_scenario(SCENARIO, plan.assignments).schools.open_between[1]


def refusal(tmp_path, said):
    file = tmp_path / "grid.yaml"
    file.write_text(said, "utf-8")
    with pytest.raises(InvalidInputError) as caught:
        read_grid(file)
    assert "grid.yaml" in caught.value.message.say("en")
    return caught.value.findings[0].say("en")


def test_the_default_grid_leads_from_today_to_fewer_schools_than_townships():
    grid = default_grid(90, 23, 11_586)
    assert len(grid.plans) == len({p.name for p in grid.plans}) == 24
    assert (grid.plans[0].name, grid.plans[0].branch) == ("today", "")
    caps = {p.name: most_open(p) for p in grid.plans if p.branch == "open"}
    assert caps == {
        "keep-85.open": 80,
        "keep-60.open": 63,
        "keep-40.open": 50,
        "keep-25.open": 40,
        "keep-10.open": 30,
        "keep-0.open": 23,
        "beyond-75.open": 17,
        "beyond-50.open": 12,
        "beyond-25.open": 6,
    }
    assert most_open(next(p for p in grid.plans if p.name == MAIN)) == 23
    laid = {p.name: load_scenario(SCENARIO, p.assignments) for p in grid.plans}
    assert laid["keep-60.budget"].budget.capital_yuan == 11_600_000
    assert laid["keep-60.near"].travel.max_added_minutes == 30
    assert laid["keep-0.minibus"].lines.generate
    assert laid["today"].schools.keep_catchments
    assert {s.solver.mip_gap for s in laid.values()} == {0.02}


def test_every_plan_starts_from_one_that_stands_before_it():
    for schools, townships in ((90, 23), (226, 16), (4, 2), (1, 3)):
        seen = set()
        for plan in default_grid(schools, townships, 300).plans:
            assert not plan.start or plan.start in seen
            seen.add(plan.name)


def test_axes_span_a_grid_whose_first_is_the_intensity(tmp_path):
    file = tmp_path / "grid.yaml"
    file.write_text(
        """
search: {time_limit_s: 9}
plans:
  - {name: today, set: {schools: {keep_all: true}}}
axes:
  level:
    many: {schools: {open_between: [null, 3]}}
    few: {schools: {open_between: [null, 2]}}
  budget:
    rich: {}
    poor: {budget: {capital_yuan: 5}}
""",
        "utf-8",
    )
    grid = read_grid(file)
    told = [(p.name, p.branch, p.start) for p in grid.plans]
    assert told == [
        ("today", "", ""),
        ("many.rich", "rich", ""),
        ("many.poor", "poor", ""),
        ("few.rich", "rich", "many.rich"),
        ("few.poor", "poor", "many.poor"),
    ]
    assert grid.main == "few.poor"
    poor = load_scenario(SCENARIO, grid.plans[4].assignments)
    assert (poor.schools.open_between, poor.budget.capital_yuan) == ((None, 2), 5)
    assert (poor.solver.time_limit_s, poor.solver.mip_gap) == (9, 0.02)
    assert grid.plain["plans"][4]["set"] == list(grid.plans[4].assignments)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("search: {mip_gap: 0.1}", "no plans"),
        ("plans: {a: 1}", "wrong shape"),
        ("plans: [{name: a}, {name: a}]", "two plans are named a"),
        ("plans: [{name: a, start: b}, {name: b}]", "starts from b"),
        ("plans: [{nam: a}]", "nam: a grid has"),
        ("plan: [{name: a}]", "plan: a grid has"),
        ("{plans: [{name: a}], main: z}", "main names z"),
    ],
)
def test_a_grid_that_is_none_is_refused_with_the_cure(tmp_path, said, why):
    assert why in refusal(tmp_path, said)


def test_a_missing_file_is_told():
    with pytest.raises(InvalidInputError):
        read_grid(Path("no-such-grid.yaml"))
