from __future__ import annotations

import json
import random

from bad_counties import edit_rows, spoilt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from planner.inputs.build import load_county

TABLES = ("villages.csv", "schools.csv", "services.csv", "attendance.csv")


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(seed=st.integers(0, 10_000))
def test_order_of_rows_does_not_change_the_county(tmp_path_factory, toy_county, seed):
    folder = spoilt(tmp_path_factory.mktemp("permuted"), [])
    shuffle = random.Random(seed).shuffle

    def permuted(rows):
        heading, *rest = rows
        shuffle(rest)
        return [heading, *rest]

    for table in TABLES:
        edit_rows(folder / table, permuted)
    roads = json.loads((folder / "roads.geojson").read_text("utf-8"))
    shuffle(roads["features"])
    (folder / "roads.geojson").write_text(json.dumps(roads), "utf-8")
    county, _ = load_county(folder)
    for name in ("villages", "schools", "roads", "services", "attendance"):
        assert_frame_equal(getattr(county, name), getattr(toy_county, name))
