"""The lines table: which bus lines carry pupils, from where, and what the new ones cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from planner.county import County
from planner.reports.document import Block, Grid, Paragraph
from planner.reports.figures import Cell
from planner.reports.places import names_of
from planner.reports.table import Table, heads
from planner.reports.words import count, few, yuan
from planner.result import Result
from planner.texts import Text, text

if TYPE_CHECKING:
    import pandas

LINE_COLUMNS = (
    "line_id",
    "line_status",
    "school_id",
    "school",
    "stops",
    "line_seats",
    "riders_before",
    "riders",
    "annual_yuan",
    "capital_yuan",
)

NAMED_WITHIN_M = 1_000.0
"""A stop of today is called after the nearest village or school within this distance."""

UNCOUNTED_SEATS = 100_000
"""A line with more seats than this is one on which nobody counts them."""


def lines_table(result: Result) -> pandas.DataFrame:
    """Return one row per line of today and per line that the plan funds, sorted by id.

    Stops stand by name in their order, that of the school last where it is a new line.
    ``riders`` are day pupils; ``annual_yuan`` and ``capital_yuan`` what the county pays for a
    new line, empty for lines of today.
    """
    import pandas as pd

    instance = result.instance
    stops_today = _stops_today(result.county)
    villages, schools = names_of(result.county.villages), names_of(result.county.schools)
    rows = []
    for n, line in enumerate(instance.line_id):
        new = bool(instance.line_possible[n])
        if new and not result.accounts.funded[n]:
            continue
        *at, school = instance.line_stops[n].split(";")
        named = [" + ".join(villages.get(v, v) for v in stop.split("+")) for stop in at]
        named = [*named, schools.get(school, school)] if new else stops_today.get(line, [])
        seats = int(instance.line_seats[n])
        rows.append(
            {
                "line_id": line,
                "line_status": "funded" if new else "existing",
                "school_id": school,
                "school": schools.get(school, school),
                "stops": " – ".join(named),
                "line_seats": float(seats) if seats < UNCOUNTED_SEATS else np.nan,
                "riders_before": int(result.baseline_accounts.riders[n]),
                "riders": int(result.accounts.riders[n]),
                "annual_yuan": float(instance.line_yuan[n]) if new else np.nan,
                "capital_yuan": float(instance.line_vehicle_yuan[n]) if new else np.nan,
            }
        )
    frame = pd.DataFrame(rows, columns=list(LINE_COLUMNS))
    return frame.astype({"line_seats": "Int64"})


def lines_blocks(result: Result) -> tuple[Block, ...]:
    """Return the lines that anybody rides and where their seats come from."""
    table = lines_section(result)
    if not table.rows:
        return (Paragraph(text("report.lines.none")),)
    notes = (text("report.lines.note"), *seats_said(result))
    return (Grid(table, "villages"), *(Paragraph(said, note=True) for said in notes))


def seats_said(result: Result) -> list[Text]:
    """Return where the seats that were used come from: the county's table, riders, the scenario."""
    table, listed = lines_table(result), listed_seats(result.county)
    today = table[table["line_status"] == "existing"]
    used = dict(zip(today["line_id"], today["line_seats"], strict=True))
    given = {line: seats for line, seats in listed.items() if line in used}
    raised = sum(int(used[line]) > seats for line, seats in given.items())
    blank = len(today) - len(given)
    said = []
    if given:
        each = "–".join(count(n) for n in sorted({min(given.values()), max(given.values())}))
        said.append(
            text("report.lines.seats_today", lines=len(today), given=len(given), seats=each)
        )
    if raised:
        said.append(text("report.lines.seats_raised", raised=raised))
    if blank:
        said.append(text("report.lines.seats_blank", blank=blank))
    if (table["line_status"] == "funded").any():
        seats = result.scenario.lines.seats
        said.append(text("report.lines.seats_new", seats=count(seats)))
    return said


def listed_seats(county: County) -> dict[str, int]:
    """Return the seats that the county's table gives, by line; lines where it is blank are left out."""
    if county.services is None or "seats" not in county.services:
        return {}
    given = county.services.dropna(subset=["seats"]).sort_values("stop_order", kind="stable")
    first = given.drop_duplicates("line_id")
    pairs = zip(first["line_id"], first["seats"], strict=True)
    return {str(line): int(seats) for line, seats in pairs}


def lines_section(result: Result) -> Table:
    """Return the lines that anybody rides, the new ones first, as words."""
    table, listed = lines_table(result), listed_seats(result.county)
    table = table[table["riders"] > 0].sort_values(
        ["line_status", "line_id"], ascending=[False, True]
    )
    rows: list[list[Cell]] = []
    for row in table.to_dict("records"):
        new = row["line_status"] == "funded"
        rows.append(
            [
                str(row["line_id"]),
                text(f"line_status.{row['line_status']}"),
                str(row["stops"]),
                f"{few(row['riders_before'])} → {few(row['riders'])}",
                _seats(row["line_seats"], None if new else listed.get(row["line_id"])),
                yuan(row["annual_yuan"]) if new else "—",
                yuan(row["capital_yuan"]) if new else "—",
            ]
        )
    names = ("line", "line_status", "stops", "riders", "seats", "line_annual", "line_capital")
    return Table(heads(*names), rows, frozenset({3, 4, 5, 6}), short=frozenset({0, 1}))


def _seats(used: int, listed: int | None) -> Cell:
    """Return the seats that were used, with those of the county's table where it has fewer."""
    import pandas as pd

    if pd.isna(used):
        return "—"
    if listed is None or used <= listed:
        return count(used)
    return text("report.lines.raised", used=count(used), listed=count(listed))


def _stops_today(county: County) -> dict[str, list[str]]:
    """Return the stops of each line of today by the name of what lies there."""
    if county.services is None or county.services.empty:
        return {}
    import shapely

    places = [*county.villages.geometry, *county.schools.geometry]
    names = [str(n) for n in (*county.villages["name"], *county.schools["name"])]
    stops = county.services.sort_values(["line_id", "stop_order"], kind="stable")
    tree = shapely.STRtree(places)
    found, place = tree.query_nearest(np.asarray(stops.geometry), max_distance=NAMED_WITHIN_M)
    nearest: dict[int, str] = {}
    for stop, at in sorted(zip(found.tolist(), place.tolist(), strict=True), reverse=True):
        nearest[stop] = names[at]
    called: dict[str, list[str]] = {}
    orders = zip(stops["line_id"].astype(str), stops["stop_order"], strict=True)
    for n, (line, order) in enumerate(orders):
        called.setdefault(line, []).append(nearest.get(n, f"{int(order)}"))
    return called
