"""A dossier put together from a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from planner.county.dictionary import STAGES
from planner.dossier.alternatives import Examined, alternatives_of, any_hidden, offered_of
from planner.dossier.groups import groups_of, households_of, shifted_yuan, stays_of
from planner.dossier.norms import norms_of
from planner.dossier.receivers import condition_of, places_of, receiver_of
from planner.dossier.seasons import Minutes
from planner.dossier.source import Source, plain_rows
from planner.dossier.steps import steps_of
from planner.reports.decisions import GRADES
from planner.reports.dossier.content import Dossier, Group, Receiver, Said
from planner.reports.dossier.counts import total
from planner.reports.dossier.tables import bare
from planner.reports.words import gap_percent
from planner.texts import Text, text


def dossier_of(
    source: Source,
    school: str,
    examined: Examined,
    seasons: Minutes,
    *,
    near: tuple[int, int] = (0, 0),
    demonstration: bool = False,
) -> Dossier:
    """Return the dossier of a school that the run closes or reduces.

    Parameters
    ----------
    examined
        The opposite decision.
    seasons
        Minutes by season, empty where not known.
    near
        Near-optimal plans that close the school, and all that were met.
    demonstration
        Whether the data is synthetic and only the form is to be shown.
    """
    instance = source.finished.instance
    scenario, row = instance.scenario, source.schools[school]
    groups = groups_of(school, source.rows, seasons, scenario.seasons)
    records = records_of(source)
    receivers = tuple(
        receiver_of(
            source.schools[r],
            groups,
            source.rows,
            source.closing,
            places_of(instance, r),
            scenario.schools.class_size,
            condition_of(records, r),
        )
        for r in dict.fromkeys(g.after.school_id for g in groups if g.after.school_id)
    )
    grade = grade_of(source, school)
    return Dossier(
        school_id=school,
        name=str(row["name"]),
        township=str(row["township"]),
        kind_before=str(row["kind_before"]),
        kind=str(row["kind"]),
        decision=str(row["decision"]),
        grade=grade,
        demonstration=demonstration,
        county=source.loaded.county_name,
        scenario={"zh": source.loaded.title("zh"), "en": source.loaded.title("en")},
        proposal=proposal(row, groups, receivers),
        groups=groups,
        stays=stays_of(school, source.rows),
        households=households_of(groups, _children(source)),
        shifted_yuan=shifted_yuan(groups),
        receivers=receivers,
        alternatives=alternatives_of(
            examined,
            str(row["decision"]),
            near if str(row["decision"]) == "close" else (0, 0),
            offered_of(instance, school, source.names),
            hidden=any_hidden(source.rows),
        ),
        steps=steps_of(str(row["still_open"]), records.get(school)),
        norms=norms_of(scenario, groups, receivers),
        assumed=assumed_by(source, seasons),
        status=status_of(source),
        planned_seasons=tuple(scenario.seasons),
        run=str(source.loaded.manifest["scenario"]),
    )


def grade_of(source: Source, school: str) -> str:
    """Return the weakest evidence behind a closure: the school's and its receivers'."""
    taking = {
        str(r["school_id"])
        for r in source.rows
        if r["baseline_school_id"] == school and r["school_id"]
    }
    grades = [str(source.schools[s]["evidence"]) for s in sorted({school, *taking})]
    return max(grades, key=lambda g: GRADES.index(g) if g in GRADES else len(GRADES))


def records_of(source: Source) -> dict[str, Mapping[str, Any]]:
    """Return the county's own rows of its schools by id, none where they cannot be read."""
    if source.county is None:
        return {}
    frame = source.county.schools
    table = frame.drop(columns="geometry")
    rows = plain_rows(table)
    return {str(i): r for i, r in zip(frame.index, rows, strict=True)}


def proposal(
    row: Mapping[str, Any], groups: Sequence[Group], receivers: Sequence[Receiver]
) -> Text:
    """Return the proposal in one sentence."""
    decision = str(row["decision"])
    fields: dict[str, Any] = {
        "name": bare(str(row["name"]), str(row["township"])),
        "township": row["township"],
        "kind": text(f"kind.{row['kind_before']}"),
    }
    if not groups:
        return text(f"dossier.proposal.{decision}_nobody", **fields)
    to: Text | None = None
    for r in receivers:
        one = text("dossier.proposal.to", name=r.name, pupils=r.newcomers)
        to = one if to is None else text("dossier.proposal.and", first=to, second=one)
    unserved = total(g.pupils for g in groups if not g.after.school_id)
    if unserved.high:
        one = text("dossier.proposal.nowhere", pupils=unserved)
        to = one if to is None else text("dossier.proposal.and", first=to, second=one)
    return text(
        f"dossier.proposal.{decision}",
        pupils=total(g.pupils for g in groups),
        villages=len({g.village_id for g in groups}),
        to=to,
        **fields,
    )


def assumed_by(source: Source, seasons: Minutes) -> tuple[Said, ...]:
    """Return what the plan assumed, and what these papers do not know."""
    county, manifest = source.county, source.loaded.manifest
    said: list[Said] = [] if county is None else [dict(a) for a in county.assumptions]
    basis = manifest["baseline"]
    said += [
        text(f"today.basis_{basis[stage]}", stage=text(f"stage.{stage}"))
        for stage in STAGES
        if stage in basis
    ]
    if county is None:
        said.append(text("dossier.no_county"))
    else:
        said.append(text("page.centre" if county.residences is None else "page.farthest"))
    planned = source.finished.instance.scenario.seasons
    names = text(f"dossier.season.{planned[0]}")
    if len(planned) > 1:
        names = text("dossier.season.worst")
    said.append(text("dossier.planned_for", season=names))
    if not seasons:
        said.append(text("dossier.no_seasons"))
    return tuple(said)


def status_of(source: Source) -> Text:
    """Return in words how the search ended."""
    loaded = source.loaded
    finite = loaded.gap < float("inf")
    if loaded.status == "optimal":
        if loaded.gap <= 0:
            return text("page.status.optimal")
        return text("page.status.within", gap=gap_percent(loaded.gap))
    if not finite:
        return text("page.status.no_bound")
    key = "interrupt" if loaded.manifest["ended_by"] == "interrupt" else "clock"
    return text(f"page.status.{key}", gap=gap_percent(loaded.gap))


def _children(source: Source) -> dict[str, float]:
    table = source.loaded.tables.get("households")
    rows = [] if table is None else plain_rows(table)
    return {str(r["village_id"]): float(r["children_per_household"]) for r in rows}
