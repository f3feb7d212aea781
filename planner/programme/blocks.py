"""The model cut into its sites, for a bound stronger than the relaxation's.

Most rows speak of one site: its kind, classes, rooms, beds, posts and pupils. A few tie sites
together: each village goes somewhere, the county's posts, budget, lines and townships. Priced
at a value per unit of each tying row (Lagrangian relaxation), the model falls into sites that
are solved one by one, whole numbers and all; the sum of their optima is a bound of the full
model for *any* prices. Which prices make it high is the business of `planner.programme.ascent`.

Nothing here knows a rule by name: rows are sorted by the sites that their columns belong to,
so that a new rule needs no change.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from planner.instance import Ints
from planner.programme.highs import Floats, Loaded, bare_solver

_NODES = 500
"""Nodes that one site may take; its bound stands all the same."""
_MANY_CHOICES = 400
"""A site that more pupils' choices lead to is solved with these in fractions: its classes, posts
and kind stay whole, the bound stays one, and the step takes a second, not many."""


@dataclass(frozen=True)
class Block:
    """One site's part of the model.

    Parameters
    ----------
    columns
        Its columns.
    solver
        HiGHS with its rows.
    """

    columns: Ints
    solver: Any


@dataclass(frozen=True)
class Priced:
    """What prices on the tying rows give.

    Parameters
    ----------
    bound
        Lower bound of the full model; -infinity where a site could not be solved.
    values
        By column, each site at its own best; common columns 0.
    """

    bound: float
    values: Floats


@dataclass(frozen=True)
class Blocks:
    """A model as blocks and the rows that tie them.

    Parameters
    ----------
    blocks
        One per site that has columns.
    common
        Columns of no site.
    cost, constant
        Objective by column, and what is added to it.
    tying
        Rows that tie blocks, shape (rows, columns).
    low, high
        Their limits.
    prices
        Their prices in the relaxation, to start from.
    lower, upper
        Bounds by column.
    """

    blocks: tuple[Block, ...]
    common: Ints
    cost: Floats
    constant: float
    tying: csc_array
    low: Floats
    high: Floats
    prices: Floats
    lower: Floats
    upper: Floats

    def allowed(self, prices: Floats) -> Floats:
        """Return the prices with those set to 0 that have no limit to stand for."""
        needless = ((prices > 0) & ~np.isfinite(self.low)) | (
            (prices < 0) & ~np.isfinite(self.high)
        )
        return np.where(needless, 0.0, prices)

    def price(self, prices: Floats, stopped: Callable[[], bool]) -> Priced | None:
        """Solve every site at these prices; None if stopped."""
        prices = self.allowed(prices)
        reduced = self.cost - self.tying.T @ prices
        limit = np.where(prices > 0, self.low, self.high)
        bound = self.constant + float(prices[prices != 0] @ limit[prices != 0])
        # A column without an upper limit that is worth having leaves no bound: -infinity.
        for mine, at in ((reduced > 0, self.lower), (reduced < 0, self.upper)):
            some = self.common[mine[self.common]]
            bound += float(reduced[some] @ at[some])
        values = np.zeros(len(self.cost))
        for block in self.blocks:
            if stopped():
                return None
            least, values[block.columns] = _least(block, reduced[block.columns])
            bound += least
        return Priced(bound, values)


def cut(loaded: Loaded, prices: Floats) -> Blocks:
    """Cut the model as it stands in the solver into sites.

    Parameters
    ----------
    prices
        Of the rows, from the relaxation; rows added since have none.
    """
    lp, site = loaded.highs.getLp(), loaded.site
    rows, columns = lp.num_row_, lp.num_col_
    matrix = lp.a_matrix_
    by_column = csc_array(
        (np.array(matrix.value_), np.array(matrix.index_), np.array(matrix.start_)),
        shape=(rows, columns),
    )
    entries = by_column.tocoo()
    first, last = np.full(rows, np.iinfo(np.int64).max), np.full(rows, -1, dtype=np.int64)
    np.minimum.at(first, entries.row, site[entries.col])
    np.maximum.at(last, entries.row, site[entries.col])
    owner = np.where((first == last) & (first >= 0), first, -1)
    low, high = np.array(lp.row_lower_), np.array(lp.row_upper_)
    by_row: csr_array = by_column.tocsr()
    whole = np.zeros(columns, dtype=bool)
    whole[loaded.integer] = True
    cost = np.array(lp.col_cost_)
    blocks = []
    for j in np.unique(site[site >= 0]).tolist():
        own, its = np.flatnonzero(site == j), np.flatnonzero(owner == j)
        integer = whole[own]
        if (integer & loaded.choice[own]).sum() > _MANY_CHOICES:
            integer &= ~loaded.choice[own]
        part = by_row[its][:, own].tocsc()
        blocks.append(Block(own, _solver(part, low[its], high[its], loaded, own, integer)))
    tying = np.flatnonzero((owner < 0) & (np.isfinite(low) | np.isfinite(high)))
    known = np.zeros(rows)
    known[: len(prices)] = prices
    return Blocks(
        blocks=tuple(blocks),
        common=np.flatnonzero(site < 0),
        cost=cost,
        constant=float(lp.offset_),
        tying=by_row[tying].tocsc(),
        low=low[tying],
        high=high[tying],
        prices=known[tying],
        lower=loaded.lower,
        upper=loaded.upper,
    )


def _solver(
    part: csc_array, low: Floats, high: Floats, loaded: Loaded, own: Ints, whole: NDArray[Any]
) -> Any:
    import highspy

    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = part.shape
    lp.col_cost_ = np.zeros(len(own))
    lp.col_lower_, lp.col_upper_ = loaded.lower[own], loaded.upper[own]
    lp.row_lower_, lp.row_upper_ = low, high
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = part.indptr, part.indices
    lp.a_matrix_.value_ = part.data
    kinds = highspy.HighsVarType
    lp.integrality_ = [kinds.kInteger if w else kinds.kContinuous for w in whole]
    solver = bare_solver(mip_rel_gap=1e-4, mip_max_nodes=_NODES)
    solver.passModel(lp)
    return solver


def _least(block: Block, cost: Floats) -> tuple[float, Floats]:
    """Return a lower bound of a site's optimum, -infinity for none, and the values found."""
    import highspy

    n = len(cost)
    block.solver.changeColsCost(n, np.arange(n, dtype=np.int32), cost)
    if block.solver.run() == highspy.HighsStatus.kError:
        raise RuntimeError("HiGHS refused to run the model of a site")
    info = block.solver.getInfo()
    bound = float(info.mip_dual_bound)
    values = np.array(block.solver.getSolution().col_value)
    if not np.isfinite(bound) or len(values) != n:
        return -np.inf, np.zeros(n)
    return bound, values
