"""The rows of several runs on common numbers: villages, schools, and who goes where in each."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.county.dictionary import KINDS, MODES, STAGES
from planner.loaded import LoadedRun
from planner.maps import style
from planner.reports.people import CHANGES, change_of

if TYPE_CHECKING:
    import pandas

DECISIONS = tuple(style.SCHOOLS)


@dataclass(frozen=True)
class Place:
    """A village or a school of any of the runs; degrees."""

    id: str
    name: str
    township: str
    lon: float
    lat: float


@dataclass(frozen=True)
class End:
    """Where pupils go and how.

    Parameters
    ----------
    school, mode
        Place in `Compared.schools` and in `MODES`; None where there is none.
    minutes
        One way, as `hundredths`.
    over
        Whether the trip is beyond its norm.
    """

    school: int | None
    mode: int | None
    minutes: float | None
    over: bool


@dataclass(frozen=True)
class Lot:
    """Pupils of one row of assignments.csv, before and after.

    Parameters
    ----------
    stage, change
        Place in `STAGES` and in `CHANGES`.
    added
        Minutes more, one way, as `hundredths`; None where they do not compare.
    """

    stage: int
    pupils: int
    today: End
    plan: End
    added: float | None
    change: int


@dataclass(frozen=True)
class Site:
    """What a run decides for a school: places in `DECISIONS` and `KINDS`, pupils of all stages."""

    decision: int
    kind: int | None
    kind_before: int | None
    pupils: int
    pupils_before: int


@dataclass(frozen=True, eq=False)
class Scenario:
    """One run.

    Parameters
    ----------
    title
        By language.
    threshold_minutes
        From so many minutes more a trip counts as much longer in this run.
    lots
        For each of `Compared.villages` its rows; none where the run has no such village.
    sites
        For each of `Compared.schools` its decision, None where the run has no such school.
    """

    title: Mapping[str, str]
    threshold_minutes: float
    lots: tuple[tuple[Lot, ...], ...]
    sites: tuple[Site | None, ...]


@dataclass(frozen=True, eq=False)
class Compared:
    """All that is compared, on common numbers."""

    villages: tuple[Place, ...]
    schools: tuple[Place, ...]
    scenarios: tuple[Scenario, ...]


def compared(runs: Sequence[LoadedRun]) -> Compared:
    """Return runs on common numbers; a place is where the first run that has it puts it."""
    villages = _places([run.villages for run in runs], "village_id")
    schools = _places([run.schools for run in runs], "school_id")
    of_village = {place.id: n for n, place in enumerate(villages)}
    of_school = {place.id: n for n, place in enumerate(schools)}
    return Compared(villages, schools, tuple(_scenario(run, of_village, of_school) for run in runs))


def hundredths(value: Any) -> float | None:
    """Return a number cut to two decimals, downwards, None where it is missing.

    Cut so, it is shown as the same whole number as before: halves are rounded upwards.
    """
    if value is None or value != value:
        return None
    return math.floor(round(float(value) * 100, 6)) / 100


def hardest(lots: Sequence[Lot], stage: int | None = None) -> int | None:
    """Return the hardest change of a village's pupils of a stage, or of all; None without any."""
    return min((lot.change for lot in lots if stage in (None, lot.stage)), default=None)


def _places(tables: Sequence[pandas.DataFrame], key: str) -> tuple[Place, ...]:
    found: dict[str, Place] = {}
    for table in tables:
        for row in _records(table, (key, "name", "township", "lon", "lat")):
            place = str(row[key])
            lon, lat = float(row["lon"]), float(row["lat"])
            name, township = _word(row["name"]) or place, _word(row["township"])
            found.setdefault(place, Place(place, name, township, lon, lat))
    return tuple(found[place] for place in sorted(found))


def _scenario(
    run: LoadedRun, of_village: Mapping[str, int], of_school: Mapping[str, int]
) -> Scenario:
    threshold = float(run.scenario["concern"]["threshold_minutes"])
    lots: list[list[Lot]] = [[] for _ in of_village]
    for row in _records(run.assignments):
        village = of_village.get(str(row["village_id"]))
        if village is not None:
            lots[village].append(_lot(row, of_school, threshold))
    sites: list[Site | None] = [None] * len(of_school)
    for row in _records(run.schools):
        sites[of_school[str(row["school_id"])]] = Site(
            DECISIONS.index(row["decision"]),
            _index(KINDS, row["kind"]),
            _index(KINDS, row["kind_before"]),
            sum(int(row[f"{g}_pupils"]) for g in STAGES),
            sum(int(row[f"{g}_pupils_before"]) for g in STAGES),
        )
    title = {"zh": run.title("zh"), "en": run.title("en")}
    return Scenario(title, threshold, tuple(tuple(own) for own in lots), tuple(sites))


def _lot(row: dict[str, Any], of_school: Mapping[str, int], threshold: float) -> Lot:
    def end(before: str) -> End:
        return End(
            of_school.get(_word(row[f"{before}school_id"])),
            _index(MODES, row[f"{before}mode"]),
            hundredths(row[f"{before}minutes"]),
            row[f"{before}over_norm"] == 1,
        )

    # The rule reads blank ids as empty texts, a table gives them as missing.
    plain = row | {"school_id": _word(row["school_id"])}
    return Lot(
        STAGES.index(row["stage"]),
        int(row["pupils"]),
        end("baseline_"),
        end(""),
        hundredths(row["added_minutes"]),
        CHANGES.index(change_of(plain, threshold)),
    )


def _records(table: pandas.DataFrame, names: Sequence[str] = ()) -> list[dict[str, Any]]:
    kept = [str(c) for c in (names or table.columns) if c != "geometry"]
    columns = [table[name].tolist() for name in kept]
    return [dict(zip(kept, row, strict=True)) for row in zip(*columns, strict=True)]


def _index(names: tuple[str, ...], name: Any) -> int | None:
    return names.index(name) if isinstance(name, str) and name in names else None


def _word(value: Any) -> str:
    return value if isinstance(value, str) else ""
