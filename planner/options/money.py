"""What a trip or a bed costs a family and the county, per pupil and year."""

from __future__ import annotations

import numpy as np

from planner.county.dictionary import STAGES
from planner.instance import BOARD, RIDE, Floats, Ints
from planner.scenario import Scenario


def household_yuan(scenario: Scenario, stage: Ints, mode: Ints, fare_yuan: Floats) -> Floats:
    """Return the household's cost of each option, yuan per pupil and year.

    Fares of all trips; for boarders also lodging and food less the living subsidy, which
    goes to `costs.poor_share` of them. A walk costs nothing here: time is counted in
    minutes, and the escort's time belongs to the concern test.
    """
    costs, pupils = scenario.costs, scenario.pupils
    subsidy = np.where(
        stage == STAGES.index("junior"),
        costs.poor_boarder_junior_yuan,
        costs.poor_boarder_primary_yuan,
    )
    boarding = costs.household_boarding_yuan - costs.poor_share * subsidy
    by_mode = [fare_yuan * pupils.day_trips, boarding + fare_yuan * pupils.board_trips]
    return np.select([mode == RIDE, mode == BOARD], by_mode, 0.0)


def public_yuan(scenario: Scenario, mode: Ints) -> Floats:
    """Return the county's running cost of each option besides care staff, per pupil and year.

    Existing bus lines run anyway and cost the county nothing more.
    """
    return np.where(mode == BOARD, scenario.costs.boarder_yuan, 0.0)
