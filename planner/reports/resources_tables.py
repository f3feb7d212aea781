"""resources.csv and resources_unreached.csv: what is bought, and what stays out of reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.allocation.items import ITEMS, UNITS
from planner.reports.places import names_of
from planner.reports.sheet_writer import Column, Look, Sheet
from planner.reports.words import pair
from planner.result import ResourceResult, Result
from planner.texts import LANGS, text

if TYPE_CHECKING:
    import pandas

    from planner.county import County

SHEET = "资源配置"
COLUMNS = (
    "school_id",
    "name",
    "township",
    "item",
    "quantity",
    "unit",
    "yuan",
    "year",
    "why",
    "weak_school",
)
UNREACHED_COLUMNS = ("what", "school_id", "name", "band", "indicator", "yuan", "blocked")
_SHOWN: dict[str, tuple[Look, str]] = {
    "school": ("general", ""),
    "item": ("general", ""),
    "quantity": ("count", ""),
    "unit": ("general", ""),
    "yuan": ("yuan", "yuan"),
    "year": ("general", ""),
    "why": ("general", ""),
}


def resources_table(county: County, resources: ResourceResult) -> pandas.DataFrame:
    """Return resources.csv: a row for each purchase, sorted by school and item."""
    import pandas as pd

    names = names_of(county.schools)
    township = county.schools["township"].astype(str).to_dict()
    instance = resources.instance
    weak = dict(zip(instance.school_id, instance.school_weak.tolist(), strict=True))
    rows: list[dict[str, Any]] = [
        {
            "school_id": p.school_id,
            "name": names.get(p.school_id, p.school_id),
            "township": township.get(p.school_id, ""),
            "item": p.item,
            "quantity": p.quantity,
            "unit": UNITS[ITEMS.index(p.item)],
            "yuan": p.yuan,
            "year": p.year,
            "why": p.why,
            "weak_school": int(weak[p.school_id]),
        }
        for p in resources.plan.purchases
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def unreached_table(county: County, resources: ResourceResult) -> pandas.DataFrame:
    """Return resources_unreached.csv; no price where money does not reach it."""
    import pandas as pd

    names = names_of(county.schools)
    rows: list[dict[str, Any]] = [
        {
            "what": u.what,
            "school_id": u.school_id,
            "name": names.get(u.school_id, u.school_id),
            "band": u.band,
            "indicator": u.indicator,
            "yuan": None if u.yuan < 0 else u.yuan,
            "blocked": u.blocked,
        }
        for u in resources.plan.unreached
    ]
    table = pd.DataFrame(rows, columns=list(UNREACHED_COLUMNS))
    return table.astype({"yuan": "Int64"})


def resources_sheet(result: Result, warning: str) -> Sheet:
    """Return the sheet of the workbook: what is bought, in words."""
    assert result.resources is not None
    table = resources_table(result.county, result.resources)
    worded = table.assign(
        school=table["name"],
        item=[_slashed(f"resources.item.{c}") for c in table["item"]],
        unit=[_slashed(f"resources.unit.{c}") for c in table["unit"]],
        why=[_slashed(f"resources.why.{c}") for c in table["why"]],
    )
    return Sheet(SHEET, worded[list(_SHOWN)], tuple(map(_column, _SHOWN)), 1, warning)


def _column(name: str) -> Column:
    look, unit = _SHOWN[name]
    head, means = text(f"resources.head.{name}"), text(f"resources.means.{name}")
    said = {str(lang): means.say(lang) for lang in LANGS}
    return Column(name, head.say("zh"), head.say("en"), look, unit, said, "counted")


def _slashed(key: str) -> str:
    return " / ".join(pair(text(key)).values())
