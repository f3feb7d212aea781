"""What staffing came to, and how many schools reach the standard, in a sentence each."""

from __future__ import annotations

import numpy as np

from planner.balance.audit import NOT_KNOWN, PASSES
from planner.reports.balance import Judged, judged
from planner.reports.balance_gaps import nothing_known
from planner.reports.sentences import Sentence, listed
from planner.reports.words import count
from planner.result import Result, StaffResult
from planner.teachers.counts import moved, persons, uncovered_periods
from planner.texts import LANGS, Text, text


def parts_said(result: Result, found: list[Judged] | None = None) -> tuple[Sentence | None, ...]:
    """Return a sentence on staffing and one on balance; None for what the run cannot tell.

    Parameters
    ----------
    found
        `planner.reports.balance.judged` the run; judged here where it is not given.
    """
    staffing = None if result.staffing is None else _staffing(result.staffing)
    return staffing, _balance(judged(result) if found is None else found)


def _staffing(staffing: StaffResult) -> Text:
    instance, plan = staffing.instance, staffing.plan
    left = float(uncovered_periods(instance, plan).sum())
    people = int(moved(instance, persons(instance, plan)).sum())
    return text(
        f"report_page.parts.staff_{'short' if left >= 0.05 else 'covered'}",
        left=f"{left:,.1f}".removesuffix(".0"),
        needed=count(float(instance.need_periods.sum())),
        moved=count(people),
        hires=count(sum(h.count for h in plan.hires)),
        source=text(f"report_page.parts.staff_{'made_up' if _made_up(staffing) else 'listed'}"),
    )


def _made_up(staffing: StaffResult) -> bool:
    return staffing.supply.get("source") == "synthetic"


def _balance(found: list[Judged]) -> Sentence | None:
    """Return the schools that reach the standard of the first measures, moment by moment."""
    if not found:
        return None
    lead = [one for one in found if one.measures.name == found[0].measures.name]
    if not lead[0].measures.meets_at_least or nothing_known(lead[-1].balance):
        return None
    parts = []
    for one in lead:
        rule = one.balance.rule[~one.balance.small]
        unknown = int((rule == NOT_KNOWN).sum())
        parts.append(
            text(
                f"report_page.parts.reach_{'unknown' if unknown else 'known'}",
                moment=text(f"balance.moment.{one.moment.name}"),
                n=count(float(np.sum(rule == PASSES))),
                schools=count(len(rule)),
                unknown=count(unknown),
            )
        )
    title = text("say.both", **{lang: lead[0].measures.title[lang] for lang in LANGS})
    return listed("report_page.parts.balance", parts, title=title)
