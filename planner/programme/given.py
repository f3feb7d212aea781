"""A plan from elsewhere by column: what of it this programme can still hold.

The plan may come from another scenario, other rules and other years. A site whose kind of then is
no longer open to it and a unit whose trips of then are no option any more are left to the
search; so is everything the plan does not speak of.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pulp

from planner.accounts import key_of, option_lookup
from planner.county.dictionary import KINDS, STAGES
from planner.instance import Instance
from planner.plan import Plan
from planner.programme.highs import Floats, Loaded
from planner.programme.neighbourhood import Columns, Landscape
from planner.programme.variables import Variables


@dataclass(frozen=True)
class Given:
    """A plan as values of columns.

    Parameters
    ----------
    values
        By column; 0 where nothing is said.
    held
        Columns of site kinds and of pupils' choices that the plan settles.
    units
        Demand units among them.
    """

    values: Floats
    held: Columns
    units: int


def from_plan(
    instance: Instance, v: Variables, loaded: Loaded, land: Landscape, plan: Plan
) -> Given:
    """Return what a plan says of the columns of a programme, as far as it still can be.

    Rows are not looked at: whether all of it can stand together, a search has to find out.
    """
    values = np.zeros(len(loaded.lower))
    sites = _settled_sites(instance, v, loaded, plan, values)
    units = _settled_units(instance, v, loaded, plan, values)
    held = [
        land.sites[np.isin(land.site_of, sites)],
        land.choices[np.isin(land.choice_unit, units)],
    ]
    return Given(values, np.concatenate(held), len(units))


def _settled_sites(
    instance: Instance, v: Variables, loaded: Loaded, plan: Plan, values: Floats
) -> list[int]:
    """Set the columns of the sites that can be what the plan says, and return these."""
    of_site: dict[int, dict[str | None, int]] = {}
    for (j, k), x in v.kind.items():
        of_site.setdefault(j, {})[KINDS[k]] = loaded.column[x.id]
    kinds = {s.school_id: s.kind for s in plan.sites}
    settled = []
    for j, columns in of_site.items():
        kind = kinds.get(instance.site_id[j], "")
        if kind is None and not instance.site_must_open[j]:
            settled.append(j)
        elif kind in columns:
            values[columns[kind]] = 1.0
            settled.append(j)
    return settled


def _settled_units(
    instance: Instance, v: Variables, loaded: Loaded, plan: Plan, values: Floats
) -> list[int]:
    """Set the columns of the units that can go as the plan says, and return these."""
    stages = (STAGES[g] for g in instance.unit_stage.tolist())
    keys = zip(instance.unit_village, stages, instance.unit_today, strict=True)
    number = {key: u for u, key in enumerate(keys)}
    lookup = option_lookup(instance)
    going: dict[int, dict[int, int]] = {}
    for row in plan.assignments:
        u = number.get((row.village_id, row.stage, row.baseline_school_id), -1)
        ways, a = going.setdefault(u, {}), lookup.get(key_of(row), -1)
        ways[a] = ways.get(a, 0) + row.pupils
    absent = {
        number.get((r.village_id, r.stage, r.baseline_school_id), -1): r.pupils
        for r in plan.unserved
    }
    settled = []
    for u, pupils in enumerate(instance.unit_pupils.tolist()):
        ways, left = going.get(u, {}), absent.get(u, 0)
        if sum(ways.values()) + left != pupils:
            continue
        said = _choices(instance, v, u, ways, left)
        at = [(loaded.column[x.id], n) for x, n in said if x.id in loaded.column]
        if said and all(loaded.lower[c] <= n <= loaded.upper[c] for c, n in at):
            settled.append(u)
            for column, n in at:
                values[column] = n
    return settled


def _choices(
    instance: Instance, v: Variables, u: int, ways: dict[int, int], left: int
) -> list[tuple[pulp.LpVariable, int]]:
    """Return the variables by which a unit goes these ways, none where it cannot."""
    if any(a not in v.use for a in ways) or (left and u not in v.unserved):
        return []
    if all(n % v.pupils_per_use[a] == 0 for a, n in ways.items()):
        said = [(v.use[a], n // v.pupils_per_use[a]) for a, n in ways.items()]
        return [*said, (v.unserved[u], left // v.pupils_per_unserved[u])] if left else said
    sites = {int(instance.option_site[a]) for a in ways}
    if left or len(sites) > 1 or any(a not in v.part for a in ways):
        return []
    return [*((v.part[a], n) for a, n in ways.items()), (v.split[u, sites.pop()], 1)]
