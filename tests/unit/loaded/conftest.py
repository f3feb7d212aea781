"""A finished run with staffing and allocation on the sample county, with odd ids and names."""

from __future__ import annotations

import shutil

import pytest

from planner.run import Run, run_scenario
from planner.sample import sample_folder

RENAMED = {"V1": "001", "V2": "002", "V3": "1e5", "S1": "0101", "S2": "0102", "L1": "007"}
NAMES = {"西坡村": "2000", "河口村": "NA", "中寨村": "=1+1", "北沟村": "-dash", "甲乡": "0815"}


@pytest.fixture(scope="session")
def odd_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("odd")
    county = folder / "county"
    shutil.copytree(sample_folder(), county)
    for table in county.glob("*.csv"):
        source = table.read_text("utf-8-sig")
        for old, new in (*RENAMED.items(), *NAMES.items()):
            for before in ("\n", ","):
                source = source.replace(f"{before}{old},", f"{before}{new},")
        table.write_text(source, "utf-8-sig")
    scenario = county / "one-school-per-township.yaml"
    return run_scenario(scenario, folder / "run", with_staffing=True, with_resources=True)
