"""Where respondents live, and what the plan would do there."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.concern.exposure import PlanExposure
from planner.concern.survey.columns import folded
from planner.concern.survey.read import Answer, Survey
from planner.earlier import table_rows
from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.texts import Text, text


@dataclass(frozen=True)
class Place:
    """A village of a plan with its exposure; a whole township where `village_id` is empty.

    Parameters
    ----------
    county_id, county
        Id and name.
    village_id, village, township
        Id and names.
    exposure
        Share of households affected, NaN where nobody is counted.
    """

    county_id: str
    county: str
    village_id: str
    village: str
    township: str
    exposure: float


@dataclass(frozen=True)
class Placed:
    """An answer with the place that it comes from."""

    answer: Answer
    place: Place


def places_of(exposures: Sequence[PlanExposure], definition: str) -> tuple[Place, ...]:
    """Return villages and townships of finished runs with the exposure of their households.

    Names and townships are read from the run folders, ``households.csv`` or, of an earlier
    version, ``assignments.csv``.
    """
    found: list[Place] = []
    for e in exposures:
        share = {
            (g.kind, g.group): g.band.share
            for g in e.exposures
            if (g.definition, g.unit, g.population) == (definition, "households", "all")
        }
        nan = float("nan")
        rows = _villages(Path(e.run))
        for village_id, (village, township) in rows.items():
            exposure = share.get(("village", village_id), nan)
            found.append(Place(e.county_id, e.county, village_id, village, township, exposure))
        for township in dict.fromkeys(t for _, t in rows.values()):
            exposure = share.get(("township", township), nan)
            found.append(Place(e.county_id, e.county, "", "", township, exposure))
    return tuple(found)


def placed(
    survey: Survey, places: Sequence[Place]
) -> tuple[tuple[Placed, ...], tuple[Finding, ...]]:
    """Return the answers whose place is known, and a warning for every other.

    Raises
    ------
    InvalidInputError
        If a name means two places, or no answer comes from a place of the plans.
    """
    known = _by_name(places)
    found: list[Placed] = []
    findings: list[Finding] = []
    for answer in survey.answers:
        matches = _matches(answer, known)
        if len(matches) > 1:
            findings.append(
                _finding(survey, answer, "error", text("survey.place_twice", value=_named(answer)))
            )
        elif not matches:
            message = _unknown(answer, places)
            findings.append(_finding(survey, answer, "warning", message))
        elif matches[0].exposure != matches[0].exposure:
            message = text("survey.place_empty", value=_named(answer))
            findings.append(_finding(survey, answer, "warning", message))
        else:
            found.append(Placed(answer, matches[0]))
    if any(f.severity == "error" for f in findings) or not found:
        raise InvalidInputError(text("survey.refused", file=survey.file), findings)
    return tuple(found), tuple(findings)


def _villages(folder: Path) -> dict[str, tuple[str, str]]:
    file = folder / "households.csv"
    rows = table_rows(file if file.is_file() else folder / "assignments.csv")
    return {r["village_id"]: (r.get("village", ""), r.get("township", "")) for r in rows}


def _by_name(places: Sequence[Place]) -> Mapping[tuple[str, str], tuple[Place, ...]]:
    """Return places by kind and folded name; ids count as names of villages."""
    known: dict[tuple[str, str], list[Place]] = {}
    for p in places:
        names = {("village", folded(p.village_id)), ("village", folded(p.village))}
        if not p.village_id:
            names = {("township", folded(p.township))}
        for name in names:
            known.setdefault(name, []).append(p)
    return {name: tuple(of) for name, of in known.items()}


def _matches(answer: Answer, known: Mapping[tuple[str, str], tuple[Place, ...]]) -> list[Place]:
    """Return the places that an answer may mean; an id of a village settles it."""
    kind = "village" if answer.village else "township"
    named = known.get((kind, folded(_named(answer))), ())
    by_id = [p for p in named if p.village_id and folded(p.village_id) == folded(answer.village)]
    found = by_id or list(named)
    if answer.county:
        county = folded(answer.county)
        found = [p for p in found if county in (folded(p.county_id), folded(p.county))]
    if answer.village and answer.township and len(found) > 1:
        found = [p for p in found if folded(p.township) == folded(answer.township)]
    return found


def _named(answer: Answer) -> str:
    return answer.village or answer.township


def _unknown(answer: Answer, places: Sequence[Place]) -> Text:
    value = _named(answer)
    names = {p.village if answer.village else p.township for p in places} - {""}
    near = difflib.get_close_matches(value, sorted(names), 1, 0.6)
    if near:
        return text("survey.place_unknown_close", value=value, nearest=near[0])
    return text("survey.place_unknown", value=value)


def _finding(survey: Survey, answer: Answer, severity: str, message: Text) -> Finding:
    column = "village" if answer.village else "township"
    return Finding(
        "survey",
        "error" if severity == "error" else "warning",
        message,
        survey.file,
        survey.sheet,
        answer.row,
        column,
        _named(answer),
    )
