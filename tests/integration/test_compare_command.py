"""What `plan compare` writes and refuses: names as text, the workbook, languages, earlier pages."""

from __future__ import annotations

import json
import shutil
from html import unescape

import openpyxl
import pytest
from compare_page import Page, county_figures
from compared_made import EVIL_SCHOOL, FORMULA, plan

from planner.maps.scan import outside_references
from planner.texts import text


def test_names_are_text_and_the_page_asks_for_nothing(made):
    assert outside_references(made.html) == []
    assert "img" not in [tag for tag, _ in made.page.tags]
    assert not any("onerror" in given for _, given in made.page.tags)
    assert "{{7*7}}" in made.html
    assert "default-src 'none'" in unescape(made.html)
    assert len(made.html) < 5_000_000


def test_drawings_keep_their_words_as_text_and_have_a_name(made):
    named = [g for tag, g in made.page.tags if tag == "svg" and g.get("role") == "img"]
    assert len([g for g in named if g.get("aria-label")]) >= 6
    assert "一乡一校" in made.html.split('id="chart-townships-0"')[1].split("</svg>")[0]
    assert "One school per township" in made.html.split('id="chart-curve"')[1]


def test_the_workbook_holds_the_figures_unrounded_and_runs_nothing(made):
    book = openpyxl.load_workbook(made.book)
    sheet = book["指标"]
    headings = [cell.value for cell in sheet[2]]
    column = next(n for n, h in enumerate(headings) if h and h.startswith("B 方案\n"))
    code = next(n for n, h in enumerate(headings) if h and h.startswith("代码"))
    kind = next(n for n, h in enumerate(headings) if h and h.startswith("分组方式"))
    found = {
        row[code]: row[column]
        for row in sheet.iter_rows(min_row=3, values_only=True)
        if row[kind].startswith("全县")
    }
    figures = county_figures(made.runs[1])
    assert set(figures) <= set(found)
    for name, row in figures.items():
        assert found[name] == pytest.approx(float(row["value"]), rel=1e-15), name
    cells = [cell for s in book for line in s.iter_rows() for cell in line]
    assert "f" not in {cell.data_type for cell in cells}
    values = [cell.value for cell in cells]
    assert FORMULA in values
    assert EVIL_SCHOOL in values
    assert {"方案", "达标", "乡镇用时", "撤并", "选项", "文件", "取舍曲线"} <= set(book.sheetnames)
    assert "villages.csv" in str(book["方案"]["A1"].value)


def test_alike_runs_have_no_banner_and_one_language_is_one_language(made, capsys):
    out = made.book.with_name("two.html")
    assert plan("compare", *made.runs[:2], "--out", out, "--lang", "zh") == 0
    assert "各方案读入的县数据逐字节相同" in capsys.readouterr().out
    html = out.read_text("utf-8")
    page = Page(html, "zh")
    assert not any("县数据不同" in b for b in page.banners)
    assert page.codes("frontier") == []
    assert page.codes("staffing") == []
    assert not any(g.get("class") == "en" for tag, g in page.tags if tag == "span")
    assert page.cells("runs", "A")[1] == "现状"


def test_what_fails_leaves_the_earlier_page(made, monkeypatch, tmp_path):
    out = tmp_path / "kept.html"
    out.write_text("earlier", "utf-8")

    def fails(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("planner.reports.compare.write.comparison_page", lambda *_: "new")
    monkeypatch.setattr("planner.reports.compare.write.write_compare_book", fails)
    assert plan("compare", *made.runs[:2], "--out", out) == 1
    assert out.read_text("utf-8") == "earlier"
    assert [p.name for p in tmp_path.iterdir()] == ["kept.html"]


@pytest.mark.parametrize(
    ("arguments", "code", "key"),
    [
        (("a",), 2, "compare.how_many"),
        (("today", "today"), 2, "compare.twice"),
        (("today", "township", "--out", "page.pdf"), 2, "compare.out_kind"),
        (("today", "nothing"), 3, "loaded.refused"),
        (("today", "township", "--frontier", "township"), 3, "compare.no_frontier"),
        (("today", "other"), 3, "compare.counties"),
    ],
)
def test_what_cannot_be_compared_is_refused(made, capsys, tmp_path, arguments, code, key):
    folder = made.runs[0].parent
    other = folder / "other"
    if "other" in arguments and not other.exists():
        shutil.copytree(made.runs[1], other)
        manifest = json.loads((other / "manifest.json").read_text("utf-8"))
        (other / "manifest.json").write_text(json.dumps(manifest | {"county_id": "mao"}), "utf-8")
    given = [a if a.startswith("--") or a.endswith(".pdf") else folder / a for a in arguments]
    out = [] if "--out" in arguments else ["--out", tmp_path / "page.html"]
    assert plan("compare", *given, *out, "--lang", "en") == code
    start = text(key, **dict.fromkeys(("least", "most", "n", "folder", "path"), "§")).say("en")
    assert start.split("§")[-1].strip() in capsys.readouterr().err
    assert not (tmp_path / "page.html").exists()
