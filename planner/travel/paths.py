"""Shortest paths from many places to many, with what adds up along the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

Array = NDArray[Any]

CELLS_AT_A_TIME = 2_000_000
"""Sources times nodes held in memory at once."""

BEYOND_MINUTES = 1e-6
"""A search goes this much past its limit; who asks for it draws the line, rounding included."""


@dataclass(frozen=True, eq=False)
class Arcs:
    """Directed arcs between `nodes` nodes, the cheapest of each pair of nodes.

    Parameters
    ----------
    nodes
        Number of nodes.
    matrix
        Minutes by tail and head, shape (nodes, nodes), sparse.
    key
        ``tail * nodes + head`` of each stored arc, rising, shape (a,).
    parts
        What adds up along a way besides minutes, shape (a, k).
    given
        Index of each stored arc among those given, shape (a,).
    """

    nodes: int
    matrix: csr_array[Any, tuple[int, int]]
    key: Array
    parts: Array
    given: Array


def arcs(nodes: int, tail: Array, head: Array, minutes: Array, parts: Array) -> Arcs:
    """Return arcs for a search; those of infinite minutes are left out.

    Of parallel arcs the one of least minutes stays, and among equals that of least parts, so
    that the order of the arcs changes nothing.

    Parameters
    ----------
    nodes
        Number of nodes.
    tail, head, minutes
        Shape (a,).
    parts
        Shape (a, k).
    """
    order = np.flatnonzero(np.isfinite(minutes))
    key = tail[order].astype(np.int64) * nodes + head[order]
    by_key = np.argsort(key, kind="stable")
    order, key = order[by_key], key[by_key]
    # Few arcs are parallel to another; only those need to be told apart.
    new = np.diff(key, prepend=-1) > 0
    among = np.flatnonzero(~new | ~np.append(new[1:], True))
    some = order[among]
    order[among] = some[np.lexsort((*parts[some].T[::-1], minutes[some], key[among]))]
    order, key = order[new], key[new]
    pointer = np.searchsorted(tail[order], np.arange(nodes + 1))
    matrix = csr_array((minutes[order], head[order], pointer), shape=(nodes, nodes))
    return Arcs(nodes, matrix, key, parts[order], order)


def turned(network: Arcs) -> Arcs:
    """Return the arcs with tail and head exchanged: ways from a node lead to it in truth."""
    tail, head = np.divmod(network.key, network.nodes)
    order = np.lexsort((tail, head))
    tail, head = tail[order], head[order]
    pointer = np.searchsorted(head, np.arange(network.nodes + 1))
    matrix = csr_array(
        (network.matrix.data[order], tail, pointer), shape=(network.nodes, network.nodes)
    )
    key = head * network.nodes + tail
    return Arcs(network.nodes, matrix, key, network.parts[order], network.given[order])


def shortest(
    network: Arcs, sources: Array, targets: Array, limit_minutes: float = np.inf
) -> tuple[Array, Array]:
    """Return the least minutes of all pairs and the parts of those ways.

    Parameters
    ----------
    network
        Arcs with their minutes.
    sources, targets
        Nodes, shapes (s,) and (t,).
    limit_minutes
        Ways longer by more than `BEYOND_MINUTES` are not searched for.

    Returns
    -------
    tuple
        Minutes, shape (s, t), infinite where there is no way within the limit; the sums of
        `Arcs.parts` along each way, shape (s, t, k), 0 where there is none.
    """
    minutes = np.full((len(sources), len(targets)), np.inf)
    parts = np.zeros((len(sources), len(targets), network.parts.shape[1]))
    step = max(1, CELLS_AT_A_TIME // max(network.nodes, 1))
    for begin in range(0, len(sources), step):
        rows = slice(begin, begin + step)
        reached, previous = dijkstra(
            network.matrix,
            indices=sources[rows],
            limit=limit_minutes + BEYOND_MINUTES,
            return_predecessors=True,
        )
        minutes[rows] = reached[:, targets]
        parts[rows] = _along_trees(network, previous, targets)
    return minutes, parts


def way(network: Arcs, source: int, target: int) -> Array:
    """Return the arcs of a shortest way in order, as indices of the arcs given.

    Empty where there is no way, or none is needed.
    """
    _, previous = dijkstra(network.matrix, indices=source, return_predecessors=True)
    nodes = [target]
    while nodes[-1] != source and previous[nodes[-1]] >= 0:
        nodes.append(int(previous[nodes[-1]]))
    steps = np.array(nodes[::-1], dtype=np.int64)
    key = steps[:-1] * network.nodes + steps[1:]
    given: Array = network.given[np.searchsorted(network.key, key)]
    return given


def _along_trees(network: Arcs, previous: Array, targets: Array) -> Array:
    """Return the sums of parts from each source to each target, shape (s, t, k).

    Only nodes on a way to some target are looked at. All trees grow at once, arc by arc from
    their sources: each round adds the parts of the nodes one arc farther out.
    """
    sources, nodes = previous.shape
    before = previous.ravel()
    wanted = (np.arange(sources)[:, None] * nodes + targets).ravel()
    cell = _cells_on_the_way(before, nodes, wanted)
    sums = np.zeros((len(cell) + 1, network.parts.shape[1]))
    node, parent_node = cell % nodes, before[cell].astype(np.int64)
    parent = cell - node + parent_node
    sums[:-1] = network.parts[np.searchsorted(network.key, parent_node * nodes + node)]
    # Where among the cells the parent stands; a source is none of them.
    rank = np.searchsorted(cell, parent)
    rooted = rank < len(cell)
    rooted[rooted] = cell[rank[rooted]] == parent[rooted]
    child, above = np.flatnonzero(rooted), rank[rooted]
    by_parent = np.argsort(above, kind="stable")
    child = child[by_parent]
    count = np.bincount(above, minlength=len(cell))
    first = np.cumsum(count) - count
    front = np.flatnonzero(~rooted & (count > 0))
    while len(front):
        many = count[front]
        begin = np.repeat(first[front] - np.cumsum(many) + many, many)
        after = child[begin + np.arange(len(begin))]
        sums[after] += np.repeat(sums[front], many, axis=0)
        front = after[count[after] > 0]
    at = np.searchsorted(cell, wanted)
    found = at < len(cell)
    found[found] = cell[at[found]] == wanted[found]
    reached: Array = sums[np.where(found, at, len(cell))]
    return reached.reshape(sources, len(targets), -1)


def _cells_on_the_way(before: Array, nodes: int, wanted: Array) -> Array:
    """Return the cells (row of a source times nodes, plus node) on ways to wanted cells."""
    seen = np.zeros(len(before), dtype=bool)
    front = np.unique(wanted[before[wanted] >= 0])
    while len(front):
        seen[front] = True
        parent = front - front % nodes + before[front]
        parent = parent[~seen[parent]]
        front = np.unique(parent[before[parent] >= 0])
    return np.flatnonzero(seen)
