"""Walks around stops are kept as they were found, and only where somebody can make them."""

from __future__ import annotations

import numpy as np

from planner.travel.reach import stop_walks, walks_found

INF = np.inf
MINUTES = np.array([[4.0, INF, 10], [INF, INF, INF], [INF, 6, 2]])
PARTS = np.arange(18.0).reshape(3, 3, 2)


def walks():
    first = walks_found(np.array([0, 1]), MINUTES[:2], PARTS[:2])
    return stop_walks([first, walks_found(np.array([2]), MINUTES[2:], PARTS[2:])], 3, 2)


def test_what_was_found_comes_back_and_nothing_else():
    minutes, parts = walks().between(np.arange(3), np.arange(3))
    assert np.array_equal(minutes, MINUTES.T)
    there = np.isfinite(MINUTES.T)
    assert np.array_equal(parts[there], PARTS.swapaxes(0, 1)[there])
    assert not parts[~there].any()


def test_places_near_some_stops():
    assert walks().near(np.array([0])).tolist() == [0, 2]
    assert walks().near(np.array([1])).tolist() == []
    assert walks().near(np.array([0, 2])).tolist() == [0, 1, 2]


def test_a_slow_stage_reaches_fewer_and_the_limit_is_inclusive():
    slow = walks().of_stage(1.5, 9.0)
    minutes, _ = slow.between(np.arange(3), np.array([0, 2]))
    assert minutes.tolist() == [[6, INF], [INF, 9], [INF, 3]]
    assert slow.near(np.array([0])).tolist() == [0]


def test_no_walks_at_all():
    none = stop_walks([], 3, 2)
    assert none.near(np.array([5])).tolist() == []
    minutes, parts = none.between(np.array([0, 1]), np.array([7]))
    assert minutes.tolist() == [[INF], [INF]]
    assert parts.tolist() == [[[0, 0]], [[0, 0]]]
