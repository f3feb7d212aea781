// Ways to school: those of all pupils, by mode and the wider the more; those of a chosen place.
mapPage.ways = function (plan) {
  "use strict";
  var data = plan.data, decode = mapPage.decode, decoded = {};
  function strand(number) {
    var n = Math.abs(number) - 1;
    if (!decoded[n]) { decoded[n] = decode(data.strands[n]); }
    return number < 0 ? decoded[n].slice().reverse() : decoded[n];
  }
  // A way is one line, so that its dashes run on from strand to strand.
  function wayPoints(number) {
    return data.ways[number].reduce(function (points, n) {
      return points.concat(strand(n).slice(points.length ? 1 : 0));
    }, []);
  }
  // Dots are round, dashes are cut straight.
  function cap(dashes) { return dashes && parseFloat(dashes) > 2 ? "butt" : "round"; }
  function stretched(dashes, width) {
    return dashes ? dashes.split(" ").map(function (d) { return d * Math.max(1, width / 2.5); }).join(" ") : null;
  }
  function line(points, colour, width, opacity, dashes, renderer, group) {
    L.polyline(points, { color: colour, weight: width, opacity: opacity, dashArray: dashes || null,
      lineCap: cap(dashes), renderer: renderer, interactive: false, smoothFactor: 1 }).addTo(group);
  }

  function straight(village, schoolId, look, width, rims, renderer, group) {
    var school = plan.schools[schoolId];
    if (!school) { return; }
    var points = [village.at, school.at];
    if (rims) { line(points, "#ffffff", width + 5, 1, "", rims, group); }
    line(points, look[0], width, 0.85, data.straightLine[1], renderer, group);
  }

  // Pupils by mode and strand, each strand drawn once: the more, the wider.
  function drawFlows(rows, rims, rimPx, renderer, group) {
    var pupils = [{}, {}, {}], all = {};
    rows.forEach(function (pair) {
      var r = pair[1];
      if (r.way === null) { straight(pair[0], r.school, data.modeLines[r.mode], 1.5, null, renderer, group); return; }
      data.ways[r.way].map(Math.abs).forEach(function (n) {
        pupils[r.mode][n] = (pupils[r.mode][n] || 0) + r.pupils;
        all[n] = Math.max(all[n] || 0, pupils[r.mode][n]);
      });
    });
    drawFlow(all, ["#ffffff", ""], rimPx, 0.75, rims, group);
    // Walkers last: their ways are the shortest and would vanish under the others.
    [2, 1, 0].forEach(function (mode) { drawFlow(pupils[mode], data.modeLines[mode], 0, 0.9, renderer, group); });
  }
  function drawFlow(pupils, look, wider, opacity, renderer, group) {
    data.widths.forEach(function (step, k) {
      var next = data.widths[k + 1];
      var own = Object.keys(pupils).filter(function (n) {
        return pupils[n] >= step[0] && !(next && pupils[n] >= next[0]);
      });
      if (!own.length) { return; }
      line(own.map(function (n) { return strand(+n); }), look[0], step[1] + wider, opacity,
        stretched(look[1], step[1]), renderer, group);
    });
  }

  // Those of the stage and the modes shown.
  var shown = [false, false, false], flows = L.layerGroup().addTo(plan.map);
  function again() {
    var rows = [];
    flows.clearLayers();
    plan.each(plan.villages, function (v) {
      plan.rows(v).forEach(function (r) { if (r.mode !== null && shown[r.mode]) { rows.push([v, r]); } });
    });
    drawFlows(rows, plan.panes.trips, 2.4, plan.panes.trips, flows);
  }
  plan.redraw.push(again);
  plan.showMode = function (mode, on) { shown[mode] = on; again(); };
  // Those to a chosen school.
  plan.drawWaysTo = function (rows, group) {
    drawFlows(rows, plan.panes.rims, 6, plan.panes.chosen, group);
  };

  // One way of a chosen place, with a rim that sets it apart from the lines below it.
  plan.drawWay = function (village, schoolId, way, look, width, group) {
    if (way === null) { straight(village, schoolId, look, width, plan.panes.rims, plan.panes.chosen, group); return; }
    var points = wayPoints(way);
    line(points, "#ffffff", width + 5, 1, "", plan.panes.rims, group);
    line(points, look[0], width, 1, stretched(look[1], width), plan.panes.chosen, group);
  };
  plan.area = function (rings, look, renderer) {
    return L.polygon(rings.map(decode), {
      color: look[0], weight: 1.5, opacity: 0.8, dashArray: look[1] || null, fillColor: look[0],
      fillOpacity: look[2], fillRule: "evenodd", renderer: renderer, interactive: false
    });
  };
};
