"""The tornado: how far each unit price moves the yearly total, widest first."""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from markupsafe import Markup

from planner.ledger import Bar
from planner.reports.drawing import chart, drawing_settings
from planner.texts import Lang, Text, text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHOWN = 12
"""Bars of the drawing; the table has all."""
WIDTH_INCHES, BAR_INCHES, FRAME_INCHES = 7.1, 0.42, 1.1
WRAPPED: dict[Lang, int] = {"zh": 17, "en": 34}
"""Signs in a line of a name."""
LOW_COLOUR, HIGH_COLOUR = "#93c5fd", "#1e3a8a"
SCALE: dict[Lang, tuple[float, str]] = {"zh": (1e4, "+,.1f"), "en": (1e6, "+,.2f")}
"""Yuan of a unit of the axis, and how a number of it is written."""
DOTS_PER_INCH = 150


@dataclass(frozen=True, eq=False)
class TornadoChart:
    """The drawing, in either language.

    Parameters
    ----------
    bars
        Widest first.
    total_yuan
        The total at the prices used.
    names
        What each price is called.
    caption
        Says in words what is drawn; read aloud in its place.
    """

    bars: Sequence[Bar]
    total_yuan: float
    names: dict[str, dict[Lang, str]]
    caption: Text

    @property
    def size_inches(self) -> tuple[float, float]:
        """Width and height."""
        return WIDTH_INCHES, FRAME_INCHES + BAR_INCHES * min(len(self.bars), SHOWN)

    def svg(self, langs: Sequence[Lang]) -> Markup:
        """Return the drawing once for each language, words kept as text."""
        return chart("tornado", self.caption, langs, self.size_inches, self._draw)

    def png(self, lang: Lang) -> bytes:
        """Return the drawing as a picture."""
        import matplotlib as mpl
        from matplotlib.figure import Figure

        written = BytesIO()
        with mpl.rc_context(drawing_settings("tornado")), warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".*[Gg]lyph.*")
            figure = Figure(figsize=self.size_inches, layout="constrained")
            self._draw(figure, lang)
            figure.savefig(written, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
        return written.getvalue()

    def _draw(self, figure: Figure, lang: Lang) -> None:
        axes = figure.subplots()
        shown = self.bars[:SHOWN]
        places = range(len(shown))
        scale, written = SCALE[lang]
        low = [(b.total_low_yuan - self.total_yuan) / scale for b in shown]
        high = [(b.total_high_yuan - self.total_yuan) / scale for b in shown]
        axes.barh(
            places, low, color=LOW_COLOUR, edgecolor=HIGH_COLOUR, hatch="////", height=0.62,
            label=text("ledger.legend_low").say(lang),
        )  # fmt: skip
        axes.barh(
            places, high, color=HIGH_COLOUR, edgecolor=HIGH_COLOUR, height=0.62,
            label=text("ledger.legend_high").say(lang),
        )  # fmt: skip
        for at, values in zip(places, zip(low, high, strict=True), strict=True):
            for value in values:
                if value:
                    axes.annotate(
                        format(value, written), (value, at), xytext=(3 if value > 0 else -3, 0),
                        textcoords="offset points", va="center", fontsize=7.5,
                        ha="left" if value > 0 else "right",
                    )  # fmt: skip
        wide = WRAPPED[lang]
        names = ["\n".join(textwrap.wrap(self.names[b.key][lang], wide)) for b in shown]
        axes.set_yticks(places, names, fontsize=7.5)
        axes.invert_yaxis()
        axes.axvline(0, color="#111827", linewidth=0.8)
        axes.margins(x=0.16)
        axes.set_xlabel(text("ledger.tornado_axis").say(lang))
        figure.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=8)
