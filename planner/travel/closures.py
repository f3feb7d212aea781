"""Closures: in which season a road counts as shut that is shut in some months of the year.

Winter is planned for as the worst of its months: a road shut in any of them is shut. The
normal season stands for the usual day of the rest of the year: a road is shut in it that is
shut in more than half of its months of school. A road shut for less counts as open, and
`closure_findings` names it, so that nobody takes the plan for one of those weeks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.county.months import months_in, months_text
from planner.findings import Finding
from planner.scenario import Scenario
from planner.texts import text
from planner.travel.words import in_words

if TYPE_CHECKING:
    import pandas


def is_shut(closed: str, scenario: Scenario, season: str) -> bool:
    """Return whether a road is shut in a season.

    Parameters
    ----------
    closed
        ``closed_season`` of the roads table: a season, months, or empty for never.
    scenario
        For ``winter_months`` and ``school_months``.
    season
        ``normal`` or ``winter``.
    """
    if not closed or closed in ("normal", "winter"):
        return closed == season
    months = closed_months(closed)
    if season == "winter":
        return bool(months & frozenset(scenario.travel.winter_months))
    usual = season_months(scenario, "normal")
    return 2 * len(months & usual) > len(usual)


def closed_months(closed: str) -> frozenset[int]:
    """Return the months of ``closed_season`` where it names months.

    Raises
    ------
    ValueError
        If it names none.
    """
    months = months_in(closed)
    if months is None:
        raise ValueError(f"closed_season {closed!r} is no season and names no months")
    return months


def season_months(scenario: Scenario, season: str) -> frozenset[int]:
    """Return the months of school that a season stands for."""
    school, winter = frozenset(scenario.travel.school_months), scenario.travel.winter_months
    return school & frozenset(winter) if season == "winter" else school - frozenset(winter)


def closure_findings(roads: pandas.DataFrame, scenario: Scenario) -> tuple[Finding, ...]:
    """Name the roads that are shut in some months but count as open in every season planned.

    Parameters
    ----------
    roads
        The county's roads.
    scenario
        For the seasons and their months.
    """
    school = frozenset(scenario.travel.school_months)
    findings = []
    for value, group in roads.groupby(roads["closed_season"].fillna("").astype(str)):
        closed = str(value)
        months = months_in(closed) or frozenset()
        if not months & school or any(is_shut(closed, scenario, s) for s in scenario.seasons):
            continue
        named = sorted(set(group["name"].fillna("").astype(str)) - {""})
        said = in_words(named) if named else text("travel.nameless_roads", number=len(group))
        message = text("travel.shut_for_a_while", roads=said, months=months_text(months))
        findings.append(Finding("travel_shut_for_a_while", "note", message))
    return tuple(findings)
