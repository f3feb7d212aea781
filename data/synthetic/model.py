"""Plain records shared by the steps of the generator."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

SEED = 20200701
EARTH_M_PER_DEGREE = 111_195.0


@dataclass(frozen=True)
class Grid:
    """A regular longitude/latitude grid, row 0 in the north.

    Parameters
    ----------
    west_deg, north_deg
        Outer corner of the north-western cell, degrees.
    dlon_deg, dlat_deg
        Cell size, degrees.
    nrows, ncols
        Number of rows and columns.
    """

    west_deg: float
    north_deg: float
    dlon_deg: float
    dlat_deg: float
    nrows: int
    ncols: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.nrows, self.ncols

    @property
    def dy_m(self) -> float:
        """Cell height in metres."""
        return self.dlat_deg * EARTH_M_PER_DEGREE

    @property
    def dx_m(self) -> float:
        """Cell width in metres at the middle latitude."""
        middle = self.north_deg - self.dlat_deg * self.nrows / 2
        return float(self.dlon_deg * EARTH_M_PER_DEGREE * np.cos(np.radians(middle)))

    def lonlat(self, cell: np.ndarray | int) -> tuple[np.ndarray, np.ndarray]:
        """Return the centre of flat cell numbers as longitude and latitude, degrees."""
        row, col = np.divmod(np.asarray(cell), self.ncols)
        lon = self.west_deg + (col + 0.5) * self.dlon_deg
        lat = self.north_deg - (row + 0.5) * self.dlat_deg
        return lon, lat

    def cell(self, lon: np.ndarray | float, lat: np.ndarray | float) -> np.ndarray:
        """Return the flat number of the cell that holds each point."""
        col = np.floor((np.asarray(lon) - self.west_deg) / self.dlon_deg).astype(int)
        row = np.floor((self.north_deg - np.asarray(lat)) / self.dlat_deg).astype(int)
        row = np.clip(row, 0, self.nrows - 1)
        col = np.clip(col, 0, self.ncols - 1)
        return row * self.ncols + col

    def xy_m(self, cell: np.ndarray | int) -> np.ndarray:
        """Return local plane coordinates of cell centres, metres, shape (n, 2)."""
        row, col = np.divmod(np.asarray(cell), self.ncols)
        return np.column_stack([np.atleast_1d(col) * self.dx_m, -np.atleast_1d(row) * self.dy_m])


@dataclass(frozen=True)
class Rates:
    """Shares of the population and other levels used to make the villages.

    Parameters
    ----------
    lower, upper, junior, young
        Pupils of each stage and children of 0 to 5 years as a share of the people.
    household_size
        People in a household.
    minority_share
        Share of the county's people who belong to its main minority.
    language
        Mother tongue of the villages outside the Mandarin-speaking ones.
    mandarin_units
        Village codes whose people mostly speak Mandarin; a township code stands for a third
        of its villages.
    herder_from_m, herder_to_m
        Altitudes at which the share of herders starts to rise and ends to rise, metres.
    herder_max
        Largest share of herders.
    income_yuan
        Middle income of a person and year, yuan.
    left_behind
        Share of the pupils left behind by parents working away.
    streams
        Teaching streams and their weights, drawn for each township.
    """

    lower: float
    upper: float
    junior: float
    young: float
    household_size: float
    minority_share: float
    language: str
    mandarin_units: tuple[str, ...]
    herder_from_m: float
    herder_to_m: float
    herder_max: float
    income_yuan: float
    left_behind: float
    streams: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class SchoolPlan:
    """How many schools of which kind a county has today.

    Parameters
    ----------
    seat_primaries
        Complete primary schools in the county seat beside the central one.
    junior_townships
        Townships with a junior school, repeated for more than one.
    nine_year_townships
        Townships whose central school is a nine-year school.
    complete_minimum
        Upper-stage pupils around a place from which a village primary is complete.
    complete_per_township
        Village primaries per village unit of a township.
    far_share
        Share of lower pupils allowed to live farther than 2.5 km from a school.
    further_points
        Teaching points beyond those that the far share calls for.
    boarding_share
        Share of central primary schools with beds.
    candidate_townships
        Places of the planned schools: township and kind.
    """

    seat_primaries: int
    junior_townships: tuple[str, ...]
    nine_year_townships: tuple[str, ...]
    complete_minimum: int
    complete_per_township: float
    far_share: float
    further_points: int
    boarding_share: float
    candidate_townships: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class County:
    """Everything that tells one county from another. Altitudes in metres.

    ``rivers`` are lists of (longitude, latitude, altitude_m) that fall downstream;
    ``seats`` are wished places of the township seats; ``routes`` are numbered roads:
    (name, class, waypoints), a waypoint being a township or a longitude and latitude.
    """

    county_id: str
    adcode: str
    name_zh: str
    name_en: str
    people: int
    townships: int
    units: int
    seat: str
    seat_altitude_m: int
    min_m: int
    max_m: int
    steepness: float
    regions: tuple[tuple[float, float, float, float], ...]
    rivers: tuple[tuple[tuple[float, float, float], ...], ...]
    seats: dict[str, tuple[float, float]]
    routes: tuple[tuple[str, str, tuple[str | tuple[float, float], ...]], ...]
    village_limit_m: float
    winter_from_m: float
    cluster_spacing_km: float
    villages_per_cluster: float
    far_off_share: float
    town_people: dict[str, int]
    rates: Rates
    plan: SchoolPlan
    road_island: bool = False
    attendance: bool = False
    assumptions: tuple[tuple[str, str], ...] = field(default_factory=tuple)
