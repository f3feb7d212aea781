"""A finished run read back from its folder: what pages, comparisons and notebooks start from."""

from __future__ import annotations

from planner.loaded.read import load_run
from planner.loaded.run import LoadedRun

__all__ = ["LoadedRun", "load_run"]
