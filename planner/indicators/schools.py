"""Schools and staff: how many, how large, with how many classes and posts.

Fewer schools are neither good nor bad, and so are fewer posts.
"""

from __future__ import annotations

from planner.indicators.indicator import COUNTY, PLACES, SITES, Indicator
from planner.indicators.view import View

SMALL_SCHOOL_PUPILS = 100
"""A school below this is a small one (State Council General Office 2018-27)."""


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


def small_schools(view: View) -> float | None:
    """Return the open schools with pupils, but fewer than `SMALL_SCHOOL_PUPILS`."""
    if view.sites is None:
        return None
    pupils = view.sites.pupils.sum(axis=1)
    small = view.sites.open & (pupils > 0) & (pupils < SMALL_SCHOOL_PUPILS)
    return float(small.sum())


def classes(view: View) -> float | None:
    """Return all classes, multi-grade ones included."""
    return None if view.sites is None else float(view.sites.classes.sum())


def multigrade_classes(view: View) -> float | None:
    """Return the multi-grade classes."""
    return None if view.sites is None else float(view.sites.multigrade.sum())


def class_size_mean(view: View) -> float | None:
    """Return the pupils taught over the classes, None without classes."""
    if view.sites is None or not view.sites.classes.any():
        return None
    return float(view.sites.pupils.sum() / view.sites.classes.sum())


def class_size_worst(view: View) -> float | None:
    """Return the largest mean class of any school and stage, None without classes."""
    if view.sites is None or not view.sites.classes.any():
        return None
    some = view.sites.classes > 0
    return float((view.sites.pupils[some] / view.sites.classes[some]).max())


def pupils_in_multigrade(view: View) -> float | None:
    """Return the pupils taught in multi-grade classes."""
    if view.sites is None:
        return None
    return float(view.sites.pupils[view.sites.multigrade > 0].sum())


def share_in_multigrade(view: View) -> float | None:
    """Return their share of the pupils taught, None without pupils."""
    inside = pupils_in_multigrade(view)
    if view.sites is None or inside is None or not view.sites.pupils.any():
        return None
    return inside / float(view.sites.pupils.sum())


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
    Indicator("schools_open", "schools", "neutral", SITES, schools_open),
    Indicator("schools_closed", "schools", "neutral", SITES, schools_closed),
    Indicator("points_open", "schools", "neutral", SITES, points_open),
    Indicator("small_schools", "schools", "neutral", PLACES, small_schools),
    Indicator("pupils_per_school", "pupils", "neutral", SITES, pupils_per_school),
    Indicator("classes", "classes", "neutral", SITES, classes),
    Indicator("class_size_mean", "pupils", "neutral", SITES, class_size_mean),
    Indicator("class_size_worst", "pupils", "lower", SITES, class_size_worst),
    Indicator("multigrade_classes", "classes", "neutral", SITES, multigrade_classes),
    Indicator("pupils_in_multigrade", "pupils", "neutral", SITES, pupils_in_multigrade),
    Indicator("share_in_multigrade", "share", "neutral", SITES, share_in_multigrade),
    Indicator("posts_needed", "posts", "neutral", PLACES, posts_needed),
    Indicator("hires", "posts", "neutral", COUNTY, hires),
    Indicator("freed", "posts", "neutral", COUNTY, freed),
)
