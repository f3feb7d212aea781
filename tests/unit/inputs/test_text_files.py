from __future__ import annotations

import codecs

import pytest
from bad_counties import edit_rows, spoilt
from pandas.testing import assert_frame_equal

from planner.inputs.build import check_county, load_county
from planner.inputs.guard import RefusedFileError
from planner.inputs.read_csv import decoded
from planner.reports.tables import write_csv

TEXT = "村编码,村名称,人口\nV1,西坡村,12\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.replace("西", "㐀").encode("gb18030"), "gb18030"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_encodings_of_offices(content, encoding):
    read, found = decoded(content)
    assert read.replace("㐀", "西").lstrip("\ufeff") == TEXT
    assert found == encoding


@pytest.mark.parametrize("content", [b"\xff\xff\xff\x80,1\n", TEXT.encode("utf-32"), b"a,b\n\xc4"])
def test_what_is_in_no_encoding_is_refused(content):
    with pytest.raises(RefusedFileError) as refused:
        decoded(content)
    assert refused.value.message.key == "inputs.not_utf8"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_county_in_another_encoding_is_the_same(tmp_path, toy_county, encoding):
    folder = spoilt(tmp_path, [{"file": "villages.csv", "encode": encoding}])
    county, findings = load_county(folder)
    assert_frame_equal(county.villages, toy_county.villages)
    notes = [f.say("en") for f in findings if f.check == "encoding"]
    assert len(notes) == (encoding == "gb18030")


@pytest.mark.parametrize("separator", ["\t", ";"])
def test_tabs_and_semicolons_separate_too(tmp_path, toy_county, separator):
    folder = spoilt(tmp_path, [])
    path = folder / "villages.csv"
    path.write_text(path.read_text("utf-8-sig").replace(",", separator), "utf-8")
    assert_frame_equal(load_county(folder)[0].villages, toy_county.villages)


def test_title_rows_and_totals_of_a_csv(tmp_path, toy_county):
    folder = spoilt(tmp_path, [])

    def as_printed(rows):
        blank = [""] * 9
        return [["行政村情况表", *blank], ["", *blank], *rows, ["合计", *blank]]

    edit_rows(folder / "villages.csv", as_printed)
    county, findings = load_county(folder)
    assert_frame_equal(county.villages, toy_county.villages)
    assert [f.row for f in findings if f.check == "left_out"] == [10]


def test_a_heading_twice_is_named_and_does_no_harm(tmp_path):
    folder = spoilt(tmp_path, [])
    edit_rows(folder / "villages.csv", lambda rows: [[*row, row[1]] for row in rows])
    messages = [f.say("en") for f in check_county(folder)]
    assert any('"name" and "name" are the same column; remove one' in m for m in messages)


def test_formulas_are_written_so_that_no_spreadsheet_runs_them(tmp_path, toy_county):
    name = '=HYPERLINK("http://x.invalid","村")'
    folder = spoilt(tmp_path, [])

    def renamed(rows):
        for row, said in zip(rows[1:], [name, "+1村", "-村", "@村", "-5", "村"], strict=True):
            row[1] = said
        return rows

    edit_rows(folder / "villages.csv", renamed)
    villages = load_county(folder)[0].villages
    assert villages.loc["V1", "name"] == name
    plain = villages.drop(columns="geometry").reset_index()
    write_csv(plain, tmp_path / "out.csv")
    written = (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()
    cells = [line.split(",", 2)[1] for line in written[1:]]
    assert cells[1:] == ["'+1村", "'-村", "'@村", "-5", "村"]
    assert written[1].startswith("V1,\"'=HYPERLINK(")


def test_the_apostrophe_goes_when_it_is_read_again(tmp_path):
    change = {"file": "villages.csv", "row": 2, "column": "name", "write": "'=1+1"}
    assert load_county(spoilt(tmp_path, [change]))[0].villages.loc["V1", "name"] == "=1+1"
    change["write"] = '="007"'
    assert load_county(spoilt(tmp_path / "b", [change]))[0].villages.loc["V1", "name"] == "007"


def test_links_do_not_lead_out_of_the_folder(tmp_path):
    folder = spoilt(tmp_path, [])
    (tmp_path / "secret.csv").write_bytes((folder / "villages.csv").read_bytes())
    (folder / "villages.csv").unlink()
    (folder / "villages.csv").symlink_to(tmp_path / "secret.csv")
    messages = [f.say("en") for f in check_county(folder)]
    assert any(m.startswith("villages.csv: must lie inside the county folder") for m in messages)
