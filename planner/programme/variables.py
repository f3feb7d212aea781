"""The variables of the layout programme, each named ``what__key``.

Internal keys (``u12``, ``j3``) are used in names, since Chinese ids break LP files.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pulp

from planner.areas import AREAS, TEACHING, rooms_serve_area
from planner.county.dictionary import KINDS, STAGES
from planner.instance import BOARD, KIND_OFFERS, RIDE, Flags, Instance, Ints
from planner.programme.capacity import too_many
from planner.programme.needed import (
    area_lacking_m2,
    canteen_counts,
    floor_counts,
    most_posts,
    posts_count,
    sites_short_of_rooms,
)

Terms = list[tuple[pulp.LpVariable, float]]
"""A linear expression without its constant."""

_OFFERING = tuple(np.flatnonzero(of_stage).tolist() for of_stage in KIND_OFFERS.T)
"""By stage: the kinds that offer it."""


@dataclass
class Variables:
    """All variables of one problem, by index of the instance.

    Parameters
    ----------
    problem
        The PuLP problem that owns them.
    options
        Options that the programme may use, ascending, shape (A',).
    use
        Per option: 1 where the whole unit takes it, or the number of pupils who do.
    pupils_per_use, unit_pupils
        Pupils that one unit of `use` stands for; all pupils of the option's unit.
    part
        Per option of a unit that may be split between modes: its pupils who take it.
    split
        By unit and site: the unit goes there in more than one mode.
    funded
        By possible line: the plan funds it.
    unserved, pupils_per_unserved
        The same for pupils left unserved, of the units that may be.
    kind
        By site and kind: the site is a school of that kind after the plan.
    graded, classes
        By site and stage: the stage runs in classes by grade; how many such classes.
    rooms, beds
        By site: classrooms and beds added.
    boards, carers, posts
        By site: anyone boards; care posts; teaching posts.
    canteen
        By site: canteen places added, where they have a price that counts.
    area
        By site and kind of area: m² built, where they may be and cost anything that counts.
    takes
        By site where today's classes lack rooms: pupils from elsewhere come.
    big, floor_pupils
        By site: more pupils than the revenue floor; pupils paid for but not there.
    hires, freed
        Posts of the county above and below those filled today; None where posts do not count.
    worst
        Longest daily trip, minutes.
    """

    problem: pulp.LpProblem
    options: Ints
    use: dict[int, pulp.LpVariable] = field(default_factory=dict)
    pupils_per_use: dict[int, int] = field(default_factory=dict)
    unit_pupils: dict[int, int] = field(default_factory=dict)
    part: dict[int, pulp.LpVariable] = field(default_factory=dict)
    split: dict[tuple[int, int], pulp.LpVariable] = field(default_factory=dict)
    funded: dict[int, pulp.LpVariable] = field(default_factory=dict)
    unserved: dict[int, pulp.LpVariable] = field(default_factory=dict)
    pupils_per_unserved: dict[int, int] = field(default_factory=dict)
    kind: dict[tuple[int, int], pulp.LpVariable] = field(default_factory=dict)
    graded: dict[tuple[int, int], pulp.LpVariable] = field(default_factory=dict)
    classes: dict[tuple[int, int], pulp.LpVariable] = field(default_factory=dict)
    rooms: dict[int, pulp.LpVariable] = field(default_factory=dict)
    beds: dict[int, pulp.LpVariable] = field(default_factory=dict)
    boards: dict[int, pulp.LpVariable] = field(default_factory=dict)
    carers: dict[int, pulp.LpVariable] = field(default_factory=dict)
    posts: dict[int, pulp.LpVariable] = field(default_factory=dict)
    canteen: dict[int, pulp.LpVariable] = field(default_factory=dict)
    area: dict[tuple[int, int], pulp.LpVariable] = field(default_factory=dict)
    takes: dict[int, pulp.LpVariable] = field(default_factory=dict)
    big: dict[int, pulp.LpVariable] = field(default_factory=dict)
    floor_pupils: dict[int, pulp.LpVariable] = field(default_factory=dict)
    hires: pulp.LpVariable | None = None
    freed: pulp.LpVariable | None = None
    worst: pulp.LpVariable | None = None

    def open(self, j: int) -> Terms:
        """Return the expression that is 1 where site `j` is open."""
        return [(v, 1.0) for k in range(len(KINDS)) if (v := self.kind.get((j, k))) is not None]

    def offer(self, j: int, g: int) -> Terms:
        """Return the expression that is 1 where site `j` offers stage `g`."""
        return [(v, 1.0) for k in _OFFERING[g] if (v := self.kind.get((j, k))) is not None]

    def pupils(self, options: Iterable[int]) -> Terms:
        """Return the expression of the pupils who take any of `options`."""
        use, per_use, part = self.use, self.pupils_per_use, self.part
        if not part:
            return [(use[a], float(per_use[a])) for a in options]
        terms: Terms = []
        for a in options:
            terms.append((use[a], float(per_use[a])))
            if a in part:
                terms.append((part[a], 1.0))
        return terms

    def share(self, options: Iterable[int]) -> Terms:
        """Return the expression of the share of a unit that takes any of its `options`."""
        use, per_use, part, of = self.use, self.pupils_per_use, self.part, self.unit_pupils
        if not part:
            return [(use[a], per_use[a] / of[a]) for a in options]
        terms: Terms = []
        for a in options:
            terms.append((use[a], per_use[a] / of[a]))
            if a in part:
                terms.append((part[a], 1 / of[a]))
        return terms


@dataclass(frozen=True)
class Grouped:
    """Options of the programme grouped once, so that rules need not search.

    Parameters
    ----------
    of_unit, of_site, of_site_stage, of_pair, boarding_at, on_line
        Option indices by unit, by site, by site and stage, by unit and site, of boarders
        by site, and of day pupils by bus line.
    """

    of_unit: dict[int, list[int]]
    of_site: dict[int, list[int]]
    of_site_stage: dict[tuple[int, int], list[int]]
    of_pair: dict[tuple[int, int], list[int]]
    boarding_at: dict[int, list[int]]
    on_line: dict[int, list[int]]


def grouped(instance: Instance, options: Ints) -> Grouped:
    """Group the options that the programme may use."""
    groups = Grouped({}, {}, {}, {}, {}, {})
    unit, site = instance.option_unit.tolist(), instance.option_site.tolist()
    stage, mode = instance.option_stage.tolist(), instance.option_mode.tolist()
    line = instance.option_line.tolist()
    for a in options.tolist():
        u, j = unit[a], site[a]
        groups.of_unit.setdefault(u, []).append(a)
        groups.of_site.setdefault(j, []).append(a)
        groups.of_site_stage.setdefault((j, stage[a]), []).append(a)
        groups.of_pair.setdefault((u, j), []).append(a)
        if mode[a] == BOARD:
            groups.boarding_at.setdefault(j, []).append(a)
        if line[a] >= 0 and mode[a] == RIDE:
            groups.on_line.setdefault(line[a], []).append(a)
    return groups


def make_variables(
    instance: Instance, problem: pulp.LpProblem, groups: Grouped, without: tuple[str, ...] = ()
) -> Variables:
    """Add the variables that anything depends on (`planner.programme.needed`) to the problem.

    Parameters
    ----------
    without
        Rules that the problem leaves out.
    """
    options = np.flatnonzero(usable(instance))
    v = Variables(problem, options)
    posts, paid_floor = posts_count(instance), floor_counts(instance)
    short_of_rooms = sites_short_of_rooms(instance, usable(instance))
    lacking_m2 = area_lacking_m2(instance, usable(instance))
    for_area = (lacking_m2[:, TEACHING] > 0) & rooms_serve_area(instance)
    floor = instance.scenario.costs.revenue_floor_pupils
    _demand(instance, v, groups, without)
    for n in sorted(groups.on_line):
        if instance.line_possible[n]:
            v.funded[n] = _binary(v, f"funded__l{n}")
    for j in range(instance.sites):
        for k in np.flatnonzero(instance.site_kinds[j]).tolist():
            if not instance.site_must_close[j]:
                v.kind[j, k] = _binary(v, f"kind__j{j}_{KINDS[k]}")
    for j, g in sorted(
        {(j, g) for j, k in v.kind for g in np.flatnonzero(KIND_OFFERS[k]).tolist()}
    ):
        if not posts and not short_of_rooms[j]:
            continue
        v.graded[j, g] = _binary(v, f"graded__j{j}_{STAGES[g]}")
        v.classes[j, g] = _integer(v, f"classes__j{j}_{STAGES[g]}", None)
    for j in sorted({j for j, _ in v.kind}):
        if instance.site_new_rooms[j] > 0 and (short_of_rooms[j] or for_area[j]):
            v.rooms[j] = _integer(v, f"rooms__j{j}", int(instance.site_new_rooms[j]))
        if j in groups.boarding_at:
            v.boards[j] = _binary(v, f"boards__j{j}")
            v.carers[j] = _integer(v, f"carers__j{j}", None)
            if instance.site_new_beds[j] > 0:
                v.beds[j] = _integer(v, f"beds__j{j}", int(instance.site_new_beds[j]))
                if canteen_counts(instance):
                    v.canteen[j] = _integer(v, f"canteen__j{j}", None)
        if short_of_rooms[j] and instance.site_rooms_short[j] > 0:
            v.takes[j] = _binary(v, f"takes__j{j}")
        if instance.scenario.schools.area_floors == "build":
            for a in np.flatnonzero(lacking_m2[j] > 0).tolist():
                most_m2 = float(lacking_m2[j, a])
                v.area[j, a] = problem.add_variable(f"area__j{j}_{AREAS[a]}", 0, most_m2)
        if posts:
            v.posts[j] = _integer(v, f"posts__j{j}", None)
        if not paid_floor:
            continue
        v.floor_pupils[j] = problem.add_variable(f"floor_pupils__j{j}", 0)
        if pupils_who_could_come(instance, groups.of_site.get(j, [])) > floor:
            v.big[j] = _binary(v, f"big__j{j}")
    if posts:
        # Bounds that no plan of least cost meets: prices on the county's rows need them.
        v.hires = problem.add_variable("hires__county", 0, most_posts(instance))
        v.freed = problem.add_variable("freed__county", 0, float(instance.posts_today))
    if any(t.minimise == "worst_minutes" for t in instance.scenario.objective):
        longest = float(instance.option_minutes[options].max(initial=0.0))
        v.worst = problem.add_variable("worst__county", 0, longest)
    return v


def usable(instance: Instance) -> Flags:
    """Return the options that are allowed and lead to a stage the site may offer."""
    may_offer = (instance.site_kinds.astype(int) @ KIND_OFFERS.astype(int)) > 0
    offered = may_offer[instance.option_site, instance.option_stage]
    flags: Flags = instance.allowed & offered & ~instance.site_must_close[instance.option_site]
    return flags


def pupils_who_could_come(instance: Instance, options: list[int]) -> int:
    """Return the pupils of all units that have any of the options."""
    return int(instance.unit_pupils[np.unique(instance.option_unit[options])].sum())


def _demand(instance: Instance, v: Variables, groups: Grouped, without: tuple[str, ...]) -> None:
    whole = instance.scenario.schools.whole_village
    pupils = instance.unit_pupils.tolist()
    unit, site = instance.option_unit.tolist(), instance.option_site.tolist()
    mode, line = instance.option_mode.tolist(), instance.option_line.tolist()
    names = ("walk", "ride", "board")
    by_new_line = instance.option_possible.tolist()
    fits = (~too_many(instance, without)).tolist()
    scarce = {
        n
        for n, options in groups.on_line.items()
        if int(instance.option_pupils[options].sum()) > int(instance.line_seats[n])
    }
    new, splits = _Batch(v.problem), set[tuple[int, int]]()
    for a in v.options.tolist():
        u, j = unit[a], site[a]
        name = f"u{u}_j{j}_{names[mode[a]]}"
        if by_new_line[a]:
            name += f"_l{line[a]}"
        v.unit_pupils[a] = pupils[u]
        v.pupils_per_use[a] = pupils[u] if whole else 1
        new.add(v.use, a, f"use__{name}", int(fits[a]) if whole else pupils[u])
        if not whole or len(pair := groups.of_pair[u, j]) < 2:
            continue
        if any(mode[b] == RIDE and line[b] in scarce for b in pair):
            new.add(v.part, a, f"part__{name}", pupils[u])
            if (u, j) not in splits:
                splits.add((u, j))
                new.add(v.split, (u, j), f"split__u{u}_j{j}", 1)
    new.end()
    soft = instance.scenario.travel.serve == "soft"
    reachable = instance.reachable
    for u in range(instance.units):
        if soft or not reachable[u]:
            name = f"unserved__u{u}"
            v.pupils_per_unserved[u] = pupils[u] if whole else 1
            v.unserved[u] = _integer(v, name, pupils[u] // v.pupils_per_unserved[u])
            if u not in groups.of_unit:
                v.unserved[u].lowBound = v.unserved[u].upBound


@dataclass
class _Batch:
    """Whole variables added many at a time, in the order asked for: PuLP is quicker at that.

    Parameters
    ----------
    high
        Upper bound of those that wait.
    names, places
        Of those that wait: their names, and where each belongs.
    """

    problem: pulp.LpProblem
    high: int = 0
    names: list[str] = field(default_factory=list)
    places: list[tuple[dict[Any, pulp.LpVariable], Any]] = field(default_factory=list)

    def add[Key](self, among: dict[Key, pulp.LpVariable], key: Key, name: str, high: int) -> None:
        """Ask for a variable between 0 and `high`, to stand `among` others under `key`."""
        if high != self.high:
            self.end()
            self.high = high
        self.names.append(name)
        self.places.append((among, key))

    def end(self) -> None:
        """Add those that wait."""
        made = self.problem.add_variable_matrix("%s", self.names, 0, self.high, "Integer")
        for (among, key), variable in zip(self.places, made, strict=True):
            among[key] = variable
        self.names, self.places = [], []


def _binary(v: Variables, name: str) -> pulp.LpVariable:
    return v.problem.add_variable(name, 0, 1, "Integer")


def _integer(v: Variables, name: str, high: int | None) -> pulp.LpVariable:
    return v.problem.add_variable(name, 0, high, "Integer")
