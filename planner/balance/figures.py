"""What the schools of a county have at one moment, a row for each part that the measures judge.

The measures judge primary and junior schools apart. A nine-year school counts in both: it has a
row for its primary part and one for its junior part. What it has as a whole (rooms, grounds,
equipment, books) is shared among its parts by pupils; its teachers by the stage they teach.

Indices: ``r`` part of a school, ``b`` band (0 primary, 1 junior).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from planner.county.dictionary import STAGES
from planner.instance import Flags, Floats, Ints
from planner.teachers.instance import BANDS as BANDS

BAND_OF_STAGE = tuple(BANDS.index("junior" if g == "junior" else "primary") for g in STAGES)
"""Band of each stage, in the order of `STAGES`."""

TEACHER_QUANTITIES = (
    "qualified_teachers",
    "backbone_teachers",
    "arts_pe_teachers",
    "teachers",
    "titled_teachers",
)
"""Persons who teach: all; with a degree above the required one; backbone of county level; of
physical education, music and art; with an intermediate title or above."""
SITE_QUANTITIES = (
    "teaching_area_m2",
    "sports_area_m2",
    "equipment_yuan",
    "multimedia_rooms",
    "computers",
    "books",
)
"""What a site has, by its column of the schools table."""
QUANTITIES = (*TEACHER_QUANTITIES, *SITE_QUANTITIES)


@dataclass(frozen=True, eq=False)
class SchoolFigures:
    """Schools that teach at one moment; a row for each band a school teaches, sorted by id.

    Parameters
    ----------
    school_id
        School of each row, shape (R,).
    kind
        Kind of the school at that moment (R,).
    band
        Index into `BANDS` (R,).
    pupils
        Pupils of the band, at least 1 (R,).
    school_pupils
        Pupils of the whole school (R,).
    largest_class
        Pupils of the largest class of the band, classes of a stage being of like size; NaN
        where not known (R,).
    quantity
        What each row has, by name of `QUANTITIES`; NaN where not known, never 0 for that (R,).
    """

    school_id: tuple[str, ...]
    kind: tuple[str, ...]
    band: Ints
    pupils: Ints
    school_pupils: Ints
    largest_class: Floats
    quantity: Mapping[str, Floats]

    def __post_init__(self) -> None:
        """Refuse rows without pupils and arrays that do not fit."""
        rows = len(self.school_id)
        shapes = {len(self.kind), len(self.largest_class), len(self.school_pupils)}
        shapes |= {len(self.band), len(self.pupils), *map(len, self.quantity.values())}
        if shapes - {rows}:
            raise ValueError("figures: arrays of different lengths")
        if set(self.quantity) != set(QUANTITIES):
            raise ValueError("figures: a quantity is missing or unknown")
        if rows and int(self.pupils.min()) < 1:
            raise ValueError("figures: a row without pupils")

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.school_id)

    def small(self, limit_pupils: float) -> Flags:
        """Return the teaching points under a limit of pupils, whom the measures leave out (R,)."""
        point = np.array([k == "teaching_point" for k in self.kind], dtype=bool)
        flags: Flags = point & (self.school_pupils < limit_pupils)
        return flags

    def share(self) -> Floats:
        """Return the part of its school's pupils that each row has (R,)."""
        return self.pupils / np.maximum(self.school_pupils, 1)


def with_added(figures: SchoolFigures, added: Mapping[str, Mapping[str, float]]) -> SchoolFigures:
    """Return the figures after something was added to schools, shared among parts by pupils.

    Parameters
    ----------
    added
        By name of `QUANTITIES` and school id. What is added to a figure that is not known
        leaves it not known; a school that teaches nobody is passed over.
    """
    quantity = dict(figures.quantity)
    share = figures.share()
    for name, by_school in added.items():
        more = np.array([float(by_school.get(s, 0.0)) for s in figures.school_id])
        quantity[name] = quantity[name] + more * share
    return replace(figures, quantity=quantity)
