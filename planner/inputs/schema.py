"""Types, bounds and codes: pandera schemas made from the data dictionary."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import cast

import numpy as np
import pandas as pd
import pandera.pandas as pa

from planner.county import Column, columns_of
from planner.county.months import months_in, months_text
from planner.findings import Finding, Severity
from planner.inputs.headings import heading_of
from planner.inputs.numbers import OWN_UNITS, read_number
from planner.texts import Text, text

NUMBER_WITHIN = re.compile(r"[+-]?\d[\d,]*\.?\d*")
SCIENTIFIC_ID = re.compile(r"\d(\.\d+)?[eE]\+\d+")
UNKNOWN = frozenset(
    {"na", "n/a", "#n/a", "nan", "null", "none", "-", "—", "/", "?", "不详", "未知"}
)
LEAST_PER_CENT = 3
FLAGS = dict.fromkeys(("1", "是", "有", "√", "✓", "✔", "yes", "y", "true", "t"), 1.0) | (
    dict.fromkeys(("0", "否", "无", "×", "✗", "✘", "no", "n", "false", "f"), 0.0)
)


def typed(
    table: str, cells: pd.DataFrame, headings: Mapping[str, str], file: str
) -> tuple[pd.DataFrame, tuple[Finding, ...]]:
    """Give the cells of a table the dictionary's types and check them.

    Parameters
    ----------
    table
        Table of the data dictionary.
    cells
        Texts by row, headed as in the file.
    headings
        The file's heading by column name, from `match_headings`.
    file
        For findings.

    Returns
    -------
    tuple
        Frame by row: numbers as floats, NaN where blank or refused (degrees out of
        bounds are kept for the check on swapped ones); texts and codes ``""`` where blank
        or refused. And one finding for every cell refused, and for every column in which
        cells were read that are no plain numbers.
    """
    columns = {n: c for n, c in columns_of(table).items() if n in headings}
    findings: list[Finding] = []
    frame = pd.DataFrame(index=cells.index)
    for name, column in columns.items():
        given = column_at(cells, headings[name]).map(lambda v: v.strip())
        values, unread = _parsed(given, column)
        frame[name] = values
        findings += _readings(given, column, file)
        for row in unread:
            message = _unread_message(given[row], column)
            findings.append(_cell_finding(file, row, name, given[row], message))
    reported = {(f.row, f.column) for f in findings}
    percent = {name: v for name, c in columns.items() if (v := _per_cent(frame[name], c))}
    for name, value in percent.items():
        message = text("inputs.share_percent", value=value)
        findings.append(Finding("units", "error", message, file, column=name, value=value))
    for row, name, failed in _failures(frame, columns):
        if (row, name) in reported or (failed == "high" and name in percent):
            continue
        given_text = str(column_at(cells, headings[name])[row]).strip()
        message = _failure_message(failed, given_text, columns[name])
        findings.append(_cell_finding(file, row, name, given_text, message))
        if name not in ("lon", "lat"):
            frame.loc[row, name] = np.nan
    for name, column in columns.items():
        if not is_number(column):
            frame[name] = frame[name].fillna("")
    findings.sort(key=lambda f: (f.row or 0, list(columns).index(f.column)))
    return frame, tuple(findings)


def column_at(cells: pd.DataFrame, heading: str) -> pd.Series:
    """Return the first column with a heading, which may stand twice."""
    found = cells[heading]
    return found.iloc[:, 0] if isinstance(found, pd.DataFrame) else found


def _readings(given: pd.Series, column: Column, file: str) -> list[Finding]:
    """Say once a column that cells were read as numbers or blanks, with the first of them."""
    if column.type not in ("int", "float"):
        return []
    found = []
    odd = given[~given.map(lambda v: v.isascii() and v.replace(".", "", 1).isdigit())]
    readings = {int(str(row)): read_number(v, column) for row, v in odd.items() if v}
    for how, severity in (("read", "warning"), ("blank", "note")):
        rows = [row for row, reading in readings.items() if reading.how == how]
        if rows:
            instead = f"{readings[rows[0]].value:.12g}"
            key = "inputs.read_number" if how == "read" else "inputs.read_blank"
            message = text(key, cells=len(rows), value=given[rows[0]], instead=instead)
            found.append(
                Finding(
                    "values",
                    cast(Severity, severity),
                    message,
                    file,
                    row=rows[0],
                    column=column.name,
                    value=str(given[rows[0]]),
                )
            )
    return found


def _per_cent(values: pd.Series, column: Column) -> str:
    """Return the first value over 1 of a share of which most are over 1 and none over 100."""
    if column.unit != "share" or not is_number(column):
        return ""
    over = values[values > 1]
    if len(over) < LEAST_PER_CENT or len(over) <= values.notna().sum() / 2 or over.max() > 100:
        return ""
    return f"{over.iloc[0]:g}"


def is_number(column: Column) -> bool:
    """Return whether a column holds numbers; flags count as 0 and 1."""
    return column.type in ("int", "float", "flag")


def schema_of(columns: Mapping[str, Column]) -> pa.DataFrameSchema:
    """Return the pandera schema of some columns of the dictionary."""
    return pa.DataFrameSchema(
        {
            name: pa.Column(None, _checks(column), nullable=not column.needed, required=True)
            for name, column in columns.items()
        }
    )


def _checks(column: Column) -> list[pa.Check]:
    checks = []
    if column.low is not None:
        checks.append(pa.Check(lambda v, low=column.low: v >= low, name="low"))
    if column.high is not None:
        checks.append(pa.Check(lambda v, high=column.high: v <= high, name="high"))
    if column.type == "int":
        checks.append(pa.Check(lambda v: v % 1 == 0, name="whole"))
    if column.codes and column.type == "code":
        checks.append(pa.Check(lambda v, codes=column.codes: v.isin(codes), name="codes"))
    if column.name.endswith("_id"):
        checks.append(
            pa.Check(lambda v: ~v.astype(str).str.fullmatch(SCIENTIFIC_ID.pattern), name="id")
        )
    return checks


def _failures(frame: pd.DataFrame, columns: Mapping[str, Column]) -> Iterable[tuple[int, str, str]]:
    """Return row, column and failed check of every cell that the schema refuses."""
    try:
        schema_of(columns).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases
        return list(zip(cases["index"].astype(int), cases["column"], cases["check"], strict=True))
    return []


def _parsed(given: pd.Series, column: Column) -> tuple[pd.Series, list[int]]:
    """Return typed values and the rows that could not be read."""
    if column.type == "text":
        if column.name.endswith("_id"):
            # Full-width digits of an input method make no other code.
            given = given.map(lambda v: unicodedata.normalize("NFKC", v).strip())
        return given.where(given != "", None).astype("str"), []
    if column.type == "months":
        # Each text once: a column of thousands of roads holds a handful.
        months = {said: _months(said, column) for said in set(given)}
        values = given.map(lambda v: months[v])
        return values.astype("str"), [int(r) for r in given.index[(given != "") & values.isna()]]
    if column.codes:
        said = dict(zip(column.codes_zh, column.codes, strict=True))
        folded = given.map(lambda v: unicodedata.normalize("NFKC", v))
        codes = folded.map(lambda v: said.get(v) or (v if v in column.codes else v.lower()))
        upper = codes.where(codes.isin(column.codes), codes.str.upper())
        codes = upper.where(upper.isin(column.codes), given)
        return codes.where(codes != "", None).astype("str"), []
    if column.type == "flag":
        values = given.map(_flag).astype("float64")
        return values, [int(row) for row in given.index[(given != "") & values.isna()]]
    numbers = {said: read_number(said, column) for said in set(given)}
    readings = given.map(lambda v: numbers[v])
    usable = readings.map(lambda r: r.how in ("plain", "read")).astype(bool)
    values = readings.map(lambda r: r.value).astype("float64").where(usable, np.nan)
    unread = readings.map(lambda r: r.how in ("unread", "other_unit")).astype(bool)
    return values, [int(row) for row in given.index[(given != "") & unread]]


def _flag(given: str) -> float:
    folded = unicodedata.normalize("NFKC", given).lower()
    return FLAGS.get(folded, FLAGS.get(folded.removesuffix(".0"), np.nan))


def _months(given: str, column: Column) -> str | None:
    """Return months in their shortest form, or the code of a season; None where unreadable."""
    folded = unicodedata.normalize("NFKC", given).strip()
    said = dict(zip(column.codes_zh, column.codes, strict=True)) | {c: c for c in column.codes}
    months = months_in(folded)
    return months_text(months) if months else said.get(folded) or said.get(folded.lower())


def _unread_message(given: str, column: Column) -> Text:
    """Return what is wrong with a cell that is no number, and what to write instead."""
    if column.type == "months":
        seasons = [f"{c}（{z}）" for c, z in zip(column.codes, column.codes_zh, strict=True)]
        also = text(
            "say.both",
            zh="".join(f"，或 {s}" for s in seasons),
            en="".join(f", or {c}" for c in column.codes),
        )
        return text("inputs.not_months", value=given, also=also)
    folded = unicodedata.normalize("NFKC", given)
    if column.type == "flag":
        return text("inputs.not_flag", value=given)
    reading = read_number(given, column)
    if reading.how == "other_unit":
        instead = f"{reading.value:.12g}"
        return text("inputs.other_unit", value=given, unit=unit_name(column), instead=instead)
    if folded.lower() in UNKNOWN or not (within := NUMBER_WITHIN.findall(folded)):
        key = "inputs.not_number" if column.needed else "inputs.not_number_blank"
        return text(key, value=given)
    if len(within) > 1:
        return text("inputs.several_numbers", value=given)
    number = float(within[0].replace(",", ""))
    if "%" in folded:
        number /= 100
    return text("inputs.number_within", value=given, instead=f"{number:.12g}")


def unit_name(column: Column) -> Text:
    """Return the unit of a column as people say it."""
    if column.unit == "share":
        return text("inputs.unit_share")
    return text("say.both", zh=(OWN_UNITS.get(column.unit) or (column.unit,))[0], en=column.unit)


def _failure_message(failed: str, given: str, column: Column) -> Text:
    """Return what is wrong with a cell that the schema refuses, and the cure."""
    unit = f" ({column.unit})" if column.unit and column.unit not in ("share", "°") else ""
    if failed == "not_nullable":
        return text("inputs.blank", heading=heading_of(column))
    if failed == "low":
        return text("inputs.too_low", value=given, bound=f"{column.low:.12g}", unit=unit)
    if failed == "high":
        return text("inputs.too_high", value=given, bound=f"{column.high:.12g}", unit=unit)
    if failed == "whole":
        return text(
            "inputs.not_whole", value=given, instead=f"{round(read_number(given, column).value)}"
        )
    if failed == "id":
        return text("inputs.id_scientific", value=given)
    allowed = text(
        "say.both",
        zh="、".join(f"{c}（{z}）" for c, z in zip(column.codes, column.codes_zh, strict=True)),
        en=", ".join(column.codes),
    )
    return text("inputs.not_code", value=given, allowed=allowed)


def _cell_finding(file: str, row: int, column: str, value: str, message: Text) -> Finding:
    return Finding("values", "error", message, file, row=row, column=column, value=value)
