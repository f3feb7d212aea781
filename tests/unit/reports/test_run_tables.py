"""Tables of trips, places and findings of a finished run: figures of the hand-drawn county of pages_world.py."""

from __future__ import annotations

import dataclasses
import sqlite3
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pages_world import make_plan, make_result

from planner.accounts import account, tier_value
from planner.plan import SiteDecision, Unserved
from planner.reports.tables import (
    assignments_table,
    closures_table,
    findings_table,
    schools_table,
    townships_table,
    villages_table,
    worst_off,
    write_csv,
    write_geopackage,
)


@pytest.fixture(scope="module")
def result():
    return make_result()


@pytest.fixture(scope="module")
def trips(result):
    return assignments_table(result)


@pytest.fixture(scope="module")
def schools(result, trips):
    return schools_table(result, trips)


def trip(trips: pd.DataFrame, village: str, stage: str) -> pd.Series:
    return trips[(trips["village_id"] == village) & (trips["stage"] == stage)].iloc[0]


def test_a_longer_walk_is_added_minutes_and_over_the_norm(trips):
    row = trip(trips, "V2", "lower")
    assert (row["minutes"], row["baseline_minutes"], row["added_minutes"]) == (38.5, 9.0, 29.5)
    assert (row["over_norm"], row["baseline_over_norm"], row["affected"]) == (1, 0, 1)
    assert (row["school"], row["baseline_school"], row["village"]) == ("S1学校", "S2学校", "V2村")


def test_daily_and_weekly_trips_are_not_subtracted(trips):
    row = trip(trips, "V3", "upper")
    assert np.isnan(row["added_minutes"])
    assert row["mode_changed"] == 1
    # Ten one-way trips of 12 minutes against two of 120.
    assert (row["baseline_week_minutes"], row["week_minutes"]) == (120.0, 240.0)


def test_unserved_pupils_are_rows_without_school_mode_and_minutes(trips):
    row = trip(trips, "V6", "lower")
    assert (row["school_id"], row["mode"], row["pupils"], row["over_norm"]) == ("", "", 3, 1)
    assert np.isnan(row["minutes"])
    assert np.isnan(row["added_minutes"])
    assert row["affected"] == 0  # No plan could serve them.


def test_pupils_over_norm_add_up_to_the_objective(result, trips):
    over = int(trips.loc[trips["over_norm"] == 1, "pupils"].sum())
    value = tier_value(result.instance, result.plan, result.accounts, "pupils_over_norm")
    assert over == value == 9


def test_trips_are_sorted_and_every_pupil_stands_once(result, trips):
    assert trips["village_id"].is_monotonic_increasing
    assert trips["pupils"].sum() == result.instance.unit_pupils.sum() == 136


def test_only_who_loses_a_trip_counts_as_affected_when_unserved(result):
    plan = make_plan()
    rows = tuple(a for a in plan.assignments if (a.village_id, a.stage) != ("V4", "upper"))
    lost = dataclasses.replace(
        plan, assignments=rows, unserved=(*plan.unserved, Unserved("V4", "upper", "S4", 28))
    )
    changed = dataclasses.replace(result, plan=lost, accounts=account(result.instance, lost))
    table = assignments_table(changed)
    assert trip(table, "V4", "upper")["affected"] == 1
    assert trip(table, "V6", "lower")["affected"] == 0
    value = tier_value(result.instance, lost, changed.accounts, "affected_pupils")
    assert int(table.loc[table["affected"] == 1, "pupils"].sum()) == value


def test_villages_by_the_hardest_lot_of_their_pupils(result, trips):
    table = villages_table(result, trips).set_index("village_id")
    assert table["change"].to_dict() == {
        "V1": "same",
        "V2": "much_longer",
        "V3": "boards_now",
        "V4": "same",
        "V5": "shorter",
        "V6": "unserved",
    }
    # 20 pupils at 10 minutes and 18 at 8.
    assert table.loc["V1", "day_minutes"] == pytest.approx(344 / 38)
    assert table.loc["V3", "boarders"] == 9


def test_townships_and_worst_off(result, trips, schools):
    table = townships_table(result, trips, schools).set_index("township")
    assert table.loc["更庆镇", ["schools_before", "schools", "closed"]].tolist() == [3, 2, 1]
    assert table.loc["马尼干戈镇", ["over_norm_pupils_before", "over_norm_pupils"]].tolist() == [
        15,
        3,
    ]
    assert worst_off(result, trips)["village_id"].tolist() == ["V6", "V2", "V3"]
    assert worst_off(result, trips, most=1)["village_id"].tolist() == ["V6"]


def test_closures_show_minutes_before_and_after(result, trips, schools):
    table = closures_table(result, trips, schools).set_index("school_id")
    assert table.index.tolist() == ["S2", "S3"]
    assert table.loc["S2", ["day_minutes_before", "day_minutes"]].tolist() == [9.0, 38.5]
    assert table.loc["S3", ["boarders", "pupils"]].tolist() == [9, 9]


def test_findings_are_told_in_both_languages(result):
    row = findings_table(result).iloc[0]
    assert (row["source"], row["severity"], row["row"], row["ids"]) == ("input", "warning", 7, "V6")
    assert row["message_zh"] != row["message_en"]


def test_a_plan_can_be_read_back_from_its_tables(result, trips, schools):
    stages = ("lower", "upper", "junior")
    sites = []
    for row in schools.to_dict("records"):
        multigrade = frozenset(g for g in row["multigrade_stages"].split(";") if g)
        classes = {g: row[f"{g}_classes"] for g in stages if row[f"{g}_classes"]}
        sites.append(
            SiteDecision(
                row["school_id"],
                row["kind"] or None,
                classes,
                multigrade,
                row["classrooms_added"],
                row["beds_added"],
            )
        )
    assert tuple(sites) == result.plan.sites
    served = trips[trips["school_id"] != ""]
    columns = ["village_id", "stage", "baseline_school_id", "school_id", "mode", "pupils"]
    # No ride of this plan is by a line that it funds.
    served = served.assign(funded="")
    columns = [*columns, "funded"]
    rows = {tuple(r) for r in served[columns].itertuples(index=False)}
    assert rows == {dataclasses.astuple(a) for a in result.plan.assignments}


def test_csv_has_a_bom_and_is_the_same_twice(tmp_path: Path, trips):
    write_csv(trips, tmp_path / "a.csv")
    write_csv(assignments_table(make_result()), tmp_path / "b.csv")
    content = (tmp_path / "a.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfvillage_id,stage,school_id,mode,pupils,minutes,")
    assert b"\r" not in content
    assert content == (tmp_path / "b.csv").read_bytes()
    # Empty, never 0 or 9999, where there is nothing.
    assert b"\nV6,lower,,,3,,,,,,1,1," in content


def test_geopackage_layers(tmp_path: Path, result, trips, schools):
    import geopandas as gpd

    path = tmp_path / "plan.gpkg"
    write_geopackage(result, trips, schools, path)
    first = path.read_bytes()
    layers = {
        name: gpd.read_file(path, layer=name)
        for name in ("schools", "villages", "assignments", "roads_used", "boundary")
    }
    assert {name: len(layer) for name, layer in layers.items()} == {
        "schools": 5,
        "villages": 6,
        "assignments": 9,
        "roads_used": 2,
        "boundary": 1,
    }
    assert layers["schools"].crs.to_epsg() == 4490
    line = layers["assignments"].geometry[2]
    assert line.coords[0] == pytest.approx((layers["villages"].lon[1], layers["villages"].lat[1]))
    # Along the valley's bends, not straight.
    assert len(line.coords) > 10
    assert line.coords[-1] == pytest.approx((layers["schools"].lon[0], layers["schools"].lat[0]))
    served = layers["assignments"]["school_id"].fillna("") != ""
    assert set(layers["assignments"]["way"][served]) == {"road"}
    assert (layers["roads_used"]["pupils"] > 0).all()
    assert set(layers["roads_used"]["road_class"]) == {"national"}
    write_geopackage(result, trips, schools, path)
    assert path.read_bytes() == first
    with sqlite3.connect(path) as database:
        (date,) = database.execute("select distinct last_change from gpkg_contents").fetchone()
    database.close()
    assert date.startswith("2000-01-01")
