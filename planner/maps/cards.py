"""What the page knows of each village and school: compact rows that map.js makes cards of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from planner.county.dictionary import KINDS, MODES, STAGES
from planner.maps import style
from planner.reports.decisions import CHANGES, moves_by_site
from planner.reports.words import whole

if TYPE_CHECKING:
    import pandas


ROW_FIELDS = (
    "stage",
    "pupils",
    "todaySchool",
    "todayMode",
    "todayMinutes",
    "school",
    "mode",
    "minutes",
    "added",
    "overToday",
    "over",
    "todayKm",
    "km",
    "todayYuan",
    "yuan",
    "change",
    "todayWay",
    "way",
)
"""What stands in a village's row, by place: stages, modes and changes as numbers, None for what
there is not, minutes and yuan as whole numbers as people read them (halves upwards)."""


def village_cards(
    villages: pandas.DataFrame,
    assignments: pandas.DataFrame,
    ways: Sequence[tuple[int | None, int | None]],
) -> list[dict[str, Any]]:
    """Return one entry per village, the hardest lots last so that they are drawn on top.

    Each of its ``rows`` holds `ROW_FIELDS`; a change is its place in `planner.maps.style.VILLAGES`.

    Parameters
    ----------
    assignments
        With the column ``change`` of `planner.reports.people.with_change`.
    ways
        Of each assignment the numbers of its ways in the page, today and after the plan.
    """
    order = list(style.VILLAGES)
    rows_by_village: dict[str, list[list[Any]]] = {}
    for row, numbers in zip(assignments.to_dict("records"), ways, strict=True):
        rows_by_village.setdefault(row["village_id"], []).append([*_row(row), *numbers])
    ranked = sorted(
        villages.to_dict("records"), key=lambda v: (order.index(v["change"]), v["village_id"])
    )
    return [
        {
            "id": v["village_id"],
            "name": v["name"],
            "township": v["township"],
            "at": [round(v["lat"], 5), round(v["lon"], 5)],
            "change": v["change"],
            "pupils": v["pupils"],
            "height": _number(v["elevation_m"], 0),
            "herders": _number(v["herder_share"], 2),
            "rows": rows_by_village.get(v["village_id"], []),
        }
        for v in ranked
    ]


def school_cards(
    schools: pandas.DataFrame,
    assignments: pandas.DataFrame,
    areas: Mapping[str, list[list[Any]]],
) -> list[dict[str, Any]]:
    """Return one entry per site, in the order in which they are drawn.

    Parameters
    ----------
    areas
        By site what `planner.maps.reach.areas_by_site` gives.
    """
    order = list(style.SCHOOLS)
    moves = moves_by_site(assignments)
    ranked = sorted(
        schools.to_dict("records"), key=lambda s: (order.index(s["decision"]), s["school_id"])
    )
    cards = []
    for s in ranked:
        move, changes = moves.get(s["school_id"]), s["decision"] in CHANGES
        cards.append(
            {
                "id": s["school_id"],
                "name": s["name"],
                "township": s["township"],
                "at": [round(s["lat"], 5), round(s["lon"], 5)],
                "decision": s["decision"],
                "kind": _index(KINDS, s["kind"]),
                "kindBefore": _index(KINDS, s["kind_before"]),
                "before": [s[f"{g}_pupils_before"] for g in STAGES],
                "after": [s[f"{g}_pupils"] for g in STAGES],
                "boarders": [s["boarders_before"], s["boarders"]],
                "beds": [s["beds_today"], s["beds_added"]],
                "rooms": [s["classrooms_needed"], s["classrooms_added"]],
                "posts": [s["posts_before"], s["posts_needed"]],
                "reason": {"zh": s["reason_zh"], "en": s["reason_en"]},
                "open": {"zh": s["still_open_zh"], "en": s["still_open_en"]} if changes else None,
                "evidence": s["evidence"],
                "areas": areas.get(s["school_id"], []),
                "to": [[school, n] for school, n in move.receivers.items()] if move else [],
            }
        )
    return cards


def _row(row: dict[Any, Any]) -> list[Any]:
    return [
        STAGES.index(row["stage"]),
        row["pupils"],
        row["baseline_school_id"] or None,
        _index(MODES, row["baseline_mode"]),
        _whole(row["baseline_minutes"]),
        row["school_id"] or None,
        _index(MODES, row["mode"]),
        _whole(row["minutes"]),
        _whole(row["added_minutes"]),
        _flag(row["baseline_over_norm"]),
        _flag(row["over_norm"]),
        _number(row["baseline_metres"] / 1000, 1),
        _number(row["metres"] / 1000, 1),
        _whole(row["baseline_household_yuan"]),
        _whole(row["household_yuan"]),
        list(style.VILLAGES).index(row["change"]),
    ]


def _index(names: tuple[str, ...], name: str) -> int | None:
    return names.index(name) if name in names else None


def _whole(value: float) -> int | None:
    """Return the whole number that people are shown, rounded once and here."""
    return None if value != value else whole(value)


def _number(value: Any, decimals: int) -> float | None:
    if value is None or value != value:
        return None
    rounded = round(float(value), decimals)
    return int(rounded) if rounded == int(rounded) else rounded


def _flag(value: Any) -> int:
    import pandas as pd

    return 0 if pd.isna(value) else int(value)
