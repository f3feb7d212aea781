"""The elastic programme: what the scenario asks for may give way, each time at a price.

Where no plan satisfies the hard rules, this programme has one all the same. What gives way
in its cheapest plan is the least that must be conceded; solved again with whole families of
concessions ruled out it gives the alternatives. What a school is (classes, kinds, posts,
money) never gives way, nor does a rule that has no price here.

- a trip struck out by a limit may be used, at a price per pupil and minute over the norm
- a pupil may stay unserved, a pin give way, a township or the county have other numbers of
  schools, a school be larger or smaller, more pupils be affected, more posts be filled
- a school may take pupils in before it has the rooms for its own, a new line run with fewer
  riders, a left-behind pupil be without a bed kept
- rooms, area, beds, meal places and bus seats may be more than could be had, and so may the
  budgets
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import pulp

from planner.gates import canteen_binds, capped_pupils
from planner.instance import Flags, Instance, Ints
from planner.programme.prices import PRICES, conceded, trip_price
from planner.programme.release import release
from planner.programme.rules import RULES, Row
from planner.programme.rules.row import add_row, times
from planner.programme.variables import Grouped, Terms, Variables, grouped, make_variables, usable
from planner.scenario import Tier

MORE_ROOMS, MORE_BEDS = 30, 400
"""The most that one site may be conceded."""


@dataclass(frozen=True)
class Slack:
    """One thing that may give way.

    Parameters
    ----------
    rule
        Key of `PRICES`.
    index
        Site, township, line or unit it is about; -1 for the county.
    amount
        How much gives way, in units of `PRICES`, as an expression.
    flag
        1 where anything gives way, None where nothing is paid once.
    """

    rule: str
    index: int
    amount: Terms
    flag: pulp.LpVariable | None


@dataclass
class Elastic:
    """The built programme with all that may give way in it.

    Parameters
    ----------
    instance
        The instance with every limit on trips, rooms, beds, seats and pins lifted.
    problem, variables
        Its problem and variables.
    slacks
        What may give way, trips apart.
    code
        Per option the limit that it breaks, an index into `FORBIDDEN_BY`, shape (A,).
    """

    instance: Instance
    problem: pulp.LpProblem
    variables: Variables
    code: Ints
    slacks: list[Slack] = field(default_factory=list)

    @property
    def struck(self) -> list[int]:
        """Options of the programme that a limit strikes out."""
        return [a for a in self.variables.options.tolist() if self.code[a] > 0]


def build_elastic(instance: Instance) -> Elastic:
    """Return the elastic programme of an instance, without an objective."""
    pinned_shut = instance.site_must_close
    freed = release(instance, pinned_shut)
    loose = replace(loosened(freed), option_forbidden=conceded(freed))
    problem = pulp.LpProblem("elastic", pulp.LpMinimize)
    groups = grouped(loose, np.flatnonzero(usable(loose)))
    variables = make_variables(loose, problem, groups, ("school_size",))
    made = Elastic(loose, problem, variables, freed.option_forbidden)
    for rule in RULES:
        for row in rule.rows(loose, variables, groups):
            add_row(problem, f"{rule.name}__{row.key}", _eased(made, rule.name, row))
    for j in np.flatnonzero(pinned_shut).tolist():
        made.slacks.append(Slack("pinned", j, variables.open(j), None))
    for row in _places(made, instance, groups):
        add_row(problem, f"elastic__{row.key}", row)
    return made


def loosened(instance: Instance) -> Instance:
    """Return the instance with room for everyone and no objective that counts."""
    could_board: Flags = instance.site_beds + instance.site_new_beds > 0
    riders = int(instance.unit_pupils.sum())
    # No objective of the scenario counts here, so that its variables are left out.
    scenario = instance.scenario.model_copy(
        update={"objective": (Tier(minimise="unserved_pupils"),)}
    )
    return replace(
        instance,
        scenario=scenario,
        site_new_rooms=instance.site_new_rooms + MORE_ROOMS,
        site_new_beds=np.where(could_board, instance.site_new_beds + MORE_BEDS, 0),
        line_seats=instance.line_seats + riders,
    )


@dataclass(frozen=True)
class _Give:
    """How a row gives way: name, what it is about, the most, units a step, whole steps."""

    name: str
    index: int
    most: float
    step: float = 1.0
    whole: bool = True


def _eased(made: Elastic, rule: str, row: Row) -> Row:
    """Return a rule's row with a slack in it, where the rule may give way."""
    if rule == "harm":
        row = replace(row, terms=[*row.terms, *_losing_all(made)])
    give = _give(made, rule, row.key)
    if give is None:
        return row
    kind: Literal["Integer", "Continuous"] = "Integer" if give.whole else "Continuous"
    slack = made.problem.add_variable(f"slack__{rule}_{row.key}", 0, give.most, kind)
    flag = _flag(made, give.name, slack, give.most)
    made.slacks.append(Slack(give.name, give.index, [(slack, give.step)], flag))
    sign = -1.0 if row.sense == "<=" else 1.0
    return replace(row, terms=[*row.terms, (slack, sign * give.step)])


def _losing_all(made: Elastic) -> Terms:
    """Return the affected pupils among those conceded to stay unserved."""
    instance = made.instance
    weight = capped_pupils(instance) / instance.unit_pupils * instance.loses_unserved
    unserved = (s for s in made.slacks if s.rule == "serve" and weight[s.index] > 0)
    return [(x, float(weight[s.index]) * c) for s in unserved for x, c in s.amount]


def _give(made: Elastic, rule: str, key: str) -> _Give | None:
    """Return how a rule's row gives way, None where it does not."""
    instance = made.instance
    pupils = float(instance.unit_pupils.sum())
    place, _, end = key.partition("_")
    if rule == "serve":
        u = int(key[1:])
        if u in made.variables.unserved:
            return None
        n = float(instance.unit_pupils[u])
        whole = instance.scenario.schools.whole_village
        return _Give("serve", u, 1.0, n) if whole else _Give("serve", u, n)
    if rule == "pins":
        return _Give("pins", int(key[1:]), 1.0)
    if rule == "township":
        return _Give(f"township_{end}", int(place[1:]), float(instance.sites))
    if rule == "school_size" and end in ("least", "most"):
        return _Give(f"school_size_{end}", int(place[1:]), pupils)
    if rule == "open_between":
        return _Give(f"open_between_{key}", -1, float(instance.sites))
    if (rule, key) == ("beds", "county"):
        return _Give("beds_county", -1, pupils)
    if rule == "line" and end == "least":
        return _Give("line_least", int(place[1:]), pupils)
    if rule == "receiver" and place == key:
        return _Give("receiver", int(key[1:]), float(instance.site_rooms_short[int(key[1:])]))
    if rule == "area_floors" and instance.scenario.schools.area_floors == "hold":
        most_m2 = pupils * float(instance.area_floor_m2.max())
        return _Give(f"area_floors_{end}", int(place[1:]), most_m2, whole=False)
    if rule == "left_behind":
        return _Give("left_behind", int(key[1:]), pupils)
    if rule == "establishment":
        return _Give("establishment", -1, 10_000.0)
    if rule == "harm":
        return _Give("harm", -1, pupils, whole=False)
    if rule == "budget":
        return _Give(f"budget_{key}", -1, 1e5, whole=False)
    return None


def _places(made: Elastic, instance: Instance, groups: Grouped) -> Iterator[Row]:
    """Yield the limits of rooms, beds, meals and seats as they were, each with its slack."""
    v = made.variables

    def limited(name: str, index: int, used: Terms, limit: int, most: float) -> Row:
        slack = v.problem.add_variable(f"slack__{name}_{index}", 0, most, "Integer")
        flag = _flag(made, name, slack, most)
        made.slacks.append(Slack(name, index, [(slack, 1.0)], flag))
        return Row(f"{name}_{index}", [*used, (slack, -1.0)], "<=", float(limit))

    for j, rooms in v.rooms.items():
        had = int(instance.site_new_rooms[j])
        yield limited("classrooms", j, [(rooms, 1.0)], had, MORE_ROOMS)
    for j, beds in v.beds.items():
        yield limited("beds", j, [(beds, 1.0)], int(instance.site_new_beds[j]), MORE_BEDS)
    # In the loosened instance every canteen may grow, since every dormitory may.
    ratio = instance.scenario.boarding.canteen_places_per_boarder
    for j in np.flatnonzero(canteen_binds(instance)).tolist():
        if j in groups.boarding_at:
            meals = times(v.pupils(groups.boarding_at[j]), ratio)
            places = float(math.ceil(ratio * instance.option_pupils[groups.boarding_at[j]].sum()))
            yield limited("canteen", j, meals, int(instance.site_canteen[j]), places)
    for line, options in groups.on_line.items():
        riders = v.pupils(options)
        most = float(instance.unit_pupils.sum())
        yield limited("seats", line, riders, int(instance.line_seats[line]), most)


def _flag(made: Elastic, name: str, slack: pulp.LpVariable, most: float) -> pulp.LpVariable | None:
    if PRICES[name].once == 0:
        return None
    key = f"gives_{len(made.slacks)}"
    flag = made.problem.add_variable(f"elastic__{key}", 0, 1, "Integer")
    add_row(made.problem, f"elastic__{key}", Row(key, [(slack, 1.0), (flag, -most)], "<=", 0.0))
    return flag


def price_terms(made: Elastic) -> Terms:
    """Return what all concessions cost, as an expression."""
    terms: Terms = []
    for slack in made.slacks:
        price = PRICES[slack.rule]
        terms += [(x, price.each * c) for x, c in slack.amount]
        if slack.flag is not None:
            terms.append((slack.flag, price.once))
    each = trip_price(replace(made.instance, option_forbidden=made.code))
    for a in made.struck:
        terms += [(x, float(each[a]) * c) for x, c in made.variables.pupils([a])]
    return terms
