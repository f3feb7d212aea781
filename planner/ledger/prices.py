"""Low, default and high of every unit price that a scenario sets, each with its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel

from planner.norms import profiles
from planner.norms.profile import Norm
from planner.scenario import Scenario
from planner.texts import Lang

PROFILE = "scenario-prices"
"""The profile of prices in ``planner/norms/prices/`` that prices the options of a scenario."""
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
    """Return every unit price by the option that sets it, in the order of the profile."""
    found: dict[str, dict[str, Norm]] = {}
    for norm in profiles("prices")[PROFILE].norms:
        key, _, level = norm.key.rpartition(".")
        found.setdefault(key, {})[level] = norm
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
    """Return the price that a scenario sets at a dotted key."""
    at: object = scenario
    for part in key.split("."):
        at = getattr(at, part)
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
