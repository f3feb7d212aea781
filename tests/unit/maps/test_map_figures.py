"""Every figure on a card is the figure of the CSV files, as people are shown it."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pages_world import make_result

from planner.county.dictionary import KINDS, MODES, STAGES
from planner.maps import style
from planner.maps.cards import ROW_FIELDS
from planner.maps.layers import draw_townships
from planner.maps.page import page_data
from planner.maps.scene import scene_of
from planner.reports.people import change_of
from planner.reports.tables import assignments_table, schools_table, write_csv

CRUEL_MINUTES = 38.46
"""Rounded to 38.5 and then again it would be 39; people are shown 38."""


@pytest.fixture(scope="module")
def result():
    made = make_result()
    minutes = np.where(
        made.instance.option_minutes == 38.5, CRUEL_MINUTES, made.instance.option_minutes
    )
    return dataclasses.replace(
        made, instance=dataclasses.replace(made.instance, option_minutes=minutes)
    )


@pytest.fixture(scope="module")
def files(result, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    assignments = assignments_table(result)
    write_csv(assignments, folder / "assignments.csv")
    write_csv(schools_table(result, assignments), folder / "schools.csv")
    return folder


@pytest.fixture(scope="module")
def layers(result):
    return {layer["name"]: layer for layer in page_data(scene_of(result))["layers"]}


def shown(value: float, decimals: int = 0) -> float | None:
    """Return a figure of a CSV as a card shows it: rounded, halves up; None for a blank."""
    if math.isnan(value):
        return None
    scale = 10**decimals
    return math.floor(value * scale + 0.5) / scale


def test_villages_show_what_assignments_csv_says(result, files, layers):
    table = pd.read_csv(files / "assignments.csv", encoding="utf-8-sig", dtype={"school_id": str})
    cards = {v["id"]: v for v in layers["villages"]["rows"]}
    threshold = result.scenario.concern.threshold_minutes
    seen = 0
    for village, own in table.groupby("village_id"):
        records = own.to_dict("records")
        rows = [dict(zip(ROW_FIELDS, row, strict=True)) for row in cards[village]["rows"]]
        assert len(rows) == len(records)
        for row, record in zip(rows, records, strict=True):
            seen += 1
            assert STAGES[row["stage"]] == record["stage"]
            assert row["pupils"] == record["pupils"]
            for ours, column in (("school", "school_id"), ("todaySchool", "baseline_school_id")):
                assert row[ours] == (record[column] if isinstance(record[column], str) else None)
            for ours, column in (("mode", "mode"), ("todayMode", "baseline_mode")):
                said = None if row[ours] is None else MODES[row[ours]]
                assert said == (record[column] if isinstance(record[column], str) else None)
            for ours, column in (
                ("minutes", "minutes"),
                ("todayMinutes", "baseline_minutes"),
                ("added", "added_minutes"),
                ("yuan", "household_yuan"),
                ("todayYuan", "baseline_household_yuan"),
            ):
                assert row[ours] == shown(record[column]), (village, column)
            for ours, column in (("km", "metres"), ("todayKm", "baseline_metres")):
                assert row[ours] == shown(record[column] / 1000, 1)
            for ours, column in (("over", "over_norm"), ("overToday", "baseline_over_norm")):
                assert row[ours] == record[column]
            blank = {
                k: "" if isinstance(v, float) and k.endswith(("id", "mode")) else v
                for k, v in record.items()
            }
            assert list(style.VILLAGES)[row["change"]] == change_of(blank, threshold)
    assert seen == len(table) == 9


def test_minutes_are_rounded_once(layers):
    village = next(v for v in layers["villages"]["rows"] if v["id"] == "V2")
    row = dict(zip(ROW_FIELDS, village["rows"][0], strict=True))
    # 38.46 and 38.46 − 9: both down.
    assert (row["minutes"], row["added"]) == (38, 29)


def test_townships_are_named_in_the_order_of_their_pupils(result, layers):
    assignments = assignments_table(result)
    pupils = assignments.groupby("township")["pupils"].sum()
    assert pupils.to_dict() == {"更庆镇": 63, "马尼干戈镇": 73}
    assert [label[2] for label in layers["townships"]["labels"]] == ["马尼干戈镇", "更庆镇"]
    # So it is where the county has no outlines of townships.
    county = dataclasses.replace(result.county, townships=None)
    plain = draw_townships(scene_of(dataclasses.replace(result, county=county)))
    assert [label[2] for label in plain["labels"]] == ["马尼干戈镇", "更庆镇"]


def test_schools_show_what_schools_csv_says(files, layers):
    table = pd.read_csv(files / "schools.csv", encoding="utf-8-sig", keep_default_na=False)
    cards = {s["id"]: s for s in layers["schools"]["rows"]}
    assert sorted(cards) == table["school_id"].tolist()
    for record in table.to_dict("records"):
        card = cards[record["school_id"]]
        assert card["decision"] == record["decision"]
        assert (KINDS[card["kind"]] if card["kind"] is not None else "") == record["kind"]
        assert card["before"] == [int(record[f"{g}_pupils_before"]) for g in STAGES]
        assert card["after"] == [int(record[f"{g}_pupils"]) for g in STAGES]
        assert card["boarders"] == [int(record["boarders_before"]), int(record["boarders"])]
        assert card["beds"] == [int(record["beds_today"]), int(record["beds_added"])]
        assert card["rooms"] == [int(record["classrooms_needed"]), int(record["classrooms_added"])]
        assert card["posts"] == [int(record["posts_before"]), int(record["posts_needed"])]
        assert card["reason"] == {"zh": record["reason_zh"], "en": record["reason_en"]}
        receivers = [r for r in record["receivers"].split(";") if r]
        pupils = [int(n) for n in str(record["receiver_pupils"]).split(";") if n]
        assert card["to"] == [[school, n] for school, n in zip(receivers, pupils, strict=True)]
