"""Workbooks as offices have them, each giving the sample county's villages or schools."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import openpyxl
import pytest
from bad_counties import spoilt
from pandas.testing import assert_frame_equal

from planner.findings import errors_in
from planner.inputs.build import check_county, load_county
from planner.inputs.county_file import TableFile
from planner.inputs.read import read_table
from planner.sample import sample_folder

HEADINGS = {
    "village_id": "村编码",
    "name": "村庄名称",
    "township": "所属乡镇 *",
    "lon": "经度",
    "lat": "纬度",
    "lower_pupils": "1-3年级学生数",
    "upper_pupils": "4～6年级学生（人）",
    "junior_pupils": "初中学生",
    "population": "常住人口（人）",
    "herder_share": "农牧户占比",
}


def sample_rows(table="villages"):
    source = (sample_folder() / f"{table}.csv").read_text("utf-8-sig")
    return list(csv.reader(io.StringIO(source)))


def number(cell):
    if not cell.replace(".", "", 1).isdigit():
        return cell
    return float(cell) if "." in cell else int(cell)


def office_rows():
    """Return the villages under Chinese headings, numbers as numbers."""
    heading, *rows = sample_rows()
    return [[HEADINGS[h] for h in heading], *([number(c) for c in row] for row in rows)]


def saved(folder, rows, name="villages.xlsx", title="Sheet1", extra=()):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for other, content in extra:
        page = book.create_sheet(other)
        for row in content:
            page.append(row)
    book.save(folder / name)
    return book


def county_with(tmp_path, said="villages.xlsx"):
    change = {"file": "county.yaml", "replace": ["villages: villages.csv", f"villages: {said}"]}
    return spoilt(tmp_path, [change])


def read(folder, name="villages", **said):
    return read_table(folder, name, TableFile(file="villages.xlsx", **said))


def test_titles_totals_and_notes_stand_around_the_table(tmp_path, toy_county):
    folder = county_with(tmp_path)
    rows = office_rows()
    total = ["合计", None, None, None, None, 50, 48, 49, 2080]
    saved(
        folder,
        [
            ["示例县行政村基本情况表（2026年）"],
            ["填表单位：示例县教育局", None, None, None, None, None, "单位：人"],
            [],
            *rows,
            total,
            ["注：人口为常住人口"],
        ],
    )
    county, findings = load_county(folder)
    assert_frame_equal(county.villages, toy_county.villages)
    left_out = [f.say("zh") for f in findings if f.check == "left_out"]
    assert left_out == [
        "villages.xlsx，工作表 Sheet1，第 11 行：“合计”行是合计，未读入",
        "villages.xlsx，工作表 Sheet1，第 12 行：“注：人口为常住人口”是表下说明，未读入",
    ]


def test_merged_cells_hold_for_every_row_and_headings_may_have_two(tmp_path, toy_county):
    folder = county_with(tmp_path)
    heading, *rows = office_rows()
    top = [*heading[:5], "学生数", None, None, *heading[8:]]
    below = [None] * 5 + ["1–3年级", "4–6年级", "7–9年级"]
    book = saved(folder, [top, below, *rows])
    sheet = book["Sheet1"]
    for column in "ABCDEIJ":
        sheet.merge_cells(f"{column}1:{column}2")
    sheet.merge_cells("F1:H1")
    for merged in ("C3:C6", "C7:C8"):
        sheet.merge_cells(merged)
    assert sheet["C4"].value is None
    book.save(folder / "villages.xlsx")
    assert_frame_equal(load_county(folder)[0].villages, toy_county.villages)


def test_the_sheet_is_told_by_its_headings_or_its_name(tmp_path, toy_county):
    folder = county_with(tmp_path)
    schools = sample_rows("schools")
    extra = [("填表说明", [["每村一行"]]), ("学校", schools)]
    saved(folder, office_rows(), title="附件1", extra=extra)
    assert_frame_equal(load_county(folder)[0].villages, toy_county.villages)
    table, _ = read(folder, "schools")
    assert (table.sheet, table.heading_row, len(table.cells)) == ("学校", 1, 5)


def test_sheets_that_fit_alike_have_to_be_named(tmp_path):
    folder = county_with(tmp_path)
    saved(folder, office_rows(), title="去年", extra=[("今年", office_rows()[:3])])
    table, (refused,) = read(folder)
    assert table is None
    assert "name it in county.yaml, villages: {file: …, sheet: …}" in refused.say("en")
    assert "去年、今年" in refused.say("zh")
    table, _ = read(folder, sheet="今年")
    assert len(table.cells) == 2
    assert "没有名为“明年”的工作表" in read(folder, sheet="明年")[1][0].say("zh")


def test_a_sheet_may_be_named_like_the_table(tmp_path):
    folder = county_with(tmp_path)
    saved(folder, office_rows(), title="备份", extra=[("村庄", office_rows())])
    assert read(folder)[0].sheet == "村庄"


def test_hidden_sheets_do_not_count(tmp_path):
    folder = county_with(tmp_path)
    book = saved(folder, office_rows(), title="旧", extra=[("新", office_rows())])
    book["旧"].sheet_state = "hidden"
    book.save(folder / "villages.xlsx")
    assert read(folder)[0].sheet == "新"


@pytest.mark.parametrize(
    ("value", "form", "said"),
    [
        ("007", "@", "007"),
        (7, "000", "007"),
        (513330100001, "0", "513330100001"),
        (513330100001.0, "General", "513330100001"),
        (0.1 + 0.2, "General", "0.3"),
        (True, "General", "1"),
        (5133301000010000001, "0", "5.13330E+18"),
        (None, "General", ""),
    ],
)
def test_codes_keep_their_digits(tmp_path, value, form, said):
    book = saved(tmp_path, [["村编码", "村名"], [value, "甲"]])
    book["Sheet1"]["A2"].number_format = form
    book.save(tmp_path / "villages.xlsx")
    assert read(tmp_path)[0].cells["村编码"].loc[2] == said


def test_a_code_that_lost_digits_is_refused(tmp_path):
    folder = county_with(tmp_path)
    rows = office_rows()
    rows[1][0] = 5133301000010000001
    saved(folder, rows)
    messages = [f.say("en") for f in errors_in(check_county(folder))]
    assert any(
        m.startswith("villages.xlsx, sheet Sheet1, row 2, village_id: the id") for m in messages
    )


def test_findings_name_sheet_row_and_id(tmp_path):
    folder = county_with(tmp_path)
    rows = office_rows()
    rows[3][8] = "约520"
    saved(folder, [["标题"], *rows])
    (error,) = errors_in(check_county(folder))
    assert error.say("zh") == (
        "villages.xlsx，工作表 Sheet1，第 5 行，population：“约520”不是纯数字；请写 520"
    )
    assert error.ids == ("V3",)


def test_missing_headings_name_the_row_and_the_nearest(tmp_path):
    folder = county_with(tmp_path)
    rows = office_rows()
    rows[0][0] = "村编号"
    saved(folder, [["标题"], *rows])
    (error,) = errors_in(check_county(folder))
    assert (error.sheet, error.row, error.column) == ("Sheet1", 2, "village_id")
    assert "是否就是“村编号”？" in error.say("zh")


def with_values(path, values):
    """Give formulas of a saved workbook the results that a spreadsheet would save."""
    content = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(content, "w") as new:
        for part in old.namelist():
            data = old.read(part)
            for formula, value in values.items():
                empty = re.escape(f"<f>{formula}</f>").encode() + rb"(?:<v ?/>|<v></v>)"
                data = re.sub(empty, f"<f>{formula}</f><v>{value}</v>".encode(), data)
            new.writestr(part, data)
    path.write_bytes(content.getvalue())


def test_formulas_count_by_the_value_that_was_saved(tmp_path, toy_county):
    folder = county_with(tmp_path)
    rows = office_rows()
    rows[1][8], rows[2][9] = "=120*2", "=0.2+0.2"
    saved(folder, rows)
    with_values(folder / "villages.xlsx", {"120*2": 240, "0.2+0.2": 0.4})
    county, findings = load_county(folder)
    assert_frame_equal(county.villages, toy_county.villages)
    assert [f.say("en") for f in findings if f.check == "formula"] == [
        "villages.xlsx, sheet Sheet1: cells that hold formulas: 2; the results that the"
        " spreadsheet saved are used"
    ]


def test_formulas_are_never_computed_here(tmp_path):
    folder = county_with(tmp_path)
    rows = office_rows()
    rows[1][1] = '=HYPERLINK("http://x.invalid","a")'
    saved(folder, rows)
    found = [f for f in errors_in(check_county(folder)) if f.check == "formula"]
    assert [(f.row, f.column) for f in found] == [(2, "B")]
    assert "open and save it in a spreadsheet once" in found[0].say("en")


def test_errors_of_a_spreadsheet_are_named(tmp_path):
    folder = county_with(tmp_path)
    rows = office_rows()
    rows[4][1] = "#REF!"
    book = saved(folder, rows)
    assert book["Sheet1"]["B5"].data_type == "e"
    found = [f for f in errors_in(check_county(folder)) if f.check == "formula"]
    assert [(f.sheet, f.row, f.value) for f in found] == [("Sheet1", 5, "#REF!")]


def test_a_stray_cell_in_the_last_corner_costs_nothing(tmp_path):
    book = saved(tmp_path, office_rows())
    book["Sheet1"]["XFD1048576"] = "x"
    book.save(tmp_path / "villages.xlsx")
    table, _ = read(tmp_path)
    assert len(table.cells) == 6


def test_a_bomb_is_not_unpacked(tmp_path):
    saved(tmp_path, office_rows())
    path = tmp_path / "villages.xlsx"
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b"0" * 20_000_000)
    table, (refused,) = read(tmp_path)
    assert table is None
    assert "packed beyond belief, and was not read" in refused.say("en")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_xml_entities_are_refused(tmp_path, encoding):
    saved(tmp_path, office_rows())
    with zipfile.ZipFile(tmp_path / "villages.xlsx", "a") as archive:
        bad = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
        archive.writestr("xl/worksheets/sheet9.xml", bad.encode(encoding))
    assert "defines XML entities" in read(tmp_path)[1][0].say("en")


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"PK\x05\x06" + b"\0" * 18]
)
def test_what_is_no_workbook_is_said_to_be_none(tmp_path, content):
    (tmp_path / "villages.xlsx").write_bytes(content)
    table, (refused,) = read(tmp_path)
    assert table is None
    assert refused.message.key in ("inputs.bad_archive", "inputs.bad_workbook")
