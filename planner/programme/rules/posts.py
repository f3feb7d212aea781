"""Teaching posts follow pupils and classes, and the county's total the posts of today."""

from __future__ import annotations

from collections.abc import Iterator

from planner.county.dictionary import STAGES
from planner.instance import Instance
from planner.programme.rules.classrooms import class_terms
from planner.programme.rules.row import Row, minus
from planner.programme.variables import Grouped, Terms, Variables


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield the post rows of each site j and the county.

    - posts_j >= sum over stages of pupils_jg / ratio_g
    - posts_j >= posts_per_class classes_j
    - posts_j >= min_posts open_j
    - hires - freed = sum of posts_j - posts today

    Nothing where no limit and no pay depends on posts.
    """
    if v.hires is None or v.freed is None:
        return
    staff = instance.scenario.staff
    for j, posts in v.posts.items():
        by_pupils: Terms = [(posts, 1.0)]
        for g, stage in enumerate(STAGES):
            ratio = float(getattr(staff.pupils_per_post, stage))
            by_pupils += minus(v.pupils(groups.of_site_stage.get((j, g), [])), 1 / ratio)
        yield Row(f"j{j}_pupils", by_pupils, ">=", 0.0)
        by_class = minus(class_terms(v, j), staff.posts_per_class)
        yield Row(f"j{j}_classes", [(posts, 1.0), *by_class], ">=", 0.0)
        yield Row(f"j{j}_least", [(posts, 1.0), *minus(v.open(j), staff.min_posts)], ">=", 0.0)
    total: Terms = [(posts, 1.0) for posts in v.posts.values()]
    balance = [*total, (v.hires, -1.0), (v.freed, 1.0)]
    yield Row("county", balance, "==", float(instance.posts_today))
