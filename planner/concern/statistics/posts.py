"""The secondary figure: 61 % of teachers in management posts fear for their post.

How many such teachers were asked is not published: the interval is shown for several bases and
none is called right. Beside it stands the share of management posts that a plan puts at risk,
from the staffing of the run where it has one, otherwise from the posts of the schools closed.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from planner.concern.statistics.verdict import Interval
from planner.concern.statistics.wilson import wilson

POSTS_SHARE = 0.61
"""Share of teachers in management posts who fear early retirement or losing the post."""
TEACHERS = 874
"""All teachers asked: the base cannot be larger."""
BASES = (30, 60, 120, 240, TEACHERS)
"""Bases for which the interval is shown."""

Source = Literal["staffing", "closed_schools", "unknown"]


@dataclass(frozen=True)
class PostsFigure:
    """Posts at risk beside the survey's figure; no test, since the base is unknown.

    Parameters
    ----------
    survey_share
        0.61.
    intervals
        Wilson intervals by assumed base and design effect, ``(base, interval)``.
    posts, at_risk
        Posts today, and those the plan puts at risk; NaN where not known.
    source
        ``staffing`` counts management posts; ``closed_schools`` counts all teaching posts of
        the schools that close, as which of them manage is not known.
    """

    survey_share: float
    intervals: tuple[tuple[int, Interval], ...]
    posts: float
    at_risk: float
    source: Source

    @property
    def at_risk_share(self) -> float:
        """Posts at risk of all, NaN where there are none."""
        return self.at_risk / self.posts if self.posts > 0 else float("nan")


def posts_figure(
    posts: float,
    at_risk: float,
    source: Source,
    *,
    bases: Sequence[int] = BASES,
    design_effects: Sequence[float] = (1.0, 2.0, 4.0),
) -> PostsFigure:
    """Return the figure with an interval for every base and design effect."""
    intervals = tuple(
        (base, wilson(POSTS_SHARE * base, base, effect))
        for base in bases
        for effect in design_effects
    )
    return PostsFigure(POSTS_SHARE, intervals, posts, at_risk, source)


def read_posts(folder: Path) -> PostsFigure:
    """Return the figure of a finished run, from posts.csv or else schools.csv."""
    staffed = folder / "posts.csv"
    if staffed.is_file():
        for row in _rows(staffed):
            if row["post"] == "management" and not row["school_id"]:
                today, goes_on = float(row["today"]), float(row["kept"]) + float(row["moved"])
                return posts_figure(today, today - goes_on, "staffing")
    schools = folder / "schools.csv"
    if not schools.is_file():
        return posts_figure(float("nan"), float("nan"), "unknown")
    there = [r for r in _rows(schools) if r["status_before"] == "existing"]
    posts = sum(float(r["posts_before"]) for r in there)
    closed = sum(float(r["posts_before"]) for r in there if r["decision"] == "close")
    return posts_figure(posts, closed, "closed_schools")


def _rows(path: Path) -> list[Mapping[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
