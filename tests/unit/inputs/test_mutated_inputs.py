from __future__ import annotations

import json
import os
import shutil

import pytest
from mutations import bases, mutated

import cli

COUNT = int(os.environ.get("PLAN_MUTATIONS", "40"))
AT_ONCE = 20


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    return bases(tmp_path_factory.mktemp("good"))


def complaints(seed, good, folder, capsys):
    """Return what is wrong with how the spoilt county of a seed is answered."""
    county = mutated(seed, good, folder)
    code = cli._guarded(["check", str(county), "--json", "--lang", "en"])
    said = capsys.readouterr()
    if code not in (0, 3):
        return [f"seed {seed}: code {code}: {said.err.strip()[-300:]}"]
    findings = json.loads(said.out)
    errors = [f for f in findings if f["severity"] == "error"]
    found = [f"seed {seed}: no file: {f['message']}" for f in errors if not f["file"]]
    if bool(errors) != (code == 3):
        found.append(f"seed {seed}: code {code} with {len(errors)} errors")
    return found


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("first", range(0, COUNT, AT_ONCE))
def test_whatever_a_file_suffered_is_answered_in_words(first, good, tmp_path, capsys):
    found = []
    for seed in range(first, min(first + AT_ONCE, COUNT)):
        folder = tmp_path / str(seed)
        folder.mkdir()
        found += complaints(seed, good, folder, capsys)
        shutil.rmtree(folder)
    assert found == []


def test_the_good_counties_are_good(good, capsys):
    for county in good.values():
        assert cli._guarded(["check", str(county), "--json"]) == 0, capsys.readouterr().out


def test_a_seed_gives_the_same_folder(good, tmp_path):
    first, second = (mutated(7, good, tmp_path / name) for name in ("a", "b"))
    assert {p.name for p in first.iterdir()} == {p.name for p in second.iterdir()}
    for path in first.iterdir():
        if path.suffix != ".xlsx":
            assert path.read_bytes() == (second / path.name).read_bytes()
