"""The tables of a comparison page, read back in one language, and those of the runs."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from planner.texts import Lang


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def county_figures(run: Path) -> dict[str, dict[str, str]]:
    found = rows(run / "indicators.csv")
    return {r["indicator"]: r for r in found if r["group_kind"] == "county"}


def number(cell: str) -> float:
    return float(cell) if cell else math.nan


def english(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    return str(cell["en"] if isinstance(cell, dict) else cell.say("en"))


class Page(HTMLParser):
    """A page's rows by the name that each carries, and what its banners and scripts say.

    Parameters
    ----------
    lang
        Spans of the other language are passed over.

    Attributes
    ----------
    rows
        ``(section, row) -> cells``: a cell is its figure and the small line below it.
    banners
        What the alerts say.
    tags
        Every tag with its attributes, in order.
    """

    def __init__(self, page: str, lang: Lang) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self.banners: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._other = "en" if lang == "zh" else "zh"
        self._section, self._row = "", ""
        self._open: list[tuple[str, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag in ("meta", "img", "br", "input", "line", "path", "use", "link"):
            return
        self._open.append((tag, given.get("class") or ""))
        if tag == "section":
            self._section = given.get("id") or ""
        if tag == "tr":
            self._row = given.get("data-row") or ""
            if self._row:
                self.rows[self._section, self._row] = []
        if tag in ("td", "th") and self._row:
            self.rows[self._section, self._row].append(("", ""))
        if "banner" in (given.get("class") or "").split():
            self.banners.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in [name for name, _ in self._open]:
            while self._open.pop()[0] != tag:
                pass
        if tag == "tr":
            self._row = ""

    def handle_data(self, data: str) -> None:
        if any(tag == "span" and name == self._other for tag, name in self._open):
            return
        if any("banner" in name.split() for _, name in self._open):
            self.banners[-1] += data
        tags = [tag for tag, _ in self._open]
        if self._row and ("td" in tags or "th" in tags):
            figure, below = self.rows[self._section, self._row][-1]
            cell = (figure, below + data) if "small" in tags else (figure + data, below)
            self.rows[self._section, self._row][-1] = cell

    def cells(self, section: str, row: str) -> list[str]:
        """Return the figures of a row, its head among them."""
        return [figure.strip() for figure, _ in self.rows[section, row]]

    def below(self, section: str, row: str) -> list[str]:
        """Return the small lines of a row."""
        return [below.strip() for _, below in self.rows[section, row]]

    def codes(self, section: str) -> list[str]:
        """Return the rows of a section."""
        return [row for place, row in self.rows if place == section]
