"""Map and report of a run with teachers and equipment, in a real browser without a network."""

from __future__ import annotations

import chrome_driver
import pytest

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(chrome_driver.missing()), reason=chrome_driver.missing()),
]

HEADINGS = """
return [].map.call(document.querySelectorAll('section > h2'), function (h) { return h.innerText; });
"""


def test_the_pages_of_a_run_with_teachers_and_equipment(odd_run, tmp_path):
    with chrome_driver.browser(tmp_path / "profile") as window:
        chrome_driver.open_on_all(window, odd_run.folder / "map.html")
        chrome_driver.open_on_all(window, odd_run.folder / "report.html")
        assert {"师资配置", "资金投向"} <= set(window.run(HEADINGS))
        window.run("document.getElementById('switch-language').click()")
        assert {"Who teaches where", "Where the money goes"} <= set(window.run(HEADINGS))
