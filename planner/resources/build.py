"""Build the PuLP problem of an allocation: what is bought, what that reaches, what it costs.

Sums of yuan stand in thousands, quantities in steps, so that no coefficient is large.
"""

from __future__ import annotations

import math

import numpy as np
import pulp

from planner.allocation.figures import (
    LEVEL_TIERS,
    crowded,
    may_pass,
    offline,
    open_pairs,
    unsafe,
    weights,
)
from planner.allocation.instance import ResourceInstance
from planner.allocation.items import (
    AREA,
    DORM,
    EQUIPMENT,
    ITEMS,
    PER_PUPILS,
    QUANTITIES,
    ROOMS,
)
from planner.programme.objective import Expression
from planner.programme.rules.row import Row, add_row
from planner.programme.undisturbed import undisturbed
from planner.programme.variables import Terms
from planner.resources.money import add_money
from planner.resources.needs import lacking, steps_for
from planner.resources.variables import Programme


@undisturbed()
def build(instance: ResourceInstance) -> Programme:
    """Return the problem of an instance, without an objective."""
    made = Programme(pulp.LpProblem("resources", pulp.LpMinimize))
    _bought(instance, made)
    _floors(instance, made)
    _rules(instance, made)
    _levels(instance, made)
    add_money(instance, made)
    return made


def needed(instance: ResourceInstance, k: int, s: int, asked: float) -> int:
    """Return the steps of a quantity that reach what is asked, of equipment the yuan."""
    lack = lacking(instance, k, s, asked, float(instance.school_have[k, s]))
    return steps_for(lack, 1 if k == EQUIPMENT else int(instance.steps[k]))


def most_steps(instance: ResourceInstance, k: int, s: int) -> int:
    """Return the steps beyond which nothing is reached any more, 0 where the figure is unknown."""
    if k == DORM:
        short = bool(crowded(instance, _none(instance))[s])
        lack = float(instance.dorm_needed_m2[s] - instance.school_dorm_m2[s])
        return steps_for(lack, int(instance.steps[DORM])) if short else 0
    parts = np.flatnonzero(instance.part_school == s)
    asked = [
        float(a[k, r])
        for a in (instance.part_threshold, instance.part_floor, instance.part_goal)
        for r in parts[open_pairs(instance)[k, parts]]
    ]
    most = max((needed(instance, k, s, a) for a in asked if not math.isnan(a)), default=0)
    if k == EQUIPMENT:
        most = steps_for(most, int(instance.steps[EQUIPMENT]))
    if k == ROOMS and offline(instance, _none(instance))[s]:
        most = max(most, steps_for(1 - float(instance.school_have[ROOMS, s]), 1))
    return most


def _none(instance: ResourceInstance) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    return np.zeros((len(ITEMS), instance.schools), dtype=np.int64)


def _bought(instance: ResourceInstance, made: Programme) -> None:
    none = _none(instance)
    for s in range(instance.schools):
        for k in range(DORM + 1):
            most = most_steps(instance, k, s)
            if most:
                made.steps[k, s] = made.whole(f"steps__k{k}_s{s}", most)
    for s in np.flatnonzero(unsafe(instance, none)).tolist():
        made.renovate[s] = made.whole(f"renovate__s{s}", 1)
    for s in np.flatnonzero(offline(instance, none)).tolist():
        made.link[s] = made.whole(f"link__s{s}", 1)


def _bought_terms(instance: ResourceInstance, made: Programme, k: int, s: int) -> Terms:
    """Return what is added to a quantity in steps; of equipment what area brings, too."""
    terms: Terms = [(made.steps[k, s], 1.0)] if (k, s) in made.steps else []
    if k == EQUIPMENT and (AREA, s) in made.steps:
        brought = float(instance.fit_out_yuan[0] * instance.steps[AREA] / instance.steps[k])
        terms += [(made.steps[AREA, s], brought)] if brought else []
    return terms


def _reach(
    instance: ResourceInstance, made: Programme, k: int, s: int, asked: float
) -> pulp.LpVariable | None:
    """Return the binary of reaching something, None where it is reached as it is."""
    need = needed(instance, k, s, asked)
    if need == 0:
        return None
    key = (k, s, need)
    if key not in made.reach:
        made.reach[key] = made.whole(f"reach__k{k}_s{s}_n{need}", 1)
        scale = float(instance.steps[k]) if k == EQUIPMENT else 1.0
        terms = [*_bought_terms(instance, made, k, s), (made.reach[key], -need / scale)]
        add_row(made.problem, f"reach__k{k}_s{s}_n{need}", Row("", terms, ">=", 0.0))
    return made.reach[key]


def _floors(instance: ResourceInstance, made: Programme) -> None:
    """Count what is missed: floor by part and quantity, dormitory, building, online lessons."""
    parts, schools, boarders = weights(instance)
    terms: Terms = []
    whole = 0.0

    def count(variable: pulp.LpVariable | None, weight: int) -> None:
        nonlocal whole
        if variable is not None and weight:
            terms.append((variable, -float(weight)))
            whole += weight

    for k, r in zip(*(n.tolist() for n in np.nonzero(open_pairs(instance))), strict=True):
        s = int(instance.part_school[r])
        floor = float(instance.part_floor[k, r])
        count(_reach(instance, made, k, s, floor), int(parts[r]))
    for s in range(instance.schools):
        if (DORM, s) in made.steps:
            enough = made.whole(f"dorm__s{s}", 1)
            most = float(most_steps(instance, DORM, s))
            row = Row("", [(made.steps[DORM, s], 1.0), (enough, -most)], ">=", 0.0)
            add_row(made.problem, f"dorm__s{s}", row)
            count(enough, int(boarders[s]))
    for s, x in made.renovate.items():
        count(x, int(schools[s]))
    for s, x in made.link.items():
        count(x, int(schools[s]))
        rooms = steps_for(1 - float(instance.school_have[ROOMS, s]), 1)
        if rooms:
            row = Row("", [(made.steps[ROOMS, s], 1.0), (x, -float(rooms))], ">=", 0.0)
            add_row(made.problem, f"online__s{s}", row)
    made.goals["floors_missed"] = Expression(_summed(terms), whole)


def _rules(instance: ResourceInstance, made: Programme) -> None:
    """Let a part keep the rule where its floors and enough thresholds are reached."""
    terms: Terms = []
    tilt = instance.scenario.resources.weak_weight
    whole = 0.0
    for r in np.flatnonzero(may_pass(instance)).tolist():
        s = int(instance.part_school[r])
        met, floors, reached = 0, list[pulp.LpVariable](), list[pulp.LpVariable]()
        for k in range(len(QUANTITIES)):
            low = _reach(instance, made, k, s, float(instance.part_floor[k, r]))
            high = _reach(instance, made, k, s, float(instance.part_threshold[k, r]))
            met += high is None
            floors += [low] if low is not None else []
            reached += [high] if high is not None else []
        lacks = instance.meets_at_least - int(instance.part_other_met[r]) - met
        if lacks <= 0 and not floors:
            continue
        kept = made.rule[r] = made.whole(f"rule__r{r}", 1)
        for n, low in enumerate(floors):
            add_row(made.problem, f"low__r{r}_{n}", Row("", [(kept, 1.0), (low, -1.0)], "<=", 0.0))
        if lacks > 0:
            enough: Terms = [(kept, float(lacks)), *((x, -1.0) for x in reached)]
            add_row(made.problem, f"enough__r{r}", Row("", enough, "<=", 0.0))
        weight = float(tilt if instance.school_weak[s] else 1)
        terms.append((kept, -weight))
        whole += weight
    made.goals["rule_missed"] = Expression(terms, whole)


def _levels(instance: ResourceInstance, made: Programme) -> None:
    """Hold the level of each quantity below that of every part, as a share of its goal."""
    every = made.level[-1] = made.problem.add_variable("level__all", 0, 1, "Continuous")
    made.goals["level_short"] = Expression([(every, -1.0)], 1.0)
    levelled = open_pairs(instance) & ~np.isnan(instance.part_goal)
    for k, name in enumerate(LEVEL_TIERS):
        level = made.level[k] = made.problem.add_variable(f"level__k{k}", 0, 1, "Continuous")
        made.goals[name] = Expression([(level, -1.0)], 1.0)
        row = Row("", [(every, 1.0), (level, -1.0)], "<=", 0.0)
        add_row(made.problem, f"all__k{k}", row)
        goals: dict[int, float] = {}
        for r in np.flatnonzero(levelled[k]).tolist():
            s = int(instance.part_school[r])
            goals[s] = max(goals.get(s, 0.0), float(instance.part_goal[k, r]))
        for s, goal in goals.items():
            _level_row(instance, made, k, s, goal)


def _level_row(instance: ResourceInstance, made: Programme, k: int, s: int, goal: float) -> None:
    asked = goal * float(instance.school_pupils[s]) / PER_PUPILS[k]
    have, step = float(instance.school_have[k, s]), float(instance.steps[k])
    if have >= asked:
        return
    terms = [*_bought_terms(instance, made, k, s), (made.level[k], -asked / step)]
    add_row(made.problem, f"level__k{k}_s{s}", Row("", terms, ">=", -have / step))


def _summed(terms: Terms) -> Terms:
    """Return terms with each variable once."""
    found: dict[int, tuple[pulp.LpVariable, float]] = {}
    for x, c in terms:
        found[x.id] = (x, c + found.get(x.id, (x, 0.0))[1])
    return list(found.values())
