"""Exposure against how far plans consolidate: the primary output.

A curve is drawn through the plans of one branch of an ensemble, which differ in intensity alone;
no weight of one plan against another is needed for it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from planner.concern.exposure import DEFINITIONS, UNITS, Band, PlanExposure
from planner.concern.study import POOLED, Curve, CurvePoint, WeightedMean

MEASURES = ("closed_share", "schools_kept", "schools_open", "annual_cost_yuan")
"""What intensity is measured by; the first leads. Keys of `PlanExposure.intensity`."""
POPULATIONS = ("all", "herding")
WEIGHTINGS = ("even", "towards_today", "towards_far", "by_intensity")
_BINS = 5
_SAME = 1e-9


@dataclass(frozen=True)
class Placed:
    """A plan with its place in the grid.

    Parameters
    ----------
    index
        In `ConcernStudy.plans`.
    label, branch
        As in the grid; a plan of the empty branch belongs to every branch of its county.
    """

    index: int
    label: str
    branch: str
    exposure: PlanExposure

    @cached_property
    def bands(self) -> dict[tuple[str, str, str], Band]:
        """The county's figures by definition, unit and population."""
        return headlines(self.exposure)


def headlines(exposure: PlanExposure) -> dict[tuple[str, str, str], Band]:
    """Return the county's figures of a plan by definition, unit and population."""
    return {
        (e.definition, e.unit, e.population): e.band
        for e in exposure.exposures
        if e.kind == "county"
    }


def curves(placed: Sequence[Placed], survey_share: float, margin: float) -> tuple[Curve, ...]:
    """Return the curves of every county, and of all together where there are several.

    Parameters
    ----------
    survey_share, margin
        The share that exposure is held against, and how near is near.
    """
    found: list[Curve] = []
    by_county = _by_county(placed)
    for definition in DEFINITIONS:
        for unit in UNITS:
            for population in POPULATIONS:
                for measure in MEASURES:
                    asked = (definition, unit, population, measure)
                    found += [
                        _curve(county, of, asked, survey_share, margin)
                        for county, of in by_county.items()
                    ]
                    if len(by_county) > 1:
                        found.append(_pooled(by_county, asked, survey_share, margin))
    return tuple(c for c in found if c.points)


def near_ranges(
    branches: Sequence[Sequence[tuple[float, float]]], survey_share: float, margin: float
) -> tuple[tuple[float, float], ...]:
    """Return the ranges of intensity in which exposure lies within the margin.

    Parameters
    ----------
    branches
        Points ``(intensity, exposure)`` of each branch. Between neighbours of one branch exposure
        runs straight; points of one intensity count by their mean.
    """
    low, high = survey_share - margin - _SAME, survey_share + margin + _SAME
    ranges: list[tuple[float, float]] = []
    for branch in branches:
        line = _mean_by_x(branch)
        ranges += [(x, x) for x, y in line if low <= y <= high]
        for (x0, y0), (x1, y1) in itertools.pairwise(line):
            if y0 == y1:
                ends = (0.0, 1.0) if low <= y0 <= high else (1.0, 0.0)
            else:
                at = sorted(((low - y0) / (y1 - y0), (high - y0) / (y1 - y0)))
                ends = max(0.0, at[0]), min(1.0, at[1])
            if ends[0] < ends[1]:
                ranges.append((x0 + ends[0] * (x1 - x0), x0 + ends[1] * (x1 - x0)))
    return _united(ranges)


def weighted_means(placed: Sequence[Placed]) -> tuple[WeightedMean, ...]:
    """Return mean exposures under several weightings of the plans: sensitivity only.

    ``even``: every plan alike. ``towards_today`` and ``towards_far``: weights fall or rise with
    the rank of the closed share. ``by_intensity``: five classes of the closed share alike.
    """
    found = []
    for county, plans in _by_county(placed).items():
        if len(plans) < 2:
            continue
        x = [p.exposure.intensity[MEASURES[0]] for p in plans]
        weights = {name: _weights(name, x) for name in WEIGHTINGS}
        for definition in DEFINITIONS:
            for unit in UNITS:
                for population in POPULATIONS:
                    y = [p.bands[definition, unit, population].share for p in plans]
                    found += [
                        WeightedMean(
                            county, definition, unit, population, name, _mean(y, weights[name])
                        )
                        for name in WEIGHTINGS
                    ]
    return tuple(found)


def _by_county(placed: Sequence[Placed]) -> dict[str, list[Placed]]:
    found: dict[str, list[Placed]] = {}
    for p in placed:
        found.setdefault(p.exposure.county_id, []).append(p)
    return found


def _curve(
    county: str,
    plans: Sequence[Placed],
    asked: tuple[str, str, str, str],
    survey_share: float,
    margin: float,
) -> Curve:
    definition, unit, population, measure = asked
    rows: list[tuple[str, CurvePoint]] = []
    for p in plans:
        band = p.bands[definition, unit, population]
        x = p.exposure.intensity.get(measure, math.nan)
        if math.isfinite(x) and math.isfinite(band.share):
            point = CurvePoint(
                p.index, county, x, band.share, band.low_share, band.high_share, p.label, p.branch
            )
            rows.append((p.branch, point))
    return _drawn(county, asked, rows, survey_share, margin)


def _pooled(
    by_county: Mapping[str, Sequence[Placed]],
    asked: tuple[str, str, str, str],
    survey_share: float,
    margin: float,
) -> Curve:
    """Return the curve of all counties at the places of the grid that all of them have.

    The share adds up what is counted in each; its bounds are those under every weight of the
    counties, since the survey's weights are not known.
    """
    definition, unit, population, measure = asked
    labelled = [{p.label: p for p in plans} for plans in by_county.values()]
    rows: list[tuple[str, CurvePoint]] = []
    for label, first in labelled[0].items():
        here = [of[label] for of in labelled if label in of]
        if len(here) < len(labelled):
            continue
        bands = [p.bands[definition, unit, population] for p in here]
        x = sum(p.exposure.intensity.get(measure, math.nan) for p in here) / len(here)
        total = sum(b.total for b in bands)
        if total <= 0 or not math.isfinite(x) or any(b.total <= 0 for b in bands):
            continue
        share = sum(b.affected for b in bands) / total
        low, high = min(b.low_share for b in bands), max(b.high_share for b in bands)
        point = CurvePoint(-1, POOLED, x, share, low, high, label, first.branch)
        rows.append((first.branch, point))
    return _drawn(POOLED, asked, rows, survey_share, margin)


def _drawn(
    county: str,
    asked: tuple[str, str, str, str],
    rows: list[tuple[str, CurvePoint]],
    survey_share: float,
    margin: float,
) -> Curve:
    rows = sorted(rows, key=lambda r: (r[1].x, r[1].share, r[1].label))
    names = sorted({branch for branch, _ in rows if branch}) or [""]
    branches = [[(p.x, p.share) for b, p in rows if b in ("", name)] for name in names]
    points = tuple(p for _, p in rows)
    return Curve(
        county,
        *asked,
        points=points,
        near=near_ranges(branches, survey_share, margin),
        near_plans=tuple(
            n for n, p in enumerate(points) if abs(p.share - survey_share) <= margin + _SAME
        ),
    )


def _mean_by_x(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    at: dict[float, list[float]] = {}
    for x, y in points:
        at.setdefault(x, []).append(y)
    return [(x, sum(ys) / len(ys)) for x, ys in sorted(at.items())]


def _united(ranges: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    found: list[tuple[float, float]] = []
    for low, high in sorted(ranges):
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return tuple(found)


def _weights(name: str, x: Sequence[float]) -> list[float]:
    n = len(x)
    rank = [sum(b < a for b in x) + (sum(b == a for b in x) - 1) / 2 for a in x]
    if name == "towards_today":
        return [n - r for r in rank]
    if name == "towards_far":
        return [r + 1 for r in rank]
    if name == "by_intensity":
        width = max(x) - min(x)
        bins = [min(_BINS - 1, int(_BINS * (a - min(x)) / width)) if width > 0 else 0 for a in x]
        return [1 / bins.count(b) for b in bins]
    return [1.0] * n


def _mean(values: Sequence[float], weights: Sequence[float]) -> float:
    return sum(v * w for v, w in zip(values, weights, strict=True)) / sum(weights)
