"""The least classes, rooms and beds that a layout needs: decisions from who goes where."""

from __future__ import annotations

import numpy as np

from planner.accounts import classes_needed
from planner.county.dictionary import OFFERS, STAGES
from planner.instance import BOARD, Instance, Ints
from planner.plan import SiteDecision


def decisions(
    instance: Instance, kinds: list[str | None], pupils: Ints, boarders: Ints
) -> tuple[SiteDecision, ...]:
    """Return the least classes, rooms and beds that the pupils of each site need.

    Parameters
    ----------
    kinds
        Kind of each site after the plan, None where it is shut.
    pupils, boarders
        By site and stage, shape (J, stages); by site, shape (J,).
    """
    sizes = instance.scenario.schools.class_size
    made = []
    for j, kind in enumerate(kinds):
        if kind is None:
            made.append(SiteDecision(instance.site_id[j], None))
            continue
        classes, multigrade = {}, set()
        for stage in OFFERS[kind]:
            n = int(pupils[j, STAGES.index(stage)])
            classes[stage], single = classes_needed(n, getattr(sizes, stage), sizes.multigrade)
            if single:
                multigrade.add(stage)
        rooms = sum(classes.values())
        made.append(
            SiteDecision(
                school_id=instance.site_id[j],
                kind=kind,
                classes=classes,
                multigrade=frozenset(multigrade),
                classrooms_added=int(max(0, rooms - instance.site_rooms[j])),
                beds_added=int(max(0, boarders[j] - instance.site_beds[j])),
            )
        )
    return tuple(made)


def site_counts(instance: Instance, used: Ints, pupils: Ints) -> tuple[Ints, Ints]:
    """Return pupils by site and stage and boarders by site of options used by pupils."""
    by_stage = np.zeros((instance.sites, len(STAGES)), dtype=np.int64)
    np.add.at(by_stage, (instance.option_site[used], instance.option_stage[used]), pupils)
    boarders = np.zeros(instance.sites, dtype=np.int64)
    boards = instance.option_mode[used] == BOARD
    np.add.at(boarders, instance.option_site[used][boards], pupils[boards])
    return by_stage, boarders
