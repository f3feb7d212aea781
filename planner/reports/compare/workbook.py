"""compare.xlsx: the tables of the page, their numbers unrounded, those of few pupils hidden."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from planner.compare.balance import balance_rows
from planner.compare.runs import Comparison
from planner.compare.satisfaction import survey_answers
from planner.compare.staff import staff_rows
from planner.reports.compare import book_figures as figures
from planner.reports.compare import book_plans as plans
from planner.reports.compare import opening
from planner.reports.compare.added import added_tables
from planner.reports.compare.book_parts import Made, sheet_of, slashed
from planner.reports.sheet_writer import Sheet, write_book
from planner.texts import text


def write_compare_book(comparison: Comparison, path: Path) -> None:
    """Write the workbook; every text is text, whatever sign it begins with."""
    write_book(path, sheets(comparison))


def sheets(comparison: Comparison) -> Iterator[Sheet]:
    """Yield the sheets in the order of the page."""
    banner, differing = opening.warning(comparison), opening.differing(comparison)
    said = [slashed(differing)] if differing else []
    said += [slashed(banner[1])] if banner else []
    hidden = [slashed(text("compare.note.few"))]
    for name, frozen, made in _tables(comparison):
        yield sheet_of(name, frozen, made, " ".join([*said, *hidden]))
        # Said once, above the first sheet.
        hidden = []


def _tables(comparison: Comparison) -> Iterator[tuple[str, int, Made]]:
    """Yield name, columns that stay in view, headings and rows of each sheet."""
    runs = comparison.runs
    yield "方案", 2, plans.runs_rows(comparison)
    yield "指标", 2, figures.indicator_rows(comparison)
    yield "达标", 1, figures.target_rows(comparison)
    if survey_answers(runs[0].county_id):
        yield "问卷满意度", 1, figures.survey_rows(comparison)
    yield "乡镇用时", 3, figures.township_rows(comparison)
    yield "用时曲线", 2, figures.curve_rows(comparison)
    yield "最难的村", 3, figures.worst_rows(comparison)
    if comparison.exposures:
        yield "受影响", 2, figures.exposure_rows(comparison)
    if comparison.frontier:
        yield "取舍曲线", 1, plans.frontier_rows(comparison)
    yield "撤并", 3, plans.closure_rows(comparison)
    if staff_rows(runs):
        yield "师资", 1, plans.staffing_rows(comparison)
    if balance_rows(runs):
        yield "均衡", 1, plans.balance_figures(comparison)
    yield from added_tables(comparison)
    yield "选项", 2, plans.option_rows(comparison)
    yield "文件", 1, plans.input_rows(comparison)
    yield "版本", 1, plans.version_rows(comparison)
