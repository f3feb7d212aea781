"""The benchmark of reading: its county is a good one, and its page says what is met."""

from __future__ import annotations

import pytest

from benchmarks.reading import checked, met, page, write_county

KNOWN = {
    "machine": {
        "date": "2026-01-02",
        "cores": 2,
        "cpu": "a processor",
        "memory_gb": 8,
        "system": "a system",
        "python": "3.12.1",
    },
    "wall_s": 12.7,
    "cpu_s": 12.0,
    "read_s": 4.0,
    "checks_s": {"road_islands": 5.25, "same_name": 0.5},
    "rows": {"villages": 7000, "schools": 600, "attendance": 21_000, "roads": 33_334},
    "errors": 0,
    "findings": 7,
    "peak_mb": 273,
}


def test_the_county_is_read_whole_and_has_no_error(tmp_path):
    found = checked(write_county(tmp_path / "county", 40, 10, 80))
    assert found["errors"] == 0
    assert {k: found["rows"][k] for k in ("villages", "schools", "attendance")} == {
        "villages": 40,
        "schools": 10,
        "attendance": 120,
    }
    # A road more or fewer, since junctions are made up to a square of them.
    assert found["rows"]["roads"] == pytest.approx(80, abs=2)
    assert {"road_islands", "attendance_sums", "datum_of_places"} <= set(found["checks_s"])


def test_the_page_says_what_is_met_and_which_checks_are_slow():
    said = page(KNOWN)
    assert "under 20 s by the wall clock (**met**), under 1,000 MB (**met**)" in said
    assert "7,000 villages in a workbook, 600 schools and 21,000 rows of attendance" in said
    assert said.index("`road_islands` | 5.25") < said.index("`same_name` | 0.50")
    slow = KNOWN | {"wall_s": 20.0, "peak_mb": 1000}
    assert met(slow) == {"seconds": False, "memory": False}
    assert page(slow).count("**missed**") == 2
