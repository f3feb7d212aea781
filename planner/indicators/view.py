"""What indicators look at: the pupils of a plan and its sites, whole or one group of them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.accounts import Accounts
from planner.instance import Flags, Floats, Ints


@dataclass(frozen=True, eq=False)
class Rows:
    """Pupils of a plan: one entry for each assignment and each unserved row, shape (n,).

    Parameters
    ----------
    pupils, stage
        How many, of which stage.
    village
        Where they live.
    served
        Whether the plan brings them to a school.
    mode, site
        How they go and to which site, -1 where unserved.
    minutes, excess_minutes, week_minutes
        One way; above the norm; in a school week. NaN where unserved.
    weighed_minutes
        Minutes in which those of a long trip weigh more (planner/equity.py). NaN where
        unserved.
    trips
        One-way trips a year, 0 where unserved.
    over_norm, vehicle, affected
        Whether the trip is over the norm (the unserved are); needs a private or hired
        vehicle; makes them affected.
    has_stream, stream_lost
        Whether they are taught in or with their mother tongue today; go where they are not.
    school_lost
        Whether today's school closes or no longer teaches their stage.
    home_minutes
        On foot from a hamlet to the village centre, NaN where unknown.
    over_norm_at_hamlet
        Whether the trip with that walk is over the norm; the walk counts nothing where it is
        not known.
    household_yuan, household_yuan_today
        Per pupil and year, 0 where there is no trip.
    mode_today, site_today
        As today, -1 where there is none.
    growth_minutes
        By how much the trip grows, one way; a daily and a weekly trip are compared by a
        tenth of their school-week minutes. NaN where there is no trip before or after.
    """

    pupils: Ints
    stage: Ints
    village: NDArray[np.str_]
    served: Flags
    mode: Ints
    site: Ints
    minutes: Floats
    excess_minutes: Floats
    week_minutes: Floats
    weighed_minutes: Floats
    trips: Floats
    over_norm: Flags
    home_minutes: Floats
    over_norm_at_hamlet: Flags
    vehicle: Flags
    affected: Flags
    has_stream: Flags
    stream_lost: Flags
    school_lost: Flags
    household_yuan: Floats
    household_yuan_today: Floats
    mode_today: Ints
    site_today: Ints
    growth_minutes: Floats

    def where(self, chosen: Flags) -> Rows:
        """Return the chosen rows only."""
        return Rows(**{f.name: getattr(self, f.name)[chosen] for f in fields(self)})


@dataclass(frozen=True, eq=False)
class Sites:
    """Sites of a plan, shape (j,), or (j, stages) where said.

    Parameters
    ----------
    open, closed, point
        Open after the plan; a school today that closes; open as a teaching point.
    pupils, classes, multigrade
        By stage, shape (j, stages); `multigrade` counts multi-grade classes.
    posts, capital_yuan, floor_revenue_yuan
        Teaching posts, capital spent there and small-school revenue; None for one stage
        alone, which has none of its own.
    left_behind, without_bed
        Left-behind pupils of boarding age who go there (expected numbers: those of a unit are
        spread evenly over its pupils); day pupils among them for whom no bed is left where
        anybody boards. None where nobody is left behind, and for one stage.
    with_bed
        Those of `left_behind` who board, or for whom a bed is free at the school. None as
        above.
    kept_yuan
        What the site costs though its school is closed. None for one stage too.
    """

    open: Flags
    closed: Flags
    point: Flags
    pupils: Ints
    classes: Ints
    multigrade: Ints
    posts: Ints | None
    capital_yuan: Floats | None
    floor_revenue_yuan: Floats | None
    left_behind: Floats | None
    without_bed: Floats | None
    with_bed: Floats | None
    kept_yuan: Floats | None

    def where(self, chosen: Flags) -> Sites:
        """Return the chosen sites only."""
        parts: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            parts[field.name] = None if value is None else value[chosen]
        return Sites(**parts)


@dataclass(frozen=True, eq=False)
class View:
    """One group of a plan.

    Parameters
    ----------
    rows
        Its pupils.
    sites
        Its sites, None where the group is one of pupils only.
    accounts
        The county's accounts, None for any smaller group.
    mode
        The mode by which all its pupils go, None where they go by any or by none.
    aversion_per_minute
        How unequal trips weigh (planner/equity.py).
    """

    rows: Rows
    sites: Sites | None = None
    accounts: Accounts | None = None
    mode: int | None = None
    aversion_per_minute: float = 0.0
