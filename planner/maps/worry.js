// Draws worry against exposure. Names are user data and go into the page as text alone.
function drawWorry(map, data) {
  "use strict";
  var el = mapPage.el, decode = mapPage.decode;
  function say(text, fields) { return mapPage.say(data.langs, text, fields); }
  function percent(share) { return (100 * share).toFixed(0) + "%"; }
  var all = L.featureGroup().addTo(map);
  data.outlines.forEach(function (line) {
    L.polyline(decode(line), { color: "#1f2937", weight: 1.8, interactive: false }).addTo(all);
  });
  data.places.forEach(function (p) {
    var card = el("div", "card", [
      el("h3", "", [p.name, el("small", "", [p.township === p.name ? "" : " " + p.township])]),
      el("p", "", [say(data.words.worried,
        { worried: p.worried, respondents: p.n, share: percent(p.worried / p.n) })]),
      el("p", "", [say(data.words.exposure, { share: percent(p.exposure) })])
    ]);
    L.circleMarker(p.at, {
      radius: Math.max(4, Math.min(16, 2.2 * Math.sqrt(p.n))), weight: 1.2, color: "#1f2937",
      fillColor: data.colours[p.kind], fillOpacity: 0.85
    }).bindPopup(card).addTo(all);
  });
  var legend = L.control({ position: "bottomleft" });
  legend.onAdd = function () {
    return el("div", "worry-legend leaflet-bar", ["more_worry", "alike", "more_affected"].map(
      function (key, kind) {
        var dot = el("i", "");
        dot.style.background = data.colours[kind];
        return el("div", "", [dot, say(data.words[key])]);
      }));
  };
  legend.addTo(map);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  map.setMinZoom(5).setMaxZoom(15);
  if (all.getLayers().length) { map.fitBounds(all.getBounds(), { padding: [12, 12] }); }
}
