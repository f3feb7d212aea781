"""What gives way so that a plan may exist, in people's units."""

from __future__ import annotations

import math
from dataclasses import dataclass

from planner.county.dictionary import MODES, STAGES
from planner.instance import FORBIDDEN_BY, Instance, Ints
from planner.programme.prices import PRICES, Family, Unit


@dataclass(frozen=True)
class Concession:
    """One thing that gives way.

    Parameters
    ----------
    rule
        What gives way: a key of `planner.programme.prices.PRICES`, or ``trip_`` and the
        limit that a trip breaks.
    amount
        Pupils, schools, rooms, beds, seats, posts or yuan, as the rule counts.
    school, township, village, line
        What it is about, empty where it is not.
    stage, mode, minutes, minutes_before, stays
        Of a trip; whether it leads to today's school. NaN where there is none.
    pupils
        Pupils it is for.
    kept
        Schools of a township that offer the stage it counts, with their pupils of it.
    """

    rule: str
    amount: float
    school: str = ""
    township: str = ""
    village: str = ""
    line: str = ""
    stage: str = ""
    mode: str = ""
    minutes: float = math.nan
    minutes_before: float = math.nan
    stays: bool = False
    pupils: int = 0
    kept: tuple[tuple[str, int], ...] = ()

    @property
    def family(self) -> Family:
        """The family it belongs to."""
        return "trips" if self.rule.startswith("trip_") else PRICES[self.rule].family

    @property
    def unit(self) -> Unit:
        """What its amount counts."""
        return "pupils" if self.rule.startswith("trip_") else PRICES[self.rule].unit

    @property
    def item(self) -> tuple[str, ...]:
        """What gives way, whatever the amount."""
        return (self.rule, self.township, self.school, self.village, self.line, self.stage)


@dataclass(frozen=True)
class Remedy:
    """Concessions that together make a plan possible.

    Parameters
    ----------
    concessions
        Sorted by rule and place.
    price
        What they cost together, to compare answers and for nothing else.
    proved
        Whether no cheaper answer of the same kind exists.
    """

    concessions: tuple[Concession, ...]
    price: float
    proved: bool

    @property
    def families(self) -> tuple[Family, ...]:
        """Families that give way, in the order of their concessions."""
        return tuple(dict.fromkeys(c.family for c in self.concessions))


def remedy(found: list[Concession], price: float, proved: bool) -> Remedy:
    """Return an answer with its concessions in order."""
    return Remedy(tuple(sorted(found, key=lambda c: c.item)), price, proved)


def struck_trip(instance: Instance, codes: Ints, a: int, pupils: int) -> Concession:
    """Return the concession of pupils on an option that a limit strikes out.

    Parameters
    ----------
    codes
        Limit that each option breaks, shape (A,).
    """
    u, j = int(instance.option_unit[a]), int(instance.option_site[a])
    return Concession(
        f"trip_{FORBIDDEN_BY[int(codes[a])]}",
        pupils,
        school=instance.site_id[j],
        village=instance.unit_village[u],
        stage=STAGES[int(instance.unit_stage[u])],
        mode=MODES[int(instance.option_mode[a])],
        minutes=float(instance.option_minutes[a]),
        minutes_before=float(instance.unit_minutes[u]),
        stays=bool(j == int(instance.unit_site[u])),
        pupils=pupils,
    )
