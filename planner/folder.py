"""Run folders: written beside the target and swapped in when whole.

A run that dies leaves the earlier run as it was. The old folder is moved aside first; a
swap that was cut off is finished or undone at the next start. Every folder has a name of its
own and every step is one rename, so that runs on one target at the same moment need no lock:
each ends whole, and the last one stays.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from uuid import uuid4

_NEW = ".new-"
"""Folders that are being written or deleted: never of use to anybody else."""
_OLD = ".old-"
"""Whole runs moved aside while another takes their place."""
_MARK = re.compile(r"(\d+)(?:\.\d+)?")
"""What follows the target's name: number of the process, and of the folder."""
_SCRATCH = "county-school-planner-"
_SWAPS = 100
"""So often another run may come between before a swap gives up."""
_UNTOUCHED_S = 86_400.0


@contextlib.contextmanager
def replaced_whole(target: Path) -> Iterator[Path]:
    """Yield a fresh folder that takes the target's place when the block ends well.

    Parameters
    ----------
    target
        The run folder; its parents are made.

    Raises
    ------
    FileExistsError
        If the target is a file, or a folder that no run wrote and that is not empty.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    refuse_foreign(target)
    recover(target)
    fresh = _own(target, _NEW)
    fresh.mkdir()
    try:
        yield fresh
        _swap(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """Yield a folder for files of this run alone, and clear those of runs that died."""
    for left in Path(gettempdir()).glob(f"{_SCRATCH}*"):
        process = left.name.removeprefix(_SCRATCH).partition("-")[0]
        if process.isdigit() and not _alive(left, process):
            shutil.rmtree(left, ignore_errors=True)
    with TemporaryDirectory(prefix=f"{_SCRATCH}{os.getpid()}-") as scratch:
        yield Path(scratch)


def refuse_foreign(target: Path) -> None:
    """Raise if the target is not a run folder that may be replaced.

    Raises
    ------
    FileExistsError
        As `replaced_whole` says.
    """
    # Looked at again, since another run may swap folders between two looks.
    if all(_foreign(target) for _ in range(3)):
        raise FileExistsError(target)


def _foreign(target: Path) -> bool:
    try:
        return any(target.iterdir()) and not (target / "manifest.json").exists()
    except FileNotFoundError:
        return False
    except NotADirectoryError:
        return True


def recover(target: Path) -> None:
    """Put back the old run where a swap was cut off, and clear what is left of dead runs."""
    olds = _beside(target, _OLD)
    for old in sorted(olds, key=_written, reverse=True):
        if not target.exists():
            with contextlib.suppress(OSError):  # another run came first
                old.rename(target)
                continue
        _discard(old, target)
    for fresh in _beside(target, _NEW):
        if not _alive(fresh, fresh.name.rpartition("-")[2].partition(".")[0]):
            shutil.rmtree(fresh, ignore_errors=True)


def _swap(fresh: Path, target: Path) -> None:
    """Put `fresh` in the target's place, whoever else is at it."""
    aside: list[Path] = []
    try:
        for attempt in range(_SWAPS):
            try:
                fresh.rename(target)
                break
            except OSError:
                if attempt == _SWAPS - 1:
                    raise
            refuse_foreign(target)
            old = _own(target, _OLD)
            with contextlib.suppress(FileNotFoundError):
                target.rename(old)
                aside.append(old)
    except BaseException:
        if aside and not target.exists():
            aside[-1].rename(target)
        raise
    for old in aside:
        _discard(old, target)


def _discard(old: Path, target: Path) -> None:
    """Delete a whole run. Renamed first: half of it must never be taken for a run."""
    dying = _own(target, _NEW)
    with contextlib.suppress(OSError):  # another run put it back or deletes it
        old.rename(dying)
    shutil.rmtree(dying, ignore_errors=True)


def _own(target: Path, prefix: str) -> Path:
    """Return a name beside the target that no other folder has."""
    return target.with_name(f"{prefix}{target.name}-{os.getpid()}.{uuid4().int % 10**12}")


def _beside(target: Path, prefix: str) -> list[Path]:
    """Return the folders of this target alone: ``a-b`` is another target than ``a``."""
    start = f"{prefix}{target.name}-"
    beside = sorted(target.parent.iterdir()) if target.parent.is_dir() else []
    return [p for p in beside if p.name.startswith(start) and _MARK.fullmatch(p.name[len(start) :])]


def _written(run: Path) -> float:
    try:
        return (run / "manifest.json").stat().st_mtime
    except OSError:
        return 0.0


def _alive(folder: Path, process: str) -> bool:
    """Return whether the process that made a folder still runs."""
    if sys.platform == "win32":  # signal 0 would end the process there
        with contextlib.suppress(OSError):
            return time.time() - folder.stat().st_mtime < _UNTOUCHED_S
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
