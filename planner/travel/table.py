"""The travel table: every trip a pupil could make, as rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from planner.findings import Finding

if TYPE_CHECKING:
    import pandas

COLUMNS = (
    "village_id",
    "school_id",
    "stage",
    "mode",
    "season",
    "minutes",
    "minutes_other",
    "metres",
    "offroad_metres",
    "walk_minutes",
    "wait_minutes",
    "ride_minutes",
    "line_id",
    "fare_yuan",
    "vehicle",
    "hazard",
)


@dataclass(frozen=True)
class TravelTable:
    """Trips between villages and sites.

    Parameters
    ----------
    trips
        One row per village, site, stage, mode and season, columns `COLUMNS`, sorted by the
        first five. ``minutes`` is one way in the slower direction, ``minutes_other`` the
        other direction; ``metres`` the whole way of which ``offroad_metres`` off any road;
        ``walk_minutes + wait_minutes + ride_minutes = minutes``; ``line_id`` the bus line
        or empty; ``fare_yuan`` what the vehicle costs the household one way; ``vehicle``
        whether a private or hired vehicle is needed: always for a private ride, for a
        boarder's weekly trip where part of it is driven and no bus line could serve the
        pair; ``hazard`` whether a hazard stretch is used, on foot or by vehicle. Pairs that
        cannot be reached are absent.
    findings
        Islands, villages far from any road, villages that reach no school.
    lines
        Seats by bus line id on its morning run (a large number where not limited).
    """

    trips: pandas.DataFrame
    findings: tuple[Finding, ...] = ()
    lines: dict[str, int] | None = None
