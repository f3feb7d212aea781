"""Today's arrangement: which pupils of each village attend which school, and how.

Three sources, best first: the attendance table; flows fitted to the schools' enrolment of
pupils of the county (least minutes, residuals reported), for all or for those whom the
attendance table lacks; the nearest existing school that offers the stage, capacity ignored,
marked as assumed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from planner.county import OFFERS, STAGES, County
from planner.findings import Finding
from planner.gates import old_enough
from planner.options.guessed import (
    Basis,
    chosen,
    local_enrolled,
    outside_findings,
    rest_finding,
)
from planner.scenario import Scenario
from planner.texts import text

if TYPE_CHECKING:
    from numpy.typing import NDArray

FLOW_COLUMNS = ["village_id", "stage", "school_id", "mode", "pupils"]
_RESIDUAL_MINUTES = 10_000.0


@dataclass(frozen=True)
class Today:
    """Today's flows and how they are known.

    Parameters
    ----------
    flows
        ``village_id, stage, school_id, mode, pupils``, one row per village, stage and
        school, sorted; school and mode are empty where no trip leads to any school.
        ``chosen`` says that the pupils pass a nearer school for one of another township.
    basis
        How the flows of each stage are known.
    findings
        Residuals of the fit, pupils without a trip.
    """

    flows: pd.DataFrame
    basis: dict[str, Basis]
    findings: tuple[Finding, ...]


def todays_flows(county: County, trips: pd.DataFrame, scenario: Scenario) -> Today:
    """Return today's flows for every stage.

    Parameters
    ----------
    trips
        Planned trips, one row per village, school, stage and mode.
    """
    ways = _likely_ways(county, trips, scenario)
    parts: list[pd.DataFrame] = []
    basis: dict[str, Basis] = {}
    findings: list[Finding] = []
    for stage in STAGES:
        pupils = county.villages[f"{stage}_pupils"].astype("int64")
        pupils = pupils[pupils > 0]
        of_stage = ways[(ways["stage"] == stage) & ways["village_id"].isin(pupils.index)]
        attended = _attended(county, stage, pupils)
        rest = pupils - attended.groupby("village_id")["pupils"].sum().reindex(
            pupils.index, fill_value=0
        )
        rest = rest[rest > 0]
        enrolled = local_enrolled(county, stage)
        guess: Basis = "fitted" if enrolled.notna().any() else "assumed"
        basis[stage] = "attendance" if len(attended) else guess
        if len(attended) and len(rest):
            findings.append(rest_finding(stage, rest, guess))
        if guess == "fitted" and (len(rest) or not len(attended)):
            flows, residual = _fitted(of_stage, rest, _left(enrolled, attended))
            findings += _residual_findings(stage, residual)
        else:
            flows = _nearest(of_stage, rest)
        flows = _with_modes(pd.concat([attended, flows], ignore_index=True), of_stage)
        flows.insert(1, "stage", stage)
        parts.append(flows)
    flows = pd.concat(parts, ignore_index=True)[FLOW_COLUMNS]
    stage_order = flows["stage"].map({g: n for n, g in enumerate(STAGES)})
    flows = (
        flows.assign(order=stage_order)
        .sort_values(["village_id", "order", "school_id"])
        .drop(columns="order")
        .reset_index(drop=True)
    )
    flows["chosen"] = chosen(county, flows, ways)
    findings += _lost_findings(flows)
    findings += outside_findings(county)
    return Today(flows, basis, tuple(findings))


def _likely_ways(county: County, trips: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    """Return the way a pupil would most likely take between each village and open school.

    The shorter daily way if it is within the ceiling; else boarding where the school has
    beds and the stage may board; else the shorter daily way however long; else boarding.
    `rank` orders the four and `cost_minutes` makes any way of a lower rank cheaper.
    """
    schools = county.schools
    offered = {
        (school, stage)
        for school, kind, status in zip(
            schools.index, schools["kind"], schools["status"], strict=True
        )
        if status == "existing"
        for stage in OFFERS[kind]
    }
    pairs = pd.MultiIndex.from_frame(trips[["school_id", "stage"]])
    ways = trips[pairs.isin(list(offered))].copy()
    ceiling = ways["stage"].map({g: scenario.stage_travel(g).ceiling_minutes for g in STAGES})
    stage = np.array([STAGES.index(g) for g in ways["stage"]], dtype=np.int64)
    may_board = old_enough(scenario, ways["village_id"].tolist(), stage)
    beds = ways["school_id"].map(schools["beds"]).fillna(0) > 0
    boards = ways["mode"] == "board"
    ways["rank"] = np.select(
        [~boards & (ways["minutes"] <= ceiling + 1e-6), boards & beds & may_board, ~boards],
        [0, 1, 2],
        3,
    )
    ways["cost_minutes"] = ways["rank"] * scenario.travel.cutoff_minutes + ways["minutes"]
    ways = ways.sort_values(["village_id", "school_id", "stage", "cost_minutes", "mode"])
    best = ways.drop_duplicates(["village_id", "school_id", "stage"])
    return best[["village_id", "school_id", "stage", "mode", "cost_minutes"]]


def _attended(county: County, stage: str, pupils: pd.Series) -> pd.DataFrame:
    empty = pd.DataFrame(
        {
            "village_id": pd.Series(dtype=str),
            "school_id": pd.Series(dtype=str),
            "mode": pd.Series(dtype=str),
            "pupils": pd.Series(dtype="int64"),
        }
    )
    if county.attendance is None:
        return empty
    table = county.attendance
    table = table[(table["stage"] == stage) & table["village_id"].isin(pupils.index)]
    table = table[table["pupils"] > 0]
    if table.empty:
        return empty
    rows = table.assign(mode=table["mode"].fillna("") if "mode" in table else "")
    rows = rows.sort_values("pupils", ascending=False, kind="stable")
    grouped = rows.groupby(["village_id", "school_id"], as_index=False, sort=True)
    return grouped.agg(mode=("mode", "first"), pupils=("pupils", "sum"))[empty.columns.tolist()]


def _left(enrolled: pd.Series, attended: pd.DataFrame) -> pd.Series:
    """Return the enrolment that is left when those of the attendance table have come."""
    came = attended.groupby("school_id")["pupils"].sum().reindex(enrolled.index, fill_value=0)
    left: pd.Series = enrolled - came
    return left


def _nearest(ways: pd.DataFrame, pupils: pd.Series) -> pd.DataFrame:
    best = ways.sort_values(["village_id", "cost_minutes", "school_id"])
    best = best.drop_duplicates("village_id").set_index("village_id")
    school = best["school_id"].reindex(pupils.index).fillna("")
    return pd.DataFrame(
        {"village_id": pupils.index, "school_id": school.to_numpy(), "pupils": pupils.to_numpy()}
    )


def _fitted(
    ways: pd.DataFrame, pupils: pd.Series, enrolled: pd.Series
) -> tuple[pd.DataFrame, pd.Series]:
    """Fit flows to enrolment: least minutes, each pupil off the enrolment priced far above.

    A transportation problem, so its vertex solutions are whole pupils.
    """
    from scipy.optimize import linprog
    from scipy.sparse import block_array, coo_array, eye_array

    ways = ways[ways["village_id"].isin(pupils.index)].reset_index(drop=True)
    known = enrolled[enrolled.notna()]
    served = pupils[pupils.index.isin(ways["village_id"])]
    if ways.empty:
        return _nearest(ways, pupils), known
    v = served.index.get_indexer(pd.Index(ways["village_id"]))
    j = known.index.get_indexer(pd.Index(ways["school_id"]))
    n, capped = len(ways), np.flatnonzero(j >= 0)
    ones = np.ones(n)
    leave = coo_array((ones, (v, np.arange(n))), shape=(len(served), n))
    arrive = coo_array((ones[capped], (j[capped], capped)), shape=(len(known), n))
    off = eye_array(len(known))
    matrix: Any = block_array([[leave, None, None], [arrive, off, -off]], format="csr")
    cost = np.concatenate(
        [ways["cost_minutes"].to_numpy(), np.full(2 * len(known), _RESIDUAL_MINUTES)]
    )
    rhs = np.concatenate([served.to_numpy(dtype=float), known.to_numpy()])
    solution: Any = linprog(cost, A_eq=matrix, b_eq=rhs, method="highs-ds")
    flow: NDArray[np.float64] = np.round(solution.x[:n])
    rows = ways[["village_id", "school_id"]].assign(pupils=flow.astype("int64"))
    rows = rows[rows["pupils"] > 0]
    lost = pupils[~pupils.index.isin(served.index)]
    missing = pd.DataFrame(
        {"village_id": lost.index, "school_id": "", "pupils": lost.to_numpy(dtype="int64")}
    )
    arrived = rows.groupby("school_id")["pupils"].sum().reindex(known.index, fill_value=0)
    return pd.concat([rows, missing], ignore_index=True), arrived - known


def _with_modes(flows: pd.DataFrame, ways: pd.DataFrame) -> pd.DataFrame:
    likely = ways.set_index(["village_id", "school_id"])["mode"]
    keys = pd.MultiIndex.from_frame(flows[["village_id", "school_id"]])
    guess = pd.Series(likely.reindex(keys).to_numpy(), index=flows.index)
    said = flows["mode"] if "mode" in flows else pd.Series("", index=flows.index)
    said = said.fillna("")
    flows = flows.assign(mode=said.where(said != "", guess).fillna(""))
    grouped = flows.sort_values("pupils", ascending=False, kind="stable").groupby(
        ["village_id", "school_id"], as_index=False
    )
    return grouped.agg(mode=("mode", "first"), pupils=("pupils", "sum"))


def _residual_findings(stage: str, residual: pd.Series) -> list[Finding]:
    off = residual[residual.abs() >= 1]
    if off.empty:
        return []
    return [
        Finding(
            "today_residual",
            "note",
            text(
                "today.residual",
                stage=text(f"stage.{stage}"),
                schools=len(off),
                pupils=int(off.abs().sum()),
            ),
            ids=tuple(str(i) for i in off.index),
        )
    ]


def _lost_findings(flows: pd.DataFrame) -> list[Finding]:
    lost = flows[(flows["school_id"] == "") | (flows["mode"] == "")]
    return [
        Finding(
            "today_no_trip",
            "warning",
            text(
                "today.no_trip",
                stage=text(f"stage.{stage}"),
                villages=len(rows),
                pupils=int(rows["pupils"].sum()),
            ),
            ids=tuple(rows["village_id"]),
        )
        for stage, rows in lost.groupby("stage", sort=False)
    ]
