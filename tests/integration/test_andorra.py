"""Andorra's settlements and schools on its OpenStreetMap extract and its SRTM tile.

The five pairs are looked at by hand in docs/andorra.md, with the reasoning.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from andorra import is_there, write_county

from planner.inputs.build import load_county
from planner.scenario.load import scenario_of
from planner.travel.matrix import travel_table

pytestmark = pytest.mark.skipif(
    not is_there(),
    reason="Andorra is not there: set PLAN_ANDORRA_SOURCE to the folder of the .osm.pbf and the tile",
)

DOCUMENT = Path(__file__).parents[2] / "docs" / "andorra.md"
KEY = ["village_id", "school_id", "stage", "mode"]
BY_HAND = {
    # village, school, mode: minutes (slower direction), the other, metres, of them off any road
    ("n64954546", "w1058236501", "walk"): (52.8, 51.0, 3003, 38),
    ("n2125730238", "w1059803916", "walk"): (86.0, 65.5, 2840, 177),
    ("n64954385", "w1174085790", "walk"): (39.8, 28.5, 903, 595),
    ("n258361905", "n690708508", "walk"): (132.5, 128.4, 4053, 1341),
    ("n64954538", "w679830952", "board"): (40.0, 39.7, 23_092, 36),
}


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    return load_county(write_county(tmp_path_factory.mktemp("andorra")))[0]


@pytest.fixture(scope="module")
def table(county):
    seasons = {"worst_of": ["normal", "winter"]}
    return travel_table(county, scenario_of({"name": "andorra", "county": ".", "season": seasons}))


def test_the_extract_holds_the_places_and_the_roads(county) -> None:
    assert (len(county.villages), len(county.schools)) == (73, 26)
    assert county.roads["road_class"].value_counts()["track"] > 1000
    assert {"u", "v"} <= set(county.roads.columns)
    assert 2000 < county.roads.length.sum() / 1000 < 2200


def test_the_roads_hang_together_by_their_nodes(table) -> None:
    islands = [f for f in table.findings if f.check == "travel_islands"]
    assert [len(f.ids) for f in islands] == [6]


def test_every_settlement_reaches_every_school_by_vehicle(table) -> None:
    board = table.trips[(table.trips["mode"] == "board") & (table.trips["stage"] == "lower")]
    assert board.groupby("season").size().to_dict() == {"normal": 73 * 26, "winter": 73 * 26}
    assert not [f for f in table.findings if "unreached" in f.check]


def test_winter_is_nowhere_faster(table) -> None:
    trips = table.trips.pivot(index=KEY, columns="season", values="minutes")
    assert not (trips["winter"].notna() & trips["normal"].isna()).any()
    both = trips.dropna()
    assert len(both) > 10_000
    assert (both["winter"] > both["normal"]).all()


def test_no_trip_is_faster_than_the_crow_at_top_speed(county, table) -> None:
    villages = county.villages.geometry.reindex(table.trips["village_id"])
    schools = county.schools.geometry.reindex(table.trips["school_id"])
    straight_m = villages.distance(schools, align=False).to_numpy()
    # Tobler's best is 6 km/h, slightly downhill; the fastest road has 40 km/h.
    top_kph = np.where(table.trips["mode"] == "walk", 6.0, 40.0)
    assert (table.trips["minutes"] >= straight_m / (top_kph * 1000 / 60)).all()


def test_the_two_directions_differ_where_it_is_steep(table) -> None:
    walk = table.trips[(table.trips["mode"] == "walk") & (table.trips["season"] == "normal")]
    ratio = walk["minutes"] / walk["minutes_other"]
    assert (ratio >= 1).all()
    steep = walk["climb_m"] / walk["metres"] > 0.12
    assert ratio[steep].median() > 1.15


@pytest.mark.parametrize("pair", BY_HAND)
def test_the_pairs_looked_at_by_hand(table, pair) -> None:
    trips = table.trips
    chosen = trips[(trips[["village_id", "school_id", "mode"]] == pair).all(axis=1)]
    trip = chosen[(chosen["stage"] == "lower") & (chosen["season"] == "normal")].iloc[0]
    found = [trip[c] for c in ("minutes", "minutes_other", "metres", "offroad_metres")]
    assert found == pytest.approx(BY_HAND[pair], rel=0.02, abs=0.6)


def test_the_document_says_the_same_minutes() -> None:
    document = DOCUMENT.read_text("utf-8")
    for village, school, mode in BY_HAND:
        minutes, other, metres, _ = BY_HAND[village, school, mode]
        assert re.search(rf"`{village}` → `{school}`.*{minutes}.*{other}.*{metres:,}", document)
