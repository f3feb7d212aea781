"""A made-up study of two counties with a handful of plans, for the tests of its page and files.

County ``a`` has the plans today (0), mild (1) and far (2), county ``b`` today (3) and far (4).
Exposure by D1 of households under them: 0, 40, 70 and 0, 60 per cent; other definitions are a
fixed part of it, bounds lie five points to either side where anybody is affected.
"""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import Any

from shapely.geometry import box

from planner.concern.exposure import DEFINITIONS, UNITS, Band, Burden, GroupExposure, PlanExposure
from planner.concern.intensity import Placed, curves, weighted_means
from planner.concern.risk import risk_shares, village_risks
from planner.concern.statistics.judge import judge
from planner.concern.statistics.posts import posts_figure
from planner.concern.statistics.verdict import TestRules
from planner.concern.study import (
    POOLED,
    Change,
    ConcernStudy,
    Mitigation,
    ParameterBand,
    PricePoint,
    Registration,
    Standing,
    ThresholdCurve,
    TippingPoint,
)
from planner.concern.survey.fit import Coefficient, PlaceAnswer, SurveyFit
from planner.reports.concern.places import Places
from planner.texts import text

HASH = "ab" * 32
PART = {
    "D1": 1.0,
    "D1_over_norm": 0.4,
    "D1_boarding": 1.1,
    "D2": 0.6,
    "D3": 1.2,
    "all_three": 0.3,
}
"""Exposure of a definition as a part of that of D1."""
TOWNSHIPS = {"更庆镇": 1.2, "马尼干戈镇": 0.8, "</script><b>x": 1.0}
VILLAGES = {f"V{n}": 40.0 + 5 * n for n in range(1, 7)}


def band(share: float, total: float = 1000.0) -> Band:
    """Return a band with bounds five points to either side, none where nobody is affected."""
    share = min(max(share, 0.0), 1.0)
    apart = 0.05 if share > 0 else 0.0
    low, high = max(0.0, share - apart), min(1.0, share + apart)
    return Band(share * total, low * total, high * total, total)


def make_plan(county: str, scenario: str, d1: float, kept: float, evidence: str) -> PlanExposure:
    """Return a plan that affects a share `d1` of households by D1."""
    exposures = []
    for definition, part in PART.items():
        for k, unit in enumerate(UNITS):
            share = d1 * part * (1, 1, 1.05)[k] if unit != "children" else 0.8 * d1 * part
            for population in ("all", "herding"):
                asked = (definition, "county", "", unit, population)
                exposures.append(GroupExposure(*asked, band(share)))
                for name, more in TOWNSHIPS.items():
                    of = (definition, "township", name, unit, population)
                    exposures.append(GroupExposure(*of, band(share * more, 300.0)))
                for name in ("tibetan", "unknown"):
                    of = (definition, "language", name, unit, population)
                    exposures.append(GroupExposure(*of, band(share, 500.0)))
                for name in ("under_30", "over_70"):
                    of = (definition, "herding", name, unit, population)
                    exposures.append(GroupExposure(*of, band(share, 450.0)))
        for stage in ("lower", "upper", "junior"):
            of = (definition, "stage", stage, "children", "all")
            exposures.append(GroupExposure(*of, band(d1 * part, 400.0)))
    risk = {
        (v, d): min(1.0, d1 * part * (0.4 + 0.2 * n))
        for n, v in enumerate(VILLAGES)
        for d, part in PART.items()
    }
    return PlanExposure(
        run=f"runs/{county}-{scenario}",
        county_id=county,
        county={"a": "甲县", "b": "乙县"}[county],
        scenario=scenario,
        status="optimal" if d1 < 0.5 else "feasible_at_limit",
        gap=0.0 if d1 == 0 else 0.018,
        ended_by="proof" if d1 < 0.5 else "clock",
        evidence=evidence,
        basis={"lower": "fitted", "upper": "fitted", "junior": "assumed"},
        intensity={
            "schools_today": 40.0,
            "schools_kept": kept,
            "schools_open": kept,
            "closed_share": 1 - kept / 40,
            "annual_cost_yuan": 3e7 - 1e5 * (40 - kept),
            "pupils_moved_share": 0.9 * (1 - kept / 40),
        },
        exposures=tuple(exposures),
        overlap={"": 700.0, "D1": 100.0, "D1+D3": 120.0, "D1+D2+D3": 80.0},
        villages_at_risk=risk,
        village_households=dict(VILLAGES),
        estimated=(("concern.estimated.herder_county", {"villages": "2", "all": "6"}),),
        compared={
            (way, d, u): band(d1 * (0.9 if way == "week" else 1.1))
            for way in ("week", "one_way")
            for d in ("D1", "D1_boarding")
            for u in UNITS
        },
        burdens=tuple(
            Burden(kind, group, measure, before, before * (1 + d1))
            for kind, group in (("county", ""), *(("township", t) for t in TOWNSHIPS))
            for measure, before in (
                ("week_minutes", 250.0),
                ("one_way_km", 2.4),
                ("vehicle_share", 0.1),
                ("household_private_yuan", 820.0),
            )
        ),
        county_name={"zh": {"a": "甲县", "b": "乙县"}[county], "en": f"County {county.upper()}"},
    )


def make_places() -> Places:
    """Return six villages a kilometre or so apart; the last is another township's."""
    towns = ["更庆镇"] * 4 + ["马尼干戈镇"] * 2
    keys = [("a", v) for v in VILLAGES]
    names = ["<i>V1</i>村", *(f"{v}村" for _, v in keys[1:])]
    return Places(
        {k: (name, town) for k, name, town in zip(keys, names, towns, strict=True)},
        {k: (98.5 + 0.02 * n, 31.8 + 0.01 * n) for n, k in enumerate(keys)},
        (box(98.4, 31.7, 98.8, 32.0),),
    )


def written_page(factory: Any) -> Path:
    """Return the file of the whole page, drawn once for all tests: its charts take seconds.

    Parameters
    ----------
    factory
        Pytest's ``tmp_path_factory``; the processes of one test run share its folder.
    """
    from planner.reports.concern.page import concern_page

    base = factory.getbasetemp()
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    path = folder / "concern-page" / "concern.html"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        half = path.with_suffix(f".{os.getpid()}")
        half.write_text(concern_page(make_study(), make_places()), "utf-8")
        half.replace(path)
    return path


def make_survey() -> SurveyFit:
    """Return a fit with places that are villages, one that is a township, one unknown."""
    places = (
        *(PlaceAnswer(f"V{n}", "更庆镇", 10 + n, 6 + n, 0.12 * n) for n in range(1, 6)),
        PlaceAnswer("马尼干戈镇", "马尼干戈镇", 20, 5, 0.6),
        PlaceAnswer("V99", "?", 3, 3, 0.1),
    )
    return SurveyFit(
        file="answers.csv",
        synthetic=True,
        definition="D1",
        respondents=sum(p.respondents for p in places),
        worried=sum(p.worried for p in places),
        unmatched=4,
        clusters=3,
        coefficients=(
            Coefficient("const", 0.4, 0.2, -0.1, 0.9, 0.12),
            Coefficient("exposure", 1.5, 0.5, 0.4, 2.6, 0.0004),
        ),
        odds_ratio_10_points=1.16,
        places=places,
        notes=(text("concern_page.survey.synthetic"),),
        worried_by_group={"herding": (50, 70), "other": (9, 30)},
    )


def make_study(
    *, evidence: str = "synthetic", verdict: bool = False, full: bool = True
) -> ConcernStudy:
    """Return the study; `full` adds prices, mitigations and answers."""
    told = (("a", "today", 0.0, 40.0), ("a", "mild", 0.4, 30.0), ("a", "far", 0.7, 16.0))
    told = (*told, ("b", "today", 0.0, 40.0), ("b", "far", 0.6, 16.0))
    plans = tuple(make_plan(*row, evidence) for row in told)
    labels = ("today", "mild", "far", "today", "far")
    placed = [
        Placed(n, label, "" if label == "today" else "open", plan)
        for n, (label, plan) in enumerate(zip(labels, plans, strict=True))
    ]
    reasons = () if verdict else (text("concern_page.limits.few"),)
    rules = TestRules(samples=(200,), design_effects=(2.0, 4.0), lead=(2.0, 4.0))
    pooled = judge([plans[2], plans[4]], rules, reasons=reasons, unit="households")
    return ConcernStudy(
        plans=plans,
        labels=labels,
        main={"a": 2, "b": 4},
        registration=Registration(
            file="registration.json",
            sha256=HASH,
            written_at="2026-01-01T08:00:00+08:00",
            before_runs=True,
            content={
                "thresholds": {
                    "threshold_minutes": 10.0,
                    "threshold_yuan": 500.0,
                    "threshold_income_share": 0.02,
                    "threshold_km": 1.0,
                    "any_yuan": 50.0,
                },
                "ensemble": {"main": "far"},
            },
            changes=(Change("thresholds.threshold_minutes", "12", "10"),),
            earlier=("cd" * 32,),
        ),
        standing=Standing(verdict, () if verdict else (("concern_page.limits.few", {}),)),
        definition="D1",
        unit="households",
        population="herding",
        survey_share=0.74,
        margin=0.10,
        curves=curves(placed, 0.74, 0.10),
        villages=(*village_risks(plans[:3]), *village_risks(plans[3:])),
        risk=(*risk_shares(plans[:3]), *risk_shares(plans[3:])),
        weighted=weighted_means(placed),
        thresholds=tuple(
            ThresholdCurve(n, d, t, at, (0.0, at, 3 * at), (0.9, 0.6, 0.2))
            for n in (2, 4)
            for d, t, at in (("D1", "threshold_minutes", 10.0), ("D2", "threshold_yuan", 500.0))
        ),
        bands=tuple(
            ParameterBand(
                n, "D1", "households", "herding", p, (0.8, 1.0, 1.2), (0.78, 0.7, at), 1.0, 0.01
            )
            for n in (2, 4)
            for p, at in (("walk_speed", 0.61), ("ride_speed", 0.68))
        ),
        tipping=(
            TippingPoint(2, "D1", "households", "herding", "walk_speed", 0.64, 1.13),
            TippingPoint(2, "D1", "households", "herding", "walk_speed", 0.84, None),
            TippingPoint(2, "D1", "households", "herding", "closed_share", 0.64, 0.52),
        ),
        tests={(POOLED, "D1"): pooled},
        posts={
            "a": posts_figure(50, 12, "staffing"),
            "b": posts_figure(900, 300, "closed_schools"),
        },
        price=_price() if full else (),
        mitigations=_mitigations() if full else (),
        survey=make_survey() if full else None,
        counties={"a": "甲县", "b": "乙县"},
        missing=(("beyond-25.open", "no_solution"),),
        units={("households", "herding"): pooled, ("children", "all"): pooled},
        notes=(("concern_study.note.herding", {}),),
    )


def _price() -> tuple[PricePoint, ...]:
    rows = ((0.0, "infeasible", math.nan), (0.2, "optimal", 4e5), (0.5, "optimal", 1e5))
    capped = tuple(
        PricePoint(
            "a", "D1", cap, status, 0.01, cap if extra == extra else math.nan, 3e7 + extra, extra,
            600 * extra, 22 + 10 * cap if extra == extra else math.nan, 30.0,
            "runs/x",
        )
        for cap, status, extra in rows
    )  # fmt: skip
    free = PricePoint("a", "D1", math.nan, "optimal", 0.0, 0.7, 3e7, 0.0, 0.0, 31.0, 16.0, "runs/y")
    return (*capped, free)


def _mitigations() -> tuple[Mitigation, ...]:
    return tuple(
        Mitigation(
            2, kind, "optimal", 0.01,
            {d: less * 0.6 * part for d, part in PART.items()},
            dict.fromkeys(DEFINITIONS, less * 0.7),
            public, household, spared, "runs/m",
        )
        for kind, less, public, household, spared in (
            ("none", 1.0, 0.0, 0.0, math.nan),
            ("minibus", 0.7, 600_000.0, 12_000.0, 3_300.0),
            ("dormitory", 1.1, 900_000.0, -8_000.0, math.nan),
            ("subsidy", 0.95, 50_000.0, -50_000.0, 900.0),
        )
    )  # fmt: skip
