"""An offered stage runs in classes by grade, or as one multi-grade class."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from planner.county.dictionary import STAGES
from planner.instance import Instance
from planner.posts import classes_needed
from planner.programme.rules.row import Row, minus
from planner.programme.variables import Grouped, Terms, Variables, pupils_who_could_come


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield the class rows of each site j and stage g.

    - graded_jg <= offer_jg
    - classes_jg >= 3 graded_jg (one a grade) and classes_jg <= M graded_jg
    - pupils_jg <= size_g classes_jg + multigrade (offer_jg - graded_jg)
    - sum over units u of n_u single_uj <= multigrade (offer_jg - graded_jg), where
      single_uj >= share_uj - graded_jg: the same for what does not come to graded classes,
      written unit by unit, which binds the relaxation more; only where all who could come are
      too many for one multi-grade class

    M is the number of classes that all pupils who could come would need. Without a class
    size three graded classes take them all.
    """
    sizes = instance.scenario.schools.class_size
    for (j, g), classes in v.classes.items():
        key = f"j{j}_{STAGES[g]}"
        offer, graded = v.offer(j, g), v.graded[j, g]
        options = groups.of_site_stage.get((j, g), [])
        most = float(most_classes(instance, options, g))
        yield Row(f"{key}_offered", [(graded, 1.0), *minus(offer)], "<=", 0.0)
        yield Row(f"{key}_least", [(classes, 1.0), (graded, -3.0)], ">=", 0.0)
        yield Row(f"{key}_most", [(classes, 1.0), (graded, -most)], "<=", 0.0)
        if not options:
            continue
        multigrade = float(sizes.multigrade)
        size = getattr(sizes, STAGES[g])
        room = (
            (classes, -float(size))
            if size
            else (graded, -float(sum(instance.option_pupils[options])))
        )
        terms = [*v.pupils(options), room, *minus(offer, multigrade), (graded, multigrade)]
        yield Row(f"{key}_size", terms, "<=", 0.0)
        if pupils_who_could_come(instance, options) <= multigrade:
            continue
        alone: Terms = []
        for u in np.unique(instance.option_unit[options]).tolist():
            part = v.problem.add_variable(f"single__u{u}_j{j}", 0, 1)
            alone.append((part, float(instance.unit_pupils[u])))
            share = minus(v.share(groups.of_pair[u, j]))
            yield Row(f"u{u}_j{j}_single", [(part, 1.0), *share, (graded, 1.0)], ">=", 0.0)
        room_single = [*minus(offer, multigrade), (graded, multigrade)]
        yield Row(f"{key}_single", [*alone, *room_single], "<=", 0.0)


def most_classes(instance: Instance, options: list[int], g: int) -> int:
    """Return the graded classes that all pupils who could come by `options` would need."""
    sizes = instance.scenario.schools.class_size
    pupils = pupils_who_could_come(instance, options)
    return max(3, classes_needed(pupils, getattr(sizes, STAGES[g]), sizes.multigrade)[0])
