"""Flow classes: staff whom the programme cannot tell apart, and where they may go.

A type has every attribute of the table; the programme reads few of them. Types equal in all
that it reads are one class, which has one flow to each school.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from planner.instance import Flags, Floats, Ints
from planner.teachers.counts import CARE as TO_CARE
from planner.teachers.counts import MANAGE, TEACH, Profile, may_return, type_profile
from planner.teachers.counts import SUPPORT as TO_SUPPORT
from planner.teachers.figures import asks_for_both, move_weights
from planner.teachers.instance import CARE, MANAGEMENT, SUPPORT, TEACHING, StaffInstance

MINUTES_SLACK = 1e-6
NO_PROFILE: Profile = (-1, -1, -1)


@dataclass(frozen=True, eq=False)
class Flows:
    """Classes of staff and the arcs they may take, one after the other by class.

    Parameters
    ----------
    class_types
        Types of each class, in the order of `StaffInstance.type_id`.
    class_school, class_post, class_count
        School and post today, persons (C,).
    class_profile
        What they may teach by; `NO_PROFILE` for who gives no lessons.
    class_female
        As `type_female` where the programme asks for it, else -1 (C,).
    class_qualified, class_due, class_backbone
        Likewise; False where nothing asks (C,).
    class_leaves
        Whether they may retire or be without a place (C,).
    arc_class, arc_school, arc_role
        Who goes where as what, roles as in `planner.teachers.counts` (A,).
    arc_minutes, arc_weight
        Minutes of the way and what one move counts (A,).
    arc_lodged
        Whether who goes there lives in a staff room (A,).
    """

    class_types: tuple[tuple[int, ...], ...]
    class_school: Ints
    class_post: Ints
    class_count: Ints
    class_profile: tuple[Profile, ...]
    class_female: Ints
    class_qualified: Flags
    class_due: Flags
    class_backbone: Flags
    class_leaves: Flags
    arc_class: Ints
    arc_school: Ints
    arc_role: Ints
    arc_minutes: Floats
    arc_weight: Floats
    arc_lodged: Flags

    @property
    def arc_moves(self) -> Flags:
        """Whether an arc leads to another school than today's (A,)."""
        moves: Flags = self.arc_school != self.class_school[self.arc_class]
        return moves


def flows(instance: StaffInstance) -> Flows:
    """Return the flow classes of an instance, sorted, with their arcs."""
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    reads = _Reads(instance)
    for t in range(instance.types):
        groups[reads.key(t)].append(t)
    keys = sorted(groups, key=str)
    types = tuple(tuple(groups[k]) for k in keys)
    first = np.array([members[0] for members in types], dtype=np.int64)
    school, post = instance.type_school[first], instance.type_post[first]
    profile = tuple(reads.profile(t) for t in first.tolist())
    ways = within(instance)
    weights, most = move_weights(instance), most_in_role(instance)
    arcs: list[tuple[int, int, int]] = []
    for c, (r, sort) in enumerate(zip(school.tolist(), post.tolist(), strict=True)):
        for role, allowed in _roles(most, sort, profile[c], ways[r]):
            arcs += [(c, s, role) for s in np.flatnonzero(allowed).tolist()]
    arc_class, arc_school, arc_role = _columns(arcs)
    home = school[arc_class]
    minutes = instance.minutes[home, arc_school]
    far = minutes > instance.scenario.staffing.moves.max_minutes + MINUTES_SLACK
    return Flows(
        class_types=types,
        class_school=school,
        class_post=post,
        class_count=np.array([instance.type_count[list(m)].sum() for m in types], dtype=np.int64),
        class_profile=profile,
        class_female=np.array([reads.female(t) for t in first.tolist()], dtype=np.int64),
        class_qualified=np.array([reads.qualified(t) for t in first.tolist()], dtype=bool),
        class_due=np.array([reads.due(t) for t in first.tolist()], dtype=bool),
        class_backbone=np.array([reads.backbone(t) for t in first.tolist()], dtype=bool),
        class_leaves=~instance.school_open[school] | (post == MANAGEMENT),
        arc_class=arc_class,
        arc_school=arc_school,
        arc_role=arc_role,
        arc_minutes=minutes,
        arc_weight=weights[home, arc_school],
        arc_lodged=far & (home != arc_school),
    )


def within(instance: StaffInstance) -> Flags:
    """Return whether staff of one school may be posted at another, or stay, shape (S, S)."""
    moves = instance.scenario.staffing.moves
    near = instance.minutes <= moves.max_minutes + MINUTES_SLACK
    lodged = instance.minutes <= moves.lodged_max_minutes + MINUTES_SLACK
    lodged &= (instance.school_staff_rooms > 0)[None, :]
    ways: Flags = near | lodged
    np.fill_diagonal(ways, True)
    ways &= instance.school_open[None, :]
    return ways


def there_today(instance: StaffInstance, post: int) -> Ints:
    """Return the persons of a post at each school today (S,)."""
    mine = instance.type_post == post
    found = np.bincount(
        instance.type_school[mine], weights=instance.type_count[mine], minlength=instance.schools
    )
    return found.astype(np.int64)


def most_in_role(instance: StaffInstance) -> dict[int, Ints]:
    """Return the most persons in each role at each school (S,)."""
    return {
        TEACH: np.maximum(instance.school_places, there_today(instance, TEACHING)),
        MANAGE: instance.school_leaders,
        TO_CARE: np.maximum(instance.school_carers, there_today(instance, CARE)),
        TO_SUPPORT: np.maximum(instance.school_support, there_today(instance, SUPPORT)),
    }


@dataclass(frozen=True)
class _Reads:
    """What the programme reads of a type."""

    instance: StaffInstance

    def key(self, t: int) -> tuple[object, ...]:
        post, school = int(self.instance.type_post[t]), int(self.instance.type_school[t])
        marks = (self.qualified(t), self.due(t), self.backbone(t), self.female(t))
        return (f"{school:06d}", post, *(f"{v + 1:04d}" for v in self.profile(t)), *marks)

    def profile(self, t: int) -> Profile:
        post = int(self.instance.type_post[t])
        teaches = post == TEACHING or (post == MANAGEMENT and may_return(self.instance, t))
        profile = type_profile(self.instance, t)
        return profile if teaches and profile[0] >= 0 else NO_PROFILE

    def qualified(self, t: int) -> bool:
        asked = self.instance.scenario.staffing.objective
        if not any(tier.minimise == "qualified_spread" for tier in asked):
            return False
        post = int(self.instance.type_post[t])
        teaches = post == TEACHING or (post == MANAGEMENT and may_return(self.instance, t))
        return teaches and bool(self.instance.type_qualified[t])

    def due(self, t: int) -> bool:
        if self.instance.scenario.staffing.rotation_share <= 0:
            return False
        teaches = int(self.instance.type_post[t]) == TEACHING
        return teaches and bool(self.instance.type_rotates[t])

    def backbone(self, t: int) -> bool:
        return self.due(t) and bool(self.instance.type_backbone[t])

    def female(self, t: int) -> int:
        cares = int(self.instance.type_post[t]) == CARE and asks_for_both(self.instance)
        return int(self.instance.type_female[t]) if cares else -1


def _roles(
    most: dict[int, Ints], post: int, profile: Profile, ways: Flags
) -> list[tuple[int, Flags]]:
    """Return the roles that a post may have after the plan, each with the schools for it."""
    if post == TEACHING:
        return [(TEACH, ways & (most[TEACH] > 0))]
    if post == CARE:
        return [(TO_CARE, ways & (most[TO_CARE] > 0))]
    if post == SUPPORT:
        return [(TO_SUPPORT, ways & (most[TO_SUPPORT] > 0))]
    manages = [(MANAGE, ways & (most[MANAGE] > 0))]
    if profile == NO_PROFILE:
        return manages
    return [*manages, (TEACH, ways & (most[TEACH] > 0))]


def _columns(arcs: list[tuple[int, int, int]]) -> tuple[Ints, Ints, Ints]:
    table = np.array(arcs, dtype=np.int64).reshape(len(arcs), 3)
    return table[:, 0], table[:, 1], table[:, 2]
