"""What a rule yields: named rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from planner.programme.rules.row import Row, minus, times
from planner.staffing.variables import StaffVariables
from planner.teachers.instance import StaffInstance

__all__ = ["Row", "StaffRule", "minus", "times"]


@dataclass(frozen=True)
class StaffRule:
    """A rule by name, with the function that yields its rows."""

    name: str
    rows: Callable[[StaffInstance, StaffVariables], Iterator[Row]]
