"""Reading a run folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.folder import recover
from planner.loaded.layers import DEGREES, read_layer
from planner.loaded.run import LoadedRun
from planner.loaded.tables import read_table
from planner.texts import Text, text

if TYPE_CHECKING:
    import geopandas

MANIFEST = "manifest.json"
SCENARIO = "scenario.resolved.yaml"
OWN_TABLES = ("schools", "assignments", "indicators", "findings")
"""Tables that every run with a plan has, each with a name of its own in `LoadedRun`."""
FILES = (MANIFEST, SCENARIO, *(f"{name}.csv" for name in OWN_TABLES), "plan.gpkg")
_KEYS = ("scenario", "county", "status", "gap", "inputs")


def load_run(folder: Path | str) -> LoadedRun:
    """Read a run folder.

    Parameters
    ----------
    folder
        A folder that ``plan --scenario`` wrote. A swap that was cut off there is finished or
        undone first.

    Raises
    ------
    InvalidInputError
        If it holds no run, a run without a plan, or files that cannot be read.
    """
    folder = Path(folder)
    recover(folder)
    manifest = _manifest(folder)
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise _refused(folder, text("loaded.missing", missing=", ".join(missing)))
    try:
        scenario = _plain_yaml(folder / SCENARIO)
        tables = {path.stem: read_table(path) for path in sorted(folder.glob("*.csv"))}
        own = {name: tables.pop(name) for name in OWN_TABLES}
        villages, places = (read_layer(folder, layer) for layer in ("villages", "schools"))
        schools = _placed(own.pop("schools"), places)
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise _refused(folder, text("loaded.unreadable", reason=repr(error))) from error
    return LoadedRun(folder, manifest, scenario, schools, villages, tables=tables, **own)


def _manifest(folder: Path) -> dict[str, Any]:
    if not (folder / MANIFEST).is_file():
        raise _refused(folder, text("loaded.no_run"))
    try:
        said = json.loads((folder / MANIFEST).read_text("utf-8"))
        lost = [key for key in _KEYS if key not in said]
    except (ValueError, TypeError, OSError) as error:
        raise _refused(folder, text("loaded.unreadable", reason=repr(error))) from error
    if lost:
        reason = f"{MANIFEST}: {', '.join(lost)}"
        raise _refused(folder, text("loaded.unreadable", reason=reason))
    if said["status"] in ("infeasible", "no_solution"):
        raise _refused(folder, text("loaded.infeasible", scenario=said["scenario"]))
    return dict(said)


def _plain_yaml(path: Path) -> dict[str, Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return dict(YAML(typ="safe", pure=True).load(path.read_text("utf-8")))
    except YAMLError as error:
        raise ValueError(f"{path.name}: {error}") from error


def _placed(schools: Any, places: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Return the table of schools with the points of the layer."""
    import geopandas as gpd

    points = places.set_index("school_id").geometry
    geometry = points.loc[list(schools["school_id"])].to_numpy()
    return gpd.GeoDataFrame(schools, geometry=geometry, crs=DEGREES)


def _refused(folder: Path, said: Text) -> InvalidInputError:
    finding = Finding("run", "error", said, str(folder))
    return InvalidInputError(text("loaded.refused", folder=folder), [finding])
