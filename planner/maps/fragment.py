"""An offline map as a part of another page: its style, its place in the page, its script."""

from __future__ import annotations

from dataclasses import dataclass

from branca.element import CssLink, JavascriptLink
from markupsafe import Markup

from planner.errors import PlannerError
from planner.maps.assets import leaflet_css, leaflet_js, licence_comment, own_file
from planner.maps.offline import OfflineMap
from planner.texts import text


@dataclass(frozen=True)
class Fragment:
    """What a page takes in for one map; `leaflet_parts` goes before the first of them.

    Parameters
    ----------
    style
        Elements for the map's own style.
    place
        The element that the map is drawn in.
    script
        What draws it, without its tag.
    """

    style: Markup
    place: Markup
    script: Markup


def leaflet_parts() -> tuple[Markup, Markup]:
    """Return Leaflet's licence and style, and its script, each once for a page of many maps."""
    style = Markup("{}<style>{}</style>").format(
        Markup(licence_comment()),  # noqa: S704  our own file
        Markup(leaflet_css()),  # noqa: S704  installed beside us
    )
    script = Markup("<script>{}\n{}</script>").format(
        Markup(leaflet_js()),  # noqa: S704  installed beside us
        Markup(own_file("folium_shim.js")),  # noqa: S704  our own file
    )
    return style, script


def fragment_of(page: OfflineMap, height_px: int) -> Fragment:
    """Return the parts of a map without the Leaflet that it carries.

    Of folium's own head nothing is taken: it sets up a page that is all map.

    Raises
    ------
    PlannerError
        If something added to the map needs a file besides those that every map carries.
    """
    figure = page.figure
    figure.render()
    carried = {address for _, address in (*page.default_js, *page.default_css)}
    for child in figure.header._children.values():
        if isinstance(child, JavascriptLink | CssLink) and str(child.url) not in carried:
            raise PlannerError(text("map.outside_link", link=str(child.url)))
    style = Markup("<style>#{} {{ height: {}px; }}</style>").format(page.get_name(), height_px)
    parts = (figure.html.render(), figure.script.render())
    return Fragment(style, *(Markup(part) for part in parts))  # noqa: S704  folium's and our own
