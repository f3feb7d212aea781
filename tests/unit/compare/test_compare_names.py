"""No two places of a comparison have one name."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
from compare_world import make_run

from planner.compare.closures import closures
from planner.compare.names import places_apart
from planner.compare.worst import worst_villages
from planner.maps.comparison_frame import legend_html
from planner.maps.comparison_trips import Compared, End, Lot, Place, Scenario


def alike_run():
    """Return a run whose schools share a name; S1 lies by V1, S2 near none, V1 and V2 are alike."""
    run = make_run(closed=("S2",))
    run.schools["name"] = ["小学", "小 学", "小学"]
    run.assignments["village"] = ["同村", "同村", "三村"]
    points = gpd.points_from_xy([99.0, 99.3, 99.6], [31.0, 31.0, 31.0], crs="EPSG:4326")
    villages = {"village_id": ["V1", "V2", "V3"], "name": ["同村", "同村", "三村"]}
    object.__setattr__(run, "schools", gpd.GeoDataFrame(run.schools, geometry=points))
    beside = gpd.points_from_xy([99.01, 99.9, 99.601], [31.0, 31.0, 31.0], crs="EPSG:4326")
    layer = gpd.GeoDataFrame({**villages, "township": ["甲乡", "甲乡", "乙乡"]}, geometry=beside)
    object.__setattr__(run, "villages", layer)
    names = pd.DataFrame({"school_id": ["S1", "S2"], "name": ["小学", "小 学"]})
    object.__setattr__(run, "tables", {"balance": names})
    return run


def test_schools_of_one_name_are_told_apart_by_township_then_village_then_id():
    run = alike_run()
    (own, other) = places_apart([run, make_run()])
    # S3 is alone in its township; of S1 and S2 only S1 has a village near.
    names = dict(zip(own.schools["school_id"], own.schools["name"], strict=True))
    assert names == {"S1": "小学 · 同村", "S2": "小 学 · S2", "S3": "小学 · 乙乡"}
    assert own.tables["balance"]["name"].tolist() == ["小学 · 同村", "小 学 · S2"]
    assert own.assignments["village"].tolist() == ["同村 · V1", "同村 · V2", "三村"]
    assert own.villages["name"].tolist() == ["同村 · V1", "同村 · V2", "三村"]
    # A place is called alike in every run, and the runs themselves stay as they were read.
    assert other.schools["name"].tolist() == list(names.values())
    assert run.schools["name"].tolist() == ["小学", "小 学", "小学"]
    (fate,) = closures([own])
    assert fate.name == "小 学 · S2"
    assert fate.plans[0] is not None
    assert fate.plans[0].receivers == (("S1", "小学 · 同村", 10),)
    assert [v.name for v in worst_villages([own])] == ["同村 · V2"]


def test_without_maps_the_township_tells_them_apart_and_names_that_occur_once_stay():
    run = make_run(closed=("S2",))
    run.schools["name"] = ["小学", "甲点", "小学"]
    (own,) = places_apart([run])
    assert own.schools["name"].tolist() == ["小学 · 甲乡", "甲点", "小学 · 乙乡"]
    (same,) = places_apart([make_run()])
    assert same.schools["name"].tolist() == ["甲小学", "甲点", "乙小学"]


def test_the_legend_says_how_many_villages_it_leaves_out():
    ends = End(None, None, None, over=False)
    lot = Lot(0, 5, ends, ends, None, 0)
    places = tuple(Place(f"V{n}", f"V{n}", "", 99.0, 31.0) for n in range(3))

    def given(*lots):
        return Compared(places, (), (Scenario({"zh": "", "en": ""}, 10.0, lots, ()),))

    said = str(legend_html(given((lot,), (), ()), ["en"]))
    assert "Villages without pupils (2) have no mark and are not counted here" in said
    assert "Villages without pupils" not in str(legend_html(given((lot,), (lot,), (lot,)), ["en"]))
