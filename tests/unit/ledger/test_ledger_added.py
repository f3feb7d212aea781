"""What the allocation buys, closed sites and debts in the ledger, on figures counted by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from ledger_added_world import BOUGHT, NAN

from planner.accounts import annuity
from planner.allocation.items import ITEMS
from planner.allocation.plan import ResourcePlan
from planner.ledger import tornado
from planner.reports.document import Grid, Paragraph, Sentences, Title
from planner.reports.indicator_blocks import indicator_blocks
from planner.reports.ledger_added import beside_table
from planner.reports.ledger_section import items_table, money_section, prices_table
from planner.reports.ledger_sheet import ledger_sheet
from planner.reports.ledger_tables import ledger_of, ledger_table, ledger_today
from planner.reports.money_said import money_said
from planner.reports.tables import assignments_table, schools_table

BUILT, OTHER = 480_000 + 240_000 + 60_000 + 15_000, 40_000 + 15_000 + 21_000 + 100_000 + 5_000


def test_what_is_bought_stands_apart_from_the_capital_of_the_layout(plain, result):
    book, without = ledger_of(result), ledger_of(plain)
    assert {e.item for e in book.entries if e.kind == "allocation"} == set(ITEMS)
    assert book.total_yuan("allocation") == 976_000
    assert without.total_yuan("allocation") == 0
    for kind in ("capital", "annual", "revenue", "household"):
        assert book.total_yuan(kind) == pytest.approx(without.total_yuan(kind)), kind
    assert book.spending_yuan == pytest.approx(without.spending_yuan)
    assert without.total_yearly_yuan == without.spending_yuan
    yearly = BUILT * annuity(0.03, 40) + OTHER * annuity(0.03, 8)
    assert book.total_yearly_yuan == pytest.approx(book.spending_yuan + yearly)
    assert book.by_budget_year_yuan() == {1: 621_000, 2: 355_000}
    assert book.by_site_yuan("allocation").tolist() == [775_000, 0, 0, 196_000, 5_000]


def test_every_purchase_is_a_row_with_price_range_source_mark_and_year(result):
    table = ledger_table(result)
    own = table[table["kind"] == "allocation"].set_index(["school_id", "item"])
    told = {k: (int(r["yuan"]), int(r["budget_year"])) for k, r in own.iterrows()}
    assert told == {(s, item): (yuan, year) for s, item, _, yuan, year in BOUGHT}
    area = own.loc["S1", "teaching_area"]
    assert (area["quantity"], area["unit"], area["unit_yuan"]) == (100, "m2", 4_800)
    assert (area["low_yuan"], area["high_yuan"], area["mark"]) == (350_000, 580_000, "m")
    assert area["source"] == "resources.unit_costs.teaching_area_yuan"
    assert area["yearly_yuan"] == pytest.approx(480_000 * annuity(0.03, 40))
    # Fit-out is counted by the square metre that it fits out.
    fit = own.loc["S1", "fit_out_dorm"]
    assert (fit["quantity"], fit["unit"], fit["unit_yuan"]) == (50, "m2", 300)
    assert (fit["low_yuan"], fit["high_yuan"], fit["mark"]) == (7_500, 25_000, "m")
    rooms = own.loc["S4", "multimedia_room"]
    assert (rooms["unit_yuan"], rooms["mark"]) == (50_000, "scenario")
    assert rooms["yearly_yuan"] == pytest.approx(100_000 * annuity(0.03, 8))
    equipment = own.loc["S4", "equipment"]
    assert (equipment["unit_yuan"], equipment["mark"]) == (1, "table")
    assert equipment["low_yuan"] == equipment["high_yuan"] == 21_000
    assert table.loc[table["kind"] == "capital", "budget_year"].isna().all()


def test_the_tornado_moves_the_prices_of_the_allocation_too(plain, result):
    book = ledger_of(result)
    bars = {bar.key: bar for bar in tornado(book)}
    area = bars["resources.unit_costs.teaching_area_yuan"]
    assert (area.low, area.used, area.high) == (3_500, 4_800, 5_800)
    step = 100 * annuity(0.03, 40)
    assert area.total_low_yuan == pytest.approx(book.total_yearly_yuan - 1_300 * step)
    assert area.total_high_yuan == pytest.approx(book.total_yearly_yuan + 1_000 * step)
    fit = bars["resources.unit_costs.fit_out_teaching_yuan"]
    assert fit.span_yuan == pytest.approx(100 * 600 * annuity(0.03, 8))
    before = {bar.key: bar for bar in tornado(ledger_of(plain))}
    assert set(bars) - set(before) == {
        f"resources.unit_costs.{name}_yuan" for name in (*ITEMS[:2], "multimedia_room", *ITEMS[4:9])
    }
    for key, bar in before.items():
        assert bars[key].span_yuan == pytest.approx(bar.span_yuan), key


def test_closed_sites_and_debts_stand_beside_the_sums(plain):
    table = ledger_table(plain)
    memo = table[table["kind"] == "memo"].set_index(["item", "school_id"])
    assert [*memo.index] == [
        ("site_worth", "S2"),
        ("site_empty", "S2"),
        ("staff_rooms", "S2"),
        ("debt_closed", "S2"),
        ("debt_open", "S1"),
    ]
    money = ["low_yuan", "yuan", "high_yuan"]
    assert memo.loc[("site_worth", "S2"), money].tolist() == [175_000, 240_000, 290_000]
    assert memo.loc[("site_worth", "S2"), "unit_yuan"] == 2_400
    assert memo.loc[("site_empty", "S2"), money].tolist() == [500, 1_500, 4_000]
    assert memo.loc[("staff_rooms", "S2"), money].tolist() == [160_000, 240_000, 360_000]
    assert memo.loc[("staff_rooms", "S2"), "mark"] == "m"
    owed = memo.loc["debt_closed", "S2"]
    assert np.isnan(owed["yuan"])
    assert np.isnan(owed["quantity"])
    assert owed["mark"] == "unknown"
    assert memo.loc[("debt_open", "S1"), "yuan"] == 300_000
    assert memo["yearly_yuan"].isna().all()
    book = ledger_of(plain)
    kept = table[table["kind"] != "memo"]
    assert kept["yearly_yuan"].sum() == pytest.approx(book.spending_yuan)


def test_a_building_of_unknown_age_is_worth_nobody_knows_what_one_of_grade_d_nothing(plain):
    def worth(**changed):
        schools = plain.county.schools.copy()
        for name, value in changed.items():
            schools.loc["S2", name] = value
        found = ledger_of(replace(plain, county=replace(plain.county, schools=schools))).beside
        return next(b for b in found if b.item == "site_worth")

    assert not worth(built_year=NAN).known
    assert worth(built_year=NAN).quantity == 100
    assert worth(built_year=NAN, condition="D").yuan == 0
    assert not worth(teaching_area_m2=NAN).known


def said_of(section, kind):
    return [b.said for b in section.blocks if isinstance(b, kind)]


def test_the_section_says_what_is_added_to_the_total_and_by_year(plain, result):
    book, section = ledger_of(result), money_section(result)
    (sentences,) = said_of(section, Sentences)
    assert f"together spend {book.total_yearly_yuan / 1e6:,.2f} million yuan" in sentences[0]["en"]
    assert f"不含资源配置为 {book.spending_yuan / 1e4:,.1f} 万元" in sentences[0]["zh"]
    added = sentences[3]
    assert "spends 976,000 yuan once (year 1: 621,000 yuan, year 2: " in added["en"]
    once = book.total_yuan("capital") + 976_000
    assert f"with it {once / 1e6:,.2f} million yuan are spent once" in added["en"]
    assert "资源配置一次性投入 97.6" in added["zh"]
    rows = {str(r[1]): r for r in items_table(book, ledger_today(result)).rows}
    area = rows["standard: teaching area"]
    assert [str(c) for c in area] == [
        "allocation, once", "standard: teaching area", "100", "m²", "4,800", "0 yuan",
        "480,000 yuan", "○",
    ]  # fmt: skip
    titles = [b.said.say("en") for b in section.blocks if isinstance(b, Title)]
    assert "Beside the total: closed sites and debts" in titles
    grids = [b.table for b in section.blocks if isinstance(b, Grid)]
    schools = grids[-2]
    assert [h.say("en") for h in schools.headings][3:] == ["Allocation", "In all"]
    assert any("S1学校" in str(r[0]) and str(r[3]) == "775,000 yuan" for r in schools.rows)
    notes = " ".join(str(p) for p in said_of(section, Paragraph))
    assert "Debts on buildings are known of 2 of 4 schools, of 2 they are not" in notes
    assert "--with-resources" not in notes
    without = money_section(plain)
    assert "--with-resources" in " ".join(str(p) for p in said_of(without, Paragraph))
    assert len(said_of(without, Sentences)[0]) == len(sentences) - 2
    assert not [r for r in prices_table(ledger_of(plain)).rows if "network link" in str(r[0])]
    assert [r for r in prices_table(book).rows if "network link" in str(r[0])]


def whole(value):
    return f"{round(value):,}"


def wan(value):
    return f"{value / 1e4:,.1f} 万元"


def test_net_cost_and_spending_reconcile_with_figures(plain, result):
    for run in (plain, result):
        book, before = ledger_of(run), ledger_today(run)
        (sentences,) = said_of(money_section(run), Sentences)
        funds = book.total_yuan("revenue")
        today = run.baseline_accounts
        net_today = today.annual_cost_yuan + today.household_yuan
        assert sentences[1]["zh"].startswith(
            "净成本＝总支出－上级拨给学校的公用经费（元）：现状 "
            f"{whole(before.spending_yuan)}－{whole(before.total_yuan('revenue'))}＝{whole(net_today)}；"
            f"方案 {whole(book.total_yearly_yuan)}－{whole(funds)}＝{whole(book.total_yearly_yuan - funds)}。"
        )
        net = run.accounts.annual_cost_yuan + run.accounts.household_yuan
        assert book.spending_yuan - funds == pytest.approx(net)
    # Whose the indicators are is said where they are not the totals.
    layout = f"public and household spending ({book.spending_yuan / 1e6:,.2f} million yuan)"
    assert layout in sentences[2]["en"]
    assert f"“公共与家庭合计成本”（{wan(net)}）" in sentences[2]["zh"]


def test_the_summary_has_one_total_and_it_holds_the_allocation(plain, result):
    rows = assignments_table(result)
    told = money_said(result, rows, schools_table(result, rows))
    capital, book = result.accounts.county_capital_yuan, ledger_of(result)
    assert told[0].say("zh") == (
        f"县里一次性投入：{wan(capital + 976_000)}，其中布局（建教室、添床位、撤并等）{wan(capital)}，"
        "资源配置（用房、设备等达标）97.6 万元。"
    )
    after, before = result.accounts, result.baseline_accounts
    today = before.annual_cost_yuan + before.household_yuan
    net = after.annual_cost_yuan + after.household_yuan + book.allocated_yearly_yuan
    said = told[2].say("zh")
    assert f"合计净成本：由 {wan(today)}变为 {wan(net)}，多花 {wan(net - today)}。" in said
    assert f"每年 {wan(book.allocated_yearly_yuan)}" in said
    assert "public funds from above taken off: from 987,640 yuan to" in told[2].say("en")
    # Without an allocation, the layout alone.
    alone = money_said(plain, rows, schools_table(plain, rows))
    assert (
        alone[0].say("zh").startswith(f"县里一次性投入（建教室、添床位、撤并等）：{wan(capital)}")
    )
    assert f"变为 {wan(net - book.allocated_yearly_yuan)}，多花" in alone[2].say("zh")
    (bridge,) = (
        s.say("en")
        for b in indicator_blocks(result, rows)
        if isinstance(b, Sentences)
        for s in b.said
        if "leave out what the allocation" in s.say("en")
    )
    assert f"(976,000 yuan once, {book.allocated_yearly_yuan:,.0f} yuan a year)" in bridge


def test_one_of_a_thing_has_a_unit_of_one(result):
    rows = {str(r[1]): r for r in items_table(ledger_of(result), ledger_today(result)).rows}
    assert [str(c) for c in rows["digital links, first year"][2:4]] == ["1", "link"]
    assert [str(c) for c in rows["standard: networked multimedia rooms"][2:4]] == ["2", "rooms"]


def test_what_is_not_known_reads_so_beside_the_total(plain):
    rows = {str(r[0]): [str(c) for c in r[1:]] for r in beside_table(ledger_of(plain)).rows}
    assert rows["debts on closed schools"] == ["0 of 1", *["not known"] * 3, "?"]
    assert rows["worth left of closed sites"] == [
        "1 of 1", "175,000 yuan", "240,000 yuan", "290,000 yuan", "○",
    ]  # fmt: skip


def test_an_allocation_that_buys_nothing_says_so(result):
    nothing = replace(result, resources=replace(result.resources, plan=ResourcePlan()))
    (sentences,) = said_of(money_section(nothing), Sentences)
    assert sentences[2].say("en") == "The allocation buys nothing, so the total stays as it is."
    assert ledger_of(nothing).total_yearly_yuan == ledger_of(nothing).spending_yuan


def test_the_sheet_has_year_and_document_of_what_is_bought(result):
    rows = ledger_sheet(result, "").table
    link = rows[rows["item"].str.contains("digital links")].iloc[0]
    assert (link["budget_year"], link["yuan"]) == (1, 5_000)
    assert "to be confirmed" in link["document"]
    worth = rows[rows["item"].str.contains("worth left")].iloc[0]
    assert "Ganzi Daily" in worth["document"]
    assert worth["kind"] == "合计之外 / beside the total"
    owed = rows[rows["item"].str.contains("debts on closed")].iloc[0]
    assert owed["mark"] == "? 不详 / ? not known"
