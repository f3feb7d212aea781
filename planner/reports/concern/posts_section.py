"""The second figure of the survey: teachers in management posts, whose base is not known."""

from __future__ import annotations

from planner.concern.statistics.posts import PostsFigure
from planner.concern.study import ConcernStudy
from planner.reports.concern.look import county_name, share
from planner.reports.figures import Cell
from planner.reports.table import Table
from planner.reports.words import count
from planner.texts import text


def posts_table(study: ConcernStudy) -> Table:
    """Return posts at risk under each county's main plan, with where the figure comes from."""
    rows: list[list[Cell]] = []
    for county, figure in figures(study).items():
        rows.append(
            [
                county_name(study, county),
                _count(figure.posts),
                _count(figure.at_risk),
                share(figure.at_risk_share),
                text(f"concern_page.posts.{figure.source}"),
            ]
        )
    heads = ("county", "posts", "at_risk", "share", "source")
    return Table(tuple(text(f"concern_page.head.{h}") for h in heads), rows, frozenset({1, 2, 3}))


def posts_intervals(study: ConcernStudy) -> Table:
    """Return the interval of the survey's figure by base and design effect."""
    figure = next(iter(figures(study).values()), None)
    found = figure.intervals if figure is not None else ()
    effects = sorted({i.design_effect for _, i in found})
    rows: list[list[Cell]] = []
    for base in dict.fromkeys(b for b, _ in found):
        own = {i.design_effect: i for b, i in found if b == base}
        cells = [
            f"{share(own[e].low)} – {share(own[e].high)}" if e in own else "—" for e in effects
        ]
        rows.append([count(base), *cells])
    heads = (
        text("concern_page.head.base_of"),
        *(text("concern_page.chart.design_effect", n=f"{e:g}") for e in effects),
    )
    return Table(heads, rows, frozenset(range(1 + len(effects))))


def figures(study: ConcernStudy) -> dict[str, PostsFigure]:
    """Return the figures by county id."""
    return {c: f for c, f in study.posts.items() if isinstance(f, PostsFigure)}


def _count(value: float) -> str:
    return "—" if value != value else count(value)
