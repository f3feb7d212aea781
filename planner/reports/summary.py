"""The plan in sentences with figures, for people who decide and never saw the program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from planner.county.dictionary import MODES, STAGES
from planner.minutes import ceiling_minutes
from planner.reports import concessions, nouns
from planner.reports.asked import MOST_NAMES, exceptions
from planner.reports.buildings_section import buildings_of, unsafe_said
from planner.reports.cautions import farther_said, unseen_said
from planner.reports.decisions import NEEDS_CONSENT
from planner.reports.money_said import money_said
from planner.reports.parts_said import parts_said
from planner.reports.people import with_change
from planner.reports.places import evidence_of
from planner.reports.proof_said import proof_notes
from planner.reports.sentences import (
    SEPARATORS,
    WORSE,
    Sentence,
    boarding_said,
    growth_said,
    listed,
    mean_said,
    norm_said,
    schools_said,
    trips_said,
)
from planner.reports.words import count, few, percent, status_of
from planner.result import Result
from planner.texts import LANGS, Text, text

if TYPE_CHECKING:
    import pandas

    from planner.county import County
    from planner.reports.balance import Judged
    from planner.scenario import Scenario

TOWNSHIPS_NAMED = 3
"""The summary names the townships with the most pupils who fare worse, so many of them."""
_THEN = {"zh": "；", "en": "; "}


@dataclass(frozen=True)
class Answer:
    """What the summary says to one question."""

    question: Text
    sentences: tuple[Sentence, ...]


def answers(
    result: Result,
    assignments: pandas.DataFrame,
    schools: pandas.DataFrame,
    found: list[Judged] | None = None,
) -> tuple[Answer, ...]:
    """Return the summary by question, questions without an answer left out.

    What is excepted from the scenario's rules, how many schools change, who travels longer and
    by how much, what it costs the county and households, what became of teachers and balance,
    what is not known, what is proved.

    Parameters
    ----------
    assignments, schools
        Rows of assignments.csv and schools.csv.
    found
        `planner.reports.balance.judged` the run, where the caller has it already.
    """
    trips = with_change(result, assignments)
    season = "unknown" if "winter" in result.scenario.seasons else "unknown_winter"
    said: dict[str, tuple[Sentence | None, ...]] = {
        "exceptions": exceptions(result, schools),
        "schools": (
            schools_said(schools),
            unseen_said(result, schools),
            _open(schools),
            unsafe_said(result, buildings_of(result)),
        ),
        "travel": (
            trips_said(trips, result.scenario.concern.threshold_minutes),
            growth_said(trips),
            farther_said(result, assignments, schools),
            _who(trips),
            mean_said(assignments),
            boarding_said(assignments),
            norm_said(assignments),
            _nowhere(result.scenario, assignments),
            _cut_off(result),
            _affected(result, trips),
        ),
        "cost": money_said(result, assignments, schools),
        "parts": parts_said(result, found),
        "unknown": (
            text(f"report.summary.{season}"),
            _graded(result.county),
            _guessed(assignments),
        ),
        "proof": (
            text("report.summary.proof", status=status_of(result)),
            *proof_notes(result),
            _judged(result),
        ),
    }
    told = {asks: tuple(s for s in own if s is not None) for asks, own in said.items()}
    return tuple(Answer(text(f"report_page.asks.{asks}"), own) for asks, own in told.items() if own)


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
        text("report_page.counted", what=text(f"report_page.stage.{g}"), n=few(by_stage[g]))
        for g in STAGES
        if by_stage.get(g, 0)
    ]
    named = [
        text("report_page.counted", what=str(name), n=few(n))
        for name, n in ranked[:TOWNSHIPS_NAMED]
    ]
    said = {lang: SEPARATORS[lang].join(t.say(lang) for t in named) for lang in LANGS}
    townships = text("say.both", **said)
    rest = len(ranked) - len(named)
    if rest:
        townships = text("report_page.more_townships", names=townships, more=count(rest))
    return listed(
        "report.summary.who",
        parts,
        pupils=nouns.pupils(worse["pupils"].sum()),
        villages=nouns.villages(worse["village_id"].nunique()),
        townships=townships,
    )


def _cut_off(result: Result) -> Text | None:
    """Name the villages that reach no school of some stage in a season planned for."""
    found = [f for f in result.findings if f.check.startswith("travel_unreached")]
    names = result.county.villages["name"]
    ids = sorted({i for f in found for i in f.ids})
    if not ids:
        return None
    named = concessions.listed([str(names[i]) for i in ids], MOST_NAMES)
    return text("report.summary.cut_off", villages=named)


def _affected(result: Result, trips: pandas.DataFrame) -> Text:
    """Return who is affected by the scenario's measure, and how far they are those told above."""
    pupils, concern = trips["pupils"], result.scenario.concern
    definition = text(
        f"report.definition.{concern.definition}",
        minutes=f"{concern.threshold_minutes:g}",
        yuan=f"{concern.threshold_yuan:g}",
        share=percent(concern.threshold_income_share),
        km=f"{concern.threshold_km:g}",
        any=f"{concern.any_yuan:g}",
    )
    affected, worse = trips["affected"] == 1, trips["change"].isin(WORSE)
    n = int(pupils[affected].sum())
    if not n:
        return text("report.summary.affected_none", definition=definition)
    others = int(pupils[affected & ~worse].sum())
    told: dict[str, object] = {
        "pupils": nouns.pupils(n),
        "share": percent(n / max(1, int(pupils.sum()))),
        "definition": definition,
    }
    if others == n:
        return text("report.summary.affected", **told)
    told["worse"] = few(pupils[worse].sum())
    if not others:
        return text("report.summary.affected_within", **told)
    within = few(n - others)
    return text("report.summary.affected_both", within=within, others=few(others), **told)


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
    lost, far = int(own["pupils"].sum()), int(own.loc[beyond, "pupils"].sum())
    if not far:
        return text("report.summary.nowhere_near", pupils=nouns.pupils(lost))
    return text(
        "report.summary.nowhere", pupils=nouns.pupils(lost), beyond=nouns.pupils_of(far, lost)
    )


def _open(schools: pandas.DataFrame) -> Text:
    """Return how many closures may not be carried out yet."""
    needs = schools[schools["decision"].isin(NEEDS_CONSENT)]
    if needs.empty:
        return text("report.summary.nothing_closes")
    proposed, open_ = len(needs), int((needs["executable"] == 0).sum())
    form = "done" if not open_ else "some" if open_ < proposed else "all"
    if form == "all" and proposed == 1:
        form = "one"
    return text(
        f"report_page.open_items.{form}", schools=nouns.schools(proposed), open=count(open_)
    )


def _graded(county: County) -> Text | None:
    """Return how many schools and villages are not measured; None where all are."""
    tables = {"schools": county.schools, "villages": county.villages}
    grades = {name: list(evidence_of(county, frame).values()) for name, frame in tables.items()}
    weak = {name: sum(g != "measured" for g in own) for name, own in grades.items()}
    if not any(weak.values()):
        return None
    return text(
        "report_page.graded",
        schools=nouns.schools_of(weak["schools"], len(grades["schools"])),
        villages=nouns.villages_of(weak["villages"], len(grades["villages"])),
    )


def _guessed(assignments: pandas.DataFrame) -> Sentence | None:
    """Return of how many pupils today's school is worked out rather than known, and how."""
    n = assignments.groupby("baseline_basis")["pupils"].sum()
    parts = [
        text(f"report_page.basis.{basis}", n=few(n[basis]))
        for basis in ("fitted", "assumed")
        if n.get(basis, 0)
    ]
    if not parts:
        return None
    everyone = int(assignments["pupils"].sum())
    return listed(
        "report.summary.guessed",
        parts,
        pupils=nouns.pupils_of(_sum(n, "fitted", "assumed"), everyone),
    )


def _sum(n: pandas.Series, *keys: str) -> int:
    return sum(int(n.get(key, 0)) for key in keys)


def _judged(result: Result) -> Text | None:
    """Return by what plans were compared, in order; None where nothing was decided."""
    schools = result.scenario.schools
    if schools.keep_all and schools.keep_catchments:
        return None
    goals = [text(f"tier.{tier.name}") for tier in result.outcome.tiers]
    said = {lang: _THEN[lang].join(goal.say(lang) for goal in goals) for lang in LANGS}
    return text("report_page.judged", goals=text("say.both", **said)) if goals else None
