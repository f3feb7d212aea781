"""Low, default and high of every unit price that a scenario sets, each with its source."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import BaseModel

from planner.norms import profiles
from planner.norms.profile import Norm
from planner.scenario import Scenario
from planner.texts import Lang

PROFILE = "scenario-prices"
"""The profile of prices in ``planner/norms/prices/`` that prices the options of a scenario."""
ALLOCATION = "resources"
"""The profile that prices what the allocation buys."""
BUILDINGS = "buildings"
"""The profile that prices closed sites."""
UNIT_COSTS = "resources.unit_costs"
"""Section of the options that set these prices in place of that profile."""
Mark = Literal["s", "m"]
MARKS: dict[str, Mark] = {"source": "s", "default": "m"}
"""``s``: read in a source; ``m``: the program's default, to be confirmed, never law."""


@dataclass(frozen=True)
class Price:
    """One unit price.

    Parameters
    ----------
    key
        The option that sets it, dotted.
    low, default, high
        Yuan, or for `costs.surplus_post_salaries` annual salaries; all the same where a
        document sets the amount.
    document
        Where they stand, in either language.
    mark
        How certain they are, one of `MARKS`.
    """

    key: str
    low: float
    default: float
    high: float
    document: dict[Lang, str]
    mark: Mark


def prices() -> dict[str, Price]:
    """Return every unit price by the option that sets it, those of the allocation last."""
    return {**_of_profile(PROFILE, ""), **_of_profile(ALLOCATION, f"{UNIT_COSTS}.")}


@cache
def listed() -> dict[str, Price]:
    """Return the prices of buildings, which no option sets, by profile and key."""
    return _of_profile(BUILDINGS, f"{BUILDINGS}.")


def is_of_allocation(key: str) -> bool:
    """Return whether a price stands in the allocation's list (the layout's area floors use it too)."""
    return key.startswith(f"{UNIT_COSTS}.")


def _of_profile(name: str, prefix: str) -> dict[str, Price]:
    """Return the prices of a profile in its order, `prefix` before the keys."""
    found: dict[str, dict[str, Norm]] = {}
    for norm in profiles("prices")[name].norms:
        key, dotted, level = norm.key.rpartition(".")
        if not dotted:
            continue
        found.setdefault(f"{prefix}{key}", {})[level] = norm
    return {key: _price(key, levels) for key, levels in found.items()}


def _price(key: str, levels: dict[str, Norm]) -> Price:
    said = levels["default"]
    low, high = (float(levels.get(level, said).value) for level in ("low", "high"))
    return Price(key, low, float(said.value), high, said.document, MARKS[said.certainty])


def price_values(scenario: Scenario, price: Price) -> tuple[float, float, float]:
    """Return low, used and high in a scenario; its own price widens the range to hold it."""
    used = value_of(scenario, price.key)
    return min(price.low, used), used, max(price.high, used)


def value_of(scenario: Scenario, key: str) -> float:
    """Return the price that a scenario sets at a dotted key.

    A price of the allocation that the scenario leaves open is that of the list, in the column
    that ``resources.prices`` names.
    """
    at: object = scenario
    for part in key.split("."):
        at = getattr(at, part)
    if at is None and is_of_allocation(key):
        said = profiles("prices")[ALLOCATION].values()[key.rpartition(".")[2]]
        at = said[scenario.resources.prices]
    assert isinstance(at, int | float)
    return float(at)


def with_price(scenario: Scenario, key: str, value: float) -> Scenario:
    """Return the scenario with another price at a dotted key, all else as it is."""
    changed = _changed(scenario, key.split("."), value)
    assert isinstance(changed, Scenario)
    return changed


def _changed(section: BaseModel, path: list[str], value: float) -> BaseModel:
    name, *rest = path
    new = _changed(getattr(section, name), rest, value) if rest else value
    return section.model_copy(update={name: new})
