"""The shipped synthetic counties hold what their sources say, and are made reproducibly."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import rasterio
from shapely import contains_xy

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT))  # ``data`` is not installed with the planner

from data.synthetic.county import COUNTIES, rng_for  # noqa: E402
from data.synthetic.enrol import COLUMNS as SCHOOL_COLUMNS  # noqa: E402
from data.synthetic.enrol import classes_needed  # noqa: E402
from data.synthetic.equipment import COLUMNS as EQUIPMENT  # noqa: E402
from data.synthetic.people import COLUMNS as VILLAGE_COLUMNS  # noqa: E402
from data.synthetic.people import share_out  # noqa: E402
from data.synthetic.places import read_outline, read_places  # noqa: E402
from data.synthetic.staff_rooms import REMOTE_KM, with_staff_rooms  # noqa: E402
from data.synthetic.teachers import make_teachers  # noqa: E402
from data.synthetic.terrain import burn_rivers, flood, inside_mask, make_grid, make_terrain  # noqa: E402
from data.synthetic.verify import HOUR_KM, lower_km, read_table, share_beyond  # noqa: E402
from data.synthetic.write import write_csv, write_roads, zone_epsg  # noqa: E402
from planner.staffing.survey import PEOPLE_OF  # noqa: E402
from planner.teachers.curriculum import load_curriculum  # noqa: E402

DATA = ROOT / "data"
STAGES = ("lower", "upper", "junior")
FACTS = {
    "dege": (23, 165, 88_542, 11_439),
    "zhaojue": (20, 163, 252_435, 2_700),
    "mao": (11, 108, 95_361, 3_900),
}
county_ids = pytest.mark.parametrize("county_id", sorted(FACTS))


@county_ids
def test_counts_and_totals_are_the_published_ones(county_id: str) -> None:
    townships, units, people, _ = FACTS[county_id]
    villages = read_table(DATA / county_id, "villages")
    assert list(villages.columns) == VILLAGE_COLUMNS
    assert (villages["township"].nunique(), len(villages)) == (townships, units)
    assert villages["population"].sum() == people
    assert set(villages["village_id"]) == set(read_places(county_id)["village_code"])
    assert villages["village_id"].str.fullmatch(r"\d{12}").all()
    pupils = villages[[f"{stage}_pupils" for stage in STAGES]].sum(axis=1)
    assert 0.05 < pupils.sum() / people < 0.25
    assert (villages["left_behind_pupils"] <= pupils).all()


@county_ids
def test_outline_has_the_published_area_and_holds_every_point(county_id: str) -> None:
    boundary = gpd.read_file(DATA / county_id / "boundary.geojson")
    area_km2 = boundary.to_crs("EPSG:6933").area.iloc[0] / 1e6
    assert area_km2 == pytest.approx(FACTS[county_id][3], rel=0.03)
    for name in ("villages", "schools", "services"):
        table = read_table(DATA / county_id, name)
        assert contains_xy(boundary.geometry.iloc[0], table["lon"], table["lat"]).all()


@county_ids
def test_township_polygons_hold_their_villages(county_id: str) -> None:
    townships = gpd.read_file(DATA / county_id / "townships.geojson")
    villages = read_table(DATA / county_id, "villages")
    points = gpd.GeoDataFrame(
        villages, geometry=gpd.points_from_xy(villages["lon"], villages["lat"]), crs=townships.crs
    )
    joined = points.sjoin(townships[["name", "geometry"]], rsuffix="area")
    assert (joined["township"] == joined["name_area"]).sum() >= 0.95 * len(villages)
    outline = gpd.read_file(DATA / county_id / "boundary.geojson").geometry.iloc[0]
    assert townships.union_all().area == pytest.approx(outline.area, rel=0.01)


@county_ids
def test_enrolment_adds_up_and_fits_the_rooms(county_id: str) -> None:
    villages = read_table(DATA / county_id, "villages")
    schools = read_table(DATA / county_id, "schools")
    assert [c for c in schools.columns if c not in EQUIPMENT] == SCHOOL_COLUMNS
    assert set(EQUIPMENT) < set(schools.columns)
    for stage in STAGES:
        assert villages[f"{stage}_pupils"].sum() == schools[f"{stage}_enrolled"].sum()
    now = schools[schools["status"] == "existing"]
    need = sum(
        now[f"{stage}_enrolled"].map(lambda n, s=stage: classes_needed(int(n), s))
        for stage in STAGES
    )
    assert (need > now["classrooms"]).mean() < 0.05
    assert (schools["boarders"] <= schools["beds"]).all()
    assert schools.loc[schools["status"] == "candidate", "lower_enrolled"].eq(0).all()
    central = now[now["kind"].isin(["primary", "nine_year"]) & (now["can_board"] == 1)]
    assert set(central["township"]) == set(villages["township"])


@county_ids
def test_most_lower_pupils_live_near_a_school(county_id: str) -> None:
    folder = DATA / county_id
    pupils = read_table(folder, "villages")["lower_pupils"]
    km = lower_km(folder, effort=True)
    assert 0.05 <= share_beyond(pupils, km, HOUR_KM / 2) <= 0.15
    assert share_beyond(pupils, km, HOUR_KM) <= 0.025


@county_ids
def test_everything_is_marked_synthetic_and_small(county_id: str) -> None:
    folder = DATA / county_id
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert {row["provenance"] for row in csv.DictReader(file)} == {"synthetic"}
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        assert b"\r" not in path.read_bytes()
    assert "provenance: synthetic" in (folder / "county.yaml").read_text(encoding="utf-8")
    assert sum(path.stat().st_size for path in folder.iterdir()) < 3_000_000
    with rasterio.open(folder / "terrain.tif") as file:
        height = file.read(1)
    county = COUNTIES[county_id]
    assert county.min_m <= height.min() and height.max() <= county.max_m
    assert height.max() > county.max_m - 5


POSTS = {"dege": 973, "zhaojue": 2868, "mao": 614}
SPOKEN = {"dege": "tibetan", "zhaojue": "yi", "mao": "qiang"}


@county_ids
def test_teaching_posts_are_those_that_todays_pupils_ask_for(county_id: str) -> None:
    schools = read_table(DATA / county_id, "schools")
    teachers = read_table(DATA / county_id, "teachers")
    teaching = teachers[teachers["post"] == "teaching"].groupby("school_id")["count"].sum()
    assert int(teaching.sum()) == POSTS[county_id]
    now = schools[schools["status"] == "existing"].set_index("school_id")
    assert set(teaching.index) == set(now.index)
    for school, row in now.iterrows():
        lower, upper, junior = (int(row[f"{stage}_enrolled"]) for stage in STAGES)
        # An offered stage without pupils still keeps a class.
        offered = {"teaching_point": STAGES[:1], "primary": STAGES[:2], "junior": STAGES[2:]}
        classes = sum(
            max(1, classes_needed(int(row[f"{stage}_enrolled"]), stage))
            for stage in offered.get(row["kind"], STAGES)
        )
        asked = max((lower + upper) / 19 + junior / 13.5, 1.7 * classes)
        assert teaching[school] == max(2, int(np.ceil(asked - 1e-9)))
    assert (DATA / county_id / "teachers.csv").stat().st_size < 700_000


@county_ids
def test_teachers_have_the_surveys_structure_in_county_colour(county_id: str) -> None:
    teachers = read_table(DATA / county_id, "teachers")
    curriculum = load_curriculum("sichuan-rural")
    assert all(curriculum.find(said) is not None for said in set(teachers["subject"]))
    assert set(teachers["bilingual_language"]) == {"", SPOKEN[county_id]}
    speaks = (teachers["bilingual_language"] != "").mean()
    low, high = {"dege": (0.07, 0.12), "zhaojue": (0.05, 0.1), "mao": (0.005, 0.03)}[county_id]
    assert low < speaks < high
    villages = read_table(DATA / county_id, "villages").astype({"minority_share": float})
    pupils = villages[[f"{stage}_pupils" for stage in STAGES]].sum(axis=1)
    minority = float((pupils * villages["minority_share"]).sum() / pupils.sum())
    people, ratio = PEOPLE_OF[SPOKEN[county_id]]
    share = float((teachers["ethnicity"] == people).mean())
    assert share == pytest.approx(ratio * minority, abs=0.005)
    again = make_teachers(
        COUNTIES[county_id],
        villages,
        read_table(DATA / county_id, "schools"),
        rng_for(COUNTIES[county_id], 9),
    )
    assert again.astype(str).equals(teachers.astype(str))


@county_ids
def test_staff_rooms_are_at_boarding_schools_and_remote_ones(county_id: str) -> None:
    schools = read_table(DATA / county_id, "schools")
    bare = schools.drop(columns="staff_rooms")
    again = with_staff_rooms(bare, rng_for(COUNTIES[county_id], 10))
    assert again["staff_rooms"].tolist() == schools["staff_rooms"].tolist()
    assert [c for c in again.columns if c not in EQUIPMENT] == SCHOOL_COLUMNS
    now = schools[schools["status"] == "existing"]
    boards = now["can_board"] == 1
    assert (now.loc[boards, "staff_rooms"] > 0).all()
    teachers = read_table(DATA / county_id, "teachers")
    posts = teachers[teachers["post"] == "teaching"].groupby("school_id")["count"].sum()
    share = now["staff_rooms"].to_numpy() / posts.reindex(now["school_id"]).to_numpy()
    assert share[boards].sum() / boards.sum() == pytest.approx(0.325, abs=0.06)
    others = now[~boards]
    assert 0 < (others["staff_rooms"] > 0).sum() < len(others)
    planned = schools[schools["status"] == "candidate"]
    assert set(zip(planned["kind"], planned["staff_rooms"], strict=True)) <= {
        ("nine_year", 18),
        ("primary", 12),
    }


def test_a_small_school_far_from_boarding_schools_has_a_room_for_every_other_teacher() -> None:
    far = (REMOTE_KM + 0.2) / 111.2
    school = {
        "kind": "teaching_point",
        "status": "existing",
        "lon": 100.0,
        "lower_enrolled": 15,
        "upper_enrolled": 0,
        "junior_enrolled": 0,
        "boarders": 0,
        "can_board": 0,
        "stream": "",
        "provenance": "synthetic",
    }
    boarding = {"school_id": "A", "lat": 0.0, "kind": "primary", "can_board": 1}
    rows = [
        school | boarding | {"lower_enrolled": 190, "upper_enrolled": 190},
        school | {"school_id": "B", "lat": far},
        school | {"school_id": "C", "lat": far - 0.4 / 111.2},
    ]
    rooms = with_staff_rooms(pd.DataFrame(rows), np.random.default_rng(1))["staff_rooms"]
    # 380 pupils ask for 20 posts at A, a point for two.
    assert 4 <= rooms[0] <= 9
    assert rooms.tolist()[1:] == [1, 0]


def test_attendance_of_mao_is_its_enrolment() -> None:
    flows = read_table(DATA / "mao", "attendance")
    villages = read_table(DATA / "mao", "villages").set_index("village_id")
    schools = read_table(DATA / "mao", "schools").set_index("school_id")
    for stage in STAGES:
        part = flows[flows["stage"] == stage]
        sent = part.groupby("village_id")["pupils"].sum().reindex(villages.index, fill_value=0)
        got = part.groupby("school_id")["pupils"].sum().reindex(schools.index, fill_value=0)
        assert (sent == villages[f"{stage}_pupils"]).all()
        assert (got == schools[f"{stage}_enrolled"]).all()
    board = flows[flows["mode"] == "board"].groupby("school_id")["pupils"].sum()
    assert (board.reindex(schools.index, fill_value=0) == schools["boarders"]).all()


@pytest.mark.parametrize(("lon_deg", "epsg"), [(98.9, 4542), (102.8, 4543), (103.7, 4544)])
def test_projected_zone_is_the_nearest_meridian_in_metres(lon_deg: float, epsg: int) -> None:
    from pyproj import CRS

    assert zone_epsg(lon_deg) == epsg
    crs = CRS.from_epsg(epsg)
    meridian = next(
        p.value
        for p in crs.coordinate_operation.params
        if "natural origin" in p.name and "Longitude" in p.name
    )
    assert abs(meridian - lon_deg) <= 1.5
    assert {axis.unit_name for axis in crs.axis_info} == {"metre"}
    assert "CGCS2000" in crs.name


def test_share_out_keeps_the_sum() -> None:
    assert share_out(10, np.array([1, 1, 1])).tolist() == [4, 3, 3]
    assert share_out(7, np.array([0.0, 2.0])).tolist() == [0, 7]


def test_flood_leaves_no_pit() -> None:
    height = np.full((7, 7), 50.0)
    height[3, 3] = 1.0
    outlets = np.zeros((7, 7), dtype=bool)
    outlets[0, 0] = True
    filled = flood(height, outlets)
    assert filled[3, 3] > 50.0
    assert filled[0, 0] == 50.0


def test_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    county = COUNTIES["zhaojue"]
    outline = read_outline("zhaojue")
    grid = make_grid(outline, 0.02, 0.02)
    inside = inside_mask(grid, outline)
    first, second = (make_terrain(county, grid, inside, rng_for(county, 1))[0] for _ in range(2))
    other = make_terrain(county, grid, inside, rng_for(county, 2))[0]
    assert np.array_equal(first, second)
    assert not np.array_equal(first, other)
    assert np.isfinite(burn_rivers(county, grid, rng_for(county, 1))).any()
    roads = gpd.read_file(DATA / "zhaojue" / "roads.gpkg", layer="roads").head(20)
    table = pd.DataFrame({"lon": [102.5], "lat": [28.0], "name": ["甲"]})
    for name in ("a", "b"):
        write_roads(roads, tmp_path / f"{name}.gpkg")
        write_csv(table, tmp_path / f"{name}.csv")
    assert (tmp_path / "a.gpkg").read_bytes() == (tmp_path / "b.gpkg").read_bytes()
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig") == (
        "lon,lat,name\n102.500000,28.000000,甲\n"
    )


def test_no_file_names_a_place_outside_the_repository() -> None:
    texts = [DATA / name / "county.yaml" for name in FACTS]
    for path in [DATA / "SOURCES.md", *DATA.glob("synthetic/**/*.py"), *texts]:
        text = path.read_text(encoding="utf-8")
        assert "../sha" + "red" not in text
        assert "/wo" + "rk/" not in text
    for name in FACTS:
        for path in (DATA / name).glob("*.geojson"):
            json.loads(path.read_text(encoding="utf-8"))
