"""The risk of each household: shares at risk with bounds, and the villages most often hit."""

from __future__ import annotations

from collections.abc import Mapping

from planner.concern.study import ConcernStudy
from planner.reports.concern.look import county_name, definition_name, share, share_range
from planner.reports.figures import Cell
from planner.reports.table import Table, placed
from planner.reports.words import count
from planner.texts import text

_MOST = 20
"""Villages shown a county; the file holds all."""

Names = Mapping[tuple[str, str], tuple[str, str]]
"""Name and township by county id and village id."""


def risk_table(study: ConcernStudy) -> Table:
    """Return households at risk by county and definition, a column for each share of plans."""
    steps = sorted({r.at_least for r in study.risk})
    found = {(r.county_id, r.definition, r.at_least): r for r in study.risk}
    keys = list(dict.fromkeys((r.county_id, r.definition) for r in study.risk))
    rows: list[list[Cell]] = []
    for county, definition in keys:
        cells: list[Cell] = []
        for step in steps:
            r = found.get((county, definition, step))
            cells.append("—" if r is None else share_range(r.share, r.low_share, r.high_share))
        rows.append([county_name(study, county), definition_name(definition), *cells])
    heads = (
        text("concern_page.head.county"),
        text("concern_page.head.definition"),
        *(text("concern_page.chart.at_least", share=f"{s:.0%}") for s in steps),
    )
    return Table(heads, rows, frozenset(range(2, 2 + len(steps))), short=frozenset({0, 1}))


def village_table(study: ConcernStudy, names: Names) -> Table:
    """Return the villages most often affected by the registered definition, county by county."""
    rows: list[list[Cell]] = []
    for county in study.counties:
        own = [
            v
            for v in study.villages
            if (v.county_id, v.definition) == (county, study.definition) and v.risk_share > 0
        ]
        own.sort(key=lambda v: (-v.risk_share, -v.households, v.village_id))
        for v in own[:_MOST]:
            known = names.get((county, v.village_id))
            rows.append(
                [
                    county_name(study, county),
                    placed(*known) if known else v.village_id,
                    count(v.households),
                    share(v.risk_share),
                ]
            )
    heads = ("county", "village", "households", "risk")
    return Table(
        tuple(text(f"concern_page.head.{h}") for h in heads),
        rows,
        frozenset({2, 3}),
        short=frozenset({0}),
    )
