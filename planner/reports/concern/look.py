"""How definitions and units look and are named throughout the page."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from planner.concern.exposure import Band
from planner.concern.study import POOLED, ConcernStudy
from planner.reports.figures import Cell
from planner.reports.words import percent
from planner.texts import LANGS, Lang, Text, catalogue, text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS: Mapping[str, str] = {
    "D1": "#0072b2",
    "D1_over_norm": "#56b4e9",
    "D1_boarding": "#004a75",
    "D2": "#d55e00",
    "D3": "#009e73",
    "all_three": "#a04878",
}
"""By definition; they stay apart for colour-blind readers (Okabe and Ito's set)."""

DASHES: Mapping[str, Any] = {
    "D1": "-",
    "D1_over_norm": (0, (1, 1.5)),
    "D1_boarding": (0, (5, 1)),
    "D2": "--",
    "D3": "-.",
    "all_three": ":",
}
"""By definition, so that grey print tells them apart."""

MARKERS: Mapping[str, str] = {"children": "o", "households": "s", "child_weighted": "^"}
"""By unit."""

Sentence = Text | dict[str, str]
"""A sentence of the catalogue, or one put together in each language."""

SURVEY = "#111827"
"""Colour of the survey's share."""
NEAR = "#fbe6b3"
"""Ground of the range within the margin of the survey's share."""
GRID = "#e5e7eb"


def definition_name(name: str) -> Text:
    """Return a definition in a few words."""
    return text(f"concern_page.definition.{name}")


def unit_name(name: str) -> Text:
    """Return a unit of counting in a few words."""
    return text(f"concern_study.unit.{name}")


def population_name(name: str) -> Text:
    """Return a population in a few words."""
    return text(f"concern_page.population.{name}")


def county_name(study: ConcernStudy, county_id: str) -> Cell:
    """Return the name of a county, or the words for all of them together."""
    if county_id == POOLED:
        return text("concern_page.pooled")
    known = next((p.county_name for p in study.plans if p.county_id == county_id), {})
    if known.get("zh") and known.get("en"):
        return dict(known)
    return study.counties.get(county_id, county_id)


def said_in(cell: Cell, lang: Lang) -> str:
    """Return what a cell says in one language."""
    if isinstance(cell, Text):
        return cell.say(lang)
    return cell if isinstance(cell, str) else cell[lang]


def joined(parts: list[Cell], zh: str = "、", en: str = ", ") -> dict[str, str]:
    """Return cells as one, with the separator of each language."""
    separators = {"zh": zh, "en": en}
    return {g: separators[g].join(said_in(p, g) for p in parts) for g in LANGS}


def each_said(key: str, /, **fields: Cell) -> dict[str, str]:
    """Return a sentence in both languages, each with its fields in its own language."""
    return {g: text(key, **{k: said_in(v, g) for k, v in fields.items()}).say(g) for g in LANGS}


def share(value: float) -> str:
    """Return a share as per cent with one decimal, a dash where there is none."""
    return percent(value) if math.isfinite(value) else "—"


def share_range(estimate: float, low: float, high: float) -> str:
    """Return a share with its bounds, without them where all three read the same."""
    read = share(estimate)
    if not math.isfinite(estimate) or share(low) == share(high) == read:
        return read
    return f"{read} ({share(low).rstrip('%')}–{share(high)})"


def band_words(band: Band) -> str:
    """Return the share of a band with its bounds."""
    return share_range(band.share, band.low_share, band.high_share)


def points_of(value: float) -> str:
    """Return a share as points of per cent without needless decimals."""
    return f"{100 * value:g}"


def survey_words(study: ConcernStudy) -> str:
    """Return the survey's share as it was printed."""
    return f"{points_of(study.survey_share)}%"


def told(key: str, fields: Mapping[str, str]) -> Cell:
    """Return a sentence that was handed over as key and fields; the key where it is unknown."""
    return text(key, **fields) if key in catalogue() else key


def percent_axis(axis: Any) -> None:
    """Mark an axis of shares in per cent."""
    from matplotlib.ticker import PercentFormatter

    axis.set_major_formatter(PercentFormatter(1.0, decimals=0))


def panels_of(figure: Figure, heights: Sequence[float]) -> list[Axes]:
    """Return panels one below the other on one axis of shares."""
    panels = figure.subplots(
        len(heights), 1, sharex=True, squeeze=False, gridspec_kw={"height_ratios": list(heights)}
    )[:, 0]
    return list(panels)


def finish_panels(figure: Figure, panels: Sequence[Axes], study: ConcernStudy, lang: Lang) -> None:
    """Name the axis of shares below the last panel, and put one legend under all."""
    panels[-1].set_xlim(0, 1)
    percent_axis(panels[-1].xaxis)
    said = text("concern_page.chart.groups_axis", definition=definition_name(study.definition))
    panels[-1].set_xlabel(said.say(lang))
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=2, frameon=False)


def survey_across(panel: Axes, study: ConcernStudy, lang: Lang, *, upright: bool) -> None:
    """Draw the survey's share and the range within the margin of it; no plan moves either."""
    low, high = study.survey_share - study.margin, study.survey_share + study.margin
    range_said = text(
        "concern_page.chart.near", points=points_of(study.margin), share=survey_words(study)
    ).say(lang)
    said = text("concern_page.chart.survey", share=survey_words(study)).say(lang)
    if upright:
        panel.axvspan(low, high, color=NEAR, zorder=0, linewidth=0, label=range_said)
        panel.axvline(study.survey_share, color=SURVEY, linewidth=1.4, zorder=1.9, label=said)
    else:
        panel.axhspan(low, high, color=NEAR, zorder=0, linewidth=0, label=range_said)
        panel.axhline(study.survey_share, color=SURVEY, linewidth=1.4, zorder=1.9, label=said)
