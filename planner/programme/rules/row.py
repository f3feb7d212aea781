"""What a rule yields: named rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import pulp

from planner.instance import Instance
from planner.programme.variables import Grouped, Terms, Variables

_SENSE = {"<=": pulp.LpConstraintLE, ">=": pulp.LpConstraintGE, "==": pulp.LpConstraintEQ}


@dataclass(slots=True)
class Row:
    """One row ``terms sense bound``.

    Nobody changes a row; it is not frozen because a frozen one takes three times as long to
    make, and a programme has tens of thousands.

    Parameters
    ----------
    key
        What it is about; the row is called ``rule__key``.
    terms
        Variables with their coefficients.
    sense
        ``<=``, ``>=`` or ``==``.
    bound
        Right-hand side.
    """

    key: str
    terms: Terms
    sense: Literal["<=", ">=", "=="]
    bound: float


@dataclass(frozen=True)
class Rule:
    """A rule by name, with the function that yields its rows."""

    name: str
    rows: Callable[[Instance, Variables, Grouped], Iterator[Row]]


def add_row(problem: pulp.LpProblem, name: str, row: Row) -> None:
    """Add a row to a problem under its full name.

    Of PuLP's ways to make a row this one takes the least time (docs/solving.md): the terms go
    straight to where the problem keeps them, sense and bound are set, since a comparison would
    copy it all, and the row is named when it stands, since an expression's name is rewritten.
    """
    expression = pulp.LpAffineExpression.from_list(row.terms, -row.bound)
    expression.sense = _SENSE[row.sense]
    problem.addConstraint(expression).name = name


def minus(terms: Terms, factor: float = 1.0) -> Terms:
    """Return the terms with their signs turned, times `factor`."""
    return [(variable, -factor * c) for variable, c in terms]


def times(terms: Terms, factor: float) -> Terms:
    """Return the terms times `factor`."""
    return [(variable, factor * c) for variable, c in terms]
