"""``households.csv`` of a run folder, and the households of a run that has none."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from planner.concern.households import (
    GIVEN,
    VillageFacts,
    VillageHouseholds,
    children_per_household,
    households_of,
)
from planner.earlier import table_rows
from planner.instance import Instance
from planner.scenario import Scenario

if TYPE_CHECKING:
    import pandas

    from planner.county import County

FILE = "households.csv"
_NUMBERS = {
    "children",
    "households",
    "children_per_household",
    "village_households",
    "herder_share",
    "income_yuan",
}


def households_table(county: County, instance: Instance) -> pandas.DataFrame:
    """Return households.csv: one row for each village with pupils, sorted by id."""
    import pandas as pd

    made = county_households(county, instance)
    rows = [vars(v) for v in sorted(made, key=lambda v: v.village_id)]
    return pd.DataFrame(rows, columns=[f.name for f in fields(VillageHouseholds)])


def county_households(county: County, instance: Instance) -> tuple[VillageHouseholds, ...]:
    """Return the households of each village with pupils, from the county's tables."""
    return tuple(households_of(_facts_of_county(county, instance), instance.scenario))


def read_households(
    folder: Path,
    instance: Instance,
    assignments: Sequence[Mapping[str, str]],
    scenario: Scenario,
) -> tuple[VillageHouseholds, ...]:
    """Return the households of a run, from its ``households.csv``.

    How many children a household has is assumed anew by `scenario` where it is not given. A run of an
    earlier version has no such file: then townships are those of its assignments, shares and
    incomes those of its instance, and languages are not known.
    """
    if not (folder / FILE).is_file():
        return households_of(_facts_of_instance(instance, assignments), scenario)
    found = [_row(row) for row in table_rows(folder / FILE)]
    return tuple(_assumed_anew(v, scenario) for v in found)


def _assumed_anew(village: VillageHouseholds, scenario: Scenario) -> VillageHouseholds:
    if village.households_basis == GIVEN:
        return village
    facts = VillageFacts(
        village.village_id,
        village.village,
        village.township,
        village.children,
        households=village.village_households,
    )
    each, basis = children_per_household(facts, scenario)
    return replace(
        village,
        children_per_household=each,
        households=village.children / each,
        households_basis=basis,
    )


def _row(row: Mapping[str, str]) -> VillageHouseholds:
    values: dict[str, str | float | int] = {}
    for f in fields(VillageHouseholds):
        cell = row.get(f.name) or ""
        values[f.name] = (float(cell) if cell else math.nan) if f.name in _NUMBERS else cell
    values["children"] = int(float(values["children"]))
    return VillageHouseholds(**values)  # type: ignore[arg-type]


def _children(instance: Instance) -> dict[str, int]:
    found: dict[str, int] = {}
    for village, pupils in zip(instance.unit_village, instance.unit_pupils.tolist(), strict=True):
        found[village] = found.get(village, 0) + pupils
    return found


def _facts_of_county(county: County, instance: Instance) -> list[VillageFacts]:
    villages = county.villages

    def number(column: str) -> dict[str, float]:
        if column not in villages.columns:
            return {}
        cells = zip(villages.index, villages[column].tolist(), strict=True)
        return {str(i): float(v) for i, v in cells if v is not None and v == v}

    def words(column: str) -> dict[str, str]:
        if column not in villages.columns:
            return {}
        known = villages[column].dropna()
        return {str(i): str(v) for i, v in zip(known.index, known.tolist(), strict=True)}

    numbers = {
        c: number(c)
        for c in ("households", "children_per_household", "herder_share", "income_yuan")
    }
    names, township, language = words("name"), words("township"), words("language")
    return [
        VillageFacts(
            village_id=v,
            village=names.get(v, ""),
            township=township.get(v, ""),
            children=children,
            language=language.get(v, ""),
            **{c: of.get(v, math.nan) for c, of in numbers.items()},
        )
        for v, children in sorted(_children(instance).items())
    ]


def _facts_of_instance(
    instance: Instance, assignments: Sequence[Mapping[str, str]]
) -> list[VillageFacts]:
    named = {r["village_id"]: r for r in assignments}
    herding = dict(zip(instance.unit_village, instance.unit_herding.tolist(), strict=True))
    income = dict(zip(instance.unit_village, instance.unit_income_yuan.tolist(), strict=True))
    return [
        VillageFacts(
            village_id=v,
            village=named[v].get("village", ""),
            township=named[v].get("township", ""),
            children=children,
            herder_share=herding[v],
            income_yuan=income[v],
        )
        for v, children in sorted(_children(instance).items())
    ]
