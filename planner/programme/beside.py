"""The full model in a solver of its own, beside the search for plans, for its bound."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import numpy as np

from planner.programme.highs import BESIDE, Floats, Loaded, bare_solver

_PAUSE_S = 0.5
"""So long the search waits for it; it may be deep in a relaxation and is then left to end alone."""


@dataclass
class Beside:
    """A copy of a loaded model, solved from nothing on a thread of its own.

    Told to end it may need a minute to hear it. Nobody waits for that but the next model to be
    loaded (`planner.programme.highs.load`) and the end of the process.

    Parameters
    ----------
    bound
        Best bound so far, of the full model.
    values
        Its best values by column so far.
    """

    solver: Any
    enough: Callable[[float], bool]
    bound: float = -np.inf
    values: Floats | None = None
    halt: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin."""
        self.thread = threading.Thread(target=self._run, name=BESIDE)
        self.thread.start()

    @property
    def alive(self) -> bool:
        """Whether it has not ended yet."""
        return self.thread is not None and self.thread.is_alive()

    def wait(self, until: float, stopped: Callable[[], bool]) -> None:
        """Wait until it ends or the clock says so."""
        while self.alive:
            assert self.thread is not None
            if stopped() or perf_counter() > until:
                return
            self.thread.join(timeout=0.05)

    def close(self) -> None:
        """Tell it to end; it does at its next pause."""
        self.halt.set()
        if self.thread is not None:
            self.thread.join(timeout=_PAUSE_S)

    def _run(self) -> None:
        import highspy

        def hear(kind: Any, message: str, out: Any, back: Any, data: Any) -> None:  # noqa: ARG001
            if kind == highspy.cb.HighsCallbackType.kCallbackMipImprovingSolution:
                self.values = np.array(out.mip_solution)
                return
            if kind == highspy.cb.HighsCallbackType.kCallbackMipInterrupt:
                self.bound = max(self.bound, float(out.mip_dual_bound))
            if back is not None and (self.halt.is_set() or self.enough(self.bound)):
                back.user_interrupt = True

        self.solver.setCallback(hear, None)
        kinds = highspy.cb.HighsCallbackType
        for event in (
            kinds.kCallbackMipInterrupt,
            kinds.kCallbackMipImprovingSolution,
            kinds.kCallbackSimplexInterrupt,
            kinds.kCallbackIpmInterrupt,
        ):
            self.solver.startCallback(event)
        self.solver.run()
        if self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            self.bound = max(self.bound, float(self.solver.getInfo().mip_dual_bound))


def beside(
    loaded: Loaded,
    cost: Floats,
    *,
    seed: int,
    gap: float,
    seconds: float,
    enough: Callable[[float], bool],
) -> Beside:
    """Return a copy of the model as it stands, with whole numbers and these costs.

    Parameters
    ----------
    gap, seconds
        Relative gap at which it ends by itself, and its time: it does not listen everywhere.
    enough
        Told the bound, says whether to end.
    """
    import highspy

    solver = bare_solver(
        mip_rel_gap=gap, mip_feasibility_tolerance=1e-7, time_limit=max(0.1, seconds)
    )
    solver.setOptionValue("random_seed", seed)
    solver.passModel(loaded.highs.getLp())
    kinds = np.full(len(loaded.lower), highspy.HighsVarType.kContinuous)
    kinds[loaded.integer] = highspy.HighsVarType.kInteger
    every = np.arange(len(kinds), dtype=np.int32)
    solver.changeColsIntegrality(len(every), every, kinds)
    solver.changeColsCost(len(every), every, cost)
    return Beside(solver, enough)
