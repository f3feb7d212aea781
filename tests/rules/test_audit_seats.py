"""Seats: riders of a bus line within its seats; boarders' trips home do not count."""

from worlds import broken, tiny_instance, tiny_plan


def world(seats):
    ride = {"minutes": 25, "line": "L1"}
    return tiny_instance(
        units=[
            ("V1", "upper", 12, "S1", "ride"),
            ("V2", "upper", 9, "S1", "ride"),
            ("V3", "upper", 40, "S1", "board"),
        ],
        sites=[{"id": "S1", "beds": 40}],
        trips={
            ("V1", "S1", "ride"): ride,
            ("V2", "S1", "ride"): ride,
            ("V3", "S1", "board"): ride,
        },
        lines={"L1": seats},
    )


def test_a_full_line_is_in_order():
    assert broken(world(21), tiny_plan(world(21))) == []


def test_riders_without_a_seat():
    assert broken(world(17), tiny_plan(world(17))) == [("seats", ("L1",), 4, "seats")]
