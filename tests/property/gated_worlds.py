"""Random tiny counties with streams, left-behind pupils, canteens, crowded receivers and more."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
from random_worlds import random_world, settled

from planner.county.dictionary import KINDS, STAGES
from planner.gates import STREAMS, canteen_places
from planner.instance import BOARD, KIND_OFFERS, Instance
from planner.scenario import Scenario


def with_gates(seed: int, **size: int) -> Instance:
    """Return the county of a seed with each gate of `planner.gates` in some of them."""
    draw = Random(seed + 3_000_000)
    world = random_world(seed, **size)
    if draw.random() < 0.7:
        world = _far_away(draw, world)
    scenario = _scenario(draw, world)
    ratio = scenario.boarding.canteen_places_per_boarder
    boarders = world.site_boarders_today
    canteen = [draw.choice((0, 2, 5, 12)) for _ in world.site_id]
    kinds = world.site_kinds.copy()
    if draw.random() < 0.4:
        nine_year = world.site_existing & (world.site_kind == KINDS.index("nine_year"))
        kinds[nine_year, KINDS.index("primary")] = True
    gated = replace(
        world,
        scenario=scenario,
        unit_herding=np.array([draw.choice((0, 0.3, 1, np.nan)) for _ in world.unit_village]),
        unit_stream=_ints(draw.choice((-1, 0, 1)) if j >= 0 else -1 for j in world.unit_site),
        unit_left_behind=_ints(draw.randint(0, n) for n in world.unit_pupils.tolist()),
        site_kinds=kinds,
        site_streams=np.array([[draw.random() < 0.6 for _ in STREAMS] for _ in world.site_id]),
        site_rooms_short=_ints(
            draw.choice((0, 1, 2)) if there and n >= 2 else 0
            for there, n in zip(world.site_existing, world.site_rooms, strict=True)
        ),
        site_canteen=np.maximum(canteen, canteen_places(boarders, ratio)).astype(np.int64),
        site_closed_yuan=np.where(
            world.site_existing, [draw.choice((0, 0, 70_000)) for _ in world.site_id], 0.0
        ),
    )
    return settled(draw, _with_room_to_grow(gated))


def _with_room_to_grow(world: Instance) -> Instance:
    """Return the county in which no school grows whose rooms today's classes lack."""
    stages, there = KIND_OFFERS.sum(axis=1), world.site_rooms - world.site_rooms_short
    larger = world.site_existing[:, None] & (stages > stages[world.site_kind][:, None])
    fits = (there + world.site_new_rooms)[:, None] >= stages
    return replace(world, site_kinds=world.site_kinds & (~larger | fits))


def _far_away(draw: Random, world: Instance) -> Instance:
    """Return the county with more beds, where most who could board cannot go daily."""
    unit, boards = world.option_unit, world.option_mode == BOARD
    may = [u for u in sorted(set(unit[boards].tolist())) if draw.random() < 0.8]
    far = np.isin(unit, may) & ~boards & (world.option_site != world.unit_site[unit])
    beds = np.array([draw.choice((0, 3, 8, 14)) for _ in world.site_id]) * world.site_existing
    return replace(
        world,
        option_minutes=np.where(far, 500.0, world.option_minutes),
        site_beds=(world.site_beds + beds).astype(np.int64),
        site_new_beds=_ints(draw.choice((0, 6, 20)) for _ in world.site_id),
    )


def _scenario(draw: Random, world: Instance) -> Scenario:
    asked: dict[str, Any] = world.scenario.model_dump()
    village, stage = world.unit_village[0], STAGES[int(world.unit_stage[0])]
    named = {"village": village, "stage": stage, "reason": {"zh": "试", "en": "a trial"}}
    asked["boarding"] |= {
        "max_new_beds": None,
        "lowest_stage": draw.choice(("lower", "upper", "upper")),
        "exceptions": [named] if draw.random() < 0.4 else [],
        "left_behind_first": draw.random() < 0.6,
        "canteen_places_per_boarder": draw.choice((0, 0.5, 1, 1.2)),
    }
    asked["travel"]["protect"] = draw.choice((asked["travel"]["protect"], "none"))
    asked["schools"]["allow_stream_switch"] = draw.random() < 0.3
    asked["costs"]["canteen_place_yuan"] = draw.choice((0, 2_000, 40_000))
    asked["concern"]["cap_over"] = draw.choice(("pupils", "herding"))
    if draw.random() < 0.4:
        asked["concern"]["max_affected_share"] = draw.choice((0, 0.2, 0.4))
    return Scenario.model_validate(asked)


def _ints(values: Any) -> Any:
    return np.array(list(values), dtype=np.int64)
