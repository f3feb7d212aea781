"""Possible lines in the instance: options of their own, and never the arrangement of today."""

from dataclasses import replace

from option_worlds import asked, small_county, trips_table

from planner.instance import FORBIDDEN_BY, Instance
from planner.options.assemble import assemble
from planner.options.baseline import baseline_plan
from planner.travel.table import PossibleLine

WALK = ("V1", "S1", "lower", "walk")
RIDE = ("V1", "S1", "lower", "ride")
NEW = PossibleLine("NEW-S1-1", "S1", ("lower", "upper"), (("V1", "V9"), ("V2",)))
FAR = PossibleLine("NEW-S1-2", "S1", ("lower", "upper"), (("V1",),))


def built(trips=None, ride_today=40.0, mode=None, **options) -> Instance:
    county = small_county(
        {"V1": {"lower": 9}},
        {"S1": {}},
        attendance=[("V1", "lower", "S1", 9, mode)] if mode else None,
    )
    rows = {WALK: 50, RIDE: {"minutes": ride_today, "line_id": "L1", "fare_yuan": 2.0}}
    table = trips_table(rows if trips is None else trips, {"L1": 30})
    new = table.trips.iloc[[0]].assign(
        mode="ride", minutes=25.0, line_id="NEW-S1-1", fare_yuan=1.0, metres=9000.0
    )
    beyond = new.assign(minutes=100.0, line_id="NEW-S1-2")
    import pandas as pd

    table = replace(
        table,
        trips=pd.concat([table.trips, new, beyond], ignore_index=True),
        lines=dict(table.lines) | {"NEW-S1-1": 19, "NEW-S1-2": 19},
        possible=(NEW, FAR),
    )
    return assemble(county, table, asked(**options)).instance


def options(instance: Instance):
    names = [*instance.line_id, ""]
    return [
        (names[n], t, FORBIDDEN_BY[code])
        for n, t, code in zip(
            instance.option_line.tolist(),
            instance.option_minutes.tolist(),
            instance.option_forbidden.tolist(),
            strict=True,
        )
    ]


def test_a_possible_line_is_an_option_beside_the_ride_of_today():
    assert options(built()) == [("", 50, "protect"), ("L1", 40, ""), ("NEW-S1-1", 25, "")]


def test_what_the_instance_knows_of_lines():
    instance = built(lines={"yuan_per_year": 180_000, "vehicle_yuan": 150_000})
    assert instance.line_id == ("L1", "NEW-S1-1")
    assert instance.line_seats.tolist() == [30, 19]
    assert instance.line_possible.tolist() == [False, True]
    assert instance.line_yuan.tolist() == [0, 180_000]
    assert instance.line_vehicle_yuan.tolist() == [0, 150_000]
    assert instance.line_stages.tolist() == [[True, True, True], [True, True, False]]
    assert instance.line_stops == ("", "V1+V9;V2;S1")
    assert instance.option_household_yuan.tolist() == [0, 800, 400]


def test_today_nobody_rides_a_line_that_does_not_run():
    """The quickest way is the possible line, but today V1 takes the bus, or walks."""
    (row,) = baseline_plan(built()).assignments
    assert (row.mode, row.line_id) == ("ride", "")
    assert built().unit_minutes.tolist() == [40]
    alone = built(trips={WALK: 50})
    assert baseline_plan(alone).assignments[0].mode == "walk"
    assert alone.unit_minutes.tolist() == [50]


def test_a_pupil_who_rides_today_without_a_line_has_no_trip_today():
    instance = built(trips={WALK: 50}, mode="ride")
    assert instance.unit_mode.tolist() == [-1]


def test_staying_in_todays_mode_does_not_mean_the_possible_line():
    """Today twenty minutes, within the norm; by the possible line 25: refused with a norm of 22."""
    limits = {"lower": {"walk_max_minutes": 22, "ride_max_minutes": 22, "ceiling_minutes": 60}}
    found = options(built(ride_today=20, travel=limits))
    assert found[1:] == [("L1", 20, ""), ("NEW-S1-1", 25, "protect")]


def test_kept_catchments_fund_no_line():
    found = options(built(schools={"keep_catchments": True}))
    assert found[2] == ("NEW-S1-1", 25, "catchment")


def test_it_is_saved_and_read_again(tmp_path):
    instance = built()
    instance.save(tmp_path / "i.npz")
    again = Instance.load(tmp_path / "i.npz")
    assert again.line_stops == instance.line_stops
    assert again.line_possible.tolist() == [False, True]
    assert again.line_stages.tolist() == instance.line_stages.tolist()
    assert again.option_possible.tolist() == [False, False, True]
