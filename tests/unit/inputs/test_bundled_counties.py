from __future__ import annotations

from pathlib import Path

import pytest

from planner.findings import errors_in
from planner.inputs.build import load_county

DATA = Path(__file__).parents[3] / "data"
FOLDERS = {name: DATA / name for name in ("dege", "zhaojue", "mao")} | {"leh": DATA / "leh/county"}
GRADES = {"leh": "estimated"}
# In Leh three pieces of road are not joined, and several schools are labelled alike.
WARNINGS = {"leh": {"road_islands", "same_name"}}


@pytest.mark.parametrize("name", FOLDERS)
def test_bundled_county_loads_whole(name):
    if not (FOLDERS[name] / "county.yaml").exists():
        pytest.skip(f"data/{name} has not been made here")
    county, findings = load_county(FOLDERS[name])
    assert errors_in(findings) == []
    warned = {f.check for f in findings if f.severity == "warning"}
    assert warned - {"one_point"} == WARNINGS.get(name, set())
    assert county.provenance == GRADES.get(name, "synthetic")
    assert county.villages.within(county.boundary.buffer(10_000)).all()
    assert county.villages[["lower_pupils", "upper_pupils", "junior_pupils"]].sum().min() > 1000
