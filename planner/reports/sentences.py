"""Sentences with figures that the county's summary and each township's page have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.reports import nouns
from planner.reports.decisions import CHANGES
from planner.reports.figures import amount
from planner.reports.pupils import few_sum
from planner.reports.words import count, few, whole
from planner.texts import LANGS, Text, text

if TYPE_CHECKING:
    import pandas

Sentence = Text | dict[str, str]

FARES = ("much_longer", "longer", "home_longer", "boards_now", "unserved", "shorter", "same")
"""How pupils fare, in the order in which it is told; boarders whose way home grows apart."""
LONGER = ("much_longer", "longer")
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
    before = int((schools["status_before"] == "existing").sum())
    form = {decision: "one" if n[decision] == 1 else "many" for decision in n.index}
    parts = [
        text(f"report_page.school_change.{form[decision]}.{decision}", n=count(n[decision]))
        for decision in (*CHANGES, "keep")
        if n.get(decision, 0)
    ]
    if not set(n.index) & set(CHANGES):
        if not before:
            return text("report.summary.no_schools")
        return text("report.summary.schools_same", before=nouns.schools(before))
    after = count((schools["kind"] != "").sum())
    return listed("report.summary.schools", parts, before=nouns.schools(before), after=after)


def trips_said(trips: pandas.DataFrame, threshold_minutes: float) -> Sentence:
    """Return how many pupils travel longer, shorter, board or have no school.

    Parameters
    ----------
    trips
        Rows of `planner.reports.people.with_change`.
    threshold_minutes
        From which growth on a trip counts as much longer.
    """
    home = (trips["mode"] == "board") & trips["change"].isin(LONGER)
    n = trips.groupby(trips["change"].mask(home, "home_longer"))["pupils"].sum()
    parts = [
        text(f"report.summary.{change}", n=few(n[change]), minutes=f"{threshold_minutes:g}")
        for change in FARES
        if n.get(change, 0)
    ]
    if set(n[n > 0].index) == {"same"}:
        return text("report.summary.trips_same", pupils=nouns.pupils(n["same"]))
    return listed("report.summary.trips", parts, pupils=nouns.pupils(trips["pupils"].sum()))


def grown_daily(trips: pandas.DataFrame) -> pandas.DataFrame:
    """Return the rows of day pupils, today as in the plan, whose trip grows."""
    return trips[trips["change"].isin(LONGER) & (trips["mode"] != "board")]


def growth_said(trips: pandas.DataFrame) -> Text | None:
    """Return the mean and the largest growth among day pupils who travel longer; None for nobody.

    A boarder's longer way home, made twice a week, would make the mean and the largest unlike the
    trips that are made every day.
    """
    own = grown_daily(trips)
    if own.empty:
        return None
    ranked = own.sort_values(["added_minutes", "village_id"], ascending=[False, True])
    most = ranked.iloc[0]
    mean = float((own["added_minutes"] * own["pupils"]).sum() / own["pupils"].sum())
    return text(
        "report.summary.growth",
        n=few(own["pupils"].sum()),
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
    return text("report.summary.mean", course=course(_minutes(before), _minutes(after)))


def _minutes(mean: float) -> str:
    # Rounded as in the table of indicators, so that both read the same.
    return str(amount(mean, "min"))


def boarding_said(assignments: pandas.DataFrame) -> Text:
    """Return boarders before and after, how many of them are new and how many board no more."""
    boards, boarded = assignments["mode"] == "board", assignments["baseline_mode"] == "board"
    pupils = assignments["pupils"]
    if not (boards | boarded).any():
        return text("report.summary.nobody_boards")
    if (boards == boarded).all():
        return text("report.summary.boarding_same", pupils=nouns.pupils(pupils[boards].sum()))
    ceased, nowhere = boarded & ~boards, assignments["mode"] == ""
    lost, home = (int(pupils[ceased & some].sum()) for some in (nowhere, ~nowhere))
    told: dict[str, object] = {
        "course": course(few(pupils[boarded].sum()), few(pupils[boards].sum())),
        "newly": few(pupils[boards & ~boarded].sum()),
        "ceased": few_sum((lost, home)),
    }
    if not lost:
        return text("report.summary.boarding", **told)
    # Who boards no more for want of any school has lost something, and is told apart.
    return text("report.summary.boarding_lost", lost=few(lost), home=few(home), **told)


def norm_said(assignments: pandas.DataFrame) -> Text:
    """Return pupils beyond the norm, without a known way to a school, and both together."""
    pupils = assignments["pupils"]
    nowhere, nowhere_before = assignments["school_id"] == "", assignments["baseline_mode"] == ""
    over = (assignments["over_norm"] == 1).fillna(False) & ~nowhere
    before = (assignments["baseline_over_norm"] == 1).fillna(False) & ~nowhere_before
    said = _course_of(pupils, before, over)
    if not (nowhere | nowhere_before).any():
        return text("report.summary.norm", over=said)
    return text(
        "report.summary.norm_nowhere",
        over=said,
        nowhere=_course_of(pupils, nowhere_before, nowhere),
        both=_course_of(pupils, before | nowhere_before, over | nowhere),
    )


def _course_of(pupils: pandas.Series, before: pandas.Series, after: pandas.Series) -> Text:
    return course(few(pupils[before].sum()), few(pupils[after].sum()))


def listed(key: str, parts: list[Text], **fields: object) -> Sentence:
    """Return a sentence whose field ``parts`` lists other sentences, in either language."""
    said = {}
    for lang in LANGS:
        joined = SEPARATORS[lang].join(part.say(lang) for part in parts)
        said[str(lang)] = text(key, parts=joined, **fields).say(lang)
    return said


def course(before: str | Text, after: str | Text) -> Text:
    """Return a figure today and after the plan, once where it stays, in words where it is none."""
    if before == after == "0":
        return text("report.summary.none")
    if before == after:
        return text("report.summary.stays", before=before)
    if isinstance(before, Text):
        return text("report.summary.course_yuan", before=before, after=after)
    return text("report.summary.course", before=before, after=after)


def _mean_day(assignments: pandas.DataFrame, mode: str, minutes: str) -> float | None:
    own = assignments[assignments[mode].isin(["walk", "ride"]) & assignments[minutes].notna()]
    if own.empty:
        return None
    return float((own[minutes] * own["pupils"]).sum() / own["pupils"].sum())
