"""The ledger as a sheet of the workbook: a row for each school and item, prices with sources."""

from __future__ import annotations

from planner.reports.ledger_tables import documents, ledger_table
from planner.reports.places import names_of
from planner.reports.sheet_writer import Column, Look, Sheet
from planner.reports.words import pair
from planner.result import Result
from planner.texts import LANGS, Text, text

NAME = "经费台账"
_COLUMNS: tuple[tuple[str, Look, str, str], ...] = (
    ("school", "text", "", "input"),
    ("township", "text", "", "input"),
    ("school_id", "text", "", "input"),
    ("kind", "text", "", "program"),
    ("item", "text", "", "program"),
    ("quantity", "number", "named", "counted"),
    ("unit", "text", "", "program"),
    ("unit_yuan", "number", "yuan", "scenario"),
    ("yuan", "yuan", "yuan", "counted"),
    ("low_yuan", "yuan", "yuan", "counted"),
    ("high_yuan", "yuan", "yuan", "counted"),
    ("source", "text", "", "scenario"),
    ("mark", "text", "", "program"),
    ("budget_year", "general", "", "counted"),
    ("yearly_yuan", "yuan", "yuan", "counted"),
    ("document", "text", "", "program"),
)
"""Name, look, unit (``column_unit``) and origin (``column_source``) of each column."""


def ledger_sheet(result: Result, warning: str) -> Sheet:
    """Return the ledger of a run for people."""
    table = ledger_table(result)
    names = names_of(result.county.schools)
    township = result.county.schools["township"].astype(str).to_dict()
    county = _slashed(text("ledger.county"))
    stands = {key: " / ".join(said.values()) for key, said in documents().items()}
    schools = [str(s) for s in table["school_id"]]
    shown = table.assign(
        school=[names.get(s, s) if s else county for s in schools],
        township=[township.get(s, "") for s in schools],
        document=[stands.get(str(s), "") for s in table["source"]],
        **{
            name: [_slashed(text(f"ledger.{name}.{code}")) for code in table[name]]
            for name in ("kind", "item", "unit", "mark")
        },
    )
    columns = tuple(_column(*said) for said in _COLUMNS)
    return Sheet(NAME, shown[[c.name for c in columns]], columns, 1, warning)


def _column(name: str, look: Look, unit: str, source: str) -> Column:
    head, means = text(f"ledger.head.{name}"), text(f"ledger.means.{name}")
    said = {str(lang): means.say(lang) for lang in LANGS}
    return Column(name, head.say("zh"), head.say("en"), look, unit, said, source)


def _slashed(said: Text) -> str:
    return " / ".join(pair(said).values())
