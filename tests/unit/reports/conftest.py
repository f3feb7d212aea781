"""One report for the tests of this folder: its maps are drawn once."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from planner.maps.scene import Scene
    from planner.reports.document import Section
    from planner.result import Result

EVIL = "</script><img src=x onerror=alert(1)>"


class Told(NamedTuple):
    """A finished run and the sections of its report."""

    result: Result
    sections: tuple[Section, ...]
    scene: Scene


@pytest.fixture(scope="session")
def told() -> Told:
    """Return the run of pages_world.py with names that a page must not run, and its report."""
    from pages_world import make_result

    from planner.maps.scene import scene_of
    from planner.reports.content import report_sections

    basis = {"lower": "attendance", "upper": "fitted", "junior": "assumed"}
    result = make_result(names={"S2": "{{7*7}}", "V3": EVIL})
    result = dataclasses.replace(result, basis=basis)
    scene = scene_of(result)
    return Told(result, report_sections(scene), scene)
