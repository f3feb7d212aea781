"""Ways cut into strands that they share, so that each stretch is in the page once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.travel.ways import Ground, Way

Link = tuple[int, int, int]
"""A step either way: its lower node, its higher node, its piece of road."""


@dataclass(frozen=True)
class Strands:
    """Strands and the ways made of them.

    Parameters
    ----------
    steps
        Of each strand its steps in order: tail, head, piece.
    ways
        Of each way its strands in order: ``n`` for strand ``n - 1`` as it stands, ``-n`` for
        the same from its end.
    """

    steps: list[list[tuple[int, int, int]]]
    ways: list[list[int]]


def braid(ways: Sequence[Way], ground: Ground) -> Strands:
    """Cut ways wherever another one joins, leaves or ends.

    Parameters
    ----------
    ways
        Ways.
    ground
        Which nodes are one place.
    """
    steps = [_steps(way, ground) for way in ways]
    links: dict[int, set[Link]] = defaultdict(set)
    ends: set[int] = set()
    for way in steps:
        for tail, head, piece in way:
            link = (min(tail, head), max(tail, head), piece)
            links[tail].add(link)
            links[head].add(link)
        if way:
            ends |= {way[0][0], way[-1][1]}
    cut = ends | {node for node, own in links.items() if len(own) != 2}
    numbers: dict[tuple[tuple[int, int, int], ...], int] = {}
    strands: list[list[tuple[int, int, int]]] = []
    braided = []
    for way in steps:
        own, begin = [], 0
        for k, (_, head, _) in enumerate(way, 1):
            if head not in cut:
                continue
            strand = tuple(way[begin:k])
            begin = k
            if strand not in numbers:
                strands.append(list(strand))
                numbers[tuple((h, t, p) for t, h, p in reversed(strand))] = -len(strands)
                numbers[strand] = len(strands)
            own.append(numbers[strand])
        braided.append(own)
    return Strands(strands, braided)


def strand_lines(strands: Strands, ground: Ground) -> list[Any]:
    """Return each strand as a LineString in the county's system."""
    import numpy as np
    import shapely

    return [
        shapely.LineString(np.concatenate([ground.step(*step) for step in steps]))
        for steps in strands.steps
    ]


def _steps(way: Way, ground: Ground) -> list[tuple[int, int, int]]:
    """Return the steps of a way; a stop is one node, whether one gets on or off there."""
    nodes = [ground.place(node) for node in way.nodes.tolist()]
    steps = zip(nodes[:-1], nodes[1:], way.piece.tolist(), strict=True)
    return [step for step in steps if step[0] != step[1]]
