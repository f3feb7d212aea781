// The rows of compared scenarios, and who is better off in which; see comparison_pack.py and
// comparison_difference.py. A scenario's number is its place among the runs, -1 is today.
function comparisonModel(data) {
  "use strict";
  var BOARD = data.modes.length - 1;
  var same = data.changeCodes.indexOf("same"), unserved = data.changeCodes.indexOf("unserved");

  function unitRow(unit) {
    return { stage: unit[0], pupils: unit[1], school: unit[2], mode: unit[3], minutes: unit[4],
      over: unit[5] };
  }
  // Rows of a village in a scenario, each with today's end in `today`.
  function rows(run, village) {
    var units = data.villages[village][5];
    var own = data.scenarios[Math.max(run, 0)].rows[village];
    if (own === 0) { own = units.slice(0, data.firstUnits[village]).map(function (_, n) { return n; }); }
    return own.map(function (said) {
      var unit = unitRow(units[said.length ? said[0] : said]);
      if (!said.length) {
        unit.today = unit; unit.added = unit.school === null ? null : 0;
        unit.change = unit.school === null ? unserved : same;
        return unit;
      }
      return { stage: unit.stage, pupils: said[1], school: said[2], mode: said[3], minutes: said[4],
        over: said[5], added: said[6], change: said[7], today: unit };
    });
  }
  // Today as the rows of a scenario have it.
  function ends(run, village) {
    if (run >= 0) { return rows(run, village); }
    var units = data.villages[village][5];
    return units.slice(0, data.firstUnits[village]).map(unitRow);
  }
  function inStage(stage) { return function (row) { return stage < 0 || row.stage === stage; }; }

  // How a village's pupils fare against today, the hardest lot; null without pupils.
  function change(run, village, stage) {
    var codes = rows(run, village).filter(inStage(stage)).map(function (r) { return r.change; });
    return codes.length ? Math.min.apply(null, codes) : null;
  }
  function pupils(run, village, stage) {
    return rows(run, village).filter(inStage(stage)).reduce(function (n, r) { return n + r.pupils; }, 0);
  }

  function placed(end) { return end.school !== null && end.mode !== null; }
  function without(before, after) { return placed(before) ? "lost" : placed(after) ? "gained" : "same"; }
  function byMinutes(added, limit) {
    return Math.abs(added) <= limit + 1e-6 ? "same" : added > 0 ? "worse" : "better";
  }
  function againstToday(row, limit) {
    if (!placed(row.today) || !placed(row)) { return without(row.today, row); }
    if (limit !== data.sameMinutes && row.added !== null) { return byMinutes(row.added, limit); }
    var code = data.changeCodes[row.change];
    return code === "same" ? "same" : code === "shorter" ? "better" : "worse";
  }
  function verdict(before, after, limit) {
    if (!placed(before) || !placed(after)) { return without(before, after); }
    if ((before.mode === BOARD) !== (after.mode === BOARD)) {
      return after.mode === BOARD ? "worse" : "better";
    }
    if (before.minutes === null || after.minutes === null) { return null; }
    return byMinutes(after.minutes - before.minutes, limit);
  }
  var mirror = { lost: "gained", gained: "lost", worse: "better", better: "worse", same: "same" };

  function order(a, b) {
    function rank(r) { return r.school === null ? 2 : r.mode === BOARD ? 1 : 0; }
    return rank(a) - rank(b) || (a.minutes || 0) - (b.minutes || 0) || (a.school || 0) - (b.school || 0);
  }
  // Pupils of a group matched: where they go alike in both first, then by minutes.
  function paired(one, other, limit, take) {
    one.sort(order); other.sort(order);
    var left = one.map(function (r) { return r.pupils; });
    var right = other.map(function (r) { return r.pupils; });
    [true, false].forEach(function (alike) {
      one.forEach(function (r, a) {
        other.forEach(function (f, b) {
          var n = Math.min(left[a], right[b]);
          if (!n || (alike && (r.school !== f.school || r.mode !== f.mode))) { return; }
          take(verdict(r, f, limit), n);
          left[a] -= n; right[b] -= n;
        });
      });
    });
    left.concat(right).forEach(function (n) { if (n) { take(null, n); } });
  }
  function shares(first, second, village, stage, limit, take) {
    if (first < 0 || second < 0) {
      rows(Math.max(first, second), village).filter(inStage(stage)).forEach(function (row) {
        var found = againstToday(row, limit);
        take(second < 0 && found ? mirror[found] : found, row.pupils);
      });
      return;
    }
    var groups = {};
    [first, second].forEach(function (run, side) {
      rows(run, village).filter(inStage(stage)).forEach(function (row) {
        var key = row.stage + ":" + row.today.school;
        (groups[key] = groups[key] || [[], []])[side].push(row);
      });
    });
    Object.keys(groups).forEach(function (key) { paired(groups[key][0], groups[key][1], limit, take); });
  }
  // Verdict of each village and the counts of villages and pupils by verdict.
  function difference(first, second, stage, limit) {
    var found = { villages: [], sizes: [], count: {}, pupils: {}, unknown: 0 };
    data.verdicts.forEach(function (v) { found.count[v] = found.pupils[v] = 0; });
    data.villages.forEach(function (_, village) {
      var hardest = null, size = 0;
      shares(first, second, village, stage, limit, function (said, n) {
        size += n;
        if (said === null) { found.unknown += n; return; }
        found.pupils[said] += n;
        if (hardest === null || data.verdicts.indexOf(said) < data.verdicts.indexOf(hardest)) { hardest = said; }
      });
      if (hardest !== null) { found.count[hardest] += 1; }
      found.villages.push(hardest);
      found.sizes.push(size);
    });
    return found;
  }
  // Schools open in one scenario alone: those of the first, those of the second. Today is the
  // other scenario's own.
  function schools(first, second) {
    function open(run, other, n) {
      var site = data.scenarios[run < 0 ? other : run].sites[n];
      return site !== null && site[run < 0 ? 2 : 1] !== null;
    }
    var found = [[], []];
    data.schools.forEach(function (_, n) {
      var before = open(first, second, n), after = open(second, first, n);
      if (before !== after) { found[before ? 0 : 1].push(n); }
    });
    return found;
  }
  return { rows: rows, ends: ends, change: change, pupils: pupils, difference: difference, schools: schools };
}
