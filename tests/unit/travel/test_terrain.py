"""Where heights come from: rasters and tiles, voids, coarse surfaces, no terrain at all."""

import zipfile
from dataclasses import replace

import numpy as np
import pytest
import shapely
from pyproj import Transformer
from travel_worlds import CRS, plain_scenario, raster_file, road, tiny_county, trips_by_key

from planner.errors import InvalidInputError
from planner.travel.heights import Surface
from planner.travel.matrix import travel_table
from planner.travel.raster import fill_voids
from planner.travel.terrain import county_terrain

EAST = [road((0, 0), (3000, 0))]


def county_with(path, villages=None, roads=EAST):
    county = tiny_county(villages or {"V": (0, 0)}, {"S": (3000, 0)}, roads)
    return replace(county, terrain=path)


def heights(terrain, *points):
    return terrain.height_m(terrain.locate(np.array(points, dtype=float))).tolist()


def plane(rows=60, columns=100, cell_m=100.0, west=-4000.0, north=3000.0):
    """Return heights 1000 + x / 10 + y / 20 at the centres of cells."""
    x = west + cell_m * (np.arange(columns) + 0.5)
    y = north - cell_m * (np.arange(rows) + 0.5)
    return 1000 + x[None, :] / 10 + y[:, None] / 20


def test_heights_are_bilinear_between_the_centres_of_cells(tmp_path) -> None:
    path = raster_file(tmp_path / "t.tif", plane(), -4000, 3000, 100)
    terrain, findings = county_terrain(county_with(path))
    assert findings == ()
    points = [(0, 0), (1234.5, -678.9), (50, 50), (2999, 10)]
    expected = [1000 + x / 10 + y / 20 for x, y in points]
    assert heights(terrain, *points) == pytest.approx(expected, abs=1e-2)
    assert terrain.step_m == 50


def test_the_step_is_half_a_cell_of_a_coarse_raster(tmp_path) -> None:
    path = raster_file(tmp_path / "t.tif", plane(20, 30, 300), -4000, 3000, 300)
    assert county_terrain(county_with(path))[0].step_m == pytest.approx(150)


def test_a_fine_raster_is_smoothed_and_an_even_slope_stays(tmp_path) -> None:
    """Stairs of whole metres on 30 m cells: the worst step of 3.3 % falls below half."""
    cell_m, west, north = 30.0, -4000.0, 3000.0
    fine = np.round(plane(200, 320, cell_m, west, north) / 10)
    path = raster_file(tmp_path / "t.tif", fine, west, north, cell_m)
    terrain, _ = county_terrain(county_with(path))
    found = heights(terrain, *((x, 0) for x in range(0, 3000, 30)))
    assert np.abs(np.diff(found)).max() / 30 < 0.0167
    assert found[-1] - found[0] == pytest.approx(2970 / 100, abs=0.6)


@pytest.mark.parametrize("size", [1201, 3601])
def test_an_srtm_tile_is_read_in_its_own_degrees(tmp_path, size: int) -> None:
    """Heights 10 m a hundredth of a degree eastwards, 2 m northwards."""
    to_xy = Transformer.from_crs("EPSG:4326", CRS, always_xy=True)
    spots = {"V": (102.213, 30.471), "W": (102.297, 30.402)}
    xy = {name: to_xy.transform(*at) for name, at in spots.items()}
    degrees = np.linspace(0, 1, size)
    tile = 1000 + 1000 * degrees[None, :] + 200 * (1 - degrees[:, None])
    path = tmp_path / "N30E102.hgt"
    path.write_bytes(np.round(tile).astype(">i2").tobytes())
    county = tiny_county(xy, {"S": xy["W"]}, [road(*xy.values())])
    near = shapely.box(*shapely.MultiPoint(list(xy.values())).bounds)
    terrain, findings = county_terrain(replace(county, terrain=path, boundary=near))
    expected = [1000 + 1000 * (lon - 102) + 200 * (lat - 30) for lon, lat in spots.values()]
    assert findings == ()
    assert heights(terrain, *xy.values()) == pytest.approx(expected, abs=0.6)
    assert terrain.heights_m.shape[0] < size / 4


def packed(path, *names, tile=None):
    """Pack a tile of 1201 cells, 2,500 m high unless given, under some names."""
    if tile is None:
        tile = np.full((1201, 1201), 2500)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", "heights")
        for name in names:
            archive.writestr(name, tile.astype(">i2").tobytes())
    return path


@pytest.mark.parametrize("inside", ["N30E102.hgt", "tiles/N30E102.hgt"])
def test_a_packed_tile_gives_the_heights_of_the_tile(tmp_path, inside: str) -> None:
    """Also in a folder whose name looks like an archive; 10 m a hundredth of a degree."""
    folder = tmp_path / "from.zip"
    folder.mkdir()
    to_xy = Transformer.from_crs("EPSG:4326", CRS, always_xy=True)
    xy = [to_xy.transform(*at) for at in ((102.213, 30.471), (102.297, 30.402))]
    county = tiny_county({"V": xy[0]}, {"S": xy[1]}, [road(*xy)])
    near = shapely.box(*shapely.MultiPoint(xy).bounds)
    tile = np.round(1000 + 1000 * np.linspace(0, 1, 1201)[None, :].repeat(1201, axis=0))
    path = packed(folder / "N30E102.SRTMGL3.hgt.zip", inside, tile=tile)
    terrain, findings = county_terrain(replace(county, terrain=path, boundary=near))
    assert findings == ()
    assert heights(terrain, *xy) == pytest.approx([1213, 1297], abs=0.6)


def test_an_archive_without_one_tile_is_refused(tmp_path) -> None:
    several = packed(tmp_path / "two.hgt.zip", "N30E102.hgt", "N30E103.hgt")
    none = packed(tmp_path / "none.hgt.zip")
    broken = tmp_path / "N30E102.hgt.zip"
    broken.write_bytes(b"no archive")
    for path, words in (
        (several, "must hold one .hgt tile and holds 2"),
        (none, "must hold one .hgt tile and holds 0"),
        (broken, "is damaged or no"),
    ):
        with pytest.raises(InvalidInputError) as caught:
            county_terrain(county_with(path))
        assert words in caught.value.findings[0].say("en")


def test_voids_are_filled_from_around_and_told(tmp_path) -> None:
    holes = plane()
    holes[25:30, 45:50] = -32768
    holes[10, 60] = np.nan
    holes[12, 60] = 9999
    path = raster_file(tmp_path / "t.tif", holes, -4000, 3000, 100)
    county = replace(county_with(path), boundary=shapely.box(-4000, -3000, 6000, 3000))
    terrain, findings = county_terrain(county)
    assert [(f.check, f.severity) for f in findings] == [("travel_terrain_voids", "note")]
    assert "0.45 %" in findings[0].say("en")
    assert "县域内 0.45% 的高程格无数据" in findings[0].say("zh")
    hole = [(x, y) for x in (550, 750, 950) for y in (50, 250, 450)]
    truth = np.array([1000 + x / 10 + y / 20 for x, y in hole])
    assert np.abs(np.array(heights(terrain, *hole)) - truth).max() < 1
    many = replace(county, boundary=shapely.box(400, 0, 1100, 600))
    assert county_terrain(many)[1][0].severity == "warning"


def test_deep_voids_have_the_height_of_the_nearest_cell() -> None:
    void = np.ones((3, 400), dtype=bool)
    void[:, 0] = False
    filled = fill_voids(np.where(void, np.nan, 700.0), void)
    assert filled.min() == filled.max() == 700


def test_places_and_roads_beyond_the_raster_are_named(tmp_path) -> None:
    path = raster_file(tmp_path / "t.tif", plane(), -4000, 3000, 100)
    roads = [*EAST, road((0, 0), (0, 9000)), road((0, 9000), (100, 9000))]
    county = county_with(path, {"V": (0, 0), "W": (0, 9000)}, roads)
    terrain, findings = county_terrain(county)
    assert [(f.check, f.severity, f.ids) for f in findings] == [
        ("travel_terrain_ends", "warning", ("W",))
    ]
    assert "parts of 2 roads: 村W" in findings[0].say("en")
    assert heights(terrain, (0, 9000)) == pytest.approx(heights(terrain, (0, 2950)))
    only_roads = county_with(path, {"V": (0, 0)}, roads)
    assert [f.check for f in county_terrain(only_roads)[1]] == ["travel_terrain_ends_roads"]


def test_a_raster_elsewhere_is_not_used(tmp_path) -> None:
    path = raster_file(tmp_path / "t.tif", plane(), 900_000, 3000, 100)
    terrain, findings = county_terrain(county_with(path))
    assert terrain is None
    assert [f.check for f in findings] == ["travel_terrain_elsewhere", "travel_terrain_none"]
    empty = raster_file(tmp_path / "e.tif", plane() * 0 - 32768, -4000, 3000, 100)
    assert county_terrain(county_with(empty))[0] is None


def test_a_raster_without_a_system_is_refused(tmp_path) -> None:
    path = raster_file(tmp_path / "t.tif", plane(), -4000, 3000, 100, crs=None)
    with pytest.raises(InvalidInputError) as caught:
        county_terrain(county_with(path))
    assert "names no coordinate reference system" in caught.value.findings[0].say("en")


def test_a_file_that_is_no_raster_is_refused_with_the_cure(tmp_path) -> None:
    for name in ("t.tif", "N30E102.hgt"):
        path = tmp_path / name
        path.write_bytes(b"no heights here")
        with pytest.raises(InvalidInputError) as caught:
            county_terrain(county_with(path))
        said = caught.value.findings[0].say("en")
        assert said.startswith(f"{name}: the elevation raster cannot be read")
        assert "1201 or 3601 cells square" in said


def test_without_a_raster_the_villages_heights_make_a_coarse_surface() -> None:
    """Two villages 200 m apart in height: the slope lies between them."""
    county = tiny_county({"V": (0, 0), "W": (2000, 0)}, {"S": (2000, 0)}, EAST)
    county.villages["elevation_m"] = [2000.0, 2200.0]
    table = travel_table(county, plain_scenario())
    coarse = next(f for f in table.findings if f.check == "travel_terrain_coarse")
    assert coarse.severity == "warning"
    assert "2 have it" in coarse.say("en")
    found = trips_by_key(table.trips), trips_by_key(table.trips, "climb_m")
    key = ("V", "S", "lower", "walk", "normal")
    assert found[0][key] > 20 * np.exp(3.5 * 0.1) * 0.98
    assert found[1][key] == pytest.approx(200, abs=1)


def test_a_surface_passes_through_its_places_and_has_no_steps() -> None:
    rng = np.random.default_rng(1)
    xy, z = rng.uniform(0, 10_000, (40, 2)), rng.uniform(500, 3000, 40)
    surface = Surface(xy, z)
    assert surface.height_m(xy) == pytest.approx(z, abs=1e-3)
    line = np.linspace([0, 4000], [10_000, 5000], 20_001)
    found = surface.height_m(line)
    assert np.abs(np.diff(found)).max() < 3
    assert z.min() <= found.min() <= found.max() <= z.max()


def test_without_any_heights_all_is_level_and_that_is_said() -> None:
    terrain, findings = county_terrain(tiny_county({"V": (0, 0)}, {"S": (9, 9)}, EAST))
    assert terrain is None
    assert "too short in mountains" in findings[0].say("en")
    assert "山区步行时间会偏短" in findings[0].say("zh")
