"""What is known of today's flows and what is guessed: pupils from outside, bases, chosen schools."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from planner.county import OFFERS, STAGES, County
from planner.findings import Finding
from planner.instance import Ints
from planner.texts import text

Basis = Literal["attendance", "fitted", "assumed"]
BASES: tuple[Basis, ...] = ("attendance", "fitted", "assumed")
"""How a flow of today is known, the best first."""


def outside_pupils(schools: pd.DataFrame) -> Ints:
    """Return the enrolled pupils from outside the county by site and stage, shape (J, stages).

    ``nonlocal_enrolled`` is spread over the stages of the school by their enrolment, by largest
    remainder, the first stage first among equals; evenly where no enrolment is known. It is
    never more than is enrolled in a stage.
    """
    outside = np.zeros((len(schools), len(STAGES)), dtype=np.int64)
    if "nonlocal_enrolled" not in schools.columns:
        return outside
    said = schools["nonlocal_enrolled"].fillna(0).to_numpy(dtype=np.int64)
    enrolled = schools.reindex(columns=[f"{g}_enrolled" for g in STAGES]).to_numpy(dtype=float)
    kinds = schools["kind"].tolist()
    open_today = (schools["status"] == "existing").to_numpy()
    for j in np.flatnonzero((said > 0) & open_today):
        offered = np.array([g in OFFERS[kinds[j]] for g in STAGES])
        known = np.where(offered, np.nan_to_num(enrolled[j]), 0.0)
        weight = known if known.sum() > 0 else offered.astype(float)
        exact = said[j] * weight / weight.sum()
        whole = np.floor(exact + 1e-9)
        last = np.argsort(-(exact - whole), kind="stable")[: int(said[j] - whole.sum())]
        whole[last] += 1
        outside[j] = np.minimum(whole, known) if known.sum() > 0 else whole
    return outside


def local_enrolled(county: County, stage: str) -> pd.Series:
    """Return the enrolment in a stage of pupils who live in the county, by school of today.

    NaN where the enrolment is not known; schools that do not offer the stage are left out.
    """
    schools = county.schools
    outside = pd.Series(outside_pupils(schools)[:, STAGES.index(stage)], index=schools.index)
    offers = schools["kind"].map(lambda k: stage in OFFERS[k]).astype(bool)
    here = offers & (schools["status"] == "existing")
    column = schools.get(f"{stage}_enrolled", pd.Series(np.nan, index=schools.index))
    enrolled: pd.Series = column[here].astype(float) - outside[here]
    return enrolled


def unit_bases(
    county: County,
    village: Sequence[str],
    stage: Sequence[str],
    school: Sequence[str],
    pupils: Sequence[int],
) -> list[Basis]:
    """Return how today's school of each group of pupils is known.

    A group that the attendance table has whole is known by it; of one that it has in part, or
    not at all, the rest is fitted to the enrolment of the stage, or assumed to go to the
    nearest school where no enrolment is known.

    Parameters
    ----------
    village, stage, school, pupils
        Of each group, shape (U,).
    """
    attended: dict[tuple[str, str, str], int] = {}
    if county.attendance is not None:
        keys = ["village_id", "stage", "school_id"]
        sums = county.attendance.groupby(keys, as_index=False)["pupils"].sum()
        columns = [sums[name].tolist() for name in (*keys, "pupils")]
        attended = {(v, g, j): int(n) for v, g, j, n in zip(*columns, strict=True)}
    otherwise: dict[str, Basis] = {
        g: "fitted" if local_enrolled(county, g).notna().any() else "assumed" for g in STAGES
    }
    return [
        "attendance" if attended.get((v, g, j), 0) >= n > 0 else otherwise[g]
        for v, g, j, n in zip(village, stage, school, pupils, strict=True)
    ]


def chosen(county: County, flows: pd.DataFrame, ways: pd.DataFrame) -> pd.Series:
    """Return of each flow whether its pupils pass a nearer school for one of another township.

    Parameters
    ----------
    flows
        Today's flows: ``village_id, stage, school_id``.
    ways
        Likely ways: ``village_id, school_id, stage, cost_minutes``.
    """
    keys = ["village_id", "stage", "school_id"]
    cost = ways.set_index(keys)["cost_minutes"]
    own = cost.reindex(pd.MultiIndex.from_frame(flows[keys])).to_numpy(dtype=float)
    least = ways.groupby(["village_id", "stage"])["cost_minutes"].min()
    nearest = least.reindex(pd.MultiIndex.from_frame(flows[keys[:2]])).to_numpy(dtype=float)
    home = county.villages["township"].reindex(flows["village_id"]).to_numpy()
    there = county.schools["township"].reindex(flows["school_id"]).to_numpy()
    passes = (own > nearest + 1e-6) & (home != there)
    return pd.Series(passes, index=flows.index)


def rest_finding(stage: str, rest: pd.Series, basis: Basis) -> Finding:
    """Say whom of a stage the attendance table does not have, and what was done instead."""
    message = text(
        f"today.rest_{basis}",
        stage=text(f"stage.{stage}"),
        villages=len(rest),
        pupils=int(rest.sum()),
    )
    return Finding("today_rest", "note", message, ids=tuple(str(v) for v in rest.index))


def outside_findings(county: County) -> tuple[Finding, ...]:
    """Say how many pupils from outside the schools teach, whom no plan moves."""
    outside = outside_pupils(county.schools).sum(axis=1)
    if not outside.any():
        return ()
    ids = tuple(str(j) for j in county.schools.index[outside > 0])
    message = text("today.outside", schools=len(ids), pupils=int(outside.sum()))
    return (Finding("today_outside", "note", message, ids=ids),)
