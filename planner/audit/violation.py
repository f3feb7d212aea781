"""A broken rule: where, and by how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.county.dictionary import MODES, STAGES
from planner.findings import Finding
from planner.instance import Instance
from planner.plan import Assignment, Plan, SiteDecision, Unserved
from planner.texts import Text, text

TOLERANCE_MINUTES = 1e-6
"""Limits in minutes are inclusive to this."""
RELATIVE = 1e-6
"""Sums of money, minutes and shares are equal within this share of the larger."""

UnitKey = tuple[str, str, str]
"""Village, stage and today's school of a demand unit."""


@dataclass(frozen=True)
class Violation:
    """One place in which a plan breaks a rule.

    Parameters
    ----------
    rule
        Name of the rule, as in docs/formulation.md.
    message
        What is wrong, with the place in ids and the amount.
    ids
        Villages, schools, lines or townships concerned.
    by
        By how much, always above 0.
    unit
        Unit of `by`: ``pupils``, ``minutes``, ``classes``, ``rooms``, ``m2``, ``beds``,
        ``schools``, ``posts``, ``yuan``, ``seats``, ``places``.
    """

    rule: str
    message: Text
    ids: tuple[str, ...]
    by: float
    unit: str

    def finding(self) -> Finding:
        """Return it as a finding that stops a run."""
        value = f"{self.by:g} {self.unit}"
        return Finding(self.rule, "error", self.message, value=value, ids=self.ids)


def breach(
    rule: str, what: str, ids: tuple[str, ...], by: float, unit: str, **fields: object
) -> Violation:
    """Return a violation whose sentence is ``audit.<rule>.<what>`` of the catalogue."""
    return Violation(rule, text(f"audit.{rule}.{what}", by=by, **fields), ids, float(by), unit)


def unit_of(row: Assignment | Unserved) -> UnitKey:
    """Return the demand unit of a row."""
    return (row.village_id, row.stage, row.baseline_school_id)


def unit_keys(instance: Instance) -> list[UnitKey]:
    """Return the demand units in the order of the instance."""
    stages = [STAGES[g] for g in instance.unit_stage.tolist()]
    return list(zip(instance.unit_village, stages, instance.unit_today, strict=True))


def decisions(plan: Plan) -> Mapping[str, SiteDecision]:
    """Return the decision on each site by id."""
    return {s.school_id: s for s in plan.sites}


def in_words(row: Assignment | Unserved) -> dict[str, object]:
    """Return the fields of a row that sentences use."""
    words: dict[str, object] = {
        "village": row.village_id,
        "stage": text(f"stage.{row.stage}"),
        "pupils": row.pupils,
    }
    if isinstance(row, Assignment):
        assert row.mode in MODES
        words |= {"school": row.school_id, "mode": text(f"mode.{row.mode}")}
    return words


def exceeds(value: float, limit: float) -> bool:
    """Return whether a sum lies above an inclusive limit by more than rounding."""
    return value - limit > RELATIVE * max(1.0, abs(value), abs(limit))
