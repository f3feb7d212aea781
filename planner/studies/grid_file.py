"""A grid of plans from a file: listed one by one, or spanned by axes."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.studies.ensemble_grid import SEARCH, Grid, GridPlan, merged
from planner.texts import Text, text


def read_grid(file: Path) -> Grid:
    """Read a grid file.

    ``plans`` lists them: ``name``, ``set`` (nested options) and, where wanted, ``branch`` and
    ``start``. ``axes`` spans them: each axis gives names with options, and every combination
    is a plan, named by its parts with a dot between; the first axis is the intensity, the rest
    are the branch; each starts from the intensity before it. ``search`` (options of ``solver``)
    is laid under all, ``main`` names the plan that tests speak of, the last if not given.

    Raises
    ------
    InvalidInputError
        If the file is no such grid.
    """
    from planner.scenario.lines import read_yaml

    data, findings = read_yaml(file, "grid")
    if data is None:
        raise InvalidInputError(text("concern_study.grid_refused", file=file.name), findings)
    said = {str(k): v for k, v in data.items()}
    unknown = sorted(set(said) - {"plans", "axes", "search", "main"})
    if unknown:
        raise _refused(file, text("concern_study.grid_key", key=", ".join(unknown)))
    search = {"solver": {**SEARCH, **_mapping(file, said.get("search", {}), "search")}}
    listed = [_listed(file, p, search) for p in _sequence(file, said.get("plans", []), "plans")]
    plans = [*listed, *_spanned(file, _mapping(file, said.get("axes", {}), "axes"), search)]
    _check(file, plans)
    main = str(said.get("main", plans[-1].name))
    if main not in {p.name for p in plans}:
        raise _refused(file, text("concern_study.grid_main", name=main))
    return Grid(file.name, tuple(plans), main)


def _listed(file: Path, said: Any, search: Mapping[str, Any]) -> GridPlan:
    plan = _mapping(file, said, "plans")
    unknown = sorted(set(plan) - {"name", "set", "branch", "start"})
    if unknown or "name" not in plan:
        raise _refused(file, text("concern_study.grid_key", key=", ".join(unknown) or "name"))
    options = merged(search, _mapping(file, plan.get("set") or {}, "set"))
    branch, start = str(plan.get("branch", "")), str(plan.get("start", ""))
    return GridPlan(str(plan["name"]), options, branch, start)


def _spanned(file: Path, axes: Mapping[str, Any], search: Mapping[str, Any]) -> list[GridPlan]:
    """Return every combination of the axes; the first changes slowest."""
    values = [_mapping(file, of, f"axes.{axis}") for axis, of in axes.items()]
    plans: list[GridPlan] = []
    before: dict[str, str] = {}
    for names in itertools.product(*values) if values else ():
        options: Mapping[str, Any] = search
        for axis, name in zip(values, names, strict=True):
            options = merged(options, _mapping(file, axis[name] or {}, str(name)))
        label, branch = ".".join(map(str, names)), ".".join(map(str, names[1:]))
        plans.append(GridPlan(label, options, branch, before.get(branch, "")))
        before[branch] = label
    return plans


def _check(file: Path, plans: Sequence[GridPlan]) -> None:
    """Refuse a grid without plans, with two of one name, or a start that comes later."""
    if not plans:
        raise _refused(file, text("concern_study.grid_empty"))
    seen: set[str] = set()
    for plan in plans:
        if plan.name in seen:
            raise _refused(file, text("concern_study.grid_twice", name=plan.name))
        if plan.start and plan.start not in seen:
            raise _refused(file, text("concern_study.grid_start", name=plan.name, start=plan.start))
        seen.add(plan.name)


def _mapping(file: Path, said: Any, place: str) -> dict[str, Any]:
    if not isinstance(said, Mapping):
        raise _refused(file, text("concern_study.grid_shape", place=place))
    return {str(k): v for k, v in said.items()}


def _sequence(file: Path, said: Any, place: str) -> list[Any]:
    if not isinstance(said, list):
        raise _refused(file, text("concern_study.grid_shape", place=place))
    return said


def _refused(file: Path, said: Text) -> InvalidInputError:
    finding = Finding("grid", "error", said, file=file.name)
    return InvalidInputError(text("concern_study.grid_refused", file=file.name), [finding])
