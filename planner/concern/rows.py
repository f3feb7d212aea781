"""The parts of a study of the concern, as pure data. Shares are 0 to 1, NaN where nobody counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

POOLED = ""
"""County id of what pools all counties of the study."""


@dataclass(frozen=True)
class Change:
    """Something registered that is different now.

    Parameters
    ----------
    key
        Dotted name in the registration, as ``thresholds.threshold_minutes``.
    before, after
        Values as texts; empty for what was not there.
    """

    key: str
    before: str
    after: str


@dataclass(frozen=True)
class Registration:
    """What was fixed before the runs, and what of it was changed since.

    Parameters
    ----------
    file
        The registration as it was named, empty where there is none.
    sha256
        Hash of its content (sorted JSON), empty where there is none.
    written_at
        When it was written, ISO 8601 with time zone.
    before_runs
        Whether it was there before the first of the study's plans was solved; False also
        where the plans were solved outside an ensemble.
    content
        What was fixed: ``definitions``, ``thresholds``, ``test`` (margin, level, survey,
        design effects, correction), ``ensemble`` (scenario, keys, values, plans),
        ``variations``, ``program_version``.
    changes
        From the first registration to what the study used.
    earlier
        Hashes of the registrations that this one replaced, the first registered first.
    """

    file: str
    sha256: str
    written_at: str
    before_runs: bool
    content: Mapping[str, Any]
    changes: tuple[Change, ...] = ()
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True)
class CurvePoint:
    """One plan on the curve.

    Parameters
    ----------
    plan
        Index of the plan in `ConcernStudy.plans`; of a pooled point -1.
    county_id
        Of the plan; `POOLED` for a pooled point.
    x
        Intensity, in the unit of the curve's measure.
    share, low_share, high_share
        Exposure and its bounds.
    label
        Which plan: the ensemble's name for it, or the scenario's name.
    branch
        Plans of one branch differ in intensity alone; an empty one belongs to every branch.
    """

    plan: int
    county_id: str
    x: float
    share: float
    low_share: float
    high_share: float
    label: str = ""
    branch: str = ""


@dataclass(frozen=True)
class Curve:
    """Exposure against intensity of consolidation.

    Parameters
    ----------
    county_id
        `POOLED` for all counties together, at the same place of the grid.
    definition, unit, population
        Whose exposure; as in `planner.concern.exposure`.
    measure
        Key of `PlanExposure.intensity` on the horizontal axis.
    points
        By rising intensity.
    near
        Ranges of intensity within which exposure lies within the margin of the survey's
        share, interpolated between neighbouring points; where several plans have one
        intensity their mean counts. Empty where the curve never comes so near.
    near_plans
        Indices of the points that themselves lie within the margin.
    """

    county_id: str
    definition: str
    unit: str
    population: str
    measure: str
    points: tuple[CurvePoint, ...]
    near: tuple[tuple[float, float], ...]
    near_plans: tuple[int, ...] = ()


@dataclass(frozen=True)
class VillageRisk:
    """How many of the plans affect a household of a village.

    Parameters
    ----------
    risk_share
        Share of the plans that affect a household of this village, the mean over its
        households.
    households
        With children in grades 1 to 9.
    """

    county_id: str
    village_id: str
    definition: str
    risk_share: float
    households: float


@dataclass(frozen=True)
class RiskShare:
    """Households that at least a given share of the plans affects.

    Parameters
    ----------
    at_least
        0.10, 0.25 or 0.50 of the plans.
    share, low_share, high_share
        Households at risk over all households. The estimate takes it that the same households
        of a village are hit first under every plan; the bounds hold whoever is hit.
    plans
        Plans counted.
    """

    county_id: str
    definition: str
    at_least: float
    share: float
    low_share: float
    high_share: float
    plans: int


@dataclass(frozen=True)
class WeightedMean:
    """Mean exposure over the ensemble under one weighting: sensitivity, never a result.

    Parameters
    ----------
    weighting
        ``even``, ``towards_today``, ``towards_far``, ``by_intensity`` (bins of intensity count
        alike); each a key ``concern_study.weighting.*`` of the texts.
    """

    county_id: str
    definition: str
    unit: str
    population: str
    weighting: str
    share: float


@dataclass(frozen=True)
class ThresholdCurve:
    """Exposure of one plan against a threshold of a definition.

    Parameters
    ----------
    plan
        Index in `ConcernStudy.plans`.
    threshold
        Option under ``concern``, as ``threshold_minutes``.
    registered
        Its registered value.
    values, shares
        The whole curve; children of the county.
    """

    plan: int
    definition: str
    threshold: str
    registered: float
    values: tuple[float, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True)
class ParameterBand:
    """Exposure of one plan as one parameter is changed: outside every test.

    Parameters
    ----------
    plan
        Index in `ConcernStudy.plans`.
    parameter
        Key ``concern_study.parameter.*`` of the texts, as ``walk_speed``.
    values, shares
        Factor (or metres, for ``snapping_m``) and exposure, by rising value.
    base
        The value that the plan was made with.
    lost_share
        Pupils whose trip does not exist at all under the worst value, over all: they compare
        with nothing and count as not affected in `shares`.
    """

    plan: int
    definition: str
    unit: str
    population: str
    parameter: str
    values: tuple[float, ...]
    shares: tuple[float, ...]
    base: float
    lost_share: float = 0.0

    @property
    def low_share(self) -> float:
        """The lowest exposure of the band."""
        return min(self.shares)

    @property
    def high_share(self) -> float:
        """The highest exposure of the band."""
        return max(self.shares)


@dataclass(frozen=True)
class TippingPoint:
    """Where along a parameter, a threshold or the intensity exposure leaves or enters the margin.

    Parameters
    ----------
    plan
        Index in `ConcernStudy.plans`.
    parameter
        As in `ParameterBand`.
    crosses
        Share that is crossed: the survey's less or plus the margin.
    value
        Interpolated; None where no value looked at crosses it.
    """

    plan: int
    definition: str
    unit: str
    population: str
    parameter: str
    crosses: float
    value: float | None


@dataclass(frozen=True)
class PricePoint:
    """The price of "at most so many affected", from `plan frontier`.

    Parameters
    ----------
    max_affected_share
        The cap; NaN for none.
    status, gap
        As in the manifest; ``no_solution`` where time ran out.
    affected_share
        Pupils affected of all under the plan, NaN without one.
    annual_yuan
        Public and household cost a year, NaN without a plan.
    extra_yuan, extra_pupil_minutes
        More than under the same scenario without a cap.
    minutes_a_pupil
        Mean one-way minutes.
    schools_open
        After the plan; NaN without one.
    """

    county_id: str
    definition: str
    max_affected_share: float
    status: str
    gap: float
    affected_share: float
    annual_yuan: float
    extra_yuan: float
    extra_pupil_minutes: float
    minutes_a_pupil: float
    schools_open: float
    folder: str


@dataclass(frozen=True)
class Mitigation:
    """One way to soften a plan, compared with the plan as it is.

    Parameters
    ----------
    plan
        Index in `ConcernStudy.plans` of the plan softened.
    kind
        ``none`` (the plan as it is), ``minibus``, ``dormitory``, ``keeping_points``,
        ``subsidy``, ``all_together``.
    status, gap
        As in the manifest of the run that tried it.
    shares
        Affected children by definition.
    households
        Affected households by definition.
    public_yuan_a_year
        Public running cost with capital annualised, more than under ``none``.
    household_yuan_a_year
        Household cost, more (less where negative) than under ``none``.
    yuan_per_child_spared
        Public yuan a year for each child no longer affected under the plan's definition; NaN
        where nobody is spared.
    """

    plan: int
    kind: str
    status: str
    gap: float
    shares: Mapping[str, float]
    households: Mapping[str, float]
    public_yuan_a_year: float
    household_yuan_a_year: float
    yuan_per_child_spared: float
    folder: str
