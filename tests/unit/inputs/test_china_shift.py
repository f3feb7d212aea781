from __future__ import annotations

import numpy as np
import pytest

from planner.inputs.china_shift import (
    SHIFTS,
    bd09_from_gcj02,
    bd09_from_wgs84,
    gcj02_from_wgs84,
    unshifted,
)

eviltransform = pytest.importorskip("eviltransform", reason="an oracle of the test extra")
prcoords = pytest.importorskip("prcoords", reason="an oracle of the test extra")

RNG = np.random.default_rng(20)
LON = np.concatenate([RNG.uniform(74, 134, 120), RNG.uniform(98, 104.2, 60)])
LAT = np.concatenate([RNG.uniform(18, 53, 120), RNG.uniform(27.7, 32.8, 60)])


def metres_apart(first, second):
    east = (first[0] - second[0]) * 111_320 * np.cos(np.radians(LAT))
    north = (first[1] - second[1]) * 110_600
    return np.hypot(east, north)


def by_eviltransform(name):
    shown = [getattr(eviltransform, name)(y, x) for x, y in zip(LON, LAT, strict=True)]
    return np.array(shown).T[::-1]


def by_prcoords(name, lon=LON, lat=LAT):
    """Convert place by place; a place is latitude and longitude there."""
    shown = [getattr(prcoords, name)(prcoords.Coords(y, x)) for x, y in zip(lon, lat, strict=True)]
    return np.array([[place.lon, place.lat] for place in shown]).T


@pytest.mark.parametrize(
    ("shift", "evil", "prc"),
    [(gcj02_from_wgs84, "wgs2gcj", "wgs_gcj"), (bd09_from_wgs84, "wgs2bd", "wgs_bd")],
)
def test_places_are_shown_where_two_other_programs_show_them(shift, evil, prc):
    shown = shift(LON, LAT)
    assert metres_apart(shown, by_eviltransform(evil)).max() < 0.1
    assert metres_apart(shown, by_prcoords(prc)).max() < 1e-6


@pytest.mark.parametrize(
    ("system", "evil", "prc"), [("gcj02", "wgs2gcj", "wgs_gcj"), ("bd09", "wgs2bd", "wgs_bd")]
)
def test_what_other_programs_shift_comes_back(system, evil, prc):
    for shown in (by_eviltransform(evil), by_prcoords(prc)):
        assert metres_apart(unshifted(*shown, system), (LON, LAT)).max() < 0.1


@pytest.mark.parametrize(
    ("system", "inverse"), [("gcj02", "gcj_wgs_bored"), ("bd09", "bd_wgs_bored")]
)
def test_inverse_is_that_of_another_program(system, inverse):
    shown = SHIFTS[system](LON, LAT)
    theirs = by_prcoords(inverse, *shown)
    assert metres_apart(unshifted(*shown, system), theirs).max() < 0.1


@pytest.mark.parametrize("system", ["gcj02", "bd09"])
def test_inverse_is_exact_to_a_billionth_of_a_degree(system):
    back = unshifted(*SHIFTS[system](LON, LAT), system)
    assert np.abs(back[0] - LON).max() < 1e-9
    assert np.abs(back[1] - LAT).max() < 1e-9


def test_shift_is_of_hundreds_of_metres_in_the_three_counties():
    shown = gcj02_from_wgs84(LON, LAT)
    metres = metres_apart(shown, (LON, LAT))[120:]
    assert metres.min() > 200
    assert metres.max() < 700
    assert metres_apart(bd09_from_gcj02(*shown), shown).min() > 700


def test_nothing_moves_outside_china_and_blanks_stay():
    lon, lat = np.array([77.6, 2.35, np.nan, 98.6, 1e300]), np.array([91.0, 48.9, 30, np.nan, 5])
    for system in ("gcj02", "bd09"):
        back = unshifted(lon, lat, system)
        np.testing.assert_array_equal(back[0], lon)
        np.testing.assert_array_equal(back[1], lat)
