"""What the figures of proof mean: whose gap stands at the head, what was given up, what is no cash."""

from __future__ import annotations

from planner.accounts import STAFFED_TIERS
from planner.plan import Outcome, TierResult, relative_gap
from planner.reports.sentences import SEPARATORS
from planner.reports.words import count, gap_percent, status_of, status_words, yuan
from planner.result import Result
from planner.texts import LANGS, Text, text

NO_PROOF = 10.0
"""Gap from which a bound says nothing worth telling, as a share of the value."""
MAIN_GAP = 0.01
"""Aims of staffing from the first on that are proved to this or better are told as one."""


def objective_words(result: Result, tier: TierResult) -> Text:
    """Return what an objective of the layout is called, with what is no cash in it."""
    name = text(f"tier.{tier.name}")
    charged = _charged_yuan(result, tier)
    if not charged:
        return name
    return text("report_page.proof.charged", objective=name, yuan=yuan(charged))


def proof_notes(result: Result) -> tuple[Text, ...]:
    """Return whose gap the report is headed with, what later objectives were given, what is no cash."""
    schools, outcome = result.scenario.schools, result.outcome
    if schools.keep_all and schools.keep_catchments:
        return ()
    said = []
    tiers = tuple(enumerate(outcome.tiers, 1))
    if 0 < outcome.gap < NO_PROOF and len(tiers) > 1:
        n, worst = max(tiers, key=lambda numbered: numbered[1].gap)
        fields = {"n": n, "objective": text(f"tier.{worst.name}"), "status": status_of(result)}
        said.append(text("report_page.proof.head", **fields))
    for n, tier in tiers:
        given = given_up(tier)
        if given:
            name, share = text(f"tier.{tier.name}"), gap_percent(given)
            said.append(text("report_page.proof.given", n=n, objective=name, share=share))
    for n, tier in tiers:
        charged = _charged_yuan(result, tier)
        if charged:
            said.append(
                text(
                    "report_page.proof.no_cash",
                    n=n,
                    objective=text(f"tier.{tier.name}"),
                    value=count(tier.value),
                    charged=count(charged),
                    cash=count(round(tier.value) - round(charged)),
                )
            )
    return tuple(said)


def given_up(tier: TierResult) -> float:
    """Return what an objective let go for those after it, as a share of its value; 0 for nothing."""
    reached = tier.value if tier.reached is None else tier.reached
    given = relative_gap(tier.value, reached)
    return given if given < NO_PROOF else 0.0


def staffing_status(outcome: Outcome, asked: float) -> Text:
    """Return what a search of many aims vouches for: the first ones together, then the others.

    Parameters
    ----------
    asked
        Gap that the search was to prove.
    """
    tiers = outcome.tiers
    close = max(asked, MAIN_GAP)
    first = next((n for n, t in enumerate(tiers) if t.gap > close), len(tiers))
    if outcome.status != "feasible_at_limit" or first in (0, len(tiers)):
        return status_words(outcome)
    rest = [_apart(n, t) for n, t in enumerate(tiers, 1) if t.gap > close]
    names = [text(f"tier.{t.name}") for t in tiers[:first]]
    key = "interrupt" if outcome.ended_by == "interrupt" else "clock"
    return text(
        f"staff_status.{key}",
        aims="1" if first == 1 else f"1–{first}",
        names=_joined(names),
        gap=gap_percent(max(t.gap for t in tiers[:first])),
        rest=_joined(rest),
    )


def _apart(n: int, tier: TierResult) -> Text:
    name = text(f"tier.{tier.name}")
    if tier.best_bound <= 0 < tier.value or tier.gap >= NO_PROOF:
        return text("staff_status.no_bound", n=n, aim=name)
    return text("staff_status.apart", n=n, aim=name, gap=gap_percent(tier.gap))


def _charged_yuan(result: Result, tier: TierResult) -> float:
    return result.accounts.staffing_yuan if tier.name in STAFFED_TIERS else 0.0


def _joined(parts: list[Text]) -> Text:
    said = {lang: SEPARATORS[lang].join(p.say(lang) for p in parts) for lang in LANGS}
    return text("say.both", **said)
