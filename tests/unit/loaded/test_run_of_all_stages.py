"""A run with staffing and allocation: moments, files, ledger, audits, page and workbook agree."""

from __future__ import annotations

import openpyxl
import pytest

from planner.audit.files import audit_run
from planner.audit.resources_files import audit_resource_files
from planner.audit.staffing.files import audit_staffing_files
from planner.balance.moments import AFTER_ALLOCATION, AFTER_LAYOUT, AFTER_STAFFING, TODAY
from planner.loaded import load_run

MOMENTS = [TODAY, AFTER_LAYOUT, AFTER_STAFFING, AFTER_ALLOCATION]
KEY = ["profile", "school_id", "band", "indicator"]


@pytest.fixture(scope="module")
def loaded(odd_run):
    return load_run(odd_run.folder)


def test_balance_has_the_four_moments_by_each_of_the_measures(loaded):
    for name in ("balance", "balance_county"):
        table = loaded.tables[name]
        for profile, own in table.groupby("profile"):
            assert list(dict.fromkeys(own["moment"])) == MOMENTS, (name, profile)


def test_staffing_moves_teachers_and_the_allocation_what_was_bought(loaded):
    table = loaded.tables["balance"].set_index([*KEY, "moment"])["quantity"].unstack("moment")
    teachers = table.index.get_level_values("indicator").str.contains("teachers")
    layout, staffed, last = (table[m] for m in MOMENTS[1:])
    same = (layout == staffed) | (layout.isna() & staffed.isna())
    assert same[~teachers].all()
    assert not same[teachers].all()
    moved = last[(last != staffed) & last.notna()]
    assert len(moved)
    bought = loaded.tables["resources"]
    by_item = {
        "equipment_yuan_per_pupil": "equipment",
        "sports_area_m2_per_pupil": "sports_area",
        "teaching_area_m2_per_pupil": "teaching_area",
        "multimedia_rooms_per_100_pupils": "multimedia_room",
    }
    for (profile, school, band, indicator), value in moved.items():
        own = bought[(bought["school_id"] == school) & (bought["item"] == by_item[indicator])]
        added = value - staffed[profile, school, band, indicator]
        assert added == pytest.approx(own["quantity"].sum()), (school, indicator)


def test_the_ledger_holds_what_the_allocation_spends_and_the_closed_site(loaded):
    ledger, bought = loaded.tables["ledger"], loaded.tables["resources"]
    own = ledger[ledger["kind"] == "allocation"]
    assert own["yuan"].sum() == bought["yuan"].sum() == loaded.manifest["resources"]["spent_yuan"]
    assert own["yuan"].sum() > 0
    assert set(own["budget_year"]) == {1}
    by_school = own.groupby("school_id")["yuan"].sum().to_dict()
    assert by_school == bought.groupby("school_id")["yuan"].sum().to_dict()
    figures = loaded.indicators
    county = figures[figures["group_kind"] == "county"].set_index("indicator")["value"]
    capital = ledger.loc[ledger["kind"] == "capital", "yuan"].sum()
    assert capital == pytest.approx(county["capital_yuan"])
    rest = ledger[ledger["kind"] != "allocation"]["yearly_yuan"].sum()
    assert rest == pytest.approx(county["public_plus_household_spending_yuan"])
    memo = ledger[ledger["kind"] == "memo"].set_index("item")
    assert set(memo["school_id"]) == {"0102"}
    # 90 m2 to look after; nobody says how old the building is.
    assert memo.loc["site_empty", "yuan"] == 90 * 15
    assert memo["yuan"].isna()[["site_worth", "debt_closed"]].all()
    assert memo.loc["site_worth", "mark"] == "unknown"


def test_every_audit_of_the_files_passes(odd_run):
    assert odd_run.result.faults == ()
    assert audit_run(odd_run.folder) == ()
    assert audit_staffing_files(odd_run.folder) == ()
    assert audit_resource_files(odd_run.folder) == ()


def test_page_and_workbook_have_the_parts_of_every_stage(odd_run):
    page = (odd_run.folder / "report.html").read_text("utf-8")
    parts = ["staffing", "balance", "resources", "buildings", "money"]
    places = [page.index(f'<section id="{part}"') for part in parts]
    assert places == sorted(places)
    book = openpyxl.load_workbook(odd_run.folder / "plan.xlsx", read_only=True)
    names = [
        "师资",
        "课程落实",
        "岗位去向",
        "均衡评估-小学",
        "均衡评估-初中",
        "经费台账",
        "资源配置",
    ]
    assert [n for n in book.sheetnames if n in names] == names
    rows = list(book["经费台账"].iter_rows(values_only=True))
    spent = [r for r in rows if "资源配置，一次性" in str(r[3])]
    assert len(spent) == len(odd_run.result.resources.plan.purchases)
