"""Build the PuLP problem of a staffing instance: variables, then the rows of every rule."""

from __future__ import annotations

from dataclasses import dataclass

import pulp

from planner.staffing.rules import STAFF_RULES, Row
from planner.staffing.variables import StaffVariables, make_variables
from planner.teachers.instance import StaffInstance

_SENSE = {"<=": pulp.LpConstraintLE, ">=": pulp.LpConstraintGE, "==": pulp.LpConstraintEQ}


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


def build(instance: StaffInstance) -> StaffProgramme:
    """Return the problem of an instance, without an objective."""
    problem = pulp.LpProblem("staffing", pulp.LpMinimize)
    variables = make_variables(instance, problem)
    for rule in STAFF_RULES:
        for row in rule.rows(instance, variables):
            _add(problem, f"{rule.name}__{row.key}", row)
    return StaffProgramme(problem, variables)


def _add(problem: pulp.LpProblem, name: str, row: Row) -> None:
    # Bound and sense are set rather than compared: a comparison would copy the expression.
    expression = pulp.lpSum_vars_coefs(row.terms)
    expression.constant = -row.bound
    expression.sense = _SENSE[row.sense]
    problem.addConstraint(expression, name)
