"""Rooms for staff to live in: at boarding schools, and at small schools far from any of them.

Shares and distance are assumptions; nothing about them was counted anywhere.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .teachers import schools_today

BOARDING_SHARE = (0.2, 0.45)
"""Rooms of a boarding school over its teaching posts, from a range."""
REMOTE_SHARE = 0.5
"""Rooms of a remote school over its teaching posts, rounded up: every other teacher is from away."""
REMOTE_KM = 6.0
"""A school this far from the nearest boarding school, as the crow flies, is remote."""
PLANNED = {"nine_year": 18, "primary": 12}
"""Rooms of a planned boarding school by kind."""
KM_PER_DEGREE = 111.2


def with_staff_rooms(schools: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the table of schools with the column ``staff_rooms``, before ``provenance``.

    Parameters
    ----------
    schools
        As `data.synthetic.enrol.make_schools` returns it, or as it was written.
    """
    posts = {s.school_id: s.posts for s in schools_today(schools)}
    boards = (schools["status"] == "existing") & (schools["can_board"] == 1)
    away_km = _nearest_km(schools, schools[boards])
    rooms = []
    for row, board, km in zip(schools.to_dict("records"), boards, away_km, strict=True):
        # One number for each school, so that no school's rooms hang on another's kind.
        share = rng.uniform(*BOARDING_SHARE)
        if row["status"] == "candidate":
            rooms.append(PLANNED[row["kind"]])
        elif board:
            rooms.append(round(share * posts[row["school_id"]]))
        elif km > REMOTE_KM:
            rooms.append(int(np.ceil(REMOTE_SHARE * posts[row["school_id"]])))
        else:
            rooms.append(0)
    made = schools.copy()
    made.insert(list(made.columns).index("provenance"), "staff_rooms", rooms)
    return made


def _nearest_km(schools: pd.DataFrame, others: pd.DataFrame) -> np.ndarray:
    """Return the kilometres from each school to the nearest of others, as the crow flies."""
    lon, lat = (schools[c].to_numpy(dtype=float) for c in ("lon", "lat"))
    east = lon[:, None] - others["lon"].to_numpy(dtype=float)[None, :]
    north = lat[:, None] - others["lat"].to_numpy(dtype=float)[None, :]
    east = east * np.cos(np.radians(lat.mean()))
    return KM_PER_DEGREE * np.hypot(east, north).min(axis=1)
