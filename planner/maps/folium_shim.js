// folium's popups and `keep_in_front` use two things of jQuery; this is those two things.
if (!window.$) {
  window.$ = function (what) {
    if (what === document) {
      return { ready: function (run) {
        if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", run); } else { run(); }
      } };
    }
    var holder = document.createElement("template");
    holder.innerHTML = String(what).trim();
    return [holder.content.firstChild];
  };
}
