"""Why a plan does with a site what it does, in a code and a sentence."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.county.dictionary import KINDS, OFFERS, STAGES
from planner.reports.decisions import GROWN, NEEDS_CONSENT, Moves, area_built, planned_sites
from planner.reports.pupils import few_sum
from planner.reports.words import few
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

    For a school that closes or is reduced the sentence gives what brought it about, where a
    rule of the scenario did, and in any case what it means for those who leave.
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
        site = planned_sites(result)[instance.site_id[j]]
        built: dict[str, object] = {"rooms": site.classrooms_added, "beds": site.beds_added}
        if area_built(site):
            areas = site.teaching_area_added_m2, site.sports_area_added_m2
            built |= {"teaching": f"{areas[0]:,.0f}", "sports": f"{areas[1]:,.0f}"}
        key = "page.reason.grows_area" if area_built(site) else "page.reason.grows"
        return "grows", text(key, **built, before=before, after=after)
    if bool(instance.site_must_open[j]):
        return "pinned", text("page.reason.pinned_open")
    if bound_pupils:
        return "kept_needed", text("page.reason.kept_needed", pupils=few(bound_pupils))
    return "unchanged", text("page.reason.unchanged", before=before, after=after)


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
    if moves is None or moves.pupils == 0:
        return "no_pupils", text("page.reason.no_pupils")
    outcome = _for_those_who_leave(moves)
    cause = _rule_behind(result, j)
    if cause is None:
        return outcome
    return cause[0], text("page.reason.and", cause=cause[1], outcome=outcome[1])


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
        return "township_limit", text(
            "page.reason.township_limit", most=rule.max, stage=text(f"stage.{rule.stage}")
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
