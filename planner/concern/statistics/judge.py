"""From exposures to a verdict: every test, the correction, and what all agree on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from planner.concern.exposure import DEFINITIONS, PlanExposure
from planner.concern.statistics.effective import effective, worried_of
from planner.concern.statistics.exact import (
    p_difference,
    p_equivalence,
    p_worry_exceeds,
    power_of_equivalence,
)
from planner.concern.statistics.holm import cell_of, holm, same_cell
from planner.concern.statistics.pooled import envelope_of
from planner.concern.statistics.verdict import Cell, Envelope, TestResult, TestRules, Verdict
from planner.concern.statistics.wilson import wilson
from planner.texts import Text


def judge(
    exposures: Sequence[PlanExposure],
    rules: TestRules,
    *,
    reasons: Sequence[Text],
    unit: str | None = None,
    population: str = "herding",
    weights_low: Mapping[str, float] | None = None,
    weights_high: Mapping[str, float] | None = None,
) -> Verdict:
    """Return every test of one plan per county against the survey's figure.

    Parameters
    ----------
    exposures
        One plan of each county.
    rules
        Fixed beforehand.
    reasons
        Why these exposures carry no verdict; empty where they may. The tests are computed
        either way: without the right to a verdict they demonstrate the method.
    unit, population
        What is counted; by default the leading unit, and the households that farm or herd, as
        the survey's figure is one of farmers and herders.
    weights_low, weights_high
        Bounds of the counties' weights, where any are known.
    """
    chosen = rules.units[0] if unit is None else unit
    pooled = {
        d: envelope_of(exposures, d, chosen, population, weights_low, weights_high)
        for d in DEFINITIONS
    }
    return judge_envelopes(pooled, rules, reasons=reasons, unit=chosen, population=population)


def judge_envelopes(
    pooled: Mapping[str, Envelope],
    rules: TestRules,
    *,
    reasons: Sequence[Text],
    unit: str,
    population: str,
) -> Verdict:
    """Return every test of given exposures, one envelope per definition."""
    every: list[TestResult] = []
    for respondents in sorted({*rules.samples, rules.respondents}):
        for design_effect in rules.design_effects:
            every += _tested(pooled, rules, unit, population, respondents, design_effect)
    tests = tuple(t for t in every if t.respondents == rules.respondents)
    lead = [t for t in tests if t.design_effect in rules.lead]
    family = [d for d in rules.family if d in pooled]
    of = {d: [t for t in lead if t.definition == d] for d in family}
    return Verdict(
        rules=rules,
        unit=unit,
        population=population,
        tests=tests,
        sensitivity=tuple(every),
        cells={d: same_cell([t.cell_holm for t in of[d]]) for d in family},
        together=_together(lead, family, rules),
        worry_exceeds={
            d: bool(of[d]) and all(t.holm_worry_exceeds <= rules.alpha for t in of[d])
            for d in family
        },
        carries=not reasons,
        reasons=tuple(reasons),
    )


def compare_share(
    exposure: Envelope,
    rules: TestRules,
    *,
    definition: str = "",
    unit: str = "",
    population: str = "",
    respondents: int | None = None,
    design_effect: float = 1.0,
) -> TestResult:
    """Return the tests of one exposure, not corrected for any other."""
    asked = rules.respondents if respondents is None else respondents
    worried = worried_of(rules.survey_share, asked)
    sample = effective(worried, asked, design_effect)
    n, low, high = sample.respondents, exposure.low, exposure.high
    near = float(p_equivalence(sample.at_least, sample.at_most, n, low, high, rules.margin))
    differs = float(p_difference(sample.at_least, sample.at_most, n, low, high))
    exceeds = float(p_worry_exceeds(sample.at_least, n, high))
    cell = cell_of(near, differs, rules.alpha)
    power = power_of_equivalence(n, low, rules.margin, alpha=rules.alpha, high=high)
    least, most = exposure.at_estimates
    at_estimates = cell_of(
        float(p_equivalence(sample.at_least, sample.at_most, n, least, most, rules.margin)),
        float(p_difference(sample.at_least, sample.at_most, n, least, most)),
        rules.alpha,
    )
    return TestResult(
        definition,
        unit,
        population,
        exposure,
        asked,
        design_effect,
        n,
        wilson(rules.survey_share * asked, asked, design_effect, rules.alpha),
        p_equivalence=near,
        p_difference=differs,
        p_worry_exceeds=exceeds,
        holm_equivalence=near,
        holm_difference=differs,
        holm_worry_exceeds=exceeds,
        cell=cell,
        cell_holm=cell,
        power_equivalence=power,
        cell_at_estimates=at_estimates,
    )


def _tested(
    pooled: Mapping[str, Envelope],
    rules: TestRules,
    unit: str,
    population: str,
    respondents: int,
    design_effect: float,
) -> list[TestResult]:
    """Return the tests of all definitions at one size and design effect, the family corrected."""
    plain = [
        compare_share(
            exposure,
            rules,
            definition=definition,
            unit=unit,
            population=population,
            respondents=respondents,
            design_effect=design_effect,
        )
        for definition, exposure in pooled.items()
    ]
    family = [t for t in plain if t.definition in rules.family]
    near = holm([t.p_equivalence for t in family])
    differs = holm([t.p_difference for t in family])
    exceeds = holm([t.p_worry_exceeds for t in family])
    corrected = {
        t.definition: replace(
            t,
            holm_equivalence=near[k],
            holm_difference=differs[k],
            holm_worry_exceeds=exceeds[k],
            cell_holm=cell_of(near[k], differs[k], rules.alpha),
        )
        for k, t in enumerate(family)
    }
    return [corrected.get(t.definition, t) for t in plain]


def _together(lead: Sequence[TestResult], family: Sequence[str], rules: TestRules) -> Cell:
    """Return the cell in which every definition holds, under all leading design effects.

    The largest p-value of a family tests "not all hold" at its own level (Berger 1982).
    """
    cells = []
    for design_effect in rules.lead:
        of = [t for t in lead if t.design_effect == design_effect and t.definition in family]
        if not of:
            return "inconclusive"
        near, differs = max(t.p_equivalence for t in of), max(t.p_difference for t in of)
        cells.append(cell_of(near, differs, rules.alpha))
    return same_cell(cells)
