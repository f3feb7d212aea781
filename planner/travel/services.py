"""Bus lines: from their stops in order to the best trip of every pair by bus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.scenario import Scenario
from planner.travel.contraction import contracted
from planner.travel.network import Network, bus_driving
from planner.travel.paths import shortest

if TYPE_CHECKING:
    import geopandas
    import pandas

Array = NDArray[Any]

UNLIMITED_SEATS = 1_000_000
"""Seats of a line on which nobody counts them."""

INCLUSIVE = 1e-9
"""Minutes by which rounding may exceed an inclusive limit."""


@dataclass(frozen=True, eq=False)
class Line:
    """A bus line as arrays; it runs both ways.

    Parameters
    ----------
    line_id
        Its id.
    stops
        Its stops in order, as indices of `Services.xy_m`, shape (k,).
    seats
        Pupils it takes on its morning run.
    fare_yuan
        Fare one way.
    season
        The only season in which it runs, empty for all.
    """

    line_id: str
    stops: Array
    seats: int
    fare_yuan: float
    season: str


@dataclass(frozen=True, eq=False)
class Services:
    """Bus lines and the points at which they stop.

    Parameters
    ----------
    lines
        Sorted by id.
    xy_m
        Coordinates of the stops, each point once, metres, shape (p, 2).
    names
        ``line/order`` of the first row of the table at each point, shape (p,).
    """

    lines: tuple[Line, ...]
    xy_m: Array
    names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Trips:
    """Trips of all pairs, shape (villages, sites) and (villages, sites, parts).

    Parameters
    ----------
    minutes
        Infinite where there is no trip.
    wait_minutes
        Of which waiting.
    parts
        Sums along the way, in the order of `planner.travel.network`.
    line
        Number of the bus line, -1 for none.
    vehicle
        Whether the trip needs a private or hired vehicle.
    """

    minutes: Array
    wait_minutes: Array
    parts: Array
    line: Array
    vehicle: Array


def read_services(table: geopandas.GeoDataFrame | None, scenario: Scenario) -> Services:
    """Read the lines of a services table."""
    if table is None or not len(table):
        return Services((), np.zeros((0, 2)), ())
    points = shapely.get_coordinates(np.asarray(table.geometry))
    xy, row, stop = np.unique(points, axis=0, return_index=True, return_inverse=True)
    rows = table.reset_index(drop=True)
    names = rows["line_id"].astype(str) + "/" + rows["stop_order"].astype(int).astype(str)
    lines = []
    for line_id, stops in rows.groupby("line_id", sort=True):
        stops = stops.sort_values("stop_order", kind="stable")
        seats = _first(stops, "seats")
        fare = _first(stops, "fare_yuan")
        lines.append(
            Line(
                line_id=str(line_id),
                stops=stop[stops.index.to_numpy()],
                seats=UNLIMITED_SEATS if seats is None else int(seats),
                fare_yuan=scenario.costs.fare_yuan if fare is None else float(fare),
                season=str(_first(stops, "season") or ""),
            )
        )
    return Services(tuple(lines), xy, tuple(names.iloc[row]))


def _first(stops: pandas.DataFrame, column: str) -> Any:
    """Return the first value that is not blank, None where there is none."""
    if column not in stops.columns:
        return None
    values = [v for v in stops[column].dropna() if v != ""]
    return values[0] if values else None


def run_lines(
    network: Network, lines: tuple[Line, ...], scenario: Scenario, season: str
) -> tuple[tuple[Array, Array], ...]:
    """Return how long each line rides between any two of its stops in a season.

    Returns
    -------
    tuple
        For each line minutes, shape (k, k), infinite where it does not run or where the road
        between is shut; parts along the way, shape (k, k, parts). A bus calls at every stop.
    """
    first_stop = network.villages + network.sites
    used = np.unique(np.concatenate([line.stops for line in lines])) if lines else np.zeros(0, int)
    place = first_stop + used
    leaving, arriving = network.leaving(place), network.arriving(place)
    roads = contracted(bus_driving(network, scenario, season), np.concatenate([leaving, arriving]))
    minutes, parts = shortest(
        roads.arcs,
        roads.number[leaving],
        roads.number[arriving],
        scenario.travel.cutoff_minutes,
    )
    runs = []
    for line in lines:
        at = np.searchsorted(used, line.stops)
        step = minutes[at[:-1], at[1:]]
        if line.season not in ("", season):
            step = np.full(len(step), np.inf)
        runs.append(_between(step, parts[at[:-1], at[1:]]))
    return tuple(runs)


def _between(step_minutes: Array, step_parts: Array) -> tuple[Array, Array]:
    """Return minutes and parts between all pairs of stops from those of each step."""
    broken = ~np.isfinite(step_minutes)
    stretch = np.concatenate([[0], np.cumsum(broken)])
    at_minutes = np.concatenate([[0.0], np.cumsum(np.where(broken, 0, step_minutes))])
    start = np.zeros((1, step_parts.shape[1]))
    at_parts = np.concatenate([start, np.cumsum(step_parts, axis=0)])
    minutes = np.abs(at_minutes[:, None] - at_minutes)
    apart = stretch[:, None] != stretch
    np.fill_diagonal(apart, True)  # nobody rides from a stop to itself
    return np.where(apart, np.inf, minutes), np.abs(at_parts[:, None] - at_parts)


def bus_trips(
    lines: tuple[Line, ...],
    runs: tuple[tuple[Array, Array], ...],
    to_stop: tuple[Array, Array],
    from_stop: tuple[Array, Array],
    scenario: Scenario,
) -> Trips:
    """Return the best trip of each village and site by one line without change.

    On foot to a stop, wait, ride, on foot from another stop; neither walk is longer than
    ``stop_reach_minutes``, since on the way home the second is the walk to the stop.

    Parameters
    ----------
    lines, runs
        Lines, and how they run as from `run_lines`.
    to_stop
        Walking minutes (villages, stops) and parts of those ways.
    from_stop
        Walking minutes (stops, sites) and parts.
    scenario
        For the wait and the reach.
    """
    reach = scenario.travel.stop_reach_minutes + INCLUSIVE
    on = np.where(to_stop[0] <= reach, to_stop[0], np.inf)
    off = np.where(from_stop[0] <= reach, from_stop[0], np.inf)
    shape = len(on), off.shape[1]
    best = Trips(
        minutes=np.full(shape, np.inf),
        wait_minutes=np.zeros(shape),
        parts=np.zeros((*shape, to_stop[1].shape[2])),
        line=np.full(shape, -1),
        vehicle=np.zeros(shape, dtype=bool),
    )
    wait = scenario.travel.wait_minutes
    for number, (line, (ride, ride_parts)) in enumerate(zip(lines, runs, strict=True)):
        minutes, board_at, alight_at = _best_stops(on[:, line.stops], ride, off[line.stops])
        v, j = np.nonzero(minutes + wait < best.minutes)
        a, b = board_at[v, j], alight_at[v, j]
        best.minutes[v, j] = minutes[v, j] + wait
        best.wait_minutes[v, j] = wait
        best.parts[v, j] = (
            to_stop[1][v, line.stops[a]] + ride_parts[a, b] + from_stop[1][line.stops[b], j]
        )
        best.line[v, j] = number
    return best


def weekly_trips(bus: Trips, hired: Trips, norm_minutes: float | None) -> Trips:
    """Return the weekly trips of boarders: the quickest, an existing line where it is no slower.

    Minutes, metres and fare are those of that one trip. It *needs* a vehicle where part of it
    is driven and no existing line brings the pupil there within the norm: a family without a
    car then takes the bus. A line that a plan may fund is no promise for a Friday, and its
    seats are taken on Monday mornings; it serves no weekly trip.

    Parameters
    ----------
    bus
        Trips by existing line, wait included.
    hired
        Trips on foot and by hired vehicle, stretch by stretch whichever is quicker.
    norm_minutes
        Norm of the weekly trip, None where there is none: then any line will do.
    """
    on_bus = np.isfinite(bus.minutes) & (bus.minutes <= hired.minutes + INCLUSIVE)
    served = bus.minutes <= (np.inf if norm_minutes is None else norm_minutes) + INCLUSIVE
    return Trips(
        minutes=np.where(on_bus, bus.minutes, hired.minutes),
        wait_minutes=np.where(on_bus, bus.wait_minutes, 0.0),
        parts=np.where(on_bus[..., None], bus.parts, hired.parts),
        line=np.where(on_bus, bus.line, -1),
        vehicle=hired.vehicle & ~on_bus & ~(np.isfinite(bus.minutes) & served),
    )


def _best_stops(on: Array, ride: Array, off: Array) -> tuple[Array, Array, Array]:
    """Return least minutes and the stops at which one gets on and off, by village and site."""
    shape = len(on), off.shape[1]
    minutes = np.full(shape, np.inf)
    board_at = np.zeros(shape, dtype=np.int64)
    alight_at = np.zeros(shape, dtype=np.int64)
    for b in range(len(ride)):
        aboard = on + ride[:, b]
        a = aboard.argmin(axis=1)
        aboard = aboard[np.arange(len(on)), a]
        v, j = np.flatnonzero(np.isfinite(aboard)), np.flatnonzero(np.isfinite(off[b]))
        total = aboard[v, None] + off[b, j]
        here = np.ix_(v, j)
        better = total < minutes[here]
        minutes[here] = np.where(better, total, minutes[here])
        board_at[here] = np.where(better, a[v, None], board_at[here])
        alight_at[here] = np.where(better, b, alight_at[here])
    return minutes, board_at, alight_at
