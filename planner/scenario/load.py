"""Scenario files: ``extends``, norms profile, ``--set``, and every problem at once.

Layers, each laid over the one before: the program's defaults, the norms profile, the
chain of ``extends`` from its far end, the file itself, ``--set`` assignments. ``null``
in a file deletes what a file it extends had said.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.norms import is_path, profile_names, profile_values
from planner.scenario import Scenario
from planner.scenario.explain import choices, explained
from planner.scenario.lines import Places, finding_at, places_in, read_yaml
from planner.scenario.profiles import balance_findings, own_norms, resolve_profiles
from planner.scenario.schools import PerTownship
from planner.texts import Text, text


@dataclass
class _Layered:
    """Options read so far, with the file and line that said each.

    `incomplete` where a file of the chain could not be read.
    """

    values: dict[str, Any] = field(default_factory=dict)
    places: Places = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    incomplete: bool = False


def load_scenario(path: Path, assignments: Iterable[str] = ()) -> Scenario:
    """Read a scenario file with everything it extends.

    Parameters
    ----------
    path
        The YAML file.
    assignments
        ``dotted.key=value`` texts of ``--set``; values are read as YAML.

    Raises
    ------
    InvalidInputError
        With every problem found, each naming file and line.
    """
    layered = _Layered()
    _read_chain(path, layered, seen=())
    for assignment in assignments:
        _assign(assignment, layered)
    return _validated(layered, path.name)


def scenario_of(values: Mapping[str, Any]) -> Scenario:
    """Return a scenario from nested options laid over norms and defaults.

    Raises
    ------
    InvalidInputError
        If an option is unknown or out of bounds.
    """
    return _validated(_Layered(values=_plain(values)), "")


def default_values() -> dict[str, Any]:
    """Return every option's default as nested plain data."""
    values = Scenario(name="x", county=Path()).model_dump(mode="json")
    for key in ("name", "county"):
        del values[key]
    return values


def _validated(layered: _Layered, file: str) -> Scenario:
    """Lay the values over norms and defaults, and refuse them with all findings."""
    said = layered.values
    findings = list(layered.findings)
    norms = said.get("norms", Scenario.model_fields["norms"].default)
    laid_under, places = default_values(), layered.places
    if norms in profile_names():
        laid_under = _merge(laid_under, profile_values(norms))
    elif isinstance(norms, str) and is_path(norms):
        own, wrong = own_norms(norms, layered.places)
        findings += wrong
        if own is not None:
            laid_under = _merge(laid_under, own.values())
            # What a county's own profile says has its own line, unless the scenario says it too.
            places = {**own.places(), **layered.places}
    else:
        close = difflib.get_close_matches(str(norms), profile_names(), 1) or profile_names()
        message = text("scenario.unknown_norms", value=norms, allowed=choices(close))
        findings.append(finding_at(layered.places, ("norms",), message, norms))
    merged = _merge(laid_under, said)
    schools = merged["schools"]
    if isinstance(schools, dict) and isinstance(schools.get("per_township"), dict):
        base = PerTownship().model_dump(mode="json")
        schools["per_township"] = _merge(base, schools["per_township"])
    try:
        scenario = Scenario.model_validate(merged)
    except ValidationError as error:
        # What is missing may stand in a file that could not be read.
        findings += [
            f
            for f in explained(Scenario, error, places, also=("extends",))
            if not (layered.incomplete and f.message.key == "scenario.key_missing")
        ]
        raise InvalidInputError(text("scenario.refused", file=file), findings) from error
    findings += _curriculum_findings(scenario.staffing.curriculum, layered.places)
    findings += balance_findings(scenario.balance.profiles, layered.places)
    if findings:
        raise InvalidInputError(text("scenario.refused", file=file), findings)
    return scenario


def _read_chain(path: Path, layered: _Layered, seen: tuple[Path, ...]) -> None:
    if path.resolve() in seen:
        chain = " → ".join(p.name for p in (*seen, path))
        layered.findings.append(_file_finding(path, text("scenario.cycle", chain=chain)))
        layered.incomplete = True
        return
    data, findings = read_yaml(path, "scenario")
    layered.findings += findings
    if data is None:
        layered.incomplete = True
        return
    parent = data.pop("extends", None)
    if parent is not None:
        _read_chain(path.parent / str(parent), layered, (*seen, path.resolve()))
    if isinstance(data.get("county"), str):
        data["county"] = str((path.parent / data["county"]).resolve())
    _resolve_curriculum(data, path.parent)
    resolve_profiles(data, path.parent)
    layered.places |= places_in(data, path.name)
    layered.values = _merge(layered.values, _plain(data), deleting=True)


def _assign(assignment: str, layered: _Layered) -> None:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    key, equals, value = assignment.partition("=")
    if not equals or not key.strip():
        message = text("scenario.bad_set", value=assignment)
        layered.findings.append(Finding("scenario", "error", message, file="--set"))
        return
    try:
        parsed = YAML(typ="safe", pure=True).load(value)
    except YAMLError:
        parsed = value
    keys = key.strip().split(".")
    if keys == ["county"] and isinstance(parsed, str):
        parsed = str(Path(parsed).resolve())
    nested: Any = parsed
    for part in reversed(keys):
        nested = {part: nested}
    if isinstance(nested, dict):
        _resolve_curriculum(nested, Path())
        resolve_profiles(nested, Path())
    layered.values = _merge(layered.values, nested)
    layered.places[tuple(keys)] = ("--set", 0)


def _resolve_curriculum(data: dict[str, Any], folder: Path) -> None:
    """Make the path of a county's own curriculum whole, from the folder that says it."""
    from planner.teachers.curriculum import is_path

    staffing = data.get("staffing")
    name = staffing.get("curriculum") if isinstance(staffing, dict) else None
    if isinstance(staffing, dict) and isinstance(name, str) and is_path(name):
        staffing["curriculum"] = str((folder / name).resolve())


def _curriculum_findings(name: str, places: Places) -> tuple[Finding, ...]:
    """Return what is wrong with the curriculum table that a scenario names."""
    from planner.teachers.curriculum import curriculum_names, load_curriculum

    if name in curriculum_names():
        return ()
    try:
        load_curriculum(name)
    except InvalidInputError as error:
        key = ("staffing", "curriculum")
        return tuple(
            f if f.file else finding_at(places, key, f.message, f.value) for f in error.findings
        )
    return ()


def _merge(
    below: Mapping[str, Any], above: Mapping[str, Any], *, deleting: bool = False
) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        if isinstance(value, Mapping) and isinstance(merged.get(key), Mapping):
            merged[key] = _merge(merged[key], value, deleting=deleting)
        elif deleting and value is None and key in merged:
            del merged[key]
        else:
            merged[key] = value
    return merged


def _plain(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {str(k): _plain(v) for k, v in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(v) for v in data]
    if isinstance(data, BaseModel):
        return data.model_dump(mode="json")
    return data


def _file_finding(path: Path, message: Text) -> Finding:
    return Finding("scenario", "error", message, file=path.name)
