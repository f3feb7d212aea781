"""What the allocation programme is given: schools after the layout as arrays and ids."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from planner.instance import Flags, Floats, Ints
from planner.kept import load_arrays, save_arrays
from planner.scenario import Scenario


@dataclass(frozen=True, eq=False)
class ResourceInstance:
    """Schools and what money can do for them.

    Indices: ``k`` quantity of `planner.allocation.items.QUANTITIES`, ``s`` school, ``r`` part of
    a school that the measures judge (a nine-year school has a primary and a junior part), ``y``
    year of building.

    Parameters
    ----------
    scenario
        Options; those of ``resources`` count.
    school_id, school_kind, school_condition
        Schools that teach after the layout, sorted; condition "" where not known.
    school_pupils, school_boarders
        Pupils and boarders after the layout (S,).
    school_have
        What each school has, NaN where not known, shape (4, S).
    school_dorm_m2
        Dormitory area, with what the layout builds; NaN where not known (S,).
    school_building_m2
        Area to be renovated where the building must be; NaN where not known (S,).
    school_online
        Whether online lessons are given there that need a link and a room (S,).
    school_weak
        Weak schools, for whom money is kept (S,).
    part_school, part_band, part_pupils
        School, index into ``BANDS``, pupils of each part (R,).
    part_counted
        Whether the part is to be lifted: in scope of the measures, or asked for besides (R,).
    part_in_scope
        Whether the measures count the part, so that it is in the coefficients (R,).
    part_threshold, part_floor
        What is asked in the indicator's own unit, NaN where nothing is, shape (4, R).
    part_goal
        Level to which the lowest are raised: at least the threshold, higher where a coefficient
        of variation asks for it, NaN where nothing is asked, shape (4, R).
    part_other_met, part_other_low, part_other_unknown
        Of the indicators that money does not move (teachers): how many are reached, how many
        lie below their floor, how many are not known (R,).
    cv_limit
        Most that the coefficient of variation of an indicator may be, by band; infinite for
        none (2,).
    meets_at_least
        Indicators that a school must reach, 0 for no rule.
    indicators
        Indicators that the measures count.
    unit_yuan
        Price of a unit of each of `planner.allocation.items.ITEMS` (9,).
    fit_out_yuan
        Fit-out by m² of teaching and of dormitory area (2,).
    budget_yuan
        Money by year, empty for no limit (Y,).
    """

    scenario: Scenario
    school_id: tuple[str, ...]
    school_kind: tuple[str, ...]
    school_condition: tuple[str, ...]
    school_pupils: Ints
    school_boarders: Ints
    school_have: Floats
    school_dorm_m2: Floats
    school_building_m2: Floats
    school_online: Flags
    school_weak: Flags
    part_school: Ints
    part_band: Ints
    part_pupils: Ints
    part_counted: Flags
    part_in_scope: Flags
    part_threshold: Floats
    part_floor: Floats
    part_goal: Floats
    part_other_met: Ints
    part_other_low: Ints
    part_other_unknown: Ints
    cv_limit: Floats
    meets_at_least: int
    indicators: int
    unit_yuan: Ints
    fit_out_yuan: Ints
    budget_yuan: Ints

    @property
    def schools(self) -> int:
        """Number of schools."""
        return len(self.school_id)

    @property
    def steps(self) -> Ints:
        """Smallest quantity of each of the five items bought in steps (5,)."""
        asked = self.scenario.resources
        area = asked.area_step_m2
        return np.array([area, area, asked.equipment_step_yuan, 1, area], dtype=np.int64)

    @property
    def whole_budget_yuan(self) -> int | None:
        """Money of all years, None for no limit."""
        return int(self.budget_yuan.sum()) if len(self.budget_yuan) else None

    @property
    def unsafe(self) -> Flags:
        """Schools taught in buildings that must be renovated first (S,)."""
        grades = self.scenario.resources.renovate
        return np.array([c in grades for c in self.school_condition], dtype=bool)

    @property
    def dorm_needed_m2(self) -> Floats:
        """Dormitory area that the boarders of each school need (S,)."""
        m2_per_bed = float(self.scenario.boarding.min_m2_per_bed)
        return self.school_boarders.astype(np.float64) * m2_per_bed

    def save(self, path: Path) -> None:
        """Write all arrays and the scenario to a compressed ``.npz``."""
        save_arrays(self, path)

    @classmethod
    def load(cls, path: Path) -> ResourceInstance:
        """Read what `save` wrote."""
        return load_arrays(cls, path)
