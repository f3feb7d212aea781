"""Option: every limit on a trip, each broken by a known amount, each met at equality."""

import pytest
from worlds import broken, tiny_instance, tiny_plan

PATH = ("V1", "S2")


def world(minutes, *, today=20, mode="walk", stage="upper", travel=None, forbidden="", **more):
    """One unit at S1 by foot, which moves to S2; norm 40 and ceiling 90 minutes in upper."""
    site = {"id": "S2", "beds": 50, **more.pop("site", {})}
    return tiny_instance(
        units=[("V1", stage, 12, more.pop("school", "S1"), more.pop("today_mode", "walk"))],
        sites=[{"id": "S1", "beds": 50}, site],
        trips={
            ("V1", "S1", "walk"): today,
            ("V1", "S1", "board"): today,
            ("V1", "S2", mode): {"minutes": minutes, "forbidden": forbidden},
        },
        scenario={"travel": {"protect": "none", **(travel or {})}, **more},
    )


def moved(instance, mode="walk"):
    return broken(instance, tiny_plan(instance, go={"V1": ("S2", mode)}))


@pytest.mark.parametrize(
    ("limit", "over"),
    [({"minutes": 90}, {"minutes": 97}), ({"minutes": 240, "mode": "board"}, None)],
)
def test_ceilings_are_inclusive(limit, over):
    assert moved(world(**limit), limit.get("mode", "walk")) == []
    if over:
        assert moved(world(**over)) == [("option", PATH, 7, "minutes")]


def test_weekly_ceiling():
    weekly = world(241.5, mode="board")
    assert moved(weekly, "board") == [("option", PATH, 1.5, "minutes")]


def test_a_hard_norm():
    assert moved(world(40, travel={"norm": "hard"})) == []
    assert moved(world(40 + 9e-7, travel={"norm": "hard"})) == []
    assert moved(world(43, travel={"norm": "hard"})) == [("option", PATH, 3, "minutes")]
    assert moved(world(43)) == []


def test_growth_of_daily_trips_only():
    travel = {"max_added_minutes": 15}
    assert moved(world(35, travel=travel)) == []
    assert moved(world(37, travel=travel)) == [("option", PATH, 2, "minutes")]
    assert moved(world(120, mode="board", travel=travel), "board") == []


@pytest.mark.parametrize("protect", ["all", "within_norm"])
def test_nobody_within_the_norm_is_put_over_it(protect):
    assert moved(world(40, travel={"protect": protect})) == []
    assert moved(world(44, travel={"protect": protect})) == [("option", PATH, 4, "minutes")]
    assert moved(world(44, today=40, travel={"protect": protect})) == [
        ("option", PATH, 4, "minutes")
    ]
    boarding = world(181, mode="board", travel={"protect": protect})
    assert moved(boarding, "board") == [("option", PATH, 1, "minutes")]
    assert moved(world(44)) == []


def test_nobody_over_the_norm_travels_longer_than_the_tolerance():
    travel = {"protect": "all"}
    assert moved(world(65, today=60, travel=travel)) == []
    assert moved(world(67, today=60, travel=travel)) == [("option", PATH, 2, "minutes")]
    assert moved(world(67, today=60, travel={"protect": "within_norm"})) == []


def test_a_day_and_a_weekly_trip_are_compared_by_the_school_week():
    # 41 min a day are 410 a week; 230 min by two trips 460, within the 50 of the tolerance.
    assert moved(world(230, mode="board", today=41, travel={"protect": "all"}), "board") == []
    # With a cycle of 3 days there are 14/3 trips a week: 150 min come to 700.
    often = world(
        150,
        mode="board",
        today=41,
        travel={"protect": "all"},
        boarding={"cycle_days": 3},
    )
    assert moved(often, "board") == [("option", PATH, 700 - 410 - 50, "minutes")]
    # A boarder over the weekly norm (181 min, 362 a week) who becomes a day pupil.
    home = world(42, today=181, today_mode="board", travel={"protect": "all"})
    assert moved(home) == [("option", PATH, 420 - 362 - 50, "minutes")]


def test_protection_leaves_todays_trip_and_those_without_one():
    over = world(20, today=85, travel={"protect": "all"})
    assert broken(over, tiny_plan(over)) == []
    fresh = world(85, school="", travel={"protect": "all"})
    assert moved(fresh) == []


def test_lower_stage_does_not_board():
    young = world(50, mode="board", stage="lower")
    assert moved(young, "board") == [("option", PATH, 12, "pupils")]
    assert moved(world(50, mode="board"), "board") == []


def test_schools_that_may_not_board():
    pinned = world(50, mode="board", schools={"no_boarding": ["S2"]})
    assert moved(pinned, "board") == [("option", PATH, 12, "pupils")]


def test_a_school_that_may_take_no_one_new_keeps_its_own():
    assert moved(world(20, site={"receives": False})) == [("option", PATH, 12, "pupils")]
    own = world(20, site={"receives": False}, school="S2")
    assert broken(own, tiny_plan(own)) == []


def test_what_the_instance_forbids_is_reported_for_itself():
    assert moved(world(20, forbidden="pinned")) == [("option", PATH, 12, "pupils")]


def test_a_trip_that_does_not_exist():
    assert moved(world(20), "ride") == [("option", PATH, 12, "pupils")]


def stream_world(stream, taught, **schools):
    return tiny_instance(
        units=[("V1", "upper", 12, "S1")],
        sites=[{"id": "S1", "streams": ()}, {"id": "S2", "streams": taught}],
        trips={("V1", "S1", "walk"): 20, ("V1", "S2", "walk"): 20},
        scenario={"travel": {"protect": "none"}, "schools": schools},
        stream=stream,
    )


def test_pupils_of_a_mother_tongue_stream_change_only_to_a_school_that_teaches_it():
    first = {"V1": "mode1"}
    assert moved(stream_world(first, ("mode2",))) == [("option", PATH, 12, "pupils")]
    assert moved(stream_world(first, ("mode1",))) == []
    assert moved(stream_world({}, ())) == []
    assert moved(stream_world(first, (), allow_stream_switch=True)) == []
    # At today's school nothing changes.
    stays = stream_world(first, ())
    assert broken(stays, tiny_plan(stays)) == []


def test_a_village_named_with_a_reason_may_board_earlier():
    named = {"village": "V1", "stage": "lower", "reason": {"zh": "试", "en": "a trial"}}

    def young(**exception):
        asked = {"boarding": {"exceptions": [named | exception]}}
        return world(50, mode="board", stage="lower", **asked)

    assert moved(young(), "board") == []
    assert moved(young(village="V2"), "board") == [("option", PATH, 12, "pupils")]
    assert moved(young(stage="upper"), "board") == [("option", PATH, 12, "pupils")]


def test_nobody_rides_without_a_line_unless_private_rides_count():
    def hired(**travel):
        return tiny_instance(
            units=[("V1", "upper", 12, "S1")],
            sites=[{"id": "S1"}, {"id": "S2"}],
            trips={
                ("V1", "S1", "walk"): 20,
                ("V1", "S2", "ride"): {"minutes": 20, "vehicle": True},
            },
            scenario={"travel": {"protect": "none"} | travel},
        )

    assert moved(hired(), "ride") == [("option", PATH, 12, "pupils")]
    assert moved(hired(private_ride=True), "ride") == []
