"""The least classes, rooms, beds and area that a layout needs: decisions from who goes where."""

from __future__ import annotations

import numpy as np

from planner.areas import area_short_m2, built_for_area
from planner.county.dictionary import STAGES
from planner.gates import Needs
from planner.instance import BOARD, Instance, Ints
from planner.plan import SiteDecision
from planner.posts import classes_by_stage


def decisions(
    instance: Instance,
    kinds: list[str | None],
    pupils: Ints,
    boarders: Ints,
    needs: Needs | None = None,
) -> tuple[SiteDecision, ...]:
    """Return the least classes, rooms, beds and area that the pupils of each site need.

    Parameters
    ----------
    kinds
        Kind of each site after the plan, None where it is shut.
    pupils, boarders
        By site and stage, shape (J, stages); by site, shape (J,).
    needs
        What else the layout asks of its sites; nothing of today's arrangement.
    """
    rooms_there, boarding = instance.site_rooms, boarders.astype(float)
    if needs is not None:
        rooms_there = rooms_there - instance.site_rooms_short * needs.newcomers
        boarding = boarding + needs.kept_beds
    beds = np.ceil(boarding - 1e-9).astype(np.int64)
    sizes = instance.scenario.schools.class_size
    short_m2 = area_short_m2(instance, pupils)
    made = []
    for j, kind in enumerate(kinds):
        if kind is None:
            made.append(SiteDecision(instance.site_id[j], None))
            continue
        needed = classes_by_stage(kind, pupils[j].tolist(), sizes)
        classes = {stage: n for stage, (n, _) in needed.items()}
        lacking = int(max(0, sum(classes.values()) - rooms_there[j]))
        rooms, (teaching_m2, sports_m2) = built_for_area(instance, j, lacking, short_m2[j])
        made.append(
            SiteDecision(
                school_id=instance.site_id[j],
                kind=kind,
                classes=classes,
                multigrade=frozenset(stage for stage, (_, single) in needed.items() if single),
                classrooms_added=rooms,
                beds_added=int(max(0, beds[j] - instance.site_beds[j])),
                teaching_area_added_m2=teaching_m2,
                sports_area_added_m2=sports_m2,
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
