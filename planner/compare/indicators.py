"""The indicators of several runs side by side, in groups, with what is told apart."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from planner.compare.exactness import COMPLEMENT, alike, exactness_of, same
from planner.indicators.registry import SECTIONS
from planner.indicators.staff import STAFF_INDICATORS
from planner.loaded import LoadedRun

if TYPE_CHECKING:
    import pandas

GROUPS = ("access", "quality", "money", "disruption", "staffing")
"""Groups in the order of the page; the last one only where a run has staffing."""

GROUP_OF_SECTION: Mapping[str, str] = {
    "access": "access",
    "equity": "access",
    "boarding": "access",
    "change": "disruption",
    "disruption": "disruption",
    "schools": "quality",
    "money": "money",
}
"""Group by section of the registry; sections that are not named count as quality."""
KEYS = ["indicator", "group_kind", "group", "unit", "better"]
"""What names a row of indicators.csv."""


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator of the county in every run.

    Parameters
    ----------
    name, unit, better, group
        As in indicators.csv; the group is one of `GROUPS`.
    values, baselines
        After the plan and today, by run; NaN where a run has none.
    alike
        Sets of runs that are not told apart.
    """

    name: str
    unit: str
    better: str
    group: str
    values: tuple[float, ...]
    baselines: tuple[float, ...]
    alike: tuple[tuple[int, ...], ...]

    def verdict(self, run: int) -> str:
        """Return ``better``, ``worse`` or nothing of the change against today."""
        value, before = self.values[run], self.baselines[run]
        if not math.isfinite(value) or not math.isfinite(before) or same(value, before):
            return ""
        if self.better not in ("higher", "lower"):
            return ""
        return "better" if (value > before) == (self.better == "higher") else "worse"


@cache
def _groups() -> dict[str, str]:
    found = dict.fromkeys(STAFF_INDICATORS, "staffing")
    for section, indicators in SECTIONS:
        group = GROUP_OF_SECTION.get(section, "quality")
        found |= dict.fromkeys((indicator.name for indicator in indicators), group)
    return found


def group_of(indicator: str) -> str:
    """Return the group of an indicator; one that the registry does not know counts as quality."""
    return _groups().get(indicator, "quality")


def county_rows(runs: Sequence[LoadedRun]) -> list[IndicatorRow]:
    """Return the county's indicators by group, each in the order of the files."""
    table = side_by_side(runs)
    own = table[table["group_kind"] == "county"]
    exact = [exactness_of(run) for run in runs]
    rows = []
    records = own.to_dict("records")
    figures = {
        str(row["indicator"]): tuple(float(row[f"value_{n}"]) for n in range(len(runs)))
        for row in records
    }
    for row in records:
        name = str(row["indicator"])
        values = figures[name]
        counted = COMPLEMENT.get(name, name)
        told = figures.get(counted, values)
        shares = [e.share(counted) for e in exact]
        rows.append(
            IndicatorRow(
                name,
                str(row["unit"]),
                str(row["better"]),
                group_of(name),
                values,
                tuple(float(row[f"baseline_{n}"]) for n in range(len(runs))),
                tuple(alike(told, shares)),
            )
        )
    return sorted(rows, key=lambda r: GROUPS.index(r.group))


def usual_today(baselines: Sequence[float]) -> float:
    """Return today's figure that most runs count, the first of several; NaN without any."""
    known = [b for b in baselines if math.isfinite(b)]
    if not known:
        return math.nan
    # The first of the largest: `max` keeps the earliest.
    return max(known, key=lambda b: sum(same(b, other) for other in known))


def side_by_side(runs: Sequence[LoadedRun]) -> pandas.DataFrame:
    """Return every row of every indicators.csv, the runs beside each other.

    Returns
    -------
    pandas.DataFrame
        Columns `KEYS`, then ``baseline_N`` and ``value_N`` for each run counted from 0; the
        county's group is the empty text. Rows keep the order of the files.
    """
    import pandas as pd

    found: dict[tuple[str, ...], dict[str, float]] = {}
    for n, run in enumerate(runs):
        table = run.indicators.assign(group=run.indicators["group"].fillna(""))
        columns = [table[c].tolist() for c in (*KEYS, "baseline", "value")]
        for *key, before, value in zip(*columns, strict=True):
            cells = found.setdefault(tuple(str(k) for k in key), {})
            cells[f"baseline_{n}"], cells[f"value_{n}"] = float(before), float(value)
    names = [f"{what}_{n}" for n in range(len(runs)) for what in ("baseline", "value")]
    rows = [dict(zip(KEYS, key, strict=True)) | cells for key, cells in found.items()]
    table = pd.DataFrame(rows, columns=[*KEYS, *names]).astype(dict.fromkeys(names, "float64"))
    # A row that only a later run has stands with the other rows of its indicator.
    order = {name: n for n, name in enumerate(dict.fromkeys(table["indicator"]))}
    return table.sort_values(
        "indicator", key=lambda c: c.map(order), kind="stable", ignore_index=True
    )
