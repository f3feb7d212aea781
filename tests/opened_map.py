"""What the tests do with a map that is open in a browser: click, search, switch, count."""

from __future__ import annotations

import time

import chrome_driver

SPOT = """
var found = null, id = arguments[0];
map_plan.eachLayer(function (layer) {
  if (layer.getLatLng && (layer.options.alt === id || (layer.village && layer.village.name === id))) {
    found = layer.getLatLng();
  }
});
map_plan.setView(found, 15, { animate: false });
var point = map_plan.latLngToContainerPoint(found);
var box = map_plan.getContainer().getBoundingClientRect();
return [point.x + box.left, point.y + box.top];
"""
CARD = "var card = document.querySelector('.panel:not([hidden]) .card'); return card && card.innerText;"
SHUT = "document.querySelector('.panel .shut').click()"
AREAS = """
var n = 0;
map_plan.eachLayer(function (l) { if (l instanceof L.Polygon) { n += 1; } });
return n;
"""
GROUND = "map_plan.fire('click', { latlng: map_plan.getCenter() })"
FOCUS = "return document.activeElement.id || document.activeElement.className"


def wait_for(window: chrome_driver.Browser, script: str) -> object:
    for _ in range(40):
        found = window.run(script)
        if found:
            return found
        time.sleep(0.05)
    return None


def card_at(window: chrome_driver.Browser, name: str, above_px: int) -> str:
    """Click a place until its card opens: the browser may still be settling the map's size."""
    card = None
    for _ in range(5):
        window.run(SHUT)
        x, y = window.run(SPOT, name)
        time.sleep(0.2)
        window.click_at(x, y - above_px)
        card = wait_for(window, CARD)
        if card and name in str(card):
            break
    return str(card)


def drawn(window: chrome_driver.Browser, colour: str) -> list[list[float]]:
    """Return width and number of points of each line of a colour, areas apart."""
    return window.run(
        "var found = [], colour = arguments[0];"
        "map_plan.eachLayer(function (l) {"
        " if (l instanceof L.Polyline && !(l instanceof L.Polygon) && l.options.color === colour) {"
        "  found.push([l.options.weight, l.getLatLngs().flat(2).length]); } });"
        "return found;",
        colour,
    )


def dots(window: chrome_driver.Browser) -> dict[str, str]:
    """Return the fill of each village shown."""
    return window.run(
        "var found = {};"
        "map_plan.eachLayer(function (l) {"
        " if (l.village && l.options.fill) { found[l.village.id] = l.options.fillColor; } });"
        "return found;"
    )


def switch(window: chrome_driver.Browser, title: str) -> None:
    """Click the box of a layer."""
    window.run(
        "var all = document.querySelectorAll('.leaflet-control-layers-overlays label');"
        "var title = arguments[0];"
        "[].forEach.call(all, function (label) {"
        " if (label.innerText.indexOf(title) >= 0) { label.querySelector('input').click(); } });",
        title,
    )


def counted(window: chrome_driver.Browser, what: str) -> str:
    """Return the number beside a line of the legend."""
    item = f"'.legend-box [data-counts={what}] .number'"
    return str(window.run(f"return document.querySelector({item}).textContent"))


def said(window: chrome_driver.Browser, name: str) -> str:
    """Search a place by the script's own means and return its card."""
    window.run(
        "var field = document.getElementById('find');"
        "field.value = arguments[0];"
        "field.dispatchEvent(new Event('input'));"
        "document.querySelector('#found button').click();",
        name,
    )
    return str(window.run(CARD))
