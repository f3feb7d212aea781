"""What schools are fitted out with: equipment, multimedia rooms, computers, books, debt."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .people import STAGES

YUAN_PER_PUPIL = {"seat": (2_300, 4_200), "central": (1_500, 3_300), "point": (500, 2_300)}
"""Value of equipment a pupil, yuan."""
ROOMS_SHARE = {"seat": (0.75, 1.0), "central": (0.5, 1.0), "point": (0.0, 1.0)}
"""Part of the classrooms that are networked multimedia rooms."""
COMPUTERS_PER_100 = {"seat": (9, 16), "central": (8, 18), "point": (0, 14)}
BOOKS_PER_PUPIL = {"seat": (16, 32), "central": (14, 36), "point": (6, 30)}
FLOOR_PUPILS = 20
"""Even the smallest point has the equipment of so many pupils, or nothing would be there."""
DEBT_SHARE, DEBT_YUAN_PER_M2 = 0.3, (150, 700)
"""Of the schools built in the last years so many still owe so much for each square metre."""
PLANNED_PUPILS_PER_ROOM, PLANNED_YUAN = 40, 2_600
COLUMNS = ("equipment_yuan", "multimedia_rooms", "computers", "books", "debt_yuan")


def with_equipment(schools: pd.DataFrame, seat: str, rng: np.random.Generator) -> pd.DataFrame:
    """Return the schools with what they are fitted out with; a candidate with what is planned.

    Parameters
    ----------
    schools
        As `data.synthetic.staff_rooms.with_staff_rooms` returns it.
    seat
        Township of the county seat.
    rng
        Draws the same numbers for every school, so that no school's hang on another's kind.
    """
    made: dict[str, list[int]] = {name: [] for name in COLUMNS}
    for row in schools.to_dict("records"):
        draws = rng.random(6)
        for name, value in _fitted_out(row, seat, draws).items():
            made[name].append(value)
    table = schools.copy()
    for name in COLUMNS:
        table.insert(list(table.columns).index("provenance"), name, made[name])
    return table


def _fitted_out(row: dict, seat: str, draws: np.ndarray) -> dict[str, int]:
    rooms = int(row["classrooms"])
    if row["status"] == "candidate":
        pupils = rooms * PLANNED_PUPILS_PER_ROOM
        planned = (pupils * PLANNED_YUAN, rooms, round(pupils * 0.12), pupils * 25, 0)
        return dict(zip(COLUMNS, planned, strict=True))
    pupils = max(FLOOR_PUPILS, sum(int(row[f"{stage}_enrolled"]) for stage in STAGES))
    small = row["kind"] == "teaching_point"
    sort = "point" if small else "seat" if row["township"] == seat else "central"

    def drawn(span: tuple[float, float], n: int) -> float:
        return span[0] + (span[1] - span[0]) * float(draws[n])

    recent = not pd.isna(row["built_year"]) and int(row["built_year"]) >= 2012
    debt = 0
    if recent and draws[4] < DEBT_SHARE:
        debt = round(int(row["teaching_area_m2"]) * drawn(DEBT_YUAN_PER_M2, 5), -3)
    values = (
        round(pupils * drawn(YUAN_PER_PUPIL[sort], 0), -2),
        round(rooms * drawn(ROOMS_SHARE[sort], 1)),
        round(pupils * drawn(COMPUTERS_PER_100[sort], 2) / 100),
        round(pupils * drawn(BOOKS_PER_PUPIL[sort], 3)),
        debt,
    )
    return dict(zip(COLUMNS, map(int, values), strict=True))
