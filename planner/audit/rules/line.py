"""Line: a minibus line that does not run today runs for enough pupils, and only for its own."""

from __future__ import annotations

from planner.accounts import Accounts
from planner.audit.rules.seats import line_riders
from planner.audit.violation import Violation, breach, in_words
from planner.county.dictionary import STAGES
from planner.instance import Instance
from planner.plan import Plan

NAME = "line"


def violation(instance: Instance, plan: Plan, accounts: Accounts) -> list[Violation]:
    """Check that a possible line has nobody or enough riders, all of the stages it takes.

    That they are no more than its seats is the rule of `seats`, for every line.
    """
    fewest = instance.scenario.lines.min_riders_per_line
    found = []
    for n, riders in enumerate(line_riders(instance, plan, accounts).tolist()):
        if instance.line_possible[n] and 0 < riders < fewest:
            words = {"line": instance.line_id[n], "riders": riders, "fewest": fewest}
            found.append(
                breach(NAME, "few", (instance.line_id[n],), fewest - riders, "pupils", **words)
            )
    for row, a in zip(plan.assignments, accounts.option.tolist(), strict=True):
        line = int(instance.option_line[a]) if a >= 0 and row.mode == "ride" else -1
        if line >= 0 and not instance.line_stages[line, STAGES.index(row.stage)]:
            ids = (row.village_id, instance.line_id[line])
            words = in_words(row) | {"line": instance.line_id[line]}
            found.append(breach(NAME, "stage", ids, row.pupils, "pupils", **words))
    return found
