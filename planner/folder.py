"""Run folders: written beside the target and swapped in when whole.

A run that dies leaves the earlier run as it was. The old folder is moved aside first; a
swap that was cut off is finished or undone at the next start.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NEW = ".new-"
_OLD = ".old-"


@contextmanager
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
    fresh = target.with_name(f"{_NEW}{target.name}-{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    try:
        yield fresh
        _swap(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def refuse_foreign(target: Path) -> None:
    """Raise if the target is not a run folder that may be replaced.

    Raises
    ------
    FileExistsError
        As `replaced_whole` says.
    """
    if target.is_dir():
        if any(target.iterdir()) and not (target / "manifest.json").exists():
            raise FileExistsError(target)
    elif target.exists():
        raise FileExistsError(target)


def recover(target: Path) -> None:
    """Put back the old run where a swap was cut off, and clear what is left of dead runs."""
    for old in _beside(target, _OLD):
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.rename(target)
    for fresh in _beside(target, _NEW):
        if not _alive(fresh.name.rpartition("-")[2]):
            shutil.rmtree(fresh, ignore_errors=True)


def _beside(target: Path, prefix: str) -> list[Path]:
    """Return the folders of this target alone: ``a-b`` is another target than ``a``."""
    start = f"{prefix}{target.name}-"
    beside = sorted(target.parent.iterdir()) if target.parent.is_dir() else []
    return [p for p in beside if p.name.startswith(start) and p.name[len(start) :].isdigit()]


def _swap(fresh: Path, target: Path) -> None:
    if not target.exists():
        fresh.rename(target)
        return
    old = target.with_name(f"{_OLD}{target.name}-{os.getpid()}")
    target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _alive(process: str) -> bool:
    if not process.isdigit():
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
