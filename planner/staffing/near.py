"""Better plans near a plan: a school and those around it solved again, the rest held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np

from planner.programme.highs import Floats, Stop
from planner.staffing.parts import Model, Places, solve_part

_AROUND = (4, 8)
"""Schools taken along with the one in the middle, first few, then more."""
_NODES = 20
_SECONDS_EACH = 10.0
_GAP = 0.01


@dataclass
class Rounds:
    """Walks over the county from school to school.

    Parameters
    ----------
    changed
        By school, the step at which something changed there last.
    tried
        By school and size of the neighbourhood, the step at which it was last solved.
    """

    places: Places
    changed: dict[int, int] = field(default_factory=dict)
    tried: dict[tuple[int, int], int] = field(default_factory=dict)
    step: int = 0


def improve(
    model: Model,
    places: Places,
    cost: Floats,
    values: Floats,
    *,
    gap: float,
    seconds: float,
    done: Callable[[Floats], bool],
    stop: Stop,
) -> Floats:
    """Return better values: neighbourhood by neighbourhood, until none helps or time is over.

    Parameters
    ----------
    cost
        By column.
    gap
        A difference that matters little, in the objective's unit, in one neighbourhood.
    done
        Told each better solution; says whether it is good enough.
    """
    ends = perf_counter() + seconds
    rounds = Rounds(places)
    schools = [s for s in range(len(places.near)) if len(places.near[s]) > 0]
    for around in _AROUND:
        moved = True
        while moved:
            moved = False
            for s in schools:
                if stop or perf_counter() > ends:
                    return values
                near = places.near[s][:around]
                here = [s, *near.tolist()]
                last = rounds.tried.get((s, around), -1)
                if last >= 0 and all(rounds.changed.get(b, 0) <= last for b in here):
                    continue
                rounds.step += 1
                rounds.tried[s, around] = rounds.step
                better = solve_part(
                    model,
                    cost,
                    values,
                    places.inside(np.array(here)),
                    gap=gap,
                    relative=_GAP,
                    nodes=_NODES,
                    seconds=min(_SECONDS_EACH, max(0.1, ends - perf_counter())),
                )
                if better is None:
                    continue
                moved = True
                differ = np.flatnonzero(np.abs(better - values) > 1e-7)
                for b in set(places.first[differ].tolist()) | set(places.second[differ].tolist()):
                    rounds.changed[b] = rounds.step
                values = better
                if done(values):
                    return values
    return values
