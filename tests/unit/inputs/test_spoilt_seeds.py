"""Seeds of the mutations that were once answered badly."""

from __future__ import annotations

import json

import pytest
from mutations import bases, mutated

import cli


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize(
    ("seed", "file", "said"),
    [
        (438, "county.xlsx", "cannot be read"),
        (451, "county.yaml", "is required; add it"),
        (1264, "", "CRS"),
    ],
)
def test_a_spoilt_file_is_named(seed, file, said, tmp_path, capsys):
    good = tmp_path / "good"
    good.mkdir()
    county = mutated(seed, bases(good), tmp_path)
    assert cli._guarded(["check", str(county), "--json", "--lang", "en"]) == 3
    errors = [f for f in json.loads(capsys.readouterr().out) if f["severity"] == "error"]
    assert any(file in f["file"] and said in f["message"] for f in errors), errors
