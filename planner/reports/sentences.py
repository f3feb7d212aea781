"""Sentences with figures that the county's summary and each township's page have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.reports.decisions import CHANGES
from planner.reports.words import count, few, whole
from planner.texts import LANGS, Text, text

if TYPE_CHECKING:
    import pandas

Sentence = Text | dict[str, str]

FARES = ("much_longer", "longer", "boards_now", "unserved", "shorter", "same")
"""How pupils fare, in the order in which it is told."""
WORSE = ("much_longer", "longer", "boards_now", "unserved")
SEPARATORS = {"zh": "、", "en": ", "}


def schools_said(schools: pandas.DataFrame) -> Sentence:
    """Return how many schools there are before and after, and how many change in which way.

    Parameters
    ----------
    schools
        Rows of schools.csv, those of the county or of a township.
    """
    n = schools["decision"].value_counts()
    before = count((schools["status_before"] == "existing").sum())
    parts = [
        text(f"report.summary.{decision}", n=count(n[decision]))
        for decision in (*CHANGES, "keep")
        if n.get(decision, 0)
    ]
    if not set(n.index) & set(CHANGES):
        key = "schools_same" if before != "0" else "no_schools"
        return text(f"report.summary.{key}", before=before)
    after = count((schools["kind"] != "").sum())
    return listed("schools", parts, before=before, after=after)


def trips_said(trips: pandas.DataFrame, threshold_minutes: float) -> Sentence:
    """Return how many pupils travel longer, shorter, board or have no school.

    Parameters
    ----------
    trips
        Rows of `planner.reports.people.with_change`.
    threshold_minutes
        From which growth on a trip counts as much longer.
    """
    n = trips.groupby("change")["pupils"].sum()
    parts = [
        text(f"report.summary.{change}", n=count(n[change]), minutes=f"{threshold_minutes:g}")
        for change in FARES
        if n.get(change, 0)
    ]
    return listed("trips", parts, pupils=count(trips["pupils"].sum()))


def growth_said(trips: pandas.DataFrame) -> Text | None:
    """Return the mean and the largest growth among day pupils who travel longer; None for nobody.

    A boarder's longer way home, made twice a week, would make the mean and the largest unlike the
    trips that are made every day.
    """
    own = trips[trips["change"].isin(["much_longer", "longer"]) & (trips["mode"] != "board")]
    if own.empty:
        return None
    ranked = own.sort_values(["added_minutes", "village_id"], ascending=[False, True])
    most = ranked.iloc[0]
    mean = float((own["added_minutes"] * own["pupils"]).sum() / own["pupils"].sum())
    return text(
        "report.summary.growth",
        mean=whole(mean),
        most=whole(float(most["added_minutes"])),
        village=text("page.placed", name=most["village"], township=most["township"]),
        pupils=few(most["pupils"]),
    )


def mean_said(assignments: pandas.DataFrame) -> Text | None:
    """Return the mean one-way minutes of day pupils, today and after; None where one is missing."""
    before = _mean_day(assignments, "baseline_mode", "baseline_minutes")
    after = _mean_day(assignments, "mode", "minutes")
    if before is None or after is None:
        return None
    return text("report.summary.mean", course=course(str(whole(before)), str(whole(after))))


def boarding_said(assignments: pandas.DataFrame) -> Text:
    """Return boarders before and after, and how many of them are new."""
    boards = assignments["mode"] == "board"
    newly = boards & (assignments["baseline_mode"] != "board")
    pupils = assignments["pupils"]
    before = count(pupils[assignments["baseline_mode"] == "board"].sum())
    return text(
        "report.summary.boarding",
        course=course(before, count(pupils[boards].sum())),
        newly=count(pupils[newly].sum()),
    )


def norm_said(assignments: pandas.DataFrame) -> Text:
    """Return pupils beyond the norm, and without a known way to a school, before and after."""
    pupils = assignments["pupils"]
    nowhere, nowhere_before = assignments["school_id"] == "", assignments["baseline_mode"] == ""
    over = (assignments["over_norm"] == 1).fillna(False) & ~nowhere
    before = (assignments["baseline_over_norm"] == 1).fillna(False) & ~nowhere_before
    return text(
        "report.summary.norm",
        over=course(count(pupils[before].sum()), count(pupils[over].sum())),
        nowhere=course(count(pupils[nowhere_before].sum()), count(pupils[nowhere].sum())),
    )


def listed(sentence: str, parts: list[Text], **fields: object) -> Sentence:
    """Return a sentence whose field ``parts`` lists other sentences, in either language."""
    said = {}
    for lang in LANGS:
        joined = SEPARATORS[lang].join(part.say(lang) for part in parts)
        said[str(lang)] = text(f"report.summary.{sentence}", parts=joined, **fields).say(lang)
    return said


def course(before: str | Text, after: str | Text) -> Text:
    """Return a figure today and after the plan, once where it stays."""
    key = "stays" if before == after else "course"
    return text(f"report.summary.{key}", before=before, after=after)


def _mean_day(assignments: pandas.DataFrame, mode: str, minutes: str) -> float | None:
    own = assignments[assignments[mode].isin(["walk", "ride"]) & assignments[minutes].notna()]
    if own.empty:
        return None
    return float((own[minutes] * own["pupils"]).sum() / own["pupils"].sum())
