"""The grid of plans that an ensemble solves, and the one that needs no file.

It leads from today's arrangement to one school a township and beyond, under several budgets and
limits, and is fixed before anything is solved.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DEFAULT = "default-24"
"""Name of the grid that needs no file."""
MAIN = "keep-0.open"
"""Its plan that tests and comparisons speak of: as many schools as townships."""

SEARCH = {"mip_gap": 0.02, "time_limit_s": 200}
"""Most plans are proved within 20 to 60 s, those with a third of the schools in up to 200."""
_YOUNG = {
    # Where few schools are left, grades 1 to 3 reach one only by boarding. A plan that needs
    # it is beyond the rule of 2018; definition D1 counts every such child.
    "boarding": {"lowest_stage": "lower", "max_new_beds_per_school": 3000},
    "travel": {
        "protect": "none",
        "lower": {"weekly_max_minutes": 180, "weekly_ceiling_minutes": 300},
        "upper": {"weekly_ceiling_minutes": 300},
    },
    "schools": {
        "allow_stream_switch": True,
        "new_classrooms_per_school": 60,
        "max_pupils": {"teaching_point": None, "primary": None, "junior": None, "nine_year": None},
    },
}
_ONE_A_TOWNSHIP = {
    "schools": {
        "per_township": {"stage": "upper", "min": 1, "max": 1},
        "allow_stream_switch": True,
    }
}
_MINIBUS = {"lines": {"generate": True}}
_KEPT_PERCENT = (85, 60, 40, 25, 10, 0)
"""How much of the way from one school a township up to today's number is kept."""
_BEYOND_PERCENT = (75, 50, 25)
"""Schools over townships."""
_CAPITAL_YUAN_PER_PUPIL = 1_000.0
_MOST_ADDED_MINUTES = 30.0


@dataclass(frozen=True)
class GridPlan:
    """One plan of the grid.

    Parameters
    ----------
    name
        Its place in the grid, unique.
    options
        Scenario options laid over the study's scenario, as nested plain data.
    branch
        Plans of one branch differ in intensity alone, so that a curve may be drawn through
        them; empty for a plan that belongs to every branch.
    start
        Name of the plan whose result the search starts from; empty for none. Part of the grid,
        so that a plan does not hang on what happened to be solved before.
    """

    name: str
    options: Mapping[str, Any]
    branch: str = ""
    start: str = ""

    @property
    def assignments(self) -> tuple[str, ...]:
        """The options as ``key=value`` texts of ``--set``."""
        return tuple(f"{key}={value}" for key, value in _leaves(self.options).items())


@dataclass(frozen=True)
class Grid:
    """All plans of an ensemble.

    Parameters
    ----------
    name
        `DEFAULT`, or the name of the file.
    plans
        A plan stands after the one that it starts from.
    main
        The plan that tests and comparisons speak of.
    """

    name: str
    plans: tuple[GridPlan, ...]
    main: str

    @property
    def plain(self) -> dict[str, Any]:
        """The grid as it is registered."""
        plans = [
            {"name": p.name, "branch": p.branch, "start": p.start, "set": list(p.assignments)}
            for p in self.plans
        ]
        return {"name": self.name, "main": self.main, "plans": plans}


def default_grid(schools: int, townships: int, pupils: int) -> Grid:
    """Return the grid of 24 plans for a county.

    Parameters
    ----------
    schools, townships, pupils
        Schools of today, townships, pupils in grades 1 to 9.
    """
    fewest = min(townships, schools)
    start = "free.unprotected"
    plans = [GridPlan("today", _today())]
    plans.append(GridPlan(start, _laid({"travel": {"protect": "none"}}), "limits"))
    # Intensities: at most so many schools, from today's number to as many as townships, and
    # beyond. The longest chain stands first, so that other plans fill the time beside it.
    levels = [(f"keep-{n}", fewest + n / 100 * (schools - fewest)) for n in _KEPT_PERCENT]
    levels += [(f"beyond-{n}", n / 100 * fewest) for n in _BEYOND_PERCENT]
    most = {level: max(1, round(count)) for level, count in levels}
    before = start
    for level, count in most.items():
        plans.append(GridPlan(f"{level}.open", _at_most(count), "open", before))
        before = f"{level}.open"
    # Limits: how many close where cost decides, under more and less protection.
    within = _laid({"travel": {"protect": "within_norm"}})
    township = _laid({"travel": {"protect": "none"}}, _ONE_A_TOWNSHIP)
    plans += [
        GridPlan("free.protected", _laid({"travel": {"protect": "all"}}), "limits"),
        GridPlan("free.within-norm", within, "limits", start),
        GridPlan("township-upper", township, "township", start),
        GridPlan(
            "township-upper.minibus",
            _laid(township, _MINIBUS),
            "township-minibus",
            "township-upper",
        ),
    ]
    capital = {"budget": {"capital_yuan": round(_CAPITAL_YUAN_PER_PUPIL * pupils, -5)}}
    near = {"travel": {"max_added_minutes": _MOST_ADDED_MINUTES}}
    for branch, kept, options in (
        ("budget", (85, 60, 40), capital),
        ("near", (85, 60, 40), near),
        ("minibus", (60, 25, 0), _MINIBUS),
    ):
        for n in kept:
            laid = _laid(_at_most(most[f"keep-{n}"]), options)
            plans.append(GridPlan(f"keep-{n}.{branch}", laid, branch, f"keep-{n}.open"))
    return Grid(DEFAULT, tuple(plans), MAIN)


def _today() -> dict[str, Any]:
    keep = {"keep_all": True, "keep_catchments": True, "open_candidates": False}
    return _laid(
        {"travel": {"serve": "soft", "protect": "none"}, "schools": {**keep, "may_reduce": False}},
        {"objective": [{"minimise": "unserved_pupils"}]},
    )


def _at_most(schools: int) -> dict[str, Any]:
    return _laid(_YOUNG, {"schools": {"open_between": [None, schools]}})


def _laid(*options: Mapping[str, Any]) -> dict[str, Any]:
    """Return options laid over each other, the search's beneath."""
    found: dict[str, Any] = {"solver": dict(SEARCH)}
    for one in options:
        found = merged(found, one)
    return found


def merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return nested options with others laid over them."""
    found = dict(below)
    for key, value in above.items():
        under = found.get(key)
        if isinstance(value, Mapping) and isinstance(under, Mapping):
            found[key] = merged(under, value)
        else:
            found[key] = value
    return found


def _leaves(options: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in options.items():
        dotted = f"{prefix}.{key}" if prefix else str(key)
        if isinstance(value, Mapping):
            found |= _leaves(value, dotted)
        else:
            found[dotted] = json.dumps(value, ensure_ascii=False)
    return found
