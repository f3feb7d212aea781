"""One trip per pair over the seasons planned for."""

import pandas as pd
from travel_worlds import plain_scenario

from planner.travel.matrix import planned_trips
from planner.travel.table import COLUMNS, TravelTable


def table_of(*rows) -> TravelTable:
    """Rows of (village, season, minutes, line)."""
    blank = dict.fromkeys(COLUMNS, 0.0)
    records = [
        blank
        | {"village_id": v, "school_id": "S", "stage": "lower", "mode": "walk"}
        | {"season": season, "minutes": float(minutes), "line_id": line}
        for v, season, minutes, line in rows
    ]
    return TravelTable(pd.DataFrame(records, columns=list(COLUMNS)))


BOTH = plain_scenario(season={"worst_of": ["normal", "winter"]})


def picked(trips):
    return list(zip(trips.village_id, trips.season, trips.minutes, trips.line_id, strict=True))


def test_one_season_is_passed_through() -> None:
    table = table_of(("V", "normal", 10, "A"), ("V", "winter", 20, "B"))
    assert picked(planned_trips(table, plain_scenario())) == [("V", "normal", 10, "A")]


def test_the_worse_season_counts_pair_by_pair_with_its_own_columns() -> None:
    table = table_of(
        ("V", "normal", 10, "A"),
        ("V", "winter", 20, "B"),
        ("W", "normal", 30, "C"),
        ("W", "winter", 25, "D"),
    )
    assert picked(planned_trips(table, BOTH)) == [
        ("V", "winter", 20, "B"),
        ("W", "normal", 30, "C"),
    ]


def test_a_pair_missing_in_one_season_is_missing() -> None:
    table = table_of(("V", "normal", 10, ""), ("W", "normal", 10, ""), ("W", "winter", 10, ""))
    assert picked(planned_trips(table, BOTH)) == [("W", "normal", 10, "")]


def test_a_season_named_twice_counts_once() -> None:
    twice = plain_scenario(season={"worst_of": ["winter", "winter"]})
    table = table_of(("V", "normal", 10, ""), ("V", "winter", 5, ""))
    assert picked(planned_trips(table, twice)) == [("V", "winter", 5, "")]
