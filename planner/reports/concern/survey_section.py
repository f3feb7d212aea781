"""The survey's answers, where the user has them: what goes with what, by group and place."""

from __future__ import annotations

import math

from planner.concern.survey.fit import SurveyFit
from planner.reports.concern.look import share
from planner.reports.concern.verdict_section import p_words
from planner.reports.figures import Cell
from planner.reports.table import Table
from planner.reports.words import count
from planner.texts import Text, catalogue, text


def survey_notes(fit: SurveyFit) -> list[Text]:
    """Return what the answers say, and what stands against the fit."""
    said = []
    if fit.synthetic:
        said.append(text("concern_page.survey.synthetic"))
    answered = fit.worried / fit.respondents if fit.respondents else float("nan")
    said.append(
        text(
            "concern_page.survey.lead",
            file=fit.file,
            respondents=count(fit.respondents),
            clusters=fit.clusters,
            share=share(answered),
            unmatched=count(fit.unmatched),
        )
    )
    if math.isfinite(fit.odds_ratio_10_points):
        said.append(text("concern_page.survey.odds", ratio=f"{fit.odds_ratio_10_points:.2f}"))
    return [*said, *fit.notes]


def coefficients_table(fit: SurveyFit) -> Table:
    """Return the logit's coefficients with errors clustered by township."""
    rows: list[list[Cell]] = [
        [
            text(f"concern_page.survey.coefficient.{c.name}"),
            f"{c.estimate:.2f}",
            f"{c.standard_error:.2f}",
            f"{c.low:.2f} – {c.high:.2f}",
            p_words(c.p_value),
        ]
        for c in fit.coefficients
    ]
    heads = (
        *(text(f"concern_page.head.{h}") for h in ("coefficient", "estimate", "error")),
        text("concern_page.head.interval", level="95%"),
        text("concern_page.head.p"),
    )
    return Table(heads, rows, frozenset({1, 2, 3, 4}))


def survey_groups(fit: SurveyFit) -> Table:
    """Return who worries by the survey's own groups."""
    rows: list[list[Cell]] = []
    for group, (worried, answers) in fit.worried_by_group.items():
        key = f"concern_page.survey.group.{group}"
        name: Cell = text(key) if key in catalogue() else group
        rows.append([name, count(answers), share(worried / answers if answers else math.nan)])
    heads = tuple(text(f"concern_page.head.{h}") for h in ("group", "respondents", "worried"))
    return Table(heads, rows, frozenset({1, 2}))
