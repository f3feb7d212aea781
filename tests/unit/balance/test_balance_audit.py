"""Schools against thresholds and floors, the county against its limits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from balance_world import figures_of, primaries

from planner.balance.audit import FAILS, NOT_KNOWN, PASSES, balance
from planner.balance.figures import with_added
from planner.balance.measures import measures_of
from planner.norms import load_profile

QUALITY = measures_of(load_profile("quality-2017", "balance"))
BASIC = measures_of(load_profile("basic-2012", "balance"))
ENOUGH = {
    "qualified_teachers": 4.2,
    "backbone_teachers": 1,
    "arts_pe_teachers": 0.9,
    "teaching_area_m2": 450,
    "sports_area_m2": 750,
    "equipment_yuan": 200_000,
    "multimedia_rooms": 2.3,
}
"""What a primary school of 100 pupils needs to the dot."""


def school(**other: float):
    """Return one school of 100 pupils with enough of everything but what is said."""
    return primaries(100, **{name: [n] for name, n in (ENOUGH | other).items()})


def test_the_thresholds_of_2017():
    asked = {i.name: i.threshold for i in QUALITY.indicators}
    assert asked == {
        "qualified_teachers_per_100_pupils": (4.2, 5.3),
        "backbone_teachers_per_100_pupils": (1, 1),
        "arts_pe_teachers_per_100_pupils": (0.9, 0.9),
        "teaching_area_m2_per_pupil": (4.5, 5.8),
        "sports_area_m2_per_pupil": (7.5, 10.2),
        "equipment_yuan_per_pupil": (2000, 2500),
        "multimedia_rooms_per_100_pupils": (2.3, 2.4),
    }
    assert (QUALITY.floor_share, QUALITY.meets_at_least, QUALITY.cv_limit) == (0.85, 6, (0.5, 0.45))
    assert (len(BASIC.indicators), BASIC.composite, BASIC.cv_limit) == (8, True, (0.65, 0.55))


def test_equality_is_enough():
    found = balance(school(), QUALITY)
    assert found.met.tolist() == [7]
    assert found.rule.tolist() == [PASSES]


def test_one_below_its_threshold_passes_above_the_floor_and_fails_below():
    above = balance(school(sports_area_m2=0.85 * 750), QUALITY)
    assert (above.met.tolist(), above.rule.tolist()) == ([6], [PASSES])
    below = balance(school(sports_area_m2=0.85 * 750 - 1), QUALITY)
    assert (below.met.tolist(), below.rule.tolist()) == ([6], [FAILS])


def test_two_below_their_thresholds_fail_even_above_the_floor():
    found = balance(school(sports_area_m2=700, equipment_yuan=190_000), QUALITY)
    assert (found.met.tolist(), found.rule.tolist()) == ([5], [FAILS])
    assert (found.above_floor == PASSES).all()


def test_what_is_not_known_is_neither_met_nor_nothing():
    found = balance(school(equipment_yuan=np.nan), QUALITY)
    i = [n.name for n in QUALITY.indicators].index("equipment_yuan_per_pupil")
    assert np.isnan(found.value[i, 0])
    assert (found.meets[i, 0], found.above_floor[i, 0]) == (NOT_KNOWN, NOT_KNOWN)
    # Six are met, but the seventh could lie below its floor.
    assert (found.met.tolist(), found.rule.tolist()) == ([6], [NOT_KNOWN])
    # Nought is known, and below.
    assert balance(school(equipment_yuan=0), QUALITY).rule.tolist() == [FAILS]
    # Two known to be short fail whatever the third is.
    short = school(equipment_yuan=np.nan, sports_area_m2=700, multimedia_rooms=2.2)
    assert balance(short, QUALITY).rule.tolist() == [FAILS]


def test_a_coefficient_leaves_out_who_is_not_known_and_says_so():
    figures = primaries(100, 100, 200, 100, equipment_yuan=[1e5, 3e5, 4e5, np.nan])
    spread = balance(figures, QUALITY).spread("equipment_yuan_per_pupil", 0)
    # 1000, 3000, 2000 yuan with weights 1, 1, 2: mean 2000, S² = (1 + 1 + 0) / 4 · 1e6.
    assert spread.value == pytest.approx(np.sqrt(0.5) / 2)
    assert (spread.covered, spread.schools, spread.pupils_share) == (3, 4, pytest.approx(0.8))
    assert spread.verdict == NOT_KNOWN
    assert spread.value != pytest.approx(
        balance(primaries(100, 100, 200, 100, equipment_yuan=[1e5, 3e5, 4e5, 0]), QUALITY)
        .spread("equipment_yuan_per_pupil", 0)
        .value
    )
    whole = primaries(100, 100, 200, equipment_yuan=[1e5, 3e5, 4e5])
    assert balance(whole, QUALITY).spread("equipment_yuan_per_pupil", 0).verdict == PASSES


def test_points_under_fifty_pupils_are_told_apart():
    rows = [("P", "teaching_point", "primary", 49), ("Q", "teaching_point", "primary", 50)]
    rows += [("R", "primary", "primary", 40), ("T", "primary", "primary", 100)]
    figures = figures_of(rows, teaching_area_m2=[0, 250, 200, 500])
    found = balance(figures, QUALITY)
    assert found.small.tolist() == [True, False, False, False]
    out = found.spread("teaching_area_m2_per_pupil", 0)
    assert (out.schools, out.value, out.verdict) == (3, pytest.approx(0), PASSES)
    counted = found.spread("teaching_area_m2_per_pupil", 0, small_points=True)
    assert counted.schools == 4
    assert counted.drags[0][0] == "P"
    assert counted.drags[0][1] == pytest.approx(0)
    # 950 m² for 239 pupils; 190 have 5 m², 49 none: S² = x̄ (5 − x̄).
    mean = 950 / 239
    assert counted.value == pytest.approx(np.sqrt(mean * (5 - mean)) / mean)


def test_a_nine_year_school_is_judged_in_both_its_parts():
    rows = [("N", "nine_year", "primary", 300), ("N", "nine_year", "junior", 100)]
    figures = figures_of(rows, teaching_area_m2=[1500, 500])
    found = balance(figures, QUALITY)
    i = [n.name for n in QUALITY.indicators].index("teaching_area_m2_per_pupil")
    assert found.value[i].tolist() == [5, 5]
    assert found.meets[i].tolist() == [PASSES, FAILS]
    assert found.above_floor[i].tolist() == [PASSES, PASSES]
    more = with_added(figures, {"teaching_area_m2": {"N": 400, "elsewhere": 9}})
    assert more.quantity["teaching_area_m2"].tolist() == [1800, 600]


def test_what_is_added_to_the_unknown_stays_unknown():
    figures = primaries(100, 50, equipment_yuan=[np.nan, 10])
    more = with_added(figures, {"equipment_yuan": {"S0": 500, "S1": 500}})
    assert np.isnan(more.quantity["equipment_yuan"][0])
    assert more.quantity["equipment_yuan"][1] == 510


def test_class_and_school_size():
    rows = [("A", "primary", "primary", 2000), ("B", "primary", "primary", 2001)]
    rows += [("N", "nine_year", "primary", 1500), ("N", "nine_year", "junior", 1001)]
    figures = replace(figures_of(rows), largest_class=np.array([45.0, 46, 45, 50]))
    found = balance(figures, QUALITY)
    assert found.class_verdict.tolist() == [PASSES, FAILS, PASSES, PASSES]
    assert found.size_verdict.tolist() == [PASSES, FAILS, FAILS, FAILS]
    basic = balance(figures, BASIC)
    assert set(basic.class_verdict.tolist()) == {NOT_KNOWN}


def test_the_composite_is_the_mean_and_knows_its_own_drag():
    n = {i.quantity: [400.0, 500, 600, 900] for i in BASIC.indicators}
    found = balance(primaries(100, 100, 100, 100, **n), BASIC)
    one = found.spread("books_per_pupil", 0)
    whole = found.spread("composite", 0)
    assert whole.value == pytest.approx(one.value)
    assert (whole.limit, whole.verdict) == (0.65, PASSES)
    assert np.isnan(one.limit)
    assert whole.drags[0] == (one.drags[0][0], pytest.approx(one.drags[0][1]))
    unknown = balance(primaries(100, 100, 100, 100, **(n | {"books": [np.nan] * 4})), BASIC)
    assert np.isnan(unknown.spread("composite", 0).value)
    assert unknown.spread("composite", 0).verdict == NOT_KNOWN


def test_rows_without_pupils_are_refused():
    with pytest.raises(ValueError, match="without pupils"):
        primaries(100, 0)
