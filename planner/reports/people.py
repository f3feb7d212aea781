"""Villages, townships and closures: the plan as those concerned will meet it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from planner.county.dictionary import MODES, STAGES
from planner.instance import norm_minutes
from planner.reports.decisions import NEEDS_CONSENT
from planner.reports.places import evidence_of, lonlat
from planner.result import Result

if TYPE_CHECKING:
    import pandas

CHANGES = ("unserved", "much_longer", "boards_now", "longer", "shorter", "same")
"""How a village fares, by the hardest of its pupils' lots; the hardest first."""

SAME_MINUTES = 1.0
"""Changes up to this count as none, as in the indicators."""


def change_of(row: dict[str, Any], threshold_minutes: float) -> str:
    """Return how the pupils of one assignment row fare, a code of `CHANGES`.

    ``much_longer`` from `threshold_minutes` on; who comes home daily instead of weekly, or
    gets a school at all, counts as ``shorter``.
    """
    if not row["school_id"]:
        return "unserved"
    if row["mode_changed"]:
        return "boards_now" if row["mode"] == "board" else "shorter"
    added = row["added_minutes"]
    if added != added:
        return "boards_now" if row["mode"] == "board" else "shorter"
    if added >= threshold_minutes - 1e-6:
        return "much_longer"
    if abs(added) <= SAME_MINUTES + 1e-6:
        return "same"
    return "longer" if added > 0 else "shorter"


def with_change(result: Result, assignments: pandas.DataFrame) -> pandas.DataFrame:
    """Return the assignments table with a column ``change``."""
    threshold = result.scenario.concern.threshold_minutes
    return assignments.assign(change=[change_of(row, threshold) for row in _records(assignments)])


def villages_table(result: Result, assignments: pandas.DataFrame) -> pandas.DataFrame:
    """Return one row per village: pupils, minutes before and after, and how it fares.

    Mean minutes are one way, weighted by pupils, of day pupils only; ``added_minutes`` the
    mean and the largest growth of trips that can be compared.
    """
    import pandas as pd

    villages = result.county.villages
    points, evidence = lonlat(result.county, villages), evidence_of(result.county, villages)
    by_village = _grouped(_records(with_change(result, assignments)), "village_id")
    places = zip(points["lon"].tolist(), points["lat"].tolist(), strict=True)
    rows = []
    for village, record, (lon, lat) in zip(villages.index, _records(villages), places, strict=True):
        own = by_village.get(str(village), [])
        rows.append(
            {
                "village_id": str(village),
                "name": str(record["name"]),
                "township": str(record["township"]),
                **{f"{g}_pupils": sum(r["pupils"] for r in own if r["stage"] == g) for g in STAGES},
                "change": min((r["change"] for r in own), key=CHANGES.index, default="same"),
                **_lot(own),
                "elevation_m": _number(record.get("elevation_m")),
                "herder_share": _number(record.get("herder_share")),
                "language": _word(record.get("language")),
                "evidence": evidence[str(village)],
                "lon": lon,
                "lat": lat,
            }
        )
    return pd.DataFrame(rows).sort_values("village_id", ignore_index=True)


def townships_table(
    result: Result, assignments: pandas.DataFrame, schools: pandas.DataFrame
) -> pandas.DataFrame:
    """Return one row per township: its schools, its pupils and how these fare."""
    import pandas as pd

    by_township = _grouped(_records(with_change(result, assignments)), "township")
    names = sorted({*schools["township"], *result.county.villages["township"]})
    rows = []
    for name in names:
        sites = schools[schools["township"] == name]
        rows.append(
            {
                "township": name,
                "schools_before": int((sites["status_before"] == "existing").sum()),
                "schools": int((sites["kind"] != "").sum()),
                "closed": int((sites["decision"] == "close").sum()),
                "opened": int((sites["decision"] == "open").sum()),
                **_lot(by_township.get(name, [])),
                "capital_yuan": float(sites["capital_yuan"].sum()),
                "annual_yuan": float(sites["annual_yuan"].sum()),
            }
        )
    return pd.DataFrame(rows)


def closures_table(
    result: Result, assignments: pandas.DataFrame, schools: pandas.DataFrame
) -> pandas.DataFrame:
    """Return one row per school that closes or is reduced, with who leaves and how far.

    Minutes are one way, mean over the day pupils among those who leave; boarders before and
    after are counted apart.
    """
    import pandas as pd

    trips = _records(with_change(result, assignments))
    leaving = _grouped(
        [r for r in trips if r["baseline_school_id"] != r["school_id"]], "baseline_school_id"
    )
    changed = schools[schools["decision"].isin(NEEDS_CONSENT)]
    columns = ["school_id", "name", "township", "kind_before", "decision", "evidence"]
    columns += ["executable", "still_open", "still_open_zh", "still_open_en"]
    columns += ["receivers", "receiver_pupils", "reason", "reason_zh", "reason_en", "capital_yuan"]
    table = changed[columns].reset_index(drop=True)
    lots = [_lot(leaving.get(school, [])) for school in changed["school_id"]]
    return pd.concat([table, pd.DataFrame(lots, columns=list(_lot([])))], axis=1)


def worst_off(result: Result, assignments: pandas.DataFrame, most: int = 20) -> pandas.DataFrame:
    """Return the hardest assignment row of each of the worst-off villages, the hardest first.

    Pupils without a school come first, then the largest growth of the daily trip or a first
    year of boarding, then the longest trips; villages where nothing grows are left out.
    """
    trips = with_change(result, assignments)
    worse = trips[trips["change"].isin(["unserved", "much_longer", "boards_now", "longer"])]
    ranked = worse.assign(
        rank=[CHANGES.index(c) for c in worse["change"]],
        growth=-worse["added_minutes"].fillna(0.0),
        length=-worse["minutes"].fillna(0.0),
    ).sort_values(["rank", "growth", "length", "village_id", "stage"], kind="stable")
    return (
        ranked.drop_duplicates("village_id")
        .head(most)
        .drop(columns=["rank", "growth", "length"])
        .reset_index(drop=True)
    )


def farthest_beyond(
    result: Result, assignments: pandas.DataFrame, most: int = 20
) -> pandas.DataFrame:
    """Return the assignment row farthest beyond its norm of each village, the farthest first.

    ``norm_minutes`` is the norm of the row's stage and mode in the plan; those without a
    school have no trip to measure and are left out.
    """
    over = assignments[(assignments["over_norm"] == 1).fillna(False)]
    over = over[over["school_id"] != ""]
    norms = norm_minutes(result.scenario)
    places = zip(over["stage"], over["mode"], strict=True)
    limit = [float(norms[STAGES.index(g), MODES.index(m)]) for g, m in places]
    ranked = over.assign(norm_minutes=limit, beyond=over["minutes"] - limit).sort_values(
        ["beyond", "pupils", "village_id", "stage"], ascending=[False, False, True, True]
    )
    rows = ranked.drop_duplicates("village_id").head(most)
    return rows.drop(columns="beyond").reset_index(drop=True)


def _lot(rows: list[dict[str, Any]]) -> dict[str, Any]:
    added = [r["added_minutes"] for r in rows if r["added_minutes"] == r["added_minutes"]]

    def pupils(holds: Callable[[dict[str, Any]], bool]) -> int:
        return sum(r["pupils"] for r in rows if holds(r))

    return {
        "pupils": sum(r["pupils"] for r in rows),
        "day_minutes": _mean(rows, "minutes", "mode"),
        "day_minutes_before": _mean(rows, "baseline_minutes", "baseline_mode"),
        "added_minutes_mean": _mean(rows, "added_minutes"),
        "added_minutes_max": max(added, default=math.nan),
        "over_norm_pupils": pupils(lambda r: _is_one(r["over_norm"])),
        "over_norm_pupils_before": pupils(lambda r: _is_one(r["baseline_over_norm"])),
        "boarders": pupils(lambda r: r["mode"] == "board"),
        "boarders_before": pupils(lambda r: r["baseline_mode"] == "board"),
        "unserved_pupils": pupils(lambda r: not r["school_id"]),
        "affected_pupils": pupils(lambda r: r["affected"] == 1),
        **{
            f"{code}_pupils": sum(r["pupils"] for r in rows if r["change"] == code)
            for code in CHANGES
            if code != "unserved"
        },
    }


def _mean(rows: list[dict[str, Any]], column: str, mode: str | None = None) -> float:
    chosen = [
        (r[column], r["pupils"])
        for r in rows
        if r[column] == r[column] and (mode is None or r[mode] in ("walk", "ride"))
    ]
    weight = sum(n for _, n in chosen)
    return sum(t * n for t, n in chosen) / weight if weight else math.nan


def _records(frame: pandas.DataFrame) -> list[dict[str, Any]]:
    # Texts come out of an array of objects many times as fast as out of their own.
    columns = [frame[name].to_numpy().tolist() for name in frame.columns]
    return [dict(zip(frame.columns, row, strict=True)) for row in zip(*columns, strict=True)]


def _grouped(rows: list[dict[str, Any]], key: str) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(str(row[key]), []).append(row)
    return groups


def _is_one(flag: Any) -> bool:
    # A missing flag of an integer column is neither equal nor unequal to 1.
    return isinstance(flag, int) and flag == 1


def _number(value: Any) -> float:
    return float(value) if value is not None and value == value else math.nan


def _word(value: Any) -> str:
    return value if isinstance(value, str) else ""
