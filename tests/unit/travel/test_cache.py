from __future__ import annotations

import dataclasses
import os
import shutil
from pathlib import Path

import pytest
from pydantic import BaseModel
from travel_worlds import plain_scenario, road, tiny_county

from planner.travel import cache
from planner.travel.cache import FOLDER_VARIABLE, cache_folder, cached_travel_table
from planner.travel.inputs_hash import (
    READ_COSTS,
    READ_FOR_LINES,
    UNREAD_OPTIONS,
    inputs_hash,
)
from planner.travel.matrix import travel_table


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "tables"))
    return tmp_path / "tables"


@pytest.fixture
def counted(monkeypatch) -> list[int]:
    """Count how often a table is computed."""
    calls: list[int] = []

    def compute(county, scenario):
        calls.append(1)
        return travel_table(county, scenario)

    monkeypatch.setattr(cache, "travel_table", compute)
    return calls


def world(**attributes):
    return tiny_county(
        {"V1": (0, 50), "V2": (0, 40_000)},
        {"S1": (3000, 0)},
        [road((0, 0), (3000, 0), **attributes)],
        [("L1", 1, (0, 0)), ("L1", 2, (3000, 0), {"seats": 20})],
    )


def same(one, other):
    for field in dataclasses.fields(one):
        mine, theirs = getattr(one, field.name), getattr(other, field.name)
        assert mine.equals(theirs) if field.name == "trips" else mine == theirs, field.name
    assert one.trips.dtypes.to_dict() == other.trips.dtypes.to_dict()


def test_the_second_time_the_table_is_read_and_equal_to_the_first(folder, counted):
    first, made = cached_travel_table(world(), plain_scenario())
    again, found = cached_travel_table(world(), plain_scenario())
    assert (len(counted), made.reused, found.reused) == (1, False, True)
    assert made.inputs_sha256 == found.inputs_sha256
    same(first, again)
    assert [f.say("zh") for f in first.findings] == [f.say("zh") for f in again.findings]
    assert len(first.findings) > 0
    assert [f.name for f in folder.iterdir()] == [f"travel-{made.inputs_sha256}.npz"]


def test_another_question_on_the_same_trips_reuses_them(folder, counted):
    cached_travel_table(world(), plain_scenario())
    other = plain_scenario(
        {"serve": "soft", "lower": {"walk_max_minutes": 12}, "protect": "none"},
        budget={"capital_yuan": 5},
        schools={"keep": ["S1"]},
        objective=[{"minimise": "pupil_minutes"}],
    )
    table, origin = cached_travel_table(world(), other)
    assert (origin.reused, len(counted)) == (True, 1)
    same(table, travel_table(world(), other))


@pytest.mark.parametrize(
    ("county", "scenario"),
    [
        (world(), plain_scenario({"wait_minutes": 11})),
        (world(), plain_scenario(season="winter")),
        (world(), plain_scenario(costs={"fare_yuan": 4})),
        (world(), plain_scenario(lines={"generate": True, "seats": 9})),
        (world(surface="gravel"), plain_scenario()),
        (world(hazard=1), plain_scenario()),
    ],
)
def test_what_changes_trips_changes_the_hash(county, scenario):
    assert inputs_hash(county, scenario) != inputs_hash(world(), plain_scenario())


def test_moved_places_and_other_terrain_change_the_hash(tmp_path):
    hashes = {inputs_hash(world(), plain_scenario())}
    for change in ("villages", "schools", "services", "roads"):
        county = world()
        frame = getattr(county, change).copy()
        frame.geometry = frame.geometry.translate(0.5, 0)
        changed = dataclasses.replace(county, **{change: frame})
        hashes.add(inputs_hash(changed, plain_scenario()))
    for heights in (b"one", b"two"):
        (tmp_path / "terrain.tif").write_bytes(heights)
        county = dataclasses.replace(world(), terrain=tmp_path / "terrain.tif")
        hashes.add(inputs_hash(county, plain_scenario()))
    assert len(hashes) == 7


def test_what_no_trip_depends_on_does_not_change_the_hash():
    county = dataclasses.replace(world(), name={"zh": "别县"}, files=(), provenance="synthetic")
    assert inputs_hash(county, plain_scenario()) == inputs_hash(world(), plain_scenario())


class Watched:
    """Stands for a scenario and notes which of its options are read."""

    def __init__(self, real, path, seen):
        self.__dict__.update(_real=real, _path=path, _seen=seen)

    def __getattr__(self, name):
        value = getattr(self._real, name)
        path = f"{self._path}.{name}" if self._path else name
        if name == "stage_travel":
            return lambda stage: Watched(value(stage), f"travel.{stage}", self._seen)
        if name == "model_dump":
            raise AssertionError(f"{path} reads every option at once")
        if isinstance(value, BaseModel):
            return Watched(value, path, self._seen)
        self._seen.add(path)
        return value


@pytest.mark.parametrize("generate", [True, False])
def test_every_option_that_a_trip_is_computed_from_is_in_the_hash(generate):
    seen: set[str] = set()
    season = {"worst_of": ["normal", "winter"]}
    scenario = plain_scenario({"private_ride": True}, season=season, lines={"generate": generate})
    travel_table(world(), Watched(scenario, "", seen))
    unread = UNREAD_OPTIONS if generate else UNREAD_OPTIONS | READ_FOR_LINES
    hashed = {"travel", "seasons", "season", *(f"costs.{name}" for name in READ_COSTS)}
    hashed.add("lines" if generate else "lines.generate")
    # What may grow stands in the hash as the stages that each site may offer.
    hashed.add("schools.may_grow_to")
    strange = {
        path
        for path in seen
        if path.removeprefix("travel.") in unread
        or not (path in hashed or path.split(".")[0] in hashed)
    }
    assert strange == set()
    assert {"travel.wait_minutes", "seasons", "costs.fare_yuan"} <= seen


@pytest.mark.parametrize("damage", ["cut", "empty", "noise", "renamed", "folder"])
def test_a_damaged_or_foreign_file_is_computed_anew(folder, counted, damage):
    first, made = cached_travel_table(world(), plain_scenario())
    path = folder / f"travel-{made.inputs_sha256}.npz"
    content = path.read_bytes()
    if damage == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "noise":
        path.write_bytes(content[:200] + os.urandom(len(content) - 200))
    elif damage == "renamed":
        cached_travel_table(world(), plain_scenario(season="winter"))
        (other,) = (f for f in folder.iterdir() if f != path)
        shutil.copyfile(other, path)
        counted.pop()
    else:
        path.unlink()
        path.mkdir()
    table, origin = cached_travel_table(world(), plain_scenario())
    assert (origin.reused, len(counted)) == (False, 2)
    same(table, first)
    if damage != "folder":
        assert cached_travel_table(world(), plain_scenario())[1].reused


def test_off_keeps_nothing(tmp_path, monkeypatch, counted):
    monkeypatch.setenv(FOLDER_VARIABLE, "off")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    cached_travel_table(world(), plain_scenario())
    _, origin = cached_travel_table(world(), plain_scenario())
    assert (origin.reused, len(counted)) == (False, 2)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "file" / "tables"))
    table, origin = cached_travel_table(world(), plain_scenario())
    assert (len(table.trips) > 0, origin.reused) == (True, False)


def test_the_oldest_go_when_the_folder_is_full_and_strangers_stay(folder, monkeypatch):
    keys = []
    for wait in (1, 2, 3):
        _, origin = cached_travel_table(world(), plain_scenario({"wait_minutes": wait}))
        path = folder / f"travel-{origin.inputs_sha256}.npz"
        os.utime(path, (wait, wait))
        keys.append(path)
    (folder / "notes.txt").write_text("not ours")
    (folder / "travel-old.part").write_text("left behind")
    os.utime(folder / "travel-old.part", (1, 1))
    # Used again, the first is the newest.
    assert cached_travel_table(world(), plain_scenario({"wait_minutes": 1}))[1].reused
    monkeypatch.setattr(cache, "MOST_BYTES", sum(p.stat().st_size for p in keys[:2]) + 200)
    _, last = cached_travel_table(world(), plain_scenario({"wait_minutes": 4}))
    left = {f.name for f in folder.iterdir()}
    assert left == {keys[0].name, f"travel-{last.inputs_sha256}.npz", "notes.txt"}


@pytest.mark.parametrize(
    ("platform", "variable", "end"),
    [
        ("linux", "XDG_CACHE_HOME", "county-school-planner"),
        ("win32", "LOCALAPPDATA", "county-school-planner"),
    ],
)
def test_the_folder_is_that_of_the_platform(monkeypatch, tmp_path, platform, variable, end):
    monkeypatch.delenv(FOLDER_VARIABLE)
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setenv(variable, str(tmp_path))
    assert cache_folder() == tmp_path / end
