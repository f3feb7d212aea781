"""One hash over all that a travel table is computed from."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from planner import __version__
from planner.county import STAGES, County
from planner.kinds import stages_offered
from planner.scenario import Scenario

UNREAD_OPTIONS = frozenset(
    {
        "norm",
        "serve",
        "protect",
        "protect_tolerance_minutes",
        "max_added_minutes",
        *(f"{stage}.ride_max_minutes" for stage in STAGES),
        *(f"{stage}.weekly_ceiling_minutes" for stage in STAGES),
    }
)
"""Options of the section ``travel`` that say what is allowed, not how long a trip takes."""

READ_FOR_LINES = frozenset(
    f"{stage}.{limit}" for stage in STAGES for limit in ("walk_max_minutes", "ceiling_minutes")
)
"""Such options too, but where possible lines run depends on who may not walk, and how far."""

READ_COSTS = ("fare_yuan", "vehicle_yuan_per_km")
"""Options of the section ``costs`` that stand in the table."""

UNREAD_TABLES = frozenset(
    {
        "county_id",
        "name",
        "attendance",
        "teachers",
        "townships",
        "provenance",
        "assumptions",
        "files",
    }
)
"""Fields of the county that no trip depends on; a new one counts until it is named here."""

LIBRARIES = ("numpy", "pandas", "scipy", "shapely", "rasterio")
"""What computes the table; another version may break ties another way."""


def inputs_hash(county: County, scenario: Scenario) -> str:
    """Return the hash of county, options, program and libraries, as hexadecimal text.

    Of the county every table that trips may depend on, with all columns, and the bytes of the
    terrain; of the scenario `travel_options` and the stages that sites may offer; of the
    program its version and the text of the modules that compute trips.
    """
    digest = hashlib.sha256()
    _add(digest, "program", json.dumps([__version__, *map(metadata.version, LIBRARIES)]))
    for room in ("planner.travel", "planner.county"):
        files = [f for f in resources.files(room).iterdir() if f.name.endswith((".py", ".toml"))]
        for file in sorted(files, key=lambda f: f.name):
            _add(digest, f"{room}/{file.name}", file.read_bytes())
    _add(digest, "options", json.dumps(travel_options(scenario), sort_keys=True))
    _add(digest, "stages", stages_offered(county, scenario).tobytes())
    for field in dataclasses.fields(county):
        if field.name not in UNREAD_TABLES:
            _add_value(digest, field.name, getattr(county, field.name))
    return digest.hexdigest()


def travel_options(scenario: Scenario) -> dict[str, Any]:
    """Return the options that a travel table depends on, as plain data."""
    travel = scenario.travel.model_dump(mode="json")
    lines = scenario.lines.model_dump(mode="json") if scenario.lines.generate else None
    for dotted in UNREAD_OPTIONS if lines else UNREAD_OPTIONS | READ_FOR_LINES:
        section, _, last = dotted.rpartition(".")
        (travel[section] if section else travel).pop(last, None)
    costs = scenario.costs.model_dump(mode="json")
    return {
        "seasons": list(scenario.seasons),
        "travel": travel,
        "lines": lines,
        "costs": {name: costs[name] for name in READ_COSTS},
    }


def _add_value(digest: Any, name: str, value: Any) -> None:
    if value is None or isinstance(value, str):
        _add(digest, name, json.dumps(value))
    elif isinstance(value, Path):
        with value.open("rb") as file:
            _add(digest, name, hashlib.file_digest(file, "sha256").digest())
    elif isinstance(value, Mapping):
        for key in sorted(value):
            _add_value(digest, f"{name}.{key}", value[key])
    elif isinstance(value, BaseGeometry):
        _add(digest, name, shapely.to_wkb(value))
    elif hasattr(value, "columns"):
        _add_table(digest, name, value)
    else:
        raise TypeError(f"the cache of travel tables does not know how to hash County.{name}")


def _add_table(digest: Any, name: str, table: pd.DataFrame) -> None:
    """Add a frame row by row as it stands: index, columns and geometry."""
    _add_texts(digest, f"{name}.index", list(table.index))
    for column in sorted(map(str, table.columns)):
        values, label = table[column], f"{name}.{column}"
        if values.dtype == "geometry":
            for n, shape in enumerate(shapely.to_wkb(np.asarray(values)).tolist()):
                _add(digest, f"{label}.{n}", shape or b"")
        elif values.dtype.kind in "biuf":
            # Not a number is one number here, whatever its bits.
            numbers = values.to_numpy(dtype=float, na_value=np.nan)
            _add(digest, label, np.where(np.isnan(numbers), np.nan, numbers).tobytes())
        else:
            _add_texts(digest, label, [None if pd.isna(v) else v for v in values])


def _add_texts(digest: Any, name: str, values: Sequence[Any]) -> None:
    said = [None if v is None else str(v) for v in values]
    _add(digest, name, json.dumps(said, ensure_ascii=False))


def _add(digest: Any, name: str, content: bytes | str) -> None:
    """Add one named thing with its length, so that nothing runs into its neighbour."""
    data = content.encode() if isinstance(content, str) else content
    digest.update(f"{name}:{len(data)}\n".encode())
    digest.update(data)
