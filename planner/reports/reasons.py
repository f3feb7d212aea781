"""Why a plan does with a site what it does, in a code and a sentence."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.county.dictionary import KINDS, OFFERS, STAGES
from planner.plan import SiteDecision
from planner.reports.decisions import GROWN, NEEDS_CONSENT, Moves, planned_sites
from planner.reports.guesses import empty_by_guess
from planner.reports.pupils import few_sum
from planner.reports.words import count, few, yuan
from planner.result import Result
from planner.texts import Text, text
from planner.travel.words import in_words

Reason = tuple[str, Text]


def without_alternative(result: Result) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return pupils by site who today have no other allowed school, shape (J,)."""
    instance = result.instance
    today = instance.unit_site[instance.option_unit]
    elsewhere = instance.allowed & (instance.option_site != today)
    has_other = np.zeros(instance.units, dtype=bool)
    has_other[instance.option_unit[elsewhere]] = True
    bound = (instance.unit_site >= 0) & ~has_other
    pupils = np.zeros(instance.sites, dtype=np.int64)
    np.add.at(pupils, instance.unit_site[bound], instance.unit_pupils[bound])
    return pupils


def reason_of(
    result: Result,
    j: int,
    decision: str,
    moves: Moves | None,
    bound_pupils: int,
) -> Reason:
    """Return a reason code and its sentence for site `j`.

    For a school that closes or is reduced the sentence gives first what brought it about, a
    rule of the scenario or what running it costs less, and then what that means for those who
    leave: the code is the rule's, or else the effect's.
    """
    instance, accounts = result.instance, result.accounts
    if decision in NEEDS_CONSENT:
        return _leaving(result, j, moves)
    before, after = few_sum(result.baseline_accounts.pupils[j]), few_sum(accounts.pupils[j])
    if decision == "not_opened":
        return "not_needed", text("page.reason.not_needed")
    if decision == "open":
        return "opened", text("page.reason.opened", pupils=after)
    if decision == "convert_to_boarding":
        return "boards", text("page.reason.boards", boarders=few(accounts.boarders[j]))
    if decision in GROWN.values():
        return "adds_stage", _added(result, j)
    if decision == "expand":
        built = _built(planned_sites(result)[instance.site_id[j]])
        return "grows", text("page.reason.grows", built=built, before=before, after=after)
    if bool(instance.site_must_open[j]):
        return "pinned", text("page.reason.pinned_open")
    if bound_pupils:
        return "kept_needed", text("page.reason.kept_needed", pupils=few(bound_pupils))
    return "unchanged", text("page.reason.unchanged", before=before, after=after)


def _built(site: SiteDecision) -> Text:
    """Return what is built at a school that is enlarged: no word of what is not."""
    counts = {"room": site.classrooms_added, "bed": site.beds_added}
    areas = {"teaching": site.teaching_area_added_m2, "sports": site.sports_area_added_m2}
    said = [
        text(f"page.reason.grows_{name}")
        if n == 1
        else text(f"page.reason.grows_{name}s", n=count(n))
        for name, n in counts.items()
        if n
    ]
    said += [text(f"page.reason.grows_{name}", n=count(m2)) for name, m2 in areas.items() if m2]
    joined = said.pop()
    while said:
        joined = text("page.reason.grows_and", first=said.pop(), rest=joined)
    return joined


def _added(result: Result, j: int) -> Text:
    """Return the sentence on the stages that a school adds, and for whom."""
    instance, site = result.instance, planned_sites(result)[result.instance.site_id[j]]
    before = OFFERS[KINDS[int(instance.site_kind[j])]]
    new = [g for g in OFFERS[site.kind or ""] if g not in before]
    return text(
        "page.reason.adds_stage_and_rooms" if site.classrooms_added else "page.reason.adds_stage",
        stages=in_words([text(f"stage.{g}") for g in new]),
        pupils=few(sum(int(result.accounts.pupils[j, STAGES.index(g)]) for g in new)),
        rooms=site.classrooms_added,
    )


def _leaving(result: Result, j: int, moves: Moves | None) -> Reason:
    """Return the cause, a rule or what is saved, and what it means for those who leave."""
    cause = _rule_behind(result, j)
    why = _saves(result, j) if cause is None else cause[1]
    if moves is None or moves.pupils == 0:
        kind = KINDS[int(result.instance.site_kind[j])]
        guess = empty_by_guess(result, result.instance.site_id[j], kind)
        empty = text(f"page.reason.{'no_pupils_by_guess' if guess else 'no_pupils'}")
        return "no_pupils", text("page.reason.and", cause=why, outcome=empty)
    outcome = _for_those_who_leave(moves)
    code = outcome[0] if cause is None else cause[0]
    return code, text("page.reason.and", cause=why, outcome=outcome[1])


def _saves(result: Result, j: int) -> Text:
    """Return what running the site costs less a year, the cause where no rule asks for it.

    Where it costs no less the search alone can be named: it weighs the whole county.
    """
    saved = float(result.baseline_accounts.annual_yuan[j] - result.accounts.annual_yuan[j])
    if round(saved) <= 0:
        return text("page.reason.search")
    return text("page.reason.saves", yuan=yuan(saved))


def _for_those_who_leave(moves: Moves) -> Reason:
    """Return what leaving means for them, the hardest lot first."""
    if moves.unserved:
        return "some_unserved", text("page.reason.some_unserved", pupils=few(moves.unserved))
    if moves.over_norm:
        return "receiver_beyond_norm", text(
            "page.reason.receiver_beyond_norm", pupils=few(moves.over_norm)
        )
    if moves.newly_board:
        return "receiver_boards", text("page.reason.receiver_boards", pupils=few(moves.newly_board))
    return "receiver_within_limits", text("page.reason.receiver_within_limits")


def _rule_behind(result: Result, j: int) -> Reason | None:
    """Return the rule of the scenario that asks for it, if one does."""
    schools = result.scenario.schools
    if bool(result.instance.site_must_close[j]):
        return "pinned", text("page.reason.pinned_close")
    if _one_too_many(result, j):
        rule = schools.per_township
        assert rule is not None
        form = "one" if rule.max == 1 else "many"
        return "township_limit", text(
            f"page.reason.township_limit.{form}",
            most=rule.max,
            stage=text(f"stage.{rule.stage}"),
        )
    least = getattr(schools.min_pupils, KINDS[int(result.instance.site_kind[j])])
    stages = result.baseline_accounts.pupils[j]
    if least is not None and int(stages.sum()) < least:
        said = few_sum(stages)
        return "few_pupils", text("page.reason.few_pupils", before=said, least=least)
    return None


def _one_too_many(result: Result, j: int) -> bool:
    """Return whether site `j` offers a stage that more schools of its township offer than may."""
    instance, rule = result.instance, result.scenario.schools.per_township
    township = int(instance.site_township[j])
    if rule is None or rule.max is None or instance.township[township] in rule.exempt:
        return False
    offering = [
        i
        for i in range(instance.sites)
        if instance.site_existing[i]
        and instance.site_township[i] == township
        and rule.stage in OFFERS[KINDS[int(instance.site_kind[i])]]
    ]
    return j in offering and len(offering) > rule.max
