"""Left-behind pupils: where anyone boards, a bed is kept for each of them of boarding age."""

from worlds import broken, tiny_instance, tiny_plan


def world(first=True, lowest="upper"):
    return tiny_instance(
        units=[
            ("V1", "upper", 30, "S1", "board"),
            ("V2", "upper", 20, "S1", "walk"),
            ("V2", "lower", 20, "S1", "walk"),
        ],
        sites=[{"id": "S1", "beds": 32, "new_beds": 20}],
        trips={("V1", "S1", "board"): 100, ("V2", "S1", "walk"): 5, ("V2", "S1", "board"): 5},
        scenario={"boarding": {"left_behind_first": first, "lowest_stage": lowest}},
        left_behind={"V2": 8},
    )


def test_beds_are_kept_only_where_the_scenario_asks():
    assert broken(world(False), tiny_plan(world())) == []
    assert broken(world(), tiny_plan(world())) == [("left_behind", ("S1",), 6, "beds")]
    assert broken(world(), tiny_plan(world(), beds_added={"S1": 6})) == []


def test_those_too_young_to_board_are_kept_no_bed():
    plan = tiny_plan(world(), beds_added={"S1": 6})
    assert broken(world(lowest="lower"), plan) == [("left_behind", ("S1",), 8, "beds")]


def test_where_nobody_boards_no_bed_is_asked_for():
    today = tiny_instance(
        units=[("V2", "upper", 20, "S1", "walk")],
        sites=[{"id": "S1", "beds": 2}],
        trips={("V2", "S1", "walk"): 5},
        scenario={"boarding": {"left_behind_first": True}},
        left_behind={"V2": 8},
    )
    assert broken(today, tiny_plan(today)) == []
