"""The opposite of each closure: from explain.csv where it is there, else solved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from planner.dossier.alternatives import Examined, examined_by_search, examined_by_table
from planner.dossier.source import Source, plain_rows
from planner.studies.closing import NEAR_COLUMNS, explain_closures, near_rows, write_rows
from planner.studies.near_optimal import near_optimal


def examined_of(
    source: Source,
    schools: Sequence[str],
    *,
    seconds: float,
    jobs: int,
    again: bool = False,
    done: Callable[[Any], None] | None = None,
) -> dict[str, Examined]:
    """Return what is known of the opposite of each school's closure.

    Parameters
    ----------
    seconds
        Time for solving each opposite.
    jobs
        Processes, where more than one opposite is solved.
    again
        Solve even what explain.csv says: only then a page can name who would go where.
    done
        Hears of each opposite solved.
    """
    table = source.loaded.tables.get("explain")
    rows = [] if table is None or again else plain_rows(table)
    told = {str(r["school_id"]): r for r in rows if r["school_id"] in schools}
    # A table says that the rules allow no opposite, not why: that takes a search.
    found = {s: examined_by_table(r) for s, r in told.items() if r["verdict"] != "impossible"}
    left = [school for school in schools if school not in found]
    run = source.finished
    solved = explain_closures(run, seconds=seconds, jobs=jobs, schools=left, done=done)
    named = replace(run, names=source.names)
    return found | {e.id: examined_by_search(named, e) for e in solved}


def count_near_optimal(source: Source, seconds: float) -> tuple[int, dict[str, int]]:
    """Return how many near-optimal plans were met, and how many of them close each school.

    From near_optimal.csv; where it is not there, it is worked out and written.
    """
    table = source.loaded.tables.get("near_optimal")
    if table is not None:
        rows = plain_rows(table)
    else:
        rows = near_rows(source.finished, near_optimal(source.finished, seconds=2 * seconds))
        write_rows(rows, NEAR_COLUMNS, source.loaded.folder / "near_optimal.csv")
    plans = max((int(r["plans"]) for r in rows), default=0)
    return plans, {str(r["school_id"]): int(r["closed"]) for r in rows}
