"""Change: what the plan does to each pupil's day, against today."""

from __future__ import annotations

import numpy as np

from planner.indicators.indicator import Indicator, count, share
from planner.indicators.view import View
from planner.instance import BOARD, Flags

SAME_MINUTES = 1.0
"""Growth up to this, either way, is no change that anybody would notice."""
FAR_MINUTES = 10.0


def pupils_changing_school(view: View) -> float | None:
    """Return the pupils who go to another school than today."""
    rows = view.rows
    return count(rows, rows.served & (rows.site_today >= 0) & (rows.site != rows.site_today))


def new_boarders(view: View) -> float | None:
    """Return the pupils who board and do not board today."""
    rows = view.rows
    if view.mode not in (None, BOARD):
        return None
    return count(rows, (rows.mode == BOARD) & (rows.mode_today != BOARD))


def pupils_worse(view: View) -> float | None:
    """Return the pupils whose trip grows by more than a minute or who lose their school."""
    rows = view.rows
    lost = ~rows.served & (rows.mode_today >= 0)
    return count(rows, lost | (rows.growth_minutes > SAME_MINUTES + 1e-6))


def pupils_better(view: View) -> float | None:
    """Return the pupils whose trip shrinks by more than a minute."""
    return count(view.rows, view.rows.growth_minutes < -SAME_MINUTES - 1e-6)


def pupils_same(view: View) -> float | None:
    """Return the pupils whose trip changes by a minute at most."""
    return count(view.rows, np.abs(view.rows.growth_minutes) <= SAME_MINUTES + 1e-6)


def pupils_added_over_10_minutes(view: View) -> float | None:
    """Return the day pupils whose daily trip grows by more than ten minutes one way."""
    rows = view.rows
    daily: Flags = (rows.mode != BOARD) & (rows.mode_today != BOARD)
    return count(rows, daily & (rows.growth_minutes > FAR_MINUTES + 1e-6))


def affected_pupils(view: View) -> float | None:
    """Return the pupils who are affected by the scenario's definition."""
    return count(view.rows, view.rows.affected)


def affected_share(view: View) -> float | None:
    """Return the share of pupils who are affected."""
    return share(view.rows, view.rows.affected)


def pupils_losing_stream(view: View) -> float | None:
    """Return the pupils who leave their mother-tongue stream, None where nobody has one."""
    rows = view.rows
    return count(rows, rows.stream_lost) if rows.has_stream.any() else None


def left_behind_without_bed(view: View) -> float | None:
    """Return the left-behind day pupils for whom no bed is left, None where nobody is."""
    if view.sites is None or view.sites.without_bed is None:
        return None
    return float(view.sites.without_bed.sum())


CHANGE: tuple[Indicator, ...] = (
    Indicator("pupils_changing_school", "pupils", "lower", pupils_changing_school),
    Indicator("new_boarders", "pupils", "neutral", new_boarders),
    Indicator("pupils_worse", "pupils", "lower", pupils_worse),
    Indicator("pupils_better", "pupils", "higher", pupils_better),
    Indicator("pupils_same", "pupils", "neutral", pupils_same),
    Indicator("pupils_added_over_10_minutes", "pupils", "lower", pupils_added_over_10_minutes),
    Indicator("affected_pupils", "pupils", "lower", affected_pupils),
    Indicator("affected_share", "share", "lower", affected_share),
    Indicator("pupils_losing_stream", "pupils", "lower", pupils_losing_stream),
    Indicator("left_behind_without_bed", "pupils", "lower", left_behind_without_bed),
)
