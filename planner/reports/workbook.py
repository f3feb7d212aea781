"""plan.xlsx: the tables of a run for people."""

from __future__ import annotations

from pathlib import Path

from planner.maps.scene import Scene, scene_of
from planner.reports.sheet_writer import write_book
from planner.reports.sheets import sheets
from planner.result import Result


def write_workbook(result: Result, path: Path, scene: Scene | None = None) -> None:
    """Write the workbook of a finished run.

    Parameters
    ----------
    scene
        `planner.maps.scene.scene_of` the run; made here where it is not given.
    """
    write_book(path, sheets(scene_of(result) if scene is None else scene))
