"""Classes: an offered stage is graded, or it is one multi-grade class."""

from __future__ import annotations

from collections.abc import Iterator

from planner.accounts import Accounts
from planner.audit.violation import Violation, breach, decisions
from planner.county.dictionary import OFFERS, STAGES
from planner.instance import Instance
from planner.plan import Plan, SiteDecision
from planner.texts import text

NAME = "classes"
GRADES = 3
"""Grades of a stage: a graded stage has at least one class for each."""


def violation(instance: Instance, plan: Plan, accounts: Accounts) -> list[Violation]:
    """Check the classes of every stage at every site.

    A stage that is offered runs at least three classes, with pupils <= class size x
    classes; or exactly one multi-grade class, with pupils <= the multi-grade size. A stage
    that is not offered runs none.
    """
    after = decisions(plan)
    return [
        v
        for j, name in enumerate(instance.site_id)
        for g, stage in enumerate(STAGES)
        for v in _stage(instance, after[name], stage, int(accounts.pupils[j, g]))
    ]


def _stage(instance: Instance, site: SiteDecision, stage: str, pupils: int) -> Iterator[Violation]:
    sizes = instance.scenario.schools.class_size
    classes = site.classes.get(stage, 0)
    ids = (site.school_id,)
    words = {
        "school": site.school_id,
        "stage": text(f"stage.{stage}"),
        "pupils": pupils,
        "classes": classes,
    }
    if stage not in OFFERS.get(site.kind or "", ()):
        if classes or stage in site.multigrade:
            yield breach(NAME, "not_offered", ids, max(1, classes), "classes", **words)
        return
    if stage in site.multigrade:
        if classes != 1:
            yield breach(NAME, "one", ids, abs(classes - 1), "classes", **words)
        places, size = sizes.multigrade, sizes.multigrade
    else:
        if classes < GRADES:
            yield breach(NAME, "graded", ids, GRADES - classes, "classes", **words)
        graded = getattr(sizes, stage)
        size = float("inf") if graded is None else graded
        places = 0.0 if classes == 0 else classes * size
    if pupils > places:
        yield breach(NAME, "size", ids, pupils - places, "pupils", size=size, **words)
