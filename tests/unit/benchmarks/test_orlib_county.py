"""A location problem as a county: what is asked, and that nothing else is."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[3]))

from benchmarks.orlib.county import county_of, scale_of
from benchmarks.orlib.problem import LocationProblem
from planner.programme.build import build
from planner.programme.solve import search

COST = np.array([[1.0, 8.0], [2.0, 4.0], [9.0, 3.0]])


def problem(reading: str, **changes) -> LocationProblem:
    """Two sites for 10 units of demand; opening costs 5 and 6."""
    said = {
        "name": "tiny",
        "fingerprint": "",
        "demand": np.array([2.0, 3.0, 5.0]),
        "cost": COST,
        "capacity": np.array([6.0, 8.0]),
        "open_cost": np.array([5.0, 6.0]),
    }
    return LocationProblem(reading=reading, **said | changes)


MEDIAN = {"capacity": np.full(2, np.inf), "open_cost": np.zeros(2), "medians": 1}


def value(asked: LocationProblem) -> float:
    found = search(county_of(asked))
    assert found.outcome.status == "optimal"
    return found.outcome.tiers[0].value


def test_values_by_hand():
    # All at site 1: 5 + 1 + 2 + 9 = 17; all at site 2: 6 + 8 + 4 + 3 = 21; both: 11 + 6 = 17.
    assert value(problem("uncapacitated", capacity=np.full(2, np.inf))) == pytest.approx(17)
    # 10 do not fit in one site: 1 and 2 at site 1 (5 of 6), 3 at site 2 (5 of 8).
    assert value(problem("single-source")) == pytest.approx(17)
    assert value(problem("p-median", **MEDIAN)) == pytest.approx(12)


def test_sharing_a_customer_pays_where_places_are_short():
    short = {"capacity": np.array([4.0, 8.0])}
    # 1 and two thirds of 2 at site 1, the rest at site 2.
    assert value(problem("multi-source", **short)) == pytest.approx(
        11 + 1 + 2 * 2 / 3 + 4 * 1 / 3 + 3
    )
    assert value(problem("single-source", **short)) == pytest.approx(11 + 1 + 4 + 3)


def test_only_sites_and_choices_are_decided():
    for reading, changes, whole in (
        ("p-median", MEDIAN, {"kind"}),
        ("uncapacitated", {"capacity": np.full(2, np.inf)}, {"kind"}),
        ("multi-source", {}, {"kind"}),
        ("single-source", {}, {"kind", "use"}),
        ("capacitated p-median", {"medians": 1}, {"kind", "use"}),
    ):
        programme = build(county_of(problem(reading, **changes)))
        variables = programme.problem.variables()
        assert len(variables) == 2 + 6
        assert {v.name.split("__")[0] for v in variables if v.cat == "Integer"} == whole
        rules = {c.name.split("__")[0] for c in programme.problem.constraints()}
        assert rules <= {"serve", "offered", "kind", "school_size", "open_between"}


def test_demand_in_decimals_becomes_whole_pupils():
    half = problem("multi-source", demand=np.array([2.5, 3.0, 4.5]))
    assert scale_of(half) == 10
    county = county_of(half)
    assert county.unit_pupils.tolist() == [25, 30, 45]
    assert county.site_max_pupils.tolist() == [60, 80]
    assert (county.option_public_yuan * county.option_pupils) == pytest.approx(COST.ravel())
    # Places need not be whole where no customer is shared: 6.4 places hold 6.
    single = problem("single-source", capacity=np.array([6.4, 8.0]))
    assert county_of(single).site_max_pupils.tolist() == [6, 8]
    assert county_of(
        problem("multi-source", capacity=single.capacity)
    ).site_max_pupils.tolist() == [
        64,
        80,
    ]


def test_a_demand_that_is_no_count_of_pupils_is_refused():
    with pytest.raises(ValueError, match="customer 2 has demand 0"):
        county_of(problem("single-source", demand=np.array([2.0, 0.0, 5.0])))
    with pytest.raises(ValueError, match="more than six decimals"):
        county_of(problem("single-source", demand=np.array([2.0, 1 / 3, 5.0])))


def test_a_site_out_of_reach_is_no_option():
    cut = np.where(COST == 1, np.inf, COST)
    assert value(problem("p-median", **MEDIAN | {"cost": cut})) == pytest.approx(15)
    assert len(county_of(problem("p-median", **MEDIAN | {"cost": cut})).option_unit) == 5
