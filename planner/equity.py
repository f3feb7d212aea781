"""Unequal trips: the Kolm–Pollak index of the time that pupils travel.

Each pupil's burden is the minutes t of a school week's travel, a tenth of them, so that a daily
trip counts as its one-way minutes and a boarder's weekly trip as its part of a day's. With an
aversion κ to inequality the *equally distributed equivalent* of the pupils' burdens is the one
burden that would be as bad if everybody had it,

    EDE = ln(mean of exp(κ t)) / κ.

It is never below the mean, and equals it where all trips are equal. The logarithm is no linear
objective, but it grows with

    V = sum over pupils of (exp(κ t) − 1) / κ,

which is linear in who goes where, since t is known of every option. For the same pupils placed,
least V is least EDE. V is in pupil-minutes: as κ goes to 0 it is the plain sum of minutes. Since
the EDE is concave in V and 0 at 0, its relative gap is never larger than that of V.

Sources: Kolm (1976), Unequal inequalities I, J. Economic Theory 12; Pollak (1971), Additive
utility functions and linear Engel curves, Review of Economic Studies 38; for burdens: Sheriff and
Maguire (2020), Health risk, inequality indexes, and environmental justice, Risk Analysis 40,
doi:10.1111/risa.13562; Logan, Anderson, Williams and Conrow (2021), Measuring inequalities in
urban systems, Computers, Environment and Urban Systems 86, 101590; the linear proxy in facility
location: Horton, Logan, Skipper and Speakman (2024), arXiv:2401.15452.
"""

from __future__ import annotations

import math

import numpy as np

from planner.affected import DAY_TRIPS_A_WEEK, week_trips
from planner.instance import Floats, Instance, Ints
from planner.scenario import Scenario


def aversion_per_minute(scenario: Scenario) -> float:
    """Return κ: after each `equity.doubling_minutes` a further minute counts twice as much."""
    return math.log(2) / scenario.equity.doubling_minutes


def burden_minutes(scenario: Scenario, mode: Ints, minutes: Floats) -> Floats:
    """Return the minutes of a school week, a tenth of them, by trip.

    Parameters
    ----------
    mode, minutes
        Mode number and one-way minutes of each trip, shape (n,).
    """
    burden: Floats = minutes * week_trips(scenario, mode) / DAY_TRIPS_A_WEEK
    return burden


def weighed_minutes(burden: Floats, aversion: float) -> Floats:
    """Return (exp(κ t) − 1) / κ by trip.

    Parameters
    ----------
    burden
        Minutes t, shape (n,).
    aversion
        κ a minute, above 0.
    """
    weighed: Floats = np.expm1(aversion * burden) / aversion
    return weighed


def option_weighed_minutes(instance: Instance) -> Floats:
    """Return what a pupil who takes each option adds to V, shape (A,)."""
    scenario = instance.scenario
    burden = burden_minutes(scenario, instance.option_mode, instance.option_minutes)
    return weighed_minutes(burden, aversion_per_minute(scenario))


def ede_minutes(mean_weighed: float, aversion: float) -> float:
    """Return the EDE of pupils whose weighed minutes have this mean: ln(1 + κ mean) / κ."""
    return math.log1p(aversion * mean_weighed) / aversion


def gini(values: Floats, weights: Floats | Ints) -> float:
    """Return the Gini coefficient: half the mean difference of two pupils over the mean.

    ``G = sum_i sum_k w_i w_k |v_i - v_k| / (2 W^2 mean)``, counted from the Lorenz curve. 0 where
    all are equal (all at 0 minutes too), towards 1 where one bears everything.

    Parameters
    ----------
    values
        At least 0, shape (n,).
    weights
        Pupils, some above 0, shape (n,).
    """
    order = np.argsort(values, kind="stable")
    weight, value = weights[order].astype(np.float64), values[order]
    borne = np.cumsum(weight * value)
    if borne[-1] <= 0:
        return 0.0
    before = np.concatenate([[0.0], borne[:-1]])
    return float(1 - weight @ (borne + before) / (weight.sum() * borne[-1]))


def worst_part_mean(values: Floats, weights: Floats | Ints, part: float) -> float:
    """Return the mean of the largest values that make up `part` of the weight.

    The value at the edge counts with the weight that is still missing, so that pupils of one
    village are not taken in or left out together.

    Parameters
    ----------
    values
        Shape (n,).
    weights
        Pupils, some above 0, shape (n,).
    part
        Above 0, at most 1.
    """
    order = np.argsort(-values, kind="stable")
    weight, value = weights[order].astype(np.float64), values[order]
    wanted = part * weight.sum()
    counted = np.diff(np.minimum(np.cumsum(weight), wanted), prepend=0.0)
    return float(counted @ value / wanted)
