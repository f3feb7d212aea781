"""From exposures of counties to cells, corrections and what carries."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from planner.concern.exposure import DEFINITIONS, Band, GroupExposure, PlanExposure
from planner.concern.statistics.holm import cell_of, holm, same_cell
from planner.concern.statistics.judge import compare_share, judge, judge_envelopes
from planner.concern.statistics.pooled import envelope, envelope_of
from planner.concern.statistics.verdict import CELLS, Envelope, TestRules, Verdict
from planner.texts import text

RULES = TestRules()
QUICK = TestRules(samples=(523,))


def county(county_id: str, shares: Mapping[str, float], spread: float = 0.0) -> PlanExposure:
    def band(definition: str) -> Band:
        share = 1000 * shares.get(definition, 0.5)
        return Band(share, share - 1000 * spread, share + 1000 * spread, 1000)

    return PlanExposure(
        run="",
        county_id=county_id,
        county=county_id,
        scenario="",
        status="optimal",
        gap=0.0,
        ended_by="",
        evidence="measured",
        basis={},
        intensity={},
        exposures=tuple(
            GroupExposure(d, "county", "", "households", "herding", band(d)) for d in DEFINITIONS
        ),
        overlap={},
        villages_at_risk={},
        village_households={},
    )


def verdict_of(rules: TestRules = QUICK, **shares: float) -> Verdict:
    pooled = {d: Envelope(share, share, {"x": share}) for d, share in shares.items()}
    return judge_envelopes(pooled, rules, reasons=(), unit="households", population="herding")


def test_the_rules_are_those_of_the_survey() -> None:
    assert (RULES.survey_share, RULES.respondents, RULES.parents) == (0.74, 523, 713)
    assert (RULES.margin, RULES.alpha, RULES.lead) == (0.10, 0.05, (2.0, 3.0, 4.0, 5.0))
    assert (min(RULES.samples), max(RULES.samples)) == (200, 713)


def test_the_four_cells() -> None:
    found = [cell_of(e, d, 0.05) for e, d in ((0.05, 0.06), (0.01, 0.05), (0.2, 0.01), (0.2, 0.3))]
    assert tuple(found) == CELLS


def test_each_cell_is_reached_by_an_exposure() -> None:
    def cell(exposure: float, design_effect: float) -> str:
        at = Envelope(exposure, exposure, {})
        return compare_share(at, RULES, design_effect=design_effect).cell

    assert cell(0.74, 1) == "equivalent"
    assert cell(0.69, 1) == "equivalent_different"
    assert cell(0.30, 5) == "different"
    assert cell(0.66, 5) == "inconclusive"


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx((0.03, 0.06, 0.06))
    assert holm([0.5, 0.9]) == (1.0, 1.0)
    assert holm([]) == ()


def test_holm_is_that_of_statsmodels() -> None:
    from statsmodels.stats.multitest import multipletests

    for p_values in ([0.2, 0.001, 0.04], [0.02, 0.02, 0.5, 0.01], [0.3]):
        assert holm(p_values) == pytest.approx(multipletests(p_values, method="holm")[1])


def test_holm_corrects_the_family_and_leaves_the_rest() -> None:
    found = verdict_of(D1=0.66, D2=0.67, D3=0.74, all_three=0.66)
    by = {d: found.test(d, 1.0) for d in ("D1", "D2", "D3", "all_three")}
    plain = [by[d].p_difference for d in ("D1", "D2", "D3")]
    assert [by[d].holm_difference for d in ("D1", "D2", "D3")] == pytest.approx(holm(plain))
    assert by["D1"].holm_difference > by["D1"].p_difference
    assert by["all_three"].holm_difference == by["all_three"].p_difference
    assert "all_three" not in found.cells


def test_a_cell_needs_all_leading_design_effects() -> None:
    found = verdict_of(D1=0.30, D2=0.74, D3=0.62)
    assert found.cells["D1"] == "different"
    assert found.test("D2", 2.0).cell_holm == "equivalent"
    assert found.test("D2", 5.0).cell_holm == "inconclusive"
    assert found.cells["D2"] == "inconclusive"
    assert same_cell(["equivalent", "different"]) == "inconclusive"
    assert same_cell(["equivalent"]) == "equivalent"


def test_together_every_definition_must_hold() -> None:
    assert verdict_of(D1=0.30, D2=0.40, D3=0.95).together == "different"
    assert verdict_of(D1=0.30, D2=0.74, D3=0.95).together == "inconclusive"
    lenient = TestRules(samples=(523,), lead=(1.0, 2.0))
    assert verdict_of(lenient, D1=0.74, D2=0.735, D3=0.745).together == "equivalent"


def test_worry_exceeds_is_one_sided() -> None:
    found = verdict_of(D1=0.30, D2=0.74, D3=0.95)
    assert dict(found.worry_exceeds) == {"D1": True, "D2": False, "D3": False}
    assert found.test("D3", 1.0).p_worry_exceeds > 0.999


def test_sensitivity_holds_every_size_and_design_effect() -> None:
    found = verdict_of(RULES, D1=0.5)
    asked = {(t.respondents, t.design_effect) for t in found.sensitivity}
    assert asked == {(n, d) for n in (200, 300, 400, 523, 713) for d in (1, 2, 3, 4, 5)}
    assert {t.respondents for t in found.tests} == {523}
    at = {(t.respondents, t.design_effect): t for t in found.sensitivity}
    assert at[200, 5.0].p_difference > at[713, 1.0].p_difference
    assert at[200, 5.0].respondents_effective == 40


def test_power_and_interval_stand_with_each_test() -> None:
    found = verdict_of(D1=0.74).test("D1", 2.0)
    assert found.power_equivalence == pytest.approx(0.95, abs=0.005)
    assert (round(found.interval.low, 3), round(found.interval.high, 3)) == (0.684, 0.789)


def test_unknown_weights_give_the_range_of_the_counties() -> None:
    three = {"a": (0.2, 0.2, 0.2), "b": (0.5, 0.5, 0.5), "c": (0.9, 0.9, 0.9)}
    assert (envelope(three).low, envelope(three).high) == (0.2, 0.9)


def test_known_bounds_of_weights_narrow_it() -> None:
    three = {"a": (0.2, 0.2, 0.2), "b": (0.5, 0.5, 0.5), "c": (0.9, 0.9, 0.9)}
    each = dict.fromkeys(three, 0.2)
    found = envelope(three, each)
    assert found.low == pytest.approx(0.6 * 0.2 + 0.2 * 0.5 + 0.2 * 0.9)
    assert found.high == pytest.approx(0.2 * 0.2 + 0.2 * 0.5 + 0.6 * 0.9)
    fixed = {"a": 0.25, "b": 0.25, "c": 0.5}
    found = envelope(three, fixed, fixed)
    assert found.low == found.high == pytest.approx(0.05 + 0.125 + 0.45)
    with pytest.raises(ValueError, match="sum to 1"):
        envelope(three, weights_high=dict.fromkeys(three, 0.3))


def test_bounds_on_households_widen_the_envelope() -> None:
    of = [county("a", {"D1": 0.2}, spread=0.05), county("b", {"D1": 0.6})]
    found = envelope_of(of, "D1", "households", "herding")
    assert (found.low, found.high) == pytest.approx((0.15, 0.6))
    assert found.counties == pytest.approx({"a": 0.2, "b": 0.6})


def test_what_is_estimated_widens_the_envelope_and_the_cell_at_estimates_shows_it() -> None:
    wide = judge(
        [county("a", dict.fromkeys(DEFINITIONS, 0.735), spread=0.15)], QUICK, reasons=()
    ).test("D1", 1.0)
    assert (wide.cell, wide.cell_at_estimates) == ("inconclusive", "equivalent")
    narrow = judge([county("a", dict.fromkeys(DEFINITIONS, 0.735))], QUICK, reasons=())
    assert narrow.test("D1", 1.0).cell == narrow.test("D1", 1.0).cell_at_estimates


def test_a_verdict_holds_for_every_weight_or_not_at_all() -> None:
    near = dict.fromkeys(DEFINITIONS, 0.735)
    far = dict.fromkeys(DEFINITIONS, 0.3)
    apart = judge([county("a", near), county("b", far), county("c", far)], QUICK, reasons=())
    assert set(apart.cells.values()) == {"inconclusive"}
    alike = judge([county(c, far) for c in "abc"], QUICK, reasons=())
    assert set(alike.cells.values()) == {"different"}


def test_reasons_take_the_verdict_and_not_the_figures() -> None:
    of = [county(c, dict.fromkeys(DEFINITIONS, 0.3)) for c in "abc"]
    why = (text("survey.separated"),)
    shown = judge(of, QUICK, reasons=why)
    assert (shown.carries, shown.reasons) == (False, why)
    free = judge(of, QUICK, reasons=())
    assert free.carries
    assert shown.tests == free.tests
    assert shown.unit == "households" and shown.population == "herding"


def test_nothing_asked_for_that_was_not_tested() -> None:
    with pytest.raises(KeyError):
        verdict_of(D1=0.5).test("D1", 7.0)
