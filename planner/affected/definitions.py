"""Who counts as affected: today's trip against the plan's, by one of several definitions.

The definitions follow the sentence of the survey. D1 asks about time, D2 about the
household's money, D3 about any of distance, traffic and money, and ``all_three`` about all of
them together, since the sentence can be read both ways. All look at growth only: today's
arrangement against itself affects nobody, and a pupil without a trip today has nothing to
compare with and is not affected.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from planner.affected.cost import private_cost
from planner.affected.trips import Trips, compared_minutes
from planner.county.dictionary import STAGES
from planner.instance import BOARD, RIDE, Flags, Floats, Ints
from planner.scenario import Scenario

EPSILON = 1e-6
"""Growth that is rounding, in the unit compared."""


def affected(
    scenario: Scenario, stage: Ints, before: Trips, after: Trips, income_yuan: Floats
) -> Flags:
    """Return who is affected by the definition that the scenario names.

    Parameters
    ----------
    stage
        Stage numbers, shape (n,).
    before, after
        Today's trips and the plan's, shape (n,).
    income_yuan
        Household income a year, NaN where unknown, shape (n,).
    """
    return affected_by(scenario.concern.definition, scenario, stage, before, after, income_yuan)


def affected_by(
    definition: str,
    scenario: Scenario,
    stage: Ints,
    before: Trips,
    after: Trips,
    income_yuan: Floats,
) -> Flags:
    """Return who is affected by a definition, its thresholds as the scenario has them."""
    found = DEFINITIONS[definition](scenario, stage, before, after, income_yuan)
    both: Flags = (before.mode >= 0) & (after.mode >= 0)
    return found & both


def by_time(
    scenario: Scenario, stage: Ints, before: Trips, after: Trips, income_yuan: Floats
) -> Flags:
    """D1: grows by the threshold or more, or newly over the norm, or newly boards in grades 1–3."""
    del income_yuan
    lower: Flags = stage == STAGES.index("lower")
    return _longer(scenario, before, after) | (lower & _newly_boards(before, after))


def by_norm(
    scenario: Scenario, stage: Ints, before: Trips, after: Trips, income_yuan: Floats
) -> Flags:
    """D1_over_norm: newly over the norm, and nothing else."""
    del scenario, stage, income_yuan
    newly_over: Flags = after.over_norm & ~before.over_norm
    return newly_over


def by_time_or_boarding(
    scenario: Scenario, stage: Ints, before: Trips, after: Trips, income_yuan: Floats
) -> Flags:
    """D1_boarding: D1, and newly boarding at any stage counted too."""
    del stage, income_yuan
    return _longer(scenario, before, after) | _newly_boards(before, after)


def by_cost(
    scenario: Scenario, stage: Ints, before: Trips, after: Trips, income_yuan: Floats
) -> Flags:
    """D2: private cost grows by the threshold, or by the share of income where known."""
    grown = growth_yuan(scenario, stage, before, after)
    of_income = _reaches(grown, scenario.concern.threshold_income_share * income_yuan)
    return _reaches(grown, scenario.concern.threshold_yuan) | of_income


def by_any(
    scenario: Scenario, stage: Ints, before: Trips, after: Trips, income_yuan: Floats
) -> Flags:
    """D3: any of distance, traffic and cost."""
    del income_yuan
    legs = farther(scenario, before, after) | worse_traffic(before, after)
    return legs | dearer(scenario, stage, before, after)


def by_all(
    scenario: Scenario, stage: Ints, before: Trips, after: Trips, income_yuan: Floats
) -> Flags:
    """all_three: distance, traffic and cost together."""
    del income_yuan
    legs = farther(scenario, before, after) & worse_traffic(before, after)
    return legs & dearer(scenario, stage, before, after)


def farther(scenario: Scenario, before: Trips, after: Trips) -> Flags:
    """Return whose way to school, one way by whatever mode, grows by the distance of D3."""
    return _reaches(after.metres - before.metres, 1000 * scenario.concern.threshold_km)


def worse_traffic(before: Trips, after: Trips) -> Flags:
    """Return who newly needs a vehicle (a bus is one too) or newly meets a hazard stretch."""
    needs = (after.vehicle | (after.mode == RIDE)) & ~(before.vehicle | (before.mode == RIDE))
    found: Flags = needs | (after.hazard & ~before.hazard)
    return found


def dearer(scenario: Scenario, stage: Ints, before: Trips, after: Trips) -> Flags:
    """Return whose private cost grows by more than the amount of D3."""
    grown: Flags = growth_yuan(scenario, stage, before, after) > scenario.concern.any_yuan + EPSILON
    return grown


def growth_yuan(scenario: Scenario, stage: Ints, before: Trips, after: Trips) -> Floats:
    """Return by how much the private cost grows, yuan per pupil and year."""
    after_yuan = private_cost(scenario, stage, after).net_yuan
    return after_yuan - private_cost(scenario, stage, before).net_yuan


def _longer(scenario: Scenario, before: Trips, after: Trips) -> Flags:
    grown = compared_minutes(scenario, before, after)
    newly_over: Flags = after.over_norm & ~before.over_norm
    return _reaches(grown, scenario.concern.threshold_minutes) | newly_over


def _newly_boards(before: Trips, after: Trips) -> Flags:
    boards: Flags = (after.mode == BOARD) & (before.mode != BOARD)
    return boards


def _reaches(growth: Floats, threshold: float | Floats) -> Flags:
    # No growth is never an effect, even where the threshold is set to 0.
    reached: Flags = (growth >= threshold - EPSILON) & (growth > EPSILON)
    return reached


DEFINITIONS: Mapping[str, Callable[[Scenario, Ints, Trips, Trips, Floats], Flags]] = (
    MappingProxyType(
        {
            "D1": by_time,
            "D1_over_norm": by_norm,
            "D1_boarding": by_time_or_boarding,
            "D2": by_cost,
            "D3": by_any,
            "all_three": by_all,
        }
    )
)
"""The definitions by the name that a scenario gives."""
