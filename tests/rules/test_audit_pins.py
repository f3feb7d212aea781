"""Pins: what was fixed beforehand stays so."""

from worlds import broken, tiny_instance, tiny_plan


def world():
    return tiny_instance(
        units=[("V1", "lower", 12, "S1")],
        sites=[
            {"id": "S1"},
            {"id": "S2", "must_open": True},
            {"id": "S3", "must_close": True},
        ],
        trips={("V1", "S1", "walk"): 20},
    )


def test_pins_respected():
    assert broken(world(), tiny_plan(world(), kinds={"S3": None})) == []


def test_pins_broken():
    assert broken(world(), tiny_plan(world(), kinds={"S2": None})) == [
        ("pins", ("S2",), 1, "schools"),
        ("pins", ("S3",), 1, "schools"),
    ]
