"""Check of the teachers table against the curriculum."""

from __future__ import annotations

from dataclasses import replace

from planner.findings import Finding
from planner.inputs.tables import CountyTables
from planner.teachers.curriculum import load_curriculum
from planner.teachers.subjects import SubjectNames


def subject_names(county: CountyTables) -> tuple[Finding, ...]:
    """Warn of subjects that the curriculum does not know, with the nearest names.

    Read as staffing reads them, which says the same in a run; so only where a curriculum is to
    be checked against.
    """
    table = county.tables.get("teachers")
    needed = ("school_id", "subject", "count")
    if not county.curriculum or table is None or not table.has(*needed):
        return ()
    read = SubjectNames(load_curriculum(county.curriculum))
    # What is blank or no number has been refused as a value.
    rows = table.frame[(table.frame["count"] > 0) & (table.frame["subject"] != "")]
    for record in rows.to_dict("records"):
        read.of({str(k): v for k, v in record.items()})
    found = []
    for finding in read.findings():
        # Of a language that contradicts the subject, not every row with that subject is meant.
        contrary = finding.message.key == "staff_supply.other_language"
        row = None if contrary else int(rows.index[rows["subject"] == finding.value][0])
        found.append(replace(finding, file=table.file, row=row))
    return tuple(found)
