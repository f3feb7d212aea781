"""A run folder is a county folder: its workbook and GeoPackage give the same county again."""

from __future__ import annotations

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
import shapely

import cli
from planner.inputs.build import load_county
from planner.sample import sample_folder

FRAMES = ("villages", "schools", "roads", "services", "attendance", "teachers", "residences")
PLACED_M = 0.02
"""Degrees are written to seven decimals."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The finished run of the sample county."""
    folder = tmp_path_factory.mktemp("again")
    scenario = sample_folder() / "free-optimum.yaml"
    assert cli._guarded(["--scenario", str(scenario), "--out", str(folder / "run"), "-q"]) == 0
    return folder / "run"


def assert_same(given, found, exact):
    for name in ("county_id", "name", "crs", "provenance", "assumptions"):
        assert getattr(found, name) == getattr(given, name), name
    assert shapely.equals_exact(given.boundary, found.boundary, 1e-9)
    for name in FRAMES:
        before, after = getattr(given, name), getattr(found, name)
        assert (before is None) == (after is None), name
        if before is None:
            continue
        pd.testing.assert_frame_equal(
            pd.DataFrame(before).drop(columns="geometry", errors="ignore"),
            pd.DataFrame(after).drop(columns="geometry", errors="ignore"),
        )
        if isinstance(before, gpd.GeoDataFrame):
            apart = shapely.hausdorff_distance(before.geometry.values, after.geometry.values)
            assert apart.max() <= (0.0 if name in exact else PLACED_M), name


def test_a_run_folder_read_as_inputs_gives_the_same_county(made):
    given, _ = load_county(sample_folder())
    found, findings = load_county(made)
    assert_same(given, found, {"roads"})
    assert not [f for f in findings if f.severity == "error"]


def test_the_layers_of_the_geopackage_give_it_too_to_the_last_bit(made, tmp_path):
    given, _ = load_county(sample_folder())
    for name in ("plan.xlsx", "plan.gpkg"):
        (tmp_path / name).write_bytes((made / name).read_bytes())
    said = (made / "county.yaml").read_text("utf-8")
    for table, sheet in (("villages", "输入-村庄"), ("schools", "输入-学校")):
        old = f'  {table}: {{file: plan.xlsx, sheet: "{sheet}"}}'
        assert old in said
        said = said.replace(old, f"  {table}: {{file: plan.gpkg, layer: input_{table}}}")
    (tmp_path / "county.yaml").write_text(said, "utf-8")
    assert_same(given, load_county(tmp_path)[0], {"roads", "villages", "schools"})


def test_a_number_changed_in_the_workbook_is_the_one_that_counts(made, tmp_path):
    for name in ("plan.gpkg", "county.yaml"):
        (tmp_path / name).write_bytes((made / name).read_bytes())
    book = openpyxl.load_workbook(made / "plan.xlsx")
    page = book["输入-学校"]
    headings = [cell.value for cell in page[1]]
    row = next(r for r in page.iter_rows(min_row=2) if r[0].value == "S1")
    row[headings.index("教室数")].value = 17
    book.save(tmp_path / "plan.xlsx")
    found, _ = load_county(tmp_path)
    assert found.schools["classrooms"].to_dict()["S1"] == 17
