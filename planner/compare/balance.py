"""The county's balance in the runs that have it: the coefficients and shares, against limits."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.loaded import LoadedRun

TABLE = "balance_county"
TODAY = "today"
KEYS = ("profile", "band", "indicator", "small_points", "figure")
"""Columns of balance_county.csv that name a figure of a moment."""
Key = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class BalanceRow:
    """One figure of the county's balance.

    Parameters
    ----------
    profile, band, indicator, small_points, figure
        As in balance_county.csv; empty where it does not apply.
    today
        Before, of the first run that tells; NaN where not known.
    values, limits
        At the last moment that each run judges, by run; NaN where not known.
    passes
        Whether it keeps the limit, by run; None where not known or nothing is asked.
    """

    profile: str
    band: str
    indicator: str
    small_points: str
    figure: str
    today: float
    values: tuple[float, ...]
    limits: tuple[float, ...]
    passes: tuple[bool | None, ...]


def balance_rows(runs: Sequence[LoadedRun]) -> list[BalanceRow]:
    """Return the figures in the order of the files; nothing where no run has balance."""
    befores, afters = [], []
    for run in runs:
        table = run.tables.get(TABLE)
        rows = [] if table is None else table.to_dict("records")
        moments = list(dict.fromkeys(row["moment"] for row in rows))
        befores.append({_key(row): row for row in rows if row["moment"] == TODAY})
        # The last moment is that of all that the run decides.
        afters.append({_key(row): row for row in rows if row["moment"] == moments[-1]})
    keys = dict.fromkeys(key for after in afters for key in after)
    return [
        BalanceRow(
            *key,
            next((_number(b[key], "value") for b in befores if key in b), math.nan),
            tuple(_number(after.get(key, {}), "value") for after in afters),
            tuple(_number(after.get(key, {}), "limit") for after in afters),
            tuple(_passes(after.get(key, {})) for after in afters),
        )
        for key in keys
    ]


def _key(row: Mapping[Any, Any]) -> Key:
    profile, band, indicator, small, figure = (
        row[name] if isinstance(row.get(name), str) else "" for name in KEYS
    )
    return profile, band, indicator, small, figure


def _number(row: Mapping[Any, Any], name: str) -> float:
    value = row.get(name)
    return float(value) if isinstance(value, int | float) else math.nan


def _passes(row: Mapping[Any, Any]) -> bool | None:
    flag = _number(row, "passes")
    return flag == 1 if math.isfinite(flag) else None
