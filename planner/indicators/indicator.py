"""What an indicator is, and the sums that several of them share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from planner.indicators.view import Rows, View
from planner.instance import Flags, Floats

Better = Literal["higher", "lower", "neutral"]

COUNTY = ("county",)
PLACES = ("county", "township")
SITES = (*PLACES, "stage")
VILLAGES = (*PLACES, "language", "herder_share")
HOMES = (*VILLAGES, "stage")
PUPILS = (*HOMES, "mode")
TRIPS = (*PUPILS, "season")
"""Kinds of groups for which an indicator means something; `GROUP_KINDS` names them all."""

GROUP_KINDS = TRIPS
"""All kinds of groups of a layout's indicators."""


@dataclass(frozen=True)
class Described:
    """What is to be said of an indicator however it is counted.

    Parameters
    ----------
    name
        As in indicators.csv; its label and definition are ``indicator.<name>.label`` and
        ``indicator.<name>.means`` in the catalogue.
    unit
        A key of ``indicator_unit`` in the catalogue.
    better
        Which way is better, ``neutral`` where neither is.
    by
        Kinds of groups for which it is given.
    """

    name: str
    unit: str
    better: Better
    by: tuple[str, ...]


@dataclass(frozen=True)
class Indicator(Described):
    """One figure of a plan.

    Parameters
    ----------
    compute
        Its value for a group, None where the group has none.
    """

    compute: Callable[[View], float | None]


def count(rows: Rows, chosen: Flags) -> float:
    """Return the pupils of the chosen rows."""
    return float(rows.pupils[chosen].sum())


def share(rows: Rows, chosen: Flags) -> float | None:
    """Return the pupils of the chosen rows over all, None without pupils."""
    total = float(rows.pupils.sum())
    return count(rows, chosen) / total if total else None


def mean(rows: Rows, values: Floats, chosen: Flags) -> float | None:
    """Return the mean over the pupils of the chosen rows, None without any."""
    weight = rows.pupils[chosen]
    return float(values[chosen] @ weight / weight.sum()) if weight.sum() else None


def quantile(rows: Rows, values: Floats, chosen: Flags, part: float) -> float | None:
    """Return the least value that at least `part` of the chosen pupils do not exceed."""
    weight, value = rows.pupils[chosen], values[chosen]
    if not weight.sum():
        return None
    order = np.argsort(value, kind="stable")
    reached = np.cumsum(weight[order]) >= part * weight.sum() - 1e-9
    return float(value[order][int(reached.argmax())])
