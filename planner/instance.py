"""The instance: all that a programme is given, as arrays and ids.

The only door between geography and mathematics: no geometry, no files of the county, no
solver. It is saved with the run, so that the audit needs nothing else.

Indices: ``u`` demand unit, ``j`` site, ``a`` option, ``g`` stage, ``k`` kind, ``m`` mode.
Stages, kinds and modes are numbered in the order of `planner.county`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.county.dictionary import KINDS, MODES, OFFERS, STAGES
from planner.scenario import Scenario

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

WALK, RIDE, BOARD = range(len(MODES))
KIND_OFFERS: Flags = np.array([[g in OFFERS[k] for g in STAGES] for k in KINDS])
"""Shape (kinds, stages): whether a kind offers a stage."""

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

    @property
    def units(self) -> int:
        """Number of demand units."""
        return len(self.unit_village)

    @property
    def sites(self) -> int:
        """Number of sites."""
        return len(self.site_id)

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
    def option_trips(self) -> Floats:
        """One-way trips a pupil makes in a year, shape (A,)."""
        pupils = self.scenario.pupils
        return np.where(self.option_mode == BOARD, pupils.board_trips, pupils.day_trips)

    @property
    def reachable(self) -> Flags:
        """Units that some trip within its ceiling brings to a site, shape (U,).

        Whether pins, protection or prices then leave them an option is another matter. A
        candidate that the scenario keeps shut is no site.
        """
        ceiling = ceiling_minutes(self.scenario)[self.option_stage, self.option_mode]
        within = (self.option_minutes <= ceiling + 1e-6) & self._offerable & self._may_board
        within &= (self.site_existing | ~self.site_must_close)[self.option_site]
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
        may_offer = (self.site_kinds.astype(int) @ KIND_OFFERS.astype(int)) > 0
        flags: Flags = may_offer[self.option_site, self.option_stage]
        return flags

    @property
    def _may_board(self) -> Flags:
        lowest = STAGES.index(self.scenario.boarding.lowest_stage)
        flags: Flags = (self.option_mode != BOARD) | (self.option_stage >= lowest)
        return flags

    def save(self, path: Path) -> None:
        """Write all arrays and the scenario to a compressed ``.npz``."""
        arrays: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name == "scenario":
                value = value.model_dump_json()
            arrays[field.name] = np.asarray(value)
        np.savez_compressed(path, **arrays)

    @classmethod
    def load(cls, path: Path) -> Instance:
        """Read what `save` wrote."""
        values: dict[str, Any] = {}
        with np.load(path, allow_pickle=False) as archive:
            for field in fields(cls):
                array = archive[field.name]
                if field.name == "scenario":
                    values[field.name] = Scenario.model_validate(json.loads(str(array)))
                elif field.name == "posts_today":
                    values[field.name] = int(array)
                elif field.name in ("unit_village", "unit_today", "site_id", "township", "line_id"):
                    values[field.name] = tuple(str(v) for v in array)
                else:
                    values[field.name] = array
        return cls(**values)


def norm_minutes(scenario: Scenario) -> Floats:
    """Return the norm by stage and mode in minutes, infinite where none is set."""
    norm = np.full((len(STAGES), len(MODES)), np.inf)
    for g, stage in enumerate(STAGES):
        limits = scenario.stage_travel(stage)
        norm[g] = (
            limits.walk_max_minutes,
            limits.ride_max_minutes,
            limits.weekly_max_minutes or np.inf,
        )
    return norm


def ceiling_minutes(scenario: Scenario) -> Floats:
    """Return the ceiling by stage and mode in minutes, infinite where none is set."""
    ceiling = np.full((len(STAGES), len(MODES)), np.inf)
    for g, stage in enumerate(STAGES):
        limits = scenario.stage_travel(stage)
        ceiling[g] = (
            limits.ceiling_minutes,
            limits.ceiling_minutes,
            limits.weekly_ceiling_minutes or np.inf,
        )
    return ceiling


def excess_minutes(minutes: Floats, norm: Floats) -> Floats:
    """Return the minutes above the norm; a trip at the norm (to 1e-6) is within it."""
    excess = np.asarray(minutes - norm)
    return np.where(excess > 1e-6, excess, 0.0)
