"""Checks of today's catchments and of other tables that name villages and schools."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from itertools import islice

from planner.county import OFFERS, STAGES
from planner.findings import Finding
from planner.inputs.check_counts import kind_name
from planner.inputs.tables import CountyTables
from planner.texts import text

MOST_GUESSED = 40
"""So many unknown ids of a column are likened to those known: each takes a look at all of them,
and a column of other codes altogether has thousands."""


def unknown_ids(county: CountyTables) -> tuple[Finding, ...]:
    """Refuse villages and schools that the tables of villages and schools do not have."""
    found = []
    for name in ("attendance", "teachers", "residences", "minutes"):
        table = county.tables.get(name)
        for column, home in (("village_id", "villages"), ("school_id", "schools")):
            other = county.tables.get(home)
            if table is None or other is None or not (table.has(column) and other.has(column)):
                continue
            known = sorted(set(other.frame[column]))
            given = table.frame[column]
            unknown = given[(given != "") & ~given.isin(known)]
            nearest = _nearest(dict.fromkeys(unknown), known)
            for row, value in unknown.items():
                close = nearest.get(value, "")
                key = "inputs.unknown_id_close" if close else "inputs.unknown_id"
                message = text(key, value=value, file=other.file, nearest=close)
                found.append(
                    table.finding(
                        "unknown_id",
                        "error",
                        message,
                        row=row,
                        column=column,
                        value=value,
                        ids=(value,),
                    )
                )
    return tuple(found)


def _nearest(values: Iterable[str], known: Sequence[str]) -> dict[str, str]:
    """Return what the first of some unknown ids may have been meant to be."""
    found = {}
    for value in islice(values, MOST_GUESSED):
        close = difflib.get_close_matches(value, known, 1, 0.5)
        if close:
            found[value] = close[0]
    return found


def attendance_offered(county: CountyTables) -> tuple[Finding, ...]:
    """Refuse pupils at schools that do not offer their stage or do not stand yet."""
    attendance, schools = county.tables.get("attendance"), county.tables.get("schools")
    if not (attendance and schools and attendance.has("stage", "school_id", "pupils")):
        return ()
    if not schools.has("school_id", "kind", "status"):
        return ()
    unique = schools.frame.drop_duplicates("school_id").set_index("school_id")
    kinds, status = unique["kind"].to_dict(), unique["status"].to_dict()
    flows = attendance.frame
    found = []
    for row, school, stage in zip(flows.index, flows["school_id"], flows["stage"], strict=True):
        if school not in kinds or stage not in STAGES:
            continue
        kind = kinds[school]
        if status[school] == "candidate":
            message = text("inputs.attends_candidate", school=school)
        elif stage not in OFFERS.get(kind, STAGES):
            message = text(
                "inputs.attends_not_offered",
                school=school,
                kind=kind_name(kind),
                stage=text(f"stage.{stage}"),
            )
        else:
            continue
        found.append(
            attendance.finding(
                "attendance_stage", "error", message, row=row, column="stage", ids=(school,)
            )
        )
    return tuple(found)


def attendance_sums(county: CountyTables) -> tuple[Finding, ...]:
    """Refuse more pupils at schools than live in the village; warn where they are fewer."""
    attendance, villages = county.tables.get("attendance"), county.tables.get("villages")
    if not (attendance and villages and attendance.has("village_id", "stage", "pupils")):
        return ()
    if not villages.has("village_id"):
        return ()
    sums = attendance.frame.groupby(["village_id", "stage"])["pupils"].sum(min_count=1).to_dict()
    unique = villages.frame.drop_duplicates("village_id").set_index("village_id")
    found = []
    known = [s for s in STAGES if villages.has("population") or s not in county.pupils_lacking]
    for stage in known:
        short: list[str] = []
        missing = 0
        for village, pupils in unique[f"{stage}_pupils"].dropna().items():
            attending = sums.get((village, stage), 0.0)
            if attending > pupils:
                rows = attendance.frame.index[
                    (attendance.frame["village_id"] == village)
                    & (attendance.frame["stage"] == stage)
                ]
                message = text(
                    "inputs.attendance_over",
                    village=village,
                    stage=text(f"stage.{stage}"),
                    attending=int(attending),
                    pupils=int(pupils),
                    file=villages.file,
                )
                found.append(
                    attendance.finding(
                        "attendance_sum",
                        "error",
                        message,
                        row=rows[0],
                        column="pupils",
                        ids=(str(village),),
                    )
                )
            elif attending < pupils:
                short.append(str(village))
                missing += int(pupils - attending)
        if short:
            message = text(
                "inputs.attendance_under",
                stage=text(f"stage.{stage}"),
                villages=len(short),
                pupils=missing,
            )
            found.append(
                attendance.finding(
                    "attendance_sum", "warning", message, column="pupils", ids=tuple(short)
                )
            )
    return tuple(found)
