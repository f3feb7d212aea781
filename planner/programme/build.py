"""Build the PuLP problem of an instance: variables, then the rows of every rule."""

from __future__ import annotations

from dataclasses import dataclass

import pulp

from planner.instance import Instance
from planner.programme.rules import RULES, Row
from planner.programme.variables import Grouped, Variables, grouped, make_variables, usable


@dataclass(frozen=True)
class Programme:
    """A built problem with its variables."""

    problem: pulp.LpProblem
    variables: Variables
    groups: Grouped

    @property
    def size(self) -> dict[str, int]:
        """Options, variables and constraints of the model."""
        return {
            "options": len(self.variables.options),
            "variables": self.problem.numVariables(),
            "constraints": self.problem.numConstraints(),
        }


def build(instance: Instance, *, without: tuple[str, ...] = ()) -> Programme:
    """Return the problem of an instance, without an objective.

    Parameters
    ----------
    without
        Rules left out, to find what makes a scenario impossible.
    """
    import numpy as np

    problem = pulp.LpProblem("layout", pulp.LpMinimize)
    groups = grouped(instance, np.flatnonzero(usable(instance)))
    variables = make_variables(instance, problem, groups, without)
    for rule in RULES:
        if rule.name in without:
            continue
        for row in rule.rows(instance, variables, groups):
            _add(problem, f"{rule.name}__{row.key}", row)
    return Programme(problem, variables, groups)


def _add(problem: pulp.LpProblem, name: str, row: Row) -> None:
    expression = pulp.lpSum_vars_coefs(row.terms)
    if row.sense == "<=":
        problem.addConstraint(expression <= row.bound, name)
    elif row.sense == ">=":
        problem.addConstraint(expression >= row.bound, name)
    else:
        problem.addConstraint(expression == row.bound, name)
