"""How a problem is put together: the garbage collector, the order of columns, names of rows."""

from __future__ import annotations

import gc

import pytest
from worlds import tiny_instance

from planner.accounts import option_lookup
from planner.programme.build import build
from planner.programme.undisturbed import undisturbed


def shared_bus():
    """V1 walks or rides to S1, V2 rides; the bus seats fewer than both."""
    return tiny_instance(
        units=[("V1", "lower", 12, ""), ("V2", "lower", 1, "")],
        sites=[{"id": "S1"}, {"id": "S2"}],
        trips={
            ("V1", "S1", "walk"): 20,
            ("V1", "S1", "ride"): {"minutes": 10, "line": "N1"},
            ("V2", "S1", "ride"): {"minutes": 10, "line": "N1"},
            ("V2", "S2", "walk"): 20,
        },
        lines={"N1": {"seats": 12}},
    )


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_is_left_as_it_was_found(on):
    before = gc.isenabled()
    (gc.enable if on else gc.disable)()
    try:
        with pytest.raises(ZeroDivisionError), undisturbed():
            assert not gc.isenabled()
            raise ZeroDivisionError
        assert gc.isenabled() == on
        build(shared_bus())
        assert gc.isenabled() == on
    finally:
        (gc.enable if before else gc.disable)()


def test_choices_stand_in_the_order_of_the_options_with_bounds_of_their_own():
    made = build(shared_bus())
    choices = [
        (x.name, x.upBound)
        for x in made.problem.variables()
        if x.name.partition("__")[0] in ("use", "part", "split")
    ]
    assert choices == [
        ("use__u0_j0_walk", 1),
        ("part__u0_j0_walk", 12),
        ("split__u0_j0", 1),
        ("use__u0_j0_ride", 1),
        ("part__u0_j0_ride", 12),
        ("use__u1_j0_ride", 1),
        ("use__u1_j1_walk", 1),
    ]
    v = made.variables
    assert {v.use[a].name for a in v.use} == {n for n, _ in choices if n.startswith("use")}
    assert v.split[0, 0].name == "split__u0_j0"


def test_every_row_has_its_name_its_sense_and_its_bound():
    made = build(shared_bus())  # Rows live no longer than their problem does.
    rows = {c.name: c for c in made.problem.constraints()}
    assert not [name for name in rows if "__" not in name]
    serve, seats = rows["serve__u0"], rows["seats__l0"]
    assert (serve.sense, -serve.constant) == (0, 12)
    assert (seats.sense, -seats.constant) == (-1, 12)
    assert {x.name: c for x, c in seats.items()} == {
        "use__u0_j0_ride": 12,
        "part__u0_j0_ride": 1,
        "use__u1_j0_ride": 1,
    }


def test_options_are_looked_up_among_the_schools_asked_for():
    world = shared_bus()
    every = option_lookup(world)
    assert sorted(every.values()) == [0, 1, 2, 3]
    assert option_lookup(world, {"S2"}) == {("V2", "lower", "", "S2", "walk", ""): 3}
    assert option_lookup(world, ()) == {}
