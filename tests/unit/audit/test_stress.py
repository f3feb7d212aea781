"""The plan under other numbers of pupils: classes, rooms, beds and seats counted again."""

from math import nan

from worlds import tiny_instance, tiny_plan

from planner.audit.stress import stressed


def world():
    """S1 teaches 20 + 40 in classes of 25 (6 rooms), 10 board in 10 beds; L1 seats 12."""
    instance = tiny_instance(
        units=[
            ("V1", "lower", 20, "S1"),
            ("V2", "upper", 40, "S1"),
            ("V3", "upper", 10, "S1", "board"),
            ("V4", "lower", 10, "S2", "ride"),
        ],
        sites=[{"id": "S1", "rooms": 4, "beds": 10}, {"id": "S2", "rooms": 5}],
        trips={
            ("V1", "S1", "walk"): 5,
            ("V2", "S1", "walk"): 5,
            ("V3", "S1", "board"): 60,
            ("V4", "S2", "ride"): {"minutes": 20, "line": "L1"},
        },
        lines={"L1": 12},
        scenario={
            "schools": {
                "class_size": {"lower": 10, "upper": 15, "multigrade": 25},
                "min_pupils": {"primary": 8},
            }
        },
    )
    return instance, tiny_plan(instance, classrooms_added={"S1": 1})


def by_case(children=None):
    instance, plan = world()
    return {s.case: s for s in stressed(instance, plan, children)}


def sites(stress):
    return {
        s.school_id: (s.pupils, s.classes, s.rooms, s.boarders, s.beds, s.least_pupils)
        for s in stress.sites
    }


def test_more_pupils_need_classes_beds_and_seats_that_are_not_there():
    more = by_case()["more"]
    # 26 lower are no longer one multi-grade class: three of 10; 65 upper take five of 15.
    assert sites(more) == {"S1": (91, 8, 5, 13, 10, 8), "S2": (13, 2, 5, 0, 0, 8)}
    assert [(x.line_id, x.pupils, x.pupils_planned, x.seats) for x in more.lines] == [
        ("L1", 13, 10, 12)
    ]
    assert (more.pupils, more.pupils_planned, more.unplaced) == (104, 80, 0)


def test_fewer_pupils_leave_places_empty():
    fewer = by_case()["fewer"]
    # 14 lower in one class, 35 upper in three; S2 falls below its least of eight.
    assert sites(fewer) == {"S1": (49, 4, 5, 7, 10, 8), "S2": (7, 2, 5, 0, 0, 8)}


def test_the_children_of_today_are_the_pupils_of_six_years_on():
    later = by_case({"V1": 44.0, "V2": 6.0, "V3": nan, "V4": 30.0})["in_six_years"]
    # V1: 22 lower at S1, 22 upper nowhere planned, 20 junior nowhere; V2: 3 upper, 3 lower
    # nowhere; V3 unknown, as today; V4: 15 lower, 15 upper nowhere, 10 junior nowhere.
    assert sites(later)["S1"] == (22 + 3 + 10, 2, 5, 10, 10, 8)
    assert sites(later)["S2"][0] == 15
    assert later.unplaced == 22 + 20 + 3 + 15 + 10
    assert later.villages_unknown == 1
    assert later.pupils == 22 + 22 + 20 + 6 + 10 + 30 + 10


def test_without_children_of_any_village_there_is_no_third_case():
    assert list(by_case()) == ["fewer", "more"]
    assert list(by_case({"V1": nan})) == ["fewer", "more"]


def test_shut_schools_are_left_out():
    instance, _ = world()
    plan = tiny_plan(instance, go={"V4": None}, kinds={"S2": None})
    assert [s.school_id for s in stressed(instance, plan)[0].sites] == ["S1"]
