"""A plan as plain data: what happens to each site and where each pupil goes.

Nothing here knows of a solver. Today's arrangement is a `Plan` too, so that every
indicator, map and audit works on it without a special case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Mode = Literal["walk", "ride", "board"]
Decision = Literal[
    "keep",
    "close",
    "open",
    "expand",
    "convert_to_boarding",
    "reduce_to_teaching_point",
    "reduce_to_primary",
    "grow_to_primary",
    "grow_to_nine_year",
    "not_opened",
]
Status = Literal["optimal", "feasible_at_limit", "infeasible", "no_solution"]
EndedBy = Literal["proof", "clock", "interrupt"]


@dataclass(frozen=True)
class SiteDecision:
    """What a site is after the plan.

    Parameters
    ----------
    school_id
        The site.
    kind
        Kind of school it is after the plan, None where it is closed or not opened.
    classes
        Classes run in each offered stage.
    multigrade
        Offered stages run as one multi-grade class.
    classrooms_added, beds_added
        Rooms and beds built.
    teaching_area_added_m2, sports_area_added_m2
        Area built besides these rooms, so that the school keeps its area floors.
    """

    school_id: str
    kind: str | None
    classes: Mapping[str, int] = field(default_factory=dict)
    multigrade: frozenset[str] = frozenset()
    classrooms_added: int = 0
    beds_added: int = 0
    teaching_area_added_m2: float = 0.0
    sports_area_added_m2: float = 0.0


@dataclass(frozen=True, order=True)
class Assignment:
    """Pupils of one demand unit who go to one school in one way.

    Parameters
    ----------
    village_id, stage, baseline_school_id
        The demand unit: where they live, what they attend, and today's school
        (empty where they attend none today).
    school_id, mode
        Where they go and how.
    pupils
        How many.
    line_id
        The line that the plan funds for them, empty where the ride needs none.
    """

    village_id: str
    stage: str
    baseline_school_id: str
    school_id: str
    mode: Mode
    pupils: int
    line_id: str = ""


@dataclass(frozen=True, order=True)
class Unserved:
    """Pupils of a demand unit whom the plan brings to no school."""

    village_id: str
    stage: str
    baseline_school_id: str
    pupils: int


@dataclass(frozen=True)
class Plan:
    """All decisions of one plan, sorted by id."""

    sites: tuple[SiteDecision, ...]
    assignments: tuple[Assignment, ...]
    unserved: tuple[Unserved, ...] = ()


@dataclass(frozen=True)
class TierResult:
    """What one objective of the list came to.

    Parameters
    ----------
    name
        Objective, as in the scenario.
    value
        Value of the final plan, recomputed from its decisions.
    best_bound
        Proved lower bound of the full model, given the tiers before.
    gap
        ``(reached - best_bound) / |reached|``, 0 where they are equal.
    tolerance
        How far later tiers might let it grow.
    reached
        Value when this tier was solved, before later tiers took their tolerance; the
        final value where None.
    """

    name: str
    value: float
    best_bound: float
    gap: float
    tolerance: float = 0.0
    reached: float | None = None


@dataclass(frozen=True)
class Started:
    """What became of the plan that a search was given to start from.

    Parameters
    ----------
    kept, units
        Demand units that could still go as that plan says, of so many.
    values
        By objective: the value of that plan once it fitted the rules, in the unit of the
        objective. Absent where it could not be made to fit.
    """

    kept: int
    units: int
    values: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What the search can vouch for.

    Parameters
    ----------
    status
        ``optimal`` only where every tier is within the gap asked for of a bound of the
        full model, whatever the solver's own word.
    tiers
        One result for each objective reached.
    ended_by
        ``proof``, ``clock`` or ``interrupt``.
    timings_s
        Seconds by step of the search.
    size
        Options, variables and rows of the model.
    started
        What the plan given to start from was good for, None where there was none.
    """

    status: Status
    tiers: tuple[TierResult, ...]
    ended_by: EndedBy
    timings_s: Mapping[str, float] = field(default_factory=dict)
    size: Mapping[str, int] = field(default_factory=dict)
    started: Started | None = None

    @property
    def gap(self) -> float:
        """Gap of the worst tier; infinite where none was solved."""
        return max((t.gap for t in self.tiers), default=float("inf"))


def relative_gap(value: float, bound: float) -> float:
    """Return the gap between a value and a lower bound as a share of the value.

    A value and a bound that agree to 1e-6 (absolute, or relative to the value) have gap 0.
    """
    if value - bound <= 1e-6 * max(1.0, abs(value)):
        return 0.0
    return (value - bound) / abs(value) if value != 0 else float("inf")
