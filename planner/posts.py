"""Classes and posts that a school needs, counted from its pupils, and what posts cost."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.county.dictionary import OFFERS, STAGES

if TYPE_CHECKING:
    from planner.scenario.money import Costs
    from planner.scenario.schools import Boarding, ClassSize, Staff

_HARDLY = 1e-9
"""What arithmetic leaves of a whole number: no further class or post."""


def classes_needed(pupils: int, class_size: float | None, multigrade: float) -> tuple[int, bool]:
    """Return the fewest classes of an offered stage and whether it is one multi-grade class.

    A stage runs either as one multi-grade class of at most `multigrade` pupils, or as at
    least three classes (one a grade) of at most `class_size`.
    """
    if pupils <= multigrade:
        return 1, True
    return max(3, _up(pupils / class_size) if class_size else 3), False


def classes_by_stage(
    kind: str, pupils: Sequence[int], sizes: ClassSize
) -> dict[str, tuple[int, bool]]:
    """Return `classes_needed` of each stage that a school of that kind offers.

    Parameters
    ----------
    pupils
        Pupils by stage, in the order of `STAGES`.
    """
    return {
        stage: classes_needed(
            int(pupils[STAGES.index(stage)]), getattr(sizes, stage), sizes.multigrade
        )
        for stage in OFFERS[kind]
    }


def classes_in_all(kind: str, pupils: Sequence[int], sizes: ClassSize) -> int:
    """Return the fewest classes of a school of that kind, all stages together."""
    return sum(n for n, _ in classes_by_stage(kind, pupils, sizes).values())


def posts_needed(staff: Staff, pupils: Sequence[int], classes: int) -> int:
    """Return the teaching posts of an open school.

    Parameters
    ----------
    pupils
        Pupils by stage, in the order of `STAGES`.
    classes
        Classes of all stages.
    """
    ratios = (getattr(staff.pupils_per_post, stage) for stage in STAGES)
    by_pupils = sum(int(n) / ratio for n, ratio in zip(pupils, ratios, strict=True))
    return max(staff.min_posts, _up(max(by_pupils, staff.posts_per_class * classes)))


def carers_needed(boarding: Boarding, boarders: int) -> int:
    """Return the boarding-care posts of a school with that many boarders."""
    if boarders == 0:
        return 0
    return max(boarding.min_carers, _up(boarders / boarding.pupils_per_carer))


@dataclass(frozen=True)
class PostChange:
    """What posts above and below those filled today come to.

    Parameters
    ----------
    hires, freed
        Posts above and below.
    yearly_yuan
        Pay a year above today's; negative where freed posts are saved in cash.
    once_yuan
        Paid once for the posts that are cut.
    """

    hires: int
    freed: int
    yearly_yuan: float
    once_yuan: float


def post_change(costs: Costs, posts: int, posts_today: int) -> PostChange:
    """Return what a need of `posts` means where `posts_today` are filled.

    A freed post is saved in cash, and paid off once, by the share that the scenario sets.
    """
    hires, freed = max(0, posts - posts_today), max(0, posts_today - posts)
    cut = freed * costs.freed_posts_cash_share
    return PostChange(
        hires=hires,
        freed=freed,
        yearly_yuan=(hires - cut) * costs.teacher_yuan,
        once_yuan=cut * costs.surplus_post_salaries * costs.teacher_yuan,
    )


def _up(count: float) -> int:
    return math.ceil(count - _HARDLY)
