"""A part of the model solved again while all else is held.

What happens to the staff of a school matters to it and to the schools within reach. Holding all
others leaves a model that is solved in a moment. Nothing is proved here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.instance import Flags, Ints
from planner.programme.highs import Floats, Loaded, bare_solver
from planner.staffing.variables import StaffVariables
from planner.teachers.instance import StaffInstance

Columns = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Model:
    """Rows of a loaded model as arrays.

    Parameters
    ----------
    matrix
        Rows by columns (scipy CSR); `by_column` the same as CSC.
    low, high
        Bounds of the rows.
    lower, upper
        Bounds of the columns.
    whole
        Columns of whole numbers (flags).
    """

    matrix: Any
    by_column: Any
    low: Floats
    high: Floats
    lower: Floats
    upper: Floats
    whole: Flags


def model_of(loaded: Loaded) -> Model:
    """Read the model as it stands, rows that hold objectives included."""
    from scipy.sparse import csc_array, csr_array

    program = loaded.highs.getLp()
    held = program.a_matrix_
    shape = (program.num_row_, program.num_col_)
    parts = (np.array(held.value_), np.array(held.index_), np.array(held.start_))
    rowwise = "Row" in str(held.format_)
    matrix = csr_array(parts, shape=shape) if rowwise else csc_array(parts, shape=shape).tocsr()
    whole = np.zeros(shape[1], dtype=bool)
    whole[loaded.integer] = True
    return Model(
        matrix,
        matrix.tocsc(),
        np.array(program.row_lower_),
        np.array(program.row_upper_),
        loaded.lower,
        loaded.upper,
        whole,
    )


def solve_part(
    model: Model,
    cost: Floats,
    values: Floats,
    free: Columns,
    *,
    gap: float,
    relative: float = 0.0,
    nodes: int,
    seconds: float,
) -> Floats | None:
    """Return values with the free columns as good as found, None where nothing better was found.

    Parameters
    ----------
    cost
        By column.
    values
        A solution; all columns that are not free keep their values.
    free
        Columns, sorted.
    gap, relative, nodes, seconds
        Gap in the objective's unit, as a share of the part's objective, and limits of the search.
    """
    import highspy

    rows = np.unique(model.by_column[:, free].indices)
    if len(rows) == 0 or len(free) == 0:
        return None
    part = model.matrix[rows]
    inside = part[:, free].tocsr()
    held = part @ values - inside @ values[free]
    solver = bare_solver(
        mip_rel_gap=relative, mip_abs_gap=max(gap, 1e-6), mip_max_nodes=nodes, time_limit=seconds
    )
    solver.setOptionValue("mip_feasibility_tolerance", 1e-7)
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(free), len(rows)
    program.col_cost_ = cost[free]
    program.col_lower_, program.col_upper_ = model.lower[free], model.upper[free]
    program.row_lower_, program.row_upper_ = model.low[rows] - held, model.high[rows] - held
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = inside.indptr
    program.a_matrix_.index_ = inside.indices
    program.a_matrix_.value_ = inside.data
    kinds = highspy.HighsVarType
    program.integrality_ = [kinds.kInteger if w else kinds.kContinuous for w in model.whole[free]]
    solver.passModel(program)
    solver.setSolution(len(free), np.arange(len(free), dtype=np.int32), values[free])
    solver.run()
    found = solver.getInfo()
    if found.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    new = values.copy()
    new[free] = np.array(solver.getSolution().col_value)
    new[free] = np.where(model.whole[free], np.round(new[free]), new[free])
    return new if float(cost[free] @ (new[free] - values[free])) < -1e-7 else None


@dataclass(frozen=True, eq=False)
class Places:
    """Which schools each column speaks of, and which schools lie near each other.

    Parameters
    ----------
    first, second
        Schools by column; -1 for the county, equal where it is one school (n,).
    near
        Other schools of each, the nearest first.
    """

    first: Ints
    second: Ints
    near: tuple[Ints, ...]

    def inside(self, schools: Ints) -> Columns:
        """Return the columns that speak of these schools alone."""
        chosen = np.zeros(len(self.near) + 1, dtype=bool)
        chosen[schools] = True
        return np.flatnonzero(chosen[self.first] & chosen[self.second])


def places_of(instance: StaffInstance, v: StaffVariables, loaded: Loaded) -> Places:
    """Return the schools of all columns; the last place stands for the county."""
    n = len(loaded.lower)
    first = np.full(n, -1, dtype=np.int64)
    second = np.full(n, -1, dtype=np.int64)

    def mark(x: Any, a: int, b: int) -> None:
        at = loaded.column.get(x.id)
        if at is not None:
            first[at], second[at] = a, b

    of, homes = v.teaching, v.flows.class_school
    heads = homes[v.flows.arc_class]
    for a, x in enumerate(v.arc):
        mark(x, int(heads[a]), int(v.flows.arc_school[a]))
    for c, x in v.out.items():
        mark(x, int(homes[c]), int(homes[c]))
    for x, cell in zip(v.teachers, of.cells, strict=True):
        mark(x, cell.school, cell.school)
    for x, (s, _) in zip(v.hire, of.hires, strict=True):
        mark(x, s, s)
    for (g, _), x in v.given.items():
        mark(x, of.pools[g].school, of.pools[g].school)
    for (e, k), x in v.lent.items():
        mark(x, of.cells[e].school, of.cells[e].visits[k][0])
    for rows in (v.online, v.in_person):
        for need, x in rows.items():
            s = int(instance.need_school[need])
            mark(x, s, s)
    for x, demand in zip(v.uncovered, of.demands, strict=True):
        mark(x, demand.school, demand.school)
    for (s, _), x in v.short.items():
        mark(x, s, s)
    for s, x in v.spread.items():
        mark(x, s, s)
    minutes = np.where(np.isnan(instance.minutes), np.inf, instance.minutes)
    order = np.argsort(minutes, axis=1, kind="stable")
    near = tuple(
        np.array([b for b in order[s].tolist() if b != s and np.isfinite(minutes[s, b])], dtype=int)
        for s in range(instance.schools)
    )
    return Places(first, second, near)
