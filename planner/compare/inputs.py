"""Which files the runs read, and which of them are not the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planner.loaded import LoadedRun


@dataclass(frozen=True)
class InputRead:
    """A file by its name, and what each run read under it.

    Parameters
    ----------
    name
        Its name without the folder.
    sha256
        Hash of its content by run, empty where the run did not read it.
    of_scenario
        Whether it is the scenario file: what differs there is told option by option.
    """

    name: str
    sha256: tuple[str, ...]
    of_scenario: bool

    @property
    def differs(self) -> bool:
        """Whether the runs did not all read the same content."""
        return len(set(self.sha256)) > 1


def inputs_read(runs: Sequence[LoadedRun]) -> tuple[InputRead, ...]:
    """Return every file that a run read, in the order of the manifests.

    The first file of a manifest is its scenario, what follows is the county's (`planner.writing`).
    """
    scenarios = [str(run.manifest["inputs"][0]["path"]) for run in runs]
    read = [{str(f["path"]): str(f["sha256"]) for f in run.manifest["inputs"][1:]} for run in runs]
    found = [
        InputRead(
            name,
            tuple(
                str(run.manifest["inputs"][0]["sha256"]) if own == name else ""
                for run, own in zip(runs, scenarios, strict=True)
            ),
            of_scenario=True,
        )
        for name in dict.fromkeys(scenarios)
    ]
    names = dict.fromkeys(name for files in read for name in files)
    found += [InputRead(n, tuple(files.get(n, "") for files in read), False) for n in names]
    return tuple(found)


def versions(runs: Sequence[LoadedRun]) -> dict[str, tuple[str, ...]]:
    """Return the version of the program and of each library by run, empty where unknown."""
    said = [
        {"plan": str(run.manifest.get("program_version", ""))}
        | {str(k): str(v) for k, v in dict(run.manifest.get("versions", {})).items()}
        for run in runs
    ]
    names = dict.fromkeys(name for one in said for name in one)
    return {name: tuple(one.get(name, "") for one in said) for name in names}
