"""Norms and ceilings of trips, by stage and mode, and the minutes above them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.county.dictionary import MODES, STAGES
from planner.scenario import Scenario

Floats = NDArray[np.float64]


def norm_minutes(scenario: Scenario) -> Floats:
    """Return the norm by stage and mode in minutes, infinite where none is set."""
    norm = np.full((len(STAGES), len(MODES)), np.inf)
    for g, stage in enumerate(STAGES):
        limits = scenario.stage_travel(stage)
        norm[g] = (
            limits.walk_max_minutes,
            limits.ride_max_minutes,
            limits.weekly_max_minutes or np.inf,
        )
    return norm


def ceiling_minutes(scenario: Scenario) -> Floats:
    """Return the ceiling by stage and mode in minutes, infinite where none is set."""
    ceiling = np.full((len(STAGES), len(MODES)), np.inf)
    for g, stage in enumerate(STAGES):
        limits = scenario.stage_travel(stage)
        ceiling[g] = (
            limits.ceiling_minutes,
            limits.ceiling_minutes,
            limits.weekly_ceiling_minutes or np.inf,
        )
    return ceiling


def excess_minutes(minutes: Floats, norm: Floats) -> Floats:
    """Return the minutes above the norm; a trip at the norm (to 1e-6) is within it."""
    excess = np.asarray(minutes - norm)
    return np.where(excess > 1e-6, excess, 0.0)
