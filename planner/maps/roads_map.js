// Draws a road layer before and after it was mended. Data are shown as text, never as markup.
function drawRoads(map, data) {
  "use strict";
  var decode = mapPage.decode;
  function say(text, fields) { return mapPage.say(data.langs, text, fields); }
  mapPage.languageButton();
  var renderer = L.canvas({ padding: 0.3, tolerance: 6 });
  var bases = {}, overlays = {};
  data.layers.forEach(function (layer, n) {
    var group = L.layerGroup();
    layer.groups.forEach(function (g) {
      L.polyline(g.lines.map(decode), {
        renderer: renderer, color: g.colour, weight: g.width, dashArray: g.dashes || null,
        opacity: 0.95, interactive: false
      }).addTo(group);
    });
    (layer.points || []).forEach(function (p) {
      L.circleMarker([p[0], p[1]], {
        renderer: renderer, radius: 6, color: "#b91c1c", weight: 2, fillOpacity: 0.15
      }).bindPopup(say(data.gap, { metres: p[2] })).addTo(group);
    });
    var title = say(layer.title).outerHTML;
    if (layer.over) { overlays[title] = group; } else { bases[title] = group; }
    if (layer.shown) { group.addTo(map); }
  });
  L.control.layers(bases, overlays, { collapsed: window.innerWidth < 720 }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  var legend = L.control({ position: "bottomleft" });
  legend.onAdd = function () {
    var box = document.createElement("div");
    box.className = "legend-box";
    // Made by the program of escaped parts.
    box.innerHTML = data.legend;
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    return box;
  };
  legend.addTo(map);
  map.fitBounds(data.bounds);
}
