"""A logit of worry on exposure with errors clustered by township: its result (made by `logit`).

The model is ``logit P(worried) = b0 + b1 exposure + b2 herding``: `exposure` is the share of
households affected where the respondent lives, and `herding` whether the respondent farms or
herds (only where the survey holds both). Errors are clustered by township, since neighbours
share schools, roads and talk (Liang and Zeger 1986), with the usual small-sample factor; the
p-values use the t distribution with one degree of freedom less than there are clusters (Cameron
and Miller 2015), and still reject too often with few of them, which is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.texts import Text

FEW_CLUSTERS = 40
"""Below this many townships cluster-robust errors are too small (Cameron and Miller 2015: 20 to
50 where clusters are alike, more where they are not)."""


@dataclass(frozen=True)
class Coefficient:
    """One coefficient of the logit.

    Parameters
    ----------
    name
        ``const``, ``exposure`` or ``herding``.
    estimate, standard_error
        In log odds: of `exposure`, from a village where nobody is affected to one where all are.
    low, high
        Its 95 % interval.
    p_value
        Of no effect.
    """

    name: str
    estimate: float
    standard_error: float
    low: float
    high: float
    p_value: float


@dataclass(frozen=True)
class PlaceAnswer:
    """Worry and exposure of one village or township, for the map and the scatter.

    Parameters
    ----------
    place, township
        Village id (or name of the township where the survey knows no more), and its township.
    respondents, worried
        Answers from there.
    exposure
        Share of households affected.
    """

    place: str
    township: str
    respondents: int
    worried: int
    exposure: float


@dataclass(frozen=True)
class SurveyFit:
    """What the answers say of worry and exposure.

    Parameters
    ----------
    file
        Name of the survey's file.
    synthetic
        Whether the file or the plan is synthetic: a demonstration of the method then.
    definition
        The definition whose exposure is used.
    respondents, worried
        Answers used.
    unmatched
        Answers from places that the run does not know or where nobody is counted.
    clusters
        Townships with answers.
    coefficients
        Empty where the logit cannot be fitted.
    odds_ratio_10_points
        Factor on the odds of worry for ten points more exposure; NaN without a fit.
    places
        Worry and exposure by place.
    notes
        What stands against the fit: few clusters, separation, one exposure only.
    worried_by_group
        Share who worry by the survey's group, ``group -> (worried, respondents)``.
    """

    file: str
    synthetic: bool
    definition: str
    respondents: int
    worried: int
    unmatched: int
    clusters: int
    coefficients: tuple[Coefficient, ...]
    odds_ratio_10_points: float
    places: tuple[PlaceAnswer, ...]
    notes: tuple[Text, ...]
    worried_by_group: Mapping[str, tuple[int, int]]

    def coefficient(self, name: str) -> Coefficient | None:
        """Return a coefficient by name, None where it was not fitted."""
        return next((c for c in self.coefficients if c.name == name), None)
