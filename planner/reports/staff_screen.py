"""Staffing in a few lines on the terminal."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from planner.reports.proof_said import staffing_status
from planner.result import StaffResult, StaffRound
from planner.teachers.counts import moved, persons, uncovered_periods
from planner.teachers.curriculum import load_curriculum
from planner.teachers.figures import hire_yuan, priority_rows
from planner.teachers.instance import MANAGEMENT
from planner.teachers.ledger import post_ledger
from planner.texts import Lang, Text, text

SUBJECTS = 5
"""Subjects named with their uncovered periods; the rest are summed."""


def staff_lines(staffing: StaffResult, lang: Lang) -> list[str]:
    """Return what staffing came to, one sentence a line: lessons, moves, hires, posts, rounds."""
    said = [text("staff_screen.status", status=_status(staffing)).say(lang)]
    if staffing.supply.get("source") == "synthetic":
        said.append(text("staff_screen.made_up").say(lang))
    said += [f"  {line}" for line in _figures(staffing, lang)]
    if len(staffing.rounds) > 1:
        said.append(text("staff_screen.rounds", n=len(staffing.rounds)).say(lang))
        said += [round_line(r, lang) for r in staffing.rounds]
    if staffing.audit_findings:
        said.append(text("staff_screen.audit_failed", n=len(staffing.audit_findings)).say(lang))
        said += [f"  {f.say(lang)}" for f in staffing.audit_findings[:10]]
    else:
        said.append(text("staff_screen.audit_passed").say(lang))
    return said


def _status(staffing: StaffResult) -> Text:
    return staffing_status(staffing.outcome, staffing.instance.scenario.staffing.mip_gap)


def round_line(told: StaffRound, lang: Lang) -> str:
    """Return one turn of layout and staffing in a line."""
    seconds = f"{told.seconds:.0f}"
    if told.why_not and told.why_not != "no_better":
        why = text(f"staff_screen.why.{told.why_not}")
        fields = {"number": told.number, "why": why, "seconds": seconds}
        return text("staff_screen.round_without", **fields).say(lang)
    return text(
        "staff_screen.round",
        number=told.number,
        kept=text("staff_screen.kept") if told.kept else "",
        cost=f"{told.layout_cost_yuan:,.0f}",
        schools=told.schools_open,
        priority=_periods(told.uncovered_priority_periods),
        uncovered=_periods(told.uncovered_periods),
        seconds=seconds,
    ).say(lang)


def _figures(staffing: StaffResult, lang: Lang) -> Iterator[str]:
    instance, plan = staffing.instance, staffing.plan
    people = persons(instance, plan)
    yield _lessons(staffing, lang)
    away = moved(instance, people)
    minutes = instance.minutes[instance.type_school]
    count = int(away.sum())
    if count:
        some = away > 0
        mean = float((away[some] * minutes[some]).sum()) / count
        fields = {"mean": f"{mean:.0f}", "longest": f"{minutes[some].max():.0f}"}
        yield text("staff_screen.moves", persons=count, **fields).say(lang)
    else:
        yield text("staff_screen.no_moves").say(lang)
    hires = sum(h.count for h in plan.hires)
    if hires:
        yuan = f"{hire_yuan(instance, plan):,.0f}"
        yield text("staff_screen.hires", hires=hires, yuan=yuan).say(lang)
    else:
        yield text("staff_screen.no_hires").say(lang)
    for row in post_ledger(instance, plan):
        if row.school < 0 and row.post == MANAGEMENT:
            lost, share = row.teach + row.retire + row.without_place, f"{row.at_risk_share:.0%}"
            yield text("staff_screen.at_risk", managers=row.today, lost=lost, share=share).say(lang)
    none, retire = int(people.no_place.sum()), int(people.retire.sum())
    key = "without_place" if none or retire else "all_placed"
    fields = {"none": str(none), "retire": str(retire)} if none or retire else {}
    yield text(f"staff_screen.{key}", **fields).say(lang)
    kept = next((r for r in staffing.rounds if r.kept), None)
    if kept is not None and kept.premium_yuan > 0:
        yield text("staff_screen.priced", yuan=f"{kept.premium_yuan:,.0f}").say(lang)


def _lessons(staffing: StaffResult, lang: Lang) -> str:
    instance = staffing.instance
    left = uncovered_periods(instance, staffing.plan)
    needed = _periods(float(instance.need_periods.sum()))
    if float(left.sum()) < 0.05:
        return text("staff_screen.covered", needed=needed).say(lang)
    curriculum = load_curriculum(instance.scenario.staffing.curriculum)
    names = len(instance.subject_id)
    by_subject = np.bincount(instance.need_subject, weights=left, minlength=names)
    order = [int(q) for q in np.lexsort((np.arange(names), -by_subject)) if by_subject[q] >= 0.05]
    shown, rest = order[:SUBJECTS], order[SUBJECTS:]
    parts = [
        text(
            "staff_screen.subject",
            name=curriculum.subject_name(instance.subject_id[q], lang),
            periods=_periods(by_subject[q]),
        ).say(lang)
        for q in shown
    ]
    if rest:
        periods = _periods(float(by_subject[rest].sum()))
        parts.append(text("staff_screen.others", periods=periods).say(lang))
    return text(
        "staff_screen.uncovered",
        uncovered=_periods(float(left.sum())),
        needed=needed,
        priority=_periods(float(left[priority_rows(instance)].sum())),
        subjects=("、" if lang == "zh" else ", ").join(parts),
    ).say(lang)


def _periods(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:,.1f}".removesuffix(".0")
