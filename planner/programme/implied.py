"""Choices that come out whole by themselves, so that the solver need not branch on them.

With the sites decided, a unit that no row ties to others takes its cheapest site: a vertex of
its own little polytope, which is whole. Pupils who may be shared, tied by nothing but the
places of each site, make a transport problem with whole supplies and places, whose vertices
are whole too. `whole_vertex` turns an answer that lies between such vertices into one.

Told from the rows that were built, not from the scenario, so that no new rule can be forgotten.
"""

from __future__ import annotations

import numpy as np
import pulp

from planner.instance import Instance
from planner.programme.highs import Floats, Loaded, Stop, solve
from planner.programme.objective import tier
from planner.programme.variables import Grouped, Variables

_WHOLE_UNIT = {"serve", "offered"}
_TRANSPORT = {"serve", "offered", "school_size"}
"""Rules whose rows leave choices whole at a vertex. Of school_size each row is the sum of a
site's pupils against whole numbers."""


def untying(instance: Instance) -> set[str]:
    """Return the rules whose rows leave choices whole, given how units may be shared."""
    return _WHOLE_UNIT if instance.scenario.schools.whole_village else _TRANSPORT


def relax_implied(instance: Instance, v: Variables, groups: Grouped, tied: set[int]) -> None:
    """Let the choices that come out whole by themselves be fractions.

    An objective that is held while the next is solved ties choices as any row does.

    Parameters
    ----------
    tied
        Ids of the variables that stand in rows of rules other than `untying`.
    """
    if not v.kind:
        # Without any whole number the solver would take the problem for a linear one, whose
        # bound it reports elsewhere.
        return
    for asked in instance.scenario.objective[:-1]:
        tied = tied | {x.id for x, _ in tier(instance, v, asked.minimise).terms}
    units = [_choices(v, groups, u) for u in range(instance.units)]
    if not instance.scenario.schools.whole_village:
        units = [[x for choices in units for x in choices]]
    for choices in units:
        if all(x.id not in tied for x in choices):
            for x in choices:
                x.cat = "Continuous"


def whole_vertex(loaded: Loaded, v: Variables, values: Floats) -> Floats:
    """Return values with whole choices that cost no more in the objective loaded.

    Everything that the solver kept whole stays; each choice stays between the whole numbers
    next to it, and the simplex goes to a vertex.
    """
    columns = [loaded.column.get(x.id) for x in (*v.use.values(), *v.unserved.values())]
    choices = np.setdiff1d([c for c in columns if c is not None], loaded.integer)
    if len(choices) == 0 or np.abs(values[choices] - np.round(values[choices])).max() <= 1e-6:
        return values
    lower, upper = loaded.lower.copy(), loaded.upper.copy()
    lower[loaded.integer] = upper[loaded.integer] = np.round(values[loaded.integer])
    lower[choices] = np.floor(values[choices] + 1e-6)
    upper[choices] = np.ceil(values[choices] - 1e-6)
    loaded.bounds(lower, upper)
    found = solve(loaded, seconds=60.0, relaxed=True, stop=Stop())
    loaded.bounds(loaded.lower, loaded.upper)
    return values if found.values is None else found.values


def _choices(v: Variables, groups: Grouped, u: int) -> list[pulp.LpVariable]:
    choices = [v.use[a] for a in groups.of_unit.get(u, [])]
    return [*choices, v.unserved[u]] if u in v.unserved else choices
