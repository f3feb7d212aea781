"""A typed cell as text."""

from __future__ import annotations

import pandas as pd


def cell_text(value: object) -> str:
    """Return a typed cell as text, so that 3.0 is ``3`` and ids stay whole."""
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
