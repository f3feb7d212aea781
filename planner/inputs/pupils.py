"""Pupils of villages that give only their population."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from planner.county import STAGES
from planner.inputs.tables import Table


def with_pupils(villages: Table, age_shares: Mapping[str, float]) -> tuple[Table, pd.Index]:
    """Fill missing pupils from population, by stage.

    Pupils of a stage over all filled rows are the rounded sum of population times the
    stage's share; rows get whole numbers by largest remainder, ties in the order of ids.
    A blank without population counts as 0 where another stage is given.

    Parameters
    ----------
    villages
        The table as read.
    age_shares
        Pupils of each stage over population (0 to 1).

    Returns
    -------
    tuple
        The table with the pupils of all three stages, and the rows that were estimated.
    """
    frame = villages.frame.copy()
    population = _column(frame, "population")
    estimated = pd.Series(False, index=frame.index)
    given = pd.Series(False, index=frame.index)
    for stage in STAGES:
        given |= _column(frame, f"{stage}_pupils").notna()
    for stage in STAGES:
        pupils = _column(frame, f"{stage}_pupils")
        fill = pupils.isna() & population.notna()
        order = frame.index[fill]
        if "village_id" in frame:
            order = frame.loc[fill, "village_id"].sort_values(kind="stable").index
        quotas = population[order].to_numpy() * age_shares[stage]
        pupils[order] = largest_remainder(quotas)
        frame[f"{stage}_pupils"] = pupils.where(pupils.notna() | ~given, 0.0)
        estimated |= fill
    return replace(villages, frame=frame), estimated.index[estimated]


def largest_remainder(quotas: np.ndarray) -> np.ndarray:
    """Round quotas to whole numbers that sum to the rounded sum of the quotas.

    Parameters
    ----------
    quotas
        Not negative, shape (n,).

    Returns
    -------
    numpy.ndarray
        Whole numbers as floats, each the quota rounded down or up; of equal remainders
        the earlier is rounded up.
    """
    whole = np.floor(quotas)
    spare = round(float(quotas.sum())) - int(whole.sum())
    # Rounded, so that remainders equal but for float noise are ties.
    remainders = np.round(quotas - whole, 9)
    whole[np.argsort(-remainders, kind="stable")[:spare]] += 1
    return whole


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    if name in frame:
        return frame[name].astype("float64").copy()
    return pd.Series(np.nan, index=frame.index)
