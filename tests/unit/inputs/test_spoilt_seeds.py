"""Seeds of the mutations that were once answered badly."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from mutations import bases, mutated

import cli
from planner.county.dictionary import columns_of
from planner.inputs.datum import _km_outside
from planner.inputs.schema import _parsed


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


def test_a_figure_of_300_digits_is_infinitely_far_and_warns_of_nothing():
    far = _km_outside(np.array([1e308, 101.0]), np.array([1e308, 31.0]), (100, 30, 102, 32))
    assert far.tolist() == [np.inf, 0.0]


@pytest.mark.filterwarnings("error")
def test_a_table_without_rows_is_read_without_a_warning():
    values, unread = _parsed(pd.Series([], dtype="str"), columns_of("villages")["population"])
    assert values.dtype == "float64"
    assert (len(values), unread) == (0, [])
