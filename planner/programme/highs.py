"""A loaded HiGHS model: PuLP hands it over once, then it is solved again and again.

PuLP builds the model and its solver interface passes it on; between the tiers only the
costs, bounds and a few rows change, which PuLP cannot do on a loaded model.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pulp
from numpy.typing import NDArray

from planner.programme.objective import Expression
from planner.programme.undisturbed import undisturbed

Floats = NDArray[np.float64]
_SITE = re.compile(r"(?:^|_)j(\d+)(?:_|$)")
_CHOICES = ("use", "part", "split")
BESIDE = "highs-beside"
"""Name of the threads on which a solver may still be winding down."""
Ended = Literal["proof", "clock", "interrupt", "infeasible"]


@dataclass(frozen=True)
class Progress:
    """One line of news from the search: minutes and yuan in the tier's own unit."""

    tier: str
    step: str
    best: float
    bound: float
    seconds: float


@dataclass
class Stop:
    """A flag that a signal handler raises and the solver's callback reads."""

    event: threading.Event = field(default_factory=threading.Event)

    def __bool__(self) -> bool:
        return self.event.is_set()


@dataclass(frozen=True)
class Solved:
    """What one run of the solver found.

    Parameters
    ----------
    values
        By column, or None where no solution was found.
    objective, bound
        Of these values; proved lower bound of the model as it was run.
    prices
        By row, of a relaxation that was solved.
    ended
        ``proof`` within the gap asked for, ``clock``, ``interrupt`` or ``infeasible``.
    """

    values: Floats | None
    objective: float
    bound: float
    ended: Ended
    prices: Floats | None = None


@dataclass
class Loaded:
    """A model inside HiGHS.

    Parameters
    ----------
    highs
        The solver with the model.
    column
        Column by PuLP variable id.
    integer
        Columns of whole numbers.
    lower, upper
        Bounds of all columns as built.
    site
        Site that each column speaks of, by the key in its name, -1 for none.
    choice
        Whether a column is a choice of pupils.
    """

    highs: Any
    column: dict[int, int]
    integer: NDArray[np.int32]
    lower: Floats
    upper: Floats
    site: NDArray[np.int64]
    choice: NDArray[np.bool_]
    worker: ThreadPoolExecutor

    def value(self, variable: pulp.LpVariable, values: Floats) -> float:
        """Return a variable's value; one that stands in no row is 0."""
        at = self.column.get(variable.id)
        return 0.0 if at is None else float(values[at])

    def costs(self, expression: Expression) -> Floats:
        """Return an expression as one cost per column."""
        cost = np.zeros(len(self.lower))
        at = np.array([self.column[x.id] for x, _ in expression.terms], dtype=np.int64)
        np.add.at(cost, at, np.array([c for _, c in expression.terms], dtype=np.float64))
        return cost

    def hold(self, expression: Expression, limit: float) -> int | None:
        """Add the row ``expression <= limit``, scaled to sound coefficients.

        Returns
        -------
        int
            Its number, None where the expression holds no variable.
        """
        cost = self.costs(expression)
        at = np.flatnonzero(cost).astype(np.int32)
        if len(at) == 0:
            return None
        scale = max(1.0, float(np.abs(cost[at]).max()) / 1000)
        self.highs.addRow(
            -np.inf, (limit - expression.constant) / scale, len(at), at, cost[at] / scale
        )
        return int(self.highs.getNumRow()) - 1

    def release(self, row: int) -> None:
        """Let a row that was held go."""
        self.highs.changeRowBounds(row, -np.inf, np.inf)

    def constant(self, expression: Expression) -> float | None:
        """Return an expression's value where no plan can change it, else None."""
        cost = self.costs(expression)
        at = np.flatnonzero(cost)
        if (self.lower[at] != self.upper[at]).any():
            return None
        return float(cost[at] @ self.lower[at]) + expression.constant

    def bounds(self, lower: Floats, upper: Floats) -> None:
        """Set the bounds of all columns."""
        every = np.arange(len(lower), dtype=np.int32)
        self.highs.changeColsBounds(len(every), every, lower, upper)


@undisturbed()
def load(problem: pulp.LpProblem, *, seed: int, log: Path | None) -> Loaded:
    """Hand a PuLP problem over to HiGHS, which runs on one thread.

    HiGHS keeps one pool of threads for the whole process and refuses to run with another number
    of them than whoever came first, in this library or in scipy's copy of it: so that is reset.
    """
    import highspy

    for thread in threading.enumerate():
        if thread.name == BESIDE:
            thread.join()
    reset: Any = highspy.Highs.resetGlobalScheduler
    reset(True)
    problem.setObjective(pulp.lpSum_vars_coefs([]))
    solver = pulp.HiGHS(msg=False, threads=1, logPath=str(log) if log else None)
    solver.createAndConfigureSolver(problem)
    solver.buildSolverModel(problem)
    highs: Any = problem.solverModel
    highs.setOptionValue("random_seed", seed)
    # Rows are sums of pupils and yuan: a looser tolerance would let a pupil slip through.
    highs.setOptionValue("mip_feasibility_tolerance", 1e-7)
    variables = problem.exported_variables()
    names, columns = [x.name for x in variables], highs.getLp()
    return Loaded(
        highs=highs,
        column={x.id: n for n, x in enumerate(variables)},
        integer=np.flatnonzero([x.cat == "Integer" for x in variables]).astype(np.int32),
        lower=np.array(columns.col_lower_),
        upper=np.array(columns.col_upper_),
        choice=np.array([name.partition("__")[0] in _CHOICES for name in names], dtype=bool),
        site=np.array([_site_of(name) for name in names], dtype=np.int64),
        worker=ThreadPoolExecutor(1, thread_name_prefix="highs"),
    )


def bare_solver(**options: float) -> Any:
    """Return a HiGHS of one's own, silent and on one thread."""
    import highspy

    make: Any = highspy.Highs
    solver = make()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    for name, value in options.items():
        solver.setOptionValue(name, value)
    return solver


def _site_of(name: str) -> int:
    found = _SITE.search(name.partition("__")[2])
    return int(found[1]) if found else -1


def solve(
    loaded: Loaded,
    *,
    seconds: float,
    gap: float = 0.0,
    slack: float = 1e-6,
    start: Floats | None = None,
    relaxed: bool = False,
    whole: NDArray[np.int64] | None = None,
    presolve: bool = True,
    enough: Callable[[float, float], bool] | None = None,
    stop: Stop,
    tell: Callable[[float, float, float], None] | None = None,
) -> Solved:
    """Run HiGHS on the model as it stands.

    Parameters
    ----------
    seconds
        Time limit of this run.
    gap
        Relative gap at which the run may end.
    slack
        Absolute gap at which it may end, in the objective's unit.
    start
        A solution to start from, by column. The bound is then not to be trusted and not given:
        with a start HiGHS 1.15 may drop better solutions in its presolve, and call what is left
        optimal (seen, and reproduced, on a model of 300 columns).
    relaxed
        Solve with fractions: the result's bound is the model's.
    whole
        Columns that must be whole, all whole columns where None; the rest may be fractions.
    presolve
        Without it the run is slower, and sure where rows that hold earlier objectives leave hardly
        any room: HiGHS 1.15's presolve has called such a model infeasible that has a solution.
    enough
        Told incumbent and bound, says whether to end the run.
    stop
        Ends the run when raised; the incumbent is kept.
    tell
        Hears of incumbent, bound and seconds.
    """
    import highspy

    highs = loaded.highs
    relaxed = relaxed or not len(loaded.integer if whole is None else whole)
    kinds = np.full(len(loaded.lower), highspy.HighsVarType.kContinuous)
    if not relaxed:
        kinds[loaded.integer if whole is None else whole] = highspy.HighsVarType.kInteger
    every = np.arange(len(kinds), dtype=np.int32)
    highs.changeColsIntegrality(len(every), every, kinds)
    # The simplex measures its limit by the model's whole run time, the MIP by its own.
    spent = float(highs.getRunTime()) if relaxed else 0.0
    highs.setOptionValue("time_limit", spent + max(float(seconds), 0.05))
    highs.setOptionValue("mip_rel_gap", gap)
    highs.setOptionValue("mip_abs_gap", max(slack, 1e-6))
    highs.setOptionValue("presolve", "choose" if presolve else "off")
    if start is None and not relaxed:
        # The values of the last run would be a start that nobody gave.
        basis = highs.getBasis()
        highs.clearSolver()
        if basis.valid:
            highs.setBasis(basis)
    if start is not None and not relaxed:
        highs.setSolution(len(every), every, start)
    ended_early = False

    def hear(kind: Any, message: str, out: Any, back: Any, data: Any) -> None:  # noqa: ARG001
        nonlocal ended_early
        if kind == highspy.cb.HighsCallbackType.kCallbackMipLogging:
            if tell is not None:
                tell(out.mip_primal_bound, out.mip_dual_bound, out.running_time)
        elif back is not None:
            if bool(stop):
                back.user_interrupt = True
            elif enough is not None and kind == highspy.cb.HighsCallbackType.kCallbackMipInterrupt:
                bound = out.mip_dual_bound if start is None else -np.inf
                ended_early = enough(out.mip_primal_bound, bound)
                back.user_interrupt = ended_early

    types = highspy.cb.HighsCallbackType
    highs.setCallback(hear, None)
    for event in (
        types.kCallbackMipInterrupt,
        types.kCallbackSimplexInterrupt,
        types.kCallbackIpmInterrupt,
        types.kCallbackMipLogging,
    ):
        highs.startCallback(event)
    if _run(loaded.worker.submit(highs.run)) == highspy.HighsStatus.kError:
        raise RuntimeError("HiGHS refused to run the model")
    found = _result(highs, relaxed, ended_early, bool(stop))
    return found if start is None or relaxed else replace(found, bound=-np.inf)


def _run(future: Future[Any]) -> Any:
    # Short waits, so that the main thread keeps hearing signals.
    while True:
        try:
            return future.result(timeout=0.1)
        except NotYet:
            continue


def _result(highs: Any, relaxed: bool, ended_early: bool, stopped: bool) -> Solved:
    import highspy

    statuses = highspy.HighsModelStatus
    status = highs.getModelStatus()
    info = highs.getInfo()
    feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.array(highs.getSolution().col_value) if feasible else None
    objective = float(info.objective_function_value) if feasible else np.inf
    if status in (statuses.kInfeasible, statuses.kUnboundedOrInfeasible):
        return Solved(None, np.inf, np.inf, "infeasible")
    if relaxed:
        # A relaxation stopped by the clock has no bound to give.
        done = status == statuses.kOptimal
        ended: Ended = "proof" if done else ("interrupt" if stopped else "clock")
        if not done:
            return Solved(None, objective, -np.inf, ended)
        prices = np.array(highs.getSolution().row_dual)
        return Solved(values, objective, objective, ended, prices)
    bound = float(info.mip_dual_bound)
    if status == statuses.kOptimal or ended_early:
        return Solved(values, objective, bound, "proof")
    return Solved(values, objective, bound, "interrupt" if stopped else "clock")
