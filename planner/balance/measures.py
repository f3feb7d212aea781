"""The measures that judge balance: which indicators, thresholds, floors and limits; as data.

Built from a balance profile (`planner.norms.profile`), bundled or a county's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from planner.balance.figures import SchoolFigures
from planner.instance import Floats
from planner.norms.balance import INDICATORS as INDICATORS
from planner.norms.balance import BalanceValues, Kind
from planner.norms.profile import Profile
from planner.texts import Lang


@dataclass(frozen=True)
class Indicator:
    """One indicator of some measures.

    Parameters
    ----------
    name
        As in `planner.norms.balance.INDICATORS`.
    quantity
        Of `planner.balance.figures.QUANTITIES`.
    per_pupils
        Counted per so many pupils.
    threshold
        What a school should have, primary and junior; NaN where the measures set none.
    """

    name: str
    quantity: str
    per_pupils: int
    threshold: tuple[float, float]


@dataclass(frozen=True)
class Measures:
    """The measures as numbers.

    Parameters
    ----------
    name, title
        Of the profile.
    indicators
        In order.
    floor_share
        Part of a threshold that every indicator must reach, NaN for none.
    meets_at_least
        Indicators that a school must reach; 0 where the measures set no rule for a school.
    cv_limit
        Most that a coefficient of variation may be, primary and junior.
    composite
        Whether the limit is on the plain mean of all coefficients, not on each.
    small_point_pupils
        Teaching points with fewer pupils are out of scope.
    class_size
        Most pupils of a class, primary and junior, infinite for none.
    school_pupils
        Most pupils of a school by kind, infinite for none.
    rotation_share, rotation_backbone_share
        Least of those due who move in a year; least of these who are backbone teachers; NaN for
        none.
    room_m2, hires_qualified_share
        Assumptions: teaching area that comes with a classroom built; part of the posts hired
        whose degree is above the required one.
    """

    name: str
    title: Mapping[Lang, str]
    indicators: tuple[Indicator, ...]
    floor_share: float
    meets_at_least: int
    cv_limit: tuple[float, float]
    composite: bool
    small_point_pupils: float
    class_size: tuple[float, float]
    school_pupils: Mapping[str, float]
    rotation_share: float
    rotation_backbone_share: float
    room_m2: float
    hires_qualified_share: float

    def thresholds(self, figures: SchoolFigures) -> Floats:
        """Return the threshold of each indicator for each row, shape (I, R)."""
        by_band = np.array([i.threshold for i in self.indicators], dtype=float).reshape(-1, 2)
        return by_band[:, figures.band]

    def values(self, figures: SchoolFigures) -> Floats:
        """Return each indicator of each row, NaN where not known, shape (I, R)."""
        rows = [
            i.per_pupils * figures.quantity[i.quantity] / figures.pupils for i in self.indicators
        ]
        return np.array(rows, dtype=float).reshape(len(self.indicators), figures.rows)

    def quantities(self, figures: SchoolFigures) -> Floats:
        """Return what each indicator counts at each row, before the division, shape (I, R)."""
        rows = [figures.quantity[i.quantity] for i in self.indicators]
        return np.array(rows, dtype=float).reshape(len(self.indicators), figures.rows)


def measures_of(profile: Profile) -> Measures:
    """Return the measures that a balance profile sets."""
    values = profile.values()
    said = BalanceValues.model_validate(values)
    counted = [n for n in values["indicators"] if getattr(said.indicators, n).counted]
    sizes: dict[str, float] = {
        k: _limit(getattr(said.school_pupils, k)) for k in ("primary", "junior", "nine_year")
    }
    sizes["teaching_point"] = sizes["primary"]
    return Measures(
        name=profile.name,
        title=profile.title,
        indicators=tuple(_indicator(n, INDICATORS[n], said) for n in counted),
        floor_share=_number(said.floor_share),
        meets_at_least=said.meets_at_least,
        cv_limit=(_limit(said.cv_limit.primary), _limit(said.cv_limit.junior)),
        composite=said.composite,
        small_point_pupils=said.small_point_pupils,
        class_size=(_limit(said.class_size.primary), _limit(said.class_size.junior)),
        school_pupils=sizes,
        rotation_share=_number(said.rotation_share),
        rotation_backbone_share=_number(said.rotation_backbone_share),
        room_m2=said.assumed.room_m2,
        hires_qualified_share=said.assumed.hires_qualified_share,
    )


def _indicator(name: str, kind: Kind, said: BalanceValues) -> Indicator:
    asked = getattr(said.indicators, name)
    threshold = (_number(asked.primary), _number(asked.junior))
    return Indicator(name, kind.quantity, kind.per_pupils, threshold)


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def _limit(value: float | None) -> float:
    return float("inf") if value is None else float(value)
