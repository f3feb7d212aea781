"""What was fixed before the runs, its hash, and what was changed since."""

from __future__ import annotations

import json
from dataclasses import dataclass

from planner.concern.study import ConcernStudy
from planner.reports.figures import Cell
from planner.reports.table import Table
from planner.texts import Text, text


@dataclass(frozen=True)
class Registered:
    """The section's parts.

    Parameters
    ----------
    said
        Whether and when it was registered.
    sha256, earlier
        Its hash, empty for none; those of the registrations it replaced.
    changes
        What is different now, no rows for nothing.
    content
        All that was registered, as JSON.
    """

    said: Text
    sha256: str
    earlier: tuple[str, ...]
    changes: Table
    content: str


def registered_section(study: ConcernStudy) -> Registered:
    """Return the registration as the page shows it."""
    r = study.registration
    if not r.sha256:
        said = text("concern_page.register.none")
    else:
        key = "concern_page.register.before" if r.before_runs else "concern_page.register.after"
        said = text(key, written_at=r.written_at)
    rows: list[list[Cell]] = [[c.key, c.before or "—", c.after or "—"] for c in r.changes]
    heads = tuple(text(f"concern_page.head.{h}") for h in ("change", "before", "after"))
    content = json.dumps(dict(r.content), ensure_ascii=False, indent=1, sort_keys=True)
    return Registered(said, r.sha256, tuple(r.earlier), Table(heads, rows), content)
