// What all maps share. Names are user data and go into the page as text alone.
var mapPage = (function () {
  "use strict";
  function el(tag, className, children) {
    var node = document.createElement(tag);
    if (className) { node.className = className; }
    (children || []).forEach(function (child) {
      if (child === null || child === undefined || child === "") { return; }
      node.appendChild(child.nodeType ? child : document.createTextNode(String(child)));
    });
    return node;
  }
  // A sentence in each language of the page, its fields filled in.
  function say(langs, text, fields) {
    return el("span", "", langs.map(function (lang) {
      var said = text[lang] || "";
      Object.keys(fields || {}).forEach(function (key) {
        said = said.replace("{" + key + "}", function () { return String(fields[key]); });
      });
      var span = el("span", lang, [said]);
      span.lang = lang === "zh" ? "zh-CN" : "en";
      return span;
    }));
  }
  // Lines come as encoded polylines, see geometry.py.
  function decode(text) {
    var points = [], at = 0, lat = 0, lon = 0;
    function next() {
      var bits = 0, shift = 0, b;
      do { b = text.charCodeAt(at++) - 63; bits |= (b & 31) << shift; shift += 5; } while (b >= 32);
      return bits & 1 ? ~(bits >> 1) : bits >> 1;
    }
    while (at < text.length) { lat += next(); lon += next(); points.push([lat / 1e5, lon / 1e5]); }
    return points;
  }
  function switchLanguage() {
    var root = document.documentElement;
    var chinese = root.classList.toggle("lang-zh");
    root.classList.toggle("lang-en", !chinese);
    root.lang = chinese ? "zh-CN" : "en";
  }
  // `after`, if there is one, is called when another language is shown.
  function languageButton(after) {
    var button = document.getElementById("switch-language");
    if (!button) { return; }
    button.addEventListener("click", function () {
      switchLanguage();
      if (after) { after(); }
    });
  }
  return { el: el, say: say, decode: decode, languageButton: languageButton };
})();
