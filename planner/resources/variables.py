"""The problem of an allocation with its variables, named ``what__key``.

Keys: ``k`` item bought in steps, ``s`` school, ``r`` part of a school, ``n`` steps needed.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pulp

from planner.programme.objective import Expression


@dataclass(eq=False)
class Programme:
    """A built problem.

    Parameters
    ----------
    steps
        Steps bought by item and school, for items bought in steps.
    renovate, link
        Binaries by school.
    reach
        Whether something is reached, by quantity, school and steps (thousand yuan) needed.
    rule
        Whether a part keeps the rule, by part.
    level
        Lowest level of each quantity, and of all (-1).
    goals
        The goals as expressions to be made small.
    """

    problem: pulp.LpProblem
    steps: dict[tuple[int, int], pulp.LpVariable] = field(default_factory=dict)
    renovate: dict[int, pulp.LpVariable] = field(default_factory=dict)
    link: dict[int, pulp.LpVariable] = field(default_factory=dict)
    reach: dict[tuple[int, int, int], pulp.LpVariable] = field(default_factory=dict)
    rule: dict[int, pulp.LpVariable] = field(default_factory=dict)
    level: dict[int, pulp.LpVariable] = field(default_factory=dict)
    goals: dict[str, Expression] = field(default_factory=dict)

    @property
    def size(self) -> dict[str, int]:
        """Variables and constraints of the model."""
        return {
            "variables": self.problem.numVariables(),
            "constraints": self.problem.numConstraints(),
        }

    def whole(self, name: str, most: int) -> pulp.LpVariable:
        """Add a whole variable from 0."""
        return self.problem.add_variable(name, 0, most, "Integer")
