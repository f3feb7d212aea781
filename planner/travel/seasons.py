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
    same minutes the one named first stands. A trip by a possible line is one of its own,
    beside the pair's other ride. Columns and order are those of the table.
    """
    seasons = list(dict.fromkeys(scenario.seasons))
    trips = table.trips[table.trips["season"].isin(seasons)]
    if len(seasons) == 1:
        return trips.reset_index(drop=True)
    rank = trips["season"].map({name: i for i, name in enumerate(seasons)})
    possible = trips["line_id"].isin([line.line_id for line in table.possible])
    pair = [*PAIR, "_line"]
    worst = (
        trips.assign(_rank=rank, _line=trips["line_id"].where(possible, ""))
        .sort_values([*pair, "minutes", "_rank"], ascending=[True] * 5 + [False, True])
        .drop(columns="_rank")
    )
    every_season = worst.groupby(pair)["minutes"].transform("size") == len(seasons)
    planned = worst[every_season].drop_duplicates(pair).reset_index(drop=True)
    return planned.drop(columns="_line")
