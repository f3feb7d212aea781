"""The audit of balance: each school against thresholds and floors, the county against its limits.

What is not known is never counted as nothing: an indicator of a school whose figure is not known is
not known, a coefficient is that of the schools whose figures are known and says how many they
are, and passes or fails only where it covers every school in scope.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.balance.figures import BANDS, SchoolFigures
from planner.balance.measures import Measures
from planner.balance.spread import LEAST_SCHOOLS, coefficient, drags, without_each, worst
from planner.instance import Flags, Floats, Ints

COMPOSITE = "composite"
"""Name of the plain mean of all coefficients, beside those of the indicators."""
NOT_KNOWN, FAILS, PASSES = -1, 0, 1
"""Verdicts."""
_HARDLY = 1e-9
"""What arithmetic leaves of equality: thresholds and limits are inclusive."""


@dataclass(frozen=True)
class Spread:
    """A coefficient of variation of the county.

    Parameters
    ----------
    indicator
        Name of an indicator, or `COMPOSITE`.
    band
        Index into `BANDS`.
    small_points
        Whether teaching points under the limit of pupils are counted too; the measures leave
        them out.
    value
        The coefficient of the schools covered, NaN where there are none.
    limit
        Most that it may be; NaN where the measures limit only the composite.
    verdict
        `PASSES` or `FAILS` where every school is covered, else `NOT_KNOWN`, also without a limit.
    drags
        Schools without whom it would fall furthest, and to what, the worst first.
    covered, schools
        Schools whose figures are known, of so many.
    pupils_share
        Part of the pupils who go to the schools covered.
    """

    indicator: str
    band: int
    small_points: bool
    value: float
    limit: float
    verdict: int
    drags: tuple[tuple[str, float], ...]
    covered: int
    schools: int
    pupils_share: float


@dataclass(frozen=True, eq=False)
class Balance:
    """Schools judged by some measures; indicators ``i`` in their order, rows ``r`` as in figures.

    Parameters
    ----------
    figures, measures
        What was judged by what.
    small
        Rows of teaching points that the measures leave out (R,).
    value, threshold, floor
        Each indicator of each row, and what is asked of it; NaN where not known or not asked,
        shape (I, R).
    meets, above_floor
        `PASSES`, `FAILS` or `NOT_KNOWN`, the last also where nothing is asked, shape (I, R).
    met
        Indicators that each row reaches for certain (R,).
    rule
        Verdict on the rule of so many indicators with the others above their floors (R,).
    class_limit, class_verdict
        Most pupils of a class, infinite for none, and whether the largest is within (R,).
    size_limit, size_verdict
        Most pupils of the school, infinite for none, and whether it is within (R,).
    spreads
        Coefficients by indicator, band, and with or without small points.
    """

    figures: SchoolFigures
    measures: Measures
    small: Flags
    value: Floats
    threshold: Floats
    floor: Floats
    meets: Ints
    above_floor: Ints
    met: Ints
    rule: Ints
    class_limit: Floats
    class_verdict: Ints
    size_limit: Floats
    size_verdict: Ints
    spreads: tuple[Spread, ...]

    def spread(self, indicator: str, band: int, *, small_points: bool = False) -> Spread:
        """Return one coefficient.

        Raises
        ------
        KeyError
            If the measures have no such indicator.
        """
        for found in self.spreads:
            if (found.indicator, found.band, found.small_points) == (indicator, band, small_points):
                return found
        raise KeyError(indicator)


def balance(figures: SchoolFigures, measures: Measures) -> Balance:
    """Judge the schools of a moment by some measures."""
    value, threshold = measures.values(figures), measures.thresholds(figures)
    floor = threshold * measures.floor_share
    meets, above = _at_least(value, threshold), _at_least(value, floor)
    class_limit = np.array(measures.class_size, dtype=float)[figures.band]
    size_limit = np.array([measures.school_pupils[k] for k in figures.kind], dtype=float)
    return Balance(
        figures=figures,
        measures=measures,
        small=figures.small(measures.small_point_pupils),
        value=value,
        threshold=threshold,
        floor=floor,
        meets=meets,
        above_floor=above,
        met=(meets == PASSES).sum(axis=0),
        rule=school_rule(meets, above, measures.meets_at_least),
        class_limit=class_limit,
        class_verdict=_within(figures.largest_class, class_limit),
        size_limit=size_limit,
        size_verdict=_within(figures.school_pupils.astype(float), size_limit),
        spreads=spreads(figures, measures),
    )


def school_rule(meets: Ints, above_floor: Ints, at_least: int) -> Ints:
    """Return whether each row reaches so many indicators and the floors of all others (R,).

    It fails for certain where an indicator lies below its floor or too many miss their threshold,
    passes for certain only where every indicator is known, else it is not known.

    Parameters
    ----------
    meets, above_floor
        Verdicts, shape (I, R).
    at_least
        Indicators to reach; 0 for no rule, on which there is no verdict.
    """
    rows = meets.shape[1]
    if at_least <= 0:
        return np.full(rows, NOT_KNOWN, dtype=np.int64)
    fails = (above_floor == FAILS).any(axis=0) | ((meets != FAILS).sum(axis=0) < at_least)
    known = (meets != NOT_KNOWN).all(axis=0)
    verdict: Ints = np.where(fails, FAILS, np.where(known, PASSES, NOT_KNOWN)).astype(np.int64)
    return verdict


def spreads(figures: SchoolFigures, measures: Measures) -> tuple[Spread, ...]:
    """Return every coefficient of the county, without and with small points."""
    quantity = measures.quantities(figures)
    small = figures.small(measures.small_point_pupils)
    found = []
    for small_points in (False, True):
        for band in range(len(BANDS)):
            rows = (figures.band == band) & (small_points | ~small)
            if not rows.any():
                continue
            own = [
                _spread(figures, measures, i, band, rows, quantity[i], small_points=small_points)
                for i in range(len(measures.indicators))
            ]
            found += own
            if measures.composite:
                found.append(_composite(own, measures.cv_limit[band], figures, quantity, rows))
    return tuple(found)


def composite(coefficients: Floats) -> float:
    """Return the composite coefficient of the 2012 measures, the plain mean of all."""
    return float(np.mean(coefficients)) if len(coefficients) else float("nan")


def _spread(
    figures: SchoolFigures,
    measures: Measures,
    i: int,
    band: int,
    rows: Flags,
    quantity: Floats,
    *,
    small_points: bool,
) -> Spread:
    known = np.flatnonzero(rows & ~np.isnan(quantity))
    have, pupils = quantity[known], figures.pupils[known]
    value = coefficient(have, pupils)
    limit = float("nan") if measures.composite else measures.cv_limit[band]
    schools = int(rows.sum())
    worst = tuple((figures.school_id[int(known[r])], left) for r, left in drags(have, pupils))
    return Spread(
        indicator=measures.indicators[i].name,
        band=band,
        small_points=small_points,
        value=value,
        limit=limit,
        verdict=_verdict(value, limit, whole=len(known) == schools),
        drags=worst,
        covered=len(known),
        schools=schools,
        pupils_share=float(pupils.sum() / figures.pupils[rows].sum()),
    )


def _composite(
    own: list[Spread], limit: float, figures: SchoolFigures, quantity: Floats, rows: Flags
) -> Spread:
    """Return the composite of coefficients; not known where any of them is not.

    Who drags it is only said where every school is covered by every indicator.
    """
    value = composite(np.array([s.value for s in own]))
    covered = min(s.covered for s in own)
    whole = all(s.covered == s.schools for s in own)
    at, named = np.flatnonzero(rows), list[tuple[int, float]]()
    if whole and len(at) >= LEAST_SCHOOLS:
        left = np.mean([without_each(q[at], figures.pupils[at]) for q in quantity], axis=0)
        named = worst(value, left)
    return Spread(
        indicator=COMPOSITE,
        band=own[0].band,
        small_points=own[0].small_points,
        value=value,
        limit=limit,
        verdict=_verdict(value, limit, whole=whole),
        drags=tuple((figures.school_id[int(at[r])], w) for r, w in named),
        covered=covered,
        schools=own[0].schools,
        pupils_share=min(s.pupils_share for s in own),
    )


def _verdict(value: float, limit: float, *, whole: bool) -> int:
    if not whole or np.isnan(value) or np.isnan(limit):
        return NOT_KNOWN
    return PASSES if value <= limit + _HARDLY else FAILS


def _at_least(value: Floats, asked: Floats) -> Ints:
    known = ~np.isnan(value) & ~np.isnan(asked)
    enough = value >= asked * (1 - _HARDLY)
    verdict: Ints = np.where(known, np.where(enough, PASSES, FAILS), NOT_KNOWN).astype(np.int64)
    return verdict


def _within(value: Floats, limit: Floats) -> Ints:
    known = ~np.isnan(value) & np.isfinite(limit)
    verdict: Ints = np.where(
        known, np.where(value <= limit + _HARDLY, PASSES, FAILS), NOT_KNOWN
    ).astype(np.int64)
    return verdict
