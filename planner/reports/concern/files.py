"""concern.json and concern.csv: every figure of a study, not rounded."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from planner.concern.study import ConcernStudy
from planner.concern.survey.fit import SurveyFit
from planner.reports.concern.look import told
from planner.reports.concern.verdict_section import carries, reasons, verdicts
from planner.reports.words import pair
from planner.texts import Text

COLUMNS = (
    "figure",
    "county_id",
    "plan",
    "definition",
    "unit",
    "population",
    "group_kind",
    "group",
    "value",
    "low",
    "high",
    "total",
    "value_unit",
)
"""Columns of concern.csv in order."""

Row = dict[str, Any]


def concern_json(study: ConcernStudy) -> str:
    """Return all of a study as JSON; a number that does not exist is null."""
    apart = ("tests", "units", "standing", "notes")
    content = {
        "carries_verdict": carries(study),
        "says": "verdict" if carries(study) else "method demonstration",
        "reasons": [_said(r) for r in reasons(study)],
        "notes": [_said(told(*note)) for note in study.notes],
        **{f.name: plain(getattr(study, f.name)) for f in fields(study) if f.name not in apart},
        "tests": [{"county_id": c, **_object(v)} for c, v in verdicts(study).items()],
        "units": [
            {
                "unit": unit,
                "population": population,
                **{k: plain(getattr(v, k)) for k in ("cells", "together", "worry_exceeds")},
            }
            for (unit, population), v in study.units.items()
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def plain(value: Any) -> Any:
    """Return data as JSON knows it: data classes as objects, unusual keys as rows, no NaN."""
    if isinstance(value, Text):
        return pair(value)
    if is_dataclass(value) and not isinstance(value, type):
        return _object(value)
    if isinstance(value, Mapping):
        if all(isinstance(k, str) for k in value):
            return {k: plain(v) for k, v in value.items()}
        return [{"key": plain(k), "value": plain(v)} for k, v in value.items()]
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if value is None or isinstance(value, str | int | bool) else str(value)


def concern_csv(study: ConcernStudy) -> str:
    """Return every figure as one row of a tidy table, with BOM, so that Excel opens Chinese."""
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS, lineterminator="\n", restval="")
    writer.writeheader()
    for row in _rows(study):
        writer.writerow({k: _cell(v) for k, v in row.items()})
    return "\ufeff" + written.getvalue()


def _rows(study: ConcernStudy) -> Iterator[Row]:
    for label, plan in zip(study.labels, study.plans, strict=True):
        common = {"county_id": plan.county_id, "plan": label or plan.scenario}
        for name, far in plan.intensity.items():
            yield {"figure": f"intensity_{name}", **common, "value": far, "value_unit": _unit(name)}
        for e in plan.exposures:
            yield {
                "figure": "exposure",
                **common,
                **{k: getattr(e, k) for k in ("definition", "unit", "population", "group")},
                "group_kind": e.kind,
                "value": e.band.share,
                "low": e.band.low_share,
                "high": e.band.high_share,
                "total": e.band.total,
                "value_unit": "share",
            }
        for found, children in plan.overlap.items():
            yield {
                "figure": "overlap", **common, "unit": "children", "group_kind": "definitions",
                "group": found, "value": children, "value_unit": "children",
            }  # fmt: skip
        for b in plan.burdens:
            for when, value in (("before", b.before), ("after", b.after)):
                yield {
                    "figure": f"{b.measure}_{when}", **common, "group_kind": b.kind,
                    "group": b.group, "value": value, "value_unit": _unit(b.measure),
                }  # fmt: skip
    yield from _ensemble_rows(study)
    yield from _sensitivity_rows(study)
    yield from _test_rows(study)
    yield from _planning_rows(study)
    if study.survey is not None:
        yield from _survey_rows(study.survey)


def _ensemble_rows(study: ConcernStudy) -> Iterator[Row]:
    for c in study.curves:
        for start, end in c.near:
            yield {
                "figure": "near_survey", **_whose(c), "county_id": c.county_id,
                "group_kind": c.measure, "low": start, "high": end, "value_unit": _unit(c.measure),
            }  # fmt: skip
    for r in study.risk:
        yield {
            "figure": "households_at_risk", "county_id": r.county_id, "definition": r.definition,
            "unit": "households", "group_kind": "at_least_share_of_plans", "group": r.at_least,
            "value": r.share, "low": r.low_share, "high": r.high_share, "value_unit": "share",
        }  # fmt: skip
    for v in study.villages:
        yield {
            "figure": "village_risk", "county_id": v.county_id, "definition": v.definition,
            "unit": "households", "group_kind": "village", "group": v.village_id,
            "value": v.risk_share, "total": v.households, "value_unit": "share",
        }  # fmt: skip
    for w in study.weighted:
        yield {
            "figure": "weighted_mean_sensitivity", **_whose(w), "county_id": w.county_id,
            "group_kind": "weighting", "group": w.weighting, "value": w.share,
            "value_unit": "share",
        }  # fmt: skip


def _sensitivity_rows(study: ConcernStudy) -> Iterator[Row]:
    for t in study.thresholds:
        for value, share in zip(t.values, t.shares, strict=True):
            yield {
                "figure": "threshold_curve", **_of_plan(study, t.plan),
                "definition": t.definition, "unit": "children", "group_kind": t.threshold,
                "group": value, "value": share, "value_unit": "share",
            }  # fmt: skip
    for b in study.bands:
        for value, share in zip(b.values, b.shares, strict=True):
            yield {
                "figure": "parameter_band", **_whose(b), **_of_plan(study, b.plan),
                "group_kind": b.parameter, "group": value, "value": share, "value_unit": "share",
            }  # fmt: skip
    for p in study.tipping:
        yield {
            "figure": "tipping_point", **_whose(p), **_of_plan(study, p.plan),
            "group_kind": p.parameter, "group": p.crosses, "value": p.value,
            "value_unit": _unit(p.parameter),
        }  # fmt: skip


def _test_rows(study: ConcernStudy) -> Iterator[Row]:
    # A single county is shown beside the survey's figure and not tested against it.
    for county, verdict in verdicts(study).items():
        for t in verdict.tests if county == "" else ():
            said = {
                "equivalence": t.p_equivalence,
                "difference": t.p_difference,
                "worry_exceeds": t.p_worry_exceeds,
                "equivalence_holm": t.holm_equivalence,
                "difference_holm": t.holm_difference,
                "worry_exceeds_holm": t.holm_worry_exceeds,
            }
            for name, p in said.items():
                yield {
                    "figure": f"p_{name}", **_whose(t), "county_id": county,
                    "group_kind": "design_effect", "group": t.design_effect, "value": p,
                    "low": t.exposure.low, "high": t.exposure.high, "total": t.respondents,
                    "value_unit": "probability",
                }  # fmt: skip


def _planning_rows(study: ConcernStudy) -> Iterator[Row]:
    for p in study.price:
        for name in ("affected_share", "annual_yuan", "extra_yuan", "minutes_a_pupil"):
            yield {
                "figure": f"price_{name}", "county_id": p.county_id, "definition": p.definition,
                "group_kind": "max_affected_share", "group": p.max_affected_share,
                "value": getattr(p, name), "value_unit": _unit(name),
            }  # fmt: skip
    for m in study.mitigations:
        common = {**_of_plan(study, m.plan), "group_kind": "mitigation", "group": m.kind}
        for definition, share in m.shares.items():
            yield {
                "figure": "mitigated_exposure", **common, "definition": definition,
                "unit": "children", "value": share, "value_unit": "share",
            }  # fmt: skip
        for name in ("public_yuan_a_year", "household_yuan_a_year", "yuan_per_child_spared"):
            value = getattr(m, name)
            yield {"figure": f"mitigation_{name}", **common, "value": value, "value_unit": "yuan"}


def _survey_rows(fit: SurveyFit) -> Iterator[Row]:
    for c in fit.coefficients:
        yield {
            "figure": "logit", "definition": fit.definition, "group_kind": "coefficient",
            "group": c.name, "value": c.estimate, "low": c.low, "high": c.high,
            "total": fit.respondents, "value_unit": "log odds",
        }  # fmt: skip
    for p in fit.places:
        yield {
            "figure": "worried", "definition": fit.definition, "group_kind": "place",
            "group": p.place, "value": p.worried / p.respondents if p.respondents else math.nan,
            "total": p.respondents, "value_unit": "share",
        }  # fmt: skip


def _whose(part: Any) -> Row:
    return {k: getattr(part, k) for k in ("definition", "unit", "population")}


def _of_plan(study: ConcernStudy, n: int) -> Row:
    plan = study.plans[n]
    return {"county_id": plan.county_id, "plan": study.labels[n] or plan.scenario}


def _unit(name: str) -> str:
    for end in ("share", "yuan", "minutes", "km"):
        if name.endswith(end):
            return end
    return "minutes" if "minutes" in name else ""


def _cell(value: Any) -> Any:
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else ""
    return "" if value is None else value


def _object(value: Any) -> Row:
    made = {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if "affected" in made and hasattr(value, "low_share"):
        made |= {k: plain(getattr(value, k)) for k in ("share", "low_share", "high_share")}
    if "estimated" in made:
        made["estimated"] = [_said(told(*said)) for said in value.estimated]
    return made


def _said(cell: Any) -> Any:
    return pair(cell) if isinstance(cell, Text | dict) else cell
