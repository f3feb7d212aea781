"""concern.html, concern.csv and concern.json of a study."""

from __future__ import annotations

from pathlib import Path

from planner.concern.study import ConcernStudy
from planner.reports.concern.files import concern_csv, concern_json
from planner.reports.concern.page import concern_page
from planner.reports.concern.places import read_places
from planner.reports.words import PageLang

NAMES = ("concern.html", "concern.csv", "concern.json")
"""Files of a study in its folder."""


def write_concern(study: ConcernStudy, out: Path, language: PageLang = "both") -> Path:
    """Write the page and the files of a study, and return the page's path.

    Parameters
    ----------
    out
        The folder, made where it is not there.
    language
        ``zh``, ``en``, or ``both``: the page then opens in Chinese and switches at a button.
    """
    out.mkdir(parents=True, exist_ok=True)
    contents = (
        concern_page(study, read_places(study), language),
        concern_csv(study),
        concern_json(study),
    )
    # All are made before the first is written: a page without its figures is of no use.
    for name, content in zip(NAMES, contents, strict=True):
        (out / name).write_text(content, "utf-8")
    return out / NAMES[0]
