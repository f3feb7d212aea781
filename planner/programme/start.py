"""Plans to start a tier's search from: today's, one from elsewhere, and dives from the relaxation."""

from __future__ import annotations

from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from planner.programme.attempt import Attempt, rounded_bound
from planner.programme.given import Given
from planner.programme.highs import Floats, solve
from planner.programme.neighbourhood import Columns, Landscape
from planner.programme.objective import Expression

_HARDLY_USED, _MOSTLY_USED = 0.3, 0.7
"""Site kinds used less than the first are dropped, those used more than the second settled."""
_ROUNDINGS, _ROUNDINGS_SHARE = 200, 0.4
"""Times that kinds are rounded and the relaxation solved again, at most, and share of the time."""
_NARROW = 2
"""Choices of a unit that a narrow model keeps, beside those that the relaxation uses."""
_ANY = 0.1
"""Gap of a plan that is there to be improved."""


def ahead(run: Attempt, then: Expression, seconds: float) -> None:
    """Look for a plan that reaches the bound of a count, at least cost in the next objective.

    Nearly always the relaxation's bound of the pupils unserved can be reached, by many plans;
    this finds one that the next objective can start from.
    """
    bound = rounded_bound(run.bound)
    row = run.loaded.hold(run.expression, bound + 1e-6 * max(1.0, abs(bound)))
    run.aim(run.loaded.costs(then) - run.cost)
    began = perf_counter()
    found = solve(run.loaded, seconds=seconds, relaxed=True, stop=run.stop)
    plans = [as_today(run, 0.3 * seconds)]
    if found.values is not None and not run.stop:
        plans.append(dive(run, found.values, seconds - (perf_counter() - began)))
    cost = run.loaded.costs(then)
    some = [p for p in plans if p is not None]
    if some:
        run.take(min(some, key=lambda values: float(cost @ values)))
    if row is not None:
        run.loaded.release(row)
    run.aim()
    run.say("ahead")


def as_today(run: Attempt, seconds: float) -> Floats | None:
    """Return the plan that leaves sites and pupils as they are today, where the rules let it.

    Pupils for whom today is no option choose freely. Where that has no place for them all,
    their neighbourhoods are decided anew.
    """
    land = run.asked.land
    until = perf_counter() + seconds
    today = np.zeros(len(run.loaded.lower))
    today[land.sites] = land.site_today
    stays = land.choice_today >= 0
    today[land.choices[stays]] = land.choice_today[stays]
    held = np.concatenate([land.sites, land.choices[stays]])
    found = run.settle(held, today, 0.3 * seconds)
    if found is None:
        found = _eased(run, held, today, land.choices[~stays], until)
    return found


def started(run: Attempt, given: Given, *, first: bool) -> None:
    """Take a plan from elsewhere as the incumbent if it is the better one.

    After the first tier it is used only as it stands: what the tiers before have reached is the
    nearer start where it no longer fits.
    """
    if first:
        values = as_given(run, given, 0.2 * run.left())
    else:
        values = run.settle(given.held, given.values, 0.05 * run.left())
    if values is not None:
        run.started = run.worth(values)
        run.take(values)
        run.say("start")


def as_given(run: Attempt, given: Given, seconds: float) -> Floats | None:
    """Return the plan that does as a plan from elsewhere, where the rules let it.

    Where all of it cannot stand together, the relaxation's nearest solution tells what has to
    move. The neighbourhoods of that, and of all that the plan leaves open, are decided anew, as
    near to the plan as can be: that is found quickly, and `Attempt.between` makes it good.
    """
    land = run.asked.land
    until = perf_counter() + seconds
    found = run.settle(given.held, given.values, 0.3 * seconds)
    if found is not None or run.stop:
        return found
    nearest = np.zeros(len(given.values))
    nearest[given.held] = np.where(given.values[given.held] > 0, -1.0, 1.0)
    run.aim(nearest - run.cost)
    relaxed = solve(run.loaded, seconds=0.2 * seconds, relaxed=True, stop=run.stop).values
    if relaxed is not None:
        moved = given.held[np.abs(relaxed - given.values)[given.held] > 1e-6]
        loose = np.concatenate([moved, np.setdiff1d(land.decided, given.held)])
        found = _eased(run, given.held, given.values, loose, until - 0.1 * seconds)
    run.aim()
    if found is None or run.stop:
        return found
    # Classes, rooms and posts that nearness had no reason to keep small.
    left = max(0.05, until - perf_counter())
    return run.settle(land.decided, found, left)


def _eased(
    run: Attempt, held: Columns, values: Floats, loose: Columns, until: float
) -> Floats | None:
    """Return a plan with these columns held but for the neighbourhoods of the loose ones.

    The smallest neighbourhoods first, then larger ones, until there is a plan.
    """
    found = None
    for parts in run.asked.land.parts:
        if found is not None or run.stop:
            break
        around = [p.columns for p in parts if np.isin(loose, p.columns).any()]
        held = np.setdiff1d(held, np.concatenate([np.zeros(0, np.int64), *around]))
        found = run.settle(held, values, max(0.05, until - perf_counter()), gap=_ANY)
    return found


def dive(run: Attempt, relaxed: Floats, seconds: float) -> Floats | None:
    """Return a plan from the site kinds that the relaxation uses.

    Kinds are rounded a few at a time, the relaxation solved again each time. On these sites
    units that came out whole stay where they are, if that can be, and the others are placed.
    """
    land, loaded = run.asked.land, run.loaded
    until = perf_counter() + seconds
    upper = loaded.upper.copy()
    # A split village fills a bus to the last seat: too fine a point for a first plan.
    upper[land.splits] = 0.0
    found = _rounded(run, relaxed, upper, until, perf_counter() + _ROUNDINGS_SHARE * seconds)
    values = None
    if found is not None:
        lower, upper, rough = found
        none = land.choices[:0]
        settled, dear = _settled(land, rough), _dear(run, rough)
        tries = [(settled, none, 0.6)]
        if run.far:
            away = settled[~np.isin(settled, _beside_split(land, rough))]
            tries += [(away, dear, 0.4), (none, dear, 0.6)]
        if run.best is None:
            # With nothing settled it takes long: for want of any plan only.
            tries.append((none, none, 1.0))
        for held, dropped, share in tries:
            low, high = lower.copy(), upper.copy()
            low[held] = high[held] = np.round(rough[held])
            high[dropped] = np.maximum(0.0, low[dropped])
            loaded.bounds(low, high)
            limit = max(0.05, min(share * seconds, until - perf_counter()))
            values = solve(loaded, seconds=limit, gap=run.rough, stop=run.stop).values
            if values is not None or run.stop:
                break
    loaded.bounds(loaded.lower, loaded.upper)
    return values


def _settled(land: Landscape, rough: Floats) -> Columns:
    """Return the choices of the units that came out whole."""
    part = np.abs(rough - np.round(rough)) > 1e-6
    unsettled = np.unique(land.choice_unit[part[land.choices]])
    return land.choices[~np.isin(land.choice_unit, unsettled)]


def _beside_split(land: Landscape, rough: Floats) -> Columns:
    """Return the choices of the units at sites that a unit which came out split uses as well.

    Where all others are held there, the split ones may find no place as a whole.
    """
    values = rough[land.choices]
    split = np.abs(values - np.round(values)) > 1e-6
    there = np.isin(land.choice_site, np.unique(land.choice_site[split])) & (values > 0.5)
    return land.choices[np.isin(land.choice_unit, np.unique(land.choice_unit[there]))]


def _dear(run: Attempt, rough: Floats) -> Columns:
    """Return the choices that are dear at the prices of the relaxation just solved.

    Without them a large county's model is small enough for a good plan in a short time.
    """
    land = run.asked.land
    reduced = np.array(run.loaded.highs.getSolution().col_dual)[land.choices]
    order = np.lexsort((reduced, land.choice_unit))
    begins = np.flatnonzero(np.diff(land.choice_unit[order], prepend=-1))
    rank = np.empty(len(order), np.int64)
    sizes = np.diff(begins, append=len(order))
    rank[order] = np.arange(len(order)) - np.repeat(begins, sizes)
    return land.choices[(rank >= _NARROW) & (rough[land.choices] < 1e-6)]


def _rounded(
    run: Attempt, relaxed: Floats, upper: Floats, until: float, rounds_until: float
) -> tuple[Floats, Floats, Floats] | None:
    """Return bounds that settle every site's kind, and the relaxation within them.

    None where the relaxation has no solution within them, or the time is up. Kinds that are still
    open when the time of the rounds is up are all rounded at once.
    """
    land, loaded = run.asked.land, run.loaded
    lower = loaded.lower.copy()
    values = relaxed
    for _ in range(_ROUNDINGS):
        kinds = values[land.sites]
        open_still = np.abs(kinds - np.round(kinds)) > 1e-6
        if not open_still.any() or perf_counter() > rounds_until:
            break
        keep = np.isin(land.site_of, _most_used(land, values))
        before = lower.copy(), upper.copy()
        up = open_still & (kinds >= min(_MOSTLY_USED, kinds[open_still].max()))
        lower[land.sites[up]] = 1.0
        upper[land.sites[(kinds < _HARDLY_USED) & ~keep]] = 0.0
        loaded.bounds(lower, upper)
        left = until - perf_counter()
        found = solve(loaded, seconds=max(0.05, left), relaxed=True, stop=run.stop)
        if found.values is None and found.ended == "infeasible":
            # Dropping went too far: only what is used stays settled.
            upper = before[1]
            loaded.bounds(lower, upper)
            found = solve(loaded, seconds=max(0.05, left), relaxed=True, stop=run.stop)
        if found.values is None:
            return None
        values = found.values
    kinds = np.round(values[land.sites])
    lower[land.sites] = upper[land.sites] = kinds
    return lower, upper, values


def _most_used(land: Landscape, relaxed: Floats) -> NDArray[np.int64]:
    """Return the site that each unit uses most in the relaxation."""
    value = relaxed[land.choices]
    order = np.lexsort((-value, land.choice_unit))
    first = np.unique(land.choice_unit[order], return_index=True)[1]
    return land.choice_site[order][first]
