"""Kind: a site becomes only what it may become."""

from __future__ import annotations

from planner.accounts import Accounts
from planner.audit.violation import Violation, breach, decisions
from planner.county.dictionary import KINDS, OFFERS, STAGES
from planner.instance import Instance
from planner.plan import Plan
from planner.texts import text

NAME = "kind"
_UP = {("teaching_point", "primary"), ("primary", "nine_year"), ("junior", "nine_year")}


def violation(instance: Instance, plan: Plan, accounts: Accounts) -> list[Violation]:
    """Check that an open site is of a kind that it may have, and a larger one by the rules."""
    found = []
    after = decisions(plan)
    for j, name in enumerate(instance.site_id):
        kind = after[name].kind
        if kind is None:
            continue
        before = KINDS[int(instance.site_kind[j])] if instance.site_existing[j] else kind
        added = [STAGES.index(g) for g in OFFERS[kind] if g not in OFFERS[before]]
        fits = not added or _may_grow(instance, j, before, kind)
        said = {"school": name, "kind": text(f"kind.{kind}")}
        if not instance.site_kinds[j, KINDS.index(kind)] or not fits:
            found.append(breach(NAME, "kind", (name,), 1, "schools", **said))
        elif added and not accounts.pupils[j, added].any():
            found.append(breach(NAME, "nobody", (name,), 1, "schools", **said))
    return found


def _may_grow(instance: Instance, j: int, before: str, kind: str) -> bool:
    """Return whether a school of today may become a kind that offers more.

    One step up, to a kind that the scenario names, in a building that may take pupils in and
    has or may add a room for each stage.
    """
    schools = instance.scenario.schools
    named = kind in schools.may_grow_to and not schools.keep_all
    there = instance.site_rooms[j] - instance.site_rooms_short[j]
    room = bool(there + instance.site_new_rooms[j] >= len(OFFERS[kind]))
    return named and (before, kind) in _UP and bool(instance.site_receives[j]) and room
