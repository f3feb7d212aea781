"""The price of "at most so many affected", from a sweep of ``concern.max_affected_share``."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from planner.concern.rows import PricePoint
from planner.earlier import table_rows
from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.texts import Text, text

KEY = "concern.max_affected_share"
FILE = "price.csv"
YUAN, MINUTES = "public_plus_household_spending_yuan", "pupil_minutes"
COLUMNS = (
    "county_id",
    "definition",
    "max_affected_share",
    "status",
    "gap",
    "affected_share",
    "annual_yuan",
    "extra_yuan",
    "extra_pupil_minutes",
    "minutes_a_pupil",
    "schools_open",
    "folder",
)


def price_of(folder: Path) -> tuple[PricePoint, ...]:
    """Return the price curve of a finished sweep, the tightest cap first.

    What a cap costs is counted against the loosest one that was solved; ``null`` (no cap) is
    looser than any.

    Parameters
    ----------
    folder
        Of ``plan frontier --over concern.max_affected_share=…``.

    Raises
    ------
    InvalidInputError
        If it holds no such sweep.
    """
    table = folder / "frontier.csv"
    try:
        rows = table_rows(table)
        if not rows or any(r["limit"] != KEY for r in rows):
            raise ValueError(KEY)
        found = [_point(folder, row) for row in rows]
    except (OSError, KeyError, ValueError, csv.Error) as error:
        said = text("concern_study.no_price", key=KEY)
        finding = Finding("price", "error", said, table.as_posix())
        raise InvalidInputError(text("concern_study.refused"), [finding]) from error
    priced = [p for p in found if math.isfinite(p[0].annual_yuan)]
    if not priced:
        return tuple(p for p, _ in sorted(found, key=_cap))
    base, base_minutes = max(priced, key=_cap)
    return tuple(_against(p, minutes, base, base_minutes) for p, minutes in sorted(found, key=_cap))


def write_price(points: Sequence[PricePoint], path: Path) -> None:
    """Write price.csv: one row per cap, empty for no cap and for what is not known."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(plain_price(points))


def plain_price(points: Sequence[PricePoint]) -> list[dict[str, Any]]:
    """Return the points as plain data; what is not known, or no cap, is None."""
    return [
        {
            c: None if isinstance(v := getattr(p, c), float) and not math.isfinite(v) else v
            for c in COLUMNS
        }
        for p in points
    ]


def price_lines(points: Sequence[PricePoint]) -> list[Text]:
    """Return one sentence a cap: what it costs in yuan and minutes."""
    return [_line(p) for p in points]


def _line(p: PricePoint) -> Text:
    cap: Text | str = f"{100 * p.max_affected_share:g}%"
    if math.isnan(p.max_affected_share):
        cap = text("concern_study.price_no_cap")
    if math.isnan(p.annual_yuan):
        return text("concern_study.price_without", cap=cap, status=text(f"status.{p.status}"))
    gap = f"{100 * p.gap:.1f}%" if math.isfinite(p.gap) else "–"
    return text(
        "concern_study.price_row",
        cap=cap,
        affected=f"{100 * p.affected_share:.1f}%",
        yuan=f"{p.extra_yuan:+,.0f}",
        minutes=f"{p.minutes_a_pupil:.1f}",
        gap=gap,
    )


def _cap(of: tuple[PricePoint, float]) -> float:
    cap = of[0].max_affected_share
    return math.inf if math.isnan(cap) else cap


def _point(folder: Path, row: Mapping[str, str]) -> tuple[PricePoint, float]:
    """Return a point without what it costs more, and its pupil-minutes a year."""
    value = row["value"].strip()
    cap = math.nan if value in ("null", "~", "") else float(value)
    run = folder / row["folder"] if row["folder"] else None
    said = _manifest(run)
    nan = math.nan
    if run is None or not row.get(YUAN):
        none = (nan, nan, nan, nan, nan, nan)
        point = PricePoint(
            said[0], said[1], cap, row["status"], _number(row["gap"], math.inf), *none,
            folder=row["folder"],
        )  # fmt: skip
        return point, nan
    rows = table_rows(run / "assignments.csv")
    pupils = sum(int(r["pupils"]) for r in rows)
    going = [(int(r["pupils"]), float(r["minutes"])) for r in rows if r["school_id"]]
    served = sum(n for n, _ in going)
    return PricePoint(
        county_id=said[0],
        definition=said[1],
        max_affected_share=cap,
        status=row["status"],
        gap=_number(row["gap"], math.inf),
        affected_share=_number(row["affected_pupils"], nan) / pupils if pupils else nan,
        annual_yuan=_number(row[YUAN], nan),
        extra_yuan=nan,
        extra_pupil_minutes=nan,
        minutes_a_pupil=sum(n * m for n, m in going) / served if served else nan,
        schools_open=float(sum(bool(r["kind"]) for r in table_rows(run / "schools.csv"))),
        folder=row["folder"],
    ), _number(row[MINUTES], nan)


def _manifest(run: Path | None) -> tuple[str, str]:
    """Return county id and definition of a point's run; empty without one."""
    if run is None or not (run / "manifest.json").exists():
        return "", ""
    from planner.scenario.lines import read_yaml

    said = json.loads((run / "manifest.json").read_text("utf-8"))
    resolved, _ = read_yaml(run / "scenario.resolved.yaml", "scenario")
    definition = str(resolved["concern"]["definition"]) if resolved else ""
    return str(said.get("county_id") or said["county"]), definition


def _against(
    point: PricePoint, minutes: float, base: PricePoint, base_minutes: float
) -> PricePoint:
    return replace(
        point,
        county_id=point.county_id or base.county_id,
        definition=point.definition or base.definition,
        extra_yuan=point.annual_yuan - base.annual_yuan,
        extra_pupil_minutes=minutes - base_minutes,
    )


def _number(value: str, none: float) -> float:
    return float(value) if value else none
