"""Budget: ceilings on money spent once and on money spent a year."""

from worlds import broken, tiny_instance, tiny_plan

from planner.accounts import account

COSTS = {
    "classroom_place_yuan": 1000,
    "places_per_classroom": 45,
    "open_yuan": {"teaching_point": 70_000},
    "revenue_primary_yuan": 100,
    "revenue_floor_pupils": 0,
}


def world(capital=None, annual=None):
    # One room costs 45,000; the point costs 70,000 a year less 60 pupils x 100 = 64,000.
    return tiny_instance(
        units=[("V1", "lower", 60, "S1")],
        sites=[{"id": "S1", "kind": "teaching_point", "rooms": 2, "new_rooms": 1}],
        trips={("V1", "S1", "walk"): 20},
        scenario={"costs": COSTS, "budget": {"capital_yuan": capital, "annual_yuan": annual}},
        posts_today=6,
    )


def spent(**ceilings):
    instance = world(**ceilings)
    return broken(instance, tiny_plan(instance, classrooms_added={"S1": 1}))


def test_money_within_its_ceilings():
    assert spent(capital=45_000, annual=64_000) == []
    assert spent() == []


def test_capital_over_its_ceiling():
    assert spent(capital=44_000) == [("budget", (), 1000, "yuan")]


def test_running_cost_over_its_ceiling():
    assert spent(annual=60_000) == [("budget", (), 4000, "yuan")]


def test_a_site_with_a_running_cost_of_its_own_counts_that_and_a_point_made_of_it_does_not():
    def over(own, kind):
        instance = tiny_instance(
            units=[("V1", "lower", 60, "S1")],
            sites=[{"id": "S1", "kinds": ("teaching_point", "primary"), "open_yuan": own}],
            trips={("V1", "S1", "walk"): 20},
            scenario={
                "costs": COSTS | {"open_yuan": {"teaching_point": 70_000, "primary": 90_000}},
                "budget": {"annual_yuan": 64_000},
            },
            posts_today=40,
        )
        return [by for *_, by, _ in broken(instance, tiny_plan(instance, kinds={"S1": kind}))]

    assert over(float("nan"), "primary") == [20_000]
    assert over(75_000, "primary") == [5_000]
    assert over(75_000, "teaching_point") == []


def test_a_closed_site_shared_with_a_kindergarten_goes_on_to_cost():
    def shut(**site):
        world = tiny_instance(
            units=[("V1", "lower", 30, "S1")],
            sites=[{"id": "S1"}, {"id": "S2", **site}],
            trips={("V1", "S1", "walk"): 10},
        )
        return account(world, tiny_plan(world, kinds={"S2": None}))

    alone, shared = shut(), shut(closed_yuan=350_000.0)
    assert shared.running_yuan - alone.running_yuan == 350_000
    assert shared.annual_yuan.tolist()[1] == 350_000
