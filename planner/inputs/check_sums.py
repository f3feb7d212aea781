"""Checks of one table's sums against another's: beds, enrolment, attendance, population."""

from __future__ import annotations

import pandas as pd

from planner.county import STAGES
from planner.findings import Finding
from planner.inputs.tables import CountyTables, Table
from planner.texts import text

LEAST_PUPIL_SHARE = 0.02
MOST_PUPIL_SHARE = 0.35
"""Of nine school years among the people of a county; in young ones a quarter."""
ENROLLED_AGAINST_PUPILS = (0.5, 1.5)
_ENROLLED = [f"{stage}_enrolled" for stage in STAGES]


def boarders_against_beds(county: CountyTables) -> tuple[Finding, ...]:
    """Warn of schools with more boarders than beds."""
    schools = county.tables.get("schools")
    if schools is None or not schools.has("boarders"):
        return ()
    boarders = schools.frame["boarders"]
    beds = schools.frame["beds"].fillna(0) if schools.has("beds") else boarders * 0
    return tuple(
        schools.finding(
            "beds",
            "warning",
            text("inputs.boarders_over", boarders=int(boarders[row]), beds=int(beds[row])),
            row=row,
            column="boarders",
            ids=_school(schools.frame, row),
        )
        for row in boarders.index[boarders > beds]
    )


def attendance_against_enrolment(county: CountyTables) -> tuple[Finding, ...]:
    """Warn of schools that more pupils attend, village by village, than are enrolled."""
    attendance, schools = county.tables.get("attendance"), county.tables.get("schools")
    if not (attendance and schools and schools.has("school_id")):
        return ()
    if not attendance.has("school_id", "stage", "pupils"):
        return ()
    sums = attendance.frame.groupby(["school_id", "stage"])["pupils"].sum().to_dict()
    found = []
    for stage in STAGES:
        column = f"{stage}_enrolled"
        if not schools.has(column):
            continue
        known = schools.frame[schools.frame[column].notna()].drop_duplicates("school_id")
        for row, school, enrolled in zip(
            known.index, known["school_id"], known[column], strict=True
        ):
            attending = sums.get((school, stage), 0.0)
            if attending > enrolled:
                message = text(
                    "inputs.attendance_enrolled",
                    attending=int(attending),
                    file=attendance.file,
                    stage=text(f"stage.{stage}"),
                    enrolled=int(enrolled),
                )
                found.append(
                    schools.finding(
                        "attendance_enrolled",
                        "warning",
                        message,
                        row=row,
                        column=column,
                        ids=(str(school),),
                    )
                )
    return tuple(found)


def enrolment_against_pupils(county: CountyTables) -> tuple[Finding, ...]:
    """Warn of stages with far more or far fewer pupils enrolled than live in the villages."""
    schools, villages = county.tables.get("schools"), county.tables.get("villages")
    if not (schools and villages):
        return ()
    low, high = ENROLLED_AGAINST_PUPILS
    found = []
    everybody = float(schools.frame.reindex(columns=_ENROLLED).sum().sum())
    local = max(0.0, 1 - float(_outside(schools).sum()) / everybody) if everybody else 1.0
    for stage in STAGES:
        column = f"{stage}_enrolled"
        if not schools.has(column) or schools.frame[column].isna().any():
            continue
        # Who comes from outside lives in none of the villages.
        enrolled = float(schools.frame[column].sum())
        pupils = float(villages.frame[f"{stage}_pupils"].sum())
        if pupils > 0 and enrolled > 0 and not low <= local * enrolled / pupils <= high:
            message = text(
                "inputs.enrolled_pupils",
                stage=text(f"stage.{stage}"),
                enrolled=int(enrolled),
                pupils=int(pupils),
                file=villages.file,
            )
            found.append(schools.finding("enrolled_pupils", "warning", message, column=column))
    return tuple(found)


def outside_against_enrolment(county: CountyTables) -> tuple[Finding, ...]:
    """Refuse schools with more pupils from outside the county than pupils."""
    schools = county.tables.get("schools")
    if schools is None or not schools.has("nonlocal_enrolled", *_ENROLLED):
        return ()
    enrolled = schools.frame[_ENROLLED].sum(axis=1, skipna=False)
    outside = _outside(schools)
    return tuple(
        schools.finding(
            "outside_enrolled",
            "error",
            text("inputs.outside_enrolled", outside=int(outside[row]), enrolled=int(enrolled[row])),
            row=row,
            column="nonlocal_enrolled",
            value=int(outside[row]),
            ids=_school(schools.frame, row),
        )
        for row in enrolled.index[outside > enrolled]
    )


def _outside(schools: Table) -> pd.Series:
    if not schools.has("nonlocal_enrolled"):
        return pd.Series(0.0, index=schools.frame.index)
    return schools.frame["nonlocal_enrolled"].fillna(0)


def share_of_people(county: CountyTables) -> tuple[Finding, ...]:
    """Warn where the pupils of the whole county are too many or too few for its people."""
    villages = county.tables.get("villages")
    if villages is None or not villages.has("population"):
        return ()
    given = villages.frame[~villages.frame.index.isin(county.estimated)]
    known = given[given["population"] > 0]
    people = float(known["population"].sum())
    pupils = float(known[[f"{stage}_pupils" for stage in STAGES]].sum().sum())
    if people <= 0 or LEAST_PUPIL_SHARE <= pupils / people <= MOST_PUPIL_SHARE:
        return ()
    message = text(
        "inputs.pupils_of_people",
        share=100 * pupils / people,
        low=100 * LEAST_PUPIL_SHARE,
        high=100 * MOST_PUPIL_SHARE,
    )
    return (villages.finding("pupils_share", "warning", message, column="population"),)


def _school(frame: object, row: object) -> tuple[str, ...]:
    if "school_id" not in frame:  # type: ignore[operator]
        return ()
    return (str(frame.loc[row, "school_id"]),)  # type: ignore[attr-defined]
