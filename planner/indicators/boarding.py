"""Boarding: who boards, how far home is, and whether the left-behind have a bed."""

from __future__ import annotations

from planner.indicators.indicator import (
    HOMES,
    PLACES,
    PUPILS,
    TRIPS,
    Indicator,
    count,
    mean,
    quantile,
    share,
)
from planner.indicators.view import View
from planner.instance import BOARD, Floats


def boarders(view: View) -> float | None:
    """Return the pupils who board."""
    return None if view.mode not in (None, BOARD) else count(view.rows, view.rows.mode == BOARD)


def boarders_share(view: View) -> float | None:
    """Return the share of pupils who board, unserved pupils counted among all."""
    return share(view.rows, view.rows.mode == BOARD)


def new_boarders(view: View) -> float | None:
    """Return the pupils who board and do not board today."""
    rows = view.rows
    if view.mode not in (None, BOARD):
        return None
    return count(rows, (rows.mode == BOARD) & (rows.mode_today != BOARD))


def weekly_minutes_mean(view: View) -> float | None:
    """Return the mean one-way minutes of boarders' trips home."""
    return mean(view.rows, view.rows.minutes, view.rows.mode == BOARD)


def weekly_minutes_median(view: View) -> float | None:
    """Return the one-way minutes home that half of the boarders do not exceed."""
    return quantile(view.rows, view.rows.minutes, view.rows.mode == BOARD, 0.5)


def weekly_minutes_p90(view: View) -> float | None:
    """Return the one-way minutes home that nine in ten boarders do not exceed."""
    return quantile(view.rows, view.rows.minutes, view.rows.mode == BOARD, 0.9)


def weekly_minutes_worst(view: View) -> float | None:
    """Return the longest one-way trip home of a boarder."""
    return quantile(view.rows, view.rows.minutes, view.rows.mode == BOARD, 1.0)


def left_behind_at_school(view: View) -> float | None:
    """Return the left-behind pupils of boarding age at school, None where nobody is."""
    return _total(view.sites.left_behind) if view.sites is not None else None


def left_behind_with_bed(view: View) -> float | None:
    """Return those of them who board or for whom a bed is free at their school."""
    return _total(view.sites.with_bed) if view.sites is not None else None


def left_behind_with_bed_share(view: View) -> float | None:
    """Return the share of them who board or have a bed free, None without any."""
    there, covered = left_behind_at_school(view), left_behind_with_bed(view)
    return covered / there if there and covered is not None else None


def left_behind_without_bed(view: View) -> float | None:
    """Return the left-behind day pupils for whom no bed is left, None where nobody is."""
    return _total(view.sites.without_bed) if view.sites is not None else None


def _total(values: Floats | None) -> float | None:
    return None if values is None else float(values.sum())


BOARDING: tuple[Indicator, ...] = (
    Indicator("boarders", "pupils", "neutral", PUPILS, boarders),
    Indicator("boarders_share", "share", "neutral", HOMES, boarders_share),
    Indicator("new_boarders", "pupils", "neutral", PUPILS, new_boarders),
    Indicator("weekly_minutes_mean", "min", "lower", TRIPS, weekly_minutes_mean),
    Indicator("weekly_minutes_median", "min", "lower", TRIPS, weekly_minutes_median),
    Indicator("weekly_minutes_p90", "min", "lower", TRIPS, weekly_minutes_p90),
    Indicator("weekly_minutes_worst", "min", "lower", TRIPS, weekly_minutes_worst),
    Indicator("left_behind_at_school", "pupils", "neutral", PLACES, left_behind_at_school),
    Indicator("left_behind_with_bed", "pupils", "higher", PLACES, left_behind_with_bed),
    Indicator("left_behind_with_bed_share", "share", "higher", PLACES, left_behind_with_bed_share),
    Indicator("left_behind_without_bed", "pupils", "lower", PLACES, left_behind_without_bed),
)
