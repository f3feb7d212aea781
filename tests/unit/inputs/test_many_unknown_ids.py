"""A column of other codes altogether is answered at once, however large the county."""

from __future__ import annotations

import difflib
from types import SimpleNamespace

import pandas as pd

from planner.inputs import check_attendance
from planner.inputs.check_attendance import MOST_GUESSED, unknown_ids
from planner.inputs.tables import CountyTables, Table


def county(given: list[str], known: list[str]) -> CountyTables:
    """Return a county of villages and attendance alone."""
    villages = Table("villages", "villages.csv", pd.DataFrame({"village_id": known}))
    attendance = Table("attendance", "attendance.csv", pd.DataFrame({"village_id": given}))
    tables = {"villages": villages, "attendance": attendance}
    return CountyTables(None, tables, "EPSG:4542", {}, pd.Index([]))  # type: ignore[arg-type]


def test_every_unknown_id_is_told_and_the_first_are_likened_to_those_known(monkeypatch):
    looked: list[str] = []

    def watched(value, *given):
        looked.append(value)
        return difflib.get_close_matches(value, *given)

    monkeypatch.setattr(check_attendance, "difflib", SimpleNamespace(get_close_matches=watched))
    other = [f"W{n:03d}" for n in range(3 * MOST_GUESSED)]
    # Each stands three times, as a village does that has three stages.
    found = unknown_ids(county([*other * 3, "V001"], [f"V{n:03d}" for n in range(500)]))
    assert len(found) == 9 * MOST_GUESSED
    assert looked == other[:MOST_GUESSED]
    assert found[1].say("en").count("V001") == 1
    assert "V" not in found[-1].message.say("en").replace("villages.csv", "")


def test_a_slip_of_the_pen_is_still_likened_to_the_id_that_was_meant():
    (found,) = unknown_ids(county(["V01", "V1O"], ["V01", "V10"]))
    assert (found.value, found.severity) == ("V1O", "error")
    assert "V10" in found.say("zh")
