"""The ledgers of several runs side by side: items, sums of each kind, totals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from planner.ledger.beside import MEMO
from planner.ledger.entries import KINDS
from planner.loaded import LoadedRun

if TYPE_CHECKING:
    import pandas

TABLE = "ledger"
TOTAL = "total"
"""Kind of the rows that sum over kinds."""
ONCE, NET, YEARLY = "once", "net", "yearly"
"""Capital and allocation; the county's yearly spending less funds received; what county and
households pay a year, all that is spent once as the payment that repays it over its life."""


@dataclass(frozen=True)
class LedgerRow:
    """An item of the ledgers, the sum of a kind, or a total.

    Parameters
    ----------
    kind, item
        As in ledger.csv; the item is empty for the sum of a kind; kind `TOTAL` has `ONCE`,
        `NET` and `YEARLY`.
    unit
        What is counted; empty for sums and totals.
    quantities
        By run; NaN for sums, and where a run does not tell.
    yuan
        By run; 0 for what a run has none of, NaN where it does not tell.
    unknown
        Rows of schools whose amount is not known, by run.
    """

    kind: str
    item: str
    unit: str
    quantities: tuple[float, ...]
    yuan: tuple[float, ...]
    unknown: tuple[int, ...]

    @property
    def differences(self) -> tuple[float, ...]:
        """What each run is above the first that tells; NaN for that one."""
        first = next((n for n, v in enumerate(self.yuan) if math.isfinite(v)), -1)
        return tuple(
            math.nan if n == first else v - self.yuan[first] for n, v in enumerate(self.yuan)
        )


def has_ledger(run: LoadedRun) -> bool:
    """Return whether a run has a ledger: those of earlier versions have none."""
    return TABLE in run.tables


def allocated(run: LoadedRun) -> bool:
    """Return whether a run says what is bought for schools, and its ledger holds it."""
    return has_ledger(run) and "resources" in run.manifest and _yearly(run.tables[TABLE])


def ledger_rows(runs: Sequence[LoadedRun]) -> list[LedgerRow]:
    """Return the rows of all runs, kind by kind, then totals, then what stands beside them.

    Nothing where no run has a ledger.
    """
    if not any(has_ledger(run) for run in runs):
        return []
    found: list[LedgerRow] = []
    for kind in KINDS:
        if kind == "allocation" and not any(allocated(run) for run in runs):
            continue
        found += [_row(runs, kind, item, unit) for item, unit in _items(runs, kind)]
        found.append(_sum(runs, kind, "", tuple(_of_kind(run, kind) for run in runs)))
    once = tuple(
        _of_kind(run, "capital") + (_of_kind(run, "allocation") if allocated(run) else 0.0)
        for run in runs
    )
    net = tuple(_of_kind(run, "annual") - _of_kind(run, "revenue") for run in runs)
    found += [
        _sum(runs, TOTAL, ONCE, once),
        _sum(runs, TOTAL, NET, net),
        _sum(runs, TOTAL, YEARLY, tuple(_yearly_yuan(run) for run in runs)),
    ]
    return found + [_row(runs, MEMO, item, unit) for item, unit in _items(runs, MEMO)]


def _items(runs: Sequence[LoadedRun], kind: str) -> list[tuple[str, str]]:
    """Return the items of a kind with their units, in the order of the files."""
    units: dict[str, str] = {}
    for run in runs:
        for row in _own(run, kind).to_dict("records"):
            units.setdefault(str(row["item"]), str(row["unit"]))
    return list(units.items())


def _own(run: LoadedRun, kind: str) -> pandas.DataFrame:
    import pandas as pd

    table = run.tables.get(TABLE)
    if table is None:
        return pd.DataFrame({"kind": [], "item": [], "unit": [], "quantity": [], "yuan": []})
    return table[table["kind"] == kind]


def _row(runs: Sequence[LoadedRun], kind: str, item: str, unit: str) -> LedgerRow:
    quantities, yuan, unknown = [], [], []
    for run in runs:
        own = _own(run, kind)
        own = own[own["item"] == item]
        missing = int(own["yuan"].isna().sum())
        tells = _tells(run, kind) and not (missing and missing == len(own))
        quantities.append(float(own["quantity"].sum()) if tells else math.nan)
        yuan.append(float(own["yuan"].sum()) if tells else math.nan)
        unknown.append(missing)
    return LedgerRow(kind, item, unit, tuple(quantities), tuple(yuan), tuple(unknown))


def _sum(runs: Sequence[LoadedRun], kind: str, item: str, yuan: tuple[float, ...]) -> LedgerRow:
    none = (math.nan,) * len(runs)
    return LedgerRow(kind, item, "", none, yuan, (0,) * len(runs))


def _of_kind(run: LoadedRun, kind: str) -> float:
    return float(_own(run, kind)["yuan"].sum()) if _tells(run, kind) else math.nan


def _tells(run: LoadedRun, kind: str) -> bool:
    """Return whether a run says what there is of a kind, if only that there is nothing."""
    if kind == "allocation":
        return allocated(run)
    return has_ledger(run) and (kind != MEMO or _yearly(run.tables[TABLE]))


def _yearly_yuan(run: LoadedRun) -> float:
    if not has_ledger(run) or not _yearly(run.tables[TABLE]):
        return math.nan
    return float(run.tables[TABLE]["yearly_yuan"].sum())


def _yearly(table: Any) -> bool:
    """Return whether a ledger is of a version that holds all kinds and what each is a year."""
    return "yearly_yuan" in table.columns
