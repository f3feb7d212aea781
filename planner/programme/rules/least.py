"""Posts and classes are the least that the pupils need, where more of them would pay.

A post that is freed may cost capital (surplus posts). Without these rows a programme that
counts capital would keep classes and posts that nobody needs.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from planner.accounts import annuity
from planner.county.dictionary import STAGES
from planner.instance import Instance
from planner.programme.rules.classes import most_classes
from planner.programme.rules.classrooms import class_terms
from planner.programme.rules.row import Row, minus
from planner.programme.variables import Grouped, Terms, Variables

_STRICT = 1e-5
"""By how much a number must stay below the next: above the solver's tolerance, below the
smallest share of a post by which two sums of pupils can differ."""


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield the upper bounds of classes and posts of each site j.

    - pupils_jg >= (multigrade + 1) graded_jg
    - classes_jg <= 3 graded_jg + M more_jg; where more_jg: pupils_jg > size_g (classes_jg - 1)
    - posts_j < need + 1 for one of the three needs (pupils, classes, the least of a school)
    """
    if not posts_pay(instance):
        return
    for j, g in v.classes:
        yield from _classes(instance, v, groups, j, g)
    for j in v.posts:
        yield from _posts(instance, v, groups, j)


def posts_pay(instance: Instance) -> bool:
    """Return whether keeping a post that nobody needs could make an objective or budget better."""
    scenario, costs = instance.scenario, instance.scenario.costs
    per_post = costs.freed_posts_cash_share * costs.surplus_post_salaries * costs.teacher_yuan
    if per_post == 0:
        return False
    tiers = {t.minimise for t in scenario.objective}
    if scenario.budget.capital_yuan is not None or "capital_yuan" in tiers:
        return True
    yearly = annuity(costs.discount_rate, costs.other_years) * costs.surplus_post_salaries
    return yearly > 1 and not tiers.isdisjoint(
        {
            "annual_cost_yuan",
            "public_plus_household_cost_yuan",
            "public_plus_household_spending_yuan",
        }
    )


def _classes(instance: Instance, v: Variables, groups: Grouped, j: int, g: int) -> Iterator[Row]:
    sizes = instance.scenario.schools.class_size
    key = f"j{j}_{STAGES[g]}"
    options = groups.of_site_stage.get((j, g), [])
    pupils, graded, classes = v.pupils(options), v.graded[j, g], v.classes[j, g]
    single = float(math.floor(sizes.multigrade) + 1)
    yield Row(f"{key}_graded", [*pupils, (graded, -single)], ">=", 0.0)
    most, size = most_classes(instance, options, g), getattr(sizes, STAGES[g])
    up_to_three: Terms = [(classes, 1.0), (graded, -3.0)]
    if most <= 3:
        yield Row(f"{key}_three", up_to_three, "<=", 0.0)
        return
    more = v.problem.add_variable(f"more__{key}", 0, 1, "Integer")
    yield Row(f"{key}_three", [*up_to_three, (more, 3.0 - most)], "<=", 0.0)
    over = 1.0 if float(size).is_integer() else _STRICT
    slack = size * (most - 1) + over
    terms = [*pupils, (classes, -float(size)), (more, -slack)]
    yield Row(f"{key}_more", terms, ">=", over - size - slack)


def _posts(instance: Instance, v: Variables, groups: Grouped, j: int) -> Iterator[Row]:
    staff = instance.scenario.staff
    by_pupils: Terms = []
    classes, most_pupils = 0.0, 0.0
    for g, stage in enumerate(STAGES):
        options = groups.of_site_stage.get((j, g), [])
        ratio = float(getattr(staff.pupils_per_post, stage))
        by_pupils += minus(v.pupils(options), 1 / ratio)
        most_pupils += sum(c * (x.upBound or 0) for x, c in v.pupils(options)) / ratio
        classes += most_classes(instance, options, g) if (j, g) in v.classes else 0
    top = float(math.ceil(max(most_pupils, staff.posts_per_class * classes, staff.min_posts)))
    needs = {
        "pupils": (by_pupils, 1 - _STRICT),
        "classes": (minus(class_terms(v, j), staff.posts_per_class), 1 - _STRICT),
        "least": (minus(v.open(j), staff.min_posts), 0.0),
    }
    chosen: Terms = []
    for name, (need, below) in needs.items():
        attains = v.problem.add_variable(f"attains__j{j}_{name}", 0, 1, "Integer")
        chosen.append((attains, 1.0))
        yield Row(f"j{j}_{name}", [(v.posts[j], 1.0), *need, (attains, top)], "<=", top + below)
    yield Row(f"j{j}_one", chosen, "==", 1.0)
