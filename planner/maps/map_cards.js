// Cards of villages and schools: what there is today and after the plan, and why.
mapPage.cards = function (plan) {
  "use strict";
  var map = plan.map, data = plan.data, words = plan.words, say = plan.say, el = mapPage.el;
  // What a click drew stays when its card is closed; a click on the ground takes it away.
  var picked = L.layerGroup().addTo(map), opener = null;
  var shut = el("button", "shut", [el("span", "", ["×"]), el("span", "unseen", [say(words.close)])]);
  shut.type = "button";
  shut.firstChild.setAttribute("aria-hidden", "true");
  var inside = el("div", "inside"), panel = el("aside", "panel", [shut, inside]);
  panel.tabIndex = -1;
  panel.hidden = true;
  document.body.appendChild(panel);
  function close() {
    if (panel.hidden) { return; }
    panel.hidden = true;
    if (opener && document.contains(opener)) { opener.focus({ preventScroll: true }); }
  }
  shut.addEventListener("click", close);
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") { close(); } });
  map.on("click", function () { close(); picked.clearLayers(); });
  plan.close = close;

  function open(place, card) {
    if (!panel.contains(document.activeElement)) { opener = document.activeElement; }
    inside.textContent = "";
    inside.appendChild(card);
    panel.hidden = false;
    panel.scrollTop = 0;
    panel.setAttribute("aria-label", plan.word(words.card) + " " + place.name);
    panel.focus({ preventScroll: true });
    L.circleMarker(place.at, { radius: 17, color: "#111827", weight: 3, fill: false,
      renderer: plan.panes.mark, interactive: false }).addTo(picked);
    keepClear(place);
  }
  // The place, and its ways where it was searched for, keep clear of its card.
  function keepClear(place) {
    var room = plan.clear(panel.offsetWidth + 16, panel.offsetHeight + 8);
    if (!plan.searched) {
      room.paddingTopLeft = room.paddingTopLeft.map(function (px) { return px + 40; });
      room.paddingBottomRight = room.paddingBottomRight.map(function (px) { return px + 24; });
      map.panInside(place.at, room);
      return;
    }
    plan.searched = false;
    var around = L.latLngBounds([place.at]);
    picked.eachLayer(function (layer) { if (layer.getBounds) { around.extend(layer.getBounds()); } });
    room.maxZoom = 12.5;
    map.fitBounds(around.pad(0.15), room);
  }
  // Numbers of pupils as pages show them: no child can be told from one, nor from a sum of several.
  function fewSum(numbers) {
    var low = 0, high = 0;
    numbers.forEach(function (n) {
      var hidden = n > 0 && n < data.fewest;
      low += hidden ? 1 : n;
      high += hidden ? data.fewest - 1 : n;
    });
    return high > 0 && high < data.fewest ? "<" + data.fewest : low === high ? low : low + "–" + high;
  }
  function few(n) { return fewSum([n]); }
  function row(cells, tag) {
    return el("tr", "", cells.map(function (cell) {
      var made = el(tag || "td", "", Array.isArray(cell) ? cell : [cell]);
      if (tag) { made.scope = "col"; }
      return made;
    }));
  }
  function table(head, body) {
    return el("table", "", [el("thead", "", [row(head, "th")]), el("tbody", "", body)]);
  }
  function fact(label, value) {
    return el("p", "fact", [el("strong", "", [label]), " ", value]);
  }
  function link(place, show) {
    var button = el("button", "link", [place.name]);
    button.type = "button";
    button.addEventListener("click", function () { show(place); });
    return button;
  }
  function school(id) { return plan.schools[id] ? link(plan.schools[id], plan.openSchool) : id; }
  function listed(parts) {
    var joined = [];
    parts.forEach(function (part, n) { joined = joined.concat(n ? [say({ zh: "、", en: ", " })] : [], part); });
    return el("span", "", joined);
  }
  function head(place, code, said) {
    var told = place.name.slice(-place.township.length - 3) === " · " + place.township;
    return [el("h2", "", [place.name, told ? "" : el("small", "", [" " + place.township])]),
      el("p", "badge " + code, [say(said)])];
  }

  function trip(id, mode, minutes, km) {
    if (!id) { return [el("b", "none", [say(words.no_school)])]; }
    var parts = [school(id), el("br")];
    parts.push(mode === null ? el("b", "none", [say(words.no_trip)]) : say(data.modes[mode]));
    if (minutes !== null) { parts.push(" ", minutes, " ", say(words.minutes)); }
    if (km !== null) { parts.push(" · ", km, " ", say(words.km)); }
    if (mode === 2) { parts.push(" (", say(words.weekly), ")"); }
    return parts;
  }
  function change(r) {
    var parts = [];
    if (r.added !== null) {
      parts.push(el("div", "", [r.added > 0 ? "▲ +" + r.added : r.added < 0 ? "▼ −" + -r.added : "0"]));
    } else if (r.todayMode !== null && r.mode !== null) {
      parts.push(el("div", "small", [say(words.mode_changed)]));
    }
    if (r.over && r.school) { parts.push(el("div", "over", [say(words.over_norm)])); }
    if (r.todayYuan !== null && r.yuan !== null && (r.todayYuan || r.yuan)) {
      parts.push(el("div", "small", [say(words.yuan, { before: r.todayYuan.toLocaleString("en"),
        after: r.yuan.toLocaleString("en") })]));
    }
    return parts;
  }
  // Why pupils of a village change: what the plan decides for the school they go to today.
  function why(v) {
    var told = {};
    return v.rows.filter(function (r) {
      var moves = r.todaySchool && (r.todaySchool !== r.school || (r.todayMode === 2) !== (r.mode === 2));
      var s = plan.schools[r.todaySchool], first = moves && s && s.decision !== "keep" && !told[s.id];
      if (first) { told[s.id] = true; }
      return first;
    }).map(function (r) {
      var s = plan.schools[r.todaySchool];
      return fact(say(words.why_move), el("span", "", [school(s.id), " ", say(data.decisions[s.decision]),
        " · ", say(s.reason)]));
    });
  }
  plan.openVillage = function (v) {
    picked.clearLayers();
    v.rows.forEach(function (r) {
      if (r.todaySchool !== r.school) {
        plan.drawWay(v, r.todaySchool, r.todayWay, data.todayLine, 3, picked);
      }
      if (r.mode !== null) { plan.drawWay(v, r.school, r.way, data.modeLines[r.mode], 3.5, picked); }
    });
    var body = v.rows.map(function (r) {
      return row([[say(data.stages[r.stage]), el("br"), few(r.pupils)],
        trip(r.todaySchool, r.todayMode, r.todayMinutes, r.todayKm),
        trip(r.school, r.mode, r.minutes, r.km), change(r)]);
    });
    var about = [];
    if (v.height !== null) { about.push(say(words.height, { m: v.height })); }
    if (v.herders !== null) {
      about.push(about.length ? " · " : "", say(words.herders, { share: Math.round(v.herders * 100) }));
    }
    open(v, el("div", "card village-card", head(v, v.change, data.changes[v.change]).concat([
      table([[say(words.stage), el("br"), say(words.pupils)], say(words.today), say(words.after), say(words.added)], body)
    ], why(v), [el("p", "about", about)])));
  };

  plan.openSchool = function (s) {
    picked.clearLayers();
    var from = {}, coming = [];
    plan.each(plan.villages, function (v) {
      v.rows.forEach(function (r) {
        if (r.school !== s.id) { return; }
        (from[v.id] = from[v.id] || []).push(r.pupils);
        if (r.mode !== null) { coming.push([v, r]); }
      });
    });
    plan.drawWaysTo(coming, picked);
    function kindOf(k) { return k === null ? say(words.shut) : say(data.kinds[k]); }
    function sum(list) { return list.reduce(function (a, b) { return a + b; }, 0); }
    function built(there, added) {
      return el("span", "", added ? [there, "（", say(words.built, { n: added }), "）"] : [there]);
    }
    var kind = s.kind === s.kindBefore || s.kindBefore === null || s.decision === "not_opened"
      ? [s.kind === null ? kindOf(s.kindBefore) : kindOf(s.kind)]
      : [kindOf(s.kindBefore), " → ", kindOf(s.kind)];
    var body = [0, 1, 2].filter(function (g) { return s.before[g] || s.after[g]; })
      .map(function (g) { return row([say(data.stages[g]), few(s.before[g]), few(s.after[g])]); });
    body.push(row([el("b", "", [say(words.total)]), fewSum(s.before), fewSum(s.after)]));
    if (s.boarders[0] || s.boarders[1]) { body.push(row([say(words.boarders)].concat(s.boarders.map(few)))); }
    body.push(row([say(words.posts)].concat(s.posts)));
    var sources = Object.keys(from).sort(function (a, b) { return sum(from[b]) - sum(from[a]); });
    var parts = head(s, s.decision, data.decisions[s.decision]).concat([
      fact(say(words.kind), el("span", "", kind)),
      table([say(words.pupils), say(words.today), say(words.after)], body),
      fact(say(words.why), say(s.reason))
    ]);
    if (s.rooms[0]) { parts.push(fact(say(words.rooms), built(s.rooms[0], s.rooms[1]))); }
    if (s.kind !== null && (s.beds[0] || s.beds[1])) {
      parts.push(fact(say(words.beds), built(s.beds[0] + s.beds[1], s.beds[1])));
    }
    if (s.to.length) {
      parts.push(fact(say(words.receivers), listed(s.to.map(function (t) { return [school(t[0]), " " + few(t[1])]; }))));
    }
    if (sources.length) {
      parts.push(fact(say(words.from), listed(sources.map(function (id) {
        return [link(plan.villages[id], plan.openVillage), " " + fewSum(from[id])];
      }))));
    }
    if (s.areas.length) { parts.push(walkingAreas(s)); }
    if (s.open && s.open.zh) { parts.push(fact(say(words.open), say(s.open))); }
    parts.push(fact(say(words.evidence), say(data.grades[s.evidence] || {})));
    open(s, el("div", "card school-card", parts));
  };

  // One stage's areas at a time; its button shows them and hides them again.
  function walkingAreas(s) {
    var shown = L.layerGroup().addTo(picked), buttons = [], note = el("span", "area-note");
    function show(k) {
      shown.clearLayers();
      note.textContent = "";
      buttons.forEach(function (b, n) {
        var on = n === k && b.getAttribute("aria-pressed") !== "true";
        b.setAttribute("aria-pressed", String(on));
        if (!on) { return; }
        var own = s.areas[n], limits = data.limits[own[0]];
        [2, 1].forEach(function (band) {
          plan.area(own[band], data.walkAreas[band - 1], plan.panes.areas).addTo(shown);
        });
        note.appendChild(say(words.area, { norm: limits[0], ceiling: limits[1] }));
      });
    }
    var first = 0;
    s.areas.forEach(function (own, k) {
      if (own[0] === plan.stage) { first = k; }
      var button = el("button", "stage", [say(data.stages[own[0]])]);
      button.type = "button";
      button.addEventListener("click", function () { show(k); });
      buttons.push(button);
    });
    show(first);
    return el("p", "fact areas", [el("strong", "", [say(words.areas)])].concat(buttons, [note]));
  }
};
