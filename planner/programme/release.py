"""Take a pin off a school that must close, so that what it would change can be asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.gates import may_board, stream_lost
from planner.instance import FORBIDDEN_BY, Flags, Instance
from planner.options.limits import forbidden_codes, held_at_choice

PINNED = FORBIDDEN_BY.index("pinned")
CHOSEN = FORBIDDEN_BY.index("chosen")


def release(instance: Instance, sites: Flags) -> Instance:
    """Return the instance in which some sites need not close.

    Trips to them that only the pin struck out may be used again; those that another rule
    forbids as well stay forbidden, under that rule's name.

    Parameters
    ----------
    sites
        Sites set free, shape (J,).
    """
    site, unit = instance.option_site, instance.option_unit
    barred = np.isin(instance.site_id, list(instance.scenario.schools.no_boarding))
    boards = (instance.site_beds + instance.site_new_beds > 0) & ~barred
    codes = forbidden_codes(
        instance.scenario,
        stage=instance.option_stage,
        mode=instance.option_mode,
        minutes=instance.option_minutes,
        before_mode=instance.unit_mode[unit],
        before_minutes=instance.unit_minutes[unit],
        stays=site == instance.unit_site[unit],
        site_receives=instance.site_receives[site],
        site_boards=boards[site],
        site_pinned_shut=np.zeros(len(site), dtype=bool),
        by_new_line=instance.option_possible,
        old_enough=may_board(instance)[unit],
        stream_lost=stream_lost(instance),
    )
    held = np.zeros(instance.units, dtype=bool)
    held[unit[instance.option_forbidden == CHOSEN]] = True
    codes = held_at_choice(codes, unit, site == instance.unit_site[unit], held)
    freed = (instance.option_forbidden == PINNED) & sites[site]
    return replace(
        instance,
        site_must_close=instance.site_must_close & ~sites,
        option_forbidden=np.where(freed, codes, instance.option_forbidden),
    )
