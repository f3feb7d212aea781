"""What the trips of a plan take in each season, where a run plans for more than one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from planner.accounts import Accounts
from planner.county.dictionary import MODES, STAGES
from planner.instance import Instance, Ints

if TYPE_CHECKING:
    import pandas

TRIP = ("village_id", "school_id", "stage", "mode", "line")


def in_seasons(
    instance: Instance, trips: pandas.DataFrame, *accounts: Accounts
) -> dict[str, Instance]:
    """Return the instance with the minutes of each season in place of those planned for.

    Parameters
    ----------
    trips
        Rows of the travel table, all seasons: columns ``village_id, school_id, stage, mode,
        season, minutes, line_id``.
    accounts
        Those of the plans whose trips are asked for, today's arrangement last: the minutes of
        other options are NaN.

    Returns
    -------
    By season, in the order of the scenario.
    """
    taken = np.unique(np.concatenate([a.option for a in accounts]))
    used, today = taken[taken >= 0], accounts[-1].option
    wanted = _wanted(instance, used)
    lines = {i for i, new in zip(instance.line_id, instance.line_possible, strict=True) if new}
    near = trips[
        trips["village_id"].isin(wanted["village_id"].unique())
        & trips["school_id"].isin(wanted["school_id"].unique())
    ]
    near = near.assign(line=near["line_id"].where(near["line_id"].isin(lines), ""))
    found = wanted.merge(near[[*TRIP, "season", "minutes"]], on=list(TRIP), how="inner")
    seen: dict[str, Instance] = {}
    for season in dict.fromkeys(instance.scenario.seasons):
        own = found[found["season"] == season]
        minutes = np.full(len(instance.option_unit), np.nan)
        minutes[own["option"].to_numpy()] = own["minutes"].to_numpy()
        before = np.full(instance.units, np.nan)
        there = today[today >= 0]
        before[instance.option_unit[there]] = minutes[there]
        seen[season] = replace(instance, option_minutes=minutes, unit_minutes=before)
    return seen


def _wanted(instance: Instance, used: Ints) -> pandas.DataFrame:
    import pandas as pd

    unit, line = instance.option_unit[used], instance.option_line[used]
    possible = instance.option_possible[used]
    return pd.DataFrame(
        {
            "village_id": [instance.unit_village[u] for u in unit],
            "school_id": [instance.site_id[j] for j in instance.option_site[used]],
            "stage": [STAGES[g] for g in instance.unit_stage[unit]],
            "mode": [MODES[m] for m in instance.option_mode[used]],
            "line": [
                instance.line_id[n] if new else "" for n, new in zip(line, possible, strict=True)
            ],
            "option": used,
        }
    )
