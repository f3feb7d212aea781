"""What a dossier is made from: the run folder, and the county's tables in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.affected import private_cost
from planner.concern.pupils import pupil_rows
from planner.earlier import table_rows
from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.loaded import LoadedRun, load_run
from planner.reports.apart import schools_apart, told_apart, villages_apart
from planner.studies.explain import closures
from planner.studies.finished import Finished, load_finished
from planner.texts import text

if TYPE_CHECKING:
    from planner.county import County

COUNTY_FILE = "county.yaml"


@dataclass(frozen=True, eq=False)
class Source:
    """A run, read for its dossiers.

    Parameters
    ----------
    loaded, finished
        The run's tables, and its instance and plan.
    rows
        Rows of assignments.csv; blank words are empty, numbers not known NaN. Beside its
        columns ``private_yuan`` and ``baseline_private_yuan``: all that the way to school
        costs a household per pupil and year, on average. Names that occur twice in the county
        are told apart, here and in `schools`.
    schools
        Rows of schools.csv by id.
    closing
        Schools that the plan closes or reduces, by id.
    county
        The county as its tables say it, None where the folder does not hold them.
    """

    loaded: LoadedRun
    finished: Finished
    rows: tuple[Mapping[str, Any], ...]
    schools: Mapping[str, Mapping[str, Any]]
    closing: tuple[str, ...]
    county: County | None

    @property
    def names(self) -> dict[str, str]:
        """Names of schools and villages by id, those of the same name told apart."""
        villages = {str(r["village_id"]): str(r["village"]) for r in self.rows}
        return villages | {i: str(r["name"]) for i, r in self.schools.items()}


def read_source(folder: Path, county: Path | None = None) -> Source:
    """Read a run folder for its dossiers.

    Parameters
    ----------
    county
        The county folder that the run was made from. Without it the tables that the run folder
        itself holds are read; these lack the terrain.

    Raises
    ------
    InvalidInputError
        If the folder holds no run with a plan, or the county folder is not the one that the
        run read.
    """
    loaded, finished = load_run(folder), load_finished(folder)
    read = _county(loaded, finished, county)
    schools = plain_rows(loaded.schools.drop(columns="geometry"))
    rows, named = named_apart(_rows(loaded, finished), schools, read)
    return Source(loaded, finished, rows, named, tuple(closures(finished)), read)


def named_apart(
    rows: Sequence[Mapping[str, Any]], schools: Sequence[Mapping[str, Any]], county: County | None
) -> tuple[tuple[dict[str, Any], ...], dict[str, dict[str, Any]]]:
    """Return rows of who goes where, and schools by id, in which no name stands for two places.

    Parameters
    ----------
    county
        Says near which village a school lies; without it townships and ids tell schools apart.
    """
    if county is None:
        of_schools = told_apart(
            {str(r["school_id"]): str(r["name"]) for r in schools},
            {str(r["school_id"]): str(r["township"]) for r in schools},
        )
        of_villages = told_apart(
            {str(r["village_id"]): str(r["village"]) for r in rows},
            {str(r["village_id"]): str(r["township"]) for r in rows},
        )
    else:
        of_schools, of_villages = schools_apart(county), villages_apart(county)
    named = [
        dict(row)
        | {
            "village": of_villages.get(row["village_id"], row["village"]),
            "school": of_schools.get(row["school_id"], row["school"]),
            "baseline_school": of_schools.get(row["baseline_school_id"], row["baseline_school"]),
        }
        for row in rows
    ]
    places = {
        str(r["school_id"]): dict(r) | {"name": of_schools.get(r["school_id"], r["name"])}
        for r in schools
    }
    return tuple(named), places


def plain_rows(table: Any) -> list[dict[str, Any]]:
    """Return the rows of a table, blank words as empty texts."""
    columns = {}
    for name in table.columns:
        cells = table[name].tolist()
        wordy = table[name].dtype.kind not in "ifb"
        columns[name] = ["" if wordy and c != c else c for c in cells]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _rows(loaded: LoadedRun, finished: Finished) -> tuple[dict[str, Any], ...]:
    told = table_rows(loaded.folder / "assignments.csv")
    pupils = pupil_rows(finished.instance, told)
    after, before = (
        private_cost(pupils.scenario, pupils.stage, trips).net_yuan.tolist()
        for trips in (pupils.after, pupils.before)
    )
    rows = plain_rows(loaded.assignments)
    return tuple(
        row | {"private_yuan": a, "baseline_private_yuan": b}
        for row, a, b in zip(rows, after, before, strict=True)
    )


def _county(loaded: LoadedRun, finished: Finished, given: Path | None) -> County | None:
    from planner.inputs.build import county_for

    folder = given or loaded.folder
    if given is None and not (folder / COUNTY_FILE).is_file():
        return None
    scenario = finished.instance.scenario.model_copy(update={"county": folder})
    try:
        county, _ = county_for(scenario)
    except InvalidInputError:
        if given is not None:
            raise
        # What an older version wrote may not be read any more: then its records are unknown.
        return None
    if given is not None:
        _same_as_read(loaded, county, given)
    return county


def _same_as_read(loaded: LoadedRun, county: County, folder: Path) -> None:
    """Raise unless the county's files are those that the run read."""
    read = {str(f["path"]): str(f["sha256"]) for f in loaded.manifest["inputs"]}
    changed = [f.path for f in county.files if read.get(f.path) != f.sha256]
    if changed:
        said = text("dossier.county_changed", files=", ".join(changed))
        finding = Finding("dossier", "error", said, str(folder))
        raise InvalidInputError(text("dossier.refused", run=loaded.folder), [finding])
