"""What people said of where schools lie and of living there, in the counties of the survey.

The figures are the survey's, of today, and of three counties only (satisfaction.toml). They
stand beside the indicators; no plan moves them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources

ITEMS = ("location", "living", "logistics_living", "logistics")
GROUPS = ("pupils", "teachers", "parents")


@dataclass(frozen=True)
class Answer:
    """A share that the survey printed.

    Parameters
    ----------
    item
        One of `ITEMS`: where the school lies, living services, logistics, as the survey names them.
    group
        Who was asked: ``pupils``, ``teachers`` or ``parents``.
    satisfied_percent
        Satisfied with it.
    overall_percent
        Satisfied on the whole, of the same group and county.
    place
        Whether it is the ``lowest`` or the ``highest`` of that group's items.
    """

    item: str
    group: str
    satisfied_percent: float
    overall_percent: float
    place: str


def survey_answers(county_id: str) -> tuple[Answer, ...]:
    """Return what the survey printed of a county by its id or official code; else nothing."""
    file = resources.files(__package__) / "satisfaction.toml"
    said = tomllib.loads(file.read_text("utf-8"))
    overall = {of["county"]: of for of in said["overall"]}
    return tuple(
        Answer(
            str(a["item"]),
            str(a["group"]),
            float(a["satisfied_percent"]),
            float(overall[a["county"]][a["group"]]),
            str(a["place"]),
        )
        for a in said["answers"]
        if county_id in (a["county"], a["adcode"])
    )
