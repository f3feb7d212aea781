"""The full model: solved after the other steps, or beside them on the second thread."""

from __future__ import annotations

from planner.programme.attempt import Attempt, TierFound
from planner.programme.beside import Beside, beside
from planner.programme.highs import Solved, solve

_LAST_S = 0.1
"""So much time is no more worth a step."""
_RISE = 0.05
"""Share of the open gap that the bound of the sites must have closed to be gone on with."""


def turn_to_model(run: Attempt) -> None:
    """Give the second thread to the full model where the sites say little of the bound.

    What it finds counts only when the steps here are over: they take their course whatever it
    finds, so that a plan proved by them does not hang on the speed of the machine.
    """
    assert run.lift is not None
    open_gap = run.worth(run.best) - run.relaxed
    if run.asked.threads < 2 or run.bound - run.relaxed >= _RISE * open_gap:
        return
    run.lift.close()
    run.raise_bound()
    run.lift = None
    run.aim()
    run.other = beside(
        run.loaded,
        run.cost,
        seed=run.asked.seed,
        gap=run.asked.gap,
        seconds=run.left(),
        enough=lambda bound: run.proved(run.worth(run.best), bound),
    )
    run.other.start()


def full(run: Attempt, seconds: float) -> TierFound:
    """Solve the full model, or wait for the one beside."""
    if run.other is not None:
        return _awaited(run, run.other)
    found = _whole_model(run, seconds)
    if found.ended == "infeasible" and run.best is not None and run.left() > _LAST_S:
        # There is a plan: what is held leaves so little room that presolve sees none.
        found = _whole_model(run, run.left(), presolve=False)
    if found.ended == "infeasible":
        return run.found("infeasible" if run.best is None else "clock")
    run.take(found.values)
    run.bound = max(run.bound, found.bound)
    return run.found(found.ended)


def _whole_model(run: Attempt, seconds: float, *, presolve: bool = True) -> Solved:
    return solve(
        run.loaded,
        seconds=seconds,
        gap=run.asked.gap,
        presolve=presolve,
        enough=lambda best, bound: run.proved(
            min(best, run.worth(run.best)),
            max(bound, run.bound, run.lift.bound if run.lift else bound),
        ),
        stop=run.stop,
        tell=lambda best, bound, seconds: run.say("full", best, bound),  # noqa: ARG005
    )


def _awaited(run: Attempt, other: Beside) -> TierFound:
    """Wait for the full model beside; what it finds on its way is made better here."""

    def news() -> bool:
        worth = min(run.worth(run.best), run.worth(other.values))
        better = run.worth(other.values) < run.worth(run.best) - run.fine
        return bool(run.stop) or better or run.proved(worth, max(run.bound, other.bound))

    while other.alive and run.left() > _LAST_S and not run.stop:
        other.wait(run.began + run.asked.seconds, news)
        best, run.bound = run.worth(run.best), max(run.bound, other.bound)
        run.take(other.values)
        run.say("full")
        if run.over:
            break
        if run.worth(run.best) < best - run.fine:
            run.nearby(0.8 * run.left())
    run.take(other.values)
    return run.found("interrupt" if run.stop else "clock")
