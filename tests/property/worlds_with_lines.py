"""Random tiny counties that may fund bus lines."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
from random_worlds import random_world, settled

from planner.county.dictionary import STAGES
from planner.instance import RIDE, Instance
from planner.scenario.minibus import Lines


def with_possible_lines(seed: int, **size: int) -> Instance:
    """Return the county of a seed with one or two lines that a plan may fund.

    Besides its other ways a unit may ride them to some of the sites that teach its stage.
    """
    world = random_world(seed, **size)
    draw = Random(seed + 1_000_000)
    count = draw.choice((1, 1, 2))
    scenario = world.scenario.model_copy(
        update={"lines": Lines(min_riders_per_line=draw.choice((1, 3, 6, 9)))}
    )
    first = len(world.line_id)
    pairs = zip(world.option_unit.tolist(), world.option_site.tolist(), strict=True)
    rows = [
        (u, j, first + draw.randrange(count), 5.0 * draw.randint(1, 12))
        for u, j in sorted(set(pairs))
        if draw.random() < 0.55
    ]
    unit, site, line, minutes = np.array(rows, dtype=float).reshape(-1, 4).T
    new = len(rows)
    added: dict[str, Any] = {
        "unit": unit.astype(np.int64),
        "site": site.astype(np.int64),
        "mode": np.full(new, RIDE),
        "minutes": minutes.astype(float),
        "metres": 300.0 * minutes,
        "line": line.astype(np.int64),
        "household_yuan": np.array([100.0 * draw.randint(0, 8) for _ in rows]),
        "public_yuan": np.zeros(new),
        "vehicle": np.zeros(new, dtype=bool),
        "hazard": np.array([draw.random() < 0.2 for _ in rows], dtype=bool),
        "affected": np.zeros(new, dtype=bool),
        "forbidden": np.zeros(new, dtype=np.int64),
    }
    joined = {k: np.append(getattr(world, f"option_{k}"), v) for k, v in added.items()}
    order = np.lexsort((joined["line"], joined["mode"], joined["site"], joined["unit"]))
    old = np.zeros(first)
    ids = tuple(f"N{n}" for n in range(count))
    seats = [draw.choice((4, 8, 15, 19)) for _ in ids]
    larger = replace(
        world,
        scenario=scenario,
        line_id=(*world.line_id, *ids),
        line_seats=np.append(world.line_seats, seats).astype(np.int64),
        line_possible=np.append(old, np.ones(count)).astype(bool),
        line_yuan=np.append(old, [draw.choice((0, 0, 30_000, 215_000)) for _ in ids]),
        line_vehicle_yuan=np.append(old, [draw.choice((0, 200_000)) for _ in ids]),
        line_stages=np.ones((first + count, len(STAGES)), dtype=bool),
        line_stops=("",) * (first + count),
        **{f"option_{k}": v[order] for k, v in joined.items()},
    )
    return settled(draw, larger)
