"""An earlier run to start from: the plan of its folder over another instance's units and sites.

The run may be of any scenario on the same county, and of other years' pupils. What it says of
schools, villages and trips that are no more is left out.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from planner.accounts import key_of, option_lookup
from planner.county import InputFile
from planner.county.dictionary import KINDS, STAGES
from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.folder import recover
from planner.instance import Instance
from planner.plan import Assignment, Mode, Plan, SiteDecision, Unserved
from planner.texts import Text, text

_COLUMNS = {
    "schools.csv": ("school_id", "township", "kind"),
    "assignments.csv": (
        "village_id",
        "stage",
        "baseline_school_id",
        "school_id",
        "mode",
        "pupils",
    ),
}
Unit = tuple[str, str, str]
"""Village, stage and today's school of a demand unit."""


@dataclass(frozen=True)
class Earlier:
    """An earlier run, as far as a search can start from it.

    Parameters
    ----------
    folder
        Where it stands, as it was named.
    scenario, county
        Names in its manifest.
    files
        What was read of it.
    sites
        Township and kind after the plan, None for closed, by school id.
    ways
        School and mode (and the bus line of the ride, if any) with the pupils who go so, by
        unit; an empty school for those whom the plan leaves unserved.
    """

    folder: Path
    scenario: str
    county: str
    files: tuple[InputFile, ...]
    sites: Mapping[str, tuple[str, str | None]]
    ways: Mapping[Unit, Mapping[tuple[str, str, str], int]]


def table_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table of a run folder as they stand."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_earlier(folder: Path) -> Earlier:
    """Read the plan of a run folder.

    Raises
    ------
    InvalidInputError
        If the folder holds no run with a plan, or its tables cannot be read.
    """
    recover(folder)
    names = ("manifest.json", *_COLUMNS)
    missing = [n for n in names if not (folder / n).is_file()]
    if missing:
        raise _refused(folder, text("start.no_run", missing=", ".join(missing)))
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        schools, rows = (table_rows(folder / n) for n in _COLUMNS)
        said = str(manifest["scenario"]), str(manifest["county"])
    except (ValueError, KeyError, TypeError, csv.Error) as error:
        raise _refused(folder, text("start.unreadable", reason=repr(error))) from error
    for table, (name, columns) in zip((schools, rows), _COLUMNS.items(), strict=True):
        lost = [c for c in columns if table and table[0].get(c) is None]
        if lost or not table:
            place = str(folder / name)
            raise _refused(folder, text("start.columns", columns=", ".join(lost or columns)), place)
    ways: dict[Unit, dict[tuple[str, str, str], int]] = {}
    for number, row in enumerate(rows, start=2):
        pupils = row["pupils"] or ""
        if not (pupils.isascii() and pupils.isdigit()):
            place = str(folder / "assignments.csv")
            raise _refused(folder, text("start.pupils", value=pupils), place, number)
        unit = (row["village_id"], row["stage"], row["baseline_school_id"])
        way = (row["school_id"], row["mode"], row.get("line_id") or "")
        going = ways.setdefault(unit, {})
        going[way] = going.get(way, 0) + int(pupils)
    return Earlier(
        folder,
        *said,
        files=tuple(_input_file(folder, n) for n in names),
        sites={r["school_id"]: (r["township"], r["kind"] or None) for r in schools},
        ways=ways,
    )


def plan_over(instance: Instance, earlier: Earlier) -> Plan:
    """Return the plan of an earlier run over the units and sites of an instance.

    A unit that all goes one way goes so with its pupils of now; one that was shared is left
    out where it has other numbers now. Classes, rooms and beds are not said.

    Raises
    ------
    InvalidInputError
        If the run is of another county: fewer than half of its schools stand in the same
        township here.
    """
    township = [instance.township[t] for t in instance.site_township.tolist()]
    here = dict(zip(instance.site_id, township, strict=True))
    known = sum(here.get(s) == t for s, (t, _) in earlier.sites.items())
    if 2 * known < len(earlier.sites):
        said = {"county": earlier.county, "schools": len(earlier.sites), "known": known}
        raise _refused(earlier.folder, text("start.other_county", **said))
    lookup = option_lookup(instance)
    going: list[Assignment] = []
    unserved: list[Unserved] = []
    stages = (STAGES[g] for g in instance.unit_stage.tolist())
    units = zip(instance.unit_village, stages, instance.unit_today, strict=True)
    for unit, pupils in zip(units, instance.unit_pupils.tolist(), strict=True):
        ways = dict(earlier.ways.get(unit, {}))
        if len(ways) == 1:
            ways = dict.fromkeys(ways, pupils)
        rows = [_assignment(instance, unit, w, n) for w, n in ways.items() if w[0]]
        if sum(ways.values()) == pupils and all(key_of(r) in lookup for r in rows):
            going += rows
            unserved += [Unserved(*unit, n) for w, n in ways.items() if not w[0]]
    kinds = {s: kind for s, (_, kind) in earlier.sites.items() if kind is None or kind in KINDS}
    return Plan(
        tuple(SiteDecision(s, kinds[s]) for s in instance.site_id if s in kinds),
        tuple(sorted(going)),
        tuple(sorted(unserved)),
    )


def _assignment(
    instance: Instance, unit: Unit, way: tuple[str, str, str], pupils: int
) -> Assignment:
    school, said, line = way
    running = line in instance.line_id and not instance.line_possible[instance.line_id.index(line)]
    mode: Mode = said  # type: ignore[assignment]
    return Assignment(*unit, school, mode, pupils, "" if running else line)


def _input_file(folder: Path, name: str) -> InputFile:
    content = (folder / name).read_bytes()
    return InputFile(name, len(content), hashlib.sha256(content).hexdigest())


def _refused(
    folder: Path, said: Text, place: str | None = None, row: int | None = None
) -> InvalidInputError:
    finding = Finding("start", "error", said, place or str(folder), row=row)
    return InvalidInputError(text("start.refused", folder=folder), [finding])
