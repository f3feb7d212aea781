"""A contracted network has the same ways between the nodes that stay."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse.csgraph import dijkstra

from planner.travel.contraction import MOST_PAIRS, contracted
from planner.travel.nearby import Nearby
from planner.travel.paths import arcs, shortest


def some_network(seed: int, nodes: int = 400):
    """Return coordinates and arcs of a grid with stretches missing, some of them one way."""
    random = np.random.default_rng(seed)
    side = int(np.sqrt(nodes))
    column, row = (a.ravel() for a in np.meshgrid(np.arange(side), np.arange(side)))
    xy = np.stack([column, row], axis=1) * 100.0 + random.uniform(-20, 20, (side**2, 2))
    number = np.arange(side**2).reshape(side, side)
    one = np.concatenate([number[:, :-1].ravel(), number[:-1].ravel()])
    other = np.concatenate([number[:, 1:].ravel(), number[1:].ravel()])
    there = random.random(len(one)) < 0.7
    one, other = one[there], other[there]
    onward, back = random.uniform(1, 9, (2, len(one)))
    back[random.random(len(one)) < 0.1] = np.inf
    tail, head = np.concatenate([one, other]), np.concatenate([other, one])
    minutes = np.concatenate([onward, back])
    parts = np.stack([10 * minutes, random.integers(0, 5, len(minutes))], axis=1)
    parts[~np.isfinite(minutes)] = 0
    return xy, arcs(side**2, tail, head, minutes, parts)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("limit", [np.inf, 40.0])
def test_minutes_and_parts_between_the_kept_nodes_are_the_same(seed, limit):
    _, network = some_network(seed)
    keep = np.random.default_rng(seed).choice(network.nodes, 30, replace=False)
    fewer = contracted(network, keep)
    whole = shortest(network, keep[:10], keep[10:], limit)
    less = shortest(fewer.arcs, fewer.number[keep[:10]], fewer.number[keep[10:]], limit)
    assert np.isfinite(whole[0]).sum() > 20
    np.testing.assert_allclose(less[0], whole[0], rtol=0, atol=1e-9)
    np.testing.assert_allclose(less[1], whole[1], rtol=0, atol=1e-9)


def test_most_nodes_go_and_none_that_is_kept():
    _, network = some_network(1, nodes=2_500)
    keep = np.array([0, 17, 2_499])
    fewer = contracted(network, keep)
    assert fewer.arcs.nodes < 250
    assert (fewer.number[keep] >= 0).all()
    assert len(np.unique(fewer.number[fewer.number >= 0])) == fewer.arcs.nodes
    assert fewer.number.max() == fewer.arcs.nodes - 1


def test_a_chain_becomes_one_arc_each_way_and_a_dead_end_none():
    """0 - 1 - 2 - 3 with a dead end 2 - 4: from 0 to 3 and back as sums."""
    ends = np.array([(0, 1), (1, 2), (2, 3), (2, 4)])
    tail, head = np.concatenate([ends, ends[:, ::-1]]).T
    minutes = np.array([1.0, 2, 3, 9, 10, 20, 30, 90])
    network = arcs(5, tail, head, minutes, 100 * minutes[:, None])
    fewer = contracted(network, np.array([0, 3])).arcs
    assert fewer.nodes == 2
    assert fewer.matrix.toarray().tolist() == [[0, 6], [60, 0]]
    assert fewer.parts.tolist() == [[600], [6000]]


def test_of_two_ways_round_the_quicker_one_stays():
    tail, head = np.array([0, 1, 0, 2]), np.array([1, 3, 2, 3])
    network = arcs(4, tail, head, np.array([1.0, 1, 5, 5]), np.array([[1.0], [1], [2], [2]]))
    fewer = contracted(network, np.array([0, 3])).arcs
    assert (fewer.matrix.data.tolist(), fewer.parts.tolist()) == ([2], [[2]])


def test_a_node_through_which_too_many_ways_lead_stays():
    """A star of 30 places: 900 pairs would take its middle."""
    rays = np.arange(1, 31)
    middle = np.zeros(30, dtype=np.int64)
    tail, head = np.concatenate([middle, rays]), np.concatenate([rays, middle])
    network = arcs(31, tail, head, np.ones(60), np.zeros((60, 0)))
    assert len(rays) ** 2 > MOST_PAIRS
    assert contracted(network, rays).arcs.nodes == 31


def test_a_network_without_arcs_or_nodes_is_no_fault():
    none = np.zeros(0, dtype=np.int64)
    empty = arcs(3, none, none, np.zeros(0), np.zeros((0, 2)))
    assert contracted(empty, np.array([1])).number.tolist() == [-1, 0, -1]
    assert contracted(arcs(0, none, none, np.zeros(0), np.zeros((0, 2))), none).arcs.nodes == 0


@pytest.mark.parametrize("limit", [15.0, 60.0, 1e6])
def test_nearby_finds_what_a_search_of_the_whole_network_finds(limit):
    xy, network = some_network(3)
    random = np.random.default_rng(3)
    source = random.integers(0, network.nodes, 300)
    target = random.integers(0, network.nodes, (300, 2))
    whole = dijkstra(network.matrix, limit=limit)
    found = Nearby(network, xy).least(source, target, limit)
    assert np.isfinite(found).any()
    assert np.array_equal(found, whole[source[:, None], target])
