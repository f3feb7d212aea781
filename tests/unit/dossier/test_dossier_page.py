"""The page of the papers: both languages, stamps, hostile names, and nothing from outside."""

from __future__ import annotations

import re

import pytest
from dossier_world import make_dossier, row

from planner.dossier.write import file_names
from planner.maps.scan import outside_references
from planner.reports.dossier.page import css_text, dossier_page, index_page
from planner.texts import text

HOSTILE = '</script></style><img src=x onerror=alert(1)>{{7*7}}"\\'
ROWS = [row("V1", "lower", "A", "C", 12), row("V2", "lower", "A", "", 2)]


def test_the_page_holds_the_chinese_papers_and_the_english_after_them():
    page = dossier_page(make_dossier("A", ROWS))
    assert "学校编码：A" in page
    assert "负数表示补助和营养餐多于支出" in page
    zh, en = page.index('<article id="zh" lang="zh-CN">'), page.index('<article id="en" lang="en">')
    assert zh < en
    assert "二、涉及的学生和村" in page[zh:en]
    assert "2 The pupils and villages touched" in page[en:]
    assert "家长意见表" in page[zh:en]
    assert "The parents&#39; view (tear off and hand in)" in page[en:]
    assert "counter(page)" in page
    assert outside_references(page) == []
    assert "<script" not in page
    assert "2 The pupils" not in dossier_page(make_dossier("A", ROWS), "zh")


@pytest.mark.parametrize(
    ("grade", "words"),
    [
        ("synthetic", "SYNTHETIC – demonstration only, not for a hearing"),
        ("estimated", "ESTIMATED – survey first"),
        ("measured", None),
    ],
)
def test_every_printed_page_is_stamped_by_its_evidence(grade, words):
    page = dossier_page(make_dossier("A", ROWS, grade=grade), "en")
    if words is None:
        assert 'class="stamp"' not in page
        assert '@top-right { content: ""; }' in page
        return
    assert f'<p class="stamp" role="alert" lang="en">{words}</p>' in page
    assert f"@top-right {{ content: {css_text(words)}; }}" in page
    assert ("watermark" in page.split("<body")[1]) == (grade in ("synthetic", "estimated"))


def test_a_grade_that_nobody_knows_is_not_taken_for_measured():
    page = dossier_page(make_dossier("A", ROWS, grade="assumed"), "en")
    assert "ESTIMATED – survey first" in page


def test_a_hostile_name_is_text_in_page_style_and_title():
    rows = [row("V1", "lower", "A", "C", 12, names={"V1": HOSTILE, "C": HOSTILE})]
    page = dossier_page(make_dossier("A", rows, name=HOSTILE))
    assert "<img" not in page
    assert page.count("</style>") == 1
    assert "&lt;img src=x onerror=alert(1)&gt;{{7*7}}" in page
    style = page.split("<style>")[1].split("</style>")[0]
    (said,) = re.findall(r"@top-left \{ content: \"((?:\\[0-9a-f]{6})+)\"; \}", style)
    letters = "".join(chr(int(code, 16)) for code in said.split("\\")[1:])
    assert letters.endswith(HOSTILE)


def test_a_page_says_not_executable_until_what_is_open():
    page = dossier_page(make_dossier("A", ROWS, still_open="hearing_held;receiver_ready"), "en")
    assert "Not executable until these 2 step(s) are settled:" in page
    assert page.count("☐ open") == 2
    assert "<td>public notice</td><td>☑ settled</td><td>30 days</td>" in page
    assert "<td>hearing</td><td>☐ open</td><td>no</td>" in page
    assert "Ready to receive: not on record; nobody may move in before it is." in page
    done = dossier_page(make_dossier("A", ROWS, still_open=""), "en")
    assert "Every step listed is on record." in done
    assert "Ready to receive: on record." in done


def test_who_has_no_school_is_said_and_hidden_if_few():
    page = dossier_page(make_dossier("A", ROWS), "en")
    assert '<span class="line">no school</span>' in page
    assert '<span class="line">&lt;3</span>' in page


def test_what_must_be_built_stands_with_the_receiver():
    rows = [row("V1", "upper", "A", "C", 12, mode="board")]
    page = dossier_page(make_dossier("A", rows), "en")
    assert "To be built first: dormitory beds and canteen places." in page
    assert "4 / 12; to add: 8" in page
    assert "<td></td><td>224,000</td>" in page
    assert "Nothing has to be built first" in dossier_page(make_dossier("A", ROWS), "en")


def test_the_receivers_pupils_add_up_before_the_readers_eyes():
    """C has 15 and takes 5 in, and yet 16 are there: 4 of its own leave for another school."""
    rows = [
        row("V1", "lower", "A", "C", 5),
        row("V2", "lower", "C", "C", 11),
        row("V3", "lower", "C", "D", 4),
        row("V4", "upper", "C", "C", 20),
    ]
    page = dossier_page(make_dossier("A", rows), "en")
    assert "<td>15, of whom 4 would go to other schools</td>" in page
    made = "16: 11 of today stay, 5 come from the school of these papers, 0 from other schools"
    assert f"<td>{made}</td>" in page
    # Where nobody else comes or goes, the number says it all.
    assert "<td>Pupils, grades 4–6</td><td>20</td><td>20</td>" in page
    more = [*rows, row("V5", "lower", "B", "C", 2), row("V6", "lower", "D", "C", 7)]
    page = dossier_page(make_dossier("A", more), "en")
    assert "24–25: 11 of today stay, 5 come from the school of these papers, 8–9 from" in page
    other = dossier_page(make_dossier("B", more), "en")
    assert "24–25: 11 of today stay, &lt;3 come from the school of these papers, 12 from" in other


def test_the_index_lists_papers_and_what_is_refused():
    made = make_dossier("A", ROWS, name=HOSTILE, still_open="hearing_held")
    refused = [
        text("dossier.synthetic", name="乙", school="B", missing=text("dossier.missing_county"))
    ]
    page = index_page([(made, "A.html")], refused, {"zh": "小县", "en": "Tiny"})
    assert page.count('<a href="A.html">') == 2
    assert "13–14" in page
    assert "乙（B）：撤并所依据的数据为虚构" in page
    assert "<img" not in page
    assert outside_references(page) == []


def test_ids_make_names_of_files_that_stay_in_the_folder():
    names = file_names(["S1", "../../etc", "a/b", "a_b", "index", "s1", "学校1"])
    assert names == {
        "S1": "S1.html",
        "../../etc": "______etc.html",
        "a/b": "a_b.html",
        "a_b": "a_b-2.html",
        "index": "index-2.html",
        "s1": "s1-2.html",
        "学校1": "学校1.html",
    }
