"""Exposure as one parameter is changed: bands and tipping points, outside every test.

How fast children walk, what boarding costs or where a village joins its road is not known
exactly. That is no sampling error, so it moves no interval of a test. The plan stays what it is;
today's trips and the plan's are computed anew under each value, by the same programs as the run.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from planner.concern.exposure import DEFINITIONS, UNITS
from planner.concern.intensity import POPULATIONS, headlines
from planner.concern.pupils import plan_pupils
from planner.concern.read import plan_exposure
from planner.concern.rows import ParameterBand, TippingPoint
from planner.scenario import Scenario
from planner.studies.varied_rows import FACTORS, SHIFT, lost_share, with_scenario, with_trips
from planner.studies.varied_trips import Way, varied_ways
from planner.studies.workers import in_parallel

PARAMETERS: Mapping[str, tuple[float, ...]] = {
    "walk_speed": (0.7, 0.85, 1.0, 1.15, 1.3),
    "ride_speed": (0.7, 0.85, 1.0, 1.15, 1.3),
    SHIFT: (0.0, 300.0, 600.0),
    "fares": (0.5, 0.75, 1.0, 1.5, 2.0),
    "boarding_cost": (0.48, 0.75, 1.0, 1.4, 1.8),
    "accompanying": (0.5, 0.75, 1.0, 1.4, 1.8),
}
"""Values of each parameter, factors on what the plan was made with; `SHIFT` in metres by which
villages lie elsewhere (GCJ-02 coordinates taken for WGS 84 are 300 to 600 m off). The costs span
the low and high figures of docs/scenario.md. Registered with the study."""
_NEED_TRIPS = ("walk_speed", "ride_speed", SHIFT)


@dataclass(frozen=True)
class Varied:
    """Exposure under one value of a parameter.

    Parameters
    ----------
    shares
        County's exposure by definition, unit and population.
    lost_share
        Pupils whose trip does not exist then, over all.
    """

    parameter: str
    value: float
    shares: Mapping[tuple[str, str, str], float]
    lost_share: float


@dataclass(frozen=True)
class _Task:
    folder: Path
    thresholds: Scenario | None
    parameter: str
    value: float


def base_of(parameter: str) -> float:
    """Return the value of a parameter that the plan was made with."""
    return 0.0 if parameter == SHIFT else 1.0


def bands(
    folder: Path,
    plan: int,
    *,
    thresholds: Scenario | None = None,
    jobs: int = 1,
    done: Callable[[Any], None] | None = None,
) -> tuple[tuple[ParameterBand, ...], bool]:
    """Return the bands of a finished run, and whether those of speeds and places are among them.

    They need the county as it was when the run was made; where its folder is no more, or holds
    other files, they are left out.

    Parameters
    ----------
    plan
        Index of the plan in the study.
    """
    trips = county_unchanged(folder)
    names = [p for p in PARAMETERS if trips or p not in _NEED_TRIPS]
    tasks = [_Task(folder, thresholds, p, v) for p in names for v in PARAMETERS[p]]
    found = in_parallel(_vary, tasks, jobs=jobs, done=done)
    of = {p: [v for v in found if v.parameter == p] for p in names}
    made = (
        ParameterBand(
            plan,
            *asked,
            parameter,
            values=tuple(v.value for v in varied),
            shares=tuple(v.shares[asked] for v in varied),
            base=base_of(parameter),
            lost_share=max(v.lost_share for v in varied),
        )
        for parameter, varied in of.items()
        for asked in product(DEFINITIONS, UNITS, POPULATIONS)
    )
    return tuple(made), trips


def tipping_points(
    found: Sequence[ParameterBand], survey_share: float, margin: float
) -> tuple[TippingPoint, ...]:
    """Return where along each band exposure enters or leaves the margin around the survey's share.

    The crossing nearest to the value that the plan was made with; between values exposure runs
    straight.
    """
    points = []
    for band in found:
        for crosses in (survey_share - margin, survey_share + margin):
            at = _crossings(band.values, band.shares, crosses)
            nearest = min(at, key=lambda v: abs(v - band.base), default=None)
            of = (band.plan, band.definition, band.unit, band.population, band.parameter)
            points.append(TippingPoint(*of, crosses=crosses, value=nearest))
    return tuple(points)


def county_unchanged(folder: Path) -> bool:
    """Return whether the county of a run stands where it stood, with the files it had."""
    from planner.county import InputFile
    from planner.errors import InvalidInputError
    from planner.inputs.build import county_for

    scenario = plan_pupils(folder).scenario
    if not scenario.county.is_dir():
        return False
    try:
        county, _ = county_for(scenario)
    except InvalidInputError:
        return False
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    then = {InputFile(**f) for f in manifest["inputs"]}
    return all(file in then for file in county.files)


def _vary(task: _Task) -> Varied:
    ways: Mapping[tuple[str, ...], Way] | None = None
    if task.value == base_of(task.parameter):
        ways = None
    elif task.parameter in _NEED_TRIPS:
        scenario = plan_pupils(task.folder).scenario
        ways = varied_ways(scenario, task.parameter, task.value)
    lost = 0.0

    def changed(rows: Any) -> Any:
        nonlocal lost
        if ways is not None:
            varied = with_trips(rows, task.folder, ways)
            lost, rows = lost_share(rows, varied), varied
        elif task.parameter in FACTORS:
            rows = with_scenario(rows, task.parameter, task.value)
        return rows

    exposure = plan_exposure(task.folder, thresholds=task.thresholds, changed=changed)
    shares = {asked: band.share for asked, band in headlines(exposure).items()}
    return Varied(task.parameter, task.value, shares, lost)


def _crossings(values: Sequence[float], shares: Sequence[float], at: float) -> list[float]:
    found = []
    for n in range(1, len(values)):
        before, after = shares[n - 1] - at, shares[n] - at
        if math.isnan(before) or math.isnan(after) or before * after > 0:
            continue
        part = 0.0 if before == after else before / (before - after)
        found.append(values[n - 1] + part * (values[n] - values[n - 1]))
    return found
