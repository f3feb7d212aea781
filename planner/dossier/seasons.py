"""Minutes of the ways of a run in the normal season and in winter."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from planner.reports.dossier.content import SEASONS
from planner.scenario import WorstOf

if TYPE_CHECKING:
    import pandas

    from planner.county import County
    from planner.scenario import Scenario

Key = tuple[str, str, str, str, str]
"""Village, stage, school, mode and funded bus line of a trip."""
Minutes = Mapping[Key, Mapping[str, float]]
"""One-way minutes by trip and season; a season without a way is NaN."""

_SAME_MINUTES = 0.05
"""Places come back from a run folder rounded to a centimetre, minutes shown are whole."""


def season_minutes(
    county: County | None, scenario: Scenario, rows: Sequence[Mapping[str, Any]]
) -> Minutes:
    """Return the minutes by season of every way in rows of assignments.csv.

    The trips are worked out again for both seasons. Unless they give every row the minutes that
    the run had for the season it planned for, nothing is returned: then the county's tables
    here are not all that the run knew (the terrain is not kept in a run folder).
    """
    if county is None:
        return {}
    from planner.travel.cache import cached_travel_table

    # The county's folder is part of what a table of trips is kept under, and stays as it is.
    both = scenario.model_copy(update={"season": WorstOf(worst_of=SEASONS)})
    table, _ = cached_travel_table(county, both)
    found = by_season(table.trips, {line.line_id for line in table.possible})
    return found if _agrees(found, scenario.seasons, rows) else {}


def by_season(trips: pandas.DataFrame, possible: set[str]) -> dict[Key, dict[str, float]]:
    """Return the minutes of a table of trips by trip and season.

    Parameters
    ----------
    possible
        Bus lines that do not run yet: a ride by one of them is a trip of its own.
    """
    columns = ("village_id", "stage", "school_id", "mode", "line_id", "season", "minutes")
    found: dict[Key, dict[str, float]] = {}
    for village, stage, school, mode, line, season, minutes in zip(
        *(trips[c].tolist() for c in columns), strict=True
    ):
        key = (village, stage, school, mode, line if line in possible else "")
        found.setdefault(key, dict.fromkeys(SEASONS, math.nan))[season] = float(minutes)
    return found


def keys_of(row: Mapping[str, Any], lines: Mapping[Key, Any]) -> tuple[Key, Key]:
    """Return the keys of today's trip and of the plan's of a row of assignments.csv."""
    unit = (str(row["village_id"]), str(row["stage"]))
    before = (*unit, str(row["baseline_school_id"]), str(row["baseline_mode"]), "")
    school, mode = str(row["school_id"]), str(row["mode"])
    by_line = (*unit, school, mode, str(row["line_id"]))
    return before, by_line if by_line in lines else (*unit, school, mode, "")


def _agrees(found: Minutes, planned: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> bool:
    for row in rows:
        before, after = keys_of(row, found)
        for key, said in ((before, row["baseline_minutes"]), (after, row["minutes"])):
            if math.isnan(said):
                continue
            if key not in found:
                return False
            again = max(found[key][season] for season in planned)
            if not abs(again - said) <= _SAME_MINUTES:
                return False
    return True
