"""The Leh converter on its real source: counts, sums and bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from planner.county import OFFERS, columns_of

ROOT = Path(__file__).parents[2]
BESIDE = ROOT / "../shared/data/leh/ladakh_leh.gpkg.zip"
SOURCE = Path(os.environ.get("PLAN_LEH_SOURCE") or BESIDE)
TABLES = ("villages", "schools", "services")

needs_source = pytest.mark.skipif(
    not SOURCE.is_file(),
    reason="the Leh source is not there: set PLAN_LEH_SOURCE to ladakh_leh.gpkg.zip",
)


def convert(*arguments: str | Path, source: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PLAN_LEH_SOURCE": source, "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "data.leh", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("leh") / "county"
    done = convert(SOURCE, "--out", out)
    assert done.returncode == 0, done.stderr
    assert "left out: CIBSE deemed university, EJM college Leh, " in done.stdout
    return out


@pytest.fixture(scope="module")
def roads(folder: Path) -> gpd.GeoDataFrame:
    return gpd.read_file(folder / "roads.gpkg", layer="roads").to_crs("EPSG:32643")


def table(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / f"{name}.csv", encoding="utf-8-sig")


def points(frame: pd.DataFrame) -> gpd.GeoSeries:
    return gpd.GeoSeries.from_xy(frame["lon"], frame["lat"], crs="EPSG:4326").to_crs("EPSG:32643")


@needs_source
def test_roads_are_one_network_but_for_three_scraps(folder: Path) -> None:
    edges = gpd.read_file(folder / "roads.gpkg", layer="roads").geometry.to_numpy()
    ends = shapely.get_coordinates(shapely.get_point(edges[:, None], np.array([0, -1])))
    nodes, node = np.unique(ends, axis=0, return_inverse=True)
    start, end = node.reshape(-1, 2).T
    links = coo_array((np.ones(len(edges)), (start, end)), shape=(len(nodes), len(nodes)))
    pieces, piece = connected_components(links, directed=False)
    assert (len(nodes), len(edges), pieces) == (1990, 2373, 4)
    assert np.bincount(piece).max() / len(nodes) == pytest.approx(0.9955, abs=1e-4)
    in_largest = piece[start] == np.bincount(piece).argmax()
    length = shapely.length(edges)
    assert length[in_largest].sum() / length.sum() > 0.999


@needs_source
def test_road_length_is_kept_and_joins_are_short(roads: gpd.GeoDataFrame) -> None:
    joined = roads["provenance"] == "estimated"
    assert roads.length[~joined].sum() / 1000 == pytest.approx(4360, abs=0.1)
    assert joined.sum() == 647
    assert roads.length[joined].max() <= 50.02
    assert set(roads["road_class"]) == {
        "national",
        "provincial",
        "county",
        "township",
        "village",
        "track",
    }
    assert roads["closed_season"].isna().all()
    assert roads["speed_kph"].isna().all()


@needs_source
def test_villages_carry_all_the_people_and_the_stated_shares_of_pupils(folder: Path) -> None:
    villages = table(folder, "villages")
    assert len(villages) == villages["village_id"].nunique() == 346
    assert villages["population"].sum() == 134_231
    assert villages["lower_pupils"].sum() == round(134_231 * 0.045) == 6040
    assert villages["upper_pupils"].sum() == round(134_231 * 0.046) == 6175
    assert villages["junior_pupils"].sum() == round(134_231 * 0.047) == 6309
    assert villages["township"].nunique() == 16
    assert set(villages["provenance"]) == {"estimated"}


@needs_source
def test_villages_and_schools_lie_near_a_road_and_in_the_outline(
    folder: Path, roads: gpd.GeoDataFrame
) -> None:
    lines = shapely.STRtree(roads.geometry.to_numpy())
    villages = points(table(folder, "villages"))
    metres = lines.query_nearest(villages.to_numpy(), return_distance=True, all_matches=False)[1]
    assert np.median(metres) == pytest.approx(48.7, abs=0.2)
    assert metres.max() == pytest.approx(2618, abs=1)
    outline = gpd.read_file(folder / "boundary.geojson").to_crs("EPSG:32643").geometry.iloc[0]
    assert villages.within(outline.buffer(1)).all()
    assert points(table(folder, "schools")).within(outline.buffer(1)).all()


@needs_source
def test_schools_kept_estimated_and_invented(folder: Path) -> None:
    schools = table(folder, "schools")
    labelled = schools[schools["school_id"].str.startswith("S")]
    added = schools[schools["school_id"].str.startswith("P")]
    invented = schools[schools["school_id"].str.startswith("C")]
    assert labelled["kind"].value_counts().to_dict() == {
        "nine_year": 47,
        "junior": 16,
        "primary": 1,
    }
    assert added["kind"].value_counts().to_dict() == {"teaching_point": 126, "primary": 36}
    assert invented["township"].tolist() == ["Block 7978", "Block 7987", "Block 7982"]
    assert set(invented["provenance"]) == {"synthetic"}
    assert set(labelled["provenance"]) == set(added["provenance"]) == {"estimated"}
    assert not labelled["name"].str.contains("universit|college|polytech", case=False).any()
    enrolled = [f"{stage}_enrolled" for stage in ("lower", "upper", "junior")]
    assert schools[enrolled].isna().all(axis=None)
    existing = schools[schools["status"] == "existing"]
    assert (existing["classrooms"] >= existing["kind"].map(lambda kind: len(OFFERS[kind]))).all()
    residential = schools.loc[schools["name"].str.contains("JNV|residential"), "beds"]
    assert residential.tolist() == [120, 120]


@needs_source
def test_bus_stops_lie_on_the_road_in_order(folder: Path, roads: gpd.GeoDataFrame) -> None:
    services = table(folder, "services")
    assert services["line_id"].nunique() == 19
    for _, stops in services.groupby("line_id"):
        assert stops["stop_order"].tolist() == list(range(1, len(stops) + 1))
        assert len(stops) >= 2
    lines = shapely.STRtree(roads.geometry.to_numpy())
    at = points(services).to_numpy()
    assert lines.query_nearest(at, return_distance=True, all_matches=False)[1].max() < 0.5
    firsts = services[services["stop_order"] == 1]
    assert firsts[["lon", "lat"]].drop_duplicates().shape[0] == 1


@needs_source
def test_every_value_is_one_that_the_data_dictionary_knows(
    folder: Path, roads: gpd.GeoDataFrame
) -> None:
    frames = {name: table(folder, name) for name in TABLES}
    frames["roads"] = pd.DataFrame(roads.drop(columns="geometry"))
    for name, frame in frames.items():
        known = columns_of(name)
        assert set(frame.columns) <= set(known)
        assert {column for column, entry in known.items() if entry.needed} <= set(frame.columns)
        for column, entry in known.items():
            if entry.codes and column in frame:
                assert set(frame[column].dropna()) <= set(entry.codes), (name, column)


@needs_source
def test_a_second_run_writes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    assert convert("--out", tmp_path, source=str(SOURCE)).returncode == 0
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted(path.name for path in tmp_path.iterdir())
    assert len(names) == 8
    for name in names:
        assert (folder / name).read_bytes() == (tmp_path / name).read_bytes(), name


@needs_source
def test_a_file_without_the_layers_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.gpkg"
    one = gpd.GeoDataFrame({"BLOCK_ID": [1]}, geometry=[shapely.Point(77, 34)], crs="EPSG:4326")
    one.to_file(other, layer="roads", driver="GPKG")
    done = convert(other, "--out", tmp_path / "out")
    assert done.returncode == 3
    assert "layer roads: no column RoadCatego, RoadName (it has BLOCK_ID" in done.stderr
    assert not (tmp_path / "out").exists()


def test_no_source_and_a_wrong_path_say_what_to_do(tmp_path: Path) -> None:
    done = convert("--out", tmp_path)
    assert done.returncode == 3
    assert "no source: give the path of the file, or set PLAN_LEH_SOURCE" in done.stderr
    done = convert(tmp_path / "nowhere.zip")
    assert done.returncode == 3
    assert "nowhere.zip (given) is not a file; correct the path, or get" in done.stderr
    text = tmp_path / "text.gpkg"
    text.write_text("no data")
    done = convert(text)
    assert done.returncode == 3
    assert "cannot be read as a GeoPackage" in done.stderr


def test_the_readme_lists_every_assumption() -> None:
    code = (
        "from data.leh.assumptions import ASSUMPTIONS; from pathlib import Path; "
        "t = Path('data/leh/README.md').read_text('utf-8'); "
        "print([a.en for a in ASSUMPTIONS if not (a.en in t and a.zh in t)])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "[]"
