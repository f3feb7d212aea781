"""A finished study of the concern as pure data: what the page draws and the files hold.

Three things never mix: exposure under plans (modelled), the survey's share (worry), and what
the tests say of the two. Shares are 0 to 1; NaN where there is nobody to count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from planner.concern.exposure import PlanExposure
from planner.concern.rows import POOLED as POOLED
from planner.concern.rows import Change as Change
from planner.concern.rows import Curve as Curve
from planner.concern.rows import CurvePoint as CurvePoint
from planner.concern.rows import Mitigation as Mitigation
from planner.concern.rows import ParameterBand as ParameterBand
from planner.concern.rows import PricePoint as PricePoint
from planner.concern.rows import Registration as Registration
from planner.concern.rows import RiskShare as RiskShare
from planner.concern.rows import ThresholdCurve as ThresholdCurve
from planner.concern.rows import TippingPoint as TippingPoint
from planner.concern.rows import VillageRisk as VillageRisk
from planner.concern.rows import WeightedMean as WeightedMean

if TYPE_CHECKING:
    from planner.concern.statistics.verdict import Verdict
    from planner.concern.survey.fit import SurveyFit


@dataclass(frozen=True)
class Standing:
    """Whether the study may carry a verdict.

    Parameters
    ----------
    verdict
        True only for the three counties of the survey together, on data that is not
        synthetic, with a baseline not assumed, registered before the runs.
    reasons
        Why not, as keys of the texts with fields; empty where it may.
    """

    verdict: bool
    reasons: tuple[tuple[str, Mapping[str, str]], ...] = ()


@dataclass(frozen=True)
class ConcernStudy:
    """All of a study.

    Parameters
    ----------
    plans
        Exposure of each plan, in the order given or of the grid.
    labels
        Name of each plan in the ensemble (place in the grid), as plain text, one each.
    main
        Index of the plan that tests, threshold curves, bands and mitigations speak of, by
        county: the plan given, or the registered one of the ensemble.
    registration, standing
        What was fixed beforehand; whether a verdict is allowed.
    definition, unit, population
        What the headline counts: registered.
    survey_share, margin
        0.74 and 0.10, as registered.
    curves
        By county, definition, unit, population and measure; pooled ones with `POOLED`.
    villages, risk
        Per-household risk; empty below two plans of a county.
    weighted
        Sensitivity to weights.
    thresholds, bands, tipping
        Sensitivity of the main plans.
    tests
        By county id (`POOLED` for all together, and only this one is ever a test; a county is
        there only in a study of its own) and definition. A verdict holds all definitions at
        `unit` and `population`: the same one stands under each.
    units
        The same for the other units and populations, ``(unit, population)``.
    posts
        The secondary, 61 % of management posts, by county id.
    price, mitigations
        Planning against the concern; empty where not asked for.
    survey
        Fit to micro-data, None without.
    counties
        Names by id, in the order given.
    missing
        Plans of the ensemble without a plan: label and status.
    notes
        What could not be computed and why, as keys of the texts with fields.
    """

    plans: tuple[PlanExposure, ...]
    labels: tuple[str, ...]
    main: Mapping[str, int]
    registration: Registration
    standing: Standing
    definition: str
    unit: str
    population: str
    survey_share: float
    margin: float
    curves: tuple[Curve, ...]
    villages: tuple[VillageRisk, ...]
    risk: tuple[RiskShare, ...]
    weighted: tuple[WeightedMean, ...]
    thresholds: tuple[ThresholdCurve, ...]
    bands: tuple[ParameterBand, ...]
    tipping: tuple[TippingPoint, ...]
    tests: Mapping[tuple[str, str], Verdict]
    posts: Mapping[str, Any] = field(default_factory=dict)
    price: tuple[PricePoint, ...] = ()
    mitigations: tuple[Mitigation, ...] = ()
    survey: SurveyFit | None = None
    counties: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[tuple[str, str], ...] = ()
    units: Mapping[tuple[str, str], Verdict] = field(default_factory=dict)
    notes: tuple[tuple[str, Mapping[str, str]], ...] = ()
