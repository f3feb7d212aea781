"""Build the PuLP problem of an instance: variables, then the rows of every rule."""

from __future__ import annotations

from dataclasses import dataclass

import pulp

from planner.instance import Instance
from planner.programme.implied import relax_implied, untying
from planner.programme.rules import RULES
from planner.programme.rules.row import add_row
from planner.programme.undisturbed import undisturbed
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


@undisturbed()
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
    loose, tied = untying(instance), set[int]()
    for rule in RULES:
        if rule.name in without:
            continue
        for row in rule.rows(instance, variables, groups):
            add_row(problem, f"{rule.name}__{row.key}", row)
            if rule.name not in loose:
                tied.update(x.id for x, _ in row.terms)
    relax_implied(instance, variables, groups, tied)
    return Programme(problem, variables, groups)
