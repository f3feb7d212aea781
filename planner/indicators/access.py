"""Access: how far day pupils go to school, and whom the norm leaves behind."""

from __future__ import annotations

import numpy as np

from planner.indicators.indicator import (
    HOMES,
    PUPILS,
    TRIPS,
    Indicator,
    count,
    mean,
    quantile,
    share,
)
from planner.indicators.view import Rows, View
from planner.instance import BOARD, Flags


def pupils_served(view: View) -> float | None:
    """Return the pupils brought to a school."""
    return count(view.rows, view.rows.served)


def unserved_pupils(view: View) -> float | None:
    """Return the pupils brought to no school, who go by no mode."""
    return count(view.rows, ~view.rows.served)


def daily_minutes_mean(view: View) -> float | None:
    """Return the mean one-way minutes of day pupils."""
    return mean(view.rows, view.rows.minutes, _daily(view.rows))


def daily_minutes_median(view: View) -> float | None:
    """Return the one-way minutes that half of the day pupils do not exceed."""
    return quantile(view.rows, view.rows.minutes, _daily(view.rows), 0.5)


def daily_minutes_p90(view: View) -> float | None:
    """Return the one-way minutes that nine in ten day pupils do not exceed."""
    return quantile(view.rows, view.rows.minutes, _daily(view.rows), 0.9)


def daily_minutes_worst(view: View) -> float | None:
    """Return the longest one-way trip of a day pupil."""
    return quantile(view.rows, view.rows.minutes, _daily(view.rows), 1.0)


def school_week_minutes_mean(view: View) -> float | None:
    """Return the mean minutes that a pupil travels in a school week."""
    return mean(view.rows, view.rows.week_minutes, view.rows.served)


def pupils_over_norm(view: View) -> float | None:
    """Return the pupils whose trip is over its norm, and the unserved."""
    return count(view.rows, view.rows.over_norm)


def share_over_norm(view: View) -> float | None:
    """Return the share of pupils over the norm or unserved."""
    return share(view.rows, view.rows.over_norm)


def hamlet_minutes_mean(view: View) -> float | None:
    """Return the mean walk from hamlet to village centre where its length is known."""
    return mean(view.rows, view.rows.home_minutes, _scattered(view.rows))


def share_over_norm_at_hamlet(view: View) -> float | None:
    """Return the share over the norm or unserved if all live at the hamlet radius."""
    if not _scattered(view.rows).any():
        return None
    return share(view.rows, view.rows.over_norm_at_hamlet)


def excess_pupil_minutes(view: View) -> float | None:
    """Return minutes above the norm x trips a year x pupils."""
    rows = view.rows.where(view.rows.served)
    return float(rows.pupils @ (rows.excess_minutes * rows.trips))


def _scattered(rows: Rows) -> Flags:
    scattered: Flags = ~np.isnan(rows.home_minutes)
    return scattered


def _daily(rows: Rows) -> Flags:
    daily: Flags = rows.served & (rows.mode != BOARD)
    return daily


ACCESS: tuple[Indicator, ...] = (
    Indicator("pupils_served", "pupils", "higher", PUPILS, pupils_served),
    Indicator("unserved_pupils", "pupils", "lower", HOMES, unserved_pupils),
    Indicator("daily_minutes_mean", "min", "lower", TRIPS, daily_minutes_mean),
    Indicator("daily_minutes_median", "min", "lower", TRIPS, daily_minutes_median),
    Indicator("daily_minutes_p90", "min", "lower", TRIPS, daily_minutes_p90),
    Indicator("daily_minutes_worst", "min", "lower", TRIPS, daily_minutes_worst),
    Indicator("school_week_minutes_mean", "min/week", "lower", TRIPS, school_week_minutes_mean),
    Indicator("pupils_over_norm", "pupils", "lower", TRIPS, pupils_over_norm),
    Indicator("share_over_norm", "share", "lower", TRIPS, share_over_norm),
    Indicator("hamlet_minutes_mean", "min", "neutral", PUPILS, hamlet_minutes_mean),
    Indicator("share_over_norm_at_hamlet", "share", "lower", TRIPS, share_over_norm_at_hamlet),
    Indicator("excess_pupil_minutes", "pupil-min/year", "lower", TRIPS, excess_pupil_minutes),
)
