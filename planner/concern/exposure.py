"""What a plan would do to households: the seam between counting, testing and showing.

Exposure is what a plan would do; worry is what people said. Nothing here knows of the survey.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

DEFINITIONS = ("D1", "D1_over_norm", "D1_boarding", "D2", "D3", "all_three")
"""Time; newly over the norm only; newly boarding at any stage counted too; cost; any of distance,
traffic and cost; distance, traffic and cost together. As in `planner.affected.DEFINITIONS`."""

UNITS = ("children", "households", "child_weighted")
"""Who is counted: children in grades 1 to 9, households with such children, and households
weighted by their children (how parents reached through pupils over-represent large families)."""


@dataclass(frozen=True)
class Band:
    """A number of affected of all, as an estimate within bounds.

    Parameters
    ----------
    affected, low, high
        Estimate and its bounds, in the unit counted; where nothing is estimated all three agree.
    total
        All of that unit.
    """

    affected: float
    low: float
    high: float
    total: float

    @property
    def share(self) -> float:
        """Affected of all, 0 to 1; NaN where there is nobody."""
        return self.affected / self.total if self.total > 0 else float("nan")

    @property
    def low_share(self) -> float:
        """The lower bound as a share."""
        return self.low / self.total if self.total > 0 else float("nan")

    @property
    def high_share(self) -> float:
        """The upper bound as a share."""
        return self.high / self.total if self.total > 0 else float("nan")


@dataclass(frozen=True)
class GroupExposure:
    """Exposure of one group under one definition.

    Parameters
    ----------
    definition
        One of `DEFINITIONS`.
    kind, group
        ``county``, ``township``, ``village``, ``language``, ``stage`` or ``herding`` (class of
        the farming and herding share), and which; both plain codes or names of the data.
    unit
        One of `UNITS`.
    population
        ``all`` households, or ``herding``: weighted by the farming and herding share of the
        village.
    band
        The count.
    """

    definition: str
    kind: str
    group: str
    unit: str
    population: str
    band: Band


@dataclass(frozen=True)
class Burden:
    """What the way to school asks on average, before and after the plan.

    Parameters
    ----------
    kind, group
        ``county``, ``township``, ``language`` or ``stage``, and which.
    measure
        One of `planner.concern.burden.MEASURES`; its unit is in the name.
    before, after
        Means over the children (or their households) with a trip before and after; NaN
        without any.
    """

    kind: str
    group: str
    measure: str
    before: float
    after: float


@dataclass(frozen=True)
class PlanExposure:
    """Exposure under one plan, with all that a reader has to know of the plan.

    Parameters
    ----------
    run, county_id, county, scenario
        Run folder as given, id and name of the county, name of the scenario.
    status, gap, ended_by
        As in the manifest; the gap is infinite where no bound is known.
    evidence
        ``measured``, ``estimated`` or ``synthetic``: the weakest of what the plan rests on.
    basis
        How today's flows are known by stage: ``attendance``, ``fitted`` or ``assumed``.
    intensity
        How far the plan consolidates: ``schools_today``, ``schools_kept`` (of today's),
        ``schools_open``, ``closed_share`` (of today's), ``annual_cost_yuan``, ``pupils_moved_share``.
    exposures
        Every group; ``kind="county"`` holds the headline figures, its group is empty.
    overlap
        Children by the set of D1, D2 and D3 that affects them, as ``"D1+D3"``; ``""`` for none.
    villages_at_risk
        Households affected by village and definition: ``(village_id, definition) -> share``.
    village_households
        Households with children in grades 1 to 9 by village, estimated where not known.
    estimated
        What was estimated and how, as keys of the text catalogue with fields.
    compared
        Time with day and boarding trips compared either way: ``("week" or "one_way",
        definition, unit) -> band`` of the county, for ``D1`` and ``D1_boarding``.
    burdens
        Time, distance, vehicles, hazard and private cost before and after.
    county_name
        Name by language; empty for runs of earlier versions.
    """

    run: str
    county_id: str
    county: str
    scenario: str
    status: str
    gap: float
    ended_by: str
    evidence: str
    basis: Mapping[str, str]
    intensity: Mapping[str, float]
    exposures: tuple[GroupExposure, ...]
    overlap: Mapping[str, float]
    villages_at_risk: Mapping[tuple[str, str], float]
    village_households: Mapping[str, float]
    estimated: tuple[tuple[str, Mapping[str, str]], ...] = field(default=())
    compared: Mapping[tuple[str, str, str], Band] = field(default_factory=dict)
    burdens: tuple[Burden, ...] = ()
    county_name: Mapping[str, str] = field(default_factory=dict)

    def headline(self, definition: str, unit: str, population: str = "all") -> Band:
        """Return the county's figure of a definition, unit and population."""
        for e in self.exposures:
            asked = (definition, "county", unit, population)
            if (e.definition, e.kind, e.unit, e.population) == asked:
                return e.band
        raise KeyError((definition, unit, population))
