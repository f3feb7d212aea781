// The layers: from what layers.py gives to what Leaflet draws, each anew where the stage changes.
mapPage.drawers = function (plan) {
  "use strict";
  var map = plan.map, data = plan.data, panes = plan.panes, el = mapPage.el, decode = mapPage.decode;
  function anew(draw) {
    var group = L.layerGroup();
    function again() { group.clearLayers(); draw(group); }
    plan.redraw.push(again);
    again();
    return group;
  }
  function radius(village) {
    var scale = Math.max(0.45, Math.min(1.4, (map.getZoom() - 6) / 4.5));
    return scale * Math.max(3.5, Math.min(12, 1.05 * Math.sqrt(plan.pupils(village))));
  }
  function sized(group, more) {
    plan.resize.push(function () {
      group.eachLayer(function (dot) { dot.setRadius(radius(dot.village) + more); });
    });
    return group;
  }
  // The hardest lots last, so that they lie on top.
  function byLot() {
    return Object.keys(plan.villages).map(function (id) { return plan.villages[id]; })
      .filter(function (v) { return plan.lot(v) !== null; })
      .sort(function (a, b) { return plan.lot(a) - plan.lot(b); });
  }

  // The school that most pupils of a cell go to, of the stages shown.
  function owner(ids) {
    var pupils = {};
    ids.forEach(function (id) {
      plan.rows(plan.villages[id]).forEach(function (r) {
        if (r.school) { pupils[r.school] = (pupils[r.school] || 0) + r.pupils; }
      });
    });
    return Object.keys(pupils).sort(function (a, b) { return pupils[b] - pupils[a] || (a < b ? -1 : 1); })[0] || null;
  }
  // Tints by school, so that neighbours differ wherever six are enough.
  function tinted(owners, borders) {
    var beside = {}, tint = {};
    borders.forEach(function (border) {
      var a = owners[border[0]], b = owners[border[1]];
      if (a === null || b === null || a === b) { return; }
      (beside[a] = beside[a] || {})[b] = true;
      (beside[b] = beside[b] || {})[a] = true;
    });
    owners.forEach(function (school) {
      if (school === null || tint[school] !== undefined) { return; }
      var taken = Object.keys(beside[school] || {}).map(function (other) { return tint[other]; });
      var free = data.tints.map(function (_, k) { return k; }).filter(function (k) { return taken.indexOf(k) < 0; });
      tint[school] = free.length ? free[0] : Object.keys(tint).length % data.tints.length;
    });
    return tint;
  }

  return {
    image: function (layer) {
      return L.imageOverlay(layer.uri, layer.bounds, { opacity: layer.opacity, pane: "relief", alt: "" });
    },
    lines: function (layer) {
      var group = L.layerGroup();
      layer.groups.forEach(function (g) {
        L.polyline(g.lines.map(decode), {
          color: g.colour, weight: g.width, dashArray: g.dashes || null,
          renderer: panes.ground, interactive: false, smoothFactor: 1
        }).addTo(group);
      });
      if (layer.labels) { plan.nameTownships(group, layer.labels); }
      return group;
    },
    trips: function (layer) {
      // Modes are drawn together, or their lines would hide one another.
      return L.layerGroup().on("add", function () { plan.showMode(layer.mode, true); })
        .on("remove", function () { plan.showMode(layer.mode, false); });
    },
    catchments: function (layer) {
      return anew(function (group) {
        var owners = layer.villages.map(owner), tint = tinted(owners, layer.borders);
        data.tints.forEach(function (colour, k) {
          var rings = [];
          owners.forEach(function (school, cell) {
            if (school !== null && tint[school] === k) { rings = rings.concat(layer.rings[cell]); }
          });
          if (!rings.length) { return; }
          L.polygon(rings.map(decode), { color: colour, weight: 1, fillColor: colour, fillOpacity: 1,
            fillRule: "evenodd", smoothFactor: 0, renderer: panes.tints, interactive: false }).addTo(group);
        });
        var parting = layer.borders.filter(function (b) { return owners[b[0]] !== owners[b[1]]; });
        L.polyline(parting.map(function (b) { return decode(b[2]); }), { color: data.catchmentLine[0],
          weight: data.catchmentLine[1], renderer: panes.areas, interactive: false, smoothFactor: 0 }).addTo(group);
      });
    },
    reach: function (layer) {
      return anew(function (group) {
        var rings = layer.rings[plan.stage === null ? 3 : plan.stage];
        if (rings.length) { plan.area(rings, layer.look, panes.areas).addTo(group); }
      });
    },
    villages: function () {
      return sized(anew(function (group) {
        byLot().forEach(function (v) {
          var look = data.dots[data.changeOrder[plan.lot(v)]];
          var dot = L.circleMarker(v.at, {
            radius: radius(v), renderer: panes.dots, bubblingMouseEvents: false,
            fillColor: look[0], color: look[1], weight: look[2], fillOpacity: 0.9
          }).on("click", function () { plan.openVillage(v); });
          dot.village = v;
          dot.bindTooltip(function () { return el("span", "", [v.name]); }, { direction: "top", offset: [0, -6] });
          dot.addTo(group);
        });
      }), 0);
    },
    rings: function (layer) {
      return sized(anew(function (group) {
        byLot().forEach(function (v) {
          if (!plan.rows(v).some(function (r) { return r.over; })) { return; }
          var ring = L.circleMarker(v.at, { radius: radius(v) + 4, fill: false, color: layer.look[0],
            weight: 2, dashArray: layer.look[1], renderer: panes.chosen, interactive: false });
          ring.village = v;
          ring.addTo(group);
        });
      }), 4);
    },
    added: function () {
      // Numbers that would cover one another give way to the larger change.
      var group = anew(function (group) {
        var taken = [];
        byLot().map(function (v) { return [plan.added(v), v]; })
          .filter(function (pair) { return Math.abs(pair[0]) > 1; })
          .sort(function (a, b) { return Math.abs(b[0]) - Math.abs(a[0]) || (a[1].id < b[1].id ? -1 : 1); })
          .forEach(function (pair) {
            var at = map.latLngToLayerPoint(pair[1].at), said = (pair[0] > 0 ? "+" : "−") + Math.abs(pair[0]);
            var left = at.x + radius(pair[1]) + 2, right = left + 8 * said.length + 4;
            if (taken.some(function (t) { return left < t[1] && right > t[0] && Math.abs(at.y - t[2]) < 16; })) { return; }
            taken.push([left, right, at.y]);
            L.marker(pair[1].at, { interactive: false, keyboard: false, pane: "names", icon: L.divIcon({
              className: "added", html: el("span", pair[0] > 0 ? "more" : "less", [said]), iconSize: null,
              iconAnchor: [-radius(pair[1]) - 2, 8] }) }).addTo(group);
          });
      });
      plan.resize.push(plan.redraw[plan.redraw.length - 1]);
      return group;
    },
    schools: function (layer) {
      var group = L.layerGroup();
      layer.rows.forEach(function (s, order) {
        var small = s.kind === 0 || (s.kind === null && s.kindBefore === 0);
        var mark = el("span", "site " + s.decision + (small ? " small" : ""));
        // Symbols are drawings of this program, not user data.
        mark.innerHTML = s.decision === "keep" && s.boarders[1] > 0
          ? data.boards : data.symbols[s.decision];
        var marker = L.marker(s.at, {
          // A school stands just above its point, so that the village under it can be clicked.
          icon: L.divIcon({ className: "site-icon", html: mark, iconSize: [22, 22], iconAnchor: [11, 24] }),
          title: s.name, alt: s.name, zIndexOffset: order * 10
        }).on("click", function () { plan.openSchool(s); });
        marker.on("keydown", function (event) {
          var key = event.originalEvent.key;
          if (key !== "Enter" && key !== " ") { return; }
          L.DomEvent.stop(event.originalEvent);
          plan.openSchool(s);
        });
        function state() {
          var node = marker.getElement();
          if (!node) { return; }
          var g = plan.stage;
          node.setAttribute("aria-label", s.name + " · " + plan.word(data.decisions[s.decision]));
          mark.classList.toggle("aside", g !== null && !s.before[g] && !s.after[g]);
        }
        marker.on("add", state);
        plan.redraw.push(state);
        plan.spoken.push(state);
        marker.addTo(group);
      });
      plan.nameSchools(group, layer.rows);
      return group;
    }
  };
};
