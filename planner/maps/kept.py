"""The map of a run folder once more: from its map.html, with nothing computed again.

A run keeps no network and no terrain, so that ways and areas on foot could not be drawn again as
they were. The page holds them, and the script that draws them.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from pathlib import Path

from branca.element import MacroElement

from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.maps.offline import OfflineMap, Verbatim
from planner.maps.page import OPTIONS
from planner.texts import LANGS, Lang, text

PAGE = "map.html"
_HEAD = re.compile(
    r'<html lang="[^"]*" class="(?P<classes>[^"]*)">.*?<title>(?P<title>.*?)</title>', re.S
)
_BODY = re.compile(
    r"<body>\s*(?P<above>.*?)\s*"
    r'<div class="folium-map" id="map_plan"\s*></div>\s*'
    r"<script>(?P<script>.*)</script>\s*</body>",
    re.S,
)
_CENTRE = re.compile(r"center: \[([-\d.]+), ([-\d.]+)\]")
_LANGS = re.compile(r'"langs":(\[[^\]]*\])')


@dataclass(frozen=True)
class KeptPage:
    """What is particular to one page of a map.

    Parameters
    ----------
    title, classes
        Of the page and of its root element.
    above
        Markup above the map.
    centre
        Latitude and longitude that the map opens at.
    drawing
        The script that draws the plan, with its data.
    langs
        Languages that the page holds.
    """

    title: str
    classes: str
    above: str
    centre: tuple[float, float]
    drawing: str
    langs: tuple[Lang, ...]


class KeptDrawing(MacroElement):
    """The script of a page as it stands; put in after the map, as `planner.maps.page.Drawing`."""

    def __init__(self, page: OfflineMap, drawing: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name, self._id = "Drawing", "plan"
        self.script, self.text = page.figure.script, drawing

    def render(self, **_: object) -> str:
        """Add the script to the page."""
        self.script.add_child(Verbatim(self.text), name=self.get_name())
        return ""


def kept_map(folder: Path, lang: Lang | None = None) -> OfflineMap:
    """Return the map of a run folder as a folium map, which draws what map.html shows.

    Parameters
    ----------
    folder
        The run folder.
    lang
        Language to open in; without it as the page does. A page of both has a button for the
        other.

    Raises
    ------
    InvalidInputError
        If the folder has no map of this program, or one without that language.
    """
    kept = read_page(folder / PAGE)
    classes = kept.classes
    if lang is not None:
        if lang not in kept.langs:
            spoken = text(f"loaded.lang.{lang}")
            raise InvalidInputError(text("loaded.map_lang", folder=folder, lang=spoken), ())
        shown = {f"lang-{code}" for code in LANGS}
        classes = " ".join([c for c in classes.split() if c not in shown] + [f"lang-{lang}"])
    page = OfflineMap(
        name="plan", title=kept.title, page_class=classes, location=list(kept.centre), **OPTIONS
    )
    page.figure.html.add_child(Verbatim(kept.above), name="title")
    page.add_child(KeptDrawing(page, kept.drawing), name="drawing")
    return page


def read_page(path: Path) -> KeptPage:
    """Return what `planner.maps.page.write_map` wrote into a page.

    Raises
    ------
    InvalidInputError
        If there is no such page.
    """
    try:
        source = path.read_text("utf-8")
    except OSError as error:
        raise _refused(path.parent, "loaded.map_missing") from error
    head, body = _HEAD.search(source), _BODY.search(source)
    centre, langs = _CENTRE.search(source), _LANGS.search(source)
    if head is None or body is None or centre is None or langs is None:
        raise _refused(path.parent, "loaded.map_unknown")
    return KeptPage(
        title=html.unescape(head["title"]),
        classes=head["classes"],
        above=body["above"],
        centre=(float(centre[1]), float(centre[2])),
        drawing=_after_map(body["script"]),
        langs=tuple(code for code in LANGS if code in json.loads(langs[1])),
    )


def _after_map(script: str) -> str:
    """Return what follows the making of the map, ``var map_plan = L.map(…);``."""
    at = script.index("L.map(") + len("L.map(")
    depth = 1
    while depth:
        depth += {"(": 1, ")": -1}.get(script[at], 0)
        at += 1
    return script[at:].removeprefix(";").strip()


def _refused(folder: Path, key: str, **fields: object) -> InvalidInputError:
    finding = Finding("map", "error", text(key, **fields), str(folder / PAGE))
    return InvalidInputError(text("loaded.refused", folder=folder), [finding])
