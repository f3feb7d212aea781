"""Equity: how unequal the trips are, by measures of planner/equity.py.

A pupil's burden is a tenth of the minutes of a school week, so that a daily trip counts as its
one-way minutes and a boarder's as its part of a day's.
"""

from __future__ import annotations

from planner.affected import DAY_TRIPS_A_WEEK
from planner.equity import ede_minutes, gini, worst_part_mean
from planner.indicators.indicator import TRIPS, Indicator, mean
from planner.indicators.view import Rows, View
from planner.instance import Floats

WORST_PART = 0.1


def kolm_pollak_ede_minutes(view: View) -> float | None:
    """Return the trip that would be as bad if every pupil placed had it."""
    weighed = mean(view.rows, view.rows.weighed_minutes, view.rows.served)
    return None if weighed is None else ede_minutes(weighed, view.aversion_per_minute)


def kolm_pollak_inequality_minutes(view: View) -> float | None:
    """Return by how much that trip lies above the mean: the price of inequality."""
    ede, average = kolm_pollak_ede_minutes(view), _mean_burden(view.rows)
    return None if ede is None or average is None else ede - average


def gini_minutes(view: View) -> float | None:
    """Return the Gini coefficient of the burdens of pupils placed, None without any."""
    rows = view.rows.where(view.rows.served)
    return gini(_burden(rows), rows.pupils) if rows.pupils.sum() else None


def worst_decile_minutes_mean(view: View) -> float | None:
    """Return the mean burden of the tenth of the pupils placed whose burden is largest."""
    rows = view.rows.where(view.rows.served)
    return worst_part_mean(_burden(rows), rows.pupils, WORST_PART) if rows.pupils.sum() else None


def _mean_burden(rows: Rows) -> float | None:
    return mean(rows, _burden(rows), rows.served)


def _burden(rows: Rows) -> Floats:
    burden: Floats = rows.week_minutes / DAY_TRIPS_A_WEEK
    return burden


EQUITY: tuple[Indicator, ...] = (
    Indicator("kolm_pollak_ede_minutes", "min", "lower", TRIPS, kolm_pollak_ede_minutes),
    Indicator(
        "kolm_pollak_inequality_minutes", "min", "lower", TRIPS, kolm_pollak_inequality_minutes
    ),
    Indicator("gini_minutes", "ratio", "lower", TRIPS, gini_minutes),
    Indicator("worst_decile_minutes_mean", "min", "lower", TRIPS, worst_decile_minutes_mean),
)
