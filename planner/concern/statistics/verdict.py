"""What the comparison of exposure with the survey's figure found, as plain data.

Worry is what people said before any plan was in hand; exposure is what a plan would do. The
tests ask how far apart two shares are. None of them tests the worry itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from planner.texts import Text

Cell = Literal["equivalent", "equivalent_different", "different", "inconclusive"]
CELLS: tuple[Cell, ...] = ("equivalent", "equivalent_different", "different", "inconclusive")
"""Within the margin and not shown to differ; within the margin though it differs; shown to differ
and not shown to lie within the margin; neither shown."""


@dataclass(frozen=True)
class TestRules:
    """What is fixed before any plan is computed; part of the pre-registration.

    Parameters
    ----------
    survey_share
        Share of farmers and herders who worry, as printed.
    respondents
        Farmers and herders among the parents; that they are the base is an assumption.
    parents
        All parents asked, the largest base the figure can have.
    margin
        Half-width of the range that counts as equivalent, as a share: 0.10 is ten points.
    alpha
        Level of every test; intervals have level ``1 - alpha``.
    design_effects
        Design effects computed.
    lead
        Those among them that carry the verdict: it needs the same cell under all.
    samples
        Sizes of sample of the sensitivity table.
    family
        Definitions corrected together by Holm; the others are printed without a verdict.
    units
        Units tested; the first leads.
    """

    __test__ = False

    survey_share: float = 0.74
    respondents: int = 523
    parents: int = 713
    margin: float = 0.10
    alpha: float = 0.05
    design_effects: tuple[float, ...] = (1.0, 2.0, 3.0, 4.0, 5.0)
    lead: tuple[float, ...] = (2.0, 3.0, 4.0, 5.0)
    samples: tuple[int, ...] = (200, 300, 400, 523, 713)
    family: tuple[str, ...] = ("D1", "D2", "D3")
    units: tuple[str, ...] = ("households", "children", "child_weighted")


@dataclass(frozen=True)
class Interval:
    """A Wilson interval of the survey's share.

    Parameters
    ----------
    low, high
        Bounds, as shares.
    level
        Confidence level, 0.95.
    design_effect
        By how much clustering inflates the variance.
    respondents_effective
        Respondents divided by the design effect; the interval needs no whole number.
    """

    low: float
    high: float
    level: float
    design_effect: float
    respondents_effective: float


@dataclass(frozen=True)
class Envelope:
    """Exposure of the counties together, under every weight of the counties that is possible.

    Parameters
    ----------
    low, high
        Least and greatest pooled share, with the bounds of what is estimated in each county.
    counties
        Share of each county, by its id.
    """

    low: float
    high: float
    counties: Mapping[str, float]

    @property
    def at_estimates(self) -> tuple[float, float]:
        """The least and the greatest share of a county, estimates taken as they are."""
        shares = self.counties.values()
        return (min(shares), max(shares)) if shares else (self.low, self.high)


@dataclass(frozen=True)
class TestResult:
    """The survey's share against one exposure, at one size of sample and one design effect.

    Every p-value is the largest over the envelope of exposures: what is rejected is rejected
    whatever the weights of the counties.

    Parameters
    ----------
    definition, unit, population
        What is counted, as in `planner.concern.exposure`.
    exposure
        The exposures compared.
    respondents, design_effect, respondents_effective
        Size of sample, design effect, and the whole number of independent answers that they are
        worth, rounded down.
    interval
        Of the survey's share.
    p_equivalence
        Two one-sided exact tests: the larger of ``P(X >= x | exposure - margin)`` and
        ``P(X <= x | exposure + margin)``.
    p_difference
        Exact, two-sided: twice the smaller tail.
    p_worry_exceeds
        Exact, one-sided: ``P(X >= x | exposure)``.
    holm_equivalence, holm_difference, holm_worry_exceeds
        The same, corrected over the family of definitions; equal to the plain ones outside it.
    cell, cell_holm
        Of the plain and of the corrected p-values.
    power_equivalence
        Chance that equivalence is shown if worry and exposure are the same share.
    cell_at_estimates
        The plain cell if all estimates were right and only the weights were unknown; it shows
        how much of an inconclusive cell comes of what is estimated, and carries nothing.
    """

    __test__ = False

    definition: str
    unit: str
    population: str
    exposure: Envelope
    respondents: int
    design_effect: float
    respondents_effective: int
    interval: Interval
    p_equivalence: float
    p_difference: float
    p_worry_exceeds: float
    holm_equivalence: float
    holm_difference: float
    holm_worry_exceeds: float
    cell: Cell
    cell_holm: Cell
    power_equivalence: float
    cell_at_estimates: Cell = "inconclusive"


@dataclass(frozen=True)
class Verdict:
    """All tests of one plan per county, with what they allow to be said.

    Parameters
    ----------
    rules
        What was fixed beforehand.
    unit, population
        What is counted.
    tests
        Every definition at every design effect, with the respondents assumed.
    sensitivity
        Every definition at every size of sample and design effect.
    cells
        By definition of the family, the corrected cell under all leading design effects;
        ``inconclusive`` where they disagree.
    together
        The cell where every definition of the family must hold (no correction is needed then).
    worry_exceeds
        By definition of the family: shown, corrected and under all leading design effects, that
        more worry than the plan affects.
    carries
        Whether the figures may carry a verdict at all.
    reasons
        Why not, one sentence each; empty where they may.
    """

    rules: TestRules
    unit: str
    population: str
    tests: tuple[TestResult, ...]
    sensitivity: tuple[TestResult, ...]
    cells: Mapping[str, Cell]
    together: Cell
    worry_exceeds: Mapping[str, bool]
    carries: bool
    reasons: tuple[Text, ...]

    def test(self, definition: str, design_effect: float) -> TestResult:
        """Return the test of a definition at a design effect, with the respondents assumed."""
        for result in self.tests:
            if (result.definition, result.design_effect) == (definition, design_effect):
                return result
        raise KeyError((definition, design_effect))
