from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from pages_world import make_result

from planner.reports.workbook import write_workbook


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "plan.xlsx"
    write_workbook(make_result(names={"V2": "=1+1", "S2": "@SUM(A1)", "V3": "+86"}), path)
    loaded = openpyxl.load_workbook(path)
    yield loaded
    loaded.close()


def column(sheet, heading: str) -> list[object]:
    (head,) = [c for c in sheet[2] if str(c.value).startswith(heading + "\n")]
    return [sheet.cell(r, head.column).value for r in range(3, sheet.max_row + 1)]


def test_sheets_in_order(book):
    assert [name for name in book.sheetnames if not name.startswith("输入-")] == [
        "指标", "学校", "村庄", "就学去向", "撤并清单", "乡镇", "线路", "压力测试", "参数", "数据问题",
    ]  # fmt: skip
    assert book.sheetnames[10:12] == ["输入-村庄", "输入-学校"]


def test_headings_in_both_languages_frozen_and_filtered(book):
    sheet = book["学校"]
    assert sheet["A2"].value == "学校编码\nSchool id"
    assert sheet.freeze_panes == "C3"
    assert sheet.auto_filter.ref.startswith("A2:")
    assert "合成数据" in sheet["A1"].value


def test_a_name_is_never_a_formula(book):
    cells = {c.value: c.data_type for row in book["村庄"].iter_rows() for c in row}
    assert cells["=1+1"] == "s"
    assert cells["+86"] == "s"
    assert {
        c.data_type for r in book["撤并清单"].iter_rows() for c in r if c.value == "@SUM(A1)"
    } == {"s"}


def test_cells_hold_full_numbers_and_show_rounded_ones(book):
    sheet = book["就学去向"]
    assert column(sheet, "单程增加（分钟）")[2] == 29.5
    assert column(sheet, "单程增加（分钟）")[-1] is None  # The unserved have no minutes.
    assert sheet.cell(5, 6).number_format == "#,##0.0"


def test_codes_are_words(book):
    assert column(book["学校"], "提议") == [
        "改为寄宿制 / convert to boarding",
        "撤并 / close",
        "改为教学点 / reduce to a teaching point",
        "扩建 / expand",
        "新设 / open",
    ]


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
