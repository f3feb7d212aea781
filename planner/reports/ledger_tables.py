"""The ledger of a finished run, and the names of what stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.ledger import Ledger, beside_rows, ledger
from planner.ledger.prices import is_of_allocation, listed, prices
from planner.reports.buildings_section import buildings_of
from planner.result import Result
from planner.scenario.docs import Option, options
from planner.texts import LANGS, Lang, Text, catalogue, text

if TYPE_CHECKING:
    import pandas

SIGNS = {"s": "●", "m": "○", "scenario": "◆", "table": "■", "unknown": "?"}
"""How certain a price is, in one sign."""


def ledger_of(result: Result) -> Ledger:
    """Return the ledger of the plan of a run, with what the allocation buys where it has one."""
    resources = result.resources
    return ledger(
        result.instance,
        result.plan,
        result.accounts,
        None if resources is None else (resources.instance, resources.plan),
        beside_rows(buildings_of(result)),
    )


def ledger_today(result: Result) -> Ledger:
    """Return the ledger of today's arrangement."""
    return ledger(result.instance, result.baseline, result.baseline_accounts)


def ledger_table(result: Result) -> pandas.DataFrame:
    """Return ledger.csv of a run."""
    return ledger_of(result).table()


def price_names() -> dict[str, dict[Lang, str]]:
    """Return what each option is called, after what the section around it is called."""
    said = {option.key: option.means for option in options()}
    names: dict[str, dict[Lang, str]] = {}
    for key, means in said.items():
        if is_of_allocation(key):
            names[key] = means
            continue
        above = said.get(key.rpartition(".")[0], means) if key.count(".") > 1 else means
        names[key] = means if above is means else _joined(above, means)
    return names


def documents() -> dict[str, dict[Lang, str]]:
    """Return where each price stands, by what ``source`` of ledger.csv calls it."""
    return {key: price.document for key, price in {**prices(), **listed()}.items()}


def unit_words(known: dict[str, Option], key: str) -> str | Text:
    """Return the unit of an option in words."""
    unit = known[key].unit
    return text(f"option_unit.{unit}") if f"option_unit.{unit}" in catalogue() else unit


def _joined(above: dict[Lang, str], means: dict[Lang, str]) -> dict[Lang, str]:
    return {lang: f"{above[lang]} · {means[lang]}" for lang in LANGS}
