"""`planner.load_run` in a notebook: the map is the one that the page shows."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
from pathlib import Path

import folium
import pytest

import planner
from planner.errors import InvalidInputError, UsageError
from planner.maps.scan import outside_references
from planner.run import Run


@pytest.fixture(scope="module")
def run(odd_run: Run):
    return planner.load_run(odd_run.folder)


def test_the_map_is_the_page_of_the_run(odd_run: Run, run):
    shown = run.map()
    assert isinstance(shown, folium.Map)
    assert shown.page().encode() == (odd_run.folder / "map.html").read_bytes()


def test_it_takes_layers_and_opens_in_the_language_asked_for(run):
    shown = run.map(lang="en")
    school = run.schools.set_index("school_id").geometry["S3"]
    folium.CircleMarker([school.y, school.x], popup="here").add_to(shown)
    page = shown.page()
    assert '<html lang="en" class="plan-page lang-en">' in page
    assert f"[{school.y}, {school.x}]" in page
    assert outside_references(page) == []


def test_the_notebook_cell_asks_no_host_and_draws_the_plan(run):
    cell = run.map()._repr_html_()
    assert "drawPlan(map_plan, {" in cell.replace("&#123;", "{")
    assert "=1+1" in cell
    assert not re.search(r"(?:src|href)=&(?:quot|#34);https?:", cell)


def test_a_language_that_the_page_lacks_is_refused(run, tmp_path: Path):
    folder = copied(run, tmp_path)
    page = (folder / "map.html").read_text("utf-8")
    (folder / "map.html").write_text(page.replace('"langs":["zh","en"]', '"langs":["zh"]'), "utf-8")
    assert 'lang-zh"' in planner.load_run(folder).map("zh").page()
    with pytest.raises(InvalidInputError) as caught:
        planner.load_run(folder).map("en")
    said = str(caught.value).splitlines()
    assert said == [
        f"{folder} 的页面中没有英文；请加 --lang both 重新运行该情景",
        f"the page of the run {folder} holds no English; run the scenario again with --lang both",
    ]


@pytest.mark.parametrize("ask", ["map", "title", "compare"])
def test_a_language_of_no_page_is_named_with_those_that_are(run, ask: str):
    known = "zh, en, both" if ask == "compare" else "zh, en"
    with pytest.raises(UsageError) as caught:
        run.compare(run, lang="fr") if ask == "compare" else getattr(run, ask)("fr")
    assert str(caught.value).splitlines() == [
        f"lang 应为 {known} 之一，而不是 'fr'",
        f"'fr' is not one of {known}",
    ]


def test_a_run_without_its_page_is_refused(run, tmp_path: Path):
    folder = copied(run, tmp_path)
    (folder / "map.html").write_text("<html><body>other</body></html>", "utf-8")
    with pytest.raises(InvalidInputError) as caught:
        planner.load_run(folder).map()
    assert "not a map as this version writes them" in caught.value.findings[0].say("en")
    (folder / "map.html").unlink()
    with pytest.raises(InvalidInputError) as caught:
        planner.load_run(folder).map()
    assert "there is no map.html" in caught.value.findings[0].say("en")


def test_importing_the_package_loads_no_frames():
    code = "import sys, planner; print([m for m in ('pandas', 'folium') if m in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def copied(run, tmp_path: Path) -> Path:
    return Path(shutil.copytree(run.folder, tmp_path / "run"))


def test_a_comparison_is_that_of_the_command(run, tmp_path: Path):
    other = copied(run, tmp_path)
    compared = run.compare(other)
    assert compared.names == tuple(f"{letter} {run.name}" for letter in "AB")
    county = run.indicators[run.indicators["group_kind"] == "county"].set_index("indicator")
    table = compared.indicators
    assert sorted(table.index) == sorted(county.index)
    for name in compared.names:
        assert table.loc["affected_pupils", name] == county.loc["affected_pupils", "value"] > 0
        assert table.loc["boarders", f"{name} today"] == county.loc["boarders", "baseline"] == 6
    closing = run.schools[run.schools["decision"].isin(["close", "reduce_to_teaching_point"])]
    assert sorted(compared.closures.index) == sorted(closing["school_id"])
    assert compared.closures.loc["0102", compared.names[1]] == "close"
    assert outside_references(compared.html()) == []
    assert html.unescape(compared._repr_html_()).startswith('<iframe srcdoc="<!DOCTYPE html>')
    with pytest.raises(UsageError):
        run.compare()
