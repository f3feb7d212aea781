"""Sums of pupils beside the numbers they are made of: none that is hidden follows from a sum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from planner.county.dictionary import STAGES
from planner.reports.dossier.counts import NOBODY, Count, public, public_part, total
from planner.reports.words import FEWEST_SHOWN, count

if TYPE_CHECKING:
    import pandas


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


def boarders_who_move(assignments: pandas.DataFrame) -> dict[str, str]:
    """Return how many of those who leave each school board after the plan.

    The number stands beside how many go where: a range where taking one from the other would
    give away one or two who board, or who do not.

    Parameters
    ----------
    assignments
        Rows of assignments.csv.
    """
    moved = assignments[
        (assignments["baseline_school_id"] != "")
        & (assignments["baseline_school_id"] != assignments["school_id"])
    ]
    boards = moved["pupils"].where(moved["mode"] == "board", 0)
    keys = ["baseline_school_id", "school_id"]
    sums = moved.assign(boards=boards).groupby(keys, as_index=False)[["pupils", "boards"]].sum()
    found: dict[str, list[Count]] = {}
    for row in sums.to_dict("records"):
        counted = _boarding(int(row["pupils"]), int(row["boards"]))
        found.setdefault(str(row["baseline_school_id"]), []).append(counted)
    return {school: str(total(counts)) for school, counts in found.items()}


def _boarding(pupils: int, boards: int) -> Count:
    if not boards:
        return NOBODY
    if boards == pupils:
        return public(boards)
    return public_part(boards, pupils)


def beds_beside(beds: float, boarders: float) -> str:
    """Return beds added beside the boarders of the school: ``<3`` where these are hidden."""
    hidden = 0 < round(boarders) < FEWEST_SHOWN and 0 < round(beds) < FEWEST_SHOWN
    return f"<{FEWEST_SHOWN}" if hidden else count(beds)
