"""Ways of a minibus to one school: the tree of quickest ways, and which of them to run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra

from planner.travel.access import SplitRoads
from planner.travel.speeds import minutes_at
from planner.travel.stops import sparse

Array = NDArray[Any]


@dataclass(frozen=True)
class Step:
    """The road from one stop to the next: edges of the road graph and metres on each."""

    edges: tuple[int, ...]
    metres: tuple[float, ...]


@dataclass(frozen=True)
class Tree:
    """The quickest ways to one school over the nodes at which anybody stops.

    Parameters
    ----------
    root
        Node of the school.
    minutes, metres
        To the school, by node.
    onward, steps
        The next such node on the way, or the root, and the road there, by node.
    """

    root: int
    minutes: dict[int, float]
    metres: dict[int, float]
    onward: dict[int, int]
    steps: dict[int, Step]

    def way(self, node: int) -> list[int]:
        """Return the nodes from this one to the school, the school left out."""
        nodes = []
        while node != self.root:
            nodes.append(node)
            node = self.onward[node]
        return nodes


def tree_builder(pieces: SplitRoads, kph: Array) -> Callable[[int, Array, float], Tree]:
    """Return the function that grows the tree of a school.

    Parameters
    ----------
    pieces
        Roads cut at the stops.
    kph
        Speed of a minibus on each edge of the road graph, 0 where it may not go.

    Returns
    -------
    callable
        Of the school's node, the nodes at which anybody stops, and the longest run in minutes
        (inclusive).
    """
    minutes = minutes_at(pieces.metres, kph[pieces.edge])
    may = np.flatnonzero(np.isfinite(minutes))
    tail = np.concatenate([pieces.start[may], pieces.end[may]])
    head = np.concatenate([pieces.end[may], pieces.start[may]])
    piece = np.tile(may, 2)
    matrix = sparse(pieces.nodes, tail, head, minutes[piece])
    # The quickest piece between two nodes comes first, as it does in the matrix.
    order = np.lexsort((minutes[piece], head, tail))
    key = (tail * pieces.nodes + head)[order]

    def grow(root: int, stops: Array, longest_minutes: float) -> Tree:
        reached, before = dijkstra(
            matrix, indices=root, limit=longest_minutes + 1e-6, return_predecessors=True
        )
        tree = Tree(root, {root: 0.0}, {root: 0.0}, {}, {})
        wanted = set(stops.tolist()) - {-1, root}
        near = [n for n in wanted if np.isfinite(reached[n])]
        for node in sorted(near, key=lambda n: (reached[n], n)):
            edges, metres, at = [], [], node
            while at == node or (at not in wanted and at != root):
                onward = int(before[at])
                found = piece[order[np.searchsorted(key, at * pieces.nodes + onward)]]
                edges.append(int(pieces.edge[found]))
                metres.append(float(pieces.metres[found]))
                at = onward
            tree.minutes[node] = float(reached[node])
            tree.metres[node] = tree.metres[at] + sum(metres)
            tree.onward[node], tree.steps[node] = at, Step(tuple(edges), tuple(metres))
        return tree

    return grow


def runs(
    tree: Tree, pupils: dict[int, int], *, seats: int, fewest: int, most_lines: int
) -> list[list[int]]:
    """Return the ways to run, each as its nodes from the far end.

    Of all ways the one whose riders, seated from the far end inward, ride the most
    pupil-minutes; then again among those still without a seat. Of equals the one with the
    nearer end, then with the lower node.

    Parameters
    ----------
    tree
        Ways to the school.
    pupils
        Who want a seat, by node.
    seats, fewest, most_lines
        Of a vehicle; riders for whom a line is run; lines of the school.
    """
    left = {n: k for n, k in pupils.items() if n in tree.onward and k > 0}
    chosen: list[list[int]] = []
    while len(chosen) < most_lines:
        best: tuple[float, float, int] | None = None
        seated: dict[int, int] = {}
        for end in sorted(n for n, k in left.items() if k > 0):
            aboard = _seated(tree.way(end), left, seats)
            if sum(aboard.values()) < fewest:
                continue
            ridden = sum(k * tree.minutes[n] for n, k in aboard.items())
            rank = (-round(ridden, 6), tree.minutes[end], end)
            if best is None or rank < best:
                best, seated = rank, aboard
        if best is None:
            break
        for node, count in seated.items():
            left[node] -= count
        chosen.append([n for n in tree.way(best[2]) if pupils.get(n, 0) > 0])
    return chosen


def _seated(way: list[int], left: dict[int, int], seats: int) -> dict[int, int]:
    """Return who of those on the way get a seat, from the far end inward."""
    aboard = {}
    for node in way:
        if left.get(node, 0) and seats:
            aboard[node] = min(left[node], seats)
            seats -= aboard[node]
    return aboard
