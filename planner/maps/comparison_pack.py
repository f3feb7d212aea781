"""The rows of compared runs made small: what is as today is not said again for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from planner.maps.comparison_trips import Compared, End, Lot, Site
from planner.reports.people import CHANGES

_SAME, _UNSERVED = CHANGES.index("same"), CHANGES.index("unserved")
Unit = tuple[int, int, End]
"""Stage, pupils, and where these go today."""


def packed(given: Compared) -> dict[str, Any]:
    """Return villages, schools and scenarios as comparison_model.js reads them.

    A village is ``[id, name, township, lat, lon, units]``, a unit ``[stage, pupils, school,
    mode, minutes, over]`` of today. Of each village a scenario says 0 where all units of the
    first scenario stay as they are; else its rows: the number of a unit that stays, or
    ``[unit, pupils, school, mode, minutes, over, added, change]``. ``firstUnits`` has the
    number of the first scenario's units where later ones add some.
    """
    units = [_units(given, n) for n in range(len(given.villages))]
    villages = [
        [v.id, v.name, v.township, round(v.lat, 5), round(v.lon, 5), [_unit(u) for u in own]]
        for v, own in zip(given.villages, units, strict=True)
    ]
    schools = [[s.id, s.name, s.township, round(s.lat, 5), round(s.lon, 5)] for s in given.schools]
    firsts = [_grouped(lots) for lots in given.scenarios[0].lots]
    scenarios = [
        {
            "title": dict(s.title),
            "rows": [
                _rows(lots, own, len(first))
                for lots, own, first in zip(s.lots, units, firsts, strict=True)
            ],
            "sites": [_site(site) for site in s.sites],
        }
        for s in given.scenarios
    ]
    # Units that only later scenarios have come behind those of the first.
    fewer = {
        n: len(first)
        for n, (first, own) in enumerate(zip(firsts, units, strict=True))
        if len(first) < len(own)
    }
    return {
        "villages": villages,
        "schools": schools,
        "scenarios": scenarios,
        "firstUnits": fewer,
    }


def _units(given: Compared, village: int) -> list[Unit]:
    """Return the units of a village in any scenario, those of the first scenario first."""
    found: dict[Unit, None] = {}
    for scenario in given.scenarios:
        found |= dict.fromkeys(_grouped(scenario.lots[village]))
    return list(found)


def _grouped(lots: Sequence[Lot]) -> dict[Unit, list[Lot]]:
    """Return the rows of each unit: a plan may split one."""
    groups: dict[tuple[int, End], list[Lot]] = {}
    for lot in lots:
        groups.setdefault((lot.stage, lot.today), []).append(lot)
    return {
        (stage, sum(lot.pupils for lot in own), today): own
        for (stage, today), own in groups.items()
    }


def _rows(lots: Sequence[Lot], units: Sequence[Unit], of_first: int) -> int | list[Any]:
    rows: list[Any] = []
    for unit, own in _grouped(lots).items():
        number = units.index(unit)
        if len(own) == 1 and _stays(own[0]):
            rows.append(number)
        else:
            rows += [
                [number, lot.pupils, *_end(lot.plan), _short(lot.added), lot.change] for lot in own
            ]
    return 0 if rows == list(range(of_first)) else rows


def _stays(lot: Lot) -> bool:
    if lot.plan.school is None:
        return lot.plan == lot.today and lot.added is None and lot.change == _UNSERVED
    return lot.plan == lot.today and lot.added == 0 and lot.change == _SAME


def _unit(unit: Unit) -> list[Any]:
    stage, pupils, today = unit
    return [stage, pupils, *_end(today)]


def _end(end: End) -> list[Any]:
    return [end.school, end.mode, _short(end.minutes), int(end.over)]


def _short(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value


def _site(site: Site | None) -> list[Any] | None:
    if site is None:
        return None
    return [site.decision, site.kind, site.kind_before, site.pupils, site.pupils_before]
