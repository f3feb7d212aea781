"""The report on a screen and on paper: nothing sticks out, tables are whole, pages are numbered."""

from __future__ import annotations

import re
import zlib

import chrome_driver
import pytest
from pages_world import make_result

from planner.reports.forms import write_forms

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(chrome_driver.missing()), reason=chrome_driver.missing()),
]

EVIL = "</script><img src=x onerror=\"document.title='evil'\">"
WIDER = """
var wide = [], limit = document.documentElement.clientWidth;
[].forEach.call(document.querySelectorAll('section, article, figure, svg.still, ul'), function (e) {
  if (e.getBoundingClientRect().right > limit + 1) { wide.push(e.id || e.tagName); }
});
return wide;
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("forms")
    result = make_result(names={"V2": EVIL, "S2": "{{7*7}}"})
    write_forms(result, folder, "both", ["pdf"])
    return folder


@pytest.mark.parametrize("width", [1440, 390])
def test_the_report_fits_its_screen_in_both_languages(window, folder, width):
    window.resize(width, 900)
    window.open(folder / "report.html")
    for heading in ("变动学校一校一卡", "Schools that change, one by one"):
        assert window.run(WIDER) == []
        assert window.run("return document.documentElement.scrollWidth") <= width
        assert window.run("return document.querySelector('#cards h2').innerText") == heading
        window.run("document.getElementById('switch-language').click()")
    names = window.run(
        "return [].map.call(document.querySelectorAll('article h3.name'), e => e.innerText)"
    )
    assert "更庆镇" in names
    assert "{{7*7}}（更庆镇）" in names
    assert window.run("return document.querySelector('#township-2 tbody').rows.length") == 2
    # A link leads to the part it names, and a name runs nothing.
    window.run("document.querySelector('nav a[href=\"#township-2\"]').click()")
    assert window.run("return location.hash") == "#township-2"
    assert window.run("return document.title").startswith("小县")
    assert window.run("return document.querySelectorAll('img').length") == 0
    assert window.complaints() == []
    assert window.requests() == [(folder / "report.html").as_uri()]


def test_the_printed_report_has_numbered_sheets_in_both_languages(folder):
    made = (folder / "report.pdf").read_bytes()
    assert made.startswith(b"%PDF")
    packed = re.findall(rb"stream\r?\n(.*?)endstream", made, re.DOTALL)
    sheets = re.findall(rb"/Type ?/Page\b", made + b"".join(map(_unpacked, packed)))
    # A summary, a plan, two townships and five cards at least, twice.
    assert 18 <= len(sheets) <= 60
    boxes = set(re.findall(rb"/MediaBox ?\[([^\]]*)\]", made + b"".join(map(_unpacked, packed))))
    # A4 in points.
    assert {tuple(round(float(n)) for n in box.split()) for box in boxes} <= {
        (0, 0, 595, 842),
        (0, 0, 596, 842),
    }


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""
