"""The papers on a closure in a real browser with the network cut, on screen and in print."""

from __future__ import annotations

import base64
import re

import chrome_driver
import pytest
from dossier_world import make_dossier, row

from planner.reports.dossier.page import dossier_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(chrome_driver.missing()), reason=chrome_driver.missing()),
]

HOSTILE = "</style><img src=x onerror=alert(1)>{{7*7}}"


def test_the_papers_ask_for_nothing_fit_and_print(tmp_path):
    rows = [
        row(f"V{n}", stage, "A", "C", n, mode=mode, names={"V7": HOSTILE})
        for n, stage, mode in (
            (7, "lower", "walk"),
            (2, "upper", "board"),
            (9, "upper", "board"),
            (30, "upper", "ride"),
        )
    ]
    path = tmp_path / "papers.html"
    made = make_dossier("A", rows, grade="estimated", name=HOSTILE)
    path.write_text(dossier_page(made), "utf-8")
    with chrome_driver.browser(tmp_path / "profile") as window:
        for width in (1440, 390):
            window.resize(width, 900)
            window.open(path)
            assert window.requests() == [path.as_uri()]
            assert window.complaints() == []
            assert window.run("return document.documentElement.scrollWidth") <= width
            assert window.run("return document.querySelectorAll('img, script').length") == 0
            assert window.run("return document.querySelector('h1').innerText").startswith(HOSTILE)
        shown = "return [].map.call(document.querySelectorAll('#en .groups td:nth-child(3)'), "
        counts = window.run(shown + "function (td) { return td.innerText; });")
        assert sorted(counts) == ["30", "7", "9", "<3"]
        window.run("document.querySelector('nav a[href=\"#en\"]').click()")
        assert window.run("return document.querySelector('#en').getBoundingClientRect().top") < 900
        printed = chrome_driver._call(
            "POST",
            f"{window._base}/goog/cdp/execute",
            {
                "cmd": "Page.printToPDF",
                "params": {"preferCSSPageSize": True, "printBackground": True},
            },
        )
    pdf = base64.b64decode(printed["value"]["data"])
    assert pdf.startswith(b"%PDF-")
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    # A4 in points; the parents' form begins a page of its own in both languages.
    assert {(round(float(w)), round(float(h))) for w, h in boxes} <= {(595, 842), (594, 842)}
    assert len(boxes) >= 6
