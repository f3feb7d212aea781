"""The schools table: what each site is after the plan, and what that takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.county.dictionary import KINDS, STAGES
from planner.gates import canteen_added
from planner.reports.decisions import (
    CHANGES,
    Moves,
    build_first,
    decision_of,
    moves_by_site,
    open_words,
    planned_sites,
    site_evidence,
    still_open,
)
from planner.reports.gates import left_behind_at
from planner.reports.places import lonlat, names_of
from planner.reports.reasons import reason_of, without_alternative
from planner.reports.trips import assignments_table
from planner.result import Result

if TYPE_CHECKING:
    import pandas


def schools_table(result: Result, assignments: pandas.DataFrame | None = None) -> pandas.DataFrame:
    """Return one row per site, sorted by id, with the columns of schools.csv.

    ``executable`` is empty where the site stays as it is: there is nothing to carry out.

    Parameters
    ----------
    assignments
        `assignments_table(result)` where the caller has it already.
    """
    import pandas as pd

    trips = assignments_table(result) if assignments is None else assignments
    schools = result.county.schools
    names, points = names_of(schools), lonlat(result.county, schools)
    coordinates = zip(points["lon"].tolist(), points["lat"].tolist(), strict=True)
    places = dict(zip(schools.index, coordinates, strict=True))
    moves, evidence = moves_by_site(trips), site_evidence(result, trips)
    bound = without_alternative(result)
    canteen = canteen_added(result.instance, result.accounts.boarders)
    board, day = left_behind_at(result)
    records = {
        str(i): row for i, row in zip(schools.index, schools.to_dict("records"), strict=True)
    }
    rows = []
    for j, school in enumerate(result.instance.site_id):
        decision = decision_of(result, j)
        code, why = reason_of(result, j, decision, moves.get(school), int(bound[j]))
        first = build_first(result, moves.get(school))
        codes = still_open(decision, evidence[school], records[school], build=first)
        words = open_words(codes)
        rows.append(
            _before_and_after(result, j)
            | {
                "school_id": school,
                "name": names[school],
                "township": str(records[school]["township"]),
                "decision": decision,
                "evidence": evidence[school],
                "executable": int(not codes) if decision in CHANGES else None,
                "still_open": ";".join(codes),
                "still_open_zh": "；".join(t.say("zh") for t in words),
                "still_open_en": "; ".join(t.say("en") for t in words),
                "reason": code,
                "reason_zh": why.say("zh"),
                "reason_en": why.say("en"),
                "canteen_added": int(canteen[j]),
                "left_behind_boarders": float(board[j]),
                "left_behind_day": float(day[j]),
                **_leaving(moves.get(school)),
                "lon": places[school][0],
                "lat": places[school][1],
            }
        )
    table = pd.DataFrame(rows, columns=list(SCHOOL_COLUMNS)).astype({"executable": "Int64"})
    return table.sort_values("school_id", ignore_index=True)


SCHOOL_COLUMNS = (
    "school_id",
    "name",
    "township",
    "kind",
    "kind_before",
    "status_before",
    "decision",
    "evidence",
    "executable",
    "still_open",
    "still_open_zh",
    "still_open_en",
    *(f"{g}_pupils" for g in STAGES),
    *(f"{g}_classes" for g in STAGES),
    "multigrade_stages",
    "classrooms_today",
    "classrooms_needed",
    "classrooms_added",
    "boarders",
    "beds_today",
    "beds_added",
    "canteen_added",
    "teaching_area_added_m2",
    "sports_area_added_m2",
    "left_behind_boarders",
    "left_behind_day",
    "posts_needed",
    "carers_needed",
    "capital_yuan",
    "annual_yuan",
    "reason",
    "reason_zh",
    "reason_en",
    "receivers",
    "receiver_pupils",
    "pupils_leaving",
    *(f"{g}_pupils_before" for g in STAGES),
    "boarders_before",
    "posts_before",
    "annual_yuan_before",
    "lon",
    "lat",
)
"""Columns of schools.csv in order."""


def _leaving(moves: Moves | None) -> dict[str, Any]:
    receivers = moves.receivers if moves else {}
    return {
        "receivers": ";".join(receivers),
        "receiver_pupils": ";".join(str(n) for n in receivers.values()),
        "pupils_leaving": moves.pupils if moves else 0,
    }


def _before_and_after(result: Result, j: int) -> dict[str, Any]:
    instance, after, before = result.instance, result.accounts, result.baseline_accounts
    site = planned_sites(result).get(instance.site_id[j])
    classes = site.classes if site else {}
    multigrade = site.multigrade if site else frozenset()
    existing = bool(instance.site_existing[j])
    values: dict[str, Any] = {
        "kind": (site.kind if site else None) or "",
        "kind_before": KINDS[int(instance.site_kind[j])] if existing else "",
        "status_before": "existing" if existing else "candidate",
        "multigrade_stages": ";".join(g for g in STAGES if g in multigrade),
        "classrooms_today": int(instance.site_rooms[j]) if existing else 0,
        "classrooms_needed": int(after.classes[j]),
        "classrooms_added": site.classrooms_added if site else 0,
        "boarders": int(after.boarders[j]),
        "boarders_before": int(before.boarders[j]),
        "beds_today": int(instance.site_beds[j]) if existing else 0,
        "beds_added": site.beds_added if site else 0,
        "teaching_area_added_m2": site.teaching_area_added_m2 if site else 0.0,
        "sports_area_added_m2": site.sports_area_added_m2 if site else 0.0,
        "posts_needed": int(after.posts[j]),
        "posts_before": int(before.posts[j]),
        "carers_needed": int(after.carers[j]),
        "capital_yuan": float(after.capital_yuan[j]),
        "annual_yuan": float(after.annual_yuan[j]),
        "annual_yuan_before": float(before.annual_yuan[j]),
    }
    for g, stage in enumerate(STAGES):
        values[f"{stage}_pupils"] = int(after.pupils[j, g])
        values[f"{stage}_pupils_before"] = int(before.pupils[j, g])
        values[f"{stage}_classes"] = int(classes.get(stage, 0))
    return values
