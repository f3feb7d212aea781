"""The report for Word and for print: what it holds, and what is said where it cannot be made."""

from __future__ import annotations

import re
import zlib

import pytest

import cli
from planner.errors import UsageError
from planner.reports import printed, word_file
from planner.reports.forms import require
from planner.reports.report import build_report, css_string
from planner.reports.tables import assignments_table
from planner.reports.word_xml import paragraph_xml

EVIL = "</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def word(told, tmp_path_factory):
    docx = pytest.importorskip("docx")
    path = tmp_path_factory.mktemp("word") / "report.docx"
    result, sections, _ = told
    word_file.write_docx(result, sections, path, ("zh", "en"))
    return docx.Document(str(path))


def cells(table) -> list[list[str]]:
    return [
        ["".join(t.text or "" for t in c.xpath(".//w:t")) for c in row.tc_lst]
        for row in table._tbl.tr_lst
    ]


def test_word_has_real_headings_in_both_languages(word):
    heads = [
        (p.style.name, p.text) for p in word.paragraphs if p.style.name[:4] in ("Head", "Titl")
    ]
    assert ("Title", "试算方案") in heads
    assert ("Title", "Trial plan") in heads
    for said in ("要点", "In short", "变动学校一校一卡", "What the solver proved"):
        assert ("Heading 1", said) in heads
    assert ("Heading 2", "更庆镇") in heads
    assert ("Heading 2", "{{7*7}}（更庆镇）") in heads
    assert ("Heading 3", "Villages: who goes where") in heads
    # The English half follows the Chinese one.
    assert heads.index(("Title", "Trial plan")) > heads.index(("Heading 1", "求解器证明了什么"))


def test_word_tables_hold_the_rows_of_the_assignments(word, told):
    rows = assignments_table(told[0])
    here = rows[rows["township"] == "更庆镇"]
    tables = [cells(t) for t in word.tables]
    found = [t for t in tables if t[0][:2] == ["村庄", "学段"] and t[0][-1] == "超标"]
    assert [row[0] for row in found[0][1:]] == here["village"].tolist()
    assert [row[2] for row in found[0][1:]] == [f"{n}" for n in here["pupils"]]
    assert found[0][3][3:8] == ["{{7*7}}", "步行 9", "S1学校", "步行 39", "▲ +30"]
    repeats = [t._tbl.xpath(".//w:tblHeader") for t in word.tables]
    assert all(len(found) == 1 for found in repeats)


def test_word_has_maps_with_words_for_those_who_do_not_see_them(word):
    described = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    # A chart of prices stands among them.
    described = [d for d in described if "条形图" not in d and "with each price" not in d]
    # The county and two townships, in each language.
    assert len(described) == 6
    assert described[0].startswith("全县：")
    assert described[4].startswith("更庆镇: its villages")
    assert {round(shape.width.mm) for shape in word.inline_shapes} == {178}


def test_word_sheets_have_heads_and_page_numbers(word):
    heads = [s.header.paragraphs[0].text for s in word.sections]
    assert heads == ["小县 · 试算方案", "Tiny · Trial plan"]
    assert [round(word.sections[0].page_width.mm), round(word.sections[0].page_height.mm)] == [
        210,
        297,
    ]
    fields = word.sections[0].footer._element.xpath(".//w:fldSimple/@w:instr")
    assert fields == ["PAGE", "NUMPAGES"]


def test_hostile_names_are_words_in_word(word):
    assert any(EVIL in p.text for p in word.paragraphs) or any(
        EVIL in row[0] for t in word.tables for row in cells(t)
    )
    xml = paragraph_xml("a<b>&\x07\x00c")
    assert "a&lt;b&gt;&amp;c" in xml


def test_a_title_cannot_leave_the_string_of_the_style_sheet():
    assert css_string('a"}</style>') == '"a\\22 \\7d \\3c \\2f style\\3e "'
    assert css_string("小县 · 一乡一校") == '"小县\\20 ·\\20 一乡一校"'


def test_the_printed_pages_of_both_languages_are_one_page(told):
    result, sections, scene = told
    pages = [build_report(result, lang, sections, scene) for lang in ("zh", "en")]
    whole = printed.joined(pages)
    assert printed.joined(pages[:1]) == pages[0]
    assert re.findall(r'<div class="part (.*?)">', whole) == ["lang-zh", "lang-en"]
    assert whole.count("<section id=") == sum(p.count("<section id=") for p in pages)
    # On a page of one language nothing is hidden for the sake of the other.
    assert re.search(r'<html[^>]*class="lang-', whole) is None
    assert "default-src &#39;none&#39;" in whole
    assert '@page zh { @top-left { content: "小县' in whole
    assert '@page en { @top-left { content: "Tiny' in whole


def test_what_is_missing_is_said_with_the_line_to_type(monkeypatch):
    monkeypatch.setattr(printed, "browser", lambda: "")
    for room in (printed, word_file):
        monkeypatch.setattr(room.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UsageError) as no_pdf:
        require(["pdf"])
    assert 'pip install "county-school-planner[pdf]"' in no_pdf.value.message.say("en")
    with pytest.raises(UsageError) as no_word:
        require(["docx"])
    assert 'pip install "county-school-planner[docx]"' in no_word.value.message.say("zh")
    require([])


def test_the_command_leaves_with_2_before_it_reads_anything(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(word_file.importlib.util, "find_spec", lambda name: None)
    nowhere = str(tmp_path / "nowhere.yaml")
    assert cli._guarded(["--scenario", nowhere, "--docx", "--lang", "en"]) == 2
    assert "county-school-planner[docx]" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_without_a_browser_weasyprint_prints(tmp_path, monkeypatch):
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        pytest.skip(f"WeasyPrint cannot be loaded: {error}")
    monkeypatch.setattr(printed, "browser", lambda: "")
    page = (
        '<!DOCTYPE html><html lang="{0}" class="lang-{0}"><head>'
        '<meta http-equiv="x"><title>t</title><style>@page {{ size: A4 }}'
        "@media print {{ .part + .part {{ break-before: page }} }}</style></head>"
        '<body><p>{1}</p><img src="file:///etc/hostname"></body></html>'
    )
    printed.write_pdf([page.format("zh", "学校"), page.format("en", "school")], tmp_path / "r.pdf")
    made = (tmp_path / "r.pdf").read_bytes()
    assert made.startswith(b"%PDF")
    objects = b"".join(unpacked(s) for s in re.findall(rb"stream\r?\n(.*?)endstream", made, re.S))
    assert len(re.findall(rb"/Type ?/Page\b", objects)) == 2


def unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""
