"""Who would change school when one closes: groups of pupils with their ways before and after."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from planner.county.dictionary import STAGES
from planner.dossier.seasons import Minutes, keys_of
from planner.reports.dossier.content import Group, Way
from planner.reports.dossier.counts import NOBODY, Count, public, total

Row = Mapping[str, Any]


def groups_of(
    school: str, rows: Iterable[Row], seasons: Minutes, planned: Sequence[str] = ("normal",)
) -> tuple[Group, ...]:
    """Return the pupils of a school who would go elsewhere, by village and stage.

    Parameters
    ----------
    rows
        Of assignments.csv with ``private_yuan``, as in `planner.dossier.source.Source`.
    seasons
        Minutes by season, empty where not known.
    planned
        Seasons that the run planned for.
    """
    found = []
    for row in rows:
        if row["baseline_school_id"] != school or row["school_id"] == school:
            continue
        before, after = keys_of(row, seasons)
        found.append(
            Group(
                village_id=str(row["village_id"]),
                village=str(row["village"]),
                township=str(row["township"]),
                stage=str(row["stage"]),
                pupils=public(int(row["pupils"])),
                before=_way(row, "baseline_", seasons.get(before, {}), planned),
                after=_way(row, "", seasons.get(after, {}), planned),
                affected=bool(row["affected"]),
                stream_lost=bool(row.get("stream_lost", 0)),
            )
        )
    return tuple(sorted(found, key=lambda g: (g.township, g.village_id, STAGES.index(g.stage))))


def stays_of(school: str, rows: Iterable[Row]) -> dict[str, Count]:
    """Return the pupils of a school who would stay there, by stage."""
    found: dict[str, list[Count]] = {}
    for row in rows:
        if row["baseline_school_id"] == school == row["school_id"]:
            found.setdefault(str(row["stage"]), []).append(public(int(row["pupils"])))
    return {stage: total(found[stage]) for stage in STAGES if stage in found}


def households_of(groups: Sequence[Group], children: Mapping[str, float]) -> Count:
    """Return the households in which the pupils live, as far as may be told.

    Parameters
    ----------
    children
        Children in grades 1 to 9 of a household that has any, by village; one where not known.
    """
    made = NOBODY
    for village in sorted({g.village_id for g in groups}):
        pupils = total(g.pupils for g in groups if g.village_id == village)
        each = children.get(village, math.nan)
        each = each if each >= 1 else 1.0
        low, high = (max(1, round(n / each)) if n else 0 for n in (pupils.low, pupils.high))
        made = made + (public(low) if low == high else Count(low, high))
    return made


def shifted_yuan(groups: Sequence[Group]) -> tuple[float, float]:
    """Return what all households would pay more in a year, the least and the most it can be.

    Money paid for trips and beds; pupils without a way before or after are left out.
    """
    low = high = 0.0
    for group in groups:
        more = group.after.household_yuan - group.before.household_yuan
        if not math.isnan(more):
            ends = (more * group.pupils.low, more * group.pupils.high)
            low, high = low + min(ends), high + max(ends)
    return low, high


def _way(row: Row, when: str, by_season: Mapping[str, float], planned: Sequence[str]) -> Way:
    minutes = float(row[f"{when}minutes"])
    known = dict(by_season)
    if known and len(planned) == 1:
        # The run's own figure goes before the one worked out again from rounded places.
        known[planned[0]] = minutes
    return Way(
        school_id=str(row[f"{when}school_id"]),
        school=str(row[f"{when}school"]),
        mode=str(row[f"{when}mode"]),
        minutes=minutes,
        week_minutes=float(row[f"{when}week_minutes"]),
        season_minutes=known,
        household_yuan=float(row[f"{when}household_yuan"]),
        private_yuan=float(row[f"{when}private_yuan"]),
        over_norm=row[f"{when}over_norm"] == 1,
    )
