from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from pages_world import make_result

from planner.indicators import indicator_table
from planner.reports.notes import marks_of
from planner.reports.sheet_writer import Column, Mark, Sheet, write_book
from planner.reports.sheets import STAFF_SHEETS
from planner.reports.workbook import write_workbook
from planner.teachers.files import COLUMNS as STAFF_COLUMNS
from planner.texts import catalogue, text

PEOPLE = ["指标", "学校", "村庄", "就学去向", "撤并清单", "乡镇", "线路", "压力测试", "参数", "数据问题"]  # fmt: skip
TOP = 2
"""Row of the headings, below the warning."""


def counted(result):
    """Return the run with all its indicators."""
    shares = result.county.villages["herder_share"].to_dict()
    herding = np.array([shares[v] for v in result.instance.unit_village])
    result = replace(result, instance=replace(result.instance, unit_herding=herding))
    towns = result.county.villages["township"].to_dict()
    table = indicator_table(
        result.instance, result.plan, result.accounts, result.baseline, result.baseline_accounts,
        towns, village_groups={"language": result.county.villages["language"].to_dict()},
    )  # fmt: skip
    return replace(result, indicators=table)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "plan.xlsx"
    names = {"V2": "=1+1", "S2": "@SUM(A1)", "V3": "+86"}
    write_workbook(counted(make_result(names=names)), path)
    loaded = openpyxl.load_workbook(path)
    yield loaded
    loaded.close()


def place(sheet, heading: str) -> int:
    (head,) = [c for c in sheet[TOP] if str(c.value).startswith(heading + "\n")]
    return head.column


def column(sheet, heading: str) -> list[object]:
    at = place(sheet, heading)
    return [sheet.cell(r, at).value for r in range(TOP + 1, sheet.max_row + 1)]


def rules(sheet) -> dict[str, tuple[str, object]]:
    """Return formula and look of the conditional formats by the range they cover."""
    return {
        str(area.sqref): (rule.formula[0], rule.dxf)
        for area in sheet.conditional_formatting
        for rule in area.rules
    }


def test_sheets_in_order(book):
    ours = [n for n in book.sheetnames if not n.startswith(("输入-", "均衡评估", "经费台账"))]
    assert ours == [*PEOPLE, "说明"]
    inputs = [n for n in book.sheetnames if n.startswith("输入-")]
    assert inputs[:2] == ["输入-村庄", "输入-学校"]
    assert book.sheetnames.index("说明") < book.sheetnames.index("输入-村庄")


def test_headings_in_both_languages_frozen_and_filtered(book):
    for name in [*PEOPLE, "说明"]:
        sheet = book[name]
        assert "合成数据" in sheet["A1"].value, name
        for cell in sheet[TOP]:
            zh, _, en = cell.value.partition("\n")
            assert zh, (name, cell.coordinate)
            assert en, (name, cell.coordinate)
            assert not re.search("[\u4e00-\u9fff]", en), (name, cell.coordinate)
        assert sheet.freeze_panes.endswith(str(TOP + 1)), name
        last = sheet.cell(sheet.max_row, sheet.max_column).coordinate
        filled = sheet.max_row > TOP
        assert sheet.auto_filter.ref == (f"A{TOP}:{last}" if filled else None), name
    assert book["学校"]["A2"].value == "学校编码\nSchool id"
    assert book["学校"].freeze_panes == "C3"


def test_a_name_is_never_a_formula(book):
    cells = {c.value: c.data_type for row in book["村庄"].iter_rows() for c in row}
    assert cells["=1+1"] == "s"
    assert cells["+86"] == "s"
    assert {
        c.data_type for r in book["撤并清单"].iter_rows() for c in r if c.value == "@SUM(A1)"
    } == {"s"}
    assert not [c for s in book for row in s.iter_rows() for c in row if c.data_type == "f"]


def test_cells_hold_full_numbers_and_show_rounded_ones(book):
    sheet = book["就学去向"]
    assert column(sheet, "单程增加（分钟）")[2] == 29.5
    assert column(sheet, "单程增加（分钟）")[-1] is None  # The unserved have no minutes.
    assert sheet.cell(5, place(sheet, "方案单程（分钟）")).number_format == "#,##0.0"


def test_codes_are_words(book):
    assert column(book["学校"], "提议") == [
        "改为寄宿制 / convert to boarding",
        "撤并 / close",
        "改为教学点 / reduce to a teaching point",
        "扩建 / expand",
        "新设 / open",
    ]
    groups = set(column(book["指标"], "组"))
    assert "农牧户占比低于30%的村 / villages under 30 % farming and herding" in groups
    assert "小学低段（1–3年级） / grades 1–3" in groups
    assert "更庆镇" in groups
    assert None in groups


def test_trips_over_the_norm_are_marked_and_said(book):
    sheet = book["就学去向"]
    minutes, over = place(sheet, "方案单程（分钟）"), place(sheet, "超标准时限（1是0否）")
    last = sheet.max_row
    letter = sheet.cell(1, minutes).column_letter
    formula, look = rules(sheet)[f"{letter}3:{letter}{last}"]
    assert formula == f"${sheet.cell(1, over).column_letter}3=1"
    assert look.font.b
    assert look.numFmt.formatCode == '"▲ "#,##0.0'
    assert look.fill.bgColor.rgb == "FFFEE2E2"
    notes = column(sheet, "提示")
    # V2's six walk 38.5 minutes against 30; V6's three have no school; V1 stays.
    told = dict(zip(column(sheet, "村编码"), notes, strict=True))
    assert told["V2"] == ("▲ 超标准时限；单程增加达阈值 / over the norm; trip much longer")
    assert told["V6"] == "▲ 有学生未安排入学 / pupils without a school"
    assert told["V1"] is None
    flags = column(sheet, "超标准时限（1是0否）")
    assert [bool(n) for n in notes] == [f == 1 for f in flags]


def test_marks_of_villages_schools_and_stress(book):
    villages = book["村庄"]
    named = dict(zip(column(villages, "村编码"), column(villages, "提示"), strict=True))
    assert named["V2"].startswith("▲ 超标准时限；单程增加达阈值")
    assert named["V5"] is None
    letter = villages.cell(1, place(villages, "单程增加最多（分钟）")).column_letter
    formula, _ = rules(villages)[f"{letter}3:{letter}8"]
    assert formula == f"AND(ISNUMBER(${letter}3),${letter}3>=10)"
    schools = book["学校"]
    letter = schools.cell(1, place(schools, "1–3年级学生（人）")).column_letter
    classes = schools.cell(1, place(schools, "1–3年级班数")).column_letter
    assert rules(schools)[f"{letter}3:{letter}7"][0] == f"${letter}3>45*${classes}3"
    notes = dict(zip(column(schools, "学校编码"), column(schools, "提示"), strict=True))
    assert notes["S2"] == "▲ 尚不可执行 / not executable yet"
    stress = book["压力测试"]
    short = column(stress, "教室不够（间）")
    for said, missing, below in zip(
        column(stress, "提示"), short, column(stress, "低于规模下限（人）"), strict=True
    ):
        assert bool(said) >= bool((missing or 0) > 0 or (below or 0) > 0)


def test_indicators_say_whether_they_get_better(book):
    sheet = book["指标"]
    rows = zip(
        column(sheet, "指标代码"), column(sheet, "分组方式"), column(sheet, "提示"), strict=True
    )
    county = {code: note for code, kind, note in rows if kind == "全县 / county"}
    assert county["unserved_pupils"] is None  # 3 before and after
    assert county["pupils_worse"] == "▲ 变差 / worse"
    assert county["daily_minutes_worst"] == "▽ 变好 / better"  # 55 by bus, then 38.5 on foot
    assert county["schools_closed"] is None  # neither good nor bad
    letter = sheet.cell(1, place(sheet, "变化（方案－现状）")).column_letter
    formula, _ = rules(sheet)[f"{letter}3:{letter}{sheet.max_row}"]
    assert formula == 'LEFT($B3,1)="▲"'


def test_every_column_is_explained_in_both_languages(book):
    sheet = book["说明"]
    heads = ("工作表", "列（中文标题）", "列（英文标题）", "单位", "含义", "含义（英文）", "来源")
    found = list(zip(*(column(sheet, head) for head in heads), strict=True))
    told = {(row[0], row[1]): row for row in found}
    for name in book.sheetnames:
        top = 1 if name.startswith("输入-") else TOP
        for cell in book[name][top]:
            zh, _, en = cell.value.partition("\n")
            row = told[name, zh]
            assert row[2] == (en or None)
            assert row[4], (name, zh)
            assert row[5], (name, zh)
            assert row[6], (name, zh)
            assert row[4] != text("workbook.as_heading").say("zh"), (name, zh)
    assert told["村庄", "走读单程均值（分钟）"][3] == "分钟，单程 / min, one way"
    assert told["就学去向", "家庭支出（元/人·年）"][3] == "元/人·年 / yuan a pupil and year"
    assert told["撤并清单", "学生（人）"][4].startswith("从该校转出的学生数")
    assert told["学校", "现办学类型"][6].startswith("现状")
    assert told["学校", "提议"][6] == "方案 / the plan"


def test_every_indicator_is_defined_where_it_is_shown(book):
    codes = set(column(book["指标"], "指标代码"))
    sheet = book["说明"]
    told = dict(zip(column(sheet, "列（英文标题）"), column(sheet, "含义（英文）"), strict=True))
    for code in codes:
        said = catalogue()[f"indicator.{code}.label"]["en"]
        assert told[f"indicator: {said}"] == catalogue()[f"indicator.{code}.means"]["en"]
    assert len(codes) > 60


def test_staffing_columns_have_meaning_and_unit():
    from planner.reports.columns import column_of

    for name, table, _ in STAFF_SHEETS:
        for code in STAFF_COLUMNS[table]:
            made = column_of(code, name)
            assert made.means["zh"], code
            assert made.means["en"], code
            assert made.source == "staffing"
    assert column_of("uncovered", "课程落实").unit == "periods"
    assert column_of("moved", "师资").unit == "flag"
    assert column_of("moved", "岗位去向").unit == "persons"
    lessons = marks_of("课程落实", make_result().scenario)
    assert lessons == (Mark("uncovered", "{uncovered}>0"),)


def test_parameters_list_every_option_with_its_meaning(book):
    sheet = book["参数"]
    options = dict(zip(column(sheet, "参数"), column(sheet, "取值"), strict=True))
    assert options["travel.lower.walk_max_minutes"] == 30
    assert options["travel.protect"] == "all"
    assert options["county"] == "tiny"
    assert options["budget.capital_yuan"] == "null"
    assert all(column(sheet, "含义"))


def test_the_same_result_gives_the_same_file(tmp_path: Path):
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(make_result(), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_book_of_any_sheets(tmp_path):
    table = pd.DataFrame({"who": ["a", "=b"], "n": [1.0, float("nan")]})
    columns = (Column("who", "谁", "Who", "text"), Column("n", "数", "Number", "count"))
    sheet = Sheet("一", table, columns, frozen=1, marks=(Mark("n", "{n}>0"),))
    write_book(tmp_path / "any.xlsx", [sheet, Sheet("二", table.head(0), columns)])
    book = openpyxl.load_workbook(tmp_path / "any.xlsx")
    assert [[c.value for c in row] for row in book["一"].iter_rows()] == [
        ["谁\nWho", "数\nNumber"],
        ["a", 1],
        ["=b", None],
    ]
    assert rules(book["一"])["B2:B3"][0] == "$B2>0"
    assert book["一"].freeze_panes == "B2"
    assert book["二"].max_row == 1
