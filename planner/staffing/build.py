"""Build the PuLP problem of a staffing instance: variables, then the rows of every rule."""

from __future__ import annotations

from dataclasses import dataclass

import pulp

from planner.programme.rules.row import add_row
from planner.programme.undisturbed import undisturbed
from planner.staffing.rules import STAFF_RULES
from planner.staffing.variables import StaffVariables, make_variables
from planner.teachers.instance import StaffInstance


@dataclass(frozen=True)
class StaffProgramme:
    """A built problem with its variables."""

    problem: pulp.LpProblem
    variables: StaffVariables

    @property
    def size(self) -> dict[str, int]:
        """Flow classes, variables and constraints of the model."""
        return {
            "classes": len(self.variables.flows.class_types),
            "variables": self.problem.numVariables(),
            "constraints": self.problem.numConstraints(),
        }


@undisturbed()
def build(instance: StaffInstance) -> StaffProgramme:
    """Return the problem of an instance, without an objective."""
    problem = pulp.LpProblem("staffing", pulp.LpMinimize)
    variables = make_variables(instance, problem)
    for rule in STAFF_RULES:
        for row in rule.rows(instance, variables):
            add_row(problem, f"{rule.name}__{row.key}", row)
    return StaffProgramme(problem, variables)
