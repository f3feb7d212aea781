"""Which off-road legs are needed: most end where a nearer leg and the road lead sooner."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra

from planner.travel.access import Legs, SplitRoads
from planner.travel.paths import BEYOND_MINUTES, CELLS_AT_A_TIME, Arcs, arcs
from planner.travel.slopes import BACK, OUT

Array = NDArray[Any]


def needed_legs(
    legs: Legs,
    node: Array,
    leg_effort: Array,
    pieces: SplitRoads,
    piece_effort: Array,
    open_always: Array,
    places: int,
) -> Array:
    """Return which legs to keep, as indices; leaving out the others changes no trip.

    A leg from a place to a point on the road is needless where another leg of the place and a
    walk along roads that are never shut take strictly less effort to that point, and likewise
    on the way back. Then it is on no shortest way, in any season and for any stage: these slow
    walkers on and off the path, uphill and downhill, by one and the same factor, and nobody is
    slower on the road than on foot. Since the other way is strictly less, no two legs can each
    be left out for the sake of the other. A leg that is needed in one direction is kept in
    both.

    Parameters
    ----------
    legs, node
        Legs and the node at which each ends, shape (k,).
    leg_effort
        Efforts with the factor off the path, shape (k, 4).
    pieces, piece_effort
        Roads cut where these legs end; efforts, shape (s, 4).
    open_always
        Pieces that are shut in no season, shape (s,).
    places
        Number of places.
    """
    keep = np.zeros(len(node), dtype=bool)
    start, end = pieces.start[open_always], pieces.end[open_always]
    onward, back = piece_effort[open_always, OUT], piece_effort[open_always, BACK]
    tail = np.concatenate([start, end, pieces.nodes + legs.place])
    head = np.concatenate([end, start, node])
    none = np.zeros((len(tail), 0))
    count = pieces.nodes + places
    out = np.concatenate([onward, back, leg_effort[:, OUT]])
    keep |= _is_shortest(arcs(count, tail, head, out, none), legs, node, leg_effort[:, OUT], places)
    home = np.concatenate([back, onward, leg_effort[:, BACK]])
    if not np.array_equal(out, home):
        # The way home begins on the road: the search runs against it, from the place.
        search = arcs(count, tail, head, home, none)
        keep |= _is_shortest(search, legs, node, leg_effort[:, BACK], places)
    # Legs to one junction by way of several edges are one leg, but for rounding.
    by_effort = np.lexsort((leg_effort[:, OUT], node, legs.place))
    pairs = np.stack([legs.place, node])[:, by_effort]
    _, first, pair = np.unique(pairs, axis=1, return_index=True, return_inverse=True)
    kept = np.bincount(pair.ravel(), keep[by_effort], minlength=len(first)) > 0
    found: Array = by_effort[first[kept]]
    return found


def _is_shortest(search: Arcs, legs: Legs, node: Array, effort: Array, places: int) -> Array:
    """Return which legs are as short as any way from their place to their end."""
    keep = np.zeros(len(node), dtype=bool)
    farthest = np.zeros(places)
    np.maximum.at(farthest, legs.place, effort)
    order = np.argsort(farthest, kind="stable")
    step = max(1, CELLS_AT_A_TIME // search.nodes)
    for begin in range(0, places, step):
        some = order[begin : begin + step]
        limit = farthest[some].max() + BEYOND_MINUTES
        least = dijkstra(search.matrix, indices=search.nodes - places + some, limit=limit)
        row = np.full(places, -1)
        row[some] = np.arange(len(some))
        own = np.flatnonzero(row[legs.place] >= 0)
        keep[own] = least[row[legs.place[own]], node[own]] >= effort[own]
    return keep
