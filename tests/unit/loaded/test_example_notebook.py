"""docs/example.ipynb: its cells run, and say what the file says."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[3] / "docs"
BOOK = DOCS / "example.ipynb"


def said_of(output: dict) -> str:
    """Return an output in words: what was printed, or the plain text of a value."""
    return "".join(output["text"] if "text" in output else output["data"]["text/plain"])


@pytest.fixture(scope="module")
def book() -> dict:
    return json.loads(BOOK.read_text("utf-8"))


@pytest.fixture(scope="module")
def again(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """The notebook once more, in a folder of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(DOCS / "make"))
        patch.chdir(tmp_path_factory.mktemp("notebook"))
        from notebook_file import write_notebook

        write_notebook(DOCS / "make" / "example_cells.py", Path("again.ipynb"))
        return json.loads(Path("again.ipynb").read_text("utf-8"))


def test_the_cells_are_those_of_the_script_and_say_the_same(book, again):
    assert [c["source"] for c in book["cells"]] == [c["source"] for c in again["cells"]]
    outputs = [[said_of(o) for o in c.get("outputs", ())] for c in book["cells"]]
    assert outputs == [[said_of(o) for o in c.get("outputs", ())] for c in again["cells"]]
    assert ["23 of 147 pupils\n"] in outputs


def test_map_and_comparison_are_in_the_file_and_ask_no_host(book):
    frames = [
        "".join(output["data"]["text/html"])
        for cell in book["cells"]
        for output in cell.get("outputs", ())
        if "srcdoc" in "".join(output.get("data", {}).get("text/html", ""))
    ]
    shown, compared = frames
    assert "drawPlan(map_plan" in shown
    assert "Toy County" in shown and "L.circleMarker(" in shown
    assert "toy-one-school-per-township" in compared or "一乡一校" in compared
    for frame in frames:
        # Leaflet's script holds a link to its makers, which nothing loads.
        page = html.unescape(frame)
        assert re.findall(r"""(?:src|<link[^>]*href)="http[^"]*""", page) == []


def test_it_is_a_notebook_as_the_format_asks_and_small(book):
    assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
    names = [cell["id"] for cell in book["cells"]]
    assert len(set(names)) == len(names) == 18
    code = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    assert BOOK.stat().st_size < 1_500_000
