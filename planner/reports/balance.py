"""Balance of a finished run: the moments it is judged at, and balance.csv, balance_county.csv."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.balance.audit import NOT_KNOWN, PASSES, Balance, Spread, balance
from planner.balance.figures import BANDS
from planner.balance.measures import Measures, measures_of
from planner.balance.moments import Moment, after_layout, after_staffing, today
from planner.instance import Ints
from planner.norms import load_profile
from planner.reports.places import names_of
from planner.result import Result

if TYPE_CHECKING:
    import pandas

RULE, CLASS_SIZE, SCHOOL_SIZE = "indicators_met", "class_size", "school_size"
"""Further rows of balance.csv beside the indicators."""
SCOPES = ("left_out", "counted")
"""Whether small points are counted, as balance_county.csv says it."""
UNITS = {
    "teaching_area_m2_per_pupil": "m2_per_pupil",
    "sports_area_m2_per_pupil": "m2_per_pupil",
    "equipment_yuan_per_pupil": "yuan_per_pupil",
    "books_per_pupil": "books_per_pupil",
    RULE: "indicators",
    CLASS_SIZE: "pupils",
    SCHOOL_SIZE: "pupils",
}
"""Units of rows; all others are per 100 pupils."""


@dataclass(frozen=True, eq=False)
class Judged:
    """The schools of one moment as some measures judge them."""

    measures: Measures
    moment: Moment
    balance: Balance


def moments_of(result: Result) -> tuple[Moment, ...]:
    """Return the moments of a run in order: today, after the layout, after staffing, further."""
    lead = measures_of(load_profile(result.scenario.balance.profiles[0], "balance"))
    county, instance = result.county, result.instance
    found = [
        today(county, instance, result.baseline, result.baseline_accounts),
        after_layout(
            county, instance, result.plan, result.accounts, result.baseline_accounts, lead
        ),
    ]
    if result.staffing is not None:
        staff = (result.staffing.instance, result.staffing.plan)
        found.append(after_staffing(county, instance, result.plan, result.accounts, staff, lead))
    return (*found, *result.moments)


def judged(result: Result) -> list[Judged]:
    """Return every moment of a run judged by each of the measures that its scenario names."""
    moments = moments_of(result)
    found = []
    for name in result.scenario.balance.profiles:
        measures = measures_of(load_profile(name, "balance"))
        found += [Judged(measures, m, balance(m.figures, measures)) for m in moments]
    return found


def balance_table(result: Result, found: list[Judged] | None = None) -> pandas.DataFrame:
    """Return balance.csv: a row per measures, moment, school, band and indicator.

    ``passes`` and ``above_floor`` are 1 or 0, empty where not known or nothing is asked.
    """
    import pandas as pd

    names = names_of(result.county.schools)
    township = result.county.schools["township"].astype(str).to_dict()
    rows: list[dict[str, Any]] = []
    for one in judged(result) if found is None else found:
        figures = one.balance.figures
        for r, school in enumerate(figures.school_id):
            head = {
                "profile": one.measures.name,
                "moment": one.moment.name,
                "school_id": school,
                "name": names.get(school, school),
                "township": township.get(school, ""),
                "kind": figures.kind[r],
                "band": BANDS[int(figures.band[r])],
                "small_point": int(one.balance.small[r]),
                "pupils": int(figures.pupils[r]),
            }
            rows += [head | cells for cells in _cells(one.balance, r)]
    table = pd.DataFrame(rows)
    whole = dict.fromkeys(("passes", "above_floor"), "Int64")
    return table.astype(whole) if len(table) else table


def balance_county_table(result: Result, found: list[Judged] | None = None) -> pandas.DataFrame:
    """Return balance_county.csv: a row per measures, moment, band, indicator and scope.

    ``figure`` is ``coefficient`` of variation or ``share``: of the schools that keep the rule of
    the measures and the limits of class and school, and of the teachers who rotate.
    """
    import pandas as pd

    names = names_of(result.county.schools)
    rows = [row for one in (found or judged(result)) for row in _county_rows(one, names)]
    table = pd.DataFrame(rows)
    whole = dict.fromkeys(("passes", "schools_covered", "schools"), "Int64")
    return table.astype(whole) if len(table) else table


def _cells(found: Balance, r: int) -> Iterator[dict[str, Any]]:
    """Yield the judged cells of one row of figures."""
    for i, indicator in enumerate(found.measures.indicators):
        yield {
            "indicator": indicator.name,
            "quantity": float(found.figures.quantity[indicator.quantity][r]),
            "value": float(found.value[i, r]),
            "unit": UNITS.get(indicator.name, "per_100_pupils"),
            "threshold": float(found.threshold[i, r]),
            "floor": float(found.floor[i, r]),
            "passes": _flag(found.meets[i, r]),
            "above_floor": _flag(found.above_floor[i, r]),
        }
    if found.measures.meets_at_least:
        yield _limit_row(RULE, found.met[r], found.measures.meets_at_least, found.rule[r])
    if np.isfinite(found.class_limit[r]):
        size = found.figures.largest_class[r]
        yield _limit_row(CLASS_SIZE, size, found.class_limit[r], found.class_verdict[r])
    if np.isfinite(found.size_limit[r]):
        size = found.figures.school_pupils[r]
        yield _limit_row(SCHOOL_SIZE, size, found.size_limit[r], found.size_verdict[r])


def _limit_row(name: str, value: float, limit: float, verdict: int) -> dict[str, Any]:
    return {
        "indicator": name,
        "quantity": np.nan,
        "value": float(value),
        "unit": UNITS[name],
        "threshold": float(limit),
        "floor": np.nan,
        "passes": _flag(verdict),
        "above_floor": None,
    }


def _county_rows(one: Judged, names: dict[str, str]) -> Iterator[dict[str, Any]]:
    head = {"profile": one.measures.name, "moment": one.moment.name}
    for spread in one.balance.spreads:
        yield head | _spread_row(spread, names)
    for name, verdicts in rules_of(one.balance).items():
        for b, band in enumerate(BANDS):
            for small_points in (False, True):
                own = (one.balance.figures.band == b) & (small_points | ~one.balance.small)
                if own.any():
                    yield head | _share_row(name, band, small_points, verdicts[own])
    yield from (head | row for row in rotation_rows(one))


def rules_of(found: Balance) -> dict[str, Ints]:
    """Return the verdicts on each row by the rules that the measures set, by name."""
    rules = {}
    if found.measures.meets_at_least:
        rules["schools_meeting_rule"] = found.rule
    if np.isfinite(found.class_limit).any():
        rules["schools_within_class_size"] = found.class_verdict
    if np.isfinite(found.size_limit).any():
        rules["schools_within_school_size"] = found.size_verdict
    return rules


def rotation_rows(one: Judged) -> list[dict[str, Any]]:
    """Return the shares of teachers who rotate and of backbone teachers among them.

    None where the measures ask for no rotation or no staffing plan tells of it; a share of
    nobody is not known.
    """
    if one.moment.rotation is None or one.measures.rotation_share != one.measures.rotation_share:
        return []
    due, movers, leading = one.moment.rotation
    asked = (
        ("rotation", movers, due, one.measures.rotation_share),
        ("rotation_backbone", leading, movers, one.measures.rotation_backbone_share),
    )
    rows = []
    for name, part, whole, least in asked:
        share = part / whole if whole else np.nan
        rows.append(
            {
                "band": "",
                "indicator": name,
                "small_points": "",
                "figure": "share",
                "value": share,
                "limit": least,
                "passes": int(share >= least - 1e-9) if whole else None,
            }
        )
    return rows


def _spread_row(spread: Spread, names: dict[str, str]) -> dict[str, Any]:
    worst, left = spread.drags[0] if spread.drags else ("", np.nan)
    return {
        "band": BANDS[spread.band],
        "indicator": spread.indicator,
        "small_points": SCOPES[spread.small_points],
        "figure": "coefficient",
        "value": spread.value,
        "limit": spread.limit,
        "passes": _flag(spread.verdict),
        "drags_school_id": worst,
        "drags_name": names.get(worst, ""),
        "value_without": left,
        "schools_covered": spread.covered,
        "schools": spread.schools,
        "pupils_covered_share": spread.pupils_share,
    }


def _share_row(name: str, band: str, small_points: bool, verdicts: Ints) -> dict[str, Any]:
    known = verdicts[verdicts != NOT_KNOWN]
    share = float((known == PASSES).mean()) if len(known) else np.nan
    whole = len(known) == len(verdicts)
    fails = bool((known != PASSES).any())
    return {
        "band": band,
        "indicator": name,
        "small_points": SCOPES[small_points],
        "figure": "share",
        "value": share,
        "limit": 1.0,
        "passes": 0 if fails else 1 if whole else None,
        "schools_covered": len(known),
        "schools": len(verdicts),
    }


def _flag(verdict: int) -> int | None:
    return None if verdict == NOT_KNOWN else int(verdict)
