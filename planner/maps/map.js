// Draws a plan on a Leaflet map. Every name is user data and is put into the page as text,
// never as markup. `plan` is what the parts of the drawing share.
function drawPlan(map, data) {
  "use strict";
  var el = mapPage.el, root = document.documentElement;
  var plan = {
    map: map, data: data, words: data.words, narrow: window.innerWidth < 720,
    villages: {}, schools: {},
    // The stage shown, null for all; what is to be done when it, the zoom or the language changes.
    stage: null, redraw: [], resize: [], spoken: [], searched: false
  };
  plan.say = function (text, fields) { return mapPage.say(data.langs, text, fields); };
  // The sentence in the language shown, where a span for each has no place.
  plan.word = function (text) { return text[root.classList.contains("lang-en") ? "en" : "zh"]; };
  plan.each = function (places, visit) { Object.keys(places).forEach(function (id) { visit(places[id]); }); };
  plan.rows = function (village) {
    return plan.stage === null ? village.rows : village.rows.filter(function (r) { return r.stage === plan.stage; });
  };
  plan.pupils = function (village) {
    return plan.rows(village).reduce(function (sum, r) { return sum + r.pupils; }, 0);
  };
  // How a village fares by its hardest lot, as its place in changeOrder; null without pupils.
  plan.lot = function (village) {
    if (plan.stage === null) { return data.changeOrder.indexOf(village.change); }
    var own = plan.rows(village);
    return own.length ? Math.max.apply(null, own.map(function (r) { return r.change; })) : null;
  };
  // The largest change of a trip in minutes; null where none can be compared.
  plan.added = function (village) {
    var own = plan.rows(village).filter(function (r) { return r.added !== null; });
    return own.length ? Math.max.apply(null, own.map(function (r) { return r.added; })) : null;
  };
  plan.setStage = function (stage) {
    plan.stage = stage;
    plan.redraw.forEach(function (again) { again(); });
    explain("one_stage", stage !== null);
    recount();
  };

  data.layers.forEach(function (layer) {
    if (layer.kind === "villages") {
      layer.rows.forEach(function (v) {
        v.rows = v.rows.map(function (cells) {
          var row = {};
          data.rowFields.forEach(function (name, k) { row[name] = cells[k]; });
          return row;
        });
        plan.villages[v.id] = v;
      });
    }
    if (layer.kind === "schools") { layer.rows.forEach(function (s) { plan.schools[s.id] = s; }); }
  });

  // --- panes -----------------------------------------------------------------------------
  function pane(name, z, clickable) {
    var made = map.createPane(name);
    made.style.zIndex = z;
    if (!clickable) { made.style.pointerEvents = "none"; }
    return made;
  }
  function canvas(name, z, clickable) {
    pane(name, z, clickable);
    return L.canvas({ pane: name, padding: 0.3, tolerance: 4 });
  }
  pane("relief", 210);
  // Names and numbers stand above every symbol, or the symbols hide them.
  pane("names", 640);
  plan.panes = {
    tints: canvas("tints", 230), ground: canvas("ground", 300), areas: canvas("areas", 340),
    trips: canvas("trips", 380), rims: canvas("rims", 405), chosen: canvas("chosen", 410),
    dots: canvas("villages", 420, true), mark: canvas("mark", 630)
  };

  // --- legend and layer control ----------------------------------------------------------
  var legend = L.control({ position: "bottomleft" });
  legend.onAdd = function () {
    var box = el("div", "legend-box leaflet-bar");
    // The legend comes ready from the program: its words are the catalogue's.
    box.innerHTML = data.legend;
    if (plan.narrow) { box.firstElementChild.removeAttribute("open"); }
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    return box;
  };
  // Room that legend and cards leave, as Leaflet's padding.
  plan.clear = function (right, bottom) {
    return { animate: false, paddingTopLeft: [plan.narrow ? 4 : legend.getContainer().offsetWidth, 4],
      paddingBottomRight: [plan.narrow ? 4 : right, plan.narrow ? bottom : 4] };
  };
  // Villages are counted by stage; schools are what the plan decides for them, whatever the stage.
  function recount() {
    var counts = { over_norm: 0 };
    data.changeOrder.forEach(function (change) { counts[change] = 0; });
    plan.each(plan.villages, function (v) {
      var lot = plan.lot(v);
      if (lot !== null) { counts[data.changeOrder[lot]] += 1; }
      if (plan.rows(v).some(function (r) { return r.over; })) { counts.over_norm += 1; }
    });
    Object.keys(counts).forEach(function (what) {
      var item = legend.getContainer().querySelector('[data-counts="' + what + '"] .number');
      if (item) { item.textContent = counts[what].toLocaleString("en"); }
    });
  }

  // What the legend says of a layer is shown with it.
  function explain(what, on) {
    var said = legend.getContainer().querySelectorAll('[data-only="' + what + '"]');
    Array.prototype.forEach.call(said, function (item) { item.hidden = !on; });
  }

  mapPage.ways(plan);
  mapPage.labels(plan);
  mapPage.cards(plan);
  var drawers = mapPage.drawers(plan);
  var control = L.control.layers(null, null, { collapsed: plan.narrow, position: "topright" });
  // The view comes first: what is drawn is sized and thinned by the zoom.
  map.setMinZoom(6).setMaxZoom(16);
  map.fitBounds(data.bounds, { animate: false });
  legend.addTo(map);
  explain("one_stage", false);
  data.layers.forEach(function (layer) {
    var drawn = drawers[layer.kind](layer);
    drawn.on("add remove", function (event) { explain(layer.name, event.type === "add"); });
    explain(layer.name, layer.shown);
    if (layer.shown) { drawn.addTo(map); }
    control.addOverlay(drawn, plan.say(data.titles[layer.name]).innerHTML);
  });
  control.addTo(map);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  mapPage.search(plan);

  // --- what is said to those who do not see it -------------------------------------------
  function spoken() {
    document.title = data.pageTitles[root.classList.contains("lang-en") ? "en" : "zh"];
    map.getContainer().setAttribute("aria-label", plan.word(data.words.map));
    [["-zoom-in", "zoom_in"], ["-zoom-out", "zoom_out"], ["-layers-toggle", "layers"]].forEach(function (pair) {
      var button = map.getContainer().querySelector(".leaflet-control" + pair[0]);
      if (button) { button.title = plan.word(data.words[pair[1]]); button.setAttribute("aria-label", button.title); }
    });
    plan.spoken.forEach(function (again) { again(); });
  }
  map.getContainer().setAttribute("role", "region");
  mapPage.languageButton(spoken);
  spoken();
  // By keyboard one comes to the controls before the symbols of all schools.
  var controls = map.getContainer().querySelector(".leaflet-control-container");
  map.getContainer().insertBefore(controls, map.getContainer().firstChild);

  map.invalidateSize(false);
  map.fitBounds(data.bounds, plan.clear(control.getContainer().offsetWidth, 0));
  function resize() {
    map.getContainer().classList.toggle("far", map.getZoom() < 9.8);
    map.getContainer().classList.toggle("farther", map.getZoom() < 8.8);
    plan.resize.forEach(function (again) { again(); });
  }
  map.on("zoomend", resize);
  resize();
}
