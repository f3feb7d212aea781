"""What a rule yields: named rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from planner.instance import Instance
from planner.programme.variables import Grouped, Terms, Variables


@dataclass(frozen=True)
class Row:
    """One row ``terms sense bound``.

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


def minus(terms: Terms, factor: float = 1.0) -> Terms:
    """Return the terms with their signs turned, times `factor`."""
    return [(variable, -factor * c) for variable, c in terms]


def times(terms: Terms, factor: float) -> Terms:
    """Return the terms times `factor`."""
    return [(variable, factor * c) for variable, c in terms]
