"""A finished run read back from its folder: what pages, comparisons and notebooks start from."""

from __future__ import annotations

from planner.loaded.read import load_run
from planner.loaded.run import LoadedRun, check_language

__all__ = ["LoadedRun", "check_language", "load_run"]
