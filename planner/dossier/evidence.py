"""Closures whose papers are refused because they rest on made-up data."""

from __future__ import annotations

from collections.abc import Sequence

from planner.dossier.source import Source
from planner.findings import Finding
from planner.reports.places import evidence_of
from planner.texts import Text, text

_NAMED = 5


def refusal(source: Source, school: str) -> Finding:
    """Return why no papers may be made on a closure, and what data it takes."""
    name = str(source.schools[school]["name"])
    said = text("dossier.synthetic", name=name, school=school, missing=_missing(source, school))
    file = "" if source.county is None else str(source.loaded.manifest["county"])
    return Finding("dossier", "error", said, file, ids=(school,))


def wholly_synthetic(source: Source) -> bool:
    """Return whether every school and every village of the county is made up."""
    if source.county is None:
        return False
    tables = (source.county.schools, source.county.villages)
    return all(g == "synthetic" for t in tables for g in evidence_of(source.county, t).values())


def whole_refusal(source: Source, schools: Sequence[str]) -> Finding:
    """Return that no closure of a county that is made up from end to end may have papers."""
    said = text("dossier.all_synthetic", n=len(schools), county=_county(source))
    return Finding("dossier", "error", said, str(source.loaded.manifest["county"]), ids=(*schools,))


def _county(source: Source) -> Text:
    name = source.loaded.county_name
    return text("say.both", zh=name["zh"], en=name["en"])


def _missing(source: Source, school: str) -> Text:
    """Return the rows of the county's tables that are made up behind a closure."""
    rows = [r for r in source.rows if r["baseline_school_id"] == school]
    taking = {str(r["school_id"]) for r in rows if r["school_id"]}
    if source.county is None:
        return text("dossier.missing_county")
    schools = evidence_of(source.county, source.county.schools)
    villages = evidence_of(source.county, source.county.villages)
    names = {str(r["village_id"]): str(r["village"]) for r in source.rows}
    behind = [
        r for r in source.rows if r["school_id"] in taking or r["baseline_school_id"] in taking
    ]
    homes = dict.fromkeys(str(r["village_id"]) for r in [*rows, *behind])
    bad_schools = [
        str(source.schools[s]["name"])
        for s in sorted({school, *taking})
        if schools.get(s) == "synthetic"
    ]
    bad_villages = [names[v] for v in homes if villages.get(v) == "synthetic"]
    parts = []
    if bad_schools:
        parts.append(text("dossier.missing_school", names=_listed(bad_schools)))
    if bad_villages:
        parts.append(text("dossier.missing_villages", names=_listed(bad_villages)))
    if not parts:
        return text("dossier.missing_county")
    if len(parts) == 1:
        return parts[0]
    return text("dossier.missing_and", first=parts[0], second=parts[1])


def _listed(names: Sequence[str]) -> Text | str:
    made: Text | str = names[0]
    for name in names[1:_NAMED]:
        made = text("dossier.listed", first=made, second=name)
    return text("dossier.and_more", names=made, n=len(names)) if len(names) > _NAMED else made
