// The tables of a village or a school in every scenario, and the counts of a difference.
// Names are user data and go into the page as text alone.
// A count with its thousands parted, as the tables of the page have them.
function comparisonCount(n) { return String(n).replace(/\B(?=(\d{3})+$)/g, ","); }
// Pupils of one place or verdict: one or two are not told from each other, as in the tables.
function comparisonFew(n) { return n > 0 && n < 3 ? "<3" : comparisonCount(n); }
function comparisonTables(data, model) {
  "use strict";
  var MOST_NAMES = 10;
  var el = mapPage.el, words = data.words;
  function say(text, fields) { return mapPage.say(data.langs, text, fields); }
  // Halves upwards, as the tables round.
  function whole(minutes) { return Math.floor(minutes + 0.5); }
  var count = comparisonCount, few = comparisonFew;

  function head(cells) {
    return el("thead", "", [el("tr", "", cells.map(function (said) {
      var number = [words.minutes, words.change, words.school_pupils].indexOf(said) >= 0;
      var cell = el("th", number ? "n" : "", [say(said)]);
      cell.scope = "col";
      return cell;
    }))]);
  }
  function table(caption, columns, body) {
    return el("table", "cmp-rows", [el("caption", "", caption), head(columns), el("tbody", "", body)]);
  }
  function named(run, rowspan) {
    var cell = run < 0 ? el("th", "", [say(words.today)])
      : el("th", "", [el("b", "", [data.letters[run]]), " ", say(data.scenarios[run].title)]);
    cell.scope = "row";
    cell.rowSpan = rowspan;
    return cell;
  }
  function td(className, children) { return el("td", className, children); }
  function wide(text) {
    var cell = td("", [say(text)]);
    cell.colSpan = 5;
    return cell;
  }
  function school(row) {
    return row.school === null ? el("b", "cmp-none", [say(words.no_school)]) : data.schools[row.school][1];
  }
  function mode(row) {
    if (row.school === null) { return "—"; }
    return row.mode === null ? say(words.no_trip) : say(data.modes[row.mode]);
  }
  function minutes(row) {
    var parts = [row.minutes === null ? "—" : whole(row.minutes)];
    if (row.over && row.school !== null) { parts.push(" ", el("span", "cmp-over", [say(words.over)])); }
    return parts;
  }
  function change(row) {
    if (!row.today || row.school === null) { return "—"; }
    if (row.added === null) { return row.today.mode === null ? "—" : say(words.no_compare); }
    var added = whole(row.added);
    return added > 0 ? "▲ +" + added : added < 0 ? "▼ −" + -added : "0";
  }
  function runs() { return [-1].concat(data.scenarios.map(function (_, n) { return n; })); }

  function village(n, stage) {
    var own = data.villages[n], body = [];
    runs().forEach(function (run) {
      var rows = model.ends(run, n).filter(function (r) { return stage < 0 || r.stage === stage; });
      if (!rows.length) {
        body.push(el("tr", "cmp-first", [named(run, 1),
          wide(model.ends(run, n).length ? words.no_pupils : words.absent)]));
      }
      rows.forEach(function (row, k) {
        var cells = [
          td("", [say(data.stages[row.stage]), " · ", say(words.pupils, { n: few(row.pupils) })]),
          td("", [school(row)]), td("", [mode(row)]), td("n", minutes(row)), td("n", [change(row)])
        ];
        body.push(el("tr", k ? "" : "cmp-first", k ? cells : [named(run, rows.length)].concat(cells)));
      });
    });
    return table([el("b", "", [own[1]]), " ", own[2] === own[1] ? "" : own[2]],
      [words.scenario, words.pupils_of, words.goes_to, words.mode, words.minutes, words.change], body);
  }
  function site(n) {
    var own = data.schools[n];
    var body = runs().map(function (run) {
      var found = data.scenarios[Math.max(run, 0)].sites[n];
      if (!found) {
        var cell = wide(words.absent);
        cell.colSpan = 3;
        return el("tr", "", [named(run, 1), cell]);
      }
      var kind = found[run < 0 ? 2 : 1];
      return el("tr", "", [named(run, 1), td("", [run < 0 ? "—" : say(data.decisions[found[0]])]),
        td("", [kind === null ? say(words.shut) : say(data.kinds[kind])]),
        td("n", [few(found[run < 0 ? 4 : 3])])]);
    });
    return table([el("b", "", [own[1]]), " ", own[2]],
      [words.scenario, words.decision, words.kind, words.school_pupils], body);
  }

  // Many names are folded away; said to Chinese and English readers with their own comma.
  function schoolNames(said, numbers) {
    var listed = numbers.map(function (n) { return data.schools[n][1]; });
    var names = el("span", "", data.langs.map(function (lang) {
      return el("span", lang, [listed.join(lang === "zh" ? "、" : ", ")]);
    }));
    var summary = say(said, { n: count(numbers.length) });
    return numbers.length > MOST_NAMES
      ? el("details", "", [el("summary", "", [summary]), names]) : el("p", "", [summary, " ", names]);
  }
  // `first` and `second` are titles in every language.
  function counts(found, schools, first, second, stage, limit) {
    var head = {}, stageWords = stage < 0 ? words.all_stages : data.stages[stage];
    data.langs.forEach(function (lang) {
      head[lang] = words.pair[lang].replace("{first}", function () { return first[lang]; })
        .replace("{second}", function () { return second[lang]; })
        .replace("{stage}", function () { return stageWords[lang]; });
    });
    var items = data.verdicts.filter(function (v) { return found.count[v] || found.pupils[v]; })
      .map(function (v) {
        var drawn = el("span", "cmp-mark");
        // Drawn by the program itself.
        drawn.innerHTML = data.verdictSvg[v];
        var item = el("li", "", [drawn, " ", say(data.verdictWords[v]), " ",
          say(found.count[v] === 1 ? words.count_one : words.count,
            { villages: count(found.count[v]), pupils: few(found.pupils[v]) })]);
        item.dataset.verdict = v;
        return item;
      });
    var parts = [el("p", "", [say(head)]), el("ul", "cmp-verdicts", items)];
    if (found.unknown) { parts.push(el("p", "", [say(words.unknown, { pupils: few(found.unknown) })])); }
    [words.shut_schools, words.opened_schools].forEach(function (said, side) {
      var own = schools[side];
      if (own.length) { parts.push(schoolNames(said, own)); }
    });
    if (!schools[0].length && !schools[1].length) { parts.push(el("p", "", [say(words.same_schools)])); }
    parts.push(el("p", "cmp-note", [say(words.rule, { minutes: limit })]));
    return parts;
  }
  return { village: village, site: site, counts: counts };
}
