// Draws one of the compared maps: its ground, and on it what a scenario makes of each place.
function comparisonDraw(data) {
  "use strict";

  // A mark on the canvas: a shape in a box of 24 × 24 and a sign upon it, sized like a circle.
  var Glyph = L.CircleMarker.extend({
    _updatePath: function () { this._renderer._updateGlyph(this); }
  });
  L.Canvas.include({
    _updateGlyph: function (layer) {
      if (!this._drawing || layer._empty()) { return; }
      var ctx = this._ctx, scale = layer._radius / 9, mark = layer.options.mark;
      ctx.save();
      ctx.translate(layer._point.x, layer._point.y);
      ctx.scale(scale, scale);
      ctx.translate(-12, -12);
      ctx.globalAlpha = 0.95;
      ctx.fillStyle = mark.fill; ctx.fill(mark.shape);
      ctx.lineWidth = mark.width / scale; ctx.strokeStyle = mark.stroke; ctx.stroke(mark.shape);
      if (mark.sign) { ctx.fillStyle = mark.ink; ctx.fill(mark.sign); }
      ctx.restore();
    }
  });
  function mark(said) {
    return { shape: new Path2D(said[0]), fill: said[1], stroke: said[2], width: said[3],
      sign: said[4] ? new Path2D(said[4]) : null, ink: said[5] };
  }
  var changeMarks = data.changeMarks.map(mark), siteMarks = data.siteMarks.map(mark);
  var shutMarks = data.shutMarks.map(mark), verdictMarks = {};
  Object.keys(data.verdictMarks).forEach(function (v) { verdictMarks[v] = mark(data.verdictMarks[v]); });

  // Decoded once for all maps.
  var lines = data.ground.lines.map(function (group) {
    return group.lines.map(function (line) {
      return mapPage.decode(line).map(function (p) { return L.latLng(p[0], p[1]); });
    });
  });
  // The more villages a county has, the smaller they begin.
  var crowd = Math.max(0.4, Math.min(0.75, Math.sqrt(60 / (data.villages.length || 1))));
  function at(place) { return L.latLng(place[3], place[4]); }

  function Sheet(map, pick) {
    var self = this;
    this.map = map;
    this.fit = 8;
    function canvas(name, z, clickable) {
      var pane = map.createPane(name);
      pane.style.zIndex = z;
      if (!clickable) { pane.style.pointerEvents = "none"; }
      return L.canvas({ pane: name, padding: 0.3, tolerance: 4 });
    }
    this.below = canvas("ground", 300, false);
    this.lines = canvas("trips", 380, false);
    this.chosen = canvas("chosen", 410, false);
    // Villages and schools share a canvas: of two, the upper would take all clicks.
    this.places = canvas("places", 420, true);
    map.createPane("names").style.zIndex = 440;
    map.getPane("names").style.pointerEvents = "none";
    this.layers = {};
    ["boundary", "townships", "roads", "trips", "villages", "schools"].forEach(function (name) {
      self.layers[name] = L.layerGroup().addTo(map);
    });
    this.lesser = L.layerGroup();
    this.labels = L.layerGroup();
    this.picked = L.layerGroup().addTo(map);
    this.sized = [];
    this.pick = pick;
    drawGround(this);
    map.on("zoomend", function () { self.near(); });
  }
  // Lesser roads and names of townships come when there is room for them.
  Sheet.prototype.near = function () {
    var nearer = this.map.getZoom() - this.fit, scale = Math.max(crowd, Math.min(1.35, crowd + 0.2 * nearer));
    this.sized.forEach(function (resize) { resize(scale); });
    show(this.layers.roads, this.lesser, nearer >= 1.5);
    show(this.layers.townships, this.labels, nearer >= 1 || data.ground.labels.length <= 8);
  };
  Sheet.prototype.switched = function (name, on) {
    if (on) { this.map.addLayer(this.layers[name]); } else { this.map.removeLayer(this.layers[name]); }
    // Schools stay above the villages beside them.
    this.layers.schools.eachLayer(function (l) { if (l._map) { l.bringToFront(); } });
  };
  function show(group, part, on) {
    if (on && !group.hasLayer(part)) { group.addLayer(part); }
    if (!on && group.hasLayer(part)) { group.removeLayer(part); }
  }

  function drawGround(sheet) {
    data.ground.lines.forEach(function (group, n) {
      if (!lines[n].length) { return; }
      L.polyline(lines[n], {
        color: group.look[0], weight: group.look[1], dashArray: group.look[2] || null,
        renderer: sheet.below, interactive: false, smoothFactor: 1.2
      }).addTo(group.layer === "lesser" ? sheet.lesser : sheet.layers[group.layer]);
    });
    data.ground.labels.forEach(function (label) {
      L.marker([label[0], label[1]], {
        interactive: false, keyboard: false, pane: "names",
        icon: L.divIcon({ className: "cmp-township", html: mapPage.el("span", "", [label[2]]), iconSize: null })
      }).addTo(sheet.labels);
    });
  }
  function place(sheet, latlng, own, radius, chosen, group) {
    var glyph = new Glyph(latlng, { mark: own, radius: radius, renderer: sheet.places });
    glyph.on("click", function (e) { L.DomEvent.stopPropagation(e); sheet.pick(chosen); }).addTo(group);
    sheet.sized.push(function (scale) { glyph.setRadius(radius * scale); });
    return glyph;
  }
  function radius(pupils) { return Math.max(4.5, Math.min(12, 1.05 * Math.sqrt(pupils))); }

  function clear(sheet) {
    ["villages", "schools", "trips"].forEach(function (name) { sheet.layers[name].clearLayers(); });
    sheet.sized = [];
  }
  // Villages by change against today, schools by decision, trips as straight lines.
  function scenario(sheet, model, run, stage) {
    clear(sheet);
    var marked = data.villages.map(function (v, n) { return [n, model.change(run, n, stage)]; });
    data.changeOrder.forEach(function (code) {
      marked.forEach(function (found) {
        if (found[1] !== code) { return; }
        var village = data.villages[found[0]];
        place(sheet, at(village), changeMarks[code], radius(model.pupils(run, found[0], stage)),
          { kind: "village", n: found[0] }, sheet.layers.villages);
      });
    });
    data.schools.forEach(function (school, n) {
      var site = data.scenarios[run].sites[n];
      if (!site) { return; }
      place(sheet, at(school), siteMarks[site[0]], data.small.indexOf(site[0]) >= 0 ? 4 : 7,
        { kind: "school", n: n }, sheet.layers.schools);
    });
    data.villages.forEach(function (village, n) {
      trips(sheet, model.rows(run, n), village, stage, sheet.lines, sheet.layers.trips, 0);
    });
    sheet.near();
  }
  function trips(sheet, rows, village, stage, renderer, group, wider) {
    rows.forEach(function (row) {
      if (row.school === null || row.mode === null || (stage >= 0 && row.stage !== stage)) { return; }
      var look = data.modeLines[row.mode];
      L.polyline([at(village), at(data.schools[row.school])], {
        color: look[0], weight: Math.max(1, Math.min(4, Math.sqrt(row.pupils) / 3)) + wider,
        dashArray: look[1] || null, opacity: wider ? 1 : 0.8, renderer: renderer, interactive: false
      }).addTo(group);
    });
  }
  function difference(sheet, found, schools) {
    clear(sheet);
    data.verdictOrder.forEach(function (verdict) {
      found.villages.forEach(function (own, n) {
        if (own !== verdict) { return; }
        var size = radius(found.sizes[n]) * (verdict === "same" ? 0.7 : 1);
        place(sheet, at(data.villages[n]), verdictMarks[verdict], size, { kind: "village", n: n },
          sheet.layers.villages);
      });
    });
    schools.forEach(function (own, side) {
      own.forEach(function (n) {
        place(sheet, at(data.schools[n]), shutMarks[side], 6, { kind: "school", n: n }, sheet.layers.schools);
      });
    });
    sheet.near();
  }
  // A ring round what was chosen, and where its pupils go; `run` is null on the difference map.
  function chosen(sheet, model, pick, run, stage) {
    sheet.picked.clearLayers();
    if (!pick) { return; }
    var own = (pick.kind === "village" ? data.villages : data.schools)[pick.n];
    [["#ffffff", 6], ["#111827", 3]].forEach(function (look) {
      L.circleMarker(at(own), { radius: 13, fill: false, color: look[0], weight: look[1],
        renderer: sheet.chosen, interactive: false }).addTo(sheet.picked);
    });
    if (run === null) { return; }
    data.villages.forEach(function (village, n) {
      var rows = model.rows(run, n).filter(function (row) {
        return pick.kind === "village" ? n === pick.n : row.school === pick.n;
      });
      trips(sheet, rows, village, stage, sheet.chosen, sheet.picked, 1.2);
    });
  }
  return { Sheet: Sheet, scenario: scenario, difference: difference, chosen: chosen };
}
