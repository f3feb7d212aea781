"""The sheet that explains every column and every indicator, from the definitions in use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from planner.reports.columns import column_of
from planner.reports.figures import indicator_name
from planner.reports.sheet_writer import Column, Sheet
from planner.texts import LANGS, Text, catalogue, text

if TYPE_CHECKING:
    import pandas

NAME = "说明"
COLUMNS = ("sheet", "column_zh", "column_en", "unit", "means_zh", "means_en", "source")


def explained(sheets: Iterable[Sheet], indicators: pandas.DataFrame, warning: str) -> Sheet:
    """Return the sheet that says of every column of others its unit, meaning and source.

    Parameters
    ----------
    sheets
        The others.
    indicators
        Rows of indicators.csv: each indicator in it is defined too.
    warning
        Line above the table.
    """
    import pandas as pd

    own = tuple(column_of(name, NAME) for name in COLUMNS)
    rows = [_row(sheet.name, column) for sheet in sheets for column in sheet.columns]
    rows += [_row(NAME, column) for column in own]
    rows += list(_indicators(indicators))
    return Sheet(NAME, pd.DataFrame(rows, columns=list(COLUMNS)), own, 2, warning)


def _row(sheet: str, column: Column) -> tuple[str, ...]:
    heading = text("workbook.as_heading")
    means = [column.means.get(lang) or heading.say(lang) for lang in LANGS]
    unit = _word(f"column_unit.{column.unit}", column.unit)
    source = _word(f"column_source.{column.source}", column.source)
    return (sheet, column.zh, column.en, unit, *means, source)


def _indicators(table: pandas.DataFrame) -> Iterator[tuple[str, ...]]:
    units = dict(zip(table["indicator"], table["unit"], strict=True))
    for name, unit in units.items():
        key = f"indicator.{name}.means"
        label = indicator_name(str(name))
        if key not in catalogue() or not isinstance(label, Text):
            continue
        heads = [text("workbook.indicator_of", label=label).say(lang) for lang in LANGS]
        means = [text(key).say(lang) for lang in LANGS]
        counted = _word("column_source.counted", "")
        yield ("指标", *heads, _word(f"indicator_unit.{unit}", str(unit)), *means, counted)


def _word(key: str, code: str) -> str:
    return " / ".join(text(key).say(lang) for lang in LANGS) if key in catalogue() else code
