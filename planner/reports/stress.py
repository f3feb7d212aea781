"""How a plan fares with fewer pupils, with more and in six years, as tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.audit.stress import Stress, StressedLine, StressedSite, stressed
from planner.reports.figures import Cell
from planner.reports.places import names_of
from planner.reports.table import Table, placed
from planner.reports.words import count, few
from planner.result import Result
from planner.texts import Text, text

if TYPE_CHECKING:
    import pandas

COLUMNS = (
    "stress_case",
    "stress_place",
    "place_id",
    "name",
    "township",
    "pupils_planned",
    "pupils",
    "classes",
    "classrooms",
    "classrooms_short",
    "classrooms_empty",
    "boarders",
    "beds",
    "beds_short",
    "beds_empty",
    "bus_seats",
    "bus_seats_short",
    "bus_seats_empty",
    "below_least_pupils",
)
"""Columns of stress.csv in order."""

COUNTS = COLUMNS[5:]
_SHOWN = 25


def stress_of(result: Result) -> tuple[Stress, ...]:
    """Return the plan of a run under every case that its data allows."""
    villages = result.county.villages
    children: dict[str, float] = {}
    if "children_0_5" in villages:
        numbers = villages["children_0_5"].astype(float)
        children = {str(v): float(n) for v, n in zip(villages.index, numbers, strict=True)}
    return stressed(result.instance, result.plan, children)


def stress_table(result: Result) -> pandas.DataFrame:
    """Return one row per case and place (open school or bus line used), sorted, as stress.csv.

    What a place does not have (a line no rooms, a school no seats) is empty.
    """
    import pandas as pd

    named = names_of(result.county.schools)
    townships = {str(i): str(t) for i, t in result.county.schools["township"].items()}
    rows = []
    for case in stress_of(result):
        for site in case.sites:
            place = {"name": named[site.school_id], "township": townships[site.school_id]}
            rows.append({"stress_case": case.case, **_site_row(site), **place})
        rows += [{"stress_case": case.case, **_line_row(line)} for line in case.lines]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.astype(dict.fromkeys(COUNTS, "Int64"))


def stress_summary(result: Result) -> Table:
    """Return per case how many pupils come, and what is short and stands empty in the county."""
    rows: list[list[Cell]] = []
    for case in stress_of(result):
        short = [s for s in case.sites if s.classes > s.rooms]
        crowded = [s for s in case.sites if s.boarders > s.beds]
        lines = [line for line in case.lines if line.pupils > line.seats]
        rows.append(
            [
                text(f"stress.case.{case.case}"),
                count(case.pupils),
                _places(len(short), sum(s.classes - s.rooms for s in short)),
                count(sum(max(0, s.rooms - s.classes) for s in case.sites)),
                _places(len(crowded), sum(s.boarders - s.beds for s in crowded)),
                count(sum(max(0, s.beds - s.boarders) for s in case.sites)),
                _places(len(lines), sum(line.pupils - line.seats for line in lines)),
                count(sum(s.pupils == 0 or s.pupils < s.least_pupils for s in case.sites)),
            ]
        )
    return Table(_heads("case", "pupils", *_COUNTED), rows, frozenset(range(1, 8)))


_COUNTED = ("rooms_short", "rooms_empty", "beds_short", "beds_empty", "seats_short", "too_small")


def stress_places(result: Result) -> Table:
    """Return the places that overflow in any case, with what each lacks, the worst first."""
    named = names_of(result.county.schools)
    townships = {str(i): str(t) for i, t in result.county.schools["township"].items()}
    cases = stress_of(result)
    lacks: dict[str, dict[str, list[Text]]] = {}
    worst: dict[str, int] = {}
    for case in cases:
        for place, missing, said in _overfull(case):
            lacks.setdefault(place, {}).setdefault(case.case, []).append(said)
            worst[place] = max(worst.get(place, 0), missing)
    rows: list[list[Cell]] = []
    for place in sorted(lacks, key=lambda p: (-worst[p], p))[:_SHOWN]:
        name: Cell = placed(named[place], townships[place]) if place in named else place
        cells = [_joined(lacks[place].get(case.case, [])) for case in cases]
        rows.append([name, *cells])
    return Table((text("stress.head.place"), *(text(f"stress.case.{c.case}") for c in cases)), rows)


def stress_notes(result: Result) -> list[Text]:
    """Return what has to be said beside the tables."""
    said = [text("stress.note")]
    for case in stress_of(result):
        if case.case == "in_six_years":
            said.append(text("stress.note_years"))
            if case.villages_unknown:
                said.append(text("stress.note_unknown", villages=case.villages_unknown))
            if case.unplaced:
                said.append(text("stress.note_unplaced", pupils=few(case.unplaced)))
    return said


def _site_row(s: StressedSite) -> dict[str, object]:
    return {
        "stress_place": "school",
        "place_id": s.school_id,
        "pupils_planned": s.pupils_planned,
        "pupils": s.pupils,
        "classes": s.classes,
        "classrooms": s.rooms,
        "classrooms_short": max(0, s.classes - s.rooms),
        "classrooms_empty": max(0, s.rooms - s.classes),
        "boarders": s.boarders,
        "beds": s.beds,
        "beds_short": max(0, s.boarders - s.beds),
        "beds_empty": max(0, s.beds - s.boarders),
        "below_least_pupils": max(0, s.least_pupils - s.pupils),
    }


def _line_row(line: StressedLine) -> dict[str, object]:
    return {
        "stress_place": "line",
        "place_id": line.line_id,
        "name": line.line_id,
        "township": "",
        "pupils_planned": line.pupils_planned,
        "pupils": line.pupils,
        "bus_seats": line.seats,
        "bus_seats_short": max(0, line.pupils - line.seats),
        "bus_seats_empty": max(0, line.seats - line.pupils),
    }


def _overfull(case: Stress) -> list[tuple[str, int, Text]]:
    """Return place, what is missing in pupils, and a sentence, for all that overflows."""
    found = []
    for s in case.sites:
        if s.classes > s.rooms:
            said = text("stress.rooms", classes=s.classes, rooms=s.rooms)
            found.append((s.school_id, 30 * (s.classes - s.rooms), said))
        if s.boarders > s.beds:
            said = text("stress.beds", boarders=few(s.boarders), beds=s.beds)
            found.append((s.school_id, s.boarders - s.beds, said))
    for line in case.lines:
        if line.pupils > line.seats:
            said = text("stress.seats", pupils=few(line.pupils), seats=line.seats)
            found.append((line.line_id, line.pupils - line.seats, said))
    return found


def _places(places: int, missing: int) -> Cell:
    return text("stress.short", places=places, missing=missing) if places else "0"


def _joined(said: list[Text]) -> Cell:
    if not said:
        return "—"
    return {"zh": "；".join(t.say("zh") for t in said), "en": "; ".join(t.say("en") for t in said)}


def _heads(*names: str) -> tuple[Text, ...]:
    return tuple(text(f"stress.head.{name}") for name in names)
