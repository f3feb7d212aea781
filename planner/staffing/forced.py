"""Why nobody's exit cannot be kept: how many, from which schools and posts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from planner.teachers.instance import POSTS, StaffInstance
from planner.teachers.plan import StaffPlan


@dataclass(frozen=True)
class Forced:
    """The fewest exits of any plan.

    Parameters
    ----------
    least
        Fewest persons who must retire or be without a place; proved.
    reached
        Persons in the plan found; equal to `least` unless the clock ended the search.
    rows
        School, post and persons of that plan, by school.
    """

    least: int
    reached: int
    rows: tuple[tuple[str, str, int], ...]


def forced_exits(instance: StaffInstance, plan: StaffPlan, bound: float) -> Forced:
    """Return who is left out by the plan with the fewest exits."""
    type_post = dict(zip(instance.type_id, instance.type_post.tolist(), strict=True))
    persons: Counter[tuple[str, str]] = Counter()
    for row in plan.postings:
        if row.role in ("retire", "no_place"):
            persons[row.from_school, POSTS[type_post[row.type_id]]] += row.count
    rows = tuple((school, post, n) for (school, post), n in sorted(persons.items()))
    return Forced(max(1, round(bound)), sum(n for *_, n in rows), rows)
