"""Leaflet as text, from the package installed beside us, and our own scripts and styles.

Nobody else's script is kept in this project: XStatic-Leaflet ships the files, this module
reads them and turns every image they name into a ``data:`` address.
"""

from __future__ import annotations

import base64
import json
import re
from functools import cache
from importlib import resources
from pathlib import Path

from planner.errors import PlannerError
from planner.texts import text

IMAGES = ("layers.png", "layers-2x.png", "marker-icon.png")
"""Images named in leaflet.css."""

MIME = {"png": "image/png", "js": "text/javascript", "css": "text/css"}


@cache
def leaflet_js() -> str:
    """Return Leaflet's script with its notice of copyright.

    The source map is left out, and default markers take their pictures from ``data:``
    addresses, so that even a plain ``folium.Marker`` asks no server for ``marker-icon.png``.
    """
    script = re.sub(r"//# sourceMappingURL=.*", "", _leaflet_file("leaflet.js").decode())
    pictures = json.dumps(
        {"icon": _image("marker-icon.png"), "shadow": _image("marker-shadow.png")}
    )
    return (
        f"{script}\n(function(p){{L.Icon.Default.prototype._getIconUrl="
        f"function(name){{return p[name];}};}})({pictures});"
    )


@cache
def leaflet_css() -> str:
    """Return Leaflet's style sheet with its images as ``data:`` addresses."""
    sheet = _leaflet_file("leaflet.css").decode()
    for name in IMAGES:
        sheet = sheet.replace(f"url(images/{name})", f"url({_image(name)})")
    # A rule for Internet Explorer 8 that no browser in use reads.
    return re.sub(r"behavior:\s*url\(#default#VML\);", "", sheet)


@cache
def licence_comment() -> str:
    """Return Leaflet's licence as an HTML comment, to travel with every page that carries it."""
    return own_file("leaflet_licence.html")


def drawing_script(*names: str) -> str:
    """Return scripts of this room that draw, behind what all of them share."""
    return "\n".join(own_file(name) for name in ("common.js", *names))


@cache
def own_file(name: str) -> str:
    """Return a script, style sheet or fragment of this room."""
    return (resources.files(__package__) / name).read_text("utf-8")


def data_uri(kind: str, content: bytes) -> str:
    """Return content as a ``data:`` address; `kind` is ``png``, ``js`` or ``css``."""
    return f"data:{MIME[kind]};base64,{base64.b64encode(content).decode('ascii')}"


def script_json(value: object) -> str:
    """Return JSON that may stand inside a ``<script>``: no ``<``, ``>`` or ``&`` is left in it."""
    dumped = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        dumped = dumped.replace(sign, f"\\u{ord(sign):04x}")
    return dumped


def _image(name: str) -> str:
    return data_uri("png", _leaflet_file(f"images/{name}"))


def _leaflet_file(name: str) -> bytes:
    try:
        from xstatic.pkg import leaflet
    except ImportError as error:
        raise PlannerError(text("map.no_leaflet")) from error
    return (Path(leaflet.BASE_DIR) / name).read_bytes()
