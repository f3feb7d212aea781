"""Explanations in words, and as plain data."""

from __future__ import annotations

import math
from typing import Any

from planner.reports.nouns import villages
from planner.studies.explain import Explanation
from planner.studies.finished import Finished
from planner.studies.opposite import Compared
from planner.studies.touched import Touched
from planner.texts import Lang, Text, text

_SHOWN = 8
YUAN = (
    "annual_cost_yuan",
    "household_cost_yuan",
    "running_cost_yuan",
    "capital_yuan",
)
PUPILS = ("unserved_pupils", "pupils_over_norm", "affected_pupils")


def explained(run: Finished, e: Explanation) -> list[Text]:
    """Return an explanation as sentences: what, why, what the opposite changes, whom it touches."""
    lines = [_head(run, e)]
    lines += [text("explain.why", why=text(f"explain.code.{code}")) for code in e.codes]
    lines.append(text(f"explain.opposite.{e.decision}", verdict=_verdict(e)))
    lines += [text("explain.because", why=f.message) for f in e.opposite.reasons]
    lines += [_tier(t) for t in e.opposite.tiers]
    changes = _changes(e)
    if changes:
        lines.append(text("explain.changes", changes=_joined(changes)))
    touched = e.opposite.touched
    if touched:
        lines.append(
            text(
                "explain.touched",
                villages=villages(len({t.village for t in touched})),
                pupils=_pupils(sum(t.pupils for t in touched)),
            )
        )
        lines += [_who(run, t) for t in touched[:_SHOWN]]
        if len(touched) > _SHOWN:
            lines.append(text("explain.more", n=len(touched) - _SHOWN))
    return lines


def plain(run: Finished, e: Explanation, lang: Lang) -> dict[str, Any]:
    """Return an explanation as plain data, for ``--json``."""
    o = e.opposite
    return {
        "what": e.what,
        "id": e.id,
        "name": run.names.get(e.id, ""),
        "stage": e.stage,
        "decision": e.decision,
        "pupils_today": e.pupils,
        "reasons": [{"code": c, "says": text(f"explain.code.{c}").say(lang)} for c in e.codes],
        "opposite": {
            "verdict": o.verdict,
            "proved": o.proved,
            "objectives": [
                {
                    "name": t.name,
                    "plan": t.plan,
                    "opposite": t.opposite,
                    "best_bound": _number(t.bound),
                    "gap": _number(t.gap),
                    "plan_gap": _number(t.plan_gap),
                    "tolerance": t.tolerance,
                }
                for t in o.tiers
            ],
            "difference": o.difference,
            "why_impossible": [
                {"says": f.message.say(lang), "ids": list(f.ids)} for f in o.reasons
            ],
            "touched": [_touched(t) for t in o.touched],
        },
    }


def _touched(t: Touched) -> dict[str, Any]:
    return {
        "village_id": t.village,
        "stage": t.stage,
        "pupils": t.pupils,
        "school_id": t.before[0],
        "mode": t.before[1],
        "minutes": _number(t.minutes_before),
        "opposite_school_id": t.after[0],
        "opposite_mode": t.after[1],
        "opposite_minutes": _number(t.minutes_after),
    }


def _head(run: Finished, e: Explanation) -> Text:
    fields: dict[str, Any] = {
        "name": run.names.get(e.id, e.id),
        "township": run.townships.get(e.id, ""),
        "pupils": _pupils(e.pupils),
        "decision": text(f"explain.decision.{e.decision}"),
    }
    if e.what == "village":
        return text("explain.village", stage=text(f"stage.{e.stage}"), **fields)
    return text("explain.school", **fields)


def _pupils(n: int) -> Text:
    # For planners: small numbers stand as they are.
    return text(f"explain.n_pupils.{'one' if n == 1 else 'many'}", n=n)


def _verdict(e: Explanation) -> Text:
    sound = "proved" if e.opposite.proved else "found"
    if e.opposite.verdict in ("worse", "indifferent"):
        return text(f"explain.verdict.{e.opposite.verdict}_{sound}")
    return text(f"explain.verdict.{e.opposite.verdict}")


def _tier(t: Compared) -> Text:
    return text(
        "explain.tier",
        name=text(f"tier.{t.name}"),
        plan=f"{t.plan:,.0f}",
        opposite=f"{t.opposite:,.0f}",
        difference=f"{t.opposite - t.plan:+,.0f}",
        gap=f"{100 * t.gap:.1f}%" if math.isfinite(t.gap) else "–",
    )


def _changes(e: Explanation) -> list[Text]:
    found = []
    for name in (*YUAN, "pupil_minutes", *PUPILS):
        value = (e.opposite.difference or {}).get(name, 0.0)
        if abs(value) >= 0.5:
            unit = "yuan" if name in YUAN else "pupils" if name in PUPILS else "minutes"
            found.append(
                text(f"explain.change_{unit}", name=text(f"tier.{name}"), by=f"{value:+,.0f}")
            )
    return found


def _joined(said: list[Text]) -> Text:
    joined = said[0]
    for more in said[1:]:
        joined = text("remedy.also", first=joined, second=more)
    return joined


def _who(run: Finished, t: Touched) -> Text:
    return text(
        "explain.who",
        village=run.names.get(t.village, t.village),
        stage=text(f"stage.{t.stage}"),
        pupils=_pupils(t.pupils),
        before=_trip(run, t.before, t.minutes_before),
        after=_trip(run, t.after, t.minutes_after),
    )


def _trip(run: Finished, trip: tuple[str, str], minutes: float) -> Text:
    school, mode = trip
    if not school:
        return text("page.change.unserved")
    return text(
        "explain.trip",
        school=run.names.get(school, school),
        mode=text(f"mode.{mode}"),
        minutes=f"{minutes:.0f}" if math.isfinite(minutes) else "–",
    )


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
