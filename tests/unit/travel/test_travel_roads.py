"""Line layers as road graphs."""

import numpy as np
import pandas as pd
from travel_worlds import plain_scenario, road, tiny_county

from planner.travel.roads import ROAD_CLASSES, RoadGraph, road_graph
from planner.travel.speeds import vehicle_kph


def graph_of(*roads):
    return road_graph(tiny_county({"V": (0, 0)}, {"S": (0, 0)}, roads).roads)


def classes(graph: RoadGraph) -> list[str]:
    return [ROAD_CLASSES[c] for c in graph.road_class]


def test_crossing_lines_become_edges_that_keep_their_attributes() -> None:
    graph = graph_of(
        road((0, 0), (1000, 0), road_class="county", name="X1"),
        road((400, -300), (400, 300), road_class="track", hazard=1, closed_season="winter"),
    )
    by_line = {0: [], 1: []}
    for line, metres in zip(graph.line, graph.length_m, strict=True):
        by_line[line].append(metres)
    assert {line: sorted(m) for line, m in by_line.items()} == {0: [400, 600], 1: [300, 300]}
    assert sorted(classes(graph)) == ["county", "county", "track", "track"]
    assert (graph.hazard == (graph.line == 1)).all()
    assert set(graph.name[graph.line == 0]) == {"X1"}
    assert graph.closed_seasons == ("winter",)


def test_a_track_drawn_over_a_road_hides_neither() -> None:
    lines = (
        road((0, 0), (1000, 0), road_class="county"),
        road((400, 0), (2000, 0), road_class="track"),
    )
    for roads in (lines, lines[::-1]):
        graph = graph_of(*roads)
        edges = zip(classes(graph), graph.length_m.tolist(), strict=True)
        assert sorted(edges) == [("county", 400), ("county", 600), ("track", 600), ("track", 1000)]


def test_a_blank_class_is_a_village_road_and_columns_may_be_missing() -> None:
    frame = tiny_county({"V": (0, 0)}, {"S": (0, 0)}, [road((0, 0), (9, 0))]).roads
    assert classes(road_graph(frame)) == ["village"]
    frame["road_class"] = pd.Series([None], dtype="str")
    assert classes(road_graph(frame)) == ["village"]
    bare = road_graph(frame[["geometry"]])
    assert classes(bare) == ["village"]
    assert np.isnan(bare.speed_kph).tolist() == [True]
    assert bare.closed_season.tolist() == [""]


def test_gaps_of_rounded_coordinates_are_closed_and_wider_ones_are_not() -> None:
    near = graph_of(road((0, 0), (500, 0)), road((500.9, 0), (900, 0)))
    apart = graph_of(road((0, 0), (500, 0)), road((502, 0), (900, 0)))
    assert near.components().max() == 0
    assert sorted(set(apart.components().tolist())) == [0, 1]


def test_pieces_are_numbered_by_length_and_closing_a_road_makes_more() -> None:
    graph = graph_of(
        road((0, 0), (100, 0)),
        road((1000, 0), (1500, 0)),
        road((1500, 0), (1700, 0), closed_season="winter"),
    )
    x = graph.node_xy_m[:, 0]
    assert dict(zip(x, graph.components(), strict=True)) == {
        0: 1,
        100: 1,
        1000: 0,
        1500: 0,
        1700: 0,
    }
    closed = graph.components(graph.closed_season == "winter")
    assert dict(zip(x, closed, strict=True)) == {0: 1, 100: 1, 1000: 0, 1500: 0, 1700: 2}


def test_named_nodes_keep_a_bridge_apart_from_the_road_below() -> None:
    frame = tiny_county(
        {"V": (0, 0)}, {"S": (0, 0)}, [road((0, 0), (100, 0)), road((50, -50), (50, 50))]
    ).roads
    bridge = road_graph(frame.assign(u=[1, 3], v=[2, 4]))
    assert bridge.length_m.tolist() == [100, 100]
    assert len(set(bridge.components().tolist())) == 2
    crossing = road_graph(frame)
    assert crossing.length_m.tolist() == [50, 50, 50, 50]


def test_named_nodes_join_where_their_names_agree() -> None:
    frame = tiny_county(
        {"V": (0, 0)}, {"S": (0, 0)}, [road((0, 0), (100, 0)), road((100, 0), (100, 70))]
    ).roads
    graph = road_graph(frame.assign(u=["a", "b"], v=["b", "c"]))
    assert len(graph.node_xy_m) == 3
    assert graph.components().max() == 0


def test_no_roads_give_an_empty_graph() -> None:
    graph = graph_of()
    assert (len(graph.start), graph.components().tolist()) == (0, [])


def test_speeds_of_vehicles() -> None:
    graph = graph_of(
        road((0, 0), (1, 0), road_class="county"),
        road((10, 0), (11, 0), road_class="county", speed_kph=50),
        road((20, 0), (21, 0), road_class="county", hazard=1),
        road((30, 0), (31, 0), road_class="track", speed_kph=10, hazard=1),
        road((40, 0), (41, 0), road_class="path"),
        road((50, 0), (51, 0), road_class="county", closed_season="winter"),
    )
    by_line = np.argsort(graph.line)
    scenario = plain_scenario()
    assert vehicle_kph(graph, scenario, "normal")[by_line].tolist() == [30, 50, 15, 10, 0, 30]
    assert vehicle_kph(graph, scenario, "winter")[by_line].tolist() == [15, 25, 7.5, 5, 0, 0]
