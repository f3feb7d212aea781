"""Classrooms and beds for an assumed enrolment."""

from __future__ import annotations

import math

CLASS_SIZE = {"lower": 45, "upper": 45, "junior": 50}
MULTIGRADE = 25
GRADES_PER_STAGE = 3


def classes_needed(pupils: int, stage: str) -> int:
    """Return the classes of a stage: one multi-grade class, or at least one for each grade."""
    if pupils == 0:
        return 0
    if pupils <= MULTIGRADE:
        return 1
    return max(GRADES_PER_STAGE, math.ceil(pupils / CLASS_SIZE[stage]))


def rounded_up(number: float, step: int) -> int:
    """Return the number rounded up to a multiple of `step`."""
    return step * math.ceil(number / step)
