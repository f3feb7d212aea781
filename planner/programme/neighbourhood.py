"""Better plans near a plan: solve a few townships again, the rest of the county held.

A county falls into valleys: what happens to a school matters to its own township and a few
around it. Holding the sites and pupils of all others leaves a model that is solved in a
second, so that an incumbent improves township by township where the full model would stay
long at its root. Nothing is proved here; bounds come from the full model alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from planner.instance import Instance
from planner.programme.highs import Floats, Loaded, Solved, Stop, solve
from planner.programme.variables import Variables

_AROUND = 3
"""Townships taken along with the one in the middle."""
_SECONDS_EACH = 6.0

Columns = NDArray[np.int64]


@dataclass(frozen=True)
class Landscape:
    """Which columns belong to which part of the county.

    Parameters
    ----------
    decided
        All columns of site kinds and of pupils' choices; the others follow from these.
    splits
        All columns that let a unit split over modes.
    sites, site_of, site_today
        All columns of site kinds, the site of each, and whether it is its kind of today.
    choices, choice_unit, choice_site
        All columns of pupils' choices, with the unit and the site of each, -1 for unserved.
    choice_today
        Value of each choice where the unit does as today, -1 where today is no option.
    parts
        For each neighbourhood the columns that are free in it.
    """

    decided: Columns
    splits: Columns
    sites: Columns
    site_of: Columns
    site_today: Columns
    choices: Columns
    choice_unit: Columns
    choice_site: Columns
    choice_today: Columns
    parts: tuple[Columns, ...]


def landscape(instance: Instance, v: Variables, loaded: Loaded) -> Landscape:
    """Return the neighbourhoods of a county: each township with those it is most tied to.

    A unit is at home in the township of its shortest trip. Two townships are tied by the
    pupils at home in one who could go to school in the other, the nearer the more.
    """
    column = loaded.column
    site_of_kind = [
        (j, column[x.id], instance.site_existing[j] and instance.site_kind[j] == k)
        for (j, k), x in v.kind.items()
    ]
    unit, site = instance.option_unit.tolist(), instance.option_site.tolist()
    chosen = [(unit[a], site[a], column[x.id]) for a, x in v.use.items()]
    chosen += [(unit[a], site[a], column[x.id]) for a, x in v.part.items()]
    chosen += [(u, j, column[x.id]) for (u, j), x in v.split.items()]
    chosen += [(u, -1, column[x.id]) for u, x in v.unserved.items()]
    site_of, sites, site_today = np.array(site_of_kind, dtype=np.int64).reshape(-1, 3).T
    choice_unit, choice_site, choices = np.array(chosen, dtype=np.int64).reshape(-1, 3).T
    town = instance.site_township
    home, ties = _homes_and_ties(instance, v)
    parts = []
    for t in np.unique(town[site_of]).tolist():
        order = np.argsort(-ties[t], kind="stable")
        near = {t, *[n for n in order.tolist() if n != t and ties[t, n] > 0][:_AROUND]}
        inside = np.array(sorted(near), dtype=np.int64)
        free = [
            sites[np.isin(town[site_of], inside)],
            choices[np.isin(home[choice_unit], inside)],
        ]
        parts.append(np.concatenate(free))
    return Landscape(
        decided=np.concatenate([sites, choices]),
        splits=np.array([column[x.id] for x in v.split.values()], dtype=np.int64),
        sites=sites,
        site_of=site_of,
        site_today=site_today,
        choices=choices,
        choice_unit=choice_unit,
        choice_site=choice_site,
        choice_today=_choice_today(instance, v),
        parts=tuple(parts),
    )


def settled(
    loaded: Loaded, columns: Columns, values: Floats, *, seconds: float, gap: float, stop: Stop
) -> Solved:
    """Solve with some columns held at their values: what follows from them at its best."""
    lower, upper = loaded.lower.copy(), loaded.upper.copy()
    lower[columns] = upper[columns] = np.round(values[columns])
    loaded.bounds(lower, upper)
    found = solve(loaded, seconds=seconds, gap=gap, start=None, stop=stop)
    loaded.bounds(loaded.lower, loaded.upper)
    return found


def improve(
    loaded: Loaded,
    land: Landscape,
    best: Solved,
    *,
    seconds: float,
    gap: float,
    done: Callable[[float], bool],
    stop: Stop,
    tell: Callable[[float, float, float], None],
) -> Solved:
    """Return a plan at least as good as `best`, solved again part by part.

    First all pupils choose anew among the sites as they are; then each neighbourhood in
    turn, until a whole round brings nothing, the time is up or `done` says it is enough.
    """
    began = perf_counter()
    assert best.values is not None

    def again(held: Columns, best: Solved, most: float) -> Solved:
        assert best.values is not None
        lower, upper = loaded.lower.copy(), loaded.upper.copy()
        lower[held] = upper[held] = np.round(best.values[held])
        loaded.bounds(lower, upper)
        found = solve(
            loaded,
            seconds=min(most, seconds - (perf_counter() - began)),
            gap=gap,
            start=best.values,
            stop=stop,
        )
        better = found.values is not None and found.objective < best.objective - 1e-9
        return found if better else best

    best = again(land.sites, best, seconds / 4)
    idle = 0
    while idle < len(land.parts):
        for part in land.parts:
            if stop or done(best.objective) or perf_counter() - began > seconds:
                idle = len(land.parts)
                break
            found = again(np.setdiff1d(land.decided, part), best, _SECONDS_EACH)
            worthwhile = best.objective - found.objective > 1e-4 * abs(best.objective)
            idle = 0 if worthwhile else idle + 1
            best = found
            tell(best.objective, -np.inf, perf_counter() - began)
            if idle >= len(land.parts):
                break
    loaded.bounds(loaded.lower, loaded.upper)
    return best


def _choice_today(instance: Instance, v: Variables) -> Columns:
    """Return the value of each choice where its unit does as today, -1 where it cannot."""
    same_site = instance.option_site == instance.unit_site[instance.option_unit]
    same_mode = instance.option_mode == instance.unit_mode[instance.option_unit]
    stays = (same_site & same_mode).tolist()
    unit, pupils = instance.option_unit.tolist(), instance.option_pupils.tolist()
    settled_units = {unit[a] for a in v.use if stays[a]}
    values = [
        (pupils[a] // v.pupils_per_use[a] if stays[a] else 0) if unit[a] in settled_units else -1
        for a in v.use
    ]
    others = [*(unit[a] for a in v.part), *(u for u, _ in v.split), *v.unserved]
    values += [0 if u in settled_units else -1 for u in others]
    return np.array(values, dtype=np.int64)


def _homes_and_ties(instance: Instance, v: Variables) -> tuple[Columns, Floats]:
    options = v.options
    unit, minutes = instance.option_unit[options], instance.option_minutes[options]
    town = instance.site_township[instance.option_site[options]]
    shortest = np.full((instance.units, len(instance.township)), np.inf)
    np.minimum.at(shortest, (unit, town), minutes)
    home = shortest.argmin(axis=1)
    near = instance.unit_pupils[:, None] / (10.0 + shortest)
    ties = np.zeros((len(instance.township), len(instance.township)))
    np.add.at(ties, home, near)
    return home, ties
