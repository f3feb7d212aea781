"""Tiny counties with their trips as tables, for the builder of instances.

    county = small_county(
        villages={"V1": dict(lower=12)},
        schools={"S1": dict(), "S2": dict(kind="teaching_point", condition="D")},
        attendance=[("V1", "lower", "S1", 12, "walk")],
    )
    table = trips_table({("V1", "S1", "lower", "walk"): 20}, lines={"L1": 10})

No geometry: everything after the travel table does without.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from planner.county import STAGES, County
from planner.options.assemble import Assembled, assemble
from planner.scenario import Scenario
from planner.travel.table import COLUMNS, TravelTable

SCHOOL: dict[str, Any] = {
    "township": "T1",
    "kind": "primary",
    "status": "existing",
    "classrooms": 8,
    "can_expand_classrooms": 0,
    "can_board": 0,
    "beds": 0,
    "dorm_area_m2": float("nan"),
    "condition": "A",
    "parent_support_share": float("nan"),
    "max_pupils": float("nan"),
    "open_yuan": float("nan"),
    **{f"{g}_enrolled": float("nan") for g in STAGES},
}
TRIP: dict[str, Any] = {
    "season": "normal",
    "line_id": "",
    "fare_yuan": 0.0,
    "vehicle": 0,
    "hazard": 0,
}


def small_county(
    villages: Mapping[str, Mapping[str, Any]],
    schools: Mapping[str, Mapping[str, Any]],
    attendance: Sequence[tuple[Any, ...]] | None = None,
    teachers: Sequence[tuple[str, int] | tuple[str, int, str]] | None = None,
) -> County:
    """Return a county; villages name their pupils by stage, schools any of `SCHOOL`."""
    plain = {"township": "T1", "income_yuan": float("nan"), "herder_share": float("nan")}
    people = {
        v: plain
        | {f"{g}_pupils": said.get(g, 0) for g in STAGES}
        | {k: x for k, x in said.items() if k not in STAGES}
        for v, said in villages.items()
    }
    attended, posts = None, None
    if attendance is not None:
        columns = ["village_id", "stage", "school_id", "pupils", "mode"]
        attended = pd.DataFrame(attendance, columns=columns)
    if teachers is not None:
        rows = [(s, n, *(post or ("",))) for s, n, *post in teachers]
        posts = pd.DataFrame(rows, columns=["school_id", "count", "post"])
    return County(
        county_id="small",
        name={"zh": "小县", "en": "Small"},
        crs="EPSG:4542",
        villages=_frame(people, "village_id"),
        schools=_frame({j: SCHOOL | dict(said) for j, said in schools.items()}, "school_id"),
        roads=pd.DataFrame(),
        boundary=None,
        attendance=attended,
        teachers=posts,
    )


def _frame(rows: Mapping[str, Mapping[str, Any]], index: str) -> pd.DataFrame:
    frame = pd.DataFrame.from_dict(dict(rows), orient="index").sort_index()
    return frame.rename_axis(index)


def trips_table(
    trips: Mapping[tuple[str, str, str, str], Any], lines: Mapping[str, int] | None = None
) -> TravelTable:
    """Return a table of ``(village, school, stage, mode)`` to minutes or to several columns."""
    rows = []
    for (village, school, stage, mode), said in trips.items():
        trip = dict(said) if isinstance(said, Mapping) else {"minutes": float(said)}
        key = {"village_id": village, "school_id": school, "stage": stage, "mode": mode}
        minutes = trip["minutes"]
        rest = {
            "minutes_other": minutes,
            "metres": 60.0 * minutes,
            "offroad_metres": 0.0,
            "walk_minutes": minutes,
            "wait_minutes": 0.0,
            "ride_minutes": 0.0,
        }
        rows.append(key | TRIP | rest | trip)
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    keys = ["village_id", "school_id", "stage", "mode", "season"]
    return TravelTable(frame.sort_values(keys).reset_index(drop=True), (), dict(lines or {}))


def asked(**options: Any) -> Scenario:
    """Return the program's own scenario with some options."""
    return Scenario.model_validate({"name": "x", "county": "."} | options)


def assembled(
    county: County,
    trips: Mapping[tuple[str, str, str, str], Any],
    lines: Any = None,
    **options: Any,
) -> Assembled:
    """Return the instance of a county."""
    return assemble(county, trips_table(trips, lines), asked(**options))
