"""Parts of report.html for the tests that read no map: drawing takes most of a page's time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.reports.words import PageLang
    from planner.result import Result


def report_of(result: Result, *sections: str, lang: PageLang = "both") -> str:
    """Return the report of a run with only the sections of these ids that it has.

    Without the sections ``sketch`` and ``townships`` no map is drawn.
    """
    from planner.maps.scene import scene_of
    from planner.reports.content import report_sections
    from planner.reports.report import build_report

    scene = scene_of(result)
    told = [s for s in report_sections(scene) if s.section_id in sections]
    return build_report(result, lang, told, scene)


def section(page: str, name: str) -> str:
    """Return a section of a page by its id."""
    found = re.search(rf'<section id="{name}">.*?</section>', page, re.DOTALL)
    assert found is not None
    return found[0]
