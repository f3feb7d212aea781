"""What is known of the pupils of a village besides their number: streams, the left-behind."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.county import County
from planner.gates import STREAMS
from planner.instance import Flags, Ints


def streams(county: County, flows: pd.DataFrame, unit_site: Ints) -> tuple[Ints, Flags]:
    """Return the stream that each unit is taught in today, (U,), and those of sites, (J, streams).

    A site teaches the stream recorded for it. A school without a record teaches those of the
    villages whose pupils attend it today, and every stream where these are not known either; so
    does a candidate without a record. A unit is taught in the stream of its village where its
    school of today teaches that, else in the one recorded for the school. Who is taught in
    Mandarin, or has no school today, has no stream to lose: -1.

    Parameters
    ----------
    flows
        Today's flows, a row per unit.
    unit_site
        Today's site, -1 for none, shape (U,).
    """
    village = _codes(county.villages, "stream").reindex(flows["village_id"]).to_numpy()
    recorded = _codes(county.schools, "stream").to_numpy()
    taught: Flags = recorded[:, None] == np.array(STREAMS)[None, :]
    for j in np.flatnonzero(recorded == ""):
        here = {s for s in village[unit_site == j] if s}
        taught[j] = [s in here for s in STREAMS] if here else True
    attends = np.append(recorded, "")[unit_site]
    own = np.where(attends == "", village, attends)
    learns = np.isin(village, STREAMS) & (unit_site >= 0)
    stream = np.full(len(flows), -1, dtype=np.int64)
    for n, name in enumerate(STREAMS):
        stream[learns & (own == name)] = n
    return stream, taught


def left_behind(county: County, flows: pd.DataFrame) -> Ints:
    """Return the left-behind pupils of each unit, shape (U,).

    A village's number is spread over its units by their pupils, by largest remainder, the first
    unit first among equals.
    """
    counts = np.zeros(len(flows), dtype=np.int64)
    if "left_behind_pupils" not in county.villages.columns:
        return counts
    pupils = flows["pupils"].to_numpy(dtype=np.int64)
    known = county.villages["left_behind_pupils"].fillna(0)
    rows = pd.Series(np.arange(len(flows)))
    for village, units in rows.groupby(flows["village_id"].to_numpy()):
        mine = units.to_numpy()
        total = min(int(known.get(village, 0)), int(pupils[mine].sum()))
        exact = total * pupils[mine] / pupils[mine].sum()
        whole = np.floor(exact + 1e-9).astype(np.int64)
        last = np.argsort(-(exact - whole), kind="stable")[: total - int(whole.sum())]
        whole[last] += 1
        counts[mine] = whole
    return counts


def _codes(table: pd.DataFrame, column: str) -> pd.Series:
    """Return a column of codes with blanks as the empty text; all blank where it is absent."""
    if column not in table.columns:
        return pd.Series("", index=table.index, dtype=object)
    return table[column].fillna("").astype(object)
