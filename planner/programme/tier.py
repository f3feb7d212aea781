"""One tier: a bound from the relaxation, an incumbent from a smaller model, then both better.

Handed over as it stands, a county's model keeps the solver long at its root: the whole
class counts spoil its start heuristics. So a tier is solved in steps:

0. the incumbent of the tier before, or a plan from elsewhere made to fit the rules;
1. the relaxation, which gives a bound of the full model and prices of its rows;
2. from here on the bound is lifted site by site (`planner.programme.blocks`), on a thread of
   its own where the scenario allows two; where that closes little of what is open after step 3,
   the thread goes to the full model (`planner.programme.beside`);
3. today's arrangement, then a dive: site kinds rounded a few at a time with all else in
   fractions, then the whole numbers restored;
4. the incumbent improved where it differs from the relaxation, then neighbourhood by
   neighbourhood (`planner.programme.neighbourhood`);
5. the full model, for what time is left.

Every gap is against a bound of the full model: of steps 1, 2 or 5, never of the others. The
search stops for a proof after steps 1 and 3 and after each round of step 4, with the bound after so
many steps; a step that takes too long is ended by the clock, and only then does the speed of the
machine decide on the plan.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from planner.programme.attempt import Attempt, TierFound, TierSearch
from planner.programme.given import Given
from planner.programme.highs import Floats, Loaded, Progress, Stop, solve
from planner.programme.objective import Expression
from planner.programme.start import ahead, as_today, dive, started
from planner.programme.whole import full, turn_to_model

_DIRECT_COLUMNS = 4000
"""Models with fewer whole columns go to the solver as they are."""


def solve_tier(
    loaded: Loaded,
    expression: Expression,
    asked: TierSearch,
    *,
    start: Floats | None,
    given: Given | None = None,
    then: Expression | None,
    stop: Stop,
    progress: Callable[[Progress], None] | None,
) -> TierFound:
    """Minimise one objective over the model as it stands.

    Parameters
    ----------
    start
        Values by column that the tier before came to, if there was one.
    given
        A plan from elsewhere to start from as well; it need not satisfy the rules.
    then
        The objective of the next tier. Where pupils' choices are equal in this one, the
        search near an incumbent prefers those that cost less in the next.
    """
    run = Attempt(loaded, expression, asked, then, stop, progress)
    run.aim()
    if start is not None:
        if not run.cost.any():
            return TierFound(start, expression.constant, expression.constant, "proof")
        run.take(start)
        # Classes, rooms and posts that the tier before had no reason to keep small.
        run.take(run.settle(asked.land.decided, start, 0.1 * run.left()))
    if given is not None:
        started(run, given, first=start is None)
    if len(loaded.integer) <= _DIRECT_COLUMNS:
        return full(run, run.left())
    relaxation = solve(loaded, seconds=run.left(), relaxed=True, stop=stop)
    if relaxation.ended == "infeasible":
        return TierFound(None, np.inf, np.inf, "infeasible")
    run.bound = run.relaxed = relaxation.bound
    run.say("relaxation")
    if relaxation.values is None or relaxation.prices is None or run.over:
        return run.found("interrupt" if stop else "clock")
    if asked.counts and then is not None and start is None:
        ahead(run, then, 0.4 * run.left())
        if run.over:
            return run.found("interrupt" if stop else "clock")
    if run.started is not None:
        run.between(relaxation.values, 0.2 * run.left())
        if run.over:
            return run.found("interrupt" if stop else "clock")
    with run.lifted(relaxation.prices):
        if run.far and not run.over:
            run.take(as_today(run, 0.12 * run.left()))
        if not run.over:
            # Near the bound already, a dive is worth a short look only.
            share = 0.5 if run.far else 0.1
            run.take(dive(run, _towards_next(run, relaxation.values), share * run.left()))
            run.aim()
            run.say("dive")
        if run.best is not None and not run.checked():
            turn_to_model(run)
            run.between(relaxation.values, 0.3 * run.left())
        if run.best is not None and not run.checked():
            run.nearby(0.8 * run.left())
        if run.over:
            return run.found("interrupt" if stop else "clock")
        return full(run, run.left())


def _towards_next(run: Attempt, relaxed: Floats) -> Floats:
    """Return a solution of the relaxation that costs little in the next objective too.

    Many are equal in minutes; those that use few beds and vehicles are easier to make whole.
    The objective stays loaded with this small addition.
    """
    if run.then is None:
        return relaxed
    run.aim(run.small_extra(relaxed))
    found = solve(run.loaded, seconds=run.left(), relaxed=True, stop=run.stop)
    return relaxed if found.values is None else found.values
