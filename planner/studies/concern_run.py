"""A study of the concern put together from finished runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.concern.exposure import PlanExposure
from planner.concern.intensity import Placed, curves, weighted_means
from planner.concern.pupils import plan_pupils, threshold_curve
from planner.concern.risk import risk_shares, village_risks
from planner.concern.rows import (
    POOLED,
    Mitigation,
    ParameterBand,
    RiskShare,
    ThresholdCurve,
    TippingPoint,
    VillageRisk,
)
from planner.concern.standing import standing_of
from planner.concern.statistics.judge import judge
from planner.concern.statistics.posts import read_posts
from planner.concern.statistics.verdict import Verdict
from planner.concern.study import ConcernStudy
from planner.concern.survey.logit import fit_survey
from planner.studies.concern_given import Given, Piece
from planner.studies.mitigations import mitigations
from planner.studies.price import price_of
from planner.studies.variation import bands, tipping_points
from planner.texts import LANGS, text

THRESHOLDS: tuple[tuple[str, str, tuple[float, ...]], ...] = (
    ("D1", "threshold_minutes", tuple(float(v) for v in range(0, 61, 2))),
    ("D2", "threshold_yuan", tuple(float(v) for v in range(0, 3001, 100))),
    ("D2", "threshold_income_share", tuple(v / 200 for v in range(0, 41, 2))),
    ("D3", "threshold_km", tuple(v / 2 for v in range(0, 41))),
    ("D3", "any_yuan", tuple(float(v) for v in range(0, 2001, 50))),
    ("all_three", "threshold_km", tuple(v / 2 for v in range(0, 41))),
)
"""Definition, threshold and the values of its whole curve."""


@dataclass(frozen=True)
class Extras:
    """What is asked for besides counting and comparing.

    Parameters
    ----------
    survey
        Micro-data, or None.
    prices
        Folders of sweeps of the cap.
    mitigate
        Whether mitigations of the main plans are solved.
    vary
        Whether bands of speeds, costs and places are computed.
    """

    survey: Path | None = None
    prices: tuple[Path, ...] = ()
    mitigate: bool = False
    vary: bool = True


def study_of(
    given: Given,
    extras: Extras,
    out: Path,
    *,
    jobs: int = 2,
    done: Callable[[Any], None] | None = None,
) -> ConcernStudy:
    """Return the study of plans that were read.

    Parameters
    ----------
    out
        Folder of the study; runs of mitigations stand in ``mitigations`` there.
    jobs
        Processes.
    done
        Hears of each further search or variation as it ends.
    """
    main = given.main
    plans, rules = given.exposures, given.rules
    chosen = [plans[n] for n in main.values()]
    standing = standing_of(chosen, given.registration, alike=given.alike)
    unit = rules.units[0]
    population = "herding" if _herding_known(chosen, unit) else "all"
    notes: list[tuple[str, dict[str, str]]] = []
    if population == "all":
        notes.append(("concern_study.note.herding", {}))
    definition = given.pieces[next(iter(main.values()))].thresholds.concern.definition
    placed = [
        Placed(n, p.label, p.branch, e)
        for n, (p, e) in enumerate(zip(given.pieces, plans, strict=True))
    ]
    villages, risk = _risks(plans)
    found_bands, unvaried = _bands(given, extras, jobs, done)
    notes += [("concern_study.note.county_changed", named(e)) for e in unvaried]
    reasons = tuple(text(key, **fields) for key, fields in standing.reasons)
    units = {
        (u, p): judge(chosen, rules, reasons=reasons, unit=u, population=p)
        for u in rules.units
        for p in ("all", "herding")
        if p == "all" or _herding_known(chosen, u)
    }
    return ConcernStudy(
        plans=plans,
        labels=tuple(p.label for p in given.pieces),
        main=main,
        registration=given.registration,
        standing=standing,
        definition=definition,
        unit=unit,
        population=population,
        survey_share=rules.survey_share,
        margin=rules.margin,
        curves=curves(placed, rules.survey_share, rules.margin),
        villages=villages,
        risk=risk,
        weighted=weighted_means(placed),
        thresholds=_thresholds(given),
        bands=found_bands,
        tipping=_tipping(found_bands, given),
        tests=_tests(units[unit, population], main),
        posts={county: read_posts(given.pieces[n].folder) for county, n in main.items()},
        price=tuple(p for folder in extras.prices for p in price_of(folder)),
        mitigations=_mitigations(given, extras, definition, out, jobs, done),
        survey=None if extras.survey is None else fit_survey(extras.survey, chosen, definition),
        counties={e.county_id: e.county for e in chosen},
        missing=given.missing,
        units=units,
        notes=tuple(notes),
    )


def named(plan: PlanExposure) -> dict[str, str]:
    """Return the name of a plan's county by language."""
    return {lang: plan.county_name.get(lang) or plan.county for lang in LANGS}


def _herding_known(plans: Sequence[PlanExposure], unit: str) -> bool:
    return all(p.headline("D1", unit, "herding").total > 0 for p in plans)


def _tests(verdict: Verdict, main: dict[str, int]) -> dict[tuple[str, str], Verdict]:
    """Return the verdict under its county, pooled where there are several, by definition."""
    county = POOLED if len(main) > 1 else next(iter(main))
    return {(county, d): verdict for d in dict.fromkeys(t.definition for t in verdict.tests)}


def _risks(
    plans: Sequence[PlanExposure],
) -> tuple[tuple[VillageRisk, ...], tuple[RiskShare, ...]]:
    """Return per-household risk of every county with several plans."""
    villages: list[VillageRisk] = []
    shares: list[RiskShare] = []
    for county in dict.fromkeys(p.county_id for p in plans):
        of = [p for p in plans if p.county_id == county]
        if len(of) > 1:
            villages += village_risks(of)
            shares += risk_shares(of)
    return tuple(villages), tuple(shares)


def _thresholds(given: Given) -> tuple[ThresholdCurve, ...]:
    found = []
    for n in given.main.values():
        piece = given.pieces[n]
        rows = plan_pupils(piece.folder, thresholds=piece.thresholds)
        for definition, name, values in THRESHOLDS:
            registered = float(getattr(piece.thresholds.concern, name))
            at = tuple(sorted({*values, registered}))
            shares = threshold_curve(rows, definition, name, at)
            found.append(ThresholdCurve(n, definition, name, registered, at, shares))
    return tuple(found)


def _bands(
    given: Given, extras: Extras, jobs: int, done: Callable[[Any], None] | None
) -> tuple[tuple[ParameterBand, ...], list[PlanExposure]]:
    """Return the bands of the main plans, and the counties that could not be computed anew."""
    found: list[ParameterBand] = []
    unvaried: list[PlanExposure] = []
    for n in given.main.values() if extras.vary else ():
        piece = given.pieces[n]
        of, whole = bands(piece.folder, n, thresholds=piece.thresholds, jobs=jobs, done=done)
        found += of
        if not whole:
            unvaried.append(given.exposures[n])
    return tuple(found), unvaried


def _tipping(found: Sequence[ParameterBand], given: Given) -> tuple[TippingPoint, ...]:
    return tipping_points(found, given.rules.survey_share, given.rules.margin)


def _mitigations(
    given: Given,
    extras: Extras,
    definition: str,
    out: Path,
    jobs: int,
    done: Callable[[Any], None] | None,
) -> tuple[Mitigation, ...]:
    found: list[Mitigation] = []
    for n in given.main.values() if extras.mitigate else ():
        piece: Piece = given.pieces[n]
        found += mitigations(
            piece.folder,
            n,
            definition,
            out / "mitigations",
            thresholds=piece.thresholds,
            jobs=jobs,
            done=done,
        )
    return tuple(found)
