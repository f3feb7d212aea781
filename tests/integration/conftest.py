"""Fixtures that several files share."""

from __future__ import annotations

import json

import pytest
from compare_page import Page
from compared_made import EVIL_SCHOOL, EVIL_VILLAGE, FORMULA, Made, plan, point_of

from planner.studies.closing import NEAR_COLUMNS, write_rows


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("compare")
    assert plan("sample", folder / "county") == 0
    for name, old, new in (
        ("villages.csv", "河口村", EVIL_VILLAGE),
        ("villages.csv", "西坡村", FORMULA),
        ("schools.csv", "河口教学点", EVIL_SCHOOL),
    ):
        file = folder / "county" / name
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    today, township = folder / "runs" / "today", folder / "runs" / "township"
    for run, scenario in ((today, "today"), (township, "one-school-per-township")):
        path = folder / "county" / f"{scenario}.yaml"
        assert plan("--scenario", path, "--out", run, "-q", "--lang", "en") == 0
    point = point_of(township, folder / "sweep")
    near = dict(zip(NEAR_COLUMNS, ("S2", EVIL_SCHOOL, "甲乡", 1, 5, 6, 5 / 6), strict=True))
    write_rows([near], NEAR_COLUMNS, township / "near_optimal.csv")
    out = folder / "out" / "three.html"
    with pytest.MonkeyPatch.context() as patch:
        told: list[str] = []
        patch.setattr("typer.echo", lambda line="", **_: told.append(str(line)))
        assert plan("compare", today, township, point, "--out", out, "--json") == 0
    html = out.read_text("utf-8")
    book = out.with_suffix(".xlsx")
    said = json.loads("\n".join(told))
    return Made((today, township, point), html, Page(html, "en"), book, said)
