"""The CSV tables of a run folder as frames: text stays text, what is unknown stays unknown."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas

_WORDS = (
    "name village township township_from township_to school from_school to_school "
    "baseline_school receivers receiver_pupils stops group language subject by_subject "
    "by_language ethnicity title degree kind kind_before status_before decision evidence "
    "condition status profile moment scope "
    "still_open multigrade_stages reason stage mode baseline_mode baseline_basis "
    "line_status indicator group_kind unit better why how band post role gender age_band "
    "contract stress_case stress_place households_basis herder_basis income_basis source "
    "check severity file sheet column ids "
)
TEXT_COLUMNS = frozenset(_WORDS.split())
"""Columns with words, which may look like numbers: a village may be called 2000."""
TEXT_ENDS = ("_id", "_ids", "_zh", "_en")
"""Ends of the names of other columns with words."""
NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|inf)")
WHOLE = re.compile(r"-?\d{1,18}")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def read_table(path: Path) -> pandas.DataFrame:
    """Return a table of a run folder.

    Ids, names and other words are text, with their leading zeros; a column that holds numbers
    and nothing else is a column of numbers, whole where all of them are whole and none is
    missing. A blank cell is missing (NaN) whatever the column. The apostrophe that keeps a
    spreadsheet from running a text is taken away.

    Raises
    ------
    OSError, ValueError
        If there is no such file, or it is no table.
    """
    import pandas as pd

    raw = pd.read_csv(path, dtype=str, encoding="utf-8-sig", keep_default_na=False, na_values=[""])
    # The value of a finding is what stood in a cell of the inputs.
    words = TEXT_COLUMNS | {"value"} if path.stem == "findings" else TEXT_COLUMNS
    for column in raw.columns:
        numbers = None
        if column not in words and not column.endswith(TEXT_ENDS):
            numbers = _numbers(raw[column])
        raw[column] = raw[column].map(_plain, na_action="ignore") if numbers is None else numbers
    return raw


def _numbers(cells: pandas.Series[str]) -> pandas.Series[float] | None:
    """Return the numbers of a column, None where a cell is none."""
    import pandas as pd

    said = [None if missing else cell for cell, missing in zip(cells, cells.isna(), strict=True)]
    # Python reads 30_39 as a number too; here it is a band of ages.
    if not all(cell is None or NUMBER.fullmatch(cell) for cell in said):
        return None
    whole = bool(said) and all(cell is not None and WHOLE.fullmatch(cell) for cell in said)
    # Python's own reading gives back every bit that was written.
    values = [int(c or 0) if whole else math.nan if c is None else float(c) for c in said]
    kind = "int64" if whole else "float64"
    return pd.Series(values, index=cells.index, name=cells.name, dtype=kind)


def _plain(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA else cell
