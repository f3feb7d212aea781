"""A folium map that asks nothing of the network."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import Any, BinaryIO

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink, MacroElement
from folium.template import Template

from planner.errors import PlannerError
from planner.maps.assets import data_uri, leaflet_css, leaflet_js, licence_comment, own_file
from planner.maps.scan import outside_references
from planner.texts import text

POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data:; base-uri 'none'; form-action 'none'"
)
"""What a saved page may do: run and style itself, show pictures it carries, nothing else."""


class Verbatim(MacroElement):
    """Text put into the page as it stands; a plain `Element` would read it as a template."""

    _template = Template("{{ this.text }}")

    def __init__(self, content: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.text = content

    def render(self, **kwargs: Any) -> str:
        """Return the text."""
        return str(self._template.render(this=self, kwargs=kwargs))


class PageFigure(Figure):
    """The page around the map: language, title, policy and licence come first in it."""

    _template = Template(
        '<!DOCTYPE html>\n<html lang="{{ this.lang }}" class="{{ this.page_class }}">\n<head>\n'
        "{% if kwargs.sealed %}"
        '<meta http-equiv="Content-Security-Policy" content="{{ this.policy }}">\n'
        "{% endif %}{{ this.licence }}"
        "<title>{{ this.title|e }}</title>\n{{ this.header.render(**kwargs) }}\n</head>\n"
        "<body>\n{{ this.html.render(**kwargs) }}\n"
        "<script>\n{{ this.script.render(**kwargs) }}\n</script>\n</body>\n</html>\n"
    )

    def __init__(self, title: str, page_class: str) -> None:
        super().__init__(title=title)
        self.page_class = page_class
        self.lang = "en" if "lang-en" in page_class.split() else "zh-CN"
        self.policy = POLICY
        self.licence = licence_comment()


class OfflineMap(folium.Map):
    """A `folium.Map` whose script and style travel with it.

    It shows in notebooks as any folium map does. Saved, it is one file that makes no
    request: every link is replaced by what it links to, and one that is not known is an
    error.

    Parameters
    ----------
    name
        Name of the map within its page; fixed, so that the same map gives the same file.
    title
        Title of the page.
    page_class
        Class of the page's root element.
    options
        As for `folium.Map`; there are no tiles.
    """

    def __init__(
        self, name: str = "plan", title: str = "", page_class: str = "", **options: Any
    ) -> None:
        options.setdefault("prefer_canvas", True)
        options.setdefault("attribution_control", False)
        super().__init__(tiles=None, **options)
        self._id = name
        self.default_js = [
            ("leaflet", data_uri("js", leaflet_js().encode())),
            ("folium_shim", data_uri("js", own_file("folium_shim.js").encode())),
        ]
        self.default_css = [
            ("leaflet_css", data_uri("css", leaflet_css().encode())),
            ("map_css", data_uri("css", own_file("map.css").encode())),
        ]
        self.figure = PageFigure(title, page_class)
        self.figure.add_child(self)

    def page(self) -> str:
        """Return the whole page as text that makes no request.

        Raises
        ------
        PlannerError
            If something added to the map needs a file from elsewhere.
        """
        figure = self.figure
        figure.render()
        for tiles in _tile_addresses(self):
            raise PlannerError(text("map.outside_link", link=tiles))
        for name, child in list(figure.header._children.items()):
            if isinstance(child, JavascriptLink | CssLink):
                figure.header.add_child(_inlined(child), name=name)
        # Rendering the figure as a whole would put the links back.
        html = str(figure._template.render(this=figure, kwargs={"sealed": True}))
        for link in outside_references(html):
            raise PlannerError(text("map.outside_link", link=link))
        return html

    def save(
        self, outfile: str | bytes | Path | BinaryIO, close_file: bool = True, **_: Any
    ) -> None:
        """Write the page to a path or a binary file."""
        content = self.page().encode("utf-8")
        if isinstance(outfile, str | bytes | Path):
            Path(os.fsdecode(outfile)).write_bytes(content)
            return
        outfile.write(content)
        if close_file:
            outfile.close()


def _inlined(link: JavascriptLink | CssLink) -> Verbatim:
    is_script = isinstance(link, JavascriptLink)
    start = f"data:{'text/javascript' if is_script else 'text/css'};base64,"
    if not str(link.url).startswith(start):
        raise PlannerError(text("map.outside_link", link=str(link.url)))
    content = base64.b64decode(link.url.removeprefix(start)).decode()
    tag = "script" if is_script else "style"
    return Verbatim(f"<{tag}>\n{content}\n</{tag}>")


def _tile_addresses(element: Element) -> list[str]:
    found = []
    for child in element._children.values():
        address = str(getattr(child, "tiles", "") or getattr(child, "url", "") or "")
        if address and not address.startswith("data:"):
            found.append(address)
        found += _tile_addresses(child)
    return found
