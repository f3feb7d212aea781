"""``county.yaml``: what a county folder says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from planner.findings import Finding
from planner.scenario.explain import explained
from planner.scenario.lines import KeyPath, Places, finding_at, places_in, read_yaml
from planner.texts import text

FILE_NAME = "county.yaml"
CHECK = "county_file"


class _Closed(BaseModel):
    """A closed, frozen part of county.yaml; codes written as numbers are read as text."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class Bilingual(_Closed):
    """A text in both languages."""

    zh: str
    en: str


class TableFile(_Closed):
    """The file of a table.

    Parameters
    ----------
    file
        Path relative to the county folder.
    layer
        Layer or sheet (``sheet`` means the same), where the file has several.
    crs
        How the coordinates of this table are to be understood, where it is not as county.yaml
        or the file itself says.
    """

    file: str
    layer: str | None = None
    crs: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _named_alone(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"file": value}
        if isinstance(value, dict) and "sheet" in value and "layer" not in value:
            return {("layer" if key == "sheet" else key): said for key, said in value.items()}
        return value


class TableFiles(_Closed):
    """The file of each table."""

    villages: TableFile
    schools: TableFile
    roads: TableFile
    services: TableFile | None = None
    attendance: TableFile | None = None
    teachers: TableFile | None = None
    residences: TableFile | None = None
    minutes: TableFile | None = None
    townships: TableFile | None = None
    boundary: TableFile | None = None
    terrain: TableFile | None = None


class CountyFile(_Closed):
    """All that county.yaml may say.

    Parameters
    ----------
    county_id, name, adcode
        Short id, name in both languages, code of the county.
    crs
        Datum of longitudes and latitudes: ``wgs84``, ``cgcs2000``, ``gcj02``, ``bd09`` or
        ``EPSG:n``, which may be a projected system if the tables hold metres.
    projected_crs
        Projected system in metres to work in; chosen from the places where None.
    provenance
        Grade of rows that name none.
    tables
        File of each table, relative to the folder.
    assumptions
        Sentences on what was assumed.
    """

    county_id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")
    name: Bilingual
    adcode: str | None = None
    crs: str | None = None
    projected_crs: str | None = None
    provenance: Literal["measured", "estimated", "synthetic"] = "measured"
    tables: TableFiles
    assumptions: tuple[Bilingual, ...] = ()

    def files(self) -> dict[str, TableFile]:
        """Return the file of every table named, in the order of the data dictionary."""
        named = {name: getattr(self.tables, name) for name in type(self.tables).model_fields}
        return {name: file for name, file in named.items() if file is not None}


def read_county_file(folder: Path) -> tuple[CountyFile | None, Places, tuple[Finding, ...]]:
    """Read and check ``county.yaml`` of a county folder.

    Returns
    -------
    tuple
        What it says (None where it cannot be used), the line of every key, findings.
    """
    data, findings = read_yaml(folder / FILE_NAME, CHECK)
    if data is None:
        return None, {}, findings
    places = places_in(data, FILE_NAME)
    said = _plain(data)
    refused: tuple[Finding, ...] = ()
    try:
        county_file = CountyFile.model_validate(said)
    except ValidationError as error:
        # A key that is missing from the top has no line.
        said_of = explained(CountyFile, error, places, check=CHECK)
        refused = tuple(f if f.file else replace(f, file=FILE_NAME) for f in said_of)
        for entry in error.errors():
            _drop(said, entry["loc"])
        try:
            # Without what was refused, the tables can still be read and checked.
            county_file = CountyFile.model_validate(said)
        except ValidationError:
            return None, places, refused
    strays = [
        finding_at(places, at, text("inputs.path_outside"), file.file, CHECK)
        for name, file in county_file.files().items()
        if _leaves_folder(file.file) and (at := _place_of(places, name))
    ]
    return county_file, places, (*refused, *strays)


def _place_of(places: Places, table: str) -> KeyPath:
    inner: KeyPath = ("tables", table, "file")
    return inner if inner in places else inner[:2]


def _leaves_folder(path: str) -> bool:
    """Return whether a path is absolute or climbs out of the folder it is relative to."""
    if PurePosixPath(path).is_absolute() or PureWindowsPath(path).anchor:
        return True
    depth = 0
    for part in PureWindowsPath(path).parts:
        depth += -1 if part == ".." else 1
        if depth < 0:
            return True
    return False


def _drop(said: Any, at: KeyPath) -> None:
    """Remove the value at `at` from nested plain data, if it is there."""
    for key in at[:-1]:
        try:
            said = said[key]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(said, dict):
        said.pop(at[-1], None)


def _plain(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {str(k): _plain(v) for k, v in data.items()}
    if isinstance(data, list):
        return [_plain(v) for v in data]
    return data
