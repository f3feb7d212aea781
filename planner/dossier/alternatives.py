"""What else was examined: the opposite decision, plans as good, and what else was on offer."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.county.dictionary import KINDS
from planner.dossier.groups import Row
from planner.instance import BOARD, Instance
from planner.reports.dossier.content import Alternatives, Instead
from planner.reports.dossier.counts import NOBODY, Count, public
from planner.reports.words import FEWEST_SHOWN
from planner.studies.explain import Explanation
from planner.studies.finished import Finished
from planner.studies.near_optimal import WITHIN_SHARE
from planner.studies.touched import Touched
from planner.texts import Text, text

MONEY = ("capital_yuan", "annual_cost_yuan", "household_cost_yuan")
PUPILS = ("unserved_pupils", "pupils_over_norm", "affected_pupils")
PUBLIC_MONEY = ("capital_yuan", "annual_cost_yuan")
_OF_OPPOSITE = ("indifferent", "needed", "better", "worse", "undecided")
"""Reason codes that say how the opposite compares."""
SCHOOLS_NAMED = 5
ROUNDED_YUAN = 10_000
"""Public money is shown to this where a number of pupils is hidden: many pupils make it up."""


@dataclass(frozen=True)
class Examined:
    """The opposite decision, as a table or a search says it.

    Parameters
    ----------
    source
        ``solved`` or ``explain.csv``.
    codes
        Reason codes of the decision, the most telling first.
    difference
        Opposite less plan, by objective.
    villages, pupils
        Touched by the opposite.
    reasons
        Why it is impossible.
    """

    source: str
    codes: tuple[str, ...]
    verdict: str
    proved: bool
    difference: Mapping[str, float]
    villages: int
    pupils: Count
    reasons: tuple[Text, ...] = ()
    instead: tuple[Instead, ...] = ()


def examined_by_table(row: Row) -> Examined:
    """Return what a row of explain.csv says."""
    suffix = "_difference"
    difference = {
        name.removesuffix(suffix): float(value)
        for name, value in row.items()
        if name.endswith(suffix) and not _blank(value)
    }
    return Examined(
        "explain.csv",
        tuple(str(row["reasons"]).split(";")),
        str(row["verdict"]),
        float(row["proved"]) > 0,
        difference,
        int(row["villages_touched"]),
        public(int(row["pupils_touched"])),
    )


def examined_by_search(run: Finished, found: Explanation) -> Examined:
    """Return what solving the opposite decision said."""
    o = found.opposite
    instead, villages = [], set()
    pupils = NOBODY
    for t in _shown(o.touched):
        shown = public(t.pupils)
        villages.add(t.village)
        pupils = pupils + shown
        instead.append(
            Instead(
                run.names.get(t.village, t.village),
                t.stage,
                shown,
                _trip(run, t.before, t.minutes_before),
                _trip(run, t.after, t.minutes_after),
            )
        )
    return Examined(
        "solved",
        found.codes,
        o.verdict,
        o.proved,
        dict(o.difference or {}),
        len(villages),
        pupils,
        tuple(f.message for f in o.reasons),
        # By what is shown: an order by the true numbers would tell one pupil from two.
        tuple(sorted(instead, key=lambda i: (-i.pupils.low, i.village, i.stage))),
    )


def alternatives_of(
    examined: Examined,
    decision: str,
    near: tuple[int, int],
    offered: Sequence[Text],
    *,
    hidden: bool,
) -> Alternatives:
    """Return what the page says of alternatives.

    Parameters
    ----------
    near
        Near-optimal plans that close the school, and all that were met; 0 of 0 where unknown.
    offered
        What else the plan could have chosen for these pupils.
    hidden
        Whether any number of pupils of the run is hidden: then sums of which it may be a part
        are left out, and public money is rounded.
    """
    # What the code says of the opposite is said of it below, and with what proves it.
    codes = [code for code in examined.codes if code not in _OF_OPPOSITE]
    said = [text("dossier.why", why=text(f"explain.code.{code}")) for code in codes]
    said.append(text(f"dossier.opposite.{decision}", verdict=_verdict(examined)))
    said += [text("dossier.would_give", why=reason) for reason in examined.reasons]
    # What was found in too short a time may be far worse than need be: no figures to decide by.
    settled = examined.verdict != "undecided"
    said += differences(examined.difference, hidden=hidden) if settled else []
    if examined.villages and settled:
        known = examined.source == "solved" or not hidden
        key = "dossier.touched" if known else "dossier.touched_villages"
        fields = {"pupils": examined.pupils} if known else {}
        said.append(text(key, villages=examined.villages, **fields))
    closed, plans = near
    within = f"{WITHIN_SHARE:.0%}"
    if plans == 1:
        said.append(text("dossier.near_none", within=within))
    elif plans:
        said.append(text("dossier.near", closed=closed, plans=plans, within=within))
    elif decision != "close":
        said.append(text("dossier.near_reduced"))
    said += offered
    return Alternatives(
        examined.source,
        examined.verdict,
        examined.proved,
        tuple(said),
        examined.instead if settled else (),
        closed,
        plans,
    )


def differences(difference: Mapping[str, float], *, hidden: bool) -> list[Text]:
    """Return what the opposite would change, in sentences that give no hidden number away."""
    said = []
    for name in PUBLIC_MONEY if hidden else MONEY:
        value = difference.get(name, 0.0)
        shown = ROUNDED_YUAN * round(value / ROUNDED_YUAN) if hidden else round(value)
        if shown:
            key = "dossier.more_yuan" if shown > 0 else "dossier.less_yuan"
            said.append(text(key, name=text(f"tier.{name}"), yuan=f"{abs(shown):,}"))
    if hidden:
        return [*said, text("dossier.sums_left_out")] if difference else said
    for name in PUPILS:
        number = round(difference.get(name, 0.0))
        if number:
            key = "dossier.more_pupils" if number > 0 else "dossier.fewer_pupils"
            said.append(text(key, name=text(f"tier.{name}"), pupils=public(abs(number))))
    hours = round(difference.get("pupil_minutes", 0.0) / 60)
    if hours:
        key = "dossier.more_hours" if hours > 0 else "dossier.fewer_hours"
        said.append(text(key, hours=f"{abs(hours):,}"))
    return said


def offered_of(instance: Instance, school: str, names: Mapping[str, str]) -> list[Text]:
    """Return what else the plan could have chosen for a school and its pupils.

    Parameters
    ----------
    names
        Of schools by id.
    """
    j = instance.site_id.index(school)
    said = []
    kinds = [k for n, k in enumerate(KINDS) if instance.site_kinds[j, n]]
    if KINDS[int(instance.site_kind[j])] == "teaching_point":
        said.append(text("dossier.offered_is_point"))
    else:
        point = "teaching_point" in kinds
        said.append(text("dossier.offered_point" if point else "dossier.offered_no_point"))
    units = (instance.unit_site == j)[instance.option_unit]
    allowed = units & (instance.option_forbidden == 0) & (instance.option_site != j)
    said.append(_schools_offered(instance, allowed, names))
    boards = bool((allowed & (instance.option_mode == BOARD)).any())
    said.append(text("dossier.offered_board" if boards else "dossier.offered_no_board"))
    lines = instance.option_line[allowed & instance.option_possible]
    number = len(set(lines.tolist()))
    key = "dossier.offered_lines" if number else "dossier.offered_no_lines"
    said.append(text(key, lines=number) if number else text(key))
    return said


def _schools_offered(instance: Instance, allowed: Any, names: Mapping[str, str]) -> Text:
    """Return the other schools within the rules, the nearest by name."""
    nearest: dict[int, float] = {}
    sites, minutes = instance.option_site[allowed], instance.option_minutes[allowed]
    for site, one_way in zip(sites.tolist(), minutes.tolist(), strict=True):
        nearest[site] = min(one_way, nearest.get(site, math.inf))
    if not nearest:
        return text("dossier.offered_no_schools")
    ids = [instance.site_id[s] for s in sorted(nearest, key=lambda s: (nearest[s], s))]
    listed: Text | str = names.get(ids[0], ids[0])
    for ident in ids[1:SCHOOLS_NAMED]:
        listed = text("dossier.listed", first=listed, second=names.get(ident, ident))
    return text("dossier.offered_schools", schools=len(ids), names=listed)


def any_hidden(rows: Sequence[Row]) -> bool:
    """Return whether any group of pupils is too small to be shown."""
    return any(0 < int(r["pupils"]) < FEWEST_SHOWN for r in rows)


def _shown(touched: Sequence[Touched]) -> list[Touched]:
    """Return whom a page may name: two who part from a group of two would tell that it is two."""
    groups: dict[tuple[str, ...], list[Touched]] = {}
    for t in touched:
        groups.setdefault((t.village, t.stage, t.today, *t.before), []).append(t)
    return [
        t
        for parts in groups.values()
        for t in (parts if sum(p.pupils for p in parts) >= FEWEST_SHOWN else parts[:1])
    ]


def _verdict(examined: Examined) -> Text:
    sound = "proved" if examined.proved else "found"
    if examined.verdict in ("worse", "indifferent"):
        return text(f"explain.verdict.{examined.verdict}_{sound}")
    if examined.verdict == "undecided":
        # Those who read papers have no command to give more time to.
        return text("dossier.undecided")
    return text(f"explain.verdict.{examined.verdict}")


def _trip(run: Finished, trip: tuple[str, str], minutes: float) -> Text:
    school, mode = trip
    if not school:
        return text("page.change.unserved")
    shown = "–" if math.isnan(minutes) else f"{minutes:.0f}"
    name = run.names.get(school, school)
    return text("explain.trip", school=name, mode=text(f"mode.{mode}"), minutes=shown)


def _blank(value: Any) -> bool:
    return bool(value == "" or value != value)
