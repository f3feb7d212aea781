"""Possible minibus lines in a small valley, drawn by hand.

            V1 (0, 800)                      path up to V4 (9000, 3000)
             |                                  :
    far -----+--------- V2 ------------ V3 -----+------- S (12 000, 0)
    x=0     1000       4000            8000   9000
                         |
                        track down to V5 (4000, -2500)

Walking 100 m a minute, 60 m off the path; every road 500 m a minute; every village has ten
pupils of each stage, the school is a primary, so twenty a village could come.
"""

import numpy as np
import pytest
from travel_worlds import plain_scenario, road, tiny_county

from planner.travel.lines import draft_lines
from planner.travel.matrix import travel_table
from planner.travel.roads import road_graph
from planner.travel.seasons import planned_trips

ROADS = [
    road((0, 0), (12_500, 0)),
    road((1000, 0), (1000, 800), road_class="path"),
    road((9000, 0), (9000, 3000), road_class="path"),
    road((4000, 0), (4000, -2500), road_class="track"),
]
VALLEY = {"V1": (1000, 800), "V2": (4000, 60), "V3": (8000, 0), "V4": (9000, 3000)}
SCHOOL = {"S": (12_000, 0)}
LINES = {"generate": True, "seats": 60, "min_riders_per_line": 8}


def drafts(
    villages=VALLEY, schools=SCHOOL, roads=ROADS, stops=(), travel=None, season=None, **lines
):
    county = tiny_county(villages, schools, roads, stops)
    options = {"lines": LINES | lines} | ({"season": season} if season else {})
    scenario = plain_scenario(travel, **options)

    def xy(frame):
        return np.array([(p.x, p.y) for p in frame.geometry])

    graph = road_graph(county.roads)
    return draft_lines(county, graph, xy(county.villages), xy(county.schools), scenario)


def called(found):
    return {d.line_id: d.stop_villages for d in found}


def table(
    villages=VALLEY, schools=SCHOOL, roads=ROADS, stops=(), travel=None, season="normal", **lines
):
    county = tiny_county(villages, schools, roads, stops)
    return travel_table(county, plain_scenario(travel, lines=LINES | lines, season=season))


def rides(found, line="NEW-S-1"):
    trips = found.trips[found.trips["line_id"] == line]
    keys = zip(trips["village_id"], trips["stage"], trips["season"], strict=True)
    return dict(zip(keys, trips["minutes"].round(6), strict=True))


def test_no_line_is_drawn_unless_asked_for() -> None:
    assert drafts(generate=False) == ()
    assert drafts(max_lines_per_school=0) == ()


def test_a_line_calls_from_the_far_end_at_every_stop_of_those_who_cannot_walk() -> None:
    """V4 walks 30 minutes down its path, V1 eight; of V3 grades 1–3 may not walk 40 minutes."""
    (line,) = drafts(max_lines_per_school=1)
    assert line.stop_villages == (("V1",), ("V2",), ("V3",), ("V4",))
    assert line.xy_m.tolist() == [[1000, 0], [4000, 0], [8000, 0], [9000, 0], [12_000, 0]]
    assert (line.line_id, line.school, line.stages) == ("NEW-S-1", 0, ("lower", "upper"))


def test_who_may_walk_wants_no_seat() -> None:
    norm = {"walk_max_minutes": 40, "ceiling_minutes": 90}
    travel = {"lower": norm, "upper": norm}
    (line,) = drafts(max_lines_per_school=1, travel=travel)
    assert line.stop_villages == (("V1",), ("V2",), ("V4",))


def test_seats_go_to_the_far_end_first_and_the_next_line_to_those_left() -> None:
    """Twenty at a stop want a seat, at V3 ten, since forty minutes' walk are within the norm of
    the upper grades: 19 of V1; its last with 18 of V2 (310 minutes against 304 for 19 of V2);
    2 of V2, 10 of V3, 7 of V4; 13 of V4."""
    found = drafts(seats=19, max_lines_per_school=9)
    assert [d.stop_villages[0] for d in found] == [("V1",), ("V1",), ("V2",), ("V4",)]
    assert len(drafts(seats=19, max_lines_per_school=9, min_riders_per_line=14)) == 3
    assert len(drafts(seats=19, max_lines_per_school=2)) == 2


def test_a_line_is_drawn_for_enough_pupils_only() -> None:
    assert len(drafts({"V2": (4000, 0)}, min_riders_per_line=20)) == 1
    assert drafts({"V2": (4000, 0)}, min_riders_per_line=21) == ()


def test_the_run_is_no_longer_than_asked_for() -> None:
    """From V1's stop 11 km at 500 m a minute."""
    assert drafts(max_minutes=22)[0].stop_villages[0] == ("V1",)
    assert drafts(max_minutes=21.99)[0].stop_villages[0] == ("V2",)


def test_a_minibus_keeps_to_the_roads_it_may_use() -> None:
    """V5 stands at the end of a track: its people walk 25 minutes to the road, or are fetched."""
    alone = {"V5": (4000, -2500)}
    assert drafts(alone)[0].xy_m[0].tolist() == [4000, 0]
    assert drafts(alone, lowest_class="track")[0].xy_m[0].tolist() == [4000, -2500]
    assert drafts(alone, lowest_class="provincial") == ()
    path = [*ROADS[:3], road((4000, 0), (4000, -2500), road_class="path")]
    assert drafts(alone, roads=path, lowest_class="track")[0].xy_m[0].tolist() == [4000, 0]


def test_a_stop_beyond_reach_is_none() -> None:
    assert drafts({"V5": (4000, -2500)}, travel={"stop_reach_minutes": 25})[0].stop_villages
    assert drafts({"V5": (4000, -2500)}, travel={"stop_reach_minutes": 24.9}) == ()


def test_a_village_walks_down_its_path_not_over_the_ridge() -> None:
    """The road passes 1.2 km off, 20 minutes across country; the path meets it in 16."""
    roads = [
        road((0, 0), (10_000, 0)),
        road((5000, 1200), (4000, 0), road_class="path"),
    ]
    (line,) = drafts({"V": (5000, 1200)}, {"S": (10_000, 0)}, roads, max_lines_per_school=1)
    assert line.xy_m[0] == pytest.approx([4000, 0])


def test_ids_never_collide_with_those_of_today() -> None:
    stops = [("NEW-S-1", 1, (0, 0)), ("NEW-S-1", 2, (1000, 0))]
    found = drafts(stops=stops, seats=19, max_lines_per_school=2)
    assert [d.line_id for d in found] == ["NEW-S-2", "NEW-S-3"]


def test_vehicles_built_for_primary_pupils_take_no_others() -> None:
    nine = {"S": ((12_000, 0), "nine_year")}
    assert drafts(schools=nine)[0].stages == ("lower", "upper", "junior")
    assert drafts(schools=nine, dedicated="primary")[0].stages == ("lower", "upper")
    assert drafts(schools={"S": ((12_000, 0), "junior")}, dedicated="primary") == ()
    found = table(schools=nine, dedicated="primary")
    assert {stage for _, stage, _ in rides(found)} == {"lower", "upper"}


def test_no_line_where_the_road_is_shut_in_a_season_planned_for() -> None:
    """V2 then walks two kilometres beside the road, V1 five: too far."""
    shut = road((0, 0), (6000, 0), closed_season="winter")
    roads = [shut, road((6000, 0), (12_500, 0)), *ROADS[1:]]
    both = {"worst_of": ["normal", "winter"]}
    assert drafts(roads=roads)[0].stop_villages[0] == ("V1",)
    (line,) = drafts(roads=roads, season=both)
    assert line.stop_villages == (("V2",), ("V3",), ("V4",))
    assert line.xy_m[0].tolist() == [6000, 0]


def test_minutes_to_the_stop_and_wait_and_ride() -> None:
    """V1: 8 on foot, 10 of waiting, 11 km in 22; V4: 30, 10 and 3 km in 6; winter twice all but
    the wait."""
    found = table(max_lines_per_school=1, season={"worst_of": ["normal", "winter"]})
    minutes = rides(found)
    assert minutes["V1", "upper", "normal"] == 8 + 10 + 22
    assert minutes["V1", "upper", "winter"] == 16 + 10 + 44
    assert minutes["V2", "lower", "normal"] == 1 + 10 + 16
    trip = found.trips[(found.trips["line_id"] == "NEW-S-1") & (found.trips["village_id"] == "V1")]
    assert trip["metres"].iloc[0] == 800 + 11_000
    assert trip["fare_yuan"].iloc[0] == plain_scenario().costs.fare_yuan
    assert not trip["vehicle"].any()


def test_nobody_rides_who_is_as_soon_on_foot() -> None:
    """V3's 40 minutes on foot against 10 and 8 by bus; with 32 minutes of waiting none."""
    assert rides(table())["V3", "lower", "normal"] == 18
    longer = rides(table(travel={"wait_minutes": 32}))
    assert ("V3", "lower", "normal") not in longer
    assert ("V2", "lower", "normal") in longer


def test_a_possible_line_changes_no_trip_of_today() -> None:
    stops = [("L", 1, (4000, 0)), ("L", 2, (12_000, 0))]
    with_lines, without = table(stops=stops), table(stops=stops, generate=False)
    old = with_lines.trips[~with_lines.trips["line_id"].str.startswith("NEW")]
    assert old.reset_index(drop=True).equals(without.trips)
    assert without.lines == {"L": 1_000_000}
    assert without.possible == ()
    assert with_lines.lines == {"L": 1_000_000, "NEW-S-1": 60, "NEW-S-2": 60}


def test_each_line_is_a_trip_of_its_own_for_the_season_planned_for() -> None:
    season = {"worst_of": ["normal", "winter"]}
    stops = [("L", 1, (4000, 0)), ("L", 2, (12_000, 0))]
    county = tiny_county(VALLEY, SCHOOL, ROADS, stops)
    scenario = plain_scenario(lines=LINES | {"seats": 19}, season=season)
    planned = planned_trips(travel_table(county, scenario), scenario)
    v2 = planned[(planned["village_id"] == "V2") & (planned["mode"] == "ride")]
    lower = v2[v2["stage"] == "lower"]
    assert lower["line_id"].tolist() == ["L", "NEW-S-1", "NEW-S-2"]
    assert set(lower["season"]) == {"winter"}


def test_the_order_of_rows_changes_no_line() -> None:
    turned = dict(reversed(VALLEY.items()))
    kwargs = {"seats": 19, "max_lines_per_school": 3}
    assert called(drafts(turned, roads=ROADS[::-1], **kwargs)) == called(drafts(**kwargs))


def test_the_table_says_where_possible_lines_go() -> None:
    (line,) = table(max_lines_per_school=1).possible
    assert (line.line_id, line.school_id, line.stages) == ("NEW-S-1", "S", ("lower", "upper"))
    assert line.stops == (("V1",), ("V2",), ("V3",), ("V4",))
