"""Households from children: what is estimated, and the bounds, against every possible village."""

import math
from itertools import combinations

import pytest

from planner.concern.count import (
    Village,
    child_weighted_band,
    children_band,
    households_band,
    part_of,
)
from planner.concern.exposure import Band
from planner.concern.households import (
    VillageFacts,
    children_per_household,
    estimates,
    households_of,
)
from planner.scenario import Scenario

ASKED = Scenario.model_validate({"name": "x", "county": "."})


def test_four_in_ten_children_of_pairs_are_four_to_eight_in_ten_households():
    of = Village(children=100, affected=40, households=50, most=2)
    households, weighted = households_band(of), child_weighted_band(of)
    assert (households.low_share, households.high_share) == (0.4, 0.8)
    # Pairs drawn at random: 1 - 60/100 x 59/99.
    assert households.share == pytest.approx(1 - 0.6 * 59 / 99)
    assert (weighted.low_share, weighted.high_share) == (0.4, 0.8)
    assert weighted.share == pytest.approx(households.share)
    assert children_band(of) == Band(40, 40, 40, 100)


def splits(children, households, most):
    """Yield every way to split children into households of at most so many, largest first."""
    if households == 0:
        if children == 0:
            yield ()
        return
    for first in range(1, min(most, children) + 1):
        for rest in splits(children - first, households - 1, first):
            yield (first, *rest)


@pytest.mark.parametrize(("children", "households", "most"), [(5, 3, 3), (6, 4, 3), (6, 2, 4)])
def test_bounds_are_the_extremes_of_every_possible_village(children, households, most):
    for affected in range(children + 1):
        counts, weights = [], []
        for sizes in splits(children, households, most):
            home = [h for h, size in enumerate(sizes) for _ in range(size)]
            for chosen in combinations(range(children), affected):
                hit = {home[c] for c in chosen}
                counts.append(len(hit))
                weights.append(sum(sizes[h] for h in hit))
        of = Village(children, affected, households, most)
        band, weighted = households_band(of), child_weighted_band(of)
        assert math.ceil(band.low - 1e-9) == min(counts)
        assert band.high == max(counts)
        assert affected <= weighted.low <= min(weights)
        assert weighted.high >= max(weights)
        assert band.low <= band.affected <= band.high
        assert weighted.low <= weighted.affected <= weighted.high


def test_one_child_a_household_leaves_nothing_to_estimate():
    of = Village(children=7, affected=3, households=7, most=4)
    assert households_band(of) == Band(3, 3, 3, 7)
    assert child_weighted_band(of) == Band(3, 3, 3, 7)


def test_children_in_larger_households_weigh_more():
    # 12 children in 8 households: four with one child, four with two; 3 affected.
    band = households_band(Village(12, 3, 8, 4))
    pair = 1 - 9 / 12 * 8 / 11
    assert band.affected == pytest.approx(4 * 0.25 + 4 * pair)
    weighted = child_weighted_band(Village(12, 3, 8, 4))
    assert weighted.affected == pytest.approx(4 * 0.25 + 8 * pair)


def test_who_is_a_herder_is_bounded_too():
    # 4 of 10 affected, half of them herders: 2 by the estimate, none to four at the ends.
    assert part_of(Band(4, 4, 4, 10), 0.5) == Band(2, 0, 4, 5)
    assert part_of(Band(8, 8, 8, 10), 0.5) == Band(4, 3, 5, 5)
    assert part_of(Band(4, 3, 5, 10), 1.0) == Band(4, 3, 5, 10)
    assert part_of(Band(0, 0, 0, 10), 0.5) == Band(0, 0, 0, 5)


def facts(village="V1", township="T1", children=20, **known):
    return VillageFacts(village, village, township, children, **known)


def test_children_of_a_household_are_given_reckoned_or_assumed():
    assert children_per_household(facts(children_per_household=2.5), ASKED) == (2.5, "given")
    # 20 children on 10 households at random: 2 / (1 - 1/e²) a household that has any. On 20
    # it would be 1.58, but siblings live together.
    each, basis = children_per_household(facts(households=10), ASKED)
    assert (each, basis) == (pytest.approx(2 / (1 - math.exp(-2))), "reckoned")
    assert children_per_household(facts(households=20), ASKED) == (1.6, "assumed")
    assert children_per_household(facts(), ASKED) == (1.6, "assumed")
    # Never more households with children than children, nor than households.
    assert children_per_household(facts(children=1), ASKED) == (1.0, "assumed")
    said = facts(children_per_household=1.0, households=10)
    assert children_per_household(said, ASKED) == (2.0, "given")


def test_what_is_missing_is_estimated_from_the_neighbours_and_marked():
    villages = [
        facts("V1", children=30, herder_share=0.9, income_yuan=10_000, language="yi"),
        facts("V2", children=10, herder_share=0.5),
        facts("V3", children=5),
        facts("V4", "T2", children=5),
        facts("V5", "T2", children=0, herder_share=0.0),
    ]
    made = households_of(villages, ASKED)
    assert [v.village_id for v in made] == ["V1", "V2", "V3", "V4"]
    shares = [(round(v.herder_share, 6), v.herder_basis) for v in made]
    # (30 x 0.9 + 10 x 0.5) / 40, for the township and for the county.
    assert shares == [(0.9, "given"), (0.5, "given"), (0.8, "township"), (0.8, "county")]
    assert [v.income_basis for v in made] == ["given", "township", "township", "county"]
    told = {key: fields["villages"] for key, fields in estimates(made)}
    assert told == {
        "concern.estimated.households_assumed": "4",
        "concern.estimated.herder_township": "1",
        "concern.estimated.herder_county": "1",
        "concern.estimated.income_township": "2",
        "concern.estimated.income_county": "1",
        "concern.estimated.language_unknown": "3",
    }


def test_without_any_share_every_household_counts_as_a_herders():
    (made,) = households_of([facts()], ASKED)
    assert (made.herder_share, made.herder_basis, made.income_basis) == (1.0, "unknown", "unknown")
    assert made.households == 12.5
