"""Contraction: the same ways between a few nodes, on a network with far fewer others.

Of a road network of hundreds of thousands of nodes a county asks for the ways between its
places. A node that no way begins or ends at is taken out; each pair of arcs through it becomes
one arc with the sum of their minutes and parts, where no quicker one is there already. Dead
ends go without a trace, chains of stretches become one arc, junctions of three leave a
triangle. It is the first half of the contraction hierarchies of Geisberger et al. (2008), with
no search for witnesses, ended where a node more would cost more arcs than it spares. Minutes
and parts between the nodes that stay are the same but for the order of adding up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from planner.travel.paths import Arcs

Array = NDArray[Any]

MOST_PAIRS = 500
"""A node stays where this many pairs of arcs and more lead through it."""

LEAST_SHARE = 0.04
"""The work ends where a round takes out less than this share of the nodes that are left."""


@dataclass(frozen=True, eq=False)
class Contracted:
    """A network contracted to some of its nodes, which are numbered anew.

    Parameters
    ----------
    arcs
        Arcs between the nodes that are left; `Arcs.given` has no meaning and is -1.
    number
        New number of each node of the whole network, -1 where it was taken out.
    """

    arcs: Arcs
    number: Array


def contracted(network: Arcs, keep: Array) -> Contracted:
    """Take nodes out of a network, changing no way between those to keep.

    Parameters
    ----------
    network
        Arcs.
    keep
        Nodes to keep.
    """
    n = network.nodes
    tail, head = np.divmod(network.key, n)
    left = _Left(tail, head, network.matrix.data, np.arange(len(tail)))
    sums = _Sums(network.parts)
    free = np.ones(n, dtype=bool)
    free[keep] = False
    # Numbers in no order of place, so that of a chain of nodes many go at once.
    mixed = np.arange(n, dtype=np.int64) * 2_654_435_761 % 2**32
    while True:
        entering, leaving = (np.bincount(ends, minlength=n) for ends in (left.head, left.tail))
        there = entering + leaving > 0
        out = _independent(left, free & there, entering * leaving, mixed)
        left = _without(left, sums, out, np.where(out, leaving, 0))
        if out.sum() <= LEAST_SHARE * there.sum():
            break
    return _renumbered(left, sums, n, keep)


@dataclass(frozen=True, eq=False)
class _Left:
    """The arcs that are left, sorted by tail and head: ends, minutes, row of their sums, (a,)."""

    tail: Array
    head: Array
    minutes: Array
    row: Array

    def pick(self, keep: Array) -> _Left:
        return _Left(self.tail[keep], self.head[keep], self.minutes[keep], self.row[keep])


class _Sums:
    """The parts of all arcs there ever were, each new one the sum of two others."""

    def __init__(self, parts: Array) -> None:
        self.parts = np.concatenate([parts, np.empty_like(parts)])
        self._count = len(parts)

    def add(self, one: Array, other: Array) -> Array:
        """Add the sums of pairs of rows and return their own rows."""
        end = self._count + len(one)
        if end > len(self.parts):
            more = np.empty((end, self.parts.shape[1]))
            self.parts = np.concatenate([self.parts, more])
        rows = np.arange(self._count, end)
        np.add(self.parts[one], self.parts[other], out=self.parts[self._count : end])
        self._count = end
        return rows


def _independent(left: _Left, free: Array, pairs: Array, mixed: Array) -> Array:
    """Return which nodes to take out at once: few arcs first, no two of them neighbours."""
    may = free & (pairs < MOST_PAIRS)
    rank = pairs * 2**32 + mixed
    both = may[left.tail] & may[left.head]
    one, other = left.tail[both], left.head[both]
    found: Array = may.copy()
    found[np.where(rank[one] < rank[other], other, one)] = False
    return found


def _without(left: _Left, sums: _Sums, out: Array, leaving: Array) -> _Left:
    """Return the arcs without some nodes; a way through one of them is an arc.

    Parameters
    ----------
    left, sums
        Arcs and their parts.
    out
        Nodes to take out, shape (n,).
    leaving
        Number of arcs that leave each of them, 0 for all others, shape (n,).
    """
    nodes = len(out)
    into, onward = out[left.head], out[left.tail]
    first, second = np.flatnonzero(into), np.flatnonzero(onward)
    begin = np.cumsum(leaving) - leaving
    middle = left.head[first]
    many = leaving[middle]
    step = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    a, b = np.repeat(first, many), second[np.repeat(begin[middle], many) + step]
    through = left.tail[a] != left.head[b]
    a, b = a[through], b[through]
    key, minutes = left.tail[a] * nodes + left.head[b], left.minutes[a] + left.minutes[b]
    least = _least(key, minutes)
    a, b, key, minutes = a[least], b[least], key[least], minutes[least]

    rest = left.pick(~(into | onward))
    rest_key = rest.tail * nodes + rest.head
    at = np.searchsorted(rest_key, key)
    known = at < len(rest_key)
    known[known] = rest_key[at[known]] == key[known]
    useful = ~known
    useful[known] = minutes[known] < rest.minutes[at[known]]
    a, b, at, known, minutes = a[useful], b[useful], at[useful], known[useful], minutes[useful]
    row = sums.add(left.row[a], left.row[b])
    rest.minutes[at[known]], rest.row[at[known]] = minutes[known], row[known]
    new = ~known
    place = at[new] + np.arange(new.sum())
    old = np.ones(len(rest_key) + len(place), dtype=bool)
    old[place] = False
    given = left.tail[a[new]], left.head[b[new]], minutes[new], row[new]
    merged = []
    for before, added in zip((rest.tail, rest.head, rest.minutes, rest.row), given, strict=True):
        whole = np.empty(len(old), dtype=before.dtype)
        whole[old], whole[place] = before, added
        merged.append(whole)
    return _Left(*merged)


def _least(key: Array, minutes: Array) -> Array:
    """Return the first of least minutes of each key, by rising key, as indices."""
    order = np.argsort(key, kind="stable")
    new = np.flatnonzero(np.diff(key[order], prepend=-1))
    if not len(new):
        return order
    sorted_minutes = minutes[order]
    least = np.repeat(np.minimum.reduceat(sorted_minutes, new), np.diff(new, append=len(order)))
    hits = np.flatnonzero(sorted_minutes == least)
    found: Array = order[hits[np.diff(key[order[hits]], prepend=-1) > 0]]
    return found


def _renumbered(left: _Left, sums: _Sums, nodes: int, keep: Array) -> Contracted:
    stays = np.zeros(nodes, dtype=bool)
    stays[keep] = stays[left.tail] = stays[left.head] = True
    count = int(stays.sum())
    number = np.where(stays, np.cumsum(stays) - 1, -1)
    tail, head = number[left.tail], number[left.head]
    pointer = np.searchsorted(tail, np.arange(count + 1))
    matrix = csr_array((left.minutes, head, pointer), shape=(count, count))
    arcs = Arcs(count, matrix, tail * count + head, sums.parts[left.row], np.full(len(tail), -1))
    return Contracted(arcs, number)
