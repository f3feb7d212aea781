"""Travel tables kept from run to run, each under the hash of all it was computed from.

A second scenario on the same county that travels alike finds its table here. One ``.npz`` file
a table, readable without unpickling anything; written beside its place and moved there when
whole; a file that cannot be read, or is not what its name says, is computed anew. The oldest
go when the folder grows beyond `MOST_BYTES`. A folder that cannot be written is no error: the
run goes on without it.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from planner.county import County
from planner.scenario import Scenario
from planner.travel.inputs_hash import inputs_hash
from planner.travel.matrix import travel_table
from planner.travel.stored import load_table, save_table
from planner.travel.table import TravelTable

FOLDER_VARIABLE = "COUNTY_SCHOOL_PLANNER_CACHE"
"""Names another folder for the tables; ``off`` keeps none."""

MOST_BYTES = 1_000_000_000
"""Size of the folder beyond which the tables used longest ago are removed."""

PREFIX, SUFFIX, UNFINISHED = "travel-", ".npz", ".part"

LEFT_OVER_S = 86_400.0
"""Age beyond which an unfinished file is what a run that died left behind."""

UNREADABLE = (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, zlib.error)
"""What reading a damaged or foreign file may raise."""


@dataclass(frozen=True)
class Origin:
    """Where a travel table came from.

    Parameters
    ----------
    inputs_sha256
        Hash of all it was computed from.
    reused
        Whether it was found in the cache rather than computed.
    """

    inputs_sha256: str
    reused: bool


def cached_travel_table(county: County, scenario: Scenario) -> tuple[TravelTable, Origin]:
    """Return the travel table from the cache, or compute and keep it.

    Parameters
    ----------
    county, scenario
        As for `planner.travel.matrix.travel_table`.
    """
    key, folder = inputs_hash(county, scenario), cache_folder()
    if folder is None:
        return travel_table(county, scenario), Origin(key, reused=False)
    path = folder / f"{PREFIX}{key}{SUFFIX}"
    try:
        table = load_table(path, key)
    except UNREADABLE:
        table = travel_table(county, scenario)
        keep(path, lambda file: save_table(table, key, file))
        return table, Origin(key, reused=False)
    with contextlib.suppress(OSError):
        os.utime(path)
    return table, Origin(key, reused=True)


def cache_folder() -> Path | None:
    """Return the folder of the tables, None where none are to be kept.

    The user's cache folder of the platform, or what `FOLDER_VARIABLE` says.
    """
    said = os.environ.get(FOLDER_VARIABLE, "").strip()
    if said:
        return None if said.lower() == "off" else Path(said).expanduser()
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or home / ".cache"
    return Path(base) / "county-school-planner"


def keep(path: Path, write: Callable[[IO[bytes]], None]) -> None:
    """Write a file into the cache; a full or read-only disk is no reason to stop."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=PREFIX, suffix=UNFINISHED)
        try:
            with os.fdopen(handle, "wb") as file:
                write(file)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _trim(path.parent, path)


def _trim(folder: Path, newest: Path) -> None:
    """Remove the tables used longest ago until the rest fits; the newest stays."""
    now = time.time()
    for part in folder.glob(f"{PREFIX}*{UNFINISHED}"):
        if now - part.stat().st_mtime > LEFT_OVER_S:
            part.unlink(missing_ok=True)
    known = [(f.stat().st_mtime, f.stat().st_size, f) for f in folder.glob(f"{PREFIX}*{SUFFIX}")]
    total = sum(size for _, size, _ in known)
    for _, size, file in sorted(known):
        if total <= MOST_BYTES:
            return
        if file != newest:
            file.unlink(missing_ok=True)
            total -= size
