"""The pupils of a finished run, each group with today's trip and the plan's."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from planner.accounts import option_lookup
from planner.affected import Trips, affected_by
from planner.county.dictionary import STAGES
from planner.earlier import table_rows
from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.folder import recover
from planner.instance import Flags, Floats, Instance, Ints, excess_minutes, norm_minutes
from planner.plan import Plan
from planner.scenario import Scenario
from planner.texts import text

FILES = ("manifest.json", "instance.npz", "schools.csv", "assignments.csv")


@dataclass(frozen=True, eq=False)
class PupilRows:
    """Pupils of a plan: one entry for each group that goes one way, shape (n,).

    Parameters
    ----------
    scenario
        Of the run; its section ``concern`` holds the thresholds.
    village
        Village ids.
    stage, pupils
        Stage numbers; how many.
    before, after
        Today's trips and the plan's; mode -1 where there is none.
    loses
        Unserved by the plan though they have a trip today and a school in reach: affected by
        every definition.
    moved
        Whether they go to another school than today.
    income_yuan, herding
        Household income; farming and herding share of the village; NaN where unknown.
    """

    scenario: Scenario
    village: tuple[str, ...]
    stage: Ints
    pupils: Ints
    before: Trips
    after: Trips
    loses: Flags
    moved: Flags
    income_yuan: Floats
    herding: Floats


Variation = Callable[[PupilRows], PupilRows]
"""A change of what is known of the trips: other speeds, other costs; thresholds stay."""


def affected_rows(rows: PupilRows, definition: str) -> Flags:
    """Return whether each group is affected by a definition, shape (n,)."""
    found = affected_by(
        definition, rows.scenario, rows.stage, rows.before, rows.after, rows.income_yuan
    )
    return found | rows.loses


def threshold_curve(
    rows: PupilRows, definition: str, threshold: str, values: Sequence[float]
) -> tuple[float, ...]:
    """Return the share of children affected at each value of a threshold.

    Parameters
    ----------
    threshold
        An option under ``concern``, as ``threshold_minutes``.
    """
    total = float(rows.pupils.sum())
    shares = []
    for value in values:
        concern = rows.scenario.concern.model_copy(update={threshold: value})
        at = replace(rows, scenario=rows.scenario.model_copy(update={"concern": concern}))
        hit = float(rows.pupils[affected_rows(at, definition)].sum())
        shares.append(hit / total if total else float("nan"))
    return tuple(shares)


def with_minutes(rows: PupilRows, before: Floats, after: Floats) -> PupilRows:
    """Return the pupils with other minutes; who is over the norm is reckoned again."""
    return replace(
        rows,
        before=_timed(rows.scenario, rows.stage, rows.before, before),
        after=_timed(rows.scenario, rows.stage, rows.after, after),
    )


def plan_pupils(folder: Path, *, thresholds: Scenario | None = None) -> PupilRows:
    """Read the pupils of a run folder.

    Parameters
    ----------
    thresholds
        A scenario whose section ``concern`` is laid over that of the run.

    Raises
    ------
    InvalidInputError
        If the folder holds no run with a plan.
    """
    instance, _, assignments, _ = run_files(folder)
    return pupil_rows(instance, assignments, thresholds)


def run_files(
    folder: Path,
) -> tuple[Instance, dict[str, Any], list[dict[str, str]], list[dict[str, str]]]:
    """Return instance, manifest, assignments and schools of a run folder.

    Raises
    ------
    InvalidInputError
        If the folder holds no run with a plan.
    """
    recover(folder)
    missing = [n for n in FILES if not (folder / n).is_file()]
    if missing:
        said = text("concern.exposure.no_run", missing=", ".join(missing))
        raise _refused(folder, said)
    try:
        manifest = json.loads((folder / FILES[0]).read_text("utf-8"))
        instance = Instance.load(folder / FILES[1])
        schools, assignments = (table_rows(folder / n) for n in FILES[2:])
    except (KeyError, ValueError, OSError) as error:
        raise _refused(folder, text("concern.exposure.old_run", reason=repr(error))) from error
    return instance, manifest, assignments, schools


def plan_rows(plan: Plan) -> list[dict[str, str]]:
    """Return a plan as rows of assignments.csv, as far as `pupil_rows` reads them."""
    going = [{k: str(v) for k, v in vars(r).items()} for r in plan.assignments]
    none = {"school_id": "", "mode": "", "line_id": ""}
    return going + [{**{k: str(v) for k, v in vars(r).items()}, **none} for r in plan.unserved]


def pupil_rows(
    instance: Instance,
    assignments: Sequence[Mapping[str, str]],
    thresholds: Scenario | None = None,
) -> PupilRows:
    """Return the pupils of an instance who go as the rows of assignments.csv say."""
    u, a, pupils = _used(instance, assignments)
    scenario = instance.scenario
    if thresholds is not None:
        scenario = scenario.model_copy(update={"concern": thresholds.concern})
    served, stage = a >= 0, instance.unit_stage[u]

    def taken(values: Any, none: Any) -> Any:
        return np.append(values, np.array([none], dtype=values.dtype))[a]

    before = Trips(
        mode=instance.unit_mode[u],
        minutes=instance.unit_minutes[u],
        metres=instance.unit_metres[u],
        over_norm=np.zeros(len(u), dtype=bool),
        household_yuan=instance.unit_household_yuan[u],
        vehicle=instance.unit_vehicle[u],
        hazard=instance.unit_hazard[u],
    )
    after = Trips(
        mode=taken(instance.option_mode, -1),
        minutes=taken(instance.option_minutes, np.nan),
        metres=taken(instance.option_metres, np.nan),
        over_norm=np.zeros(len(u), dtype=bool),
        household_yuan=taken(instance.option_household_yuan, np.nan),
        vehicle=taken(instance.option_vehicle, False),
        hazard=taken(instance.option_hazard, False),
    )
    site, today = taken(instance.option_site, -1), instance.unit_site[u]
    return PupilRows(
        scenario=scenario,
        village=tuple(instance.unit_village[x] for x in u.tolist()),
        stage=stage,
        pupils=pupils,
        before=_timed(scenario, stage, before, before.minutes),
        after=_timed(scenario, stage, after, after.minutes),
        loses=~served & instance.loses_unserved[u],
        moved=served & (today >= 0) & (site != today),
        income_yuan=instance.unit_income_yuan[u],
        herding=instance.unit_herding[u],
    )


def _used(instance: Instance, assignments: Sequence[Mapping[str, str]]) -> tuple[Ints, Ints, Ints]:
    """Return unit, option (-1 for unserved) and pupils of each row, shape (n,) each."""
    keys = zip(
        instance.unit_village, instance.unit_stage.tolist(), instance.unit_today, strict=True
    )
    units = {(v, STAGES[g], t): u for u, (v, g, t) in enumerate(keys)}
    new = {
        line
        for line, possible in zip(instance.line_id, instance.line_possible, strict=True)
        if possible
    }
    lookup = option_lookup(instance, {row["school_id"] for row in assignments})
    u, a, n = [], [], []
    for row in assignments:
        unit = (row["village_id"], row["stage"], row["baseline_school_id"])
        line = row.get("line_id") or ""
        u.append(units[unit])
        n.append(int(row["pupils"]))
        way = (row["school_id"], row["mode"], line if line in new else "")
        a.append(lookup[(*unit, *way)] if row["school_id"] else -1)
    return _ints(u), _ints(a), _ints(n)


def _timed(scenario: Scenario, stage: Ints, trips: Trips, minutes: Floats) -> Trips:
    none = trips.mode < 0
    norm = norm_minutes(scenario)[stage, np.maximum(trips.mode, 0)]
    over = excess_minutes(np.where(none, 0.0, minutes), norm) > 0
    return replace(trips, minutes=minutes, over_norm=over & ~none)


def _ints(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def _refused(folder: Path, said: Any) -> InvalidInputError:
    finding = Finding("concern", "error", said, str(folder))
    return InvalidInputError(text("concern.exposure.refused", folder=folder), [finding])
