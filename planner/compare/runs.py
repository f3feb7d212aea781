"""Runs that may stand side by side: two to six, of one county."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from planner.compare.balance_schools import SchoolBalance, school_balance
from planner.compare.closures import SchoolFate, closures
from planner.compare.exposure import Exposures, exposures
from planner.compare.frontier import Frontier, frontier_of
from planner.compare.indicators import IndicatorRow, county_rows
from planner.compare.inputs import InputRead, inputs_read
from planner.compare.ledger import LedgerRow, ledger_rows
from planner.compare.names import places_apart
from planner.compare.worst import VillageLots, worst_villages
from planner.errors import InvalidInputError, UsageError
from planner.findings import Finding
from planner.loaded import LoadedRun, load_run
from planner.texts import LANGS, text

LEAST, MOST = 2, 6
LETTERS = "ABCDEF"
"""What the runs are called on the page, in the order in which they were named."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """Runs of one county side by side.

    Parameters
    ----------
    runs
        In the order asked for; no two schools or villages of theirs have one name.
    inputs
        Every file that any of them read, with its hash by run.
    frontier
        The sweep that one of the runs is a point of, or that was named; None without.
    """

    runs: tuple[LoadedRun, ...]
    inputs: tuple[InputRead, ...]
    frontier: Frontier | None = None

    @property
    def letters(self) -> tuple[str, ...]:
        """The letter of each run."""
        return tuple(LETTERS[: len(self.runs)])

    @property
    def differing_inputs(self) -> tuple[str, ...]:
        """Names of the files of the county that are not the same in all runs."""
        return tuple(read.name for read in self.inputs if read.differs and not read.of_scenario)

    @cached_property
    def indicators(self) -> list[IndicatorRow]:
        """The county's indicators in every run."""
        return county_rows(self.runs)

    @cached_property
    def exposures(self) -> Exposures | None:
        """Who would be affected in every run; None where no run knows its households."""
        return exposures(self.runs)

    @cached_property
    def closures(self) -> list[SchoolFate]:
        """The schools that some run closes or reduces."""
        return closures(self.runs)

    @cached_property
    def worst(self) -> list[VillageLots]:
        """The villages that lose most."""
        return worst_villages(self.runs)

    @cached_property
    def ledger(self) -> list[LedgerRow]:
        """The ledgers side by side; nothing where no run has one."""
        return ledger_rows(self.runs)

    @cached_property
    def school_balance(self) -> SchoolBalance | None:
        """Which schools reach what in every run; None where no run knows."""
        return school_balance(self.runs)


def compared(folders: Sequence[Path], frontier: Path | None = None) -> Comparison:
    """Read run folders and put them side by side.

    Parameters
    ----------
    frontier
        Folder of a sweep; without it the one that a run lies in, if any.

    Raises
    ------
    UsageError
        If there are fewer than two runs, more than six, or one is named twice.
    InvalidInputError
        If a folder holds no run with a plan, or the runs are of several counties, or there is
        no sweep in `frontier`.
    """
    if not LEAST <= len(folders) <= MOST:
        raise UsageError(text("compare.how_many", least=LEAST, most=MOST, n=len(folders)))
    places = [folder.resolve() for folder in folders]
    for n, place in enumerate(places):
        if place in places[:n]:
            raise UsageError(text("compare.twice", folder=folders[n]))
    runs = told_apart([load_run(folder) for folder in folders])
    refuse_counties(runs)
    runs = places_apart(runs)
    return Comparison(runs, inputs_read(runs), frontier_of(runs, frontier))


def told_apart(runs: Sequence[LoadedRun]) -> tuple[LoadedRun, ...]:
    """Return the runs, with the folder in the title of those whose titles are alike."""
    titles = [{lang: run.title(lang) for lang in LANGS} for run in runs]
    return tuple(
        run
        if titles.count(title) == 1
        else replace(
            run,
            scenario={
                **run.scenario,
                "title": {
                    g: text("compare.in_folder", title=title[g], folder=run.folder.name).say(g)
                    for g in LANGS
                },
            },
        )
        for run, title in zip(runs, titles, strict=True)
    )


def refuse_counties(runs: Sequence[LoadedRun]) -> None:
    """Raise if the runs are not of one county.

    Raises
    ------
    InvalidInputError
        With a finding for each run.
    """
    if len({run.county_id for run in runs}) == 1:
        return
    found = [
        Finding("county", "error", text("compare.county_is", county=r.county_id), str(r.folder))
        for r in runs
    ]
    raise InvalidInputError(text("compare.counties"), found)
