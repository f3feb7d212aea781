"""The README's pictures: there, small, of the size that the script takes them in."""

from __future__ import annotations

import io
import re
import struct
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text("utf-8")
ENGLISH, CHINESE = README.split("\n## 中文\n")


def test_each_half_shows_the_same_pages_in_its_own_language():
    shown = [re.findall(r"!\[[^\]]+\]\(docs/images/([\w-]+)\.png\)", h) for h in (ENGLISH, CHINESE)]
    assert shown == [["map-en", "compare-en"], ["map-zh", "compare-zh"]]
    pictures = {p.stem for p in (ROOT / "docs" / "images").glob("*.png")}
    assert pictures == {name for half in shown for name in half}
    # The data behind them are invented, and the lines below them say so.
    assert ENGLISH.count(", synthetic data.") == CHINESE.count("，合成数据。") == 2


@pytest.mark.parametrize("picture", sorted((ROOT / "docs" / "images").glob("*.png")), ids=str)
def test_a_picture_is_small_and_not_blank(picture: Path):
    content = picture.read_bytes()
    assert len(content) < 300_000
    assert struct.unpack(">II", content[16:24]) == (1280, 800)
    with Image.open(picture) as image:
        colours = image.convert("RGB").getcolors(1_000_000)
    assert len(colours) > 20
    assert max(count for count, _ in colours) < 0.9 * 1280 * 800


def test_few_colours_change_a_page_by_little(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "docs" / "make"))
    from screenshots import SIZE_PX, small

    assert SIZE_PX == (1280, 800)
    page = Image.new("RGB", (200, 100), "#ffffff")
    page.paste("#b91c1c", (10, 10, 60, 60))
    page.paste("#0072b2", (90, 10, 140, 60))
    whole = io.BytesIO()
    page.save(whole, "PNG")
    with Image.open(io.BytesIO(small(whole.getvalue()))) as image:
        again = image.convert("RGB")
    for place in ((0, 0), (30, 30), (100, 30)):
        for was, now in zip(page.getpixel(place), again.getpixel(place), strict=True):
            assert abs(was - now) <= 4
