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
    "walk_metres",
    "ride_metres",
    "offroad_metres",
    "hazard_metres",
    "climb_m",
    "walk_minutes",
    "wait_minutes",
    "ride_minutes",
    "line_id",
    "fare_yuan",
    "vehicle",
    "hazard",
)


@dataclass(frozen=True)
class PossibleLine:
    """A minibus line that a plan may fund.

    Parameters
    ----------
    line_id, school_id
        Its id and the school it runs to.
    stages
        Stages that may ride.
    stops
        Ids of the villages that each stop serves, from the far end.
    """

    line_id: str
    school_id: str
    stages: tuple[str, ...]
    stops: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class TravelTable:
    """Trips between villages and sites.

    Parameters
    ----------
    trips
        One row per village, site, stage, mode and season, columns `COLUMNS`, sorted by the
        first five. ``minutes`` is one way in the slower direction, ``minutes_other`` the
        other direction; all else is of the slower one's way. ``metres`` are the whole way,
        ``walk_metres + ride_metres``, of which ``offroad_metres`` off any road and
        ``hazard_metres`` on hazard stretches; ``climb_m`` the metres climbed on foot;
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
    possible
        Those of the lines that do not run yet. A pair has one row for each of them besides
        that of its ride today.
    """

    trips: pandas.DataFrame
    findings: tuple[Finding, ...] = ()
    lines: dict[str, int] | None = None
    possible: tuple[PossibleLine, ...] = ()
