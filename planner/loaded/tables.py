"""The CSV tables of a run folder as frames: text stays text, what is unknown stays unknown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

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

    # The value of a finding is what stood in a cell of the inputs.
    words = TEXT_COLUMNS | {"value"} if path.stem == "findings" else TEXT_COLUMNS
    said: dict[str, Any] = {"encoding": "utf-8-sig", "keep_default_na": False, "na_values": [""]}
    heading = pd.read_csv(path, nrows=0, **said).columns
    raw: pd.DataFrame = pd.read_csv(
        path,
        dtype={c: str for c in heading if c in words or c.endswith(TEXT_ENDS)},
        # Every bit that was written is read; a column is told by all of its cells.
        float_precision="round_trip",
        low_memory=False,
        **said,
    )
    for column in raw.columns:
        if raw[column].dtype == bool:
            raw[column] = raw[column].map({True: "True", False: "False"})
        elif not pd.api.types.is_numeric_dtype(raw[column].dtype):
            raw[column] = raw[column].map(_plain, na_action="ignore")
    return raw


def _plain(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA else cell
