"""The instance: all that a programme is given, as arrays and ids.

The only door between geography and mathematics: no geometry, no files of the county, no
solver. It is saved with the run, so that the audit needs nothing else.

Indices: ``u`` demand unit, ``j`` site, ``a`` option, ``g`` stage, ``k`` kind, ``m`` mode.
Stages, kinds and modes are numbered in the order of `planner.county`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from planner.areas import AREAS
from planner.county.dictionary import KINDS, MODES, STAGES
from planner.gates import STREAMS as STREAMS
from planner.gates import left_out, may_board
from planner.kept import load_arrays, save_arrays
from planner.kinds import KIND_OFFERS as KIND_OFFERS
from planner.kinds import kind_open_yuan, offered_without_growth
from planner.minutes import ceiling_minutes as ceiling_minutes
from planner.minutes import excess_minutes as excess_minutes
from planner.minutes import norm_minutes as norm_minutes
from planner.scenario import Scenario

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

WALK, RIDE, BOARD = range(len(MODES))

FORBIDDEN_BY = (
    "",
    "ceiling",
    "norm",
    "protect",
    "max_added",
    "boarding_age",
    "no_boarding",
    "receiver",
    "pinned",
    "catchment",
    "stream",
    "chosen",
)
"""Why an option is not allowed, in the order of `Instance.option_forbidden`."""


@dataclass(frozen=True, eq=False)
class Instance:
    """Sets and parameters of the layout programme.

    Parameters
    ----------
    scenario
        All options of the run.
    unit_village, unit_today
        Village id and today's school id (empty for none) of each demand unit, shape (U,).
    unit_stage, unit_pupils
        Stage number and pupils (at least 1), shape (U,).
    unit_site, unit_mode
        Index of today's site and mode, -1 where there is none, shape (U,).
    unit_minutes, unit_metres, unit_household_yuan
        Today's trip: minutes one way in the slower direction, metres, household cost per
        pupil and year; NaN where there is none, shape (U,).
    unit_vehicle, unit_hazard
        Whether today's trip needs a private vehicle; whether it uses a hazard stretch.
    unit_herding
        Farming and herding share of the village, NaN where unknown.
    unit_income_yuan
        Household income, NaN where unknown.
    unit_home_minutes
        On foot from a hamlet at the typical distance to the village centre, which the minutes
        of trips leave out, NaN where the distance is unknown.
    site_id, township, site_township
        Site ids (J,); township names; index of each site's township (J,).
    site_existing
        Whether it is a school today (J,).
    site_kind
        Kind today, or the kind a candidate would have (J,).
    site_kinds
        Kinds it may have after the plan, shape (J, kinds).
    site_must_open, site_must_close
        Pins (J,).
    site_rooms
        Rooms usable without building; never fewer than today's classes need (J,).
    site_new_rooms
        Rooms that could be added (J,).
    site_beds, site_new_beds
        Beds usable, never fewer than today's boarders; beds that could be added (J,).
    site_receives
        False where the building may take no pupils from elsewhere (J,).
    site_max_pupils
        Most pupils the site holds whatever its kind, infinite where only the kind's limit
        counts, shape (J,).
    site_open_yuan
        What the open site costs to run in a year without staff, NaN where the price of its
        kind counts, shape (J,).
    site_pupils_today, site_boarders_today
        Pupils by stage (J, stages) and boarders (J,) of the baseline.
    posts_today
        Teaching posts filled today in the county.
    option_unit, option_site, option_mode
        Indices of each trip that exists within the cutoff, shape (A,), sorted by unit,
        site and mode.
    option_minutes, option_metres
        One way, slower direction of the season planned for; metres of that way (A,).
    option_line
        Index of the bus line used, -1 for none (A,).
    option_household_yuan, option_public_yuan
        Per pupil and year: household cost; public running cost of trip and bed, care staff
        and revenue apart (A,).
    option_vehicle, option_hazard
        As for units (A,).
    option_affected
        Whether a pupil of the unit who takes it counts as affected (A,).
    option_forbidden
        0 where a plan may use it, else an index into `FORBIDDEN_BY` (A,).
    line_id, line_seats
        Bus lines and the pupils each can seat on its morning run (L,).
    line_possible
        Whether the line does not run yet and a plan may fund it (L,). This and what follows
        may be left out: then all lines run today.
    line_yuan, line_vehicle_yuan
        Running a funded line a year; its vehicle, bought once; 0 for lines of today (L,).
    line_stages
        Stages that may ride, shape (L, stages).
    line_stops
        Villages at the stops of a possible line from the far end and last its school: ids of
        a stop joined by ``+``, stops by ``;``; empty for lines of today.
    unit_stream
        Stream of `STREAMS` in which the unit is taught today, -1 for none or not known (U,).
        This and what follows may be left out: then nobody has a stream to lose, and so on.
    unit_left_behind
        Left-behind pupils of the unit (U,).
    site_streams
        Streams that the site teaches, shape (J, streams).
    site_rooms_short
        Rooms of `site_rooms` that are not there: today's classes need them, so that pupils
        of today may stay, but nobody from elsewhere may come until they are (J,).
    site_canteen
        Canteen places for boarders, never fewer than today's boarders take (J,); if left
        out, enough for the beds there.
    site_closed_yuan
        What the site costs in a year though the school on it is closed (J,).
    site_staffing_yuan
        What goals of cost charge the open site for lessons that nobody could give (J,).
    site_area_m2
        Teaching and sports area of each school of today for the county's own pupils (what there
        is less the floors of those from outside), NaN where not known and at candidates,
        shape (J, areas) in the order of `planner.areas.AREAS`. This and what follows count
        under `schools.area_floors` only.
    area_floor_m2
        Area that a pupil needs, 0 where none is asked, shape (areas, stages).
    area_room_m2, area_yuan
        Area that a classroom added brings with it; price of a m² built, shape (areas,).
    """

    scenario: Scenario
    unit_village: tuple[str, ...]
    unit_today: tuple[str, ...]
    unit_stage: Ints
    unit_pupils: Ints
    unit_site: Ints
    unit_mode: Ints
    unit_minutes: Floats
    unit_metres: Floats
    unit_household_yuan: Floats
    unit_vehicle: Flags
    unit_hazard: Flags
    unit_herding: Floats
    unit_income_yuan: Floats
    unit_home_minutes: Floats
    site_id: tuple[str, ...]
    township: tuple[str, ...]
    site_township: Ints
    site_existing: Flags
    site_kind: Ints
    site_kinds: Flags
    site_must_open: Flags
    site_must_close: Flags
    site_rooms: Ints
    site_new_rooms: Ints
    site_beds: Ints
    site_new_beds: Ints
    site_receives: Flags
    site_max_pupils: Floats
    site_open_yuan: Floats
    site_pupils_today: Ints
    site_boarders_today: Ints
    posts_today: int
    option_unit: Ints
    option_site: Ints
    option_mode: Ints
    option_minutes: Floats
    option_metres: Floats
    option_line: Ints
    option_household_yuan: Floats
    option_public_yuan: Floats
    option_vehicle: Flags
    option_hazard: Flags
    option_affected: Flags
    option_forbidden: Ints
    line_id: tuple[str, ...]
    line_seats: Ints
    line_possible: Flags = field(default_factory=lambda: np.zeros(0, dtype=bool))
    line_yuan: Floats = field(default_factory=lambda: np.zeros(0))
    line_vehicle_yuan: Floats = field(default_factory=lambda: np.zeros(0))
    line_stages: Flags = field(default_factory=lambda: np.zeros((0, len(STAGES)), dtype=bool))
    line_stops: tuple[str, ...] = ()
    unit_stream: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    unit_left_behind: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    site_streams: Flags = field(default_factory=lambda: np.zeros((0, len(STREAMS)), dtype=bool))
    site_rooms_short: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    site_canteen: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    site_closed_yuan: Floats = field(default_factory=lambda: np.zeros(0))
    site_staffing_yuan: Floats = field(default_factory=lambda: np.zeros(0))
    site_area_m2: Floats = field(default_factory=lambda: np.zeros((0, len(AREAS))))
    area_floor_m2: Floats = field(default_factory=lambda: np.zeros((0, len(STAGES))))
    area_room_m2: Floats = field(default_factory=lambda: np.zeros(0))
    area_yuan: Floats = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        """Fill in what is left out (`planner.gates.left_out`)."""
        for name, values in left_out(self).items():
            object.__setattr__(self, name, values)

    @property
    def units(self) -> int:
        """Number of demand units."""
        return len(self.unit_village)

    @property
    def sites(self) -> int:
        """Number of sites."""
        return len(self.site_id)

    @property
    def site_kind_open_yuan(self) -> Floats:
        """What each site costs to run in a year as each kind, without staff, (J, kinds)."""
        return kind_open_yuan(self)

    @property
    def site_kind_max_pupils(self) -> Floats:
        """Most pupils of each site as each kind, infinite for no limit, (J, kinds).

        The site's own limit and its kind's both count, but a school of today may stay as
        large as it is.
        """
        limits = [getattr(self.scenario.schools.max_pupils, k) for k in KINDS]
        by_kind = np.array([np.inf if n is None else float(n) for n in limits])
        most = np.minimum(by_kind, self.site_max_pupils[:, None])
        limits_by_site: Floats = np.maximum(most, self.site_pupils_today.sum(axis=1)[:, None])
        return limits_by_site

    @property
    def allowed(self) -> Flags:
        """Options that a plan may use, shape (A,)."""
        allowed: Flags = self.option_forbidden == 0
        return allowed

    @property
    def option_stage(self) -> Ints:
        """Stage of each option's unit, shape (A,)."""
        return self.unit_stage[self.option_unit]

    @property
    def option_pupils(self) -> Ints:
        """Pupils of each option's unit, shape (A,)."""
        return self.unit_pupils[self.option_unit]

    @property
    def option_norm_minutes(self) -> Floats:
        """Norm of each option by stage and mode; infinite where none is set, shape (A,)."""
        return norm_minutes(self.scenario)[self.option_stage, self.option_mode]

    @property
    def option_excess_minutes(self) -> Floats:
        """Minutes above the norm, 0 within it (equality is within), shape (A,)."""
        return excess_minutes(self.option_minutes, self.option_norm_minutes)

    @property
    def option_possible(self) -> Flags:
        """Options by a line that a plan would have to fund, shape (A,)."""
        flags: Flags = np.append(self.line_possible, False)[self.option_line]
        return flags

    @property
    def option_trips(self) -> Floats:
        """One-way trips a pupil makes in a year, shape (A,)."""
        pupils = self.scenario.pupils
        return np.where(self.option_mode == BOARD, pupils.board_trips, pupils.day_trips)

    @property
    def reachable(self) -> Flags:
        """Units that some trip within its ceiling brings to a site, shape (U,).

        Whether pins, protection or prices then leave them an option is another matter. A
        candidate that the scenario keeps shut is no site, a school is what it is until a plan
        lets it grow, and a line that nobody runs yet brings nobody anywhere.
        """
        ceiling = ceiling_minutes(self.scenario)[self.option_stage, self.option_mode]
        within = (self.option_minutes <= ceiling + 1e-6) & self._offerable & self._may_board
        within &= (self.site_existing | ~self.site_must_close)[self.option_site]
        within &= ~self.option_possible
        found = np.zeros(self.units, dtype=bool)
        found[self.option_unit[within]] = True
        return found

    @property
    def loses_unserved(self) -> Flags:
        """Units that count as affected if unserved: a trip today, and a school in reach, (U,).

        A pupil whom no school can serve, or who has no trip today, loses nothing by a plan.
        """
        loses: Flags = self.reachable & (self.unit_mode >= 0)
        return loses

    @property
    def _offerable(self) -> Flags:
        flags: Flags = offered_without_growth(self)[self.option_site, self.option_stage]
        return flags

    @property
    def _may_board(self) -> Flags:
        flags: Flags = (self.option_mode != BOARD) | may_board(self)[self.option_unit]
        return flags

    def save(self, path: Path) -> None:
        """Write all arrays and the scenario to a compressed ``.npz``."""
        save_arrays(self, path)

    @classmethod
    def load(cls, path: Path) -> Instance:
        """Read what `save` wrote."""
        return load_arrays(cls, path)
