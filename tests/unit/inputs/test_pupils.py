from __future__ import annotations

import numpy as np
import pytest
from bad_counties import edit_rows, spoilt
from hypothesis import given
from hypothesis import strategies as st

from planner.inputs.build import check_county, load_county
from planner.inputs.pupils import largest_remainder
from planner.scenario.money import AgeShares

NO_ATTENDANCE = {"file": "county.yaml", "replace": ["  attendance: attendance.csv\n", ""]}


def test_largest_remainder_gives_the_spare_ones_to_the_largest_fractions():
    assert list(largest_remainder(np.array([1.5, 2.7, 0.9]))) == [1, 3, 1]
    assert list(largest_remainder(np.array([0.5, 0.5, 0.5, 0.5]))) == [1, 1, 0, 0]
    assert list(largest_remainder(np.array([]))) == []


@given(st.lists(st.floats(0, 500), max_size=40))
def test_largest_remainder_keeps_the_sum_and_stays_within_one(quotas):
    whole = largest_remainder(np.array(quotas))
    assert whole.sum() == round(float(np.sum(quotas)))
    assert (np.abs(whole - quotas) <= 1 + 1e-8).all()


def without_junior_column(rows):
    return [[*row[:7], *row[8:]] for row in rows]


def test_missing_stage_is_estimated_from_population(tmp_path):
    folder = spoilt(
        tmp_path,
        [
            NO_ATTENDANCE,
            {"file": "county.yaml", "replace": ["provenance: synthetic", "provenance: measured"]},
        ],
    )
    edit_rows(folder / "villages.csv", without_junior_column)
    county, findings = load_county(folder, {"junior": 0.05})
    # 5 % of 240, 360, 520, 340, 400, 220 people
    assert list(county.villages["junior_pupils"]) == [12, 18, 26, 17, 20, 11]
    assert county.villages["lower_pupils"].sum() == 50
    assert set(county.villages["evidence"]) == {"estimated"}
    assert county.provenance == "estimated"
    assert any(
        "villages: 6; grades 1–3 4.5 %, 4–6 4.6 %, 7–9 5.0 %" in f.say("en") for f in findings
    )


def test_estimates_sum_to_the_share_of_the_county(tmp_path):
    folder = spoilt(tmp_path, [NO_ATTENDANCE])
    edit_rows(folder / "villages.csv", without_junior_column)
    county, _ = load_county(folder)
    assert county.villages["junior_pupils"].sum() == round(2080 * 0.047)
    assert set(county.villages["evidence"]) == {"synthetic"}


def test_blank_stage_without_population_counts_as_none(tmp_path):
    changes = [
        NO_ATTENDANCE,
        {"file": "villages.csv", "row": 3, "column": "upper_pupils", "write": ""},
        {"file": "villages.csv", "row": 3, "column": "population", "write": ""},
    ]
    county, _ = load_county(spoilt(tmp_path, changes))
    assert county.villages.loc["V2", ["lower_pupils", "upper_pupils"]].tolist() == [9, 0]


@pytest.mark.parametrize(("row", "pupils"), [(3, 17)])
def test_blank_cell_is_estimated_and_only_that_row_is_marked(tmp_path, row, pupils):
    changes = [
        NO_ATTENDANCE,
        {"file": "county.yaml", "replace": ["provenance: synthetic", "provenance: measured"]},
        {"file": "villages.csv", "row": row, "column": "upper_pupils", "write": ""},
    ]
    county, _ = load_county(spoilt(tmp_path, changes))
    assert county.villages["upper_pupils"].to_dict()["V2"] == pupils  # 360 x 0.046 = 16.56
    assert (county.villages["evidence"] == "estimated").to_dict() == {
        f"V{n}": n == 2 for n in range(1, 7)
    }


def test_a_township_or_a_language_has_shares_of_its_own(tmp_path):
    folder = spoilt(tmp_path, [NO_ATTENDANCE])
    edit_rows(folder / "villages.csv", without_junior_column)
    county, _ = load_county(folder)
    townships = county.villages["township"]
    mine = townships.iloc[0]
    shares = {"junior": 0.05}
    groups = (AgeShares(township=mine, junior=0.1, lower=0.02), AgeShares(township="X", upper=0.1))
    found, findings = load_county(folder, shares, groups)
    people = county.villages["population"]
    for own, share in ((townships == mine, 0.1), (townships != mine, 0.05)):
        assert found.villages.loc[own, "junior_pupils"].sum() == round(people[own].sum() * share)
    # Pupils that are given stay as they are.
    assert found.villages["lower_pupils"].sum() == 50
    n = int((townships == mine).sum())
    said = [f.say("en") for f in findings]
    own = (
        f"shares of its own (villages: {n}; grades 1–3 2.0 %, 4–6 –, 7–9 10.0 %; – is the county's)"
    )
    assert any(mine in line and own in line for line in said)
    assert any("names X, which no village has" in line for line in said)
    # What was assumed goes on into the county, and so into the report.
    assert any(own in sentence["en"] for sentence in found.assumptions)


def test_a_township_comes_before_a_language(tmp_path):
    folder = spoilt(tmp_path, [NO_ATTENDANCE])
    edit_rows(folder / "villages.csv", without_junior_column)
    edit_rows(
        folder / "villages.csv",
        lambda rows: [[*rows[0], "language"], *([*row, "yi"] for row in rows[1:])],
    )
    mine = load_county(folder)[0].villages["township"].iloc[0]
    groups = (AgeShares(township=mine, junior=0.1), AgeShares(language="yi", junior=0.2))
    villages = load_county(folder, None, groups)[0].villages
    share = villages["junior_pupils"] / villages["population"]
    assert share[villages["township"] == mine].to_numpy() == pytest.approx(0.1, abs=0.005)
    assert share[villages["township"] != mine].to_numpy() == pytest.approx(0.2, abs=0.005)


@pytest.mark.parametrize("said", [{}, {"township": "A", "language": "yi"}])
def test_shares_are_of_either_a_township_or_a_language(said):
    with pytest.raises(ValueError, match="age_group"):
        AgeShares(lower=0.1, **said)


def test_more_pupils_from_outside_than_pupils_are_refused(tmp_path):
    folder = spoilt(tmp_path, [])
    edit_rows(
        folder / "schools.csv",
        lambda rows: [[*rows[0], "nonlocal_enrolled"], *([*row, "9999"] for row in rows[1:])],
    )
    said = [f.say("en") for f in check_county(folder) if f.check == "outside_enrolled"]
    assert said[0].count("9999 pupils from outside the county among") == 1
