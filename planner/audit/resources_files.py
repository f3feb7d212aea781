"""Audit an allocation from the files of a run alone.

resource_instance.npz, resources.csv, resources_unreached.csv, manifest.json, and balance.csv.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

from planner.allocation.figures import after
from planner.allocation.instance import ResourceInstance
from planner.allocation.items import QUANTITIES
from planner.allocation.plan import Purchase, Reach, ResourcePlan, Unreached
from planner.audit.files import outcome_of, read_manifest
from planner.audit.resources import audit_resources, said
from planner.balance.moments import AFTER_ALLOCATION
from planner.findings import Finding, errors_in
from planner.kept import table_rows
from planner.teachers.instance import BANDS

Row = dict[str, str]
_NEAR = 1e-6


def audit_resource_files(folder: Path) -> tuple[Finding, ...]:
    """Return what is wrong with the allocation of the run in `folder`.

    The plan is rebuilt from the two tables, checked by every rule against the instance and
    against what the manifest claims; then balance.csv after the allocation is recounted, and no
    indicator may be lower than before.

    Raises
    ------
    FileNotFoundError
        If a file is missing.
    """
    instance = ResourceInstance.load(folder / "resource_instance.npz")
    found: list[Finding] = []
    purchases = _rows(folder, "resources.csv", _purchase, found)
    unreached = _rows(folder, "resources_unreached.csv", _unreached, found)
    manifest = read_manifest(folder / "manifest.json", found)
    if errors_in(found):
        return tuple(found)
    plan = ResourcePlan(tuple(purchases), tuple(unreached))
    outcome = outcome_of(manifest.get("resources", {}), {}, found)
    found += audit_resources(instance, plan, outcome)
    if not errors_in(found):
        found += _moments(instance, plan, table_rows(folder / "balance.csv")[1])
    return tuple(found)


def _rows[Kept](
    folder: Path, name: str, read: Callable[[Row], Kept], found: list[Finding]
) -> list[Kept]:
    kept: list[Kept] = []
    for n, row in enumerate(table_rows(folder / name)[1], 2):
        try:
            kept.append(read(row))
        except (KeyError, ValueError) as error:
            found.append(said("row", file=name, row=n, value=repr(error)))
    return kept


def _purchase(row: Row) -> Purchase:
    return Purchase(
        school_id=row["school_id"],
        item=row["item"],
        quantity=int(row["quantity"]),
        yuan=int(row["yuan"]),
        year=int(row["year"]),
        why=row["why"],
    )


def _unreached(row: Row) -> Unreached:
    return Unreached(
        what=cast("Reach", row["what"]),
        school_id=row["school_id"],
        band=row["band"],
        indicator=row["indicator"],
        yuan=int(row["yuan"]) if row["yuan"] else -1,
        blocked=row["blocked"],
    )


def _moments(instance: ResourceInstance, plan: ResourcePlan, rows: list[Row]) -> Iterator[Finding]:
    """Recount what schools have after the allocation, and compare with the moment before."""
    have = after(instance, plan).have
    number = {school: s for s, school in enumerate(instance.school_id)}
    part = {
        (instance.school_id[s], BANDS[b]): float(p)
        for s, b, p in zip(
            instance.part_school.tolist(),
            instance.part_band.tolist(),
            instance.part_pupils.tolist(),
            strict=True,
        )
    }
    before: dict[tuple[str, str, str, str], float] = {}
    for row in rows:
        if not row["value"]:
            continue
        key = (row["profile"], row["school_id"], row["band"], row["indicator"])
        value = float(row["value"])
        if row["moment"] != AFTER_ALLOCATION:
            before[key] = value
            continue
        fields = {"school": row["school_id"], "indicator": row["indicator"]}
        if value < before.get(key, value) - _NEAR and "size" not in row["indicator"]:
            yield said("lowered", row["school_id"], **fields)
        k = _quantity(row["indicator"])
        if k < 0:
            continue
        s = number[row["school_id"]]
        share = part[row["school_id"], row["band"]] / float(instance.school_pupils[s])
        counted = float(have[k, s]) * share
        if abs(float(row["quantity"]) - counted) > _NEAR * max(1.0, counted):
            yield said("moment", row["school_id"], value=row["quantity"], counted=counted, **fields)


def _quantity(indicator: str) -> int:
    """Return the quantity that an indicator counts, -1 where money does not move it."""
    return next((k for k, name in enumerate(QUANTITIES) if indicator.startswith(name)), -1)
