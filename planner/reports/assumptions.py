"""What a plan assumes and what it does not know, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.county.dictionary import STAGES
from planner.reports.gates import gate_notes
from planner.reports.lines import seats_said
from planner.reports.places import evidence_of
from planner.reports.words import few, to_the_centre
from planner.result import Result
from planner.texts import Text, text

if TYPE_CHECKING:
    import pandas

GRADES = ("measured", "estimated", "synthetic")
HERDING_SHARE = 0.3
"""Share of herding households from which the village centre says little of the real way."""


def assumptions(result: Result, assignments: pandas.DataFrame) -> list[dict[str, str] | Text]:
    """Return what was assumed: by the county, for want of tables, and by evidence grade."""
    county = result.county
    said: list[dict[str, str] | Text] = [dict(a) for a in county.assumptions]
    said += [
        text(f"today.basis_{result.basis[stage]}", stage=text(f"stage.{stage}"))
        for stage in STAGES
        if stage in result.basis
    ]
    said += _without_trip(assignments)
    said.append(to_the_centre(result))
    said += seats_said(result)
    said += gate_notes(result)
    herding = 0
    if "herder_share" in county.villages.columns:
        homes = () if county.residences is None else county.residences["village_id"]
        herders = county.villages["herder_share"] > HERDING_SHARE
        herding = int((herders & ~county.villages.index.isin(homes)).sum())
    if herding:
        said.append(text("page.herders", villages=herding))
    grades: dict[str, int] = {}
    for table, frame in (("schools", county.schools), ("villages", county.villages)):
        own = list(evidence_of(county, frame).values())
        grades |= {f"{table}_{grade}": own.count(grade) for grade in GRADES}
    said.append(text("page.evidence", **grades))
    return said


def _without_trip(assignments: pandas.DataFrame) -> list[Text]:
    """Return a sentence on those who attend a school today to which no trip is known."""
    lost = assignments[
        (assignments["baseline_mode"] == "") & (assignments["baseline_school_id"] != "")
    ]
    if lost.empty:
        return []
    villages, pupils = lost["village_id"].nunique(), few(lost["pupils"].sum())
    return [text("page.no_trip_today", villages=villages, pupils=pupils)]
