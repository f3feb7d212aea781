"""Disruption: whose school, stream or way of getting there the plan takes away."""

from __future__ import annotations

import numpy as np

from planner.county.dictionary import STAGES
from planner.indicators.indicator import HOMES, PUPILS, VILLAGES, Indicator, count, share
from planner.indicators.view import Rows, View
from planner.instance import Flags

PRIMARY = tuple(STAGES.index(stage) for stage in ("lower", "upper"))


def pupils_changing_school(view: View) -> float | None:
    """Return the pupils who go to another school than today."""
    return count(view.rows, _moved(view.rows))


def share_changing_school(view: View) -> float | None:
    """Return their share of all pupils."""
    return share(view.rows, _moved(view.rows))


def pupils_losing_school(view: View) -> float | None:
    """Return the pupils whose school of today does not teach their stage after the plan."""
    return count(view.rows, view.rows.school_lost)


def villages_losing_school(view: View) -> float | None:
    """Return the villages with such pupils."""
    lost = view.rows.school_lost & (view.rows.pupils > 0)
    return float(len(np.unique(view.rows.village[lost])))


def pupils_losing_stream(view: View) -> float | None:
    """Return the pupils who leave their mother-tongue stream, None where nobody has one."""
    rows = view.rows
    return count(rows, rows.stream_lost) if rows.has_stream.any() else None


def households_split_most(view: View) -> float | None:
    """Return the most households that can have primary pupils at two schools or more.

    Who are siblings is not known. Of a village with ``n`` pupils of grades 1–6 placed, ``m`` of
    them at the school that takes most, a split household has one of the ``n - m`` others and
    two pupils at least: there are at most ``min(n // 2, n - m)``.
    """
    rows = view.rows
    some = rows.served & np.isin(rows.stage, PRIMARY) & (rows.pupils > 0)
    if not some.any():
        return 0.0
    village = np.unique(rows.village[some], return_inverse=True)[1]
    at = np.zeros((village.max() + 1, rows.site.max() + 1), dtype=np.int64)
    np.add.at(at, (village, rows.site[some]), rows.pupils[some])
    placed, largest = at.sum(axis=1), at.max(axis=1)
    return float(np.minimum(placed // 2, placed - largest).sum())


def pupils_needing_private_vehicle(view: View) -> float | None:
    """Return the pupils whose trip needs a private or hired vehicle."""
    return count(view.rows, view.rows.vehicle)


def share_needing_private_vehicle(view: View) -> float | None:
    """Return their share of all pupils."""
    return share(view.rows, view.rows.vehicle)


def _moved(rows: Rows) -> Flags:
    moved: Flags = rows.served & (rows.site_today >= 0) & (rows.site != rows.site_today)
    return moved


DISRUPTION: tuple[Indicator, ...] = (
    Indicator("pupils_changing_school", "pupils", "lower", PUPILS, pupils_changing_school),
    Indicator("share_changing_school", "share", "lower", PUPILS, share_changing_school),
    Indicator("pupils_losing_school", "pupils", "lower", PUPILS, pupils_losing_school),
    Indicator("villages_losing_school", "villages", "lower", HOMES, villages_losing_school),
    Indicator("pupils_losing_stream", "pupils", "lower", PUPILS, pupils_losing_stream),
    Indicator("households_split_most", "households", "lower", VILLAGES, households_split_most),
    Indicator(
        "pupils_needing_private_vehicle", "pupils", "lower", PUPILS, pupils_needing_private_vehicle
    ),
    Indicator(
        "share_needing_private_vehicle", "share", "lower", PUPILS, share_needing_private_vehicle
    ),
)
