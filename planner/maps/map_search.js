// The search by village or school, and the switch of stages.
mapPage.search = function (plan) {
  "use strict";
  var MOST = 12, el = mapPage.el, words = plan.words;
  var input = document.getElementById("find"), box = document.getElementById("found");
  if (!input) { return; }
  var note = document.getElementById("found-note"), list = box.querySelector("ul");
  function plain(said) { return String(said).normalize("NFKC").toLowerCase().replace(/\s+/g, ""); }
  function entry(place, kind, open) {
    return { place: place, kind: kind, open: open, name: plain(place.name), township: plain(place.township), id: plain(place.id) };
  }
  var entries = [];
  plan.each(plan.schools, function (s) { entries.push(entry(s, words.school, plan.openSchool)); });
  plan.each(plan.villages, function (v) { entries.push(entry(v, words.village, plan.openVillage)); });
  // Names that begin so come first, then such as hold it, ids, and places of a township so named.
  function rank(e, asked) {
    var at = e.name.indexOf(asked);
    return at === 0 ? 0 : at > 0 ? 1 : e.id === asked ? 2 : e.township.indexOf(asked) >= 0 ? 3 : -1;
  }
  function hide() { box.hidden = true; input.setAttribute("aria-expanded", "false"); }
  function buttons() { return Array.prototype.slice.call(list.querySelectorAll("button")); }
  function choose(e) {
    hide();
    input.focus();
    plan.searched = true;
    e.open(e.place);
  }
  function look() {
    var asked = plain(input.value);
    list.textContent = note.textContent = "";
    if (!asked) { hide(); return; }
    var found = entries.map(function (e) { return [rank(e, asked), e]; })
      .filter(function (pair) { return pair[0] >= 0; })
      .sort(function (a, b) { return a[0] - b[0] || a[1].name.length - b[1].name.length || (a[1].name < b[1].name ? -1 : 1); });
    found.slice(0, MOST).forEach(function (pair) {
      var e = pair[1], button = el("button", "", [el("b", "", [e.place.name]), " ",
        el("span", "about", [plan.say(e.kind), " · ", e.place.township])]);
      button.type = "button";
      button.addEventListener("click", function () { choose(e); });
      list.appendChild(el("li", "", [button]));
    });
    note.appendChild(plan.say(!found.length ? words.none_found : found.length > MOST ? words.first : words.found,
      { n: found.length, shown: MOST }));
    box.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }
  input.addEventListener("input", look);
  input.addEventListener("focus", function () { if (input.value && !list.children.length) { look(); } });
  input.parentNode.addEventListener("keydown", function (event) {
    var all = buttons(), at = all.indexOf(document.activeElement);
    if (event.key === "Escape" && !box.hidden) {
      hide();
      input.focus();
      event.stopPropagation();
    } else if (event.key === "ArrowDown" && all.length && !box.hidden) {
      all[Math.min(at + 1, all.length - 1)].focus();
      event.preventDefault();
    } else if (event.key === "ArrowUp" && at >= 0) {
      (at ? all[at - 1] : input).focus();
      event.preventDefault();
    } else if (event.key === "Enter" && document.activeElement === input && all.length && !box.hidden) {
      all[0].click();
      event.preventDefault();
    }
  });
  input.parentNode.addEventListener("focusout", function (event) {
    if (event.relatedTarget && !input.parentNode.contains(event.relatedTarget)) { hide(); }
  });
  plan.map.on("click", hide);

  Array.prototype.forEach.call(document.querySelectorAll("input[name=stage]"), function (choice) {
    choice.addEventListener("change", function () {
      if (choice.checked) { plan.setStage(choice.value === "" ? null : +choice.value); }
    });
  });
};
