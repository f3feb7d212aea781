"""Checks of minutes that were imported: gaps, and trips faster than the crow flies."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from planner.county import MODES
from planner.findings import Finding
from planner.inputs.tables import CountyTables, Table
from planner.texts import text

TOP_KPH = {"walk": 7.2, "ride": 120.0, "board": 120.0}
"""No trip is faster than this along the straight line: a run of 2 m a second, a motorway."""

ROUNDING_MINUTES = 0.5
"""A survey writes whole minutes."""

NAMED = 8


def imported_gaps(county: CountyTables) -> tuple[Finding, ...]:
    """Warn of pairs of village and school for which a mode of the table has no minutes."""
    minutes, villages, schools = (
        county.tables.get(name) for name in ("minutes", "villages", "schools")
    )
    if not (minutes and villages and schools and minutes.has("village_id", "school_id", "mode")):
        return ()
    if not (villages.has("village_id") and schools.has("school_id")):
        return ()
    known = [i for i in dict.fromkeys(villages.frame["village_id"]) if i]
    pairs = len(known) * schools.frame["school_id"].nunique()
    rows = minutes.frame
    rows = rows[rows["village_id"].isin(known) & rows["school_id"].isin(schools.frame["school_id"])]
    found = []
    for mode in MODES:
        own = rows[rows["mode"] == mode]
        missing = pairs - len(own[["village_id", "school_id"]].drop_duplicates())
        if not len(own) or not missing:
            continue
        lacking = tuple(i for i in known if i not in set(own["village_id"]))
        key = "inputs.minutes_gap_villages" if lacking else "inputs.minutes_gap"
        message = text(
            key,
            mode=text(f"mode.{mode}"),
            missing=missing,
            pairs=pairs,
            lacking=len(lacking),
            first=", ".join(lacking[:NAMED]),
        )
        found.append(
            minutes.finding("imported_gaps", "warning", message, column="minutes", ids=lacking)
        )
    return tuple(found)


def imported_too_fast(county: CountyTables) -> tuple[Finding, ...]:
    """Refuse minutes in which not even the straight line could be covered."""
    minutes = county.tables.get("minutes")
    if minutes is None or not minutes.has("village_id", "school_id", "mode", "minutes"):
        return ()
    metres = _straight_m(county, minutes)
    top_m = minutes.frame["mode"].map(TOP_KPH).astype(float) * 1000 / 60
    least = metres / top_m
    rows = minutes.frame.index[minutes.frame["minutes"] + ROUNDING_MINUTES < least]
    return tuple(
        minutes.finding(
            "imported_too_fast",
            "error",
            text(
                "inputs.minutes_too_fast",
                value=f"{minutes.frame.loc[row, 'minutes']:g}",
                mode=text(f"mode.{minutes.frame.loc[row, 'mode']}"),
                km=f"{metres[row] / 1000:.1f}",
                least=int(np.ceil(least[row])),
            ),
            row=row,
            column="minutes",
            value=f"{minutes.frame.loc[row, 'minutes']:g}",
            ids=tuple(minutes.frame.loc[row, ["village_id", "school_id"]]),
        )
        for row in rows
    )


def _straight_m(county: CountyTables, minutes: Table) -> pd.Series[float]:
    """Return the straight distance of each row's pair, NaN where a place is not known."""
    ends = []
    for name, key in (("villages", "village_id"), ("schools", "school_id")):
        table = county.tables.get(name)
        if table is None or table.geometry is None or not table.has(key):
            return pd.Series(np.nan, index=minutes.frame.index)
        places = pd.Series(table.geometry.to_numpy(), index=table.frame[key])
        places = places[~places.index.duplicated()]
        # A place that is not known leaves NaN, which is no geometry.
        known = places.reindex(minutes.frame[key])
        ends.append(known.where(known.notna(), None).to_numpy(dtype=object))
    return pd.Series(np.asarray(shapely.distance(*ends), float), index=minutes.frame.index)
