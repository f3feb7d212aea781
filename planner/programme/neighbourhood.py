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

_AROUND = (1, 3, 5)
"""Townships taken along with the one in the middle, first few, then more."""
_SECONDS_EACH = (10.0, 15.0, 20.0)
"""Time that one neighbourhood may take, by their size."""
_WORTHWHILE = 1e-4
"""Share of the objective that an improvement must bring for a place to be looked at again."""

Columns = NDArray[np.int64]


@dataclass(frozen=True)
class Part:
    """A neighbourhood: its townships and the columns that are free in it."""

    townships: frozenset[int]
    columns: Columns


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
        Neighbourhoods by size, the smallest first.
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
    parts: tuple[tuple[Part, ...], ...]


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
    for around in _AROUND:
        found: dict[frozenset[int], Part] = {}
        for t in np.unique(town[site_of]).tolist():
            order = np.argsort(-ties[t], kind="stable")
            near = [n for n in order.tolist() if n != t and ties[t, n] > 0][:around]
            inside = np.array(sorted({t, *near}), dtype=np.int64)
            free = [
                sites[np.isin(town[site_of], inside)],
                choices[np.isin(home[choice_unit], inside)],
            ]
            key = frozenset(inside.tolist())
            found.setdefault(key, Part(key, np.concatenate(free)))
        parts.append(tuple(found.values()))
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
    loaded: Loaded,
    columns: Columns,
    values: Floats,
    *,
    seconds: float,
    gap: float,
    start: Floats | None = None,
    stop: Stop,
) -> Solved:
    """Solve with some columns held at their values: what follows from them at its best."""
    lower, upper = loaded.lower.copy(), loaded.upper.copy()
    lower[columns] = upper[columns] = np.round(values[columns])
    loaded.bounds(lower, upper)
    found = solve(loaded, seconds=seconds, gap=gap, start=start, stop=stop)
    loaded.bounds(loaded.lower, loaded.upper)
    return found


def improve(
    loaded: Loaded,
    land: Landscape,
    values: Floats,
    measure: Callable[[Floats], float],
    slack: Callable[[float], float],
    *,
    seconds: float,
    done: Callable[[Floats], bool],
    stop: Stop,
    tell: Callable[[Floats], None],
) -> Floats:
    """Return values at least as good as these, solved again neighbourhood by neighbourhood.

    The smallest first, then larger ones; a neighbourhood is looked at again where one that
    overlaps it has changed, until none is left, the time is up or `done` says it is enough.

    Parameters
    ----------
    measure
        The objective loaded in the solver, of any values.
    slack
        The gap to which a neighbourhood is solved when the county's objective is so much.
    done
        Asked of the best values after each round through the neighbourhoods of a size.
    """
    began = perf_counter()
    worth = measure(values)
    waiting = [set(range(len(parts))) for parts in land.parts]
    while any(waiting):
        size = next(n for n, some in enumerate(waiting) if some)
        for number in sorted(waiting[size]):
            left = seconds - (perf_counter() - began)
            if stop or left <= 0:
                loaded.bounds(loaded.lower, loaded.upper)
                return values
            waiting[size].discard(number)
            part = land.parts[size][number]
            held = np.setdiff1d(land.decided, part.columns)
            lower, upper = loaded.lower.copy(), loaded.upper.copy()
            lower[held] = upper[held] = np.round(values[held])
            loaded.bounds(lower, upper)
            limit = min(_SECONDS_EACH[size], left)
            found = solve(loaded, seconds=limit, slack=slack(worth), start=values, stop=stop)
            if found.values is None or measure(found.values) >= worth:
                continue
            if worth - measure(found.values) > _WORTHWHILE * abs(worth):
                for other, parts in zip(waiting, land.parts, strict=True):
                    other |= {n for n, p in enumerate(parts) if p.townships & part.townships}
                waiting[size].discard(number)
            values, worth = found.values, measure(found.values)
            tell(values)
        if done(values):
            break
    loaded.bounds(loaded.lower, loaded.upper)
    return values


def _choice_today(instance: Instance, v: Variables) -> Columns:
    """Return the value of each choice where its unit does as today, -1 where it cannot."""
    same_site = instance.option_site == instance.unit_site[instance.option_unit]
    same_mode = instance.option_mode == instance.unit_mode[instance.option_unit]
    stays = (same_site & same_mode & ~instance.option_possible).tolist()
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
