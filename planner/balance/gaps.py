"""Figures that balance needs and the tables do not have, as findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from planner.balance.figures import SITE_QUANTITIES, TEACHER_QUANTITIES
from planner.balance.measures import measures_of
from planner.county import columns_of
from planner.findings import Finding
from planner.norms import load_profile
from planner.texts import text

if TYPE_CHECKING:
    from planner.county import County

CHECK = "balance"


def figure_gaps(county: County, profiles: Sequence[str]) -> tuple[Finding, ...]:
    """Return the figures of schools that are not known though the measures ask for them.

    Parameters
    ----------
    profiles
        Balance profiles, the first leads: only what it counts is told of single schools; figures
        that no school has are told in one finding for all profiles.
    """
    counted = [measures_of(load_profile(name, "balance")).indicators for name in profiles]
    asked = {i.quantity for indicators in counted for i in indicators}
    lead = {i.quantity for i in counted[0]}
    schools = county.schools[county.schools["status"] == "existing"]
    known, nowhere = columns_of("schools"), []
    found = []
    for name in (q for q in SITE_QUANTITIES if q in asked):
        blank = schools.reindex(columns=[name])[name].isna()
        if blank.all():
            nowhere.append(name)
        elif blank.any() and name in lead:
            said = text("say.both", **known[name].headings)
            message = text("balance.gap_some", figure=said, n=int(blank.sum()), of=len(schools))
            ids = tuple(sorted(str(s) for s in schools.index[blank]))
            found.append(Finding(CHECK, "warning", message, column=name, ids=ids))
    if nowhere and len(schools):
        zh = "、".join(known[n].headings["zh"] for n in nowhere)
        en = ", ".join(known[n].headings["en"] for n in nowhere)
        message = text("balance.gap_all", figures=text("say.both", zh=zh, en=en))
        found.append(Finding(CHECK, "note", message, column=", ".join(nowhere)))
    if county.teachers is None and asked & set(TEACHER_QUANTITIES):
        found.append(Finding(CHECK, "note", text("balance.gap_teachers")))
    return tuple(found)
