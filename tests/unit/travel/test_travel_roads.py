"""Line layers as road graphs."""

from typing import Any

import numpy as np
import pandas as pd
from travel_worlds import plain_scenario, road, tiny_county

from planner.travel.roads import ROAD_CLASSES, RoadGraph, road_graph
from planner.travel.speeds import minibus_kph, vehicle_kph


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


def kph_of(*lines: Any, season: str = "normal", travel: Any = None) -> list[float]:
    graph = graph_of(*lines)
    return vehicle_kph(graph, plain_scenario(travel), season)[np.argsort(graph.line)].tolist()


def test_a_rough_surface_slows_vehicles_down() -> None:
    """Factors lower the speed of a class; neither a measured speed nor that of a track."""
    surfaces = ("paved", "gravel", "earth", "")
    lines = [road((0, 9 * n), (1, 9 * n), surface=s) for n, s in enumerate(surfaces)]
    lines += [
        road((0, 90), (1, 90), surface="earth", speed_kph=24),
        road((0, 99), (1, 99), surface="earth", road_class="track"),
    ]
    assert kph_of(*lines) == [30, 30 * 0.85, 30 * 0.7, 30, 24, 30]
    factor = {"surface_factor": {"gravel": 0.5}}
    assert kph_of(*lines, travel=factor)[1] == 15


def test_ice_in_winter_on_hazard_stretches_tracks_gravel_and_earth() -> None:
    lines = [
        road((0, 0), (1, 0), surface="paved"),
        road((0, 9), (1, 9), surface="gravel"),
        road((0, 18), (1, 18), surface="earth"),
        road((0, 27), (1, 27), road_class="track"),
        road((0, 36), (1, 36), hazard=1),
        road((0, 45), (1, 45), surface="gravel", speed_kph=10),
    ]
    travel = {"winter_ride_factor": 0.9, "ice_kph": 12, "hazard_kph": 15}
    assert kph_of(*lines, season="winter", travel=travel) == [27, 12, 12, 12, 12, 9]
    assert kph_of(*lines, season="normal", travel=travel) == [30, 25.5, 21, 30, 15, 10]


def test_a_minibus_goes_by_the_slowest_season_on_roads_of_its_class() -> None:
    lines = [
        road((0, 0), (1, 0), road_class="village"),
        road((0, 9), (1, 9), road_class="track"),
        road((0, 18), (1, 18), road_class="path"),
        road((0, 27), (1, 27), road_class="county", closed_season="winter"),
    ]
    graph = graph_of(*lines)
    by_line = np.argsort(graph.line)

    def kph(season: Any, **options: Any) -> list[float]:
        found: list[float] = minibus_kph(graph, plain_scenario(season=season, lines=options))[
            by_line
        ].tolist()
        return found

    assert kph("normal") == [30, 0, 0, 30]
    assert kph({"worst_of": ["normal", "winter"]}) == [15, 0, 0, 0]
    assert kph("normal", lowest_class="track") == [30, 30, 0, 30]
    assert kph("normal", lowest_class="county") == [0, 0, 0, 30]
