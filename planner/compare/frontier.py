"""The sweep that a run is a point of, as its ``frontier.csv`` tells it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.kept import table_rows
from planner.loaded import LoadedRun
from planner.scenario.goals import TIERS
from planner.texts import text

FILE = "frontier.csv"


@dataclass(frozen=True)
class SweepPoint:
    """One value of the swept limit.

    Parameters
    ----------
    value, status
        As in frontier.csv.
    counts
        Value of every objective on offer; empty without a plan.
    bounds
        Proved bound of each objective that was asked for.
    dominated_by, indistinguishable_from
        The value of a tighter limit that does as well or better, or as well within gap and
        tolerance; empty for none.
    run
        Position of the run that is this point; -1 for none.
    """

    value: str
    status: str
    counts: Mapping[str, float]
    bounds: Mapping[str, float]
    dominated_by: str
    indistinguishable_from: str
    run: int

    @property
    def position(self) -> float:
        """The value as a number, infinite for no limit, NaN where it is no number."""
        if self.value in ("null", "~"):
            return math.inf
        try:
            return float(self.value)
        except ValueError:
            return math.nan


@dataclass(frozen=True)
class Frontier:
    """A sweep: the option that was swept, its points in the order of the file."""

    folder: Path
    key: str
    points: tuple[SweepPoint, ...]

    @property
    def objectives(self) -> tuple[str, ...]:
        """The objectives that change over the sweep, those asked for first; all without any."""
        planned = [p for p in self.points if p.counts]
        asked = dict.fromkeys(name for p in planned for name in p.bounds)
        names = dict.fromkeys((*asked, *TIERS))
        changing = [n for n in names if len({round(p.counts[n], 6) for p in planned}) > 1]
        return tuple(changing)


def frontier_of(runs: Sequence[LoadedRun], named: Path | None = None) -> Frontier | None:
    """Return the sweep that was named, else the first that a run lies in.

    Raises
    ------
    InvalidInputError
        If the named folder holds no sweep.
    """
    if named is not None:
        if not (named / FILE).is_file():
            said = text("compare.no_frontier_file", file=FILE)
            found = [Finding("frontier", "error", said, str(named))]
            raise InvalidInputError(text("compare.no_frontier", folder=named), found)
        return _read(named, runs)
    for run in runs:
        above = run.folder.resolve().parent
        if above.name == "points" and (above.parent / FILE).is_file():
            return _read(above.parent, runs)
    return None


def _read(folder: Path, runs: Sequence[LoadedRun]) -> Frontier:
    _, rows = table_rows(folder / FILE)
    places = [run.folder.resolve() for run in runs]
    points = []
    for row in rows:
        place = (folder / row["folder"]).resolve() if row["folder"] else None
        points.append(
            SweepPoint(
                row["value"],
                row["status"],
                {name: float(row[name]) for name in TIERS if row.get(name)},
                {
                    name: float(row[f"{name}_bound"]) if row[f"{name}_bound"] else -math.inf
                    for name in TIERS
                    if f"{name}_bound" in row
                },
                row["dominated_by"],
                row["indistinguishable_from"],
                places.index(place) if place in places else -1,
            )
        )
    key = rows[0]["limit"] if rows else ""
    return Frontier(folder, key, tuple(points))
