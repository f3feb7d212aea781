"""A dossier as plain data, for ``--json``: what the page says, and nothing that it hides."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from planner.reports.dossier.content import Dossier
from planner.reports.dossier.counts import Count
from planner.texts import LANGS, Text


def plain(dossier: Dossier) -> dict[str, Any]:
    """Return a dossier as plain data; sentences in both languages, unknown numbers null.

    A number of pupils is ``{"low", "high"}``: the same number where it is shown, 1 and 2 where
    it is hidden, a range where it is a sum with a hidden part.
    """
    said = _plain(dossier)
    assert isinstance(said, dict)
    return said | {"pupils": _plain(dossier.pupils)}


def _plain(value: Any) -> Any:
    if isinstance(value, Text):
        return {lang: value.say(lang) for lang in LANGS}
    if isinstance(value, Count):
        return {"low": value.low, "high": value.high}
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
