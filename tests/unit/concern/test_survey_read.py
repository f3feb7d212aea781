"""Survey files: what is understood, and what is said of what is not."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from planner.concern.survey.read import read_survey
from planner.errors import InvalidInputError
from planner.findings import Finding

GOOD = "respondent,village,township,worried,group\nA1,V1,T,1,herding\nA2,V2,T,0,government\n"


def write(tmp_path: Path, content: str, name: str = "survey.csv") -> Path:
    path = tmp_path / name
    path.write_text(content, "utf-8-sig")
    return path


def refusal(path: Path) -> tuple[Finding, ...]:
    with pytest.raises(InvalidInputError) as caught:
        read_survey(path)
    assert caught.value.exit_code == 3
    assert path.name in caught.value.message.say("en")
    assert all(f.file == path.name and f.severity == "error" for f in caught.value.findings)
    return caught.value.findings


def test_answers_are_read(tmp_path: Path) -> None:
    found = read_survey(write(tmp_path, GOOD))
    assert [(a.row, a.respondent, a.village, a.worried, a.group) for a in found.answers] == [
        (2, "A1", "V1", True, "herding"),
        (3, "A2", "V2", False, "government"),
    ]
    assert (found.unanswered, found.synthetic) == (0, False)


def test_chinese_headings_and_words(tmp_path: Path) -> None:
    content = "问卷编号,乡镇,是否担忧,群体,数据来源\n1,甲乡,担忧,农牧民,虚构\n2,乙乡,否,事业单位,\n"
    found = read_survey(write(tmp_path, content))
    assert [(a.township, a.worried, a.group) for a in found.answers] == [
        ("甲乡", True, "herding"),
        ("乙乡", False, "public_institution"),
    ]
    assert found.synthetic


def test_a_workbook_says_the_same(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "问卷"
    sheet.append(["受访者", "村", "担忧"])
    sheet.append([1.0, "V1", True])
    sheet.append([None, None, None])
    sheet.append([2, 110, 0])
    book.create_sheet("说明").append(["anything"])
    path = tmp_path / "survey.xlsx"
    book.save(path)
    found = read_survey(path)
    assert [(a.row, a.respondent, a.village, a.worried) for a in found.answers] == [
        (2, "1", "V1", True),
        (4, "2", "110", False),
    ]
    assert found.sheet == "问卷"


def test_several_sheets_none_named(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    book.active.title = "one"
    book.create_sheet("two")
    path = tmp_path / "survey.xlsx"
    book.save(path)
    (found,) = refusal(path)
    assert 'several sheets (one, two); name that of the answers "survey"' in found.say("en")


def test_a_file_that_is_no_workbook(tmp_path: Path) -> None:
    (found,) = refusal(write(tmp_path, "no zip", "survey.xlsx"))
    assert "is damaged or no .xlsx" in found.say("en")


@pytest.mark.parametrize(
    ("row", "column", "value", "cure"),
    [
        ("A1,V1,T,perhaps,herding", "worried", "perhaps", "write 1 (worried) or 0 (not)"),
        ("A1,V1,T,1,teacher", "group", "teacher", "write herding, public_institution"),
        (",V1,T,1,herding", "respondent", "", "give each one a number"),
        ("A1,,,1,herding", "village", "", "fill in one of them"),
    ],
)
def test_a_cell_is_named_with_its_cure(
    tmp_path: Path, row: str, column: str, value: str, cure: str
) -> None:
    (found,) = refusal(write(tmp_path, f"{GOOD.splitlines()[0]}\nA0,V1,T,1,\n{row}\n"))
    assert (found.row, found.column, found.value) == (3, column, value)
    assert found.say("en").startswith(f"survey.csv, row 3, {column}: ")
    assert cure in found.say("en")
    assert found.say("zh") != found.say("en")


def test_all_wrong_cells_are_reported_at_once(tmp_path: Path) -> None:
    content = "respondent,village,worried\nA,V1,x\nB,V1,y\nA,V1,1\n"
    found = refusal(write(tmp_path, content))
    assert [(f.row, f.column) for f in found] == [(2, "worried"), (3, "worried"), (4, "respondent")]
    assert '"A" stands in row 2 and again in row 4' in found[-1].say("en")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("respondent,village,worryd\nA,V,1\n", 'is it "worryd"'),
        ("respondent,village\nA,V\n", 'the required column "Worried" is missing; add it'),
        ("respondent,worried\nA,1\n", 'neither a column "village" nor "township"'),
        ("respondent,village,worried,担忧\nA,V,1,1\n", "are the same column"),
        ("respondent,village,worried\nA,V,1,9\n", "has 4 cells under 3 headings"),
        ("respondent,village,worried\n", "holds headings and no respondents"),
        ("respondent,village,worried\nA,V,\n", "every cell of worried is blank"),
        ("", "has no headings"),
    ],
)
def test_what_is_said_of_a_file(tmp_path: Path, content: str, said: str) -> None:
    found = refusal(write(tmp_path, content))
    assert any(said in f.say("en") for f in found), [f.say("en") for f in found]


def test_other_files(tmp_path: Path) -> None:
    (missing,) = refusal(tmp_path / "none.csv")
    assert "there is no file" in missing.say("en")
    (unread,) = refusal(write(tmp_path, "x", "survey.docx"))
    assert ".docx files are not read; save it as one of .csv, .xlsx" in unread.say("en")
    path = tmp_path / "neither.csv"
    path.write_bytes("受访者,村,担忧\n1,甲,是\n".encode() + b"\xff\xff\n")
    (encoded,) = refusal(path)
    assert "is in no encoding that is read" in encoded.say("en")
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sheet.xml", b"0" * 60_000_000)
    (packed,) = refusal(bomb)
    assert packed.message.key == "inputs.bomb", packed.say("en")


@pytest.mark.parametrize("encoding", ("gb18030", "utf-16", "utf-8-sig"))
def test_encodings_of_chinese_offices_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "survey.csv"
    path.write_bytes("受访者;村;担忧\n1;甲;是\n".encode(encoding))
    (answer,) = read_survey(path).answers
    assert (answer.village, answer.worried) == ("甲", True)


def test_blank_answers_are_counted_and_left_out(tmp_path: Path) -> None:
    found = read_survey(write(tmp_path, "respondent,village,worried\nA,V,1\nB,V,\n"))
    assert (len(found.answers), found.unanswered) == (1, 1)
