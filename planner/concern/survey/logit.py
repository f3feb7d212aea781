"""The logit of worry on exposure, and what forbids it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from planner.concern.exposure import PlanExposure
from planner.concern.survey.fit import FEW_CLUSTERS, Coefficient, PlaceAnswer, SurveyFit
from planner.concern.survey.places import Place, Placed, placed, places_of
from planner.concern.survey.read import read_survey
from planner.texts import Text, text

Floats = NDArray[np.float64]


def fit_survey(path: Path, exposures: Sequence[PlanExposure], definition: str) -> SurveyFit:
    """Read a survey and fit worry on what the plans would do where the respondents live.

    Parameters
    ----------
    path
        CSV or workbook.
    exposures
        Plans of finished runs, one per county; names come from their folders.
    definition
        Whose exposure: one of `planner.concern.exposure.DEFINITIONS`.

    Raises
    ------
    InvalidInputError
        If the file cannot be used.
    """
    survey = read_survey(path)
    found, findings = placed(survey, places_of(exposures, definition))
    notes = []
    if findings:
        notes.append(text("survey.left_out", count=len(findings), example=findings[0].message))
    if survey.unanswered:
        notes.append(text("survey.unanswered", count=survey.unanswered))
    synthetic = survey.synthetic or any(e.evidence == "synthetic" for e in exposures)
    return fit_placed(
        found,
        file=survey.file,
        definition=definition,
        synthetic=synthetic,
        unmatched=len(findings),
        notes=notes,
    )


def fit_placed(
    found: Sequence[Placed],
    *,
    file: str,
    definition: str,
    synthetic: bool,
    unmatched: int = 0,
    notes: Sequence[Text] = (),
) -> SurveyFit:
    """Fit answers whose places are known."""
    clusters = np.unique(
        [f"{p.place.county_id}/{p.place.township}" for p in found], return_inverse=True
    )[1]
    count = len(set(clusters.tolist()))
    worried = np.array([p.answer.worried for p in found], dtype=np.float64)
    names, columns, said = _columns(found, worried)
    said = [*notes, *said]
    coefficients: tuple[Coefficient, ...] = ()
    forbidden = _forbidden(worried, columns, count)
    if forbidden is None:
        if count < FEW_CLUSTERS:
            said.append(text("survey.few_clusters", clusters=count, enough=FEW_CLUSTERS))
        coefficients = _fitted(names, columns, worried, clusters, count)
    else:
        said.append(forbidden)
    slope = next((c.estimate for c in coefficients if c.name == "exposure"), math.nan)
    return SurveyFit(
        file=file,
        synthetic=synthetic,
        definition=definition,
        respondents=len(found),
        worried=int(worried.sum()),
        unmatched=unmatched,
        clusters=count,
        coefficients=coefficients,
        odds_ratio_10_points=math.exp(slope / 10),
        places=_places(found),
        notes=tuple(said),
        worried_by_group=_by_group(found),
    )


def separated(columns: Floats, worried: Floats) -> bool:
    """Return whether some combination of the columns parts the worried from the others.

    Then the likelihood has no greatest value (Albert and Anderson 1984). Found by a linear
    programme (Konis 2007): is there a `b` with ``(2 y - 1) x b >= 0`` for all, not all 0?

    Parameters
    ----------
    columns
        Shape (respondents, coefficients).
    worried
        0 or 1, shape (respondents,).
    """
    from scipy.optimize import linprog

    signed = np.unique(columns * (2 * worried - 1)[:, None], axis=0)
    found = linprog(
        -signed.sum(axis=0),
        A_ub=-signed,
        b_ub=np.zeros(len(signed)),
        bounds=(-1, 1),
        method="highs",
    )
    return found.fun is not None and bool(-found.fun > 1e-7)


def _columns(
    found: Sequence[Placed], worried: Floats
) -> tuple[tuple[str, ...], Floats, list[Text]]:
    """Return names and columns; herding only where known of all, mixed and not separating."""
    exposure = np.array([p.place.exposure for p in found])
    plain = np.column_stack([np.ones(len(found)), exposure])
    groups = [p.answer.group for p in found]
    herding = np.array([g == "herding" for g in groups], dtype=np.float64)
    if not all(groups) or len(set(herding.tolist())) < 2:
        notes = [text("survey.group_part")] if any(groups) and not all(groups) else []
        return ("const", "exposure"), plain, notes
    with_herding = np.column_stack([plain, herding])
    alone = np.linalg.matrix_rank(with_herding) == 3
    if alone and (not separated(with_herding, worried) or separated(plain, worried)):
        return ("const", "exposure", "herding"), with_herding, []
    return ("const", "exposure"), plain, [text("survey.herding_left_out")]


def _forbidden(worried: Floats, columns: Floats, clusters: int) -> Text | None:
    """Return why no logit is fitted, None where it can be."""
    if len(set(worried.tolist())) < 2:
        return text("survey.all_worried" if worried[0] else "survey.none_worried")
    if np.ptp(columns[:, 1]) < 1e-9:
        return text("survey.one_exposure", percent=f"{100 * columns[0, 1]:.0f}")
    if clusters <= columns.shape[1]:
        return text("survey.too_few_clusters", clusters=clusters, needed=columns.shape[1] + 1)
    if separated(columns, worried):
        return text("survey.separated")
    return None


def _fitted(
    names: Sequence[str], columns: Floats, worried: Floats, clusters: NDArray[np.int_], count: int
) -> tuple[Coefficient, ...]:
    from scipy.stats import t
    from statsmodels.discrete.discrete_model import Logit

    fit = Logit(worried, columns).fit(
        disp=0, method="newton", cov_type="cluster", cov_kwds={"groups": clusters}
    )
    estimates, errors = np.asarray(fit.params), np.asarray(fit.bse)
    reach = float(t.ppf(0.975, count - 1))
    return tuple(
        Coefficient(
            name,
            float(b),
            float(s),
            float(b - reach * s),
            float(b + reach * s),
            float(2 * t.sf(abs(b / s), count - 1)),
        )
        for name, b, s in zip(names, estimates, errors, strict=True)
    )


def _places(found: Sequence[Placed]) -> tuple[PlaceAnswer, ...]:
    asked = Counter(p.place for p in found)
    worried: Counter[Place] = Counter()
    for p in found:
        worried[p.place] += int(p.answer.worried)
    return tuple(
        PlaceAnswer(p.village_id or p.township, p.township, asked[p], worried[p], p.exposure)
        for p in sorted(asked, key=lambda p: (p.county_id, p.township, p.village_id))
    )


def _by_group(found: Sequence[Placed]) -> dict[str, tuple[int, int]]:
    groups = sorted({p.answer.group for p in found})
    return {
        g: (
            sum(p.answer.worried for p in found if p.answer.group == g),
            sum(p.answer.group == g for p in found),
        )
        for g in groups
    }
