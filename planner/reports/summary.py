"""The plan in sentences with figures, for people who decide and never saw the program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.county.dictionary import MODES, STAGES
from planner.minutes import ceiling_minutes
from planner.reports.decisions import NEEDS_CONSENT
from planner.reports.people import with_change
from planner.reports.places import evidence_of
from planner.reports.sentences import (
    SEPARATORS,
    WORSE,
    Sentence,
    boarding_said,
    course,
    growth_said,
    listed,
    mean_said,
    norm_said,
    schools_said,
    trips_said,
)
from planner.reports.words import count, percent, status_of, yuan
from planner.result import Result
from planner.texts import LANGS, Text, text

if TYPE_CHECKING:
    import pandas

    from planner.county import County
    from planner.scenario import Scenario

TOWNSHIPS_NAMED = 4
"""The summary names the townships with the most pupils who fare worse, so many of them."""


@dataclass(frozen=True)
class Answer:
    """What the summary says to one question."""

    question: Text
    sentences: tuple[Sentence, ...]


def answers(
    result: Result, assignments: pandas.DataFrame, schools: pandas.DataFrame
) -> tuple[Answer, ...]:
    """Return the summary by question.

    How many schools change, who travels longer and by how much, what it costs the county and
    households, what may not be done yet, what is not known, what is proved.
    """
    trips = with_change(result, assignments)
    season = "unknown" if "winter" in result.scenario.seasons else "unknown_winter"
    said: dict[str, tuple[Sentence | None, ...]] = {
        "schools": (schools_said(schools), _open(schools)),
        "travel": (
            trips_said(trips, result.scenario.concern.threshold_minutes),
            growth_said(trips),
            _who(trips),
            mean_said(assignments),
            boarding_said(assignments),
            norm_said(assignments),
            _nowhere(result.scenario, assignments),
            _cut_off(result),
            _affected(result, assignments),
        ),
        "cost": (
            _money(result),
            _posts(result),
            _households(result, assignments),
            _balance(result),
        ),
        "unknown": (
            text(f"report.summary.{season}"),
            _graded(result.county),
            _guessed(assignments),
        ),
        "proof": (text("report.summary.proof", status=status_of(result)),),
    }
    return tuple(
        Answer(text(f"report_page.asks.{asks}"), tuple(s for s in sentences if s is not None))
        for asks, sentences in said.items()
    )


def summary(
    result: Result, assignments: pandas.DataFrame, schools: pandas.DataFrame
) -> tuple[Sentence, ...]:
    """Return all sentences of the summary, without its questions."""
    return tuple(s for a in answers(result, assignments, schools) for s in a.sentences)


def _who(trips: pandas.DataFrame) -> Sentence | None:
    """Return the stages and townships of those who travel longer, newly board or have no school."""
    worse = trips[trips["change"].isin(WORSE)]
    if worse.empty:
        return None
    by_stage = worse.groupby("stage")["pupils"].sum()
    by_township = worse.groupby("township")["pupils"].sum()
    ranked = sorted(by_township.items(), key=lambda item: (-item[1], str(item[0])))
    parts = [
        text("report_page.counted", what=text(f"stage.{g}"), n=count(by_stage[g]))
        for g in STAGES
        if by_stage.get(g, 0)
    ]
    named = [
        text("report_page.counted", what=str(name), n=count(n))
        for name, n in ranked[:TOWNSHIPS_NAMED]
    ]
    townships = {lang: SEPARATORS[lang].join(t.say(lang) for t in named) for lang in LANGS}
    return listed(
        "who",
        parts,
        pupils=count(worse["pupils"].sum()),
        villages=count(worse["village_id"].nunique()),
        townships=text("say.both", **townships),
    )


def _cut_off(result: Result) -> Text | None:
    """Name the villages that reach no school of some stage in a season planned for."""
    found = [f for f in result.findings if f.check.startswith("travel_unreached")]
    names = result.county.villages["name"]
    ids = sorted({i for f in found for i in f.ids})
    if not ids:
        return None
    said = {lang: SEPARATORS[lang].join(str(names[i]) for i in ids) for lang in LANGS}
    return text("report.summary.cut_off", n=len(ids), villages=text("say.both", **said))


def _affected(result: Result, assignments: pandas.DataFrame) -> Text:
    pupils, concern = assignments["pupils"], result.scenario.concern
    affected = int(pupils[assignments["affected"] == 1].sum())
    definition = text(
        f"report.definition.{concern.definition}",
        minutes=f"{concern.threshold_minutes:g}",
        yuan=f"{concern.threshold_yuan:g}",
        share=percent(concern.threshold_income_share),
        km=f"{concern.threshold_km:g}",
        any=f"{concern.any_yuan:g}",
    )
    return text(
        "report.summary.affected",
        pupils=count(affected),
        share=percent(affected / max(1, int(pupils.sum()))),
        definition=definition,
    )


def _money(result: Result) -> Text:
    after, before = result.accounts, result.baseline_accounts
    return text(
        "report.summary.money",
        capital=yuan(after.county_capital_yuan),
        running=course(yuan(before.running_yuan), yuan(after.running_yuan)),
        cost=yuan(after.annual_cost_yuan),
    )


def _balance(result: Result) -> Text:
    """Return what the plan costs more or less a year: the county, households, both."""
    after, before = result.accounts, result.baseline_accounts
    county = after.annual_cost_yuan - before.annual_cost_yuan
    households = after.household_yuan - before.household_yuan
    return text(
        "report.summary.balance",
        county=_more_or_less(county),
        households=_more_or_less(households),
        both=_more_or_less(county + households),
    )


def _more_or_less(change_yuan: float) -> Text:
    way = "dearer" if change_yuan > 0 else "cheaper"
    return text(f"report.summary.{way}", yuan=yuan(abs(change_yuan)))


def _nowhere(scenario: Scenario, assignments: pandas.DataFrame) -> Text | None:
    """Return those who have a school today and none in the plan, and why; None for nobody."""
    own = assignments[(assignments["school_id"] == "") & (assignments["baseline_mode"] != "")]
    if own.empty:
        return None
    ceilings = ceiling_minutes(scenario)
    most = np.array(
        [
            ceilings[STAGES.index(stage), MODES.index(mode)]
            for stage, mode in zip(own["stage"], own["baseline_mode"], strict=True)
        ]
    )
    beyond = own["baseline_minutes"].to_numpy(dtype=float) > most + 1e-6
    return text(
        "report.summary.nowhere",
        pupils=count(own["pupils"].sum()),
        beyond=count(own.loc[beyond, "pupils"].sum()),
    )


def _posts(result: Result) -> Text:
    after, before = result.accounts, result.baseline_accounts
    return text(
        "report.summary.posts",
        posts=course(count(int(before.posts.sum())), count(int(after.posts.sum()))),
        carers=course(count(int(before.carers.sum())), count(int(after.carers.sum()))),
    )


def _households(result: Result, assignments: pandas.DataFrame) -> Text:
    after, before = result.accounts, result.baseline_accounts
    pupils = assignments["pupils"]
    # Who has no trip today, or none in the plan, has nothing to compare.
    grown = assignments["household_yuan"] - assignments["baseline_household_yuan"]
    more = grown > 0.5
    payers = int(pupils[more].sum())
    extra = float((grown * pupils)[more].sum()) / payers if payers else 0.0
    everyone = max(1, int(pupils.sum()))
    return text(
        "report.summary.households",
        course=course(yuan(before.household_yuan), yuan(after.household_yuan)),
        each=course(
            count(before.household_yuan / everyone), count(after.household_yuan / everyone)
        ),
        more=count(payers),
        extra=count(extra),
    )


def _open(schools: pandas.DataFrame) -> Text:
    needs = schools[schools["decision"].isin(NEEDS_CONSENT)]
    open_ = int((needs["executable"] == 0).sum())
    if needs.empty:
        return text("report.summary.nothing_closes")
    return text("report.summary.open_items", closures=count(len(needs)), open=count(open_))


def _graded(county: County) -> Text | None:
    """Return how many schools and villages are not measured; None where all are."""
    tables = {"schools": county.schools, "villages": county.villages}
    grades = {name: list(evidence_of(county, frame).values()) for name, frame in tables.items()}
    weak = {name: sum(g != "measured" for g in own) for name, own in grades.items()}
    if not any(weak.values()):
        return None
    return text(
        "report_page.graded",
        schools=count(len(grades["schools"])),
        weak_schools=count(weak["schools"]),
        villages=count(len(grades["villages"])),
        weak_villages=count(weak["villages"]),
    )


def _guessed(assignments: pandas.DataFrame) -> Text | None:
    """Return of how many pupils today's school is worked out rather than known."""
    guessed = assignments["baseline_basis"].isin(["fitted", "assumed"])
    pupils = int(assignments["pupils"][guessed].sum())
    if not pupils:
        return None
    everyone = int(assignments["pupils"].sum())
    return text("report_page.guessed", pupils=count(pupils), share=percent(pupils / everyone))
