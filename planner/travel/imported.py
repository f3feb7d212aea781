"""Minutes from elsewhere: the county's table of minutes in place of the network's.

Any router or a survey may fill the table. It is checked with the other inputs
(`planner.inputs.check_minutes`); here its minutes take the place of the computed ones. What a
table of minutes does not say (bus line, fare, hazard, vehicle, metres where left blank) is
kept from the computed trip; walking, waiting and riding keep their shares of the whole. Where
no trip was computed, the trip is of one piece: on foot, or by a hired vehicle over the straight
distance. Minutes of a ride count only where a line serves the pair or ``private_ride`` lets
any vehicle do: a table from a car router gives nobody a bus. Rides by lines that a plan may
fund stay computed.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from planner.county import STAGES, County
from planner.findings import Finding
from planner.kinds import stages_offered
from planner.scenario import Scenario
from planner.texts import text
from planner.travel.services import INCLUSIVE
from planner.travel.words import in_words

KEY = ["village_id", "school_id", "stage", "mode", "season"]
PARTS = ["walk_minutes", "wait_minutes", "ride_minutes"]
WAYS = ["walk_metres", "ride_metres", "offroad_metres", "hazard_metres"]


def uses_table(county: County, scenario: Scenario) -> bool:
    """Return whether minutes come from the county's table."""
    return county.minutes is not None and scenario.travel.minutes_from == "table"


def only_imported(county: County, scenario: Scenario) -> bool:
    """Return whether a trip that the table of minutes lacks counts as absent."""
    return uses_table(county, scenario) and scenario.travel.minutes_fill == "absent"


def with_imported(
    rows: pd.DataFrame, county: County, scenario: Scenario, possible: Collection[str] = ()
) -> tuple[pd.DataFrame, tuple[Finding, ...]]:
    """Return the rows of the travel table with the county's minutes in them.

    Parameters
    ----------
    rows
        Computed trips, columns of the travel table.
    county, scenario
        As of the run.
    possible
        Ids of the lines that a plan may fund.

    Returns
    -------
    tuple
        The rows, sorted as before, and what was taken from where. A trip longer than
        ``cutoff_minutes`` is absent.
    """
    if not uses_table(county, scenario):
        return rows, ()
    funded = rows["line_id"].isin(list(possible))
    given = _given(county, scenario)
    base = rows[~funded]
    both = given.merge(base, on=KEY, how="left", suffixes=("", "_computed"), indicator=True)
    computed = (both["_merge"] == "both").to_numpy()
    no_line = (both["mode"] == "ride").to_numpy() & ~computed & (not scenario.travel.private_ride)
    taken = _filled(both[~no_line], base, county, scenario)
    rest = rows[:0]
    if not only_imported(county, scenario):
        replaced = pd.MultiIndex.from_frame(base[KEY]).isin(pd.MultiIndex.from_frame(taken[KEY]))
        rest = pd.concat([base[~replaced], rows[funded]])
    taken = taken[taken["minutes"] <= scenario.travel.cutoff_minutes + INCLUSIVE]
    parts = [part for part in (taken[rows.columns.to_list()], rest) if len(part)]
    made = pd.concat(parts).astype(rows.dtypes.to_dict()) if parts else rows[:0]
    made = made.sort_values([*KEY, "line_id"], kind="stable", ignore_index=True)
    return made, _findings(taken, rest, both[no_line], county)


def _given(county: County, scenario: Scenario) -> pd.DataFrame:
    """Return the table with one row per pair, stage, mode and season planned for.

    A blank stage or season stands for all of them; a row that names them goes before one that
    does not, the stage before the season.
    """
    table = county.minutes
    assert table is not None
    may_offer = zip(county.schools.index, stages_offered(county, scenario), strict=True)
    offers = {str(i): [STAGES[g] for g in np.flatnonzero(may)] for i, may in may_offer}
    rows = table[[*KEY, "minutes", "metres"]].copy()
    rows["_rank"] = 2 * (rows["stage"] != "") + (rows["season"] != "")
    rows["stage"] = [
        [s for s in offers[j] if g in ("", s)]
        for g, j in zip(rows["stage"], rows["school_id"], strict=True)
    ]
    seasons = dict.fromkeys(scenario.seasons)
    rows["season"] = [[s for s in seasons if given in ("", s)] for given in rows["season"]]
    rows = rows.explode("stage").explode("season").dropna(subset=["stage", "season"])
    rows = rows.sort_values("_rank", kind="stable").drop_duplicates(KEY, keep="last")
    return rows.drop(columns="_rank").astype(dict.fromkeys(KEY, "str"))


def _filled(
    both: pd.DataFrame, base: pd.DataFrame, county: County, scenario: Scenario
) -> pd.DataFrame:
    """Return imported trips with every column of the travel table."""
    computed = (both["_merge"] == "both").to_numpy()
    minutes = both["minutes"].to_numpy(dtype=float)
    on_foot = (both["mode"] == "walk").to_numpy()
    metres = both["metres"].to_numpy(dtype=float)
    straight = _straight_m(both, county)
    if len(both):
        metres = np.where(np.isnan(metres), both["metres_computed"].to_numpy(float), metres)
    metres = np.where(np.isnan(metres), straight, metres)
    made = both[KEY].copy()
    for name, dtype in base.dtypes.items():
        if name in KEY:
            continue
        source = f"{name}_computed" if f"{name}_computed" in both else str(name)
        made[name] = _blank_as(both[source], dtype)
    for names, total, value in ((PARTS, "minutes", minutes), (WAYS, "metres", metres)):
        before = np.where(computed, made[total].to_numpy(dtype=float), 0.0)
        share = np.divide(value, before, out=np.zeros(len(both)), where=before > 0)
        whole = np.where(on_foot, f"walk_{total}", f"ride_{total}")
        for name in names:
            alone = np.where(whole == name, value, 0.0)
            made[name] = np.where(before > 0, made[name].to_numpy(dtype=float) * share, alone)
        made[total] = value
    made["minutes_other"] = minutes
    hired = ~computed & ~on_foot
    made["vehicle"] = made["vehicle"].to_numpy(dtype=bool) | hired
    fare_yuan = scenario.costs.vehicle_yuan_per_km * metres / 1000
    made["fare_yuan"] = np.where(hired, fare_yuan, made["fare_yuan"].to_numpy(dtype=float))
    return made


def _blank_as(values: pd.Series[Any], dtype: Any) -> pd.Series[Any]:
    """Return a merged column with its own type, blanks as False, nought or empty."""
    if dtype.kind == "b":
        return values.fillna(value=False).astype(bool)
    blank: int | str = 0 if dtype.kind in "iuf" else ""
    return values.fillna(blank).astype(dtype)


def _straight_m(pairs: pd.DataFrame, county: County) -> NDArray[np.float64]:
    """Return the straight distance of each pair, metres."""
    villages = county.villages.geometry.reindex(pairs["village_id"]).to_numpy()
    schools = county.schools.geometry.reindex(pairs["school_id"]).to_numpy()
    return np.asarray(shapely.distance(villages, schools), dtype=float)


def _findings(
    taken: pd.DataFrame, rest: pd.DataFrame, no_line: pd.DataFrame, county: County
) -> tuple[Finding, ...]:
    message = text("travel.imported", taken=len(taken), computed=len(rest))
    found = [Finding("travel_imported", "note", message)]
    if len(no_line):
        ids = tuple(sorted(set(no_line["village_id"])))
        names = [str(name) for name in county.villages["name"].reindex(list(ids))]
        message = text("travel.imported_no_line", trips=len(no_line), villages=in_words(names))
        found.append(Finding("travel_imported_no_line", "warning", message, column="mode", ids=ids))
    return tuple(found)
