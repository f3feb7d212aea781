"""Trips to the stages that a school may come to offer, and the hash that knows of them."""

from dataclasses import replace

import pandas as pd
from travel_worlds import plain_scenario, road, tiny_county, trips_by_key

from planner.travel.inputs_hash import inputs_hash
from planner.travel.matrix import travel_table

GROWS = {"may_grow_to": ["primary"]}


def county(condition="A", **minutes):
    """V at the point P, the primary S 3 km off; P has a room and may add one."""
    plain = tiny_county(
        {"V": (0, 0)},
        {"P": ((0, 0), "teaching_point"), "S": (3000, 0)},
        [road((0, 0), (3000, 0))],
    )
    schools = plain.schools.assign(
        status="existing", condition=condition, classrooms=1, can_expand_classrooms=[1.0, 0.0]
    )
    return replace(plain, schools=schools, **minutes)


def offered(of, **schools):
    found = trips_by_key(travel_table(of, plain_scenario(schools=schools)).trips)
    return {(s, g) for _, s, g, mode, _ in found if mode == "walk"}


def test_travel_computes_the_stage_that_a_school_may_add() -> None:
    today = {("P", "lower"), ("S", "lower"), ("S", "upper")}
    assert offered(county()) == today
    assert offered(county(), **GROWS) == today | {("P", "upper")}
    assert offered(county("D"), **GROWS) == today


def test_a_table_of_minutes_holds_for_the_added_stage_too() -> None:
    row = {"village_id": "V", "school_id": "P", "mode": "walk", "minutes": 7.0}
    table = pd.DataFrame([row | {"stage": "", "season": "", "metres": float("nan")}])
    trips = travel_table(county(minutes=table), plain_scenario(schools=GROWS)).trips
    found = trips_by_key(trips[trips["school_id"] == "P"])
    assert {g: t for (_, _, g, mode, _), t in found.items() if mode == "walk"} == {
        "lower": 7.0,
        "upper": 7.0,
    }


def test_a_village_that_only_a_growing_school_reaches_is_not_cut_off() -> None:
    """S lies 30 minutes away, beyond the cutoff; no school teaches grades 7-9."""

    def cut_off(**schools):
        scenario = plain_scenario({"cutoff_minutes": 5}, schools=schools)
        found = travel_table(county(), scenario).findings
        said = " ".join(f.say("en") for f in found if f.check == "travel_unreached_beyond")
        return [grades for grades in ("1–3", "4–6", "7–9") if grades in said]

    assert cut_off() == ["4–6", "7–9"]
    assert cut_off(**GROWS) == ["7–9"]


def test_possible_lines_take_the_stage_that_may_be_added() -> None:
    def stages(**schools):
        wanted = {"generate": True, "min_riders_per_line": 1, "seats": 60}
        land = county()
        away = land.villages.set_geometry(land.villages.geometry.translate(9000, 0))
        roads = tiny_county({}, {}, [road((0, 0), (9000, 0), road_class="county")]).roads
        far = replace(land, villages=away, roads=roads)
        lines = travel_table(far, plain_scenario(lines=wanted, schools=schools)).possible
        return {line.school_id: line.stages for line in lines}

    assert stages() == {"P": ("lower",), "S": ("lower", "upper")}
    assert stages(**GROWS) == {"P": ("lower", "upper"), "S": ("lower", "upper")}


def test_only_growth_that_some_school_is_fit_for_changes_the_hash() -> None:
    today, grown = plain_scenario(), plain_scenario(schools=GROWS)
    assert inputs_hash(county(), grown) != inputs_hash(county(), today)
    assert inputs_hash(county("D"), grown) == inputs_hash(county("D"), today)
