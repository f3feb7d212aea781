"""What the objectives leave open of trips: the shortest, where nothing else is touched.

Objectives that count money, or minutes beyond the norm, are blind to a pupil of one village sent
past the school next door while another comes the other way. So, where no objective asks for all
minutes, pupils are shared out once more with every site as it was decided and every objective held:
only trips grow shorter. Nothing is claimed of how short they could be.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from planner.instance import Instance
from planner.plan import Plan
from planner.programme.attempt import TierSearch
from planner.programme.extract import extract
from planner.programme.highs import Floats, Loaded, Progress, Stop
from planner.programme.neighbourhood import Landscape
from planner.programme.objective import tier
from planner.programme.tier import solve_tier
from planner.programme.variables import Variables

MINUTES = "pupil_minutes"
_ASK_FOR_MINUTES = (MINUTES, "kolm_pollak_pupil_minutes")
SHARE_OF_TIME = 0.05
"""Of the time limit, kept back for this step."""


def leaves_trips_open(instance: Instance) -> bool:
    """Return whether no objective asks for the minutes of all trips."""
    return all(asked.minimise not in _ASK_FOR_MINUTES for asked in instance.scenario.objective)


def shortened(
    instance: Instance,
    variables: Variables,
    loaded: Loaded,
    land: Landscape,
    values: Floats,
    *,
    seconds: float,
    stop: Stop,
    progress: Callable[[Progress], None] | None,
) -> Plan | None:
    """Return the plan with trips shortened where that costs no objective, None if none was found.

    Parameters
    ----------
    loaded
        The model with every objective held at its value.
    values
        By column, of the plan so far.
    seconds
        Time for this.
    """
    expression = tier(instance, variables, MINUTES)
    options = instance.scenario.solver
    loaded.lower[land.sites] = loaded.upper[land.sites] = np.round(values[land.sites])
    loaded.bounds(loaded.lower, loaded.upper)
    found = solve_tier(
        loaded,
        expression,
        TierSearch(MINUTES, options.mip_gap, seconds, False, 1, land, options.seed),
        start=values,
        then=None,
        stop=stop,
        progress=progress,
    )
    if found.values is None:
        return None
    try:
        return extract(instance, variables, loaded, found.values)
    except ArithmeticError:
        # No whole numbers, as HiGHS has given where pupils of a village may be shared out: the
        # plan that is there already stays.
        return None
