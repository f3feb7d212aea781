// Names on the map, none over another: those that matter most first, the others as one zooms in.
mapPage.labels = function (plan) {
  "use strict";
  var map = plan.map, el = mapPage.el, sets = [], pen = document.createElement("canvas").getContext("2d");
  var ROOM = 2;
  function far() { return map.getZoom() < 9.8; }
  function meets(a, b) { return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]; }
  // Symbols of schools, which a name had better not cover: they stand above their points.
  function symbols() {
    var scale = map.getZoom() < 8.8 ? 0.55 : far() ? 0.74 : 1, found = [];
    plan.each(plan.schools, function (s) {
      var at = map.latLngToLayerPoint(s.at);
      found.push([at.x - 11 * scale, at.y - 24 * scale, at.x + 11 * scale, at.y]);
    });
    return found;
  }
  // Where a name may stand about its place, in pixels: there, a little off, or not at all.
  function offsets(set, wide, high) {
    if (set.beside) { return [[0, high / 2 + 3], [0, -high / 2 - 26], [wide / 2 + 13, -12], [-wide / 2 - 13, -12]]; }
    return [[0, 0], [0, -high], [0, high], [wide / 3, 0], [-wide / 3, 0]];
  }
  function place(set, label, taken, signs) {
    var size = set.px(), at = map.latLngToLayerPoint(label.at), best = null;
    pen.font = "600 " + size + "px sans-serif";
    var wide = pen.measureText(label.name).width + 0.05 * size * label.name.length + 2 * ROOM, high = 1.35 * size + ROOM;
    offsets(set, wide, high).forEach(function (off) {
      var x = at.x + off[0], y = at.y + off[1];
      var box = [x - wide / 2, y - high / 2, x + wide / 2, y + high / 2];
      if (taken.some(function (other) { return meets(box, other); })) { return; }
      // A name a line away from its place is as bad as one that covers two symbols.
      var harm = signs.filter(function (sign) { return meets(box, sign); }).length / 2 +
        (set.beside ? 0 : (Math.abs(off[0]) + Math.abs(off[1])) / high);
      if (!best || harm < best.harm) { best = { box: box, off: off, harm: harm }; }
    });
    if (!best) { return; }
    taken.push(best.box);
    L.marker(label.at, { interactive: false, keyboard: false, pane: "names", icon: L.divIcon({
      className: set.className, html: el("span", "", [label.name]), iconSize: null,
      iconAnchor: [-best.off[0], -best.off[1]] }) }).addTo(set.names);
  }
  function again() {
    var taken = [], signs = symbols();
    sets.forEach(function (set) {
      set.names.clearLayers();
      if (!map.hasLayer(set.group) || map.getZoom() < set.from) { return; }
      set.labels.forEach(function (label) { place(set, label, taken, signs); });
    });
  }
  plan.resize.push(again);
  // Names of a layer, in the order of what matters most; `beside` a symbol rather than on the place.
  function name(group, labels, className, px, from, beside) {
    var set = { group: group, labels: labels, className: className, px: px, from: from, beside: beside,
      names: L.layerGroup().addTo(group) };
    sets.push(set);
    group.on("add remove", again);
  }
  plan.nameTownships = function (group, labels) {
    name(group, labels.map(function (l) { return { at: [l[0], l[1]], name: l[2] }; }), "township",
      function () { return far() ? 10 : 12; }, 0, false);
  };
  plan.nameSchools = function (group, rows) {
    function pupils(s) { return s.after.concat(s.before).reduce(function (a, b) { return a + b; }, 0); }
    var ranked = rows.slice().sort(function (a, b) { return pupils(b) - pupils(a) || (a.id < b.id ? -1 : 1); });
    name(group, ranked, "school-name", function () { return 11; }, 11, true);
  };
};
