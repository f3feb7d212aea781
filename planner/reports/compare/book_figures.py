"""Sheets on what the plans do to people: indicators, norms, trips, villages, households."""

from __future__ import annotations

from typing import Any

from planner.compare.indicators import KEYS, group_of, side_by_side
from planner.compare.runs import Comparison
from planner.compare.satisfaction import survey_answers
from planner.compare.spread import PARTS, curve_of, township_spread
from planner.compare.targets import targets
from planner.county.dictionary import STAGES
from planner.reports.compare.book_parts import Heading, Made, counted, mode_words, slashed
from planner.reports.compare.look import head, worded
from planner.reports.compare.who_grids import loss_words, stage_words
from planner.reports.concern.look import definition_name, unit_name
from planner.reports.figures import indicator_name
from planner.reports.sheet_writer import Look
from planner.texts import text


def indicator_rows(comparison: Comparison) -> Made:
    """Return every row of every indicators.csv, the runs beside each other."""
    table = side_by_side(comparison.runs)
    rows = []
    for row in table.to_dict("records"):
        own = {str(k): v for k, v in row.items() if str(k) not in KEYS}
        if row["unit"] == "pupils" and row["group_kind"] != "county":
            own = {name: counted(pupils) for name, pupils in own.items()}
        rows.append(
            {
                "block": slashed(text(f"compare.group.{group_of(str(row['indicator']))}")),
                "label": slashed(indicator_name(str(row["indicator"]))),
                "group_kind": slashed(worded("page.group_kind", str(row["group_kind"]))),
                "group": str(row["group"]),
                "unit": slashed(worded("indicator_unit", str(row["unit"]))),
                "better": slashed(worded("indicator_better", str(row["better"]))),
                "indicator": str(row["indicator"]),
                **own,
            }
        )
    figures: list[Heading] = []
    for n, letter in enumerate(comparison.letters):
        figures.append((f"baseline_{n}", head("before", letter=letter), "number"))
        figures.append((f"value_{n}", head("value", letter=letter), "number"))
    return [
        ("block", head("figure"), "text"),
        ("label", head("indicator"), "text"),
        ("group_kind", head("group_kind"), "text"),
        ("group", text("column.group"), "text"),
        *figures,
        ("unit", head("option_unit"), "text"),
        ("better", head("better"), "text"),
        ("indicator", head("code"), "text"),
    ], rows


def target_rows(comparison: Comparison) -> Made:
    """Return the norms and how many are beyond each, by run."""
    rows = []
    for target in targets(comparison.runs):
        cells: dict[str, Any] = {
            "target": slashed(text(f"compare.target_name.{target.name}")),
            "stage": slashed(worded("stage", target.stage)) if target.stage else "",
        }
        for n, limits in enumerate(target.limits):
            cells[f"limits_{n}"] = " / ".join(f"{v:,g}" for _, v in limits)
        for n, number in enumerate(target.beyond):
            cells[f"beyond_{n}"] = number
        rows.append(cells)
    headings: list[Heading] = [("target", head("target"), "text"), ("stage", head("stage"), "text")]
    for n, letter in enumerate(comparison.letters):
        headings.append((f"limits_{n}", head("limits_of", letter=letter), "text"))
        headings.append((f"beyond_{n}", head("beyond_of", letter=letter), "count"))
    return headings, rows


def survey_rows(comparison: Comparison) -> Made:
    """Return the survey's shares of the county."""
    rows = [
        {
            "item": slashed(text(f"compare.survey_item.{a.item}")),
            "group": slashed(text(f"compare.survey_group.{a.group}")),
            "satisfied": a.satisfied_percent,
            "overall": a.overall_percent,
            "place": slashed(text(f"compare.survey.{a.place}")),
        }
        for a in survey_answers(comparison.runs[0].county_id)
    ]
    numbers = ("satisfied", "overall")
    names = ("item", "group", *numbers, "place")
    return [(n, head(n), "minutes" if n in numbers else "text") for n in names], rows


def township_rows(comparison: Comparison) -> Made:
    """Return the spread of daily trips by township, stage and run."""
    rows = []
    for stage in STAGES:
        series = [("", township_spread(comparison.runs[0], stage, today=True))]
        pairs = zip(comparison.letters, comparison.runs, strict=True)
        series += [(letter, township_spread(run, stage)) for letter, run in pairs]
        for name in sorted({t for _, spreads in series for t in spreads}):
            for letter, spreads in series:
                spread = spreads.get(name)
                if spread is None:
                    continue
                figures = dict(zip((f"p{p:g}" for p in PARTS), spread.minutes, strict=False))
                rows.append(
                    {
                        "township": name,
                        "stage": slashed(text(f"stage.{stage}")),
                        "letter": letter or slashed(text("page.today")),
                        "pupils": counted(spread.pupils),
                        **figures,
                    }
                )
    quantiles: list[Heading] = [
        (f"p{p:g}", head("quantile", percent=f"{100 * p:g}"), "minutes") for p in PARTS
    ]
    return [
        *((n, head(n), "text") for n in ("township", "stage", "letter")),
        ("pupils", head("day_pupils"), "count"),
        *quantiles,
    ], rows


def curve_rows(comparison: Comparison) -> Made:
    """Return the steps of the curve of minutes by stage and run."""
    rows = []
    for stage in STAGES:
        curves = [(slashed(text("page.today")), curve_of(comparison.runs[0], stage, today=True))]
        pairs = zip(comparison.letters, comparison.runs, strict=True)
        curves += [(letter, curve_of(run, stage)) for letter, run in pairs]
        for letter, curve in curves:
            for minutes, share in zip(curve.minutes, curve.shares, strict=True):
                rows.append(
                    {
                        "stage": slashed(text(f"stage.{stage}")),
                        "letter": letter,
                        "minutes": minutes,
                        "share": share,
                    }
                )
    return [
        ("stage", head("stage"), "text"),
        ("letter", head("letter"), "text"),
        ("minutes", text("compare.chart.minutes"), "minutes"),
        ("share", text("compare.chart.share"), "share"),
    ], rows


def worst_rows(comparison: Comparison) -> Made:
    """Return the hardest lot of the worst-off villages under every plan."""
    rows = [
        {
            "number": n,
            "village_id": village.village_id,
            "village": village.name,
            "township": village.township,
            "loss": slashed(loss_words(village.loss)),
            "letter": letter,
            "change": slashed(text(f"compare.change.{lot.change}")),
            "stage": slashed(stage_words(lot.stages)),
            "stage_pupils": counted(lot.pupils),
            "before_mode": mode_words(lot.before_mode),
            "before_minutes": lot.before_minutes,
            "mode": mode_words(lot.mode),
            "after_minutes": lot.minutes,
        }
        for n, village in enumerate(comparison.worst, start=1)
        for letter, lot in zip(comparison.letters, village.lots, strict=True)
        if lot is not None
    ]
    names = [
        "village",
        "township",
        "loss",
        "letter",
        "change",
        "stage",
        "stage_pupils",
        "before_mode",
    ]
    looks: dict[str, Look] = {
        "stage_pupils": "count",
        "before_minutes": "minutes",
        "after_minutes": "minutes",
    }
    names += ["before_minutes", "mode", "after_minutes"]
    return [
        ("number", head("number"), "count"),
        ("village_id", text("column.village_id"), "text"),
        *((n, head(n), looks.get(n, "text")) for n in names),
    ], rows


def exposure_rows(comparison: Comparison) -> Made:
    """Return shares affected with their bounds by definition and unit."""
    found = comparison.exposures
    rows = []
    for row in found.rows if found else ():
        cells: dict[str, Any] = {
            "definition": slashed(definition_name(row.definition)),
            "unit": slashed(unit_name(row.unit)),
        }
        for n, band in enumerate(row.bands):
            if band is not None:
                shares = (band.share, band.low_share, band.high_share)
                cells |= dict(zip((f"share_{n}", f"low_{n}", f"high_{n}"), shares, strict=True))
        rows.append(cells)
    headings: list[Heading] = [
        ("definition", head("definition"), "text"),
        ("unit", head("unit"), "text"),
    ]
    for n, letter in enumerate(comparison.letters):
        names = ("share", "low", "high")
        headings += [(f"{name}_{n}", head(name, letter=letter), "share") for name in names]
    return headings, rows
