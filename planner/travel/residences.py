"""Where pupils really start: the village centre, and where they live in some months.

The norm is to hold wherever a child lives while there is school. A village's trip to a site is
therefore that of the farthest of its places in the season: the centre, and each residence in
whose months there is school. Minutes and all their components are those of that one place. A
site that one of them does not reach is out of reach of the village.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.county import STAGES, County
from planner.county.months import YEAR, months_in
from planner.scenario import Scenario
from planner.travel.closures import season_months
from planner.travel.services import Trips
from planner.travel.speeds import minutes_at, walk_kph

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Starts:
    """Places from which pupils set out: the villages in their order, then the residences.

    Parameters
    ----------
    villages
        Number of villages.
    xy_m
        Coordinates, metres, shape (s, 2).
    village
        Index of the village whose pupils live there, shape (s,).
    months
        When they live there, all the year in the village.
    ids
        Id of the village.
    names
        Name of the village, with the months for a residence.
    """

    villages: int
    xy_m: Array
    village: Array
    months: tuple[frozenset[int], ...]
    ids: tuple[str, ...]
    names: tuple[str, ...]

    def of_season(self, scenario: Scenario, season: str) -> Array:
        """Return which places are lived in while there is school in a season, shape (s,)."""
        school = season_months(scenario, season)
        lived = [months == YEAR or bool(months & school) for months in self.months]
        return np.array(lived, dtype=bool)


def read_starts(county: County) -> Starts:
    """Return the villages of a county and their residences."""
    villages, residences = county.villages, county.residences
    ids = [str(i) for i in villages.index]
    xy_m = [shapely.get_coordinates(np.asarray(villages.geometry))]
    village, names = list(range(len(ids))), [str(name) for name in villages["name"]]
    months = [YEAR] * len(ids)
    if residences is not None:
        xy_m.append(shapely.get_coordinates(np.asarray(residences.geometry)))
        number = {name: n for n, name in enumerate(ids)}
        for home in residences.to_dict("records"):
            village.append(number[str(home["village_id"])])
            months.append(months_in(str(home["months"])) or YEAR)
            names.append(f"{names[village[-1]]} ({home['months']})")
    return Starts(
        villages=len(ids),
        xy_m=np.concatenate(xy_m),
        village=np.array(village, dtype=np.int64),
        months=tuple(months),
        ids=tuple(ids[v] for v in village),
        names=tuple(names),
    )


def farthest(trips: Trips, starts: Starts, lived: Array) -> Trips:
    """Return the trips of villages from those of all places, (villages, sites).

    Parameters
    ----------
    trips
        Of all places, shape (s, sites); minutes are infinite where there is none.
    starts
        The places.
    lived
        Places that count, from `Starts.of_season`, shape (s,); villages always do.
    """
    villages = starts.villages
    sites = trips.minutes.shape[1]
    at = np.repeat(np.arange(villages)[:, None], sites, axis=1)
    for place in np.flatnonzero(lived[villages:]) + villages:
        own = at[starts.village[place]]
        own[trips.minutes[place] > trips.minutes[own, np.arange(sites)]] = place
    column = np.arange(sites)
    return replace(trips, **{f.name: getattr(trips, f.name)[at, column] for f in fields(trips)})


def hamlet_minutes(county: County, scenario: Scenario) -> Array:
    """Return the walk from a hamlet to the village centre, minutes, (villages, stages).

    ``hamlet_radius_km`` off any path on the flat, at the speed of the stage in the slowest
    season of the scenario; NaN where the radius is not known.
    """
    found = np.full((len(county.villages), len(STAGES)), np.nan)
    if "hamlet_radius_km" not in county.villages:
        return found
    radius_m = county.villages["hamlet_radius_km"].to_numpy(dtype=float) * 1000
    for g, stage in enumerate(STAGES):
        kph = min(walk_kph(scenario, stage, season) for season in scenario.seasons)
        known = ~np.isnan(radius_m)
        found[known, g] = minutes_at(radius_m[known], kph * scenario.travel.off_path_factor)
    return found
