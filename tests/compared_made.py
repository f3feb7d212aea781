"""Runs of the sample county with hostile names, compared; and one of them as a point of a sweep."""

from __future__ import annotations

import json
import math
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from compare_page import Page

import cli
from planner.studies.points import Point

EVIL_SCHOOL = "</script><img src=x onerror=alert(1)>"


EVIL_VILLAGE = "{{7*7}}"


FORMULA = "=1+1"


def plan(*arguments: object) -> int:
    return cli._guarded([str(a) for a in arguments])


@dataclass(frozen=True)
class Made:
    """Three runs: today, one school per township, and that again as a point of a sweep."""

    runs: tuple[Path, Path, Path]
    html: str
    page: Page
    book: Path
    said: dict[str, Any]


def point_of(run: Path, sweep: Path) -> Path:
    """Copy a run into a sweep, as if it had read other villages."""
    from planner.scenario.goals import TIERS
    from planner.studies.frontier import write_frontier

    copied = sweep / "points" / "one"
    shutil.copytree(run, copied)
    manifest = json.loads((copied / "manifest.json").read_text("utf-8"))
    for read in manifest["inputs"]:
        if read["path"] == "villages.csv":
            read["sha256"] = "0" * 64
    (copied / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    counts = dict.fromkeys(TIERS, 0.0)

    def point(value: str, cost: float, folder: str) -> Point:
        objectives = (("capital_yuan", cost, cost - 1, 0.01, 0.0),)
        figures = counts | {"capital_yuan": cost}
        return Point(value, "optimal", "proof", 0.01, objectives, figures, folder, 1.0, False)

    none = Point("1", "infeasible", "proof", math.inf, (), {}, "points/none", 1.0, False)
    points = [none, point("2", 54_321.0, "points/one"), point("null", 12_345.0, "points/two")]
    write_frontier("schools.open_between", points, sweep / "frontier.csv")
    return copied
