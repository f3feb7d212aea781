"""Who would be affected under each plan, counted for all of them by the same thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.concern.count import added
from planner.concern.exposure import DEFINITIONS, UNITS, Band
from planner.concern.groups import village_bands
from planner.concern.households_file import read_households
from planner.concern.pupils import affected_rows, pupil_rows, run_files
from planner.errors import InvalidInputError
from planner.loaded import LoadedRun
from planner.scenario import Scenario

HOUSEHOLDS = "households"


@dataclass(frozen=True)
class ExposureRow:
    """One definition of affected, one unit, in every run.

    Parameters
    ----------
    definition, unit
        As in `planner.concern.exposure`.
    bands
        By run; None for a run whose files do not say.
    """

    definition: str
    unit: str
    bands: tuple[Band | None, ...]


@dataclass(frozen=True)
class Exposures:
    """The rows, and whether the scenarios' own thresholds differ."""

    rows: tuple[ExposureRow, ...]
    thresholds_differ: bool


def exposures(runs: Sequence[LoadedRun]) -> Exposures | None:
    """Return exposure by definition and unit; None where no run knows its households.

    All runs are counted by the thresholds of the first one that knows its households.
    """
    known = [HOUSEHOLDS in run.tables for run in runs]
    if not any(known):
        return None
    first = runs[known.index(True)]
    thresholds = _thresholds(first)
    found = [
        _bands(run, thresholds) if knows else {} for run, knows in zip(runs, known, strict=True)
    ]
    rows = tuple(
        ExposureRow(d, u, tuple(bands.get((d, u)) for bands in found))
        for d in DEFINITIONS
        for u in UNITS
    )
    own = [run.scenario.get("concern") for run, knows in zip(runs, known, strict=True) if knows]
    return Exposures(rows, any(concern != own[0] for concern in own))


def _bands(run: LoadedRun, thresholds: Scenario) -> dict[tuple[str, str], Band]:
    """Return the county's bands by definition and unit, as `planner.concern.read` counts them.

    Groups within the county are not counted: the page does not show them.
    """
    try:
        instance, _, assignments, _ = run_files(run.folder)
    except InvalidInputError:
        # A run of an earlier version can be compared without this.
        return {}
    rows = pupil_rows(instance, assignments, thresholds)
    households = read_households(run.folder, instance, assignments, rows.scenario)
    found = {}
    for definition in DEFINITIONS:
        bands = village_bands(rows, households, affected_rows(rows, definition))
        for unit in UNITS:
            own = [bands[v.village_id, unit, "all"] for v in households]
            found[definition, unit] = added(own)
    return found


def _thresholds(run: LoadedRun) -> Scenario:
    """Return a scenario that has the run's thresholds."""
    options = {"name": "thresholds", "county": ".", "concern": run.scenario["concern"]}
    return Scenario.model_validate(options)
