"""Pupils of villages that give only their population."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from planner.county import STAGES
from planner.inputs.tables import Table
from planner.scenario.money import AgeShares


def with_pupils(
    villages: Table, age_shares: Mapping[str, float], age_groups: Sequence[AgeShares] = ()
) -> tuple[Table, pd.Index]:
    """Fill missing pupils from population, by stage.

    Pupils of a stage over all filled rows that share one share, the county's or their
    township's or language's, are the rounded sum of population times this share; rows get
    whole numbers by largest remainder, ties in the order of ids.
    A blank without population counts as 0 where another stage is given.

    Parameters
    ----------
    villages
        The table as read.
    age_shares
        Pupils of each stage over population (0 to 1).
    age_groups
        Shares of townships and languages, before those of the county.

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
        group, shares = _share_of_rows(frame, stage, age_shares[stage], age_groups)
        for number, share in enumerate(shares):
            rows = fill & (group == number)
            order = frame.index[rows]
            if "village_id" in frame:
                order = frame.loc[rows, "village_id"].sort_values(kind="stable").index
            pupils[order] = largest_remainder(population[order].to_numpy() * share)
        frame[f"{stage}_pupils"] = pupils.where(pupils.notna() | ~given, 0.0)
        estimated |= fill
    return replace(villages, frame=frame), estimated.index[estimated]


def rows_of_group(frame: pd.DataFrame, group: AgeShares) -> pd.Series:
    """Return which villages a share of a township or a language speaks of."""
    column, name = ("township", group.township) if group.township else ("language", group.language)
    if column not in frame:
        return pd.Series(False, index=frame.index)
    return frame[column].fillna("").astype(str) == name


def _share_of_rows(
    frame: pd.DataFrame, stage: str, county: float, groups: Sequence[AgeShares]
) -> tuple[pd.Series, list[float]]:
    """Return for each row the number of its share, and the shares; 0 is the county's."""
    number = pd.Series(0, index=frame.index)
    shares = [county]
    # Languages first, so that what a township says of itself is laid over them.
    for group in sorted(groups, key=lambda g: bool(g.township)):
        share = getattr(group, stage)
        if share is not None:
            number[rows_of_group(frame, group)] = len(shares)
            shares.append(float(share))
    return number, shares


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
