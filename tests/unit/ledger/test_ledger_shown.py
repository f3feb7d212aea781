"""The ledger in the report, the workbook and the file, and the audit that counts it again."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from pages_world import make_result

from planner.audit.ledger import ledger_findings
from planner.kept import table_rows
from planner.ledger import tornado
from planner.ledger.prices import listed, prices
from planner.reports.document import Chart, Grid, Paragraph, Sentences
from planner.reports.ledger_section import items_table, money_section, prices_table
from planner.reports.ledger_sheet import ledger_sheet
from planner.reports.ledger_tables import ledger_of, ledger_table, ledger_today
from planner.reports.numbers import numbers
from planner.reports.tables import write_csv


@pytest.fixture(scope="module")
def result():
    return make_result()


@pytest.fixture(scope="module")
def section(result):
    return money_section(result)


def written(result, tmp_path, change=None):
    """Return the rows of ledger.csv as a reader of the file has them."""
    table = ledger_table(result)
    if change:
        change(table)
    write_csv(table, tmp_path / "ledger.csv")
    return table_rows(tmp_path / "ledger.csv")[1]


def test_the_audit_finds_nothing_in_what_was_written(result, tmp_path):
    rows = written(result, tmp_path)
    assert ledger_findings(result.instance, result.plan, rows) == []
    assert ledger_findings(result.instance, result.baseline, rows) != []


def test_the_audit_sees_a_sum_a_product_and_a_missing_row(result, tmp_path):
    def raised(table):
        at = table.index[(table["item"] == "beds") & (table["school_id"] == "S1")]
        table.loc[at, "yuan"] += 1_000
        table.loc[at, "unit_yuan"] = table.loc[at, "yuan"] / table.loc[at, "quantity"]

    found = ledger_findings(result.instance, result.plan, written(result, tmp_path, raised))
    assert [f.say("en").split(" is ")[0] for f in found] != []
    said = " ".join(f.say("en") for f in found)
    assert len(found) == 2
    assert "capital_yuan S1" in said
    rows = written(result, tmp_path)
    rows[0]["quantity"] = "1e9"
    (one,) = ledger_findings(result.instance, result.plan, rows)
    assert (one.row, one.column) == (2, "yuan")
    rows = [r for r in written(result, tmp_path) if r["item"] != "floor"]
    said = " ".join(f.say("en") for f in ledger_findings(result.instance, result.plan, rows))
    assert "floor_revenue_yuan" in said
    rows = written(result, tmp_path)
    rows[0]["yuan"] = "nan"
    assert len(ledger_findings(result.instance, result.plan, rows)) >= 2


def test_the_section_says_total_floor_and_that_the_plan_is_held(result, section):
    book = ledger_of(result)
    assert section.section_id == "money"
    said = next(b for b in section.blocks if isinstance(b, Sentences)).said
    assert f"{book.spending_yuan / 1e6:,.2f} million" in said[0]["en"]
    assert f"{book.spending_yuan / 1e4:,.1f}" in said[0]["zh"]
    # Two rooms of 45 places at 32 000 are the most that is built.
    assert "classroom places added (2.88 million" in said[2]["en"]
    accounts = result.accounts
    assert f"{accounts.floor_revenue_yuan.sum() / 1e4:,.1f}" in said[3]["zh"]
    paragraphs = [b.said for b in section.blocks if isinstance(b, Paragraph)]
    assert any("held fixed and not solved again" in str(p) for p in paragraphs)


def test_items_stand_beside_today_with_signs_of_their_basis(result):
    table = items_table(ledger_of(result), ledger_today(result))
    rows = {str(r[1]): r for r in table.rows}
    closing = rows["closing schools"]
    assert (str(closing[5]), str(closing[6])) == ("0 yuan", "80,000 yuan")
    assert closing[7] == "○"
    assert rows["funds for primary pupils"][7] == "●"
    kinds = [str(r[0]) for r in table.rows]
    assert kinds == sorted(kinds, key=["capital, once", "county, a year", "funds received, a year", "households, a year"].index)  # fmt: skip


def test_prices_show_range_mark_and_document(result):
    rows = {r[0]["en"]: r for r in prices_table(ledger_of(result)).rows}
    place = rows["place in a new boarding school, classroom place included"]
    assert place[1:4] == ["45,000", "65,000", "85,000"]
    assert "Ganzi Daily" in place[6]["en"]
    assert "甘孜日报" in place[6]["zh"]
    assert str(rows["classroom place added"][5]) == "○ default, to be confirmed"
    # 65,000 and 2,500 stand in no document: they are defaults after one.
    assert str(place[5]) == "○ default, to be confirmed"
    boarding = rows["household's cost of a boarder before subsidy"]
    assert (boarding[2], str(boarding[5])) == ("2,500", "○ default, to be confirmed")
    assert str(rows["public funds per primary pupil"][5]) == "● source"


def test_what_is_called_a_source_has_the_very_figure():
    for price in (*prices().values(), *listed().values()):
        if price.mark == "s":
            said = price.document["en"].replace(",", "")
            # The document on public funds names them in its own table, in the norms.
            assert f"{price.default:g}" in said or "China Education Daily" in said, price.key
        else:
            assert "to be confirmed" in price.document["en"], price.key


def test_money_and_assumptions_name_one_basis(result):
    shown = {row[-1]: row for row in numbers(result).rows}
    for key, price in prices().items():
        if key in shown and key.startswith("costs."):
            said = shown[key][3]["en"] if isinstance(shown[key][3], dict) else str(shown[key][3])
            assert ("to be confirmed" in said) == (price.mark == "m"), key


def test_the_drawing_keeps_its_words_and_says_low_and_high_without_colour(result, section):
    (chart,) = [b for b in section.blocks if isinstance(b, Chart)]
    svg = str(chart.drawing.svg(("zh", "en")))
    bars = tornado(ledger_of(result))
    assert svg.count("<svg") == 2
    assert svg.count('role="img"') == 2
    assert "Bar chart: how far the yearly total departs" in svg
    assert re.search(r"<text[^>]*>price at its low</text>", svg)
    assert "取高值" in svg
    assert "<pattern" in svg, "the low end is hatched"
    most = bars[0].total_high_yuan - ledger_of(result).spending_yuan
    assert f"{most / 1e4:+,.1f}<" in svg
    assert f"{most / 1e6:+,.2f}<" in svg
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    assert "http" not in re.sub(r'xmlns(:xlink)?="[^"]*"', "", svg)
    assert chart.drawing.png("zh")[:4] == b"\x89PNG"
    alone = str(chart.drawing.svg(("en",)))
    assert "取高值" not in alone


def test_the_table_has_the_numbers_of_every_bar(result, section):
    grids = [b.table for b in section.blocks if isinstance(b, Grid)]
    bars = tornado(ledger_of(result))
    tornado_rows = grids[1].rows
    assert len(tornado_rows) == len(bars)
    assert tornado_rows[0][1] == f"{bars[0].low:,.0f}"
    assert f"{bars[0].span_yuan:,.0f}" in str(tornado_rows[0][6])


def test_a_name_of_a_school_is_escaped_on_the_page():
    from planner.reports.report import build_report

    page = build_report(make_result(names={"S1": "<b>甲校</b>"}))
    money = page[page.index('<section id="money">') :]
    money = money[: money.index("</section>")]
    assert "&lt;b&gt;甲校" in money
    assert "<b>甲校" not in money
    assert money.count("<svg") == 2
    assert 'href="#money"' in page


def test_the_sheet_has_every_row_with_words_units_and_sources(result):
    sheet = ledger_sheet(result, "")
    assert len(sheet.table) == len(ledger_table(result))
    assert all(
        c.zh and c.en and c.means["zh"] and c.means["en"] and c.source for c in sheet.columns
    )
    units = {c.name: c.unit for c in sheet.columns}
    assert units["yuan"] == "yuan"
    rows = sheet.table
    beds = rows[(rows["school_id"] == "S1") & rows["item"].str.contains("beds added")].iloc[0]
    assert (beds["school"], beds["quantity"], beds["yuan"]) == ("S1学校", 9, 252_000)
    assert "to be confirmed" in beds["document"]
    county = rows[rows["school_id"] == ""]
    assert set(county["school"]) <= {"全县 / the county"}
    assert np.isclose(rows["yuan"].sum(), ledger_table(result)["yuan"].sum())


def test_nothing_is_made_of_a_plan_that_pays_nothing():
    """Today as it is builds nothing: no table of schools, and it says so."""
    plain = make_result()
    today = replace(plain, plan=plain.baseline, accounts=plain.baseline_accounts)
    section = money_section(today)
    said = next(b for b in section.blocks if isinstance(b, Sentences)).said
    assert said[2].say("en") == "The layout spends nothing once."
    assert isinstance(ledger_table(today), pd.DataFrame)
    assert (ledger_table(today)["kind"] == "capital").sum() == 0
