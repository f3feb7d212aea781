"""Checks of pupils, enrolment and rooms against each other and against the kinds."""

from __future__ import annotations

import difflib

import pandas as pd

from planner.county import KINDS, OFFERS, STAGES
from planner.findings import Finding
from planner.inputs.pupils import rows_of_group
from planner.inputs.tables import CountyTables, Table
from planner.scenario.money import AgeShares
from planner.texts import Text, text

MOST_PER_ROOM = 55
"""Pupils per room above which classes count as large (大班额)."""
MOST_OF_POPULATION = 0.15


def villages_without_pupils(county: CountyTables) -> tuple[Finding, ...]:
    """Refuse villages with neither pupils nor population."""
    villages = county.tables.get("villages")
    if villages is None:
        return ()
    known = _pupils(villages).notna().any(axis=1)
    if not villages.has("population"):
        columns = ", ".join(f"{stage}_pupils" for stage in county.pupils_lacking)
        if columns:
            message = text("inputs.no_pupil_columns", columns=columns)
            return (villages.finding("pupils", "error", message),)
    return tuple(
        villages.finding("pupils", "error", text("inputs.no_pupils"), row=row, column="population")
        for row in villages.frame.index[~known]
        if row not in county.pupils_refused
    )


def estimated_pupils(county: CountyTables) -> tuple[Finding, ...]:
    """Say in how many villages pupils were estimated from population."""
    villages = county.tables.get("villages")
    if villages is None or not len(county.estimated):
        return ()
    message = text(
        "inputs.estimated",
        villages=len(county.estimated),
        **{s: county.age_shares[s] * 100 for s in STAGES},
    )
    found = [villages.finding("assumed", "note", message, column="population")]
    filled = villages.frame.loc[county.estimated]
    for group in county.age_groups:
        mine = int(rows_of_group(filled, group).sum())
        if mine:
            own = {
                s: "–" if getattr(group, s) is None else f"{getattr(group, s) * 100:.1f} %"
                for s in STAGES
            }
            message = text("inputs.estimated_group", villages=mine, group=_group_name(group), **own)
            found.append(villages.finding("assumed", "note", message, column="population"))
    return tuple(found)


def unknown_age_groups(county: CountyTables) -> tuple[Finding, ...]:
    """Warn of age shares of a township or language that no village has."""
    villages = county.tables.get("villages")
    if villages is None:
        return ()
    return tuple(
        villages.finding(
            "age_shares",
            "warning",
            text("inputs.age_group_unknown", group=_group_name(group)),
            column="township" if group.township else "language",
            value=group.township or group.language,
        )
        for group in county.age_groups
        if not rows_of_group(villages.frame, group).any()
    )


def _group_name(group: AgeShares) -> Text:
    if group.township:
        return text("say.both", zh=group.township, en=group.township)
    return text(f"language.{group.language}")


def pupils_against_population(county: CountyTables) -> tuple[Finding, ...]:
    """Warn where one stage is over 15 % of a village's people."""
    villages = county.tables.get("villages")
    if villages is None or not villages.has("population"):
        return ()
    population = villages.frame["population"]
    return tuple(
        villages.finding(
            "pupils_share",
            "warning",
            text(
                "inputs.many_pupils",
                pupils=int(villages.frame.loc[row, f"{stage}_pupils"]),
                population=int(population[row]),
                limit=MOST_OF_POPULATION * 100,
            ),
            row=row,
            column=f"{stage}_pupils",
        )
        for stage in STAGES
        for row in population.index[
            (villages.frame[f"{stage}_pupils"] > MOST_OF_POPULATION * population)
            & ~population.index.isin(county.estimated)
        ]
    )


def enrolled_in_kind(county: CountyTables) -> tuple[Finding, ...]:
    """Refuse enrolment in a stage that the school's kind does not offer."""
    schools = county.tables.get("schools")
    if schools is None or not schools.has("kind"):
        return ()
    found = []
    for stage in STAGES:
        column = f"{stage}_enrolled"
        if not schools.has(column):
            continue
        offers = schools.frame["kind"].map(lambda k, stage=stage: stage in OFFERS.get(k, STAGES))
        for row in schools.frame.index[(schools.frame[column] > 0) & ~offers]:
            kind = schools.frame.loc[row, "kind"]
            better = [k for k in KINDS if {stage, *OFFERS[kind]} <= set(OFFERS[k])]
            message = text(
                "inputs.stage_not_offered",
                pupils=int(schools.frame.loc[row, column]),
                stage=text(f"stage.{stage}"),
                kind=kind_name(kind),
                better=kind_name((better or ["nine_year"])[0]),
            )
            found.append(schools.finding("stage_of_kind", "error", message, row=row, column=column))
    return tuple(found)


def candidates_with_pupils(county: CountyTables) -> tuple[Finding, ...]:
    """Refuse enrolment at sites where no school stands."""
    schools = county.tables.get("schools")
    if schools is None or not schools.has("status"):
        return ()
    candidate = schools.frame["status"] == "candidate"
    enrolled = _enrolled(schools).sum(axis=1)
    return tuple(
        schools.finding(
            "candidate_enrolled",
            "error",
            text("inputs.candidate_enrolled", pupils=int(enrolled[row])),
            row=row,
            column="status",
        )
        for row in schools.frame.index[candidate & (enrolled > 0)]
    )


def crowded_schools(county: CountyTables) -> tuple[Finding, ...]:
    """Warn of existing schools with more than 55 pupils a room, or pupils and no room."""
    schools = county.tables.get("schools")
    if schools is None or not schools.has("classrooms"):
        return ()
    enrolled, rooms = _enrolled(schools).sum(axis=1), schools.frame["classrooms"]
    return tuple(
        schools.finding(
            "crowded",
            "warning",
            text("inputs.crowded", pupils=int(enrolled[row]), rooms=int(rooms[row])),
            row=row,
            column="classrooms",
        )
        for row in rooms.index[enrolled > MOST_PER_ROOM * rooms]
    )


def unknown_townships(county: CountyTables) -> tuple[Finding, ...]:
    """Warn of schools in a township that no village names."""
    schools, villages = county.tables.get("schools"), county.tables.get("villages")
    if not (schools and villages and schools.has("township") and villages.has("township")):
        return ()
    known = sorted(set(villages.frame["township"]) - {""})
    found = []
    for row, name in schools.frame["township"].items():
        if name and known and name not in known:
            close = difflib.get_close_matches(name, known, 1, 0.4)
            key = "inputs.township_unknown_close" if close else "inputs.township_unknown"
            message = text(key, name=name, nearest=close[0] if close else "")
            found.append(
                schools.finding(
                    "township_unknown", "warning", message, row=row, column="township", value=name
                )
            )
    return tuple(found)


def stages_without_school(county: CountyTables) -> tuple[Finding, ...]:
    """Warn of stages that have pupils and no school of a kind that offers them."""
    schools, villages = county.tables.get("schools"), county.tables.get("villages")
    if not (schools and villages and schools.has("kind") and len(schools.frame)):
        return ()
    offered = {stage for kind in schools.frame["kind"] for stage in OFFERS.get(kind, STAGES)}
    pupils = _pupils(villages).sum()
    return tuple(
        schools.finding(
            "stage_without_school",
            "warning",
            text("inputs.no_school", stage=text(f"stage.{s}"), pupils=int(pupils[f"{s}_pupils"])),
            column="kind",
        )
        for s in STAGES
        if s not in offered and pupils[f"{s}_pupils"] > 0
    )


def kind_name(kind: str) -> Text:
    """Return a kind as people and files write it, ``primary (complete primary)``."""
    return text("inputs.kind_named", kind=kind, named=text(f"kind.{kind}"))


def _pupils(villages: Table) -> pd.DataFrame:
    return villages.frame[[f"{stage}_pupils" for stage in STAGES]]


def _enrolled(schools: Table) -> pd.DataFrame:
    columns = [f"{stage}_enrolled" for stage in STAGES]
    return schools.frame.reindex(columns=columns).fillna(0)
