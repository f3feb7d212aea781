"""What a study of the concern is made of: run folders and ensembles, with what was registered."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from planner.concern.exposure import DEFINITIONS, UNITS, PlanExposure
from planner.concern.pupils import plan_pupils
from planner.concern.read import plan_exposure
from planner.concern.rows import Registration
from planner.concern.statistics.verdict import TestRules
from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.scenario import Scenario
from planner.studies.ensemble import INDEX, read_ensemble
from planner.studies.registration import pooled, register, registration_of
from planner.studies.variation import PARAMETERS
from planner.studies.workers import in_parallel
from planner.texts import text


@dataclass(frozen=True)
class Piece:
    """One plan that the study reads.

    Parameters
    ----------
    label, branch
        As in the grid; the scenario's name for a run of its own.
    folder
        Its run folder.
    main
        Whether the ensemble names it as the one that tests speak of.
    thresholds
        The scenario whose section ``concern`` counts.
    """

    label: str
    branch: str
    folder: Path
    main: bool
    thresholds: Scenario


@dataclass(frozen=True)
class Given:
    """All plans of a study in the order given, and what was registered.

    Parameters
    ----------
    missing
        Plans of ensembles that came to no plan, with their status.
    """

    pieces: tuple[Piece, ...]
    exposures: tuple[PlanExposure, ...]
    registration: Registration
    rules: TestRules
    missing: tuple[tuple[str, str], ...] = field(default=())

    @property
    def alike(self) -> bool:
        """Whether all plans are counted with the same thresholds."""
        return len({p.thresholds.concern.model_dump_json() for p in self.pieces}) == 1

    @property
    def main(self) -> dict[str, int]:
        """Index of the main plan by county: the ensemble's, else the first that was given."""
        found: dict[str, int] = {}
        for n, (piece, exposure) in enumerate(zip(self.pieces, self.exposures, strict=True)):
            if piece.main or exposure.county_id not in found:
                found[exposure.county_id] = n
        return found


def content_of(scenario: Scenario, rules: TestRules) -> dict[str, Any]:
    """Return what is fixed before any plan is solved, the ensemble apart."""
    from planner import __version__

    return {
        "program_version": __version__,
        "definition": scenario.concern.definition,
        "definitions": list(DEFINITIONS),
        "units": list(UNITS),
        "thresholds": scenario.concern.model_dump(mode="json"),
        "test": asdict(rules),
        "variations": {name: list(values) for name, values in PARAMETERS.items()},
    }


def county_content(scenario: Scenario) -> dict[str, Any]:
    """Return the scenario under the grid and a hash of the county's files, to be registered."""
    said = scenario.model_dump(mode="json")
    county = Path(said.pop("county"))
    for name in ("name", "title", "asks", "concern"):
        said.pop(name)
    digest = hashlib.sha256()
    for file in sorted(p for p in county.rglob("*") if p.is_file()):
        digest.update(file.relative_to(county).as_posix().encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return {"county": {"name": county.name, "sha256": digest.hexdigest()}, "scenario": said}


def read_given(
    folders: Sequence[Path],
    assignments: Sequence[str],
    out: Path,
    *,
    rules: TestRules | None = None,
    jobs: int = 1,
) -> Given:
    """Read run folders and ensembles, and register what is done with them.

    Parameters
    ----------
    folders
        Run folders and folders of ensembles.
    assignments
        ``concern.key=value`` texts laid over the thresholds that the plans were made with or
        that were registered; the change is registered and told.
    out
        Where the registration of single runs stands; an ensemble has its own.
    rules
        Of the tests; those that were registered if not given, else the defaults.

    Raises
    ------
    InvalidInputError
        If a folder holds neither a plan nor an ensemble, or an assignment is none.
    """
    pieces: list[Piece] = []
    missing: list[tuple[str, str]] = []
    parts: dict[str, Registration] = {}
    single: list[Path] = []
    used = rules or TestRules()
    for folder in folders:
        if not (folder / INDEX).is_file():
            single.append(folder)
            scenario = laid_over(plan_pupils(folder).scenario, assignments)
            pieces.append(Piece(scenario.name, "", folder, False, scenario))
            continue
        found, lost, registration, registered = _ensemble(folder, assignments, rules)
        pieces += found
        missing += lost
        parts[folder.as_posix()] = registration
        used = rules or registered
    if single:
        content = {
            p.folder.as_posix(): content_of(p.thresholds, used)
            for p in pieces
            if p.folder in single
        }
        one = next(iter(content.values())) if len(content) == 1 else content
        parts[out.as_posix()] = register(out, one, single)
    if not pieces:
        said = text("concern_study.no_plan_in", folder=", ".join(map(str, folders)))
        raise InvalidInputError(text("concern_study.refused"), [Finding("concern", "error", said)])
    exposures = in_parallel(exposure_of_piece, pieces, jobs=jobs if len(pieces) > 4 else 1)
    return Given(tuple(pieces), tuple(exposures), pooled(parts), used, tuple(missing))


def exposure_of_piece(piece: Piece) -> PlanExposure:
    """Return the exposure of one plan."""
    return plan_exposure(piece.folder, thresholds=piece.thresholds)


def laid_over(scenario: Scenario, assignments: Sequence[str]) -> Scenario:
    """Return the scenario with ``concern.key=value`` texts laid over it.

    Raises
    ------
    InvalidInputError
        If one speaks of anything but the concern, or is refused.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    from planner.scenario.load import scenario_of

    values: dict[str, Any] = scenario.model_dump(mode="json")
    for assignment in assignments:
        key, equals, value = assignment.partition("=")
        section, *path = key.strip().split(".")
        if not equals or section != "concern" or not path:
            said = text("concern_study.only_concern", value=assignment)
            finding = Finding("scenario", "error", said, file="--set")
            raise InvalidInputError(text("concern_study.refused"), [finding])
        at = values["concern"]
        for part in path[:-1]:
            at = at.setdefault(part, {})
        try:
            at[path[-1]] = YAML(typ="safe", pure=True).load(value)
        except YAMLError:
            at[path[-1]] = value
    if not assignments:
        return scenario
    concern = scenario_of(values).concern
    return scenario.model_copy(update={"concern": concern})


def _ensemble(
    folder: Path, assignments: Sequence[str], rules: TestRules | None
) -> tuple[list[Piece], list[tuple[str, str]], Registration, TestRules]:
    """Return the plans of an ensemble, those without one, and what is registered of it."""
    ensemble = read_ensemble(folder)
    planned = [m for m in ensemble.members if m.planned]
    missing = [(m.name, m.status) for m in ensemble.members if not m.planned]
    runs = [folder / m.folder for m in planned]
    registration = registration_of(folder, runs)
    if not planned or registration is None:
        said = text("concern_study.no_plan_in", folder=folder)
        raise InvalidInputError(
            text("concern_study.refused"), [Finding("concern", "error", said, str(folder))]
        )
    content: Mapping[str, Any] = registration.content
    base = plan_pupils(runs[0]).scenario
    concern = type(base.concern).model_validate(content["thresholds"])
    scenario = laid_over(base.model_copy(update={"concern": concern}), assignments)
    registered = rules or rules_of(content["test"])
    now = {**content, **content_of(scenario, registered)}
    registration = register(folder, now, runs)
    main = ensemble.main if ensemble.main in {m.name for m in planned} else planned[-1].name
    pieces = [
        Piece(m.name, m.branch, run, m.name == main, scenario)
        for m, run in zip(planned, runs, strict=True)
    ]
    return pieces, missing, registration, registered


def rules_of(said: Mapping[str, Any]) -> TestRules:
    """Return the rules of the tests as they were registered."""
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in said.items()}
    return TestRules(**values)
