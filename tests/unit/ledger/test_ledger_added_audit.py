"""The audit of what is bought and of closed sites, on files that were changed."""

from __future__ import annotations

import shutil

import pytest

from planner.audit.ledger import ledger_findings
from planner.audit.ledger_added import added_sums
from planner.kept import table_rows
from planner.reports.buildings_section import buildings_of
from planner.reports.ledger_tables import ledger_table
from planner.reports.resources_tables import resources_table
from planner.reports.tables import write_csv


@pytest.fixture(scope="module")
def folder(result, tmp_path_factory):
    made = tmp_path_factory.mktemp("added")
    write_csv(ledger_table(result), made / "ledger.csv")
    write_csv(buildings_of(result), made / "buildings.csv")
    write_csv(resources_table(result.county, result.resources), made / "resources.csv")
    result.resources.instance.save(made / "resource_instance.npz")
    return made


def faults(result, folder, change=None):
    rows = table_rows(folder / "ledger.csv")[1]
    rows = rows if change is None else change(rows)
    found = []
    added = added_sums(folder, result.instance, result.plan, rows, found)
    found += ledger_findings(result.instance, result.plan, rows, added)
    return " ".join(f.say("en") for f in found)


def test_the_audit_counts_purchases_and_closed_sites_again(result, folder):
    assert faults(result, folder) == ""


def changed(kind, item, column, to):
    def change(rows):
        return [{**r, column: to} if (r["kind"], r["item"]) == (kind, item) else r for r in rows]

    return change


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (changed("allocation", "sports_area", "budget_year", "2"), "S4 sports_area 2"),
        (changed("allocation", "digital_link", "school_id", "S4"), "S5 digital_link 1"),
        (changed("allocation", "renovation", "yearly_yuan", "1"), "allocation_yearly_yuan"),
        (changed("allocation", "equipment", "quantity", "20000"), "20000"),
        (changed("capital", "closing", "yearly_yuan", "80000"), "spending_yuan"),
        (changed("memo", "site_worth", "high_yuan", "290001"), "memo_high_yuan S2 site_worth"),
        (changed("memo", "debt_closed", "yuan", "0"), "memo_yuan S2 debt_closed"),
        (changed("memo", "site_empty", "yuan", ""), "memo_yuan S2 site_empty"),
        (lambda rows: [r for r in rows if r["item"] != "debt_open"], "memo_yuan S1 debt_open"),
        (lambda rows: [r for r in rows if r["kind"] != "allocation"], "allocation_yuan"),
    ],
)
def test_the_audit_sees_what_is_changed(result, folder, change, named):
    assert named in faults(result, folder, change)


def test_the_ledger_of_an_earlier_version_is_not_held_to_what_it_does_not_hold(result, folder):
    def old(rows):
        new = ("budget_year", "yearly_yuan")
        kept = [r for r in rows if r["kind"] not in ("allocation", "memo")]
        return [{k: v for k, v in r.items() if k not in new} for r in kept]

    assert faults(result, folder, old) == ""


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("buildings.csv", None, "buildings.csv is missing"),
        ("resource_instance.npz", None, "resource_instance.npz is missing"),
        ("resources.csv", "school_id,item,quantity,year\nS1,equipment,many,1\n", "'many'"),
    ],
)
def test_a_damaged_file_is_named(result, folder, tmp_path, name, content, said):
    copied = shutil.copytree(folder, tmp_path / "run")
    if content is None:
        (copied / name).unlink()
    else:
        (copied / name).write_text(content, "utf-8")
    assert said in faults(result, copied)
