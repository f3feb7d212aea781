"""Change: what the plan does to each pupil's day, against today."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from planner.indicators.indicator import (
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

SAME_MINUTES = 1.0
"""Growth up to this, either way, is no change that anybody would notice."""
FAR_MINUTES = 10.0
EPSILON = 1e-6


def pupils_worse(view: View) -> float | None:
    """Return the pupils whose trip grows by more than a minute or who lose their school."""
    return count(view.rows, _worse(view.rows))


def share_worse(view: View) -> float | None:
    """Return their share."""
    return share(view.rows, _worse(view.rows))


def pupils_better(view: View) -> float | None:
    """Return the pupils whose trip shrinks by more than a minute."""
    return count(view.rows, _better(view.rows))


def share_better(view: View) -> float | None:
    """Return their share."""
    return share(view.rows, _better(view.rows))


def pupils_same(view: View) -> float | None:
    """Return the pupils whose trip changes by a minute at most."""
    return count(view.rows, _same(view.rows))


def share_same(view: View) -> float | None:
    """Return their share."""
    return share(view.rows, _same(view.rows))


def added_minutes_mean(view: View) -> float | None:
    """Return the mean growth of trips that can be compared."""
    return mean(view.rows, view.rows.growth_minutes, _compared(view.rows))


def added_minutes_p10(view: View) -> float | None:
    """Return the growth that a tenth of the pupils compared do not exceed."""
    return quantile(view.rows, view.rows.growth_minutes, _compared(view.rows), 0.1)


def added_minutes_median(view: View) -> float | None:
    """Return the growth that half of the pupils compared do not exceed."""
    return quantile(view.rows, view.rows.growth_minutes, _compared(view.rows), 0.5)


def added_minutes_p90(view: View) -> float | None:
    """Return the growth that nine in ten of the pupils compared do not exceed."""
    return quantile(view.rows, view.rows.growth_minutes, _compared(view.rows), 0.9)


def added_minutes_worst(view: View) -> float | None:
    """Return the largest growth of any pupil's trip."""
    return quantile(view.rows, view.rows.growth_minutes, _compared(view.rows), 1.0)


def worse_minutes_mean(view: View) -> float | None:
    """Return the mean growth of the trips that grow by more than a minute."""
    return mean(view.rows, view.rows.growth_minutes, _between(view.rows, SAME_MINUTES, np.inf))


def better_minutes_mean(view: View) -> float | None:
    """Return the mean shrinkage of the trips that shrink by more than a minute."""
    return mean(view.rows, -view.rows.growth_minutes, _better(view.rows))


def pupils_added_over_10_minutes(view: View) -> float | None:
    """Return the day pupils whose daily trip grows by more than ten minutes one way."""
    rows = view.rows
    daily: Flags = (rows.mode != BOARD) & (rows.mode_today != BOARD)
    return count(rows, daily & (rows.growth_minutes > FAR_MINUTES + EPSILON))


def affected_pupils(view: View) -> float | None:
    """Return the pupils who are affected by the scenario's definition."""
    return count(view.rows, view.rows.affected)


def affected_share(view: View) -> float | None:
    """Return the share of pupils who are affected."""
    return share(view.rows, view.rows.affected)


def _longer(above: float, most: float) -> Callable[[View], float | None]:
    """Return the count of pupils whose trip grows by more than `above`, by `most` at most."""
    return lambda view: count(view.rows, _between(view.rows, above, most))


def _shorter(above: float, most: float) -> Callable[[View], float | None]:
    """Return the count of pupils whose trip shrinks by more than `above`, by `most` at most."""
    return lambda view: count(view.rows, _between(view.rows, above, most, -1.0))


def _between(rows: Rows, above: float, most: float, sign: float = 1.0) -> Flags:
    grown = sign * rows.growth_minutes
    between: Flags = (grown > above + EPSILON) & (grown <= most + EPSILON)
    return between


def _worse(rows: Rows) -> Flags:
    lost: Flags = ~rows.served & (rows.mode_today >= 0)
    return lost | (rows.growth_minutes > SAME_MINUTES + EPSILON)


def _better(rows: Rows) -> Flags:
    better: Flags = rows.growth_minutes < -SAME_MINUTES - EPSILON
    return better


def _same(rows: Rows) -> Flags:
    same: Flags = np.abs(rows.growth_minutes) <= SAME_MINUTES + EPSILON
    return same


def _compared(rows: Rows) -> Flags:
    compared: Flags = ~np.isnan(rows.growth_minutes)
    return compared


DISTRIBUTION: tuple[Indicator, ...] = (
    Indicator("pupils_shorter_over_10_minutes", "pupils", "higher", TRIPS, _shorter(10, np.inf)),
    Indicator("pupils_shorter_1_to_10_minutes", "pupils", "higher", TRIPS, _shorter(1, 10)),
    Indicator("pupils_longer_1_to_10_minutes", "pupils", "lower", TRIPS, _longer(1, 10)),
    Indicator("pupils_longer_10_to_20_minutes", "pupils", "lower", TRIPS, _longer(10, 20)),
    Indicator("pupils_longer_20_to_30_minutes", "pupils", "lower", TRIPS, _longer(20, 30)),
    Indicator("pupils_longer_over_30_minutes", "pupils", "lower", TRIPS, _longer(30, np.inf)),
)
"""How the growth is distributed; with `pupils_same` these are all whose trips are compared."""

CHANGE: tuple[Indicator, ...] = (
    Indicator("pupils_worse", "pupils", "lower", TRIPS, pupils_worse),
    Indicator("pupils_better", "pupils", "higher", TRIPS, pupils_better),
    Indicator("pupils_same", "pupils", "neutral", TRIPS, pupils_same),
    Indicator("share_worse", "share", "lower", TRIPS, share_worse),
    Indicator("share_better", "share", "higher", TRIPS, share_better),
    Indicator("share_same", "share", "neutral", TRIPS, share_same),
    Indicator("added_minutes_mean", "min", "lower", TRIPS, added_minutes_mean),
    Indicator("added_minutes_p10", "min", "lower", TRIPS, added_minutes_p10),
    Indicator("added_minutes_median", "min", "lower", TRIPS, added_minutes_median),
    Indicator("added_minutes_p90", "min", "lower", TRIPS, added_minutes_p90),
    Indicator("added_minutes_worst", "min", "lower", TRIPS, added_minutes_worst),
    Indicator("worse_minutes_mean", "min", "lower", TRIPS, worse_minutes_mean),
    Indicator("better_minutes_mean", "min", "higher", TRIPS, better_minutes_mean),
    Indicator(
        "pupils_added_over_10_minutes", "pupils", "lower", TRIPS, pupils_added_over_10_minutes
    ),
    *DISTRIBUTION,
    Indicator("affected_pupils", "pupils", "lower", PUPILS, affected_pupils),
    Indicator("affected_share", "share", "lower", PUPILS, affected_share),
)
