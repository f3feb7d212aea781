"""The steps of the procedure that a closure needs, and what is recorded of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from planner.reports.decisions import CONSENT
from planner.reports.dossier.content import Said, Step
from planner.texts import text


def steps_of(still_open: str, record: Mapping[str, Any] | None) -> tuple[Step, ...]:
    """Return the steps in their order, those of the data first.

    Parameters
    ----------
    still_open
        Codes of schools.csv, joined by ``;``.
    record
        The school's row of the county's table, None where it cannot be read: then only what is
        open is known.
    """
    open_codes = [code for code in still_open.split(";") if code]
    first = [Step(code, False, None) for code in open_codes if code in ("synthetic", "estimated")]
    asked = [Step(c, c not in open_codes, recorded(c, record)) for c in CONSENT]
    build = [Step("build_first", "build_first" not in open_codes, None)]
    return (*first, *asked, *build)


def recorded(code: str, record: Mapping[str, Any] | None) -> Said | None:
    """Return what the county's table says of a step, None where nothing is recorded."""
    value = None if record is None else record.get(code)
    if value is None or value != value or str(value).strip() == "":
        return None
    if code == "notice_days":
        return text("dossier.record.notice_days", days=f"{float(value):g}")
    if code == "parent_support_share":
        return text("dossier.record.parent_support_share", share=f"{float(value):.0%}")
    if code == "approved_by":
        return text("dossier.record.approved_by", by=str(value))
    return text("dossier.record.yes" if float(value) > 0 else "dossier.record.no")
