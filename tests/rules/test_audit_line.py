"""Lines that a plan may fund: enough riders, of the stages that the vehicle takes."""

from worlds import broken, tiny_instance, tiny_plan

from planner.accounts import account, annuity
from planner.plan import Assignment
from planner.programme.solve import search

BUS = {"seats": 19, "possible": True, "yuan": 215_000, "vehicle_yuan": 200_000}


def world(pupils=8, line=BUS, lines=None, **scenario):
    """V1 walks fifty minutes to S1, or rides twenty by N1 if the plan funds it."""
    ride = {"minutes": 20, "line": "N1", "household_yuan": 800}
    return tiny_instance(
        units=[("V1", "lower", pupils, "S1", "walk"), ("V2", "upper", 5, "S1", "walk")],
        sites=[{"id": "S1"}],
        trips={
            ("V1", "S1", "walk"): 50,
            ("V1", "S1", "ride"): ride,
            ("V2", "S1", "walk"): 10,
            ("V2", "S1", "ride"): ride,
        },
        lines={"N1": line},
        scenario={
            "lines": {"min_riders_per_line": 8} | (lines or {}),
            "objective": [{"minimise": "pupil_minutes"}],
            "solver": {"mip_gap": 0},
        }
        | scenario,
        posts_today=4,
    )


def riding(instance):
    return tiny_plan(instance, go={"V1": ("S1", "ride N1")})


def test_a_line_with_enough_riders():
    assert broken(world(8), riding(world(8))) == []


def test_a_line_that_nobody_rides_is_in_order():
    assert broken(world(7), tiny_plan(world(7))) == []


def test_a_line_with_too_few_riders():
    assert broken(world(5), riding(world(5))) == [("line", ("N1",), 3, "pupils")]


def test_a_line_with_more_riders_than_seats():
    assert broken(world(20), riding(world(20))) == [("seats", ("N1",), 1, "seats")]


def test_a_vehicle_built_for_others():
    upper_only = world(8, line=BUS | {"stages": ("upper",)})
    assert broken(upper_only, riding(upper_only)) == [("line", ("V1", "N1"), 8, "pupils")]


def test_a_ride_that_names_no_line_needs_one_of_today():
    rows = riding(world(8))
    unfunded = [
        r if r.mode == "walk" else Assignment(*list(vars(r).values())[:-1])
        for r in rows.assignments
    ]
    plan = type(rows)(rows.sites, tuple(sorted(unfunded)), ())
    assert broken(world(8), plan) == [("option", ("V1", "S1"), 8, "pupils")]


def test_a_new_line_is_nobodys_trip_of_today():
    """Riding to today's school by L1 in 55 minutes; N1 would take 65: protection refuses it."""
    instance = tiny_instance(
        units=[("V1", "upper", 9, "S1", "ride")],
        sites=[{"id": "S1"}],
        trips={
            ("V1", "S1", "ride"): [
                {"minutes": 55, "line": "L1"},
                {"minutes": 65, "line": "N1"},
            ]
        },
        lines={"L1": 19, "N1": BUS},
    )
    assert broken(instance, tiny_plan(instance)) == []
    by_new = tiny_plan(instance, go={"V1": ("S1", "ride N1")})
    assert broken(instance, by_new) == [("option", ("V1", "S1"), 5, "minutes")]


def test_what_a_line_costs():
    """A year's running, and the vehicle over eight years at 3 %: 200 000 x 0.142456 = 28 491."""
    instance = world(8)
    on_foot, by_bus = (account(instance, p) for p in (tiny_plan(instance), riding(instance)))
    assert by_bus.funded.tolist() == [True]
    assert (by_bus.riders.tolist(), on_foot.riders.tolist()) == ([8], [0])
    assert by_bus.running_yuan - on_foot.running_yuan == 215_000
    assert by_bus.county_capital_yuan - on_foot.county_capital_yuan == 200_000
    assert round(annuity(0.03, 8), 6) == 0.142456
    grown = by_bus.annual_cost_yuan - on_foot.annual_cost_yuan
    assert round(grown) == 215_000 + 28_491
    assert by_bus.household_yuan - on_foot.household_yuan == 8 * 800


def test_a_line_of_today_costs_nothing_new():
    today = world(8, line={"seats": 19, "yuan": 0})
    found = account(today, tiny_plan(today, go={"V1": ("S1", "ride")}))
    assert (found.funded.tolist(), found.riders.tolist()) == ([False], [8])
    assert found.running_yuan == account(today, tiny_plan(today)).running_yuan


def riders(instance):
    plan = search(instance).plan
    return account(instance, plan).riders.tolist()


def test_the_programme_funds_a_line_where_it_helps_and_enough_ride():
    assert riders(world(8)) == [8]
    # Seven of V1 are too few, but with the five of V2, who would walk sooner, it runs.
    assert riders(world(7, lines={"min_riders_per_line": 9})) == [12]
    assert riders(world(3, lines={"min_riders_per_line": 9})) == [0]


def test_the_programme_weighs_a_line_against_money():
    cost = [{"minimise": "annual_cost_yuan"}]
    assert riders(world(8, objective=cost)) == [0]
    assert riders(world(8, budget={"annual_yuan": 400_000})) == [0]
    assert riders(world(8, budget={"capital_yuan": 199_999})) == [0]
    assert riders(world(8, budget={"capital_yuan": 200_000})) == [8]


def test_a_village_splits_over_a_full_new_line():
    """Nineteen of twenty-five ride, six walk; with seats to spare nobody may be left behind."""
    assert riders(world(25)) == [19]
    roomy = world(25, line=BUS | {"seats": 40})
    split = tiny_plan(roomy, go={"V1": [("S1", "ride N1", 19), ("S1", "walk", 6)]})
    assert ("whole_village", ("V1", "S1"), 6, "pupils") in broken(roomy, split)


def test_a_unit_that_only_a_new_line_could_reach_may_stay_unserved():
    def alone(pupils):
        return tiny_instance(
            units=[("V1", "lower", pupils, "")],
            sites=[{"id": "S1"}],
            trips={("V1", "S1", "ride"): {"minutes": 20, "line": "N1"}},
            lines={"N1": BUS},
            scenario={"objective": [{"minimise": "unserved_pupils"}], "solver": {"mip_gap": 0}},
        )

    assert alone(8).reachable.tolist() == [False]
    assert search(alone(8)).plan.unserved == ()
    assert sum(r.pupils for r in search(alone(7)).plan.unserved) == 7


def test_weekly_trips_by_a_line_take_no_seat_of_its_morning_run():
    instance = tiny_instance(
        units=[("V1", "upper", 12, "S1", "board"), ("V2", "upper", 9, "S1", "ride")],
        sites=[{"id": "S1", "beds": 12}],
        trips={
            ("V1", "S1", "board"): {"minutes": 60, "line": "L1"},
            ("V2", "S1", "ride"): {"minutes": 20, "line": "L1"},
        },
        lines={"L1": 9},
        scenario={"objective": [{"minimise": "unserved_pupils"}]},
    )
    assert riders(instance) == [9]
