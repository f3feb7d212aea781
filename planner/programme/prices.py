"""What it costs when a rule gives way (`planner.programme.elastic`), in people's units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from planner.instance import FORBIDDEN_BY, Flags, Floats, Instance, Ints

Family = Literal["trips", "schools", "places", "money", "harm", "unserved"]
FAMILIES: tuple[Family, ...] = ("trips", "schools", "places", "money", "harm", "unserved")

Unit = Literal[
    "pupils", "schools", "rooms", "m2", "beds", "meal_places", "seats", "riders", "posts", "yuan"
]

YUAN_PER_UNIT = 10_000.0
"""Budget rows are written in this many yuan (`planner.programme.rules.budget`)."""


@dataclass(frozen=True)
class Price:
    """What a concession costs: once, and by unit (pupil, bed, room, school, 10,000 yuan).

    `unit` is what people count it in.
    """

    family: Family
    once: float
    each: float
    unit: Unit


PRICES: dict[str, Price] = {
    "serve": Price("unserved", 0, 60, "pupils"),
    "pins": Price("schools", 0, 80, "schools"),
    "pinned": Price("schools", 0, 80, "schools"),
    "township_least": Price("schools", 0, 60, "schools"),
    "township_most": Price("schools", 0, 60, "schools"),
    "open_between_least": Price("schools", 0, 60, "schools"),
    "open_between_most": Price("schools", 0, 60, "schools"),
    "school_size_least": Price("schools", 10, 1, "pupils"),
    "school_size_most": Price("schools", 10, 1, "pupils"),
    "classrooms": Price("places", 10, 20, "rooms"),
    "beds": Price("places", 10, 1, "beds"),
    "beds_county": Price("places", 10, 0.5, "beds"),
    "seats": Price("places", 10, 1, "seats"),
    "line_least": Price("places", 10, 1, "riders"),
    "canteen": Price("places", 10, 0.5, "meal_places"),
    "receiver": Price("places", 10, 30, "rooms"),
    "area_floors_teaching": Price("places", 10, 0.2, "m2"),
    "area_floors_sports": Price("places", 10, 0.1, "m2"),
    "left_behind": Price("harm", 10, 2, "pupils"),
    "establishment": Price("money", 10, 5, "posts"),
    "harm": Price("harm", 10, 1, "pupils"),
    "budget_capital": Price("money", 10, 1, "yuan"),
    "budget_annual": Price("money", 10, 5, "yuan"),
}
"""Prices by what gives way. They weigh concessions against each other and nothing else: a
pupil without a school against sixty on a longer trip, a school more against as many."""

TRIP_EACH, TRIP_EACH_MINUTE = 1.0, 0.05
"""Price of a pupil on a trip that a limit strikes out, and of each minute over the norm."""

GRAVE = ("boarding_age", "no_boarding", "receiver")
GRAVE_EACH = 20.0
"""Limits that stand for a child's age or safety, and what a pupil beyond them costs more."""


def conceded(instance: Instance) -> Ints:
    """Return the codes of options after all limits on trips have given way, shape (A,).

    A unit that no school reaches may stay unserved under any rule: nothing need give way for
    it, so its trips stay as they are.
    """
    needs = instance.reachable[instance.option_unit]
    return np.where(needs, 0, instance.option_forbidden)


def trip_price(instance: Instance) -> Floats:
    """Return the price of a pupil on each option, were it struck out, shape (A,)."""
    price: Floats = TRIP_EACH + TRIP_EACH_MINUTE * instance.option_excess_minutes
    return price + GRAVE_EACH * grave(instance)


def grave(instance: Instance) -> Flags:
    """Return the options that a limit of `GRAVE` strikes out, shape (A,)."""
    codes = [FORBIDDEN_BY.index(name) for name in GRAVE]
    flags: Flags = np.isin(instance.option_forbidden, codes)
    return flags
