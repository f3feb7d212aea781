"""One trip per pair for the season planned for: the worse of several where so asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.scenario import Scenario
from planner.travel.table import TravelTable

if TYPE_CHECKING:
    import pandas

PAIR = ["village_id", "school_id", "stage", "mode"]


def planned_trips(table: TravelTable, scenario: Scenario) -> pandas.DataFrame:
    """Return one row per village, site, stage and mode, that of the worse season.

    A pair that lacks a trip in one of the scenario's seasons is absent. Of seasons with the
    same minutes the one named first stands. Columns and order are those of the table.
    """
    seasons = list(dict.fromkeys(scenario.seasons))
    trips = table.trips[table.trips["season"].isin(seasons)]
    if len(seasons) == 1:
        return trips.reset_index(drop=True)
    rank = trips["season"].map({name: i for i, name in enumerate(seasons)})
    worst = (
        trips.assign(_rank=rank)
        .sort_values([*PAIR, "minutes", "_rank"], ascending=[True] * 4 + [False, True])
        .drop(columns="_rank")
    )
    every_season = worst.groupby(PAIR)["minutes"].transform("size") == len(seasons)
    return worst[every_season].drop_duplicates(PAIR).reset_index(drop=True)
