// Draws a plan on a Leaflet map: layers, cards, legend, language switch.
// Every name is user data and is put into the page as text, never as markup.
function drawPlan(map, data) {
  "use strict";
  var words = data.words;
  var narrow = window.innerWidth < 720;

  // --- text in every language of the page; the style sheet shows one ---------------------
  var el = mapPage.el, decode = mapPage.decode;
  function say(text, fields) { return mapPage.say(data.langs, text, fields); }
  mapPage.languageButton();

  // --- geometry --------------------------------------------------------------------------
  function pane(name, z, clickable) {
    var made = map.createPane(name);
    made.style.zIndex = z;
    if (!clickable) { made.style.pointerEvents = "none"; }
    return L.canvas({ pane: name, padding: 0.3, tolerance: 4 });
  }
  var decoded = {};
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
  map.createPane("relief").style.zIndex = 210;
  // Names of townships stand above every symbol, or the symbols hide them.
  map.createPane("names").style.zIndex = 640;
  map.getPane("names").style.pointerEvents = "none";
  var ground = pane("ground", 300, false);
  var areas = pane("areas", 340, false);
  var lines = pane("trips", 380, false);
  var dots = pane("villages", 420, true);
  var rims = pane("rims", 405, false);
  var chosen = pane("chosen", 410, false);

  var sized = [];
  function radius(village) {
    var scale = Math.max(0.45, Math.min(1.4, (map.getZoom() - 6) / 4.5));
    return scale * Math.max(3.5, Math.min(12, 1.05 * Math.sqrt(village.pupils)));
  }

  // --- layers ----------------------------------------------------------------------------
  var villages = {}, schools = {};
  data.layers.forEach(function (layer) {
    if (layer.kind === "villages") { layer.rows.forEach(function (v) { villages[v.id] = v; }); }
    if (layer.kind === "schools") { layer.rows.forEach(function (s) { schools[s.id] = s; }); }
  });

  var drawers = {
    image: function (layer) {
      return L.imageOverlay(layer.uri, layer.bounds, { opacity: layer.opacity, pane: "relief" });
    },
    lines: function (layer) {
      var group = L.layerGroup();
      layer.groups.forEach(function (g) {
        L.polyline(g.lines.map(decode), {
          color: g.colour, weight: g.width, dashArray: g.dashes || null,
          renderer: ground, interactive: false, smoothFactor: 1
        }).addTo(group);
      });
      (layer.labels || []).forEach(function (label) {
        L.marker([label[0], label[1]], {
          interactive: false, keyboard: false, pane: "names",
          icon: L.divIcon({ className: "township", html: el("span", "", [label[2]]), iconSize: null })
        }).addTo(group);
      });
      return group;
    },
    trips: function (layer) {
      // Stages are drawn together, or their lines would hide one another.
      return L.layerGroup().on("add", function () { shown[layer.stage] = true; drawFlows(); })
        .on("remove", function () { shown[layer.stage] = false; drawFlows(); });
    },
    area: function (layer) {
      return L.layerGroup([area(layer.rings, layer.look, areas)]);
    },
    villages: function (layer) {
      var group = L.layerGroup();
      layer.rows.forEach(function (v) {
        var look = data.dots[v.change];
        var dot = L.circleMarker(v.at, {
          radius: radius(v), renderer: dots,
          fillColor: look[0], color: look[1], weight: look[2], fillOpacity: 0.9
        }).on("click", function () { openVillage(v); }).addTo(group);
        sized.push(function () { dot.setRadius(radius(v)); });
      });
      return group;
    },
    rings: function (layer) {
      var group = L.layerGroup();
      layer.ids.forEach(function (id) {
        var ring = L.circleMarker(villages[id].at, { radius: radius(villages[id]) + 4, fill: false,
          color: layer.look[0], weight: 2, dashArray: layer.look[1], renderer: chosen, interactive: false });
        sized.push(function () { ring.setRadius(radius(villages[id]) + 4); });
        ring.addTo(group);
      });
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
        L.marker(s.at, {
          // A school stands just above its point, so that the village under it can be clicked.
          icon: L.divIcon({ className: "site-icon", html: mark, iconSize: [22, 22], iconAnchor: [11, 24] }),
          title: s.name, alt: s.name, zIndexOffset: order * 10
        }).on("click", function () { openSchool(s); }).addTo(group);
      });
      return group;
    }
  };

  // Pupils of the stages shown by mode and strand, each drawn once: the more, the wider.
  var shown = [false, false, false], flows = L.layerGroup().addTo(map);
  function drawFlows() {
    var pupils = [{}, {}, {}], all = {};
    flows.clearLayers();
    Object.keys(villages).forEach(function (id) {
      villages[id].rows.forEach(function (r) {
        if (!shown[r[0]] || r[6] === null) { return; }
        if (r[16] === null) { trip(villages[id], r[5], r[6], null, 1.5, 0.85, lines, flows); return; }
        data.ways[r[16]].map(Math.abs).forEach(function (n) {
          pupils[r[6]][n] = (pupils[r[6]][n] || 0) + r[1];
          all[n] = Math.max(all[n] || 0, pupils[r[6]][n]);
        });
      });
    });
    drawFlow(all, ["#ffffff", ""], 2.4, 0.75);
    // Walkers last: their ways are the shortest and would vanish under the others.
    [2, 1, 0].forEach(function (mode) { drawFlow(pupils[mode], data.modeLines[mode], 0, 0.9); });
  }
  function drawFlow(pupils, look, wider, opacity) {
    data.widths.forEach(function (step, k) {
      var next = data.widths[k + 1];
      var own = Object.keys(pupils).filter(function (n) {
        return pupils[n] >= step[0] && !(next && pupils[n] >= next[0]);
      });
      if (!own.length) { return; }
      L.polyline(own.map(function (n) { return strand(+n); }), {
        color: look[0], weight: step[1] + wider, opacity: opacity,
        dashArray: stretched(look[1], step[1]), lineCap: cap(look[1]),
        renderer: lines, interactive: false, smoothFactor: 1
      }).addTo(flows);
    });
  }
  // Dots are round, dashes are cut straight.
  function cap(dashes) { return dashes && parseFloat(dashes) > 2 ? "butt" : "round"; }
  function stretched(dashes, width) {
    return dashes ? dashes.split(" ").map(function (d) { return d * Math.max(1, width / 2.5); }).join(" ") : null;
  }
  function trip(village, schoolId, mode, way, weight, opacity, renderer, group, colour) {
    var school = schools[schoolId];
    if (!school || mode === null) { return; }
    var look = data.modeLines[mode], known = way !== null && way !== undefined;
    var points = known ? wayPoints(way) : [village.at, school.at];
    if (renderer === chosen) {
      // A rim sets what was chosen apart from the lines below it.
      L.polyline(points, { color: "#ffffff", weight: weight + 5, opacity: 1, renderer: rims,
        interactive: false, smoothFactor: 1 }).addTo(group);
    }
    L.polyline(points, {
      color: colour || look[0], weight: weight, opacity: opacity,
      dashArray: known ? stretched(colour ? data.todayLine[1] : look[1], weight) : data.straightLine[1],
      lineCap: cap(colour ? data.todayLine[1] : look[1]), renderer: renderer, interactive: false, smoothFactor: 1
    }).addTo(group);
  }
  function area(rings, look, renderer) {
    return L.polygon(rings.map(decode), {
      color: look[0], weight: 1.5, opacity: 0.8, dashArray: look[1] || null, fillColor: look[0],
      fillOpacity: look[2], fillRule: "evenodd", renderer: renderer, interactive: false
    });
  }

  // --- cards -----------------------------------------------------------------------------
  // What a click drew stays when its card is closed, for the card hides much of it; a click on
  // the ground or on another place takes it away.
  var picked = L.layerGroup().addTo(map);
  map.on("click", function () { picked.clearLayers(); });
  function open(at, card) {
    // A card keeps clear of the legend and of the layer control.
    var sides = narrow ? [12, 12]
      : [legend.getContainer().offsetWidth + 20, control.getContainer().offsetWidth + 20];
    L.popup({ maxWidth: narrow ? window.innerWidth - 70 : 430, minWidth: 220,
      maxHeight: Math.round(map.getSize().y * 0.7),
      autoPanPaddingTopLeft: [sides[0], narrow ? 62 : 12], autoPanPaddingBottomRight: [sides[1], 12] })
      .setLatLng(at).setContent(card).openOn(map);
  }
  function row(cells, tag) {
    return el("tr", "", cells.map(function (cell) {
      return el(tag || "td", "", Array.isArray(cell) ? cell : [cell]);
    }));
  }
  function fact(label, value) {
    return el("p", "fact", [el("strong", "", [label]), " ", value]);
  }
  function place(schoolId, mode, minutes, km) {
    if (!schoolId) { return [el("b", "none", [say(words.no_school)])]; }
    var school = schools[schoolId];
    var parts = [school ? school.name : schoolId, el("br")];
    parts.push(mode === null ? el("b", "none", [say(words.no_trip)]) : say(data.modes[mode]));
    if (minutes !== null) { parts.push(" ", Math.round(minutes), " ", say(words.minutes)); }
    if (km !== null) { parts.push(" · ", km, " ", say(words.km)); }
    if (mode === 2) { parts.push(" (", say(words.weekly), ")"); }
    return parts;
  }
  function change(row) {
    var parts = [];
    if (row[8] !== null) {
      var added = Math.round(row[8]);
      parts.push(el("div", "", [added > 0 ? "▲ +" + added : added < 0 ? "▼ −" + -added : "0"]));
    } else if (row[3] !== null && row[6] !== null) {
      parts.push(el("div", "small", [say(words.mode_changed)]));
    }
    if (row[10] && row[5]) { parts.push(el("div", "over", [say(words.over_norm)])); }
    if (row[13] !== null && row[14] !== null && (row[13] || row[14])) {
      parts.push(el("div", "small", [say(words.yuan, { before: row[13].toLocaleString("en"),
        after: row[14].toLocaleString("en") })]));
    }
    return parts;
  }
  function openVillage(v) {
    picked.clearLayers();
    v.rows.forEach(function (r) {
      if (schools[r[2]] && r[2] !== r[5]) {
        trip(v, r[2], r[3] === null ? 0 : r[3], r[15], 3, 1, chosen, picked, data.todayLine[0]);
      }
      trip(v, r[5], r[6], r[16], 3.5, 1, chosen, picked);
    });
    var body = v.rows.map(function (r) {
      return row([[say(data.stages[r[0]]), el("br"), r[1]], place(r[2], r[3], r[4], r[11]),
        place(r[5], r[6], r[7], r[12]), change(r)]);
    });
    var about = [];
    if (v.height !== null) { about.push(say(words.height, { m: v.height })); }
    if (v.herders !== null) {
      about.push(about.length ? " · " : "", say(words.herders, { share: Math.round(v.herders * 100) }));
    }
    open(v.at, el("div", "card village-card", [
      el("h3", "", [v.name, el("small", "", [" " + v.township])]),
      el("p", "badge " + v.change, [say(data.changes[v.change])]),
      el("table", "", [
        el("thead", "", [row([[say(words.stage), el("br"), say(words.pupils)], say(words.today),
          say(words.after), say(words.added)], "th")]),
        el("tbody", "", body)
      ]),
      el("p", "about", about)
    ]));
  }
  function openSchool(s) {
    picked.clearLayers();
    var from = {};
    Object.keys(villages).forEach(function (id) {
      villages[id].rows.forEach(function (r) {
        if (r[5] === s.id) {
          from[id] = (from[id] || 0) + r[1];
          trip(villages[id], r[5], r[6], r[16], 2.5, 0.9, chosen, picked);
        }
      });
    });
    function kindOf(k) { return k === null ? say(words.shut) : say(data.kinds[k]); }
    function sum(list) { return list.reduce(function (a, b) { return a + b; }, 0); }
    var kind = s.kind === s.kindBefore || s.kindBefore === null || s.decision === "not_opened"
      ? [s.kind === null ? kindOf(s.kindBefore) : kindOf(s.kind)]
      : [kindOf(s.kindBefore), " → ", kindOf(s.kind)];
    var body = [0, 1, 2].filter(function (g) { return s.before[g] || s.after[g]; })
      .map(function (g) { return row([say(data.stages[g]), s.before[g], s.after[g]]); });
    body.push(row([el("b", "", [say(words.total)]), sum(s.before), sum(s.after)]));
    if (s.boarders[0] || s.boarders[1]) { body.push(row([say(words.boarders)].concat(s.boarders))); }
    body.push(row([say(words.posts)].concat(s.posts)));
    function built(there, added) {
      return added ? [there, "（", say(words.built, { n: added }), "）"] : [there];
    }
    function list(names) { return el("span", "", [names.join("、")]); }
    var sources = Object.keys(from).sort(function (a, b) { return from[b] - from[a]; });
    var parts = [
      el("h3", "", [s.name, el("small", "", [" " + s.township])]),
      el("p", "badge " + s.decision, [say(data.decisions[s.decision])]),
      fact(say(words.kind), el("span", "", kind)),
      el("table", "", [
        el("thead", "", [row([say(words.pupils), say(words.today), say(words.after)], "th")]),
        el("tbody", "", body)
      ]),
      fact(say(words.why), say(s.reason))
    ];
    if (s.rooms[0]) { parts.push(fact(say(words.rooms), el("span", "", built(s.rooms[0], s.rooms[1])))); }
    if (s.kind !== null && (s.beds[0] || s.beds[1])) {
      parts.push(fact(say(words.beds), el("span", "", built(s.beds[0] + s.beds[1], s.beds[1]))));
    }
    if (s.to.length) {
      parts.push(fact(say(words.receivers), list(s.to.map(function (t) {
        return (schools[t[0]] ? schools[t[0]].name : t[0]) + " " + t[1];
      }))));
    }
    if (sources.length) {
      parts.push(fact(say(words.from), list(sources.slice(0, 12).map(function (id) {
        return villages[id].name + " " + from[id];
      }).concat(sources.length > 12 ? ["…"] : []))));
    }
    if (s.areas.length) { parts.push(walkingAreas(s)); }
    if (s.open && s.open.zh) { parts.push(fact(say(words.open), say(s.open))); }
    parts.push(fact(say(words.evidence), say(data.grades[s.evidence] || {})));
    open(s.at, el("div", "card school-card", parts));
  }

  // One stage's areas at a time; its button shows them and hides them again.
  function walkingAreas(s) {
    var shown = L.layerGroup().addTo(picked), buttons = [];
    var note = el("span", "area-note");
    function show(k) {
      shown.clearLayers();
      note.textContent = "";
      buttons.forEach(function (b, n) {
        var on = n === k && b.getAttribute("aria-pressed") !== "true";
        b.setAttribute("aria-pressed", String(on));
        if (!on) { return; }
        var own = s.areas[n], limits = data.limits[own[0]];
        [2, 1].forEach(function (band) {
          area(own[band], data.walkAreas[band - 1], areas).addTo(shown);
        });
        note.appendChild(say(words.area, { norm: limits[0], ceiling: limits[1] }));
      });
    }
    s.areas.forEach(function (own, k) {
      var button = el("button", "stage", [say(data.stages[own[0]])]);
      button.type = "button";
      button.addEventListener("click", function () { show(k); });
      buttons.push(button);
    });
    show(0);
    return el("p", "fact areas", [el("strong", "", [say(words.areas)])].concat(buttons, [note]));
  }

  // --- put together ----------------------------------------------------------------------
  var control = L.control.layers(null, null, { collapsed: narrow, position: "topright" });
  data.layers.forEach(function (layer) {
    var drawn = drawers[layer.kind](layer);
    if (layer.shown) { drawn.addTo(map); }
    control.addOverlay(drawn, say(data.titles[layer.name]).innerHTML);
  });
  control.addTo(map);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  var legend = L.control({ position: "bottomleft" });
  legend.onAdd = function () {
    var box = el("div", "legend-box leaflet-bar");
    // The legend comes ready from the program: its words are the catalogue's.
    box.innerHTML = data.legend;
    if (narrow) { box.firstElementChild.removeAttribute("open"); }
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    return box;
  };
  legend.addTo(map);
  map.setMinZoom(6).setMaxZoom(16);
  map.invalidateSize(false);
  map.fitBounds(data.bounds, narrow ? {} :
    { paddingTopLeft: [legend.getContainer().offsetWidth, 4],
      paddingBottomRight: [control.getContainer().offsetWidth, 4] });
  function resize() {
    map.getContainer().classList.toggle("far", map.getZoom() < 9.8);
    map.getContainer().classList.toggle("farther", map.getZoom() < 8.8);
    sized.forEach(function (setSize) { setSize(); });
  }
  map.on("zoomend", resize);
  resize();
}
