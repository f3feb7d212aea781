"""Charts as inline SVG, one drawing for each language, their words kept as text."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Sequence
from io import StringIO
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from planner.texts import Lang, Text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FONTS = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "SimHei")
"""Faces with Chinese signs, by which lengths are measured; which one draws is the reader's."""

Draw = Callable[["Figure", Lang], None]
"""Draws on an empty figure in one language."""


def chart(
    name: str, caption: Text, langs: Sequence[Lang], size_inches: tuple[float, float], draw: Draw
) -> Markup:
    """Return a chart with its caption, drawn once for each language of the page.

    Parameters
    ----------
    name
        Unlike that of any other chart of the page: the ids within the drawing begin with it.
    size_inches
        Width and height; the page shrinks it to its own width.
    """
    drawn = [
        Markup('<div class="{}" lang="{}">{}</div>').format(
            lang, "zh-CN" if lang == "zh" else "en", _svg(name, caption, lang, size_inches, draw)
        )
        for lang in langs
    ]
    return Markup('<figure class="chart" id="chart-{}">{}</figure>').format(
        name, Markup("").join(drawn)
    )


def _svg(
    name: str, caption: Text, lang: Lang, size_inches: tuple[float, float], draw: Draw
) -> Markup:
    import matplotlib as mpl
    from matplotlib.figure import Figure

    settings = drawing_settings(f"{name}-{lang}")
    written = StringIO()
    with mpl.rc_context(settings), warnings.catch_warnings():
        # Words stay text: which font draws them is the reader's.
        warnings.filterwarnings("ignore", message=".*[Gg]lyph.*")
        figure = Figure(figsize=size_inches, layout="constrained")
        draw(figure, lang)
        figure.savefig(written, format="svg", metadata={"Date": None})
    return _inline(written.getvalue(), f"{name}-{lang}", caption.say(lang))


def drawing_settings(salt: str) -> Any:
    """Return matplotlib's settings for drawings of pages; ids within are made from `salt`."""
    return {
        "svg.fonttype": "none",
        "svg.hashsalt": salt,
        "font.family": [*_installed(), "sans-serif"],
        "font.size": 9,
        "axes.unicode_minus": False,
        # A name with a dollar sign is a name.
        "text.parse_math": False,
        "axes.spines.top": False,
        "axes.spines.right": False,
    }


def _inline(svg: str, prefix: str, label: str) -> Markup:
    """Return a drawing fit to stand in a page: no prologue, ids of its own, a name read aloud."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    body = re.sub(r'\bid="', f'id="{prefix}-', body)
    body = re.sub(r'href="#', f'href="#{prefix}-', body)
    body = re.sub(r"url\(#", f"url(#{prefix}-", body)
    # The page sets the width; the drawing keeps its shape by its view box.
    head, _, rest = body.partition(">")
    head = re.sub(r'\s(width|height)="[^"]*"', "", head)
    named = Markup(' role="img" aria-label="{}">').format(label)
    return Markup(head) + named + Markup(rest)  # noqa: S704  our own drawing, texts escaped in it


def _installed() -> list[str]:
    from matplotlib import font_manager

    known = {f.name for f in font_manager.fontManager.ttflist}
    return [name for name in FONTS if name in known]
