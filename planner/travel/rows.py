"""From arrays of trips by village and site to the rows of the travel table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planner.county import MODES, STAGES, County
from planner.scenario import Scenario
from planner.travel.both import OTHER_MINUTES
from planner.travel.network import CLIMB, HAZARD, METRES, OFFROAD, RIDE_METRES, RIDE_MINUTES
from planner.travel.services import INCLUSIVE, Line, Trips
from planner.travel.table import COLUMNS

Array = NDArray[Any]

SEASONS = ("normal", "winter")


def trip_rows(county: County, found: Sequence[dict[str, Array]]) -> pd.DataFrame:
    """Return the rows of the travel table, sorted by its first five columns.

    Parameters
    ----------
    county
        As of the run.
    found
        From `trip_columns`; they are emptied.
    """
    # Column by column, each let go as the next form of it is made: they are long.
    columns = {name: np.concatenate([some.pop(name) for some in found]) for name in COLUMNS}
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
    kinds = dict.fromkeys([*labels, "line_id"], "str")
    return pd.DataFrame(
        {
            name: pd.Series(columns.pop(name)[order], dtype=kinds.get(name), copy=False)
            for name in COLUMNS
        },
        copy=False,
    )


def trip_columns(
    scenario: Scenario,
    lines: tuple[Line, ...],
    season: str,
    stage: str,
    mode: str,
    sites: Array,
    trips: Trips,
) -> dict[str, Array]:
    """Return the columns of some trips, ids and labels as numbers.

    Trips longer than the cutoff (inclusive) are left out.

    Parameters
    ----------
    scenario, lines
        As of the run.
    season, stage, mode
        Of all the trips.
    sites
        Sites of the trips that may offer the stage, as numbers among the county's, (sites,).
    trips
        By village and site, with `OTHER_MINUTES`.
    """
    within = trips.minutes <= scenario.travel.cutoff_minutes + INCLUSIVE
    v, j = np.nonzero(within)
    minutes, parts, line = trips.minutes[v, j], trips.parts[v, j], trips.line[v, j]
    # The last entry of each is for trips without a line, number -1.
    fares_yuan = np.array([entry.fare_yuan for entry in lines] + [0.0])
    line_ids = np.array([entry.line_id for entry in lines] + [""], dtype=object)
    hired_yuan = scenario.costs.vehicle_yuan_per_km * parts[:, RIDE_METRES] / 1000
    wait, ride = trips.wait_minutes[v, j], parts[:, RIDE_MINUTES]
    return {
        "village_id": v,
        "school_id": sites[j],
        "stage": np.full(len(v), STAGES.index(stage)),
        "mode": np.full(len(v), MODES.index(mode)),
        "season": np.full(len(v), SEASONS.index(season)),
        "minutes": minutes,
        "minutes_other": parts[:, OTHER_MINUTES],
        "metres": parts[:, METRES],
        "walk_metres": parts[:, METRES] - parts[:, RIDE_METRES],
        "ride_metres": parts[:, RIDE_METRES],
        "offroad_metres": parts[:, OFFROAD],
        "hazard_metres": parts[:, HAZARD],
        "climb_m": parts[:, CLIMB],
        "walk_minutes": minutes - wait - ride,
        "wait_minutes": wait,
        "ride_minutes": ride,
        "line_id": line_ids[line],
        "fare_yuan": np.where(line >= 0, fares_yuan[line], hired_yuan),
        "vehicle": trips.vehicle[v, j],
        "hazard": parts[:, HAZARD] > 0,
    }
