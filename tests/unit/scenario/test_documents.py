from __future__ import annotations

from pathlib import Path

import pytest

from planner.county import docs as dictionary_docs
from planner.county import tables
from planner.norms import profiles
from planner.scenario import docs as scenario_docs
from planner.scenario.load import default_values

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("module", [dictionary_docs, scenario_docs])
def test_document_is_what_is_generated(module):
    written = (ROOT / module.FILE).read_text("utf-8")
    assert written == module.markdown(), f"run `python -m {module.MODULE}`"


def leaves(values: dict, prefix: str = "") -> set[str]:
    found = set()
    for key, value in values.items():
        inner = leaves(value, f"{prefix}{key}.") if isinstance(value, dict) else set()
        found |= inner or {f"{prefix}{key}"}
    return found


def test_every_option_has_a_row_with_both_sentences():
    rows = {option.key: option for option in scenario_docs.options()}
    assert leaves(default_values()) - {"title.zh", "title.en", "asks.zh", "asks.en"} <= set(rows)
    assert [key for key, row in rows.items() if not (row.means["zh"] and row.means["en"])] == []


def test_defaults_units_and_bounds_of_an_option():
    rows = {option.key: option for option in scenario_docs.options()}
    cycle = rows["boarding.cycle_days"]
    assert (cycle.default, cycle.unit, cycle.allowed) == ("7", "days", "≥ 1, ≤ 30")
    norm = rows["travel.norm"]
    assert (norm.default, norm.allowed) == ('"soft"', "`soft`, `hard`")
    assert rows["budget.capital_yuan"].allowed == "≥ 0, `null`"


def test_every_norm_stands_in_the_document_with_its_source():
    said = scenario_docs.markdown()
    for profile in profiles().values():
        assert f"### `{profile.name}`" in said
        for norm in profile.norms:
            assert f"| `{norm.key}` | `{norm.value}`".replace("'", "") in said.replace('"', "")
            assert norm.document["zh"] in said
            assert norm.document["en"] in said


def test_every_column_stands_in_the_dictionary():
    said = dictionary_docs.markdown()
    for table, columns in tables().items():
        section = said.split(f"\n## `{table}` ")[1].split("\n## ")[0]
        for column in columns.values():
            assert f"| `{column.name}` |" in section
            assert column.means["zh"] in section
