"""Classes and posts of a school by hand, and what more or fewer posts than today cost."""

from __future__ import annotations

import pytest

from planner.posts import (
    PostChange,
    carers_needed,
    classes_by_stage,
    classes_in_all,
    classes_needed,
    post_change,
    posts_needed,
)
from planner.scenario.money import Costs
from planner.scenario.schools import Boarding, ClassSize, Staff


@pytest.mark.parametrize(
    ("pupils", "size", "classes"),
    [
        (0, 45, (1, True)),
        (25, 45, (1, True)),
        (26, 45, (3, False)),  # One a grade, however small.
        (135, 45, (3, False)),
        (136, 45, (4, False)),
        (500, None, (3, False)),
    ],
)
def test_classes_of_a_stage(pupils, size, classes):
    assert classes_needed(pupils, size, 25) == classes


def test_classes_of_a_school_are_those_of_the_stages_its_kind_offers():
    pupils = [20, 140, 999]
    assert classes_by_stage("primary", pupils, ClassSize()) == {
        "lower": (1, True),
        "upper": (4, False),
    }
    assert classes_in_all("primary", pupils, ClassSize()) == 5
    assert classes_in_all("nine_year", [20, 140, 151], ClassSize()) == 5 + 4
    assert classes_in_all("teaching_point", pupils, ClassSize()) == 1


@pytest.mark.parametrize(
    ("pupils", "classes", "posts"),
    [
        ([38, 0, 27], 1, 4),  # 38 / 19 + 27 / 13.5 exactly.
        ([39, 0, 27], 1, 5),
        ([3, 0, 0], 1, 2),  # The fewest of an open school.
        ([10, 10, 10], 9, 16),  # 1.7 × 9 = 15.3.
    ],
)
def test_posts_by_pupils_by_classes_and_at_least(pupils, classes, posts):
    assert posts_needed(Staff(), pupils, classes) == posts


@pytest.mark.parametrize(("boarders", "carers"), [(0, 0), (1, 2), (100, 2), (101, 3)])
def test_carers(boarders, carers):
    assert carers_needed(Boarding(), boarders) == carers


def test_more_and_fewer_posts_than_today():
    costs = Costs(teacher_yuan=100, freed_posts_cash_share=0.5, surplus_post_salaries=3)
    assert post_change(costs, 12, 10) == PostChange(2, 0, 200.0, 0.0)
    # Half of four posts is saved, and three years' pay is the price of it.
    assert post_change(costs, 6, 10) == PostChange(0, 4, -200.0, 600.0)
    assert post_change(costs, 10, 10) == PostChange(0, 0, 0.0, 0.0)
