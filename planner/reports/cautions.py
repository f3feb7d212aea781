"""What figures of the summary cannot bear: differences too small to tell, prices, unseen sites."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.county.dictionary import OFFERS, STAGES
from planner.ledger import Ledger
from planner.ledger.book import mark_of
from planner.reports import nouns
from planner.reports.places import evidence_of
from planner.reports.words import count, gap_percent, yuan
from planner.result import Result
from planner.texts import Text, text

if TYPE_CHECKING:
    import pandas

LEAST_TOLD_SHARE, MOST_UNTOLD_SHARE = 0.01, 0.05
"""Of a yearly total: a smaller difference is never told as one, a larger one always is."""
FARTHER_MINUTES = 5.0
"""Growth of a daily trip from which it is told that the old school is still there."""
TRIP_GOALS = ("pupil_minutes", "kolm_pollak_pupil_minutes", "affected_pupils", "worst_minutes")
"""Objectives in which a longer trip counts even within the norm."""


def too_small_said(result: Result, change_yuan: float, today_yuan: float) -> Text | None:
    """Return that a yearly difference is too small to be told from none; None where it is not.

    It is, below 1 % of the yearly total, which no price is known to, and below the gap of the
    plan's goal of money, up to 5 %: another plan within the gap may lie on the other side.

    Parameters
    ----------
    change_yuan
        What county and households pay more than today.
    today_yuan
        What they pay today.
    """
    gap = max((t.gap for t in result.outcome.tiers if t.name.endswith("_yuan")), default=0.0)
    margin = min(max(gap, LEAST_TOLD_SHARE), MOST_UNTOLD_SHARE)
    if round(change_yuan) == 0 or abs(change_yuan) >= margin * today_yuan:
        return None
    way = "dearer" if change_yuan > 0 else "cheaper"
    said = text(f"report.summary.{way}", yuan=yuan(abs(change_yuan)))
    return text("report_page.caution.as_today", change=said, share=gap_percent(margin))


def prices_said(result: Result, book: Ledger) -> Text | None:
    """Return how many of the prices behind the sums are the program's defaults; None for none."""
    paid = {key for entry in book.entries for key in entry.prices}
    defaults = sum(mark_of(result.scenario, key) == "m" for key in paid)
    if not defaults:
        return None
    section = text("ledger.section")
    n = count(len(paid))
    return text("report_page.caution.prices", n=n, defaults=count(defaults), section=section)


def unseen_said(result: Result, schools: pandas.DataFrame) -> Text | None:
    """Return how many of the opened schools are sites that nobody surveyed; None for none.

    Parameters
    ----------
    schools
        Rows of schools.csv.
    """
    grades = evidence_of(result.county, result.county.schools)
    opened = schools[schools["decision"] == "open"]
    unseen = opened[[grades.get(str(i)) != "measured" for i in opened["school_id"]]]
    if unseen.empty:
        return None
    return text(
        "report_page.caution.unseen",
        n=count(len(unseen)),
        opened=nouns.schools(len(opened)),
        capital=yuan(float(unseen["capital_yuan"].sum())),
        pupils=nouns.pupils(int(unseen[[f"{g}_pupils" for g in STAGES]].to_numpy().sum())),
    )


def farther_said(
    result: Result, assignments: pandas.DataFrame, schools: pandas.DataFrame
) -> Text | None:
    """Return how many day pupils go farther though their school stays with their stage.

    None for nobody.

    Parameters
    ----------
    assignments, schools
        Rows of assignments.csv and schools.csv.
    """
    kind = dict(zip(schools["school_id"], schools["kind"], strict=True))
    own = zip(assignments["baseline_school_id"], assignments["stage"], strict=True)
    stays = np.array([stage in OFFERS.get(kind.get(school, ""), ()) for school, stage in own], bool)
    daily = assignments[["mode", "baseline_mode"]].isin(["walk", "ride"]).all(axis=1)
    moved = assignments["school_id"] != assignments["baseline_school_id"]
    longer = assignments["added_minutes"] > FARTHER_MINUTES
    n = int(assignments["pupils"][daily & moved & longer & stays].sum())
    if not n:
        return None
    free = not any(tier.name in TRIP_GOALS for tier in result.outcome.tiers)
    return text(
        f"report_page.caution.{'farther_free' if free else 'farther'}",
        pupils=nouns.pupils(n),
        minutes=f"{FARTHER_MINUTES:g}",
        section=text("report.section.worst"),
    )
