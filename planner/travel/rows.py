"""From arrays of trips by village and site to the rows of the travel table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planner.county import MODES, OFFERS, STAGES, County
from planner.scenario import Scenario
from planner.travel.network import HAZARD, METRES, OFFROAD, RIDE_METRES, RIDE_MINUTES
from planner.travel.services import INCLUSIVE, Line, Trips
from planner.travel.table import COLUMNS

Array = NDArray[Any]

SEASONS = ("normal", "winter")


def trip_rows(
    county: County,
    scenario: Scenario,
    lines: tuple[Line, ...],
    found: Sequence[tuple[str, str, str, Trips]],
) -> pd.DataFrame:
    """Return the rows of all trips within the cutoff, sorted by their first five columns.

    Parameters
    ----------
    county, scenario, lines
        As of the run.
    found
        Season, stage, mode and trips. Trips to a site that could not offer the stage, and
        longer ones than the cutoff (inclusive), are left out.
    """
    blocks = [_block(county, scenario, lines, *entry) for entry in found]
    columns = {name: np.concatenate([b[name] for b in blocks]) for name in COLUMNS}
    labels = {
        "village_id": [str(i) for i in county.villages.index],
        "school_id": [str(i) for i in county.schools.index],
        "stage": STAGES,
        "mode": MODES,
        "season": SEASONS,
    }
    ranks = []
    for name, label in labels.items():
        names = np.array(label, dtype=object)
        rank = np.argsort(np.argsort(names.astype(str), kind="stable"))
        ranks.append(rank[columns[name]])
        columns[name] = names[columns[name]]
    order = np.lexsort(ranks[::-1])
    return pd.DataFrame({name: column[order] for name, column in columns.items()}).astype(
        dict.fromkeys([*labels, "line_id"], "str")
    )


def _block(
    county: County,
    scenario: Scenario,
    lines: tuple[Line, ...],
    season: str,
    stage: str,
    mode: str,
    trips: Trips,
) -> dict[str, Array]:
    """Return the columns of one season, stage and mode, ids and labels as numbers."""
    offered = np.array([stage in OFFERS[kind] for kind in county.schools["kind"]], dtype=bool)
    within = trips.minutes <= scenario.travel.cutoff_minutes + INCLUSIVE
    v, j = np.nonzero(within & offered)
    minutes, parts, line = trips.minutes[v, j], trips.parts[v, j], trips.line[v, j]
    # The last entry of each is for trips without a line, number -1.
    fares_yuan = np.array([entry.fare_yuan for entry in lines] + [0.0])
    line_ids = np.array([entry.line_id for entry in lines] + [""], dtype=object)
    hired_yuan = scenario.costs.vehicle_yuan_per_km * parts[:, RIDE_METRES] / 1000
    wait, ride = trips.wait_minutes[v, j], parts[:, RIDE_MINUTES]
    return {
        "village_id": v,
        "school_id": j,
        "stage": np.full(len(v), STAGES.index(stage)),
        "mode": np.full(len(v), MODES.index(mode)),
        "season": np.full(len(v), SEASONS.index(season)),
        "minutes": minutes,
        "minutes_other": minutes,
        "metres": parts[:, METRES],
        "offroad_metres": parts[:, OFFROAD],
        "walk_minutes": minutes - wait - ride,
        "wait_minutes": wait,
        "ride_minutes": ride,
        "line_id": line_ids[line],
        "fare_yuan": np.where(line >= 0, fares_yuan[line], hired_yuan),
        "vehicle": trips.vehicle[v, j],
        "hazard": parts[:, HAZARD] > 0,
    }
