"""Households with children in grades 1 to 9, village by village; what is not known is estimated.

``households.csv`` of a run holds one row for each village with pupils. A cell that was
estimated is marked so in a column beside it: ``given`` where the county's tables say it,
``assumed`` for an option of the scenario, ``reckoned`` from the village's own households,
``township`` or ``county`` for the mean of those around it, ``unknown`` where nothing is known.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.scenario import Scenario

GIVEN, RECKONED, TOWNSHIP, COUNTY, ASSUMED, UNKNOWN = (
    "given",
    "reckoned",
    "township",
    "county",
    "assumed",
    "unknown",
)


@dataclass(frozen=True)
class VillageFacts:
    """What the county's tables say of a village; NaN or empty where they do not.

    Parameters
    ----------
    village_id, village, township
        Id, name, township.
    children
        Pupils of grades 1 to 9.
    households
        All households of the village.
    children_per_household
        Children in grades 1 to 9 of a household that has any.
    herder_share, income_yuan, language
        Farming and herding share, household income, main language.
    """

    village_id: str
    village: str
    township: str
    children: int
    households: float = math.nan
    children_per_household: float = math.nan
    herder_share: float = math.nan
    income_yuan: float = math.nan
    language: str = ""


@dataclass(frozen=True)
class VillageHouseholds:
    """Households with children in grades 1 to 9 in one village: a row of households.csv.

    Parameters
    ----------
    children, households
        Children in grades 1 to 9, and the households they live in.
    children_per_household
        Their ratio, at least 1.
    village_households
        All households of the village, NaN where not known.
    households_basis
        How it is known: ``given``, ``reckoned`` or ``assumed``.
    herder_share, herder_basis
        Farming and herding share: ``given``, ``township``, ``county``, or ``unknown`` (then
        every household counts as one).
    income_yuan, income_basis
        Household income a year, NaN with ``unknown``. Definitions use it where it is
        ``given`` only.
    language
        Empty where not known.
    """

    village_id: str
    village: str
    township: str
    language: str
    children: int
    households: float
    children_per_household: float
    village_households: float
    households_basis: str
    herder_share: float
    herder_basis: str
    income_yuan: float
    income_basis: str


COLUMNS = tuple(VillageHouseholds.__dataclass_fields__)
"""Columns of households.csv."""


def households_of(
    villages: Sequence[VillageFacts], scenario: Scenario
) -> tuple[VillageHouseholds, ...]:
    """Return the households of every village with pupils, what is missing estimated."""
    asked = [v for v in villages if v.children > 0]
    herding = _estimated(asked, [v.herder_share for v in asked])
    income = _estimated(asked, [v.income_yuan for v in asked])
    made = []
    for v, (share, share_basis), (yuan, yuan_basis) in zip(asked, herding, income, strict=True):
        each, basis = children_per_household(v, scenario)
        made.append(
            VillageHouseholds(
                village_id=v.village_id,
                village=v.village,
                township=v.township,
                language=v.language,
                children=v.children,
                households=v.children / each,
                children_per_household=each,
                village_households=v.households,
                households_basis=basis,
                herder_share=1.0 if math.isnan(share) else share,
                herder_basis=share_basis,
                income_yuan=yuan,
                income_basis=yuan_basis,
            )
        )
    return tuple(made)


def children_per_household(village: VillageFacts, scenario: Scenario) -> tuple[float, str]:
    """Return the children in grades 1 to 9 of a household that has any, and how it is known.

    Given; else assumed by the scenario, or more where the village's households say so. If
    children fell on households independently (Poisson) with ``m`` a household, those with any
    would have ``m / (1 - exp(-m))``. Since siblings live together and many households are too
    old for children, they have more: it is the least that can be reckoned. Never fewer than 1
    nor more than the children there are, and no more households than the village has.
    """
    each, basis, mean = village.children_per_household, GIVEN, 0.0
    if village.households > 0:
        mean = village.children / village.households
    if math.isnan(each):
        each, basis = scenario.concern.children_per_household, ASSUMED
        least = mean / -math.expm1(-mean) if mean else 0.0
        if least > each:
            each, basis = least, RECKONED
    return min(max(each, mean, 1.0), float(village.children)), basis


def estimates(households: Sequence[VillageHouseholds]) -> tuple[tuple[str, Mapping[str, str]], ...]:
    """Return what was estimated, as keys of the text catalogue with fields."""
    said: list[tuple[str, Mapping[str, str]]] = []
    for column in ("households", "herder", "income"):
        bases = [getattr(v, f"{column}_basis") for v in households]
        for basis in (RECKONED, ASSUMED, TOWNSHIP, COUNTY, UNKNOWN):
            number = bases.count(basis)
            if number:
                fields = {"villages": str(number), "all": str(len(bases))}
                said.append((f"concern.estimated.{column}_{basis}", fields))
    silent = sum(not v.language for v in households)
    if silent:
        fields = {"villages": str(silent), "all": str(len(households))}
        said.append(("concern.estimated.language_unknown", fields))
    return tuple(said)


def _estimated(
    villages: Sequence[VillageFacts], values: Sequence[float]
) -> list[tuple[float, str]]:
    """Return each value, or the mean of its township or county by children, and the basis."""
    sums: dict[str, tuple[float, float]] = {}
    for v, value in zip(villages, values, strict=True):
        if not math.isnan(value):
            for place in (f"in {v.township}", ""):
                total, weight = sums.get(place, (0.0, 0.0))
                sums[place] = total + v.children * value, weight + v.children
    made = []
    for v, value in zip(villages, values, strict=True):
        near = f"in {v.township}"
        if not math.isnan(value):
            made.append((value, GIVEN))
        elif near in sums:
            made.append((sums[near][0] / sums[near][1], TOWNSHIP))
        elif "" in sums:
            made.append((sums[""][0] / sums[""][1], COUNTY))
        else:
            made.append((math.nan, UNKNOWN))
    return made
