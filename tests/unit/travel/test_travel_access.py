"""Off-road legs and the cutting of edges."""

import numpy as np
from travel_worlds import plain_scenario, road, tiny_county

from planner.travel.access import access_legs, split_roads, stop_legs
from planner.travel.joining import build_network
from planner.travel.roads import road_graph


def graph_of(*roads):
    return road_graph(tiny_county({"V": (0, 0)}, {"S": (0, 0)}, roads).roads)


def legs_of(graph, *places, **options):
    legs = access_legs(graph, np.array(places, dtype=float), **options)
    return sorted(
        (int(p), int(graph.line[e]), float(a), float(m))
        for p, e, a, m in zip(legs.place, legs.edge, legs.along_m, legs.metres, strict=True)
    )


EAST = road((0, 0), (1000, 0))


def test_a_leg_goes_to_the_nearest_point_of_the_edge_not_to_a_node() -> None:
    assert legs_of(graph_of(EAST), (300, 120)) == [(0, 0, 300, 120)]


def test_all_edges_within_the_radius_are_tried_and_it_is_inclusive() -> None:
    graph = graph_of(EAST, road((0, 2000), (1000, 2000)), road((0, -2000.5), (1000, -2000.5)))
    assert legs_of(graph, (300, 0)) == [(0, 0, 300, 0), (0, 1, 300, 2000)]


def test_beyond_the_radius_the_nearest_edge_and_that_of_the_main_piece_serve() -> None:
    graph = graph_of(EAST, road((0, 9000), (100, 9000)), road((0, 9900), (900, 9900)))
    assert legs_of(graph, (50, 6000)) == [(0, 0, 50, 6000), (0, 1, 50, 3000)]


def test_edges_are_cut_where_legs_end_and_keep_their_length() -> None:
    graph = graph_of(EAST, road((1000, 0), (1000, 500)))
    legs = access_legs(graph, np.array([(300, 50), (700, 20), (300, 80), (-40, 0)], dtype=float))
    legs = legs.pick(graph.line[legs.edge] == 0)
    pieces, (node,) = split_roads(graph, legs)
    assert sorted(pieces.metres.tolist()) == [300, 300, 400, 500]
    assert pieces.nodes == 5
    assert node[0] == node[2] != node[1]
    assert graph.node_xy_m[node[3]].tolist() == [0, 0]


def test_needless_legs_are_left_out_and_needed_ones_stay() -> None:
    graph = graph_of(
        *(road((x, 0), (x + 100, 0)) for x in range(0, 1000, 100)), road((0, 900), (1000, 900))
    )
    network = build_network(
        graph, np.array([(450.0, 30.0)]), np.zeros((0, 2)), np.zeros((0, 2)), plain_scenario()
    )
    # To the stretch beside it, cutting the corners to its two ends (58.3 m off the path is 97
    # on it, 30 m off and 50 on are 100), and across to the other road: 4 legs of 11.
    assert np.sort(network.legs.metres).round(1).tolist() == [30, 58.3, 58.3, 870]
    assert network.nearest_m.tolist() == [30]


def test_a_leg_past_a_road_that_is_shut_in_winter_is_needed() -> None:
    def metres(**middle):
        graph = graph_of(
            road((0, 0), (400, 0)), road((400, 0), (600, 0), **middle), road((600, 0), (900, 0))
        )
        none = np.zeros((0, 2))
        return build_network(
            graph, np.array([(300.0, 0.0)]), none, none, plain_scenario()
        ).legs.metres

    assert metres().tolist() == [0]
    assert sorted(metres(closed_season="winter").tolist()) == [0, 300]


def test_a_bus_drives_by_on_the_nearest_edge_open_to_vehicles() -> None:
    graph = graph_of(road((0, 0), (1000, 0), road_class="path"), road((0, 90), (1000, 90)))
    drivable = graph.road_class != 6
    legs = stop_legs(graph, np.array([(200.0, 10.0)]), drivable)
    assert (graph.line[legs.edge].tolist(), legs.metres.tolist()) == ([1], [80])


def test_no_roads_no_legs() -> None:
    assert legs_of(graph_of(), (0, 0)) == []


def test_legs_that_differ_by_rounding_at_one_junction_leave_one() -> None:
    """A school a hair's breadth off a junction of three roads keeps a leg to it."""
    xy = np.array([(1e-9, 3e-10)])
    for turn in np.linspace(0, 2 * np.pi, 7):
        ends = [(900 * np.cos(turn + k), 900 * np.sin(turn + k)) for k in (0, 1.7, 3.9)]
        graph = graph_of(*(road((0, 0), end) for end in ends))
        none = np.zeros((0, 2))
        network = build_network(graph, xy, none, none, plain_scenario())
        assert len(network.legs.place) >= 1
        assert network.legs.metres.min() < 1e-8
