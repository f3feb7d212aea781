from __future__ import annotations

import pytest

from planner.county import columns_of
from planner.inputs.headings import match_headings


def matched(headings, *, has_geometry=False):
    found, findings = match_headings(
        headings, columns_of("villages"), file="v.csv", has_geometry=has_geometry
    )
    return found, [(f.severity, f.column, f.message.say("en")) for f in findings]


@pytest.mark.parametrize(
    "heading",
    ["village_id", "VILLAGE_ID", " 村编码 ", "Village id", "行政村编码", "ｖｉｌｌａｇｅ＿ｉｄ"],
)
def test_a_column_is_known_by_many_headings(heading):
    found, _ = matched([heading])
    assert found == {"village_id": heading}


def test_full_width_brackets_make_no_difference():
    found, _ = matched(["海拔(米)"])
    assert found == {"elevation_m": "海拔(米)"}


def test_missing_column_names_the_nearest_heading():
    _, findings = matched(["village_id", "name", "town_ship", "lon", "lat"])
    assert findings == [
        (
            "error",
            "township",
            'the required column "Township" is missing; is it "town_ship"? Rename that or add it',
        ),
        ("note", "town_ship", "this column is not known and is not used"),
    ]


def test_missing_column_without_any_near():
    _, findings = matched(["village_id", "name", "lon", "lat"])
    assert findings == [("error", "township", 'the required column "Township" is missing; add it')]


def test_geometry_replaces_degrees():
    assert matched(["village_id", "name", "township"], has_geometry=True)[1] == []
    missing = [column for _, column, _ in matched(["village_id", "name", "township"])[1]]
    assert missing == ["lon", "lat"]
