"""A dossier made by hand from rows of who goes where, for the tests of the papers.

Three schools: A closes, B is reduced to a teaching point, C takes most of their pupils in and
loses none of its own. Rows are those of assignments.csv as far as the papers read them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from planner.county.dictionary import STAGES
from planner.dossier.groups import groups_of, households_of, shifted_yuan, stays_of
from planner.dossier.norms import norms_of
from planner.dossier.receivers import Places, receiver_of
from planner.dossier.steps import steps_of
from planner.reports.dossier.content import Alternatives, Dossier
from planner.scenario import Scenario
from planner.scenario.load import scenario_of
from planner.texts import text

CLOSING = ("A", "B")
KIND = {"A": "primary", "B": "teaching_point", "C": "nine_year"}
YUAN_A_BED, YUAN_A_ROOM = 28_000.0, 300_000.0


def scenario() -> Scenario:
    return scenario_of({"name": "papers", "county": "x"})


def row(
    village: str,
    stage: str,
    before: str,
    after: str,
    pupils: int,
    *,
    mode: str = "walk",
    mode_before: str = "walk",
    minutes: float = 40.0,
    minutes_before: float = 10.0,
    names: Mapping[str, str] | None = None,
    **changed: Any,
) -> dict[str, Any]:
    names = names or {}
    trips = {"walk": 10.0, "ride": 10.0, "board": 2.0, "": math.nan}
    return {
        "village_id": village,
        "village": names.get(village, f"{village}村"),
        "township": "甲乡",
        "stage": stage,
        "school_id": after,
        "school": names.get(after, f"{after}校"),
        "mode": mode if after else "",
        "pupils": pupils,
        "minutes": minutes if after else math.nan,
        "week_minutes": minutes * trips[mode] if after else math.nan,
        "baseline_school_id": before,
        "baseline_school": names.get(before, f"{before}校"),
        "baseline_mode": mode_before,
        "baseline_minutes": minutes_before,
        "baseline_week_minutes": minutes_before * trips[mode_before],
        "over_norm": int(minutes > 30 or not after),
        "baseline_over_norm": int(minutes_before > 30),
        "affected": int(minutes - minutes_before >= 10),
        "stream_lost": 0,
        "line_id": "",
        "household_yuan": (2_000.0 if mode == "board" else 0.0) if after else math.nan,
        "baseline_household_yuan": 0.0,
        "private_yuan": 1_500.0,
        "baseline_private_yuan": 200.0,
    } | changed


def school_row(ident: str, rows: Sequence[Mapping[str, Any]], beds: int) -> dict[str, Any]:
    """Return the row of schools.csv that the rows of assignments.csv give."""
    boarders = sum(r["pupils"] for r in rows if r["school_id"] == ident and r["mode"] == "board")
    added = max(0, boarders - beds)
    return {
        "school_id": ident,
        "name": f"{ident}校",
        "township": "甲乡",
        "kind": KIND[ident],
        "decision": "expand" if added else "keep",
        "evidence": "measured",
        "boarders": boarders,
        "beds_added": added,
        "classrooms_added": 0,
        "capital_yuan": YUAN_A_BED * added,
    }


def make_dossier(
    school: str,
    rows: Sequence[Mapping[str, Any]],
    *,
    grade: str = "measured",
    still_open: str = "hearing_held",
    beds: int = 4,
    seasons: Mapping[Any, Any] | None = None,
    name: str = "",
) -> Dossier:
    """Return the dossier of a school of the rows."""
    made = scenario()
    groups = groups_of(school, rows, seasons or {})
    places = Places(
        rooms=9, beds=beds, canteen=beds, canteen_per_boarder=1.0, takes_in=True, existing=True
    )
    receivers = tuple(
        receiver_of(
            school_row(r, rows, beds), groups, rows, CLOSING, places, made.schools.class_size, "B"
        )
        for r in dict.fromkeys(g.after.school_id for g in groups if g.after.school_id)
    )
    return Dossier(
        school_id=school,
        name=name or f"{school}校",
        township="甲乡",
        kind_before="primary",
        kind="",
        decision="close",
        grade=grade,
        demonstration=grade == "synthetic",
        county={"zh": "小县", "en": "Tiny"},
        scenario={"zh": "试算", "en": "Trial"},
        proposal=text("page.placed", name=name or f"{school}校", township="甲乡"),
        groups=groups,
        stays=stays_of(school, rows),
        households=households_of(groups, {"V1": 1.5, "V2": 2.0}),
        shifted_yuan=shifted_yuan(groups),
        receivers=receivers,
        alternatives=Alternatives("explain.csv", "worse", True, (), (), 0, 0),
        steps=steps_of(still_open, {"notice_days": 30.0, "hearing_held": 0.0}),
        norms=norms_of(made, groups, receivers),
        assumed=(),
        status=text("page.status.optimal"),
        planned_seasons=("normal",),
    )


def stages_of(rows: Sequence[Mapping[str, Any]], school: str) -> dict[str, int]:
    """Return the pupils of a school after the plan, by stage."""
    return {
        g: sum(r["pupils"] for r in rows if r["school_id"] == school and r["stage"] == g)
        for g in STAGES
    }
