"""The curve's tables: where exposure is near the survey's figure, the plans, weighted means."""

from __future__ import annotations

from planner.concern.study import ConcernStudy
from planner.reports.concern.curve_chart import curves_of, measures_of
from planner.reports.concern.exposure_section import status_words
from planner.reports.concern.look import (
    band_words,
    county_name,
    definition_name,
    share,
    told,
)
from planner.reports.concern.opening import intensity, near_ranges
from planner.reports.figures import Cell
from planner.reports.table import Table
from planner.reports.words import count
from planner.texts import Text, text


def near_table(study: ConcernStudy) -> Table:
    """Return where exposure is near the survey's figure: a column for each measure."""
    measures = measures_of(study)
    found = {
        (county, c.definition, measure): c
        for measure in measures
        for county, curves in curves_of(study, measure).items()
        for c in curves
    }
    keys = list(dict.fromkeys((county, definition) for county, definition, _ in found))
    rows: list[list[Cell]] = []
    for county, definition in keys:
        cells: list[Cell] = []
        for measure in measures:
            curve = found.get((county, definition, measure))
            near = curve is not None and curve.near
            cells.append(near_ranges(curve) if curve and near else text("concern_page.curve.never"))
        rows.append([county_name(study, county), definition_name(definition), *cells])
    heads = (
        *_heads("county", "definition"),
        *(text(f"concern_page.measure.{m}") for m in measures),
    )
    marks = tuple("lead" if d == study.definition else "" for _, d in keys)
    return Table(heads, rows, marks=marks, short=frozenset({0, 1}))


def plans_table(study: ConcernStudy) -> Table:
    """Return every plan with its gap, how far it merges, and whom it affects."""
    shown = ("D1", "D2", "D3", "all_three")
    rows: list[list[Cell]] = []
    for label, plan in zip(study.labels, study.plans, strict=True):
        how_far = plan.intensity
        kept, today = how_far.get("schools_kept"), how_far.get("schools_today")
        rows.append(
            [
                county_name(study, plan.county_id),
                label or plan.scenario,
                status_words(plan.status, plan.gap),
                "—" if kept is None else f"{count(kept)} / {count(today or 0)}",
                share(how_far.get("closed_share", float("nan"))),
                intensity("pupils_moved_share", how_far.get("pupils_moved_share", float("nan"))),
                *(band_words(plan.headline(d, study.unit, study.population)) for d in shown),
            ]
        )
    heads = _heads("county", "plan", "status", "kept", "closed", "moved")
    return Table(
        (*heads, *(definition_name(d) for d in shown)),
        rows,
        frozenset(range(3, 10)),
        short=frozenset({0}),
    )


def weighted_table(study: ConcernStudy) -> Table:
    """Return the weighted means of the registered unit: one column a weighting."""
    own = [w for w in study.weighted if (w.unit, w.population) == (study.unit, study.population)]
    weightings = list(dict.fromkeys(w.weighting for w in own))
    keys = list(dict.fromkeys((w.county_id, w.definition) for w in own))
    found = {(w.county_id, w.definition, w.weighting): w.share for w in own}
    rows: list[list[Cell]] = [
        [
            county_name(study, county),
            definition_name(d),
            *(share(found.get((county, d, w), float("nan"))) for w in weightings),
        ]
        for county, d in keys
    ]
    heads = (
        *_heads("county", "definition"),
        *(text(f"concern_study.weighting.{w}") for w in weightings),
    )
    return Table(heads, rows, frozenset(range(2, 2 + len(weightings))), short=frozenset({0, 1}))


def missing(study: ConcernStudy) -> list[Text]:
    """Return which plans of the ensemble have no point on the curve, and why."""
    return [
        text("concern_page.curve.missing", label=label, status=told(f"status.{status}", {}))
        for label, status in study.missing
    ]


def _heads(*names: str) -> tuple[Text, ...]:
    return tuple(text(f"concern_page.head.{name}") for name in names)
