"""The report in all forms asked for: the page, and where wanted PDF and Word."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Literal

from planner.maps.scene import Scene, scene_of
from planner.reports.content import report_sections
from planner.reports.printed import require_pdf, write_pdf
from planner.reports.report import build_report
from planner.reports.word_file import require_docx, write_docx
from planner.reports.words import PageLang, languages
from planner.result import Result

Form = Literal["pdf", "docx"]


def require(forms: Collection[Form]) -> None:
    """Raise unless what the forms need is installed; to be asked before anything is solved.

    Raises
    ------
    UsageError
        If something is missing; says how to install it.
    """
    if "pdf" in forms:
        require_pdf()
    if "docx" in forms:
        require_docx()


def write_forms(
    result: Result,
    folder: Path,
    lang: PageLang = "both",
    forms: Collection[Form] = (),
    scene: Scene | None = None,
) -> None:
    """Write ``report.html`` and what else is asked for into a folder.

    ``report.pdf`` and ``report.docx`` of both languages hold one after the other.

    Parameters
    ----------
    scene
        `planner.maps.scene.scene_of` the run; made here where it is not given.

    Raises
    ------
    PlannerError
        If no PDF or no Word file can be made.
    """
    scene = scene_of(result) if scene is None else scene
    sections = report_sections(scene)
    (folder / "report.html").write_text(build_report(result, lang, sections, scene), "utf-8")
    if "pdf" in forms:
        pages = [build_report(result, one, sections, scene) for one in languages(lang)]
        write_pdf(pages, folder / "report.pdf")
    if "docx" in forms:
        write_docx(result, sections, folder / "report.docx", languages(lang))
