"""The county employs no more teachers than it may."""

from __future__ import annotations

from collections.abc import Iterator

from planner.instance import Instance
from planner.programme.rules.row import Row
from planner.programme.variables import Grouped, Variables


def rows(instance: Instance, v: Variables, groups: Grouped) -> Iterator[Row]:
    """Yield: sum of posts_j <= establishment_posts."""
    limit = instance.scenario.staff.establishment_posts
    if limit is not None:
        yield Row("county", [(p, 1.0) for p in v.posts.values()], "<=", float(limit))
