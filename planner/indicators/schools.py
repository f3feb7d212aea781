"""Schools and staff: how many, how large, with how many classes and posts.

Fewer schools are neither good nor bad, and so are fewer posts.
"""

from __future__ import annotations

from planner.indicators.indicator import Indicator
from planner.indicators.view import View


def schools_open(view: View) -> float | None:
    """Return the open schools; for a stage those that offer it."""
    return None if view.sites is None else float(view.sites.open.sum())


def schools_closed(view: View) -> float | None:
    """Return the schools of today that close; for a stage those that offer it today."""
    return None if view.sites is None else float(view.sites.closed.sum())


def points_open(view: View) -> float | None:
    """Return the open teaching points."""
    return None if view.sites is None else float(view.sites.point.sum())


def pupils_per_school(view: View) -> float | None:
    """Return the pupils taught over the open schools."""
    if view.sites is None or not view.sites.open.any():
        return None
    return float(view.sites.pupils.sum() / view.sites.open.sum())


def classes(view: View) -> float | None:
    """Return all classes, multi-grade ones included."""
    return None if view.sites is None else float(view.sites.classes.sum())


def multigrade_classes(view: View) -> float | None:
    """Return the multi-grade classes."""
    return None if view.sites is None else float(view.sites.multigrade.sum())


def posts_needed(view: View) -> float | None:
    """Return the teaching posts that open schools need."""
    if view.sites is None or view.sites.posts is None:
        return None
    return float(view.sites.posts.sum())


def hires(view: View) -> float | None:
    """Return the posts needed above those filled today."""
    return None if view.accounts is None else float(view.accounts.hires)


def freed(view: View) -> float | None:
    """Return the posts filled today that the plan does not need."""
    return None if view.accounts is None else float(view.accounts.freed)


SCHOOLS: tuple[Indicator, ...] = (
    Indicator("schools_open", "schools", "neutral", schools_open),
    Indicator("schools_closed", "schools", "neutral", schools_closed),
    Indicator("points_open", "schools", "neutral", points_open),
    Indicator("pupils_per_school", "pupils", "neutral", pupils_per_school),
    Indicator("classes", "classes", "neutral", classes),
    Indicator("multigrade_classes", "classes", "neutral", multigrade_classes),
    Indicator("posts_needed", "posts", "neutral", posts_needed),
    Indicator("hires", "posts", "neutral", hires),
    Indicator("freed", "posts", "neutral", freed),
)
