"""`plan compare` on runs of the sample county: the page and the workbook say what the files say."""

from __future__ import annotations

import math

import openpyxl
from compare_page import county_figures, english, number, rows
from compared_made import EVIL_SCHOOL, EVIL_VILLAGE

from planner.reports.compare.look import moved
from planner.reports.figures import amount
from planner.reports.words import few


def test_every_figure_of_the_county_is_that_of_the_files(made):
    figures = [county_figures(run) for run in made.runs]
    names = dict.fromkeys(name for of in figures for name in of)
    shown = [c for c in made.page.codes("indicators") if c in names]
    assert len(names) > 35
    assert set(shown) == set(names)
    for name in names:
        _, before, *values, _between = made.page.cells("indicators", name)
        lines = made.page.below("indicators", name)[2:-1]
        unit = next(of[name]["unit"] for of in figures if name in of)
        for of, value, line in zip(figures, values, lines, strict=True):
            if name not in of:
                # Nobody fares worse today: the run has no such mean.
                assert value == "—", name
                continue
            after, today = number(of[name]["value"]), number(of[name]["baseline"])
            assert value == english(amount(after, unit)).replace("-", "−"), name
            if math.isfinite(today):
                assert before == english(amount(today, unit)), name
                assert line.startswith(english(moved(today, after, unit))), name


def test_the_summary_tells_the_figures_of_the_files(made):
    figures = [county_figures(run) for run in made.runs]
    counted = {
        *("worse_together", "day_pupils_longer", "longer_minutes", "home_longer", "boarding_anew"),
        "lower_over_norm",
    }
    codes = made.page.codes("summary")
    assert {"annual_cost_yuan", "unserved_pupils", "boarders", *counted} <= set(codes)
    assert codes[0] == "worse_together"
    for name in set(codes) - counted:
        cells = made.page.cells("summary", name)[2:]
        for cell, of in zip(cells, figures, strict=True):
            unit, value = of[name]["unit"], number(of[name]["value"])
            assert cell == (few(value) if unit == "pupils" else english(amount(value, unit))), name
    for n, run in enumerate(made.runs):
        trips = rows(run / "assignments.csv")

        def told(name, n=n):
            return made.page.cells("summary", name)[2 + n]

        placed = [r for r in trips if r["school_id"]]
        longer = [r for r in placed if r["added_minutes"] and float(r["added_minutes"]) > 1]
        longer = [r for r in longer if r["mode_changed"] != "1"]
        home = sum(int(r["pupils"]) for r in longer if r["mode"] == "board")
        daily = [r for r in longer if r["mode"] != "board"]
        weight = sum(int(r["pupils"]) for r in daily)
        anew = sum(
            int(r["pupils"])
            for r in placed
            if r["mode"] == "board" and r["baseline_mode"] != "board"
        )
        nowhere = sum(int(r["pupils"]) for r in trips if not r["school_id"])
        assert told("worse_together") == few(weight + home + anew + nowhere)
        assert [told(c) for c in ("day_pupils_longer", "home_longer", "boarding_anew")] == [
            few(weight), few(home), few(anew),
        ]  # fmt: skip
        if daily:
            grown = sum(float(r["added_minutes"]) * int(r["pupils"]) for r in daily) / weight
            assert told("longer_minutes") == f"{grown:.1f}"
        lower = next(
            r
            for r in rows(run / "indicators.csv")
            if (r["indicator"], r["group"]) == ("pupils_over_norm", "lower")
        )
        assert told("lower_over_norm") == few(number(lower["value"]))
    summary = made.html.split('<section id="summary">')[1].split("</section>")[0]
    for of, sentence in zip(figures, summary.split("<li>")[1:], strict=False):
        for name in ("annual_cost_yuan", "household_cost_yuan"):
            assert english(amount(number(of[name]["value"]), "yuan")) in sentence
        assert f"{float(of['boarders']['value']):,.0f} board" in sentence
    assert 'class="ranking"' in summary


def test_better_and_worse_are_said_in_words_and_schools_are_neither(made):
    assert made.page.below("indicators", "schools_open")[3] == "▼ −1"
    over = county_figures(made.runs[1])["pupils_over_norm"]
    assert float(over["value"]) > float(over["baseline"])
    assert made.page.below("indicators", "pupils_over_norm")[3].endswith(" worse")
    marked = [a for tag, a in made.page.tags if tag == "td" and "worse" in (a["class"] or "")]
    assert marked


def test_the_same_plan_twice_is_the_same_and_json_says_so_too(made):
    assert made.page.cells("indicators", "schools_closed")[-1] == "= B, C"
    said = {row["indicator"]: row for row in made.said["indicators"]}
    assert said["schools_closed"]["not_distinguishable"] == [["B", "C"]]
    assert said["schools_closed"]["values"] == {"A": 0.0, "B": 1.0, "C": 1.0}
    assert [run["letter"] for run in made.said["runs"]] == ["A", "B", "C"]


def test_the_norms_are_those_of_the_scenario_and_count_as_the_files_do(made):
    head, today, *runs = made.page.cells("indicators", "travel-lower")
    assert "on foot 30 min" in head
    by_stage = [
        next(
            r
            for r in rows(run / "indicators.csv")
            if (r["indicator"], r["group_kind"], r["group"])
            == ("pupils_over_norm", "stage", "lower")
        )
        for run in made.runs
    ]
    assert today == f"{float(by_stage[0]['baseline']):.0f} pupils"
    for cell, below, row in zip(
        runs, made.page.below("indicators", "travel-lower")[2:], by_stage, strict=True
    ):
        beyond = float(row["value"])
        assert cell == ("✗ not met" if beyond else "✓ met")
        assert below == (f"{beyond:.0f} pupils" if beyond else "")


def test_townships_read_as_in_the_files(made):
    table = rows(made.runs[1] / "indicators.csv")
    for township in ("甲乡", "乙乡"):
        own = {r["indicator"]: r for r in table if r["group"] == township}
        median, p90 = (
            math.floor(float(own[f"daily_minutes_{q}"]["value"]) + 0.5) for q in ("median", "p90")
        )
        assert made.page.cells("bears", township)[3] == f"{median} / {p90}"
        over = float(own["pupils_over_norm"]["value"])
        assert made.page.below("bears", township)[3] == f"{few(over)} over the norm"


def test_the_curve_is_that_of_the_assignments(made):
    trips = [r for r in rows(made.runs[1] / "assignments.csv") if r["stage"] == "lower"]
    pupils = sum(int(r["pupils"]) for r in trips)
    near = sum(
        int(r["pupils"])
        for r in trips
        if r["mode"] in ("walk", "ride") and float(r["minutes"]) <= 30
    )
    assert made.page.cells("bears", "lower-30")[4] == f"{near / pupils:.1%}"


def test_the_worst_off_villages_carry_their_trips(made):
    trips = [
        r
        for r in rows(made.runs[1] / "assignments.csv")
        if (r["village_id"], r["stage"]) == ("V2", "lower")
    ]
    after, before = (float(trips[0][c]) for c in ("minutes", "baseline_minutes"))
    assert after > before + 10
    number, head, loss, _today, cell, _ = made.page.cells("bears", "V2")
    assert head == f"{EVIL_VILLAGE} (甲乡)"
    villages = [code for code in made.page.codes("bears") if code.startswith("V")]
    assert number == str(1 + villages.index("V2"))
    assert loss == f"+{after - before:.0f} min one way ({trips[0]['pupils']} pupils)"
    assert cell == f"much longer: {trips[0]['pupils']} pupils (grades 1–3)"
    assert made.page.below("bears", "V2")[2] == "B, C"
    assert made.page.below("bears", "V2")[4] == f"{before:.0f} → {after:.0f} min"


def test_closures_tell_reason_receiver_minutes_and_agreement(made):
    school = next(r for r in rows(made.runs[1] / "schools.csv") if r["school_id"] == "S2")
    head, _kind, pupils, today, closes, _, agreed = made.page.cells("closures", "S2")
    assert (head, pupils) == (f"{EVIL_SCHOOL} (甲乡)", "15")
    assert (today, closes, agreed) == ("keep", "close", "2 of 3 close or reduce it")
    assert made.page.below("closures", "S2")[4] == "closed in 5 of 6"
    own = made.page.cells("closures", "S2-B")
    assert own[3] == school["pupils_leaving"]
    assert own[4] == f"甲乡中心小学 {school['receiver_pupils']}"
    leaving = [
        r
        for r in rows(made.runs[1] / "assignments.csv")
        if r["baseline_school_id"] == "S2" and r["school_id"] != "S2" and r["mode"] != "board"
    ]
    weight = sum(int(r["pupils"]) for r in leaving)
    before, after = (
        sum(float(r[c]) * int(r["pupils"]) for r in leaving) / weight
        for c in ("baseline_minutes", "minutes")
    )
    assert own[5] == f"{math.floor(before + 0.5)} → {math.floor(after + 0.5)}"
    assert own[7:] == ["closed in 5 of 6", school["reason_en"]]
    assert made.page.cells("closures", "S2-C")[7] == "not asked"
    assert f"plan explain {made.runs[2]} --all-closures" in made.html


def test_a_red_banner_names_the_file_that_differs_and_only_that(made):
    (differs,) = [b for b in made.page.banners if "same county data" in b]
    assert "villages.csv" in differs
    assert "roads.geojson" not in differs
    assert made.said["differing_inputs"] == ["villages.csv"]
    assert made.page.cells("differs", "villages.csv")[3:] == ["00000000", "✗ differs"]
    assert made.page.cells("differs", "roads.geojson")[-1] == "same"


def test_options_that_differ_are_listed_with_their_meaning(made):
    means, key, today, township, _ = made.page.cells("differs", "schools.keep_all")
    assert (key, today, township) == ("schools.keep_all", "yes", "no")
    assert "every existing school stays as it is" in means
    assert made.page.below("differs", "schools.keep_all")[2:] == [
        "",
        "(the default)",
        "(the default)",
    ]
    _, _, none, limit, _ = made.page.cells("differs", "schools.per_township")
    assert (none, "Most: 1" in limit) == ("not set", True)
    assert not {"name", "county", "schools.per_township.max"} & set(made.page.codes("differs"))


def test_the_sweep_of_a_point_is_shown_with_its_letter(made):
    limit, *_, run, remark = made.page.cells("frontier", "1")
    assert (limit, run, remark) == ("2", "C One school per township (one)", "")
    assert made.page.cells("frontier", "1")[1] == english(amount(54_321.0, "yuan"))
    assert made.page.cells("frontier", "0")[-1] == "no plan satisfies the rules"
    assert 'id="chart-frontier"' in made.html


def test_exposure_is_that_of_the_concern(made):
    from planner.concern.read import plan_exposure

    bands = [plan_exposure(run).headline("D1", "children") for run in made.runs[:2]]
    cells = made.page.cells("exposure", "D1-children")[2:4]
    assert [cell.split(" ")[0] for cell in cells] == [f"{band.share:.1%}" for band in bands]
    assert bands[1].share > 0


def test_money_and_schools_of_page_and_workbook_are_those_of_the_files(made):
    sums: list[dict[str, float]] = []
    for run in made.runs:
        of: dict[str, float] = {}
        for row in rows(run / "ledger.csv"):
            of[row["kind"]] = of.get(row["kind"], 0.0) + number(row["yuan"] or "0")
        sums.append(of)
    for kind in ("capital", "annual", "revenue", "household"):
        shown = made.page.cells("money", f"{kind}-sum")[2:]
        assert shown == [english(amount(of.get(kind, 0.0), "yuan")) for of in sums], kind
    figures = [county_figures(run)["public_plus_household_spending_yuan"] for run in made.runs]
    yearly = [english(amount(number(f["value"]), "yuan")) for f in figures]
    assert made.page.cells("money", "total-yearly")[2:] == yearly
    links = {a.get("href") for tag, a in made.page.tags if tag == "a"}
    assert {"#money", "#schools-balance"} <= links
    met = [
        next(
            (
                f"{'✓' if r['passes'] == '1' else '✗'} {number(r['value']):g}/7"
                for r in rows(run / "balance.csv")
                if (r["profile"], r["moment"]) == ("quality-2017", "after_layout")
                and (r["school_id"], r["indicator"]) == ("S2", "indicators_met")
            ),
            "none there",
        )
        for run in made.runs
    ]
    assert met[1] == "none there"
    assert made.page.cells("schools-balance", "S2-primary")[3:] == met
    book = openpyxl.load_workbook(made.book, read_only=True)
    told = {r[2]: r for r in book["各校达标"].iter_rows(values_only=True)}
    assert set(made.page.codes("schools-balance")) > {"S2-primary", "S3-primary"}
    assert {"S1", "S2", "S3", "S4"} <= set(told)
    assert any("班线车费" in str(r[1]) for r in book["经费"].iter_rows(values_only=True))
