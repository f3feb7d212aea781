"""Sums of pupils beside the numbers they are made of: none that is hidden follows from a sum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from planner.county.dictionary import STAGES
from planner.reports.dossier.counts import public, total


def few_sum(numbers: Iterable[float]) -> str:
    """Return the sum of numbers of pupils that stand beside it, each as `words.few` shows it.

    A range where one of them is hidden (``11–12`` of 10 and ``<3``), so that no reader finds
    the hidden number by taking the others off.
    """
    return str(total(public(round(n)) for n in numbers))


def pupils_of(row: Mapping[Any, Any], when: str = "") -> str:
    """Return the pupils of a school, whose stages may be shown beside.

    Parameters
    ----------
    row
        Of schools.csv.
    when
        ``_before`` for today, empty for the plan.
    """
    return few_sum(row[f"{g}_pupils{when}"] for g in STAGES)
