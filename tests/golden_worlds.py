"""One tiny world for each rule, in which the rule yields every kind of row that it has.

`golden_lp` writes these rows to tests/golden/<rule>.lp; ``python -m tests.golden_update``
rewrites the files. A new rule needs an entry here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from area_worlds import with_areas
from worlds import tiny_instance

from planner.instance import Instance

FREE = {"travel": {"protect": "none"}}
MONEY = {"objective": [{"minimise": "running_cost_yuan"}]}


def two_schools(*, trips: dict[Any, Any] | None = None, **more: Any) -> Instance:
    """V1 (12 pupils) and V2 (8) of grades 1-3, schools S1 and S2 within reach of both."""
    sites = more.pop("sites", ({}, {}))
    scenario = FREE | more.pop("scenario", {})
    return tiny_instance(
        units=more.pop("units", [("V1", "lower", 12, "S1"), ("V2", "lower", 8, "S2")]),
        sites=[{"id": f"S{n}"} | said for n, said in enumerate(sites, 1)],
        trips={
            ("V1", "S1", "walk"): 10,
            ("V1", "S2", "walk"): 35,
            ("V2", "S1", "walk"): 30,
            ("V2", "S2", "walk"): 5,
        }
        | (trips or {}),
        scenario=scenario,
        **more,
    )


def serve() -> Instance:
    return two_schools(
        units=[("V1", "lower", 12, "S1"), ("V2", "lower", 8, "S2"), ("V3", "lower", 4, "")]
    )


def offered() -> Instance:
    kinds = {"kinds": ("teaching_point", "primary")}
    return two_schools(
        units=[("V1", "lower", 12, "S1"), ("V1", "upper", 9, "S1")],
        sites=(kinds, kinds),
        trips={("V1", "S1", "board"): 20},
    )


def kind() -> Instance:
    return two_schools(
        units=[("V1", "lower", 12, "S1"), ("V2", "lower", 8, "S2"), ("V2", "junior", 6, "")],
        sites=({"kinds": ("teaching_point", "primary", "nine_year")}, {}),
        scenario={"schools": {"may_grow_to": ["nine_year"]}},
    )


def pins() -> Instance:
    kinds = ("teaching_point", "primary")
    return two_schools(sites=({"must_open": True, "kinds": kinds}, {}))


def classes() -> Instance:
    return tiny_instance(
        units=[("V1", "lower", 150, "S1"), ("V2", "lower", 8, "S1"), ("V2", "upper", 20, "S1")],
        sites=[{"id": "S1", "rooms": 5}],
        trips={("V1", "S1", "walk"): 10, ("V2", "S1", "walk"): 30},
        scenario=FREE,
    )


def classrooms() -> Instance:
    return two_schools(
        sites=({"rooms": 1, "new_rooms": 1}, {"rooms": 1, "new_rooms": 3}),
        units=[("V1", "lower", 40, "S1"), ("V2", "lower", 8, "S2")],
    )


def beds() -> Instance:
    return two_schools(
        units=[("V1", "upper", 12, "S1"), ("V2", "upper", 8, "S2")],
        sites=({"beds": 10, "new_beds": 6}, {"beds": 8}),
        trips={("V1", "S1", "board"): 50, ("V2", "S1", "board"): 70, ("V2", "S2", "board"): 90},
        scenario={"boarding": {"max_new_beds": 4}},
    )


def receiver() -> Instance:
    return two_schools(
        sites=({"rooms": 4, "new_rooms": 3, "rooms_short": 2}, {}),
        units=[("V1", "lower", 150, "S1"), ("V2", "lower", 8, "S2")],
    )


def area_floors() -> Instance:
    places = {"classroom_place_yuan": 10_000, "places_per_classroom": 40}
    world = two_schools(
        units=[("V1", "lower", 12, "S1"), ("V2", "junior", 8, "S2")],
        sites=({"kind": "nine_year", "new_rooms": 2}, {"kind": "nine_year"}),
        scenario={"costs": places, "budget": {"capital_yuan": 1e6}},
    )
    return with_areas(world, "build", {"S1": (70.0, 60.0), "S2": (90.0, float("nan"))})


def canteen() -> Instance:
    return two_schools(
        units=[("V1", "upper", 12, "S1"), ("V2", "upper", 8, "S2")],
        sites=({"beds": 10, "new_beds": 6, "canteen": 7}, {"beds": 8, "canteen": 5}),
        trips={("V1", "S1", "board"): 50, ("V2", "S1", "board"): 70, ("V2", "S2", "board"): 90},
        scenario={
            "boarding": {"canteen_places_per_boarder": 0.75},
            "costs": {"canteen_place_yuan": 2_000},
            "budget": {"capital_yuan": 1e6},
        },
    )


def left_behind() -> Instance:
    return two_schools(
        units=[("V1", "upper", 12, "S1"), ("V2", "upper", 8, "S2")],
        sites=({"beds": 10, "new_beds": 6}, {"beds": 8}),
        trips={("V1", "S1", "board"): 50, ("V2", "S1", "board"): 70, ("V2", "S2", "board"): 90},
        scenario={"boarding": {"left_behind_first": True}},
        left_behind={"V1": 3, "V2": 2},
    )


def seats() -> Instance:
    ride = {"minutes": 25, "line": "L1"}
    return two_schools(
        trips={("V1", "S1", "ride"): ride, ("V2", "S1", "ride"): ride}, lines={"L1": 17}
    )


def line() -> Instance:
    ride = {"minutes": 25, "line": "N1"}
    return two_schools(
        trips={("V1", "S1", "ride"): ride, ("V2", "S1", "ride"): ride},
        lines={"N1": {"seats": 19, "possible": True}},
        scenario={"lines": {"min_riders_per_line": 6}},
    )


def whole_village() -> Instance:
    return seats()


def school_size() -> Instance:
    sizes = {"min_pupils": {"primary": 9}, "max_pupils": {"primary": 15}}
    return two_schools(
        sites=({"kinds": ("teaching_point", "primary")}, {"max_pupils": 10}),
        scenario={"schools": sizes},
    )


def open_between() -> Instance:
    return two_schools(scenario={"schools": {"open_between": (1, 2)}})


def township() -> Instance:
    rule = {"per_township": {"stage": "upper", "min": 1, "max": 1, "exempt": ("T3",)}}
    sites = ({}, {"kinds": ("teaching_point", "primary")}, {"township": "T2"}, {"township": "T3"})
    return two_schools(sites=sites, scenario={"schools": rule})


def posts() -> Instance:
    return two_schools(scenario=MONEY, posts_today=5)


def least() -> Instance:
    return tiny_instance(
        units=[("V1", "lower", 150, "S1"), ("V2", "lower", 30, "S2")],
        sites=[{"id": "S1", "kind": "teaching_point"}, {"id": "S2", "kind": "teaching_point"}],
        trips={("V1", "S1", "walk"): 10, ("V2", "S2", "walk"): 30},
        scenario=FREE
        | {
            "objective": [{"minimise": "capital_yuan"}],
            "costs": {"freed_posts_cash_share": 0.5, "surplus_post_salaries": 1},
        },
        posts_today=20,
    )


def carers() -> Instance:
    return beds()


def establishment() -> Instance:
    return two_schools(scenario={"staff": {"establishment_posts": 6}})


def revenue() -> Instance:
    return two_schools(
        units=[("V1", "lower", 90, "S1"), ("V2", "lower", 30, "S1")],
        scenario=MONEY | {"costs": {"revenue_floor_pupils": 100}},
        trips={("V1", "S2", "walk"): {"minutes": 90, "forbidden": "ceiling"}},
    )


def worst() -> Instance:
    return two_schools(
        units=[("V1", "upper", 12, "S1"), ("V2", "upper", 1, "S2")],
        trips={("V1", "S1", "board"): 50},
        scenario={
            "objective": [{"minimise": "worst_minutes"}],
            "schools": {"whole_village": False},
        },
    )


def harm() -> Instance:
    return two_schools(
        trips={("V2", "S1", "walk"): {"minutes": 30, "affected": True}},
        scenario={
            "concern": {"max_affected_share": 0.3},
            "travel": {"protect": "none", "serve": "soft"},
        },
    )


def budget() -> Instance:
    return two_schools(
        sites=({"new_rooms": 1, "rooms": 1}, {}),
        scenario={"budget": {"capital_yuan": 600_000, "annual_yuan": 900_000}},
        trips={("V1", "S2", "walk"): {"minutes": 35, "public_yuan": 200.0}},
        posts_today=5,
    )


WORLDS: dict[str, tuple[str, Callable[[], Instance]]] = {
    "serve": ("everyone is placed in full; V3 reaches no school and may stay out", serve),
    "offered": ("grades 1-3 at either kind, grades 4-6 at a primary only", offered),
    "kind": ("S1 may be one of three kinds, the largest only for a pupil of grades 7-9", kind),
    "pins": ("S1 stays open as either kind, S2 may close", pins),
    "classes": ("150 + 8 pupils of one stage, 20 of another, five rooms", classes),
    "classrooms": ("S1 may have two rooms, S2 four", classrooms),
    "receiver": ("two of the four rooms of S1 are not there, three may be built", receiver),
    "area_floors": ("4.5 and 5.8 m² of teaching area a pupil, 7.5 and 10.2 of sports", area_floors),
    "canteen": ("3 places for 4 boarders; S1 has 7 and may add, S2 has 5", canteen),
    "left_behind": ("3 of V1's 12 and 2 of V2's 8 pupils are left behind", left_behind),
    "beds": ("S1 has 10 beds and may add 6, the county 4", beds),
    "seats": ("a line of today with 17 seats, 20 pupils who could ride", seats),
    "line": ("a line that a plan may fund: 6 riders at least, 19 seats", line),
    "whole_village": ("who rides a full bus may be split with those who walk", whole_village),
    "school_size": ("a primary has 9 to 15 pupils, the grounds of S2 hold 10", school_size),
    "open_between": ("one or two schools in the county", open_between),
    "township": ("one school with grades 4-6 in T1 and in T2, T3 exempt", township),
    "posts": ("posts by pupils, by classes, two at least; five posts today", posts),
    "least": ("no class or post that 150 and 30 pupils do not need", least),
    "carers": ("boarders at S1 and S2 need carers, two at least", carers),
    "establishment": ("the county employs six teachers at most", establishment),
    "revenue": ("120 could come to S1 and 30 to S2, paid for 100 at least", revenue),
    "worst": ("the longest daily trip; villages may be shared, V2 has one pupil", worst),
    "harm": ("at most 30 % of 20 pupils affected, those left out among them", harm),
    "budget": ("600 000 yuan of capital, 900 000 a year", budget),
}
"""By rule: its golden world in words, and the world."""
