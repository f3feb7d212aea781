"""The sheets of the workbook: which table, which columns, under which headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from planner.county.dictionary import columns_of
from planner.reports.figures import indicator_name
from planner.reports.inputs import SHEET_TABLES, input_table, sheet_of
from planner.reports.lines import lines_table
from planner.reports.staff_tables import staff_tables
from planner.reports.stress import stress_table
from planner.reports.tables import (
    assignments_table,
    closures_table,
    findings_table,
    schools_table,
    townships_table,
    villages_table,
)
from planner.reports.words import pair, warning_of
from planner.result import Result, StaffResult
from planner.teachers.curriculum import load_curriculum
from planner.texts import Text, catalogue, text

if TYPE_CHECKING:
    import pandas

CODES = {
    "kind": "kind",
    "kind_before": "kind",
    "decision": "decision",
    "mode": "mode",
    "baseline_mode": "mode",
    "baseline_basis": "today.basis",
    "stage": "stage",
    "evidence": "provenance",
    "status_before": "page.site",
    "change": "page.workbook_change",
    "group_kind": "page.group_kind",
    "better": "indicator_better",
    "severity": "report.severity",
    "line_status": "line_status",
    "source": "page.source",
    "stress_case": "stress.case",
    "stress_place": "stress.place",
}
"""Coded columns, and where the catalogue has the words for their codes."""

SHEETS: tuple[tuple[str, int], ...] = (
    ("指标", 1),
    ("学校", 2),
    ("村庄", 2),
    ("就学去向", 2),
    ("撤并清单", 2),
    ("乡镇", 1),
    ("线路", 1),
    ("压力测试", 4),
    ("参数", 1),
    ("数据问题", 0),
)
"""Sheets and the columns that stay in view."""

STAFF_SHEETS = (("师资", "teachers", 2), ("课程落实", "coverage", 2), ("岗位去向", "posts", 2))
"""Sheets of a run with staffing: name, table, columns that stay in view."""

STAFF_CODES = {
    "post": "staff_post",
    "role": "staff_role",
    "reason": "staff_reason",
    "why": "staff_why",
    "language": "language",
    "stage": "stage",
}


@dataclass(frozen=True)
class Column:
    """A column: its name in the table, its headings and how its numbers are shown."""

    name: str
    zh: str
    en: str
    look: str


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet.

    Parameters
    ----------
    name
        Name of the sheet.
    table
        Its rows.
    columns
        Its columns in order.
    frozen
        Columns that stay in view.
    warning
        A line above the table, on data that is not measured.
    """

    name: str
    table: pandas.DataFrame
    columns: tuple[Column, ...]
    frozen: int
    warning: str


def sheets(result: Result) -> Iterator[Sheet]:
    """Yield the sheets in order."""
    assignments = assignments_table(result)
    schools = schools_table(result, assignments)
    tables = (
        _indicators(result),
        schools,
        villages_table(result, assignments),
        assignments,
        closures_table(result, assignments, schools),
        townships_table(result, assignments, schools),
        lines_table(result),
        stress_table(result),
        _parameters(result),
        findings_table(result),
    )
    found = warning_of(result.county)
    warning = _slashed(found[1]) if found else ""
    for (name, frozen), table in zip(SHEETS, tables, strict=True):
        yield _sheet(name, _worded(table, CODES), frozen, warning)
    if result.staffing is not None:
        own = staff_tables(result.staffing.instance, result.staffing.plan)
        for name, key, frozen in STAFF_SHEETS:
            yield _sheet(name, _staff_worded(own[key], result.staffing), frozen, warning)
    yield from _input_sheets(result)


def _input_sheets(result: Result) -> Iterator[Sheet]:
    """Yield the county's own tables, under headings that the reader of inputs knows."""
    for table in SHEET_TABLES:
        frame = input_table(result.county, table)
        if frame is None:
            continue
        known = columns_of(table)
        columns = tuple(
            Column(str(c), known[str(c)].headings["zh"], "", _look_of_input(known[str(c)].name))
            for c in frame.columns
        )
        yield Sheet(sheet_of(table), frame, columns, 2, "")


def _look_of_input(name: str) -> str:
    return "degrees" if name in ("lon", "lat") else "general"


def _sheet(name: str, table: pandas.DataFrame, frozen: int, warning: str) -> Sheet:
    columns = tuple(_column(str(c)) for c in table.columns)
    return Sheet(name, table, columns, frozen, warning)


def _staff_worded(table: pandas.DataFrame, staffing: StaffResult) -> pandas.DataFrame:
    """Say codes and subjects of a staffing table in words."""
    worded = _worded(table, STAFF_CODES)
    said = columns_of("teachers")
    words = {}
    for name in ("gender", "degree", "title", "age_band", "contract"):
        if name in table.columns:
            zh = dict(zip(said[name].codes, said[name].codes_zh, strict=True))
            words[name] = [f"{zh[c]} / {c}" if c in zh else c for c in table[name].astype(str)]
    curriculum = load_curriculum(staffing.instance.scenario.staffing.curriculum)
    if "subject" in table.columns:
        names = {q: curriculum.subject_name(q, "zh") for q in staffing.instance.subject_id}
        words["subject"] = [f"{names[q]} / {q}" if q in names else q for q in table["subject"]]
    return worded.assign(**words)


def _column(name: str) -> Column:
    said = catalogue()[f"column.{name}"]
    return Column(name, said["zh"], said["en"], _look(name))


def _look(name: str) -> str:
    if "yuan" in name:
        return "yuan"
    if name.endswith(("minutes", "minutes_before", "minutes_mean", "minutes_max")):
        return "minutes"
    if name.endswith("_share"):
        return "share"
    if name in ("lon", "lat"):
        return "degrees"
    if name in ("value", "baseline", "difference"):
        return "number"
    return "count"


def _worded(table: pandas.DataFrame, codes: Mapping[str, str]) -> pandas.DataFrame:
    words = {}
    for name, key in codes.items():
        if name in table.columns:
            words[name] = [_word(key, str(code)) for code in table[name]]
    return table.assign(**words)


def _word(key: str, code: str) -> str:
    full = f"{key}.{code}"
    return _slashed(text(full)) if code and full in catalogue() else code


def _slashed(said: Text) -> str:
    return " / ".join(pair(said).values())


def _indicators(result: Result) -> pandas.DataFrame:
    table = result.indicators
    names = []
    for name in table["indicator"]:
        label = indicator_name(str(name))
        names.append(_slashed(label) if isinstance(label, Text) else str(label))
    units = [_word("indicator_unit", str(unit)) for unit in table["unit"]]
    shown = table.assign(name=names, unit=units, difference=table["value"] - table["baseline"])
    columns = ["name", "group_kind", "group", "baseline", "value", "difference", "unit", "better"]
    return shown[[*columns, "indicator"]]


def _parameters(result: Result) -> pandas.DataFrame:
    import pandas as pd

    rows = list(_options(result.scenario, ""))
    return pd.DataFrame(rows, columns=["option", "setting", "unit", "means_zh", "means_en"])


def _options(section: BaseModel, prefix: str) -> Iterator[tuple[str, Any, str, str, str]]:
    for name, field in type(section).model_fields.items():
        value = getattr(section, name)
        if isinstance(value, BaseModel):
            yield from _options(value, f"{prefix}{name}.")
            continue
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        shown = value.name if isinstance(value, Path) else _setting(value)
        unit, zh = str(extra.get("unit", "")), str(extra.get("zh", ""))
        yield f"{prefix}{name}", shown, unit, zh, field.description or ""


def _setting(value: Any) -> Any:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    if isinstance(value, tuple):
        return ", ".join(str(_setting(v)) for v in value)
    if isinstance(value, BaseModel):
        return " ".join(f"{k}={_setting(v)}" for k, v in value)
    return str(value)
