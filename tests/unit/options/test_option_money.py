"""What a trip or a bed costs the household and the county, by hand."""

import numpy as np
from option_worlds import asked

from planner.options.money import household_yuan, public_yuan

STAGE = np.array([0, 1, 1, 1, 2])
MODE = np.array([0, 0, 1, 2, 2])
FARE = np.array([9.0, 9.0, 2.5, 10.0, 10.0])


def test_household_cost_of_walks_rides_and_boarding():
    # Ride: 400 x 2.5. Board: 2500 - 0.3 x 1000 (1250 in junior) + 80 x 10.
    assert household_yuan(asked(), STAGE, MODE, FARE).tolist() == [0, 0, 1000, 3000, 2925]


def test_household_cost_follows_trips_and_subsidy():
    costs = {"household_boarding_yuan": 1000, "poor_share": 1, "poor_boarder_primary_yuan": 1200}
    options = asked(costs=costs, pupils={"day_trips": 380, "board_trips": 40})
    assert household_yuan(options, STAGE, MODE, FARE).tolist() == [0, 0, 950, 200, 150]


def test_public_cost_is_the_boarders():
    assert public_yuan(asked(costs={"boarder_yuan": 700}), MODE).tolist() == [0, 0, 0, 700, 700]
