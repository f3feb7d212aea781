"""Norms and ceilings of trips, by stage and mode, and the minutes above them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.county.dictionary import MODES, STAGES
from planner.scenario import Scenario

Floats = NDArray[np.float64]


def norm_minutes(scenario: Scenario) -> Floats:
    """Return the norm by stage and mode in minutes, infinite where none is set."""
    return _by_mode(
        scenario, walk="walk_max_minutes", ride="ride_max_minutes", board="weekly_max_minutes"
    )


def ceiling_minutes(scenario: Scenario) -> Floats:
    """Return the ceiling by stage and mode in minutes, infinite where none is set."""
    return _by_mode(
        scenario, walk="ceiling_minutes", ride="ceiling_minutes", board="weekly_ceiling_minutes"
    )


def excess_minutes(minutes: Floats, norm: Floats) -> Floats:
    """Return the minutes above the norm; a trip at the norm (to 1e-6) is within it."""
    excess = np.asarray(minutes - norm)
    return np.where(excess > 1e-6, excess, 0.0)


def _by_mode(scenario: Scenario, **option: str) -> Floats:
    """Return the limit that each mode's option sets, by stage and mode."""
    limits = [scenario.stage_travel(stage) for stage in STAGES]
    return np.array([[getattr(of, option[mode]) or np.inf for mode in MODES] for of in limits])
