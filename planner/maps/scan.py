"""What a page asks of the world outside it: nothing, it is hoped."""

from __future__ import annotations

import re
from html.parser import HTMLParser

LOADING = ("src", "href", "srcset", "data", "action", "poster", "background", "xlink:href")
"""Attributes through which a page loads, links or sends."""

IN_STYLE = re.compile(r"""(?:url\(\s*['"]?|@import\s+['"]?)\s*([^'")\s;]+)""", re.IGNORECASE)
OUTSIDE = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


def outside_references(page: str) -> list[str]:
    """Return every reference of a page that leaves it for another host, in order.

    Attributes that load or link, ``url()`` and ``@import`` of styles are read; ``data:``
    addresses, anchors and files beside the page are not outside.
    """
    parser = _Parser()
    parser.feed(page)
    parser.close()
    return [r for r in parser.references if _outside(r)]


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.references: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        for name, value in attrs:
            if value is None:
                continue
            if name in LOADING:
                parts = [p.split()[0] for p in value.split(",") if p.split()]
                self.references += parts if name == "srcset" else [value]
            elif name == "style":
                self.references += IN_STYLE.findall(value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "style":
            self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.references += IN_STYLE.findall(data)


def _outside(reference: str) -> bool:
    return bool(OUTSIDE.match(reference)) and not reference.strip().lower().startswith("data:")
