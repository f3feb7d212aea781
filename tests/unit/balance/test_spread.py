"""The weighted coefficient of variation: by hand, published rows, properties."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.balance.audit import composite
from planner.balance.spread import coefficient, drags, without_each

PUPILS = st.integers(1, 3000)
HAS = st.floats(0.1, 1e6)
SCHOOLS = st.lists(st.tuples(HAS, PUPILS), min_size=1, max_size=12)


def test_two_schools_by_hand():
    # 100 pupils with 4 m² each, 300 with 8: mean 2800/400 = 7, weights 1/4 and 3/4,
    # S² = (9 + 3 · 1) / 4 = 3, coefficient √3 / 7. Without weights it would be 2 / 6.
    found = coefficient(np.array([400.0, 2400.0]), np.array([100, 300]))
    assert found == pytest.approx(np.sqrt(3) / 7)
    assert found != pytest.approx(2 / 6, abs=0.01)


@pytest.mark.parametrize(
    ("row", "published"),
    [
        ((0.437, 0.419, 0.255, 0.188, 0.171, 0.263, 0.263, 0.420), 0.302),
        ((0.633, 0.891, 0.435, 0.328, 0.351, 0.391, 0.379, 0.541), 0.494),
        ((0.881, 1.299, 0.977, 0.379, 0.170, 0.334, 0.286, 0.408), 0.592),
    ],
)
def test_composite_of_2012_as_published(row, published):
    assert round(composite(np.array(row)), 3) == published


def test_identical_schools_are_not_apart_and_nobody_drags():
    pupils = np.array([30, 170, 500])
    assert coefficient(4.5 * pupils, pupils) == pytest.approx(0, abs=1e-12)
    assert drags(4.5 * pupils, pupils) == []
    assert coefficient(np.zeros(3), pupils) == 0


def test_no_school_has_no_coefficient():
    assert np.isnan(coefficient(np.array([]), np.array([])))


@settings(deadline=None)
@given(SCHOOLS, st.floats(1e-3, 1e3))
def test_units_do_not_matter(schools, factor):
    have, pupils = (np.array(column, dtype=float) for column in zip(*schools, strict=True))
    first = coefficient(have, pupils)
    assert coefficient(factor * have, pupils) == pytest.approx(first, abs=1e-7)
    assert coefficient(have, factor * pupils) == pytest.approx(first, abs=1e-7)


@settings(deadline=None)
@given(SCHOOLS)
def test_a_school_split_in_two_alike_changes_nothing(schools):
    have, pupils = (np.array(column, dtype=float) for column in zip(*schools, strict=True))
    split = np.append(have, have[0] / 2), np.append(pupils, pupils[0] / 2)
    split[0][0] /= 2
    split[1][0] /= 2
    assert coefficient(*split) == pytest.approx(coefficient(have, pupils), abs=1e-7)


@settings(deadline=None)
@given(SCHOOLS)
def test_leaving_out_is_the_coefficient_of_the_others(schools):
    have, pupils = (np.array(column, dtype=float) for column in zip(*schools, strict=True))
    left = without_each(have, pupils)
    for n, value in enumerate(left):
        others = coefficient(np.delete(have, n), np.delete(pupils, n))
        assert value == pytest.approx(others, abs=1e-7, nan_ok=True)


def test_the_school_apart_drags_most():
    # Ten schools at 5 m², one rich at 50 and one a little poor.
    have = np.array([500.0] * 9 + [5000.0, 480.0])
    pupils = np.full(11, 100)
    worst, left = drags(have, pupils)[0]
    assert worst == 9
    assert left == pytest.approx(coefficient(np.delete(have, 9), np.delete(pupils, 9)))
    assert left < 0.02 < coefficient(have, pupils)


def test_of_two_schools_none_is_named():
    assert drags(np.array([1.0, 9.0]), np.array([10, 10])) == []
