// Several scenarios side by side: maps kept in step, one control bar, a table of what was chosen,
// and the map of what differs between two. The last of the maps is that one.
function drawComparison(maps, data) {
  "use strict";
  var el = mapPage.el, words = data.words, root = document.documentElement;
  var model = comparisonModel(data), drawing = comparisonDraw(data), tables = comparisonTables(data, model);
  var sheets = maps.map(function (map) { return new drawing.Sheet(map, pick); });
  var last = sheets.length - 1, state = { stage: -1, chosen: null, first: 0, second: 1 };
  function node(id) { return document.getElementById(id); }
  function all(selector) { return [].slice.call(document.querySelectorAll(selector)); }
  function say(text, fields) { return mapPage.say(data.langs, text, fields); }

  // --- what cannot hold both languages is said again when the language is switched --------
  function plain(text) {
    var lang = data.langs.length > 1 ? (root.classList.contains("lang-en") ? "en" : "zh") : data.langs[0];
    return text[lang];
  }
  var spoken = [];
  function speak(run) { spoken.push(run); run(); }
  new MutationObserver(function () { spoken.forEach(function (run) { run(); }); })
    .observe(root, { attributes: true, attributeFilter: ["class"] });

  function title(run) {
    if (run < 0) { return words.today; }
    var said = {};
    data.langs.forEach(function (lang) { said[lang] = data.letters[run] + " " + data.scenarios[run].title[lang]; });
    return said;
  }
  maps.forEach(function (map, n) {
    var box = map.getContainer();
    box.setAttribute("role", "application");
    speak(function () {
      box.setAttribute("aria-label", n === last ? plain(words.difference_map)
        : plain(words.map).replace("{title}", function () { return plain(title(n)); }));
    });
  });

  // --- in step ---------------------------------------------------------------------------
  var following = false, waiting = null, atHome = false;
  function follow(leader) {
    waiting = null;
    following = true;
    maps.forEach(function (map) {
      if (map !== leader) { map.setView(leader.getCenter(), leader.getZoom(), { animate: false }); }
    });
    following = false;
  }
  maps.forEach(function (map) {
    map.on("move", function () {
      if (following) { return; }
      atHome = false;
      if (waiting === null) { waiting = requestAnimationFrame(function () { follow(map); }); }
    });
    map.on("moveend", function () { if (!following) { follow(map); } });
  });
  function home() {
    following = true;
    maps.forEach(function (map) { map.invalidateSize({ animate: false }); });
    maps[0].fitBounds(data.ground.bounds, { padding: [6, 6], animate: false });
    following = false;
    sheets.forEach(function (sheet) { sheet.fit = maps[0].getZoom(); });
    follow(maps[0]);
    sheets.forEach(function (sheet) { sheet.near(); });
    atHome = true;
  }
  // A page made narrower shows the whole county again, unless the reader is elsewhere.
  function resized() {
    if (atHome) { home(); return; }
    following = true;
    maps.forEach(function (map) { map.invalidateSize({ animate: false }); });
    following = false;
    follow(maps[0]);
  }

  // --- drawing ---------------------------------------------------------------------------
  function drawScenarios() {
    data.scenarios.forEach(function (_, run) { drawing.scenario(sheets[run], model, run, state.stage); });
    all(".cmp-screen [data-change]").forEach(function (cell) {
      var run = +cell.dataset.run, code = +cell.dataset.change;
      cell.textContent = comparisonCount(data.villages.filter(function (_, n) {
        return model.change(run, n, state.stage) === code;
      }).length);
    });
  }
  function drawDifference() {
    var box = node("cmp-counts"), limit = +node("cmp-limit").value;
    box.textContent = "";
    if (state.first === state.second) {
      drawing.difference(sheets[last], { villages: [], sizes: [] }, [[], []]);
      box.appendChild(el("p", "", [say(words.choose_two)]));
      return;
    }
    var found = model.difference(state.first, state.second, state.stage, limit);
    var schools = model.schools(state.first, state.second);
    drawing.difference(sheets[last], found, schools);
    tables.counts(found, schools, title(state.first), title(state.second), state.stage, limit)
      .forEach(function (part) { box.appendChild(part); });
  }
  function drawChosen() {
    sheets.forEach(function (sheet, n) {
      drawing.chosen(sheet, model, state.chosen, n === last ? null : n, state.stage);
    });
    var box = node("cmp-card");
    if (!state.chosen) { return; }
    var close = el("button", "cmp-close", ["× ", say(words.close)]);
    close.type = "button";
    close.addEventListener("click", function () { state.chosen = null; box.textContent = ""; drawChosen(); });
    box.textContent = "";
    box.appendChild(close);
    box.appendChild(state.chosen.kind === "village" ? tables.village(state.chosen.n, state.stage)
      : tables.site(state.chosen.n));
  }
  function pick(chosen) { state.chosen = chosen; drawChosen(); }
  function goTo(chosen) {
    var own = (chosen.kind === "village" ? data.villages : data.schools)[chosen.n];
    maps[0].setView([own[3], own[4]], Math.max(maps[0].getZoom(), sheets[0].fit + 2), { animate: false });
    pick(chosen);
  }

  // --- controls --------------------------------------------------------------------------
  all("[name=cmp-stage]").forEach(function (radio) {
    radio.addEventListener("change", function () {
      state.stage = +radio.value;
      drawScenarios(); drawDifference(); drawChosen();
    });
  });
  all("[name=cmp-layer]").forEach(function (box) {
    function set() { sheets.forEach(function (sheet) { sheet.switched(box.value, box.checked); }); }
    box.addEventListener("change", set);
    if (!box.checked) { set(); }
  });
  node("cmp-home").addEventListener("click", home);

  var options = [-1].concat(data.scenarios.map(function (_, n) { return n; }));
  ["first", "second"].forEach(function (side) {
    var select = node("cmp-" + side);
    options.forEach(function (run) {
      var option = el("option", "");
      option.value = run;
      speak(function () { option.textContent = plain(title(run)); });
      select.appendChild(option);
    });
    select.value = state[side];
    select.addEventListener("change", function () { state[side] = +select.value; drawDifference(); });
  });
  node("cmp-swap").addEventListener("click", function () {
    var first = state.first;
    state.first = state.second; state.second = first;
    node("cmp-first").value = state.first; node("cmp-second").value = state.second;
    drawDifference();
  });
  node("cmp-limit").addEventListener("change", drawDifference);

  // --- search ----------------------------------------------------------------------------
  var input = node("cmp-search"), hits = node("cmp-hits"), MOST_HITS = 8;
  var places = data.villages.map(function (v, n) { return { kind: "village", n: n, own: v }; })
    .concat(data.schools.map(function (s, n) { return { kind: "school", n: n, own: s }; }));
  function choose(place) {
    hits.hidden = true;
    input.value = place.own[1];
    goTo({ kind: place.kind, n: place.n });
  }
  function search() {
    var asked = input.value.trim().toLowerCase();
    hits.textContent = "";
    hits.hidden = !asked;
    if (!asked) { return; }
    function rank(place) { return place.own[1].toLowerCase().indexOf(asked); }
    var found = places.filter(function (place) {
      return rank(place) >= 0 || place.own[0].toLowerCase() === asked;
    }).sort(function (a, b) { return rank(a) - rank(b); }).slice(0, MOST_HITS);
    found.forEach(function (place) {
      var button = el("button", "", [place.own[1], " ",
        el("small", "", [place.own[2], " · ", say(words[place.kind])])]);
      button.type = "button";
      button.addEventListener("click", function () { choose(place); });
      hits.appendChild(el("li", "", [button]));
    });
    if (!found.length) { hits.appendChild(el("li", "", [say(words.no_hit)])); }
  }
  function step(by, event) {
    var buttons = [].slice.call(hits.querySelectorAll("button"));
    if (hits.hidden || !buttons.length) { return; }
    event.preventDefault();
    var next = buttons.indexOf(document.activeElement) + by;
    (next < 0 ? input : buttons[Math.min(next, buttons.length - 1)]).focus();
  }
  input.addEventListener("input", search);
  input.addEventListener("keydown", function (event) {
    var first = hits.querySelector("button");
    if (event.key === "Enter" && first && !hits.hidden) { event.preventDefault(); first.click(); }
  });
  input.parentNode.addEventListener("keydown", function (event) {
    if (event.key === "ArrowDown") { step(1, event); }
    if (event.key === "ArrowUp") { step(-1, event); }
    if (event.key === "Escape") { hits.hidden = true; input.focus(); }
  });

  // Places named elsewhere in the page lead to the maps.
  function numberOf(list, id) {
    for (var n = 0; n < list.length; n += 1) { if (list[n][0] === id) { return n; } }
    return -1;
  }
  document.addEventListener("click", function (event) {
    var named = event.target.closest && event.target.closest("[data-village], [data-school]");
    if (!named) { return; }
    var kind = named.dataset.village ? "village" : "school";
    var n = numberOf(kind === "village" ? data.villages : data.schools, named.dataset[kind]);
    if (n < 0) { return; }
    goTo({ kind: kind, n: n });
    node("maps").scrollIntoView({ block: "start" });
  });

  L.control.scale({ imperial: false }).addTo(maps[0]);
  L.control.scale({ imperial: false }).addTo(maps[last]);
  home();
  drawScenarios();
  drawDifference();
  if (window.ResizeObserver) {
    var seen = new ResizeObserver(function () { requestAnimationFrame(resized); });
    seen.observe(maps[0].getContainer());
  }
  root.classList.add("cmp-ready");
}
