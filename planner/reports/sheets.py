"""The sheets of the workbook: which table, which columns, under which headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from planner.county.dictionary import Column as InputColumn
from planner.county.dictionary import columns_of
from planner.maps.scene import Scene
from planner.reports.balance_sheet import balance_sheets
from planner.reports.columns import column_of
from planner.reports.explained import explained
from planner.reports.figures import indicator_name
from planner.reports.inputs import SHEET_TABLES, input_table, sheet_of
from planner.reports.ledger_sheet import ledger_sheet
from planner.reports.lines import lines_table
from planner.reports.notes import noted
from planner.reports.resources_tables import resources_sheet
from planner.reports.sheet_writer import Column, Look, Mark, Sheet
from planner.reports.staff_tables import staff_tables
from planner.reports.stress import stress_table
from planner.reports.tables import closures_table, findings_table, townships_table
from planner.reports.words import pair, warning_of
from planner.result import Result, StaffResult
from planner.teachers.curriculum import load_curriculum
from planner.texts import LANGS, Text, catalogue, text

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

GROUPS = {
    "stage": "stage",
    "mode": "mode",
    "language": "language",
    "season": "indicator_group",
    "herder_share": "indicator_group",
    "people": "indicator_people",
}
"""Kinds of groups with codes for names, and where the catalogue has the words."""

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


def sheets(scene: Scene) -> Iterator[Sheet]:
    """Yield the sheets in order: tables for people, what their columns mean, the inputs."""
    result = scene.result
    found = warning_of(result.county)
    warning = _slashed(found[1]) if found else ""
    people = [*_people_sheets(scene, warning)]
    inputs = [*_input_sheets(result)]
    yield from people
    yield explained([*people, *inputs], result.indicators, warning)
    yield from inputs


def _people_sheets(scene: Scene, warning: str) -> Iterator[Sheet]:
    result, assignments, schools = scene.result, scene.assignments, scene.schools
    tables = (
        _indicators(result),
        schools,
        scene.villages,
        assignments,
        closures_table(result, assignments, schools),
        townships_table(result, assignments, schools),
        lines_table(result),
        stress_table(result),
        _parameters(result),
        findings_table(result),
    )
    for (name, frozen), table in zip(SHEETS, tables, strict=True):
        full, marks = noted(name, table, result, frozen)
        yield _sheet(name, _worded(full, CODES), frozen, warning, marks)
    if result.staffing is not None:
        own = staff_tables(result.staffing.instance, result.staffing.plan)
        for name, key, frozen in STAFF_SHEETS:
            full, marks = noted(name, own[key], result, frozen)
            yield _sheet(name, _staff_worded(full, result.staffing), frozen, warning, marks)
    yield from balance_sheets(result, warning, scene.judged)
    yield ledger_sheet(result, warning)
    if result.resources is not None:
        yield resources_sheet(result, warning)


def _input_sheets(result: Result) -> Iterator[Sheet]:
    """Yield the county's own tables, under headings that the reader of inputs knows."""
    for table in SHEET_TABLES:
        frame = input_table(result.county, table)
        if frame is None:
            continue
        known = columns_of(table)
        columns = tuple(_input_column(known[str(c)]) for c in frame.columns)
        yield Sheet(sheet_of(table), frame, columns, 2, "")


def _input_column(column: InputColumn) -> Column:
    """Return a column of inputs under the heading by which it is read again."""
    look: Look = "degrees" if column.name in ("lon", "lat") else "general"
    zh, means = column.headings["zh"], {str(lang): column.means[lang] for lang in LANGS}
    return Column(column.name, zh, "", look, column.unit, means, "input")


def _sheet(
    name: str, table: pandas.DataFrame, frozen: int, warning: str, marks: tuple[Mark, ...]
) -> Sheet:
    columns = tuple(column_of(str(c), name) for c in table.columns)
    return Sheet(name, table, columns, frozen, warning, marks)


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
    pairs = zip(table["group_kind"].astype(str), table["group"].astype(str), strict=True)
    groups = [_word(GROUPS[kind], name) if kind in GROUPS else name for kind, name in pairs]
    shown = table.assign(
        name=names, group=groups, unit=units, difference=table["value"] - table["baseline"]
    )
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
