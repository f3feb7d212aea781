"""What a way to school costs a household in all: money paid, rent, an adult's time, less aid.

``household_yuan`` of a trip is what the household pays for the trip itself and for the bed.
Whether a household is affected is a wider question: who rents a room near the school to look
after a child, or walks along every day, pays as well. This is that wider sum.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.affected.trips import Trips
from planner.instance import BOARD, RIDE, Flags, Floats, Ints
from planner.scenario import Scenario
from planner.scenario.concern import Escort, Rent


@dataclass(frozen=True, eq=False)
class PrivateCost:
    """Private cost per pupil and year by what it is paid for, each of shape (n,).

    Parameters
    ----------
    fares_yuan
        Fares, or what a private or hired vehicle costs.
    lodging_yuan
        Lodging and food of those who board, before any subsidy.
    rent_yuan
        Rent, and the work lost, of those who rent a room to accompany a child instead.
    escort_yuan
        Time of the adult who goes along.
    aid_yuan
        Living subsidy and free meals, which are taken off.
    """

    fares_yuan: Floats
    lodging_yuan: Floats
    rent_yuan: Floats
    escort_yuan: Floats
    aid_yuan: Floats

    @property
    def net_yuan(self) -> Floats:
        """What is left to the household; below 0 where the aid is more than the cost."""
        paid: Floats = self.fares_yuan + self.lodging_yuan + self.rent_yuan + self.escort_yuan
        return paid - self.aid_yuan


def private_cost(scenario: Scenario, stage: Ints, trips: Trips) -> PrivateCost:
    """Return what each trip costs a household, averaged over the households that make it.

    A share of the households (``concern.escort``, ``concern.rent``) goes along or rents; the
    sums are means over them and the others. All NaN where there is no trip.

    Parameters
    ----------
    stage
        Stage numbers, shape (n,).
    """
    costs, concern = scenario.costs, scenario.concern
    none = trips.mode < 0
    board: Flags = trips.mode == BOARD
    primary = costs.poor_boarder_primary_yuan
    subsidy = _by_stage(stage, primary, primary, costs.poor_boarder_junior_yuan)
    lodging = np.where(board, costs.household_boarding_yuan, 0.0)
    fares = trips.household_yuan - (lodging - np.where(board, costs.poor_share * subsidy, 0.0))
    rents = np.where(board, _by_stage(stage, *_of(concern.rent)), 0.0)
    as_day = np.where(board, rents, 1.0)
    aided = (1 - as_day) + as_day * concern.poor_day_share
    aid = costs.poor_share * subsidy * aided
    meals = np.where(board, concern.meal_board_yuan, concern.meal_day_yuan)
    parts = (
        fares,
        lodging * (1 - rents),
        rents * (concern.rent_yuan + concern.lost_work_yuan),
        _escort(scenario, stage, trips) * (1 - rents),
        aid + meals,
    )
    return PrivateCost(*(np.where(none, np.nan, part) for part in parts))


def _escort(scenario: Scenario, stage: Ints, trips: Trips) -> Floats:
    """Return what an adult's time is worth who goes along, there and back, each way.

    On foot and in a private vehicle; a bus has its attendant.
    """
    escort, pupils = scenario.concern.escort, scenario.pupils
    alone = (trips.mode == RIDE) & ~trips.vehicle
    share = np.where(alone, 0.0, _by_stage(stage, *_of(escort)))
    a_year = np.where(trips.mode == BOARD, pupils.board_trips, pupils.day_trips)
    hours = 2 * trips.minutes * a_year / 60
    yuan: Floats = share * hours * escort.yuan_per_hour
    return yuan


def _of(shares: Escort | Rent) -> tuple[float, float, float]:
    return shares.lower_share, shares.upper_share, shares.junior_share


def _by_stage(stage: Ints, lower: float, upper: float, junior: float) -> Floats:
    return np.array([lower, upper, junior], dtype=np.float64)[stage]
