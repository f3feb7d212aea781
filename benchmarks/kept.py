"""Figures of a benchmark kept in a file, so that a page can be written again without measuring."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def stored(results: Path) -> dict[str, Any]:
    """Return the machine and the rows kept so far."""
    if not results.exists():
        return {"machine": {}, "rows": []}
    kept: dict[str, Any] = json.loads(results.read_text("utf-8"))
    return kept


def store(
    results: Path,
    rows: Iterable[Row],
    *,
    key: Callable[[Row], Any],
    order: Callable[[Row], Any],
    machine: dict[str, Any],
) -> None:
    """Put rows beside those kept before; one with the same key is replaced.

    Parameters
    ----------
    key, order
        What tells rows apart, and what they are sorted by.
    machine
        What `benchmarks.scenarios.machine` tells.
    """
    kept = {key(row): row for row in [*stored(results)["rows"], *rows]}
    results.parent.mkdir(parents=True, exist_ok=True)
    data = {"machine": machine, "rows": sorted(kept.values(), key=order)}
    results.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
