"""What the tests say, or that they only show the method, and why."""

from __future__ import annotations

import math

from planner.concern.exposure import DEFINITIONS
from planner.concern.statistics.verdict import TestResult, Verdict
from planner.concern.study import POOLED, ConcernStudy
from planner.reports.concern.look import (
    Sentence,
    definition_name,
    points_of,
    population_name,
    share,
    survey_words,
    told,
    unit_name,
)
from planner.reports.figures import Cell
from planner.reports.table import Table
from planner.reports.words import count
from planner.texts import Text, text

_SMALL = 0.001


def verdicts(study: ConcernStudy) -> dict[str, Verdict]:
    """Return one verdict by county id, all together first: that of the registered definition."""
    found: dict[str, Verdict] = {}
    for (county, definition), verdict in study.tests.items():
        if county not in found or definition == study.definition:
            found[county] = verdict
    return dict(sorted(found.items(), key=lambda item: item[0] != POOLED))


def carries(study: ConcernStudy) -> bool:
    """Return whether anything may be concluded: the study may, and the pooled tests may."""
    pooled = verdicts(study).get(POOLED)
    return study.standing.verdict and pooled is not None and pooled.carries


def reasons(study: ConcernStudy) -> list[Cell]:
    """Return why no conclusion is drawn, each reason once."""
    found: list[Cell] = [told(*r) for r in study.standing.reasons]
    for verdict in verdicts(study).values():
        found += [r for r in verdict.reasons if r not in found]
    return found


def sentences(study: ConcernStudy) -> list[Sentence]:
    """Return what may be said; nothing but the method where no conclusion is drawn."""
    said: list[Sentence] = []
    pooled = verdicts(study).get(POOLED)
    if carries(study) and pooled is not None:
        lead = ", ".join(f"{d:g}" for d in pooled.rules.lead)
        said.append(text("concern_page.verdict.carried"))
        said += [
            text(
                "concern_page.verdict.by_definition",
                definition=definition_name(d),
                lead=lead,
                cell=text(f"concern_study.cell.{cell}"),
            )
            for d, cell in pooled.cells.items()
        ]
        together = text(f"concern_study.cell.{pooled.together}")
        said.append(text("concern_page.verdict.together", cell=together))
        said += [
            text("concern_page.verdict.exceeds", definition=definition_name(d))
            for d, shown in pooled.worry_exceeds.items()
            if shown
        ]
    return said


def notes(study: ConcernStudy) -> list[Text]:
    """Return how it was tested and what the tests cannot say."""
    said = [text("concern_page.verdict.how", points=points_of(study.margin))]
    verdict = tests_shown(study)
    if verdict is not None and len(verdict.tests[0].exposure.counties) > 1:
        said.append(text("concern_page.verdict.envelope"))
    said.append(text("concern_page.verdict.region"))
    return said


def tests_shown(study: ConcernStudy) -> Verdict | None:
    """Return the tests to show, None where nothing is to be tested.

    A single county is shown beside the survey's figure and not tested against it; only made-up
    data of one may show how the tests are made.
    """
    every = verdicts(study)
    verdict = every.get(POOLED) or next(iter(every.values()), None)
    if verdict is None or not verdict.tests:
        return None
    alone = len(verdict.tests[0].exposure.counties) < 2
    made_up = any(p.evidence == "synthetic" for p in study.plans)
    return None if alone and not made_up else verdict


def tests_table(study: ConcernStudy, verdict: Verdict) -> Table:
    """Return every definition at every design effect, with the respondents assumed."""
    rows: list[list[Cell]] = []
    marks = []
    ranked = sorted(verdict.tests, key=lambda t: (DEFINITIONS.index(t.definition), t.design_effect))
    for t in ranked:
        rows.append(
            [
                definition_name(t.definition),
                exposure_words(t),
                f"{t.design_effect:g}",
                f"{share(t.interval.low)} – {share(t.interval.high)}",
                p_words(t.p_equivalence),
                p_words(t.p_difference),
                p_words(t.p_worry_exceeds),
                text(f"concern_study.cell.{t.cell}"),
                text(f"concern_study.cell.{t.cell_holm}")
                if t.definition in verdict.rules.family
                else "—",
                f"{t.power_equivalence:.2f}",
            ]
        )
        lead = t.design_effect in verdict.rules.lead and t.definition == study.definition
        marks.append("lead" if lead else "")
    names = ("definition", "exposure", "design_effect")
    more = ("equivalence", "difference", "exceeds", "cell", "cell_holm", "power")
    heads = (
        *(text(f"concern_page.head.{h}") for h in names),
        text("concern_page.head.interval", level="95%"),
        *(text(f"concern_page.head.{h}") for h in more),
    )
    return Table(heads, rows, frozenset({1, 2, 3, 4, 5, 6, 9}), tuple(marks), frozenset({0}))


def sensitivity_table(study: ConcernStudy, verdict: Verdict) -> Table:
    """Return the cells of the registered definition by size of sample and design effect."""
    own = [t for t in verdict.sensitivity if t.definition == study.definition]
    effects = sorted({t.design_effect for t in own})
    found = {(t.respondents, t.design_effect): t for t in own}
    rows: list[list[Cell]] = []
    for n in sorted({t.respondents for t in own}):
        known = (found.get((n, e)) for e in effects)
        cells = ["—" if t is None else text(f"concern_study.cell.{t.cell_holm}") for t in known]
        rows.append([count(n), *cells])
    heads = (
        text("concern_page.head.n"),
        *(text("concern_page.chart.design_effect", n=f"{e:g}") for e in effects),
    )
    return Table(heads, rows, frozenset({0}))


def units_table(study: ConcernStudy) -> Table:
    """Return what the tests come to with other units and populations, one column a definition."""
    shown = list(dict.fromkeys(d for v in study.units.values() for d in v.cells))
    rows: list[list[Cell]] = [
        [
            unit_name(unit),
            population_name(population),
            *(text(f"concern_study.cell.{v.cells[d]}") if d in v.cells else "—" for d in shown),
        ]
        for (unit, population), v in study.units.items()
    ]
    chosen = (study.unit, study.population)
    marks = tuple("lead" if key == chosen else "" for key in study.units)
    heads = (
        text("concern_page.head.unit"),
        text("concern_page.head.population"),
        *(definition_name(d) for d in shown),
    )
    return Table(heads, rows, marks=marks, short=frozenset({0, 1}))


def beside(study: ConcernStudy) -> Text:
    """Return the sentence over tests that conclude nothing."""
    return text("concern_page.verdict.beside", survey=survey_words(study))


def exposure_words(t: TestResult) -> str:
    """Return the exposure compared: one figure, or the range over all weights."""
    low, high = share(t.exposure.low), share(t.exposure.high)
    return low if low == high else f"{low} – {high}"


def p_words(p: float) -> str:
    """Return a p-value as people read it."""
    if not math.isfinite(p):
        return "—"
    return f"<{_SMALL:g}" if p < _SMALL else f"{p:.3f}"
