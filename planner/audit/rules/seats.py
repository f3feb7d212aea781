"""Seats: a bus line carries no more pupils each morning than it seats."""

from __future__ import annotations

import numpy as np

from planner.accounts import Accounts
from planner.audit.violation import Violation, breach
from planner.instance import RIDE, Instance, Ints
from planner.plan import Plan

NAME = "seats"


def line_riders(instance: Instance, plan: Plan, accounts: Accounts) -> Ints:
    """Return the day pupils who ride each bus line, shape (L,).

    Boarders' trips home do not count: they do not fall on the morning run.
    """
    riders = np.zeros(len(instance.line_id), dtype=np.int64)
    for row, a in zip(plan.assignments, accounts.option.tolist(), strict=True):
        if a >= 0 and instance.option_mode[a] == RIDE and instance.option_line[a] >= 0:
            riders[instance.option_line[a]] += row.pupils
    return riders


def violation(instance: Instance, plan: Plan, accounts: Accounts) -> list[Violation]:
    """Riders of a line <= its seats."""
    riders = line_riders(instance, plan, accounts).tolist()
    lines = zip(instance.line_id, riders, instance.line_seats.tolist(), strict=True)
    return [
        breach(NAME, "full", (line,), n - seats, "seats", line=line, riders=n, seats=seats)
        for line, n, seats in lines
        if n > seats
    ]
