"""What opens the page: each scenario in sentences, which is best, what is proved, how it reads."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest
from compare_world import make_run

from planner.compare.runs import Comparison, told_apart
from planner.compare.summary import (
    ANEW_PUPILS,
    HOME_PUPILS,
    LONGER_MINUTES,
    LONGER_PUPILS,
    LOWER_OVER,
    WORSE_PUPILS,
    best,
    facts,
)
from planner.maps.comparison_difference import VERDICTS, Difference
from planner.maps.comparison_sections import _counts
from planner.reports.compare import indicator_grids, opening
from planner.reports.compare.closure_grids import details_grid
from planner.reports.compare.grid import Grid, Line
from planner.reports.compare.option_grids import option_grids
from planner.reports.compare.summary import opening_of
from planner.reports.compare.who_grids import worst_grid
from planner.reports.concern.look import said_in

SOFT = [("pupil_minutes", 9.0, 0.02, 0.0)]
EXACT = [("pupil_minutes", 9.0, 0.0, 0.0)]
TODAY = {"schools": {"keep_all": True, "keep_catchments": True}}


def comparison_of(*runs):
    return Comparison(told_apart(runs), ())


def costs(value, before=30e6, **more):
    """Return the county's indicators of a plan that costs so much."""
    rows = [("annual_cost_yuan", "county", "", value, "yuan/year", before, "lower")]
    units = {"schools_open": "schools"}
    return rows + [
        (name, "county", "", after, units.get(name, "pupils"), today, "lower")
        for name, (after, today) in more.items()
    ]


def english(line: Line) -> list[str]:
    return [said_in(box.said, "en") for box in line.boxes]


def below(line: Line) -> list[str]:
    return [said_in(box.more, "en") for box in line.boxes]


def row_of(table: Grid, code: str) -> Line:
    return next(line for line in table.lines if line.code == code)


def test_who_fares_worse_is_counted_from_the_trips_each_way_of_it_apart():
    rows = [
        ("V1", "lower", "S1", "walk", 30, 12.0, "S1", "walk", 10.0),
        ("V2", "lower", "S1", "walk", 10, 25.0, "S2", "walk", 5.0),
        ("V2", "upper", "S1", "walk", 40, 6.0, "S2", "walk", 5.0),
        ("V3", "upper", "S3", "board", 20, 120.0, "S3", "board", 90.0),
        ("V3", "lower", "S3", "board", 7, 120.0, "S3", "walk", 90.0),
        ("V3", "junior", "", "", 5, math.nan, "S3", "walk", 90.0),
    ]
    figures = [
        ("pupils_over_norm", "stage", "lower", 8.0, "pupils", 3.0, "lower"),
        # The indicator of that name goes by minutes alone: it is another figure.
        ("pupils_worse", "county", "", 47.0, "pupils", 9.0, "lower"),
    ]
    run = make_run(rows=rows, figures=figures)
    (own,) = facts([run])
    # 30 by 2 minutes, 10 by 20; boarders count apart and not in the mean; one minute is none.
    assert own.figures[LONGER_PUPILS] == 40
    assert own.figures[LONGER_MINUTES] == pytest.approx((30 * 2 + 10 * 20) / 40)
    assert (own.figures[HOME_PUPILS], own.figures[ANEW_PUPILS]) == (20, 7)
    # Together as the report has it: with those left without a school.
    assert own.figures[WORSE_PUPILS] == 40 + 20 + 7 + 5
    assert (own.figures[LOWER_OVER], own.today[LOWER_OVER]) == (8, 3)
    shown = opening_of(comparison_of(run, make_run("b")))
    said = said_in(shown.scenarios[0][1], "en")
    assert (
        "72 pupils have a longer way, board anew or have no school: 40 day pupils travel longer, "
        "by 6.5 minutes one way on average; 20 boarders have a longer way home; 7 board anew; "
        "5 have no school."
    ) in said
    assert "Of these 8 are in grades 1–3 (3 today)." in said
    assert (
        "其中走读路变远 40 名（单程平均多 6.5 分钟）、寄宿生回家变远 20 名、新寄宿 7 名"
        in said_in(shown.scenarios[0][1], "zh")
    )
    # It is the headline of the key figures, before what schools and money come to.
    assert shown.figures.lines[0].code == WORSE_PUPILS
    assert english(shown.figures.lines[0])[1:] == ["—", "72", "0"]
    (same,) = facts([make_run()])
    assert same.figures[LONGER_PUPILS] == 0
    assert math.isnan(same.figures[LONGER_MINUTES])


def test_the_cheapest_is_named_with_those_not_told_from_it_and_others_left_out():
    runs = [
        make_run("a", figures=costs(20.0e6), objective=EXACT),
        make_run("b", figures=costs(20.3e6), objective=SOFT),
        make_run("c", figures=costs(25.0e6), objective=EXACT),
        make_run("d", figures=costs(9.0e6, before=31e6), objective=EXACT),
    ]
    (found,) = best(runs, facts(runs))
    assert (found.figure, found.runs, found.alike) == ("annual_cost_yuan", (0,), (1,))
    assert (found.others, found.left_out) == ((2,), (3,))
    shown = opening_of(comparison_of(*runs))
    (said,) = shown.ranking
    assert said_in(said, "en") == (
        "Cheapest for the county, a year: A a (20.00 million yuan); B cannot be told from it."
    )
    assert said_in(said, "zh") == "县财政每年支出最少：A a（2,000.0 万元）；B 与之分不出高下。"
    assert said_in(shown.left_out, "en").startswith("D counts today otherwise")
    line = row_of(shown.figures, "annual_cost_yuan")
    assert english(line)[1] == "30.00 million yuan"
    assert below(line)[2:] == ["★ least", "≈ least", "", "today 31.00 million yuan"]
    assert [box.mark for box in line.boxes][2:] == ["best", "", "", ""]


@pytest.mark.parametrize(
    ("values", "objective", "said"),
    [
        ((4.0, 4.0, 9.0), EXACT, "A a, B b alike (4 pupils)."),
        ((4.0, 4.0, 4.0), EXACT, "the same in all (4 pupils)."),
        ((4.0, 9.0, 9.0), EXACT, "A a (4 pupils)."),
        ((100.0, 101.0, 102.0), SOFT, "cannot be said, as the differences lie within what the"),
    ],
)
def test_ties_and_what_cannot_be_said_are_said(values, objective, said):
    runs = [
        make_run(
            name,
            figures=[("unserved_pupils", "county", "", v, "pupils", 4.0, "lower")],
            objective=objective,
        )
        for name, v in zip("abc", values, strict=True)
    ]
    shown = opening_of(comparison_of(*runs))
    (sentence,) = shown.ranking
    assert said_in(sentence, "en").startswith(f"Fewest pupils without a school: {said}")
    # Where nobody stands out nobody is marked.
    marks = [box.mark for box in row_of(shown.figures, "unserved_pupils").boxes]
    assert ("best" in marks) == (max(values) != min(values) and objective is EXACT)


def test_each_scenario_is_told_in_sentences_with_its_figures():
    figures = costs(
        20.5e6,
        schools_open=(2.0, 3.0),
        pupils_over_norm=(1482.0, 1615.0),
        unserved_pupils=(4.0, 4.0),
        boarders=(20.0, 18.0),
    )
    today = make_run("today", figures=costs(30e6, schools_open=(3.0, 3.0)), options=TODAY)
    plan = make_run("plan", figures=figures, closed=("S2",), objective=SOFT)
    (_, kept), (name, said) = opening_of(comparison_of(today, plan)).scenarios
    assert said_in(name, "en") == "B plan"
    assert said_in(said, "en") == (
        "2 schools open (3 today): 1 closed. 10 pupils have a longer way, board anew or have no "
        "school: 10 day pupils travel longer, by 20.0 minutes one way on average. 1,482 pupils are over the norm (1,615 today). 4 have no school "
        "(as today). 20 board (18 today). It costs the county 20.50 million yuan a year (30.00 "
        "million yuan today). Proved within 2.0% of the best possible."
    )
    assert said_in(said, "zh").startswith(
        "开办学校 2 所（现有 3 所）：撤并 1 所。10 名学生路变远、新寄宿或没有学校"
    )
    assert said_in(kept, "en") == (
        "All 3 schools stay as they are. Nobody travels longer or boards anew. It costs the county 30.00 million "
        "yuan a year. Today as it is; nothing was optimised."
    )


def test_what_is_proved_is_explained_and_the_others_are_named_with_their_gap():
    clock = make_run("clock", objective=[("pupil_minutes", 9.0, 0.0341, 0.0)])
    clock.manifest["status"] = "feasible_at_limit"  # type: ignore[index]
    comparison = comparison_of(
        make_run("today", options=TODAY), make_run("sure", objective=SOFT), clock
    )
    assert said_in(opening.searched(comparison), "en") == "proved: B; not proved: C"
    means, sure, unsure, today = (said_in(s, "en") for s in opening.proofs(comparison))
    assert "within the gap that was asked for" in means
    assert sure == "Proved: B (at most 2.0% from the best)."
    # Never told smaller than it is.
    assert unsure == "Not proved: C (at most 3.5% from the best)."
    assert today.startswith("A only counts today")
    only = comparison_of(make_run("a"), make_run("b"))
    assert said_in(opening.searched(only), "zh") == "各方案均已证明"
    assert said_in(opening.searched(comparison_of(clock, clock)), "en") == "no scenario proved"


def test_runs_of_one_title_are_told_apart_by_their_folders():
    runs = [make_run(name, folder=Path("runs") / name) for name in ("a", "b", "c")]
    for run, title in zip(runs, ("Same", "Same", "Other"), strict=True):
        run.scenario["title"] = {"zh": f"同{title}", "en": title}  # type: ignore[index]
    first, second, third = told_apart(runs)
    assert [r.title("en") for r in (first, second, third)] == ["Same (a)", "Same (b)", "Other"]
    assert first.title("zh") == "同Same（a）"
    # The runs themselves are left as they were read.
    assert runs[0].title("en") == "Same"


def test_the_worst_off_are_numbered_sorted_by_a_column_and_small_counts_are_hidden():
    rows = [
        ("V1", "lower", "", "", 2, math.nan, "S1", "walk", 10.0),
        ("V2", "lower", "", "", 4, math.nan, "S2", "walk", 5.0),
        ("V3", "upper", "S3", "board", 2, 90.0, "S3", "walk", 40.0),
    ]
    table = worst_grid(comparison_of(make_run("a", rows=rows), make_run("b", rows=rows[1:])))
    assert table.head == 1
    assert [english(line)[:3] for line in table.lines] == [
        ["1", "二村 (甲乡)", "4 pupils without a school"],
        ["2", "一村 (甲乡)", "<3 pupils without a school"],
        ["3", "三村 (乙乡)", "<3 pupils come to board"],
    ]
    assert [below(line)[2] for line in table.lines] == ["A, B", "A", "A, B"]
    assert english(table.lines[1])[3:] == ["no school: <3 pupils (grades 1–3)", "—"]
    assert below(table.lines[1])[3] == "today 10 min"
    assert below(table.lines[2])[3] == "40 → boarding 90 min"
    assert said_in(table.headings[2], "en") == "Greatest loss (sorts the list)"
    # Neither number of so few stands anywhere in the table.
    told = [said_in(c, g) for li in table.lines for b in li.boxes for c in (b.said, b.more)
            for g in ("zh", "en")]  # fmt: skip
    assert not [s for s in told if "2 人" in s or "2 pupils" in s]


def test_today_is_told_once_and_a_run_that_counts_it_otherwise_tells_its_own():
    def run(name, value, before):
        figures = [("boarders", "county", "", value, "pupils", before, "neutral")]
        return make_run(name, figures=figures, objective=SOFT)

    comparison = comparison_of(run("w", 26.0, 22.0), run("a", 2345.0, 20.0), run("b", 2346.0, 20.0))
    ((_, _, table),) = indicator_grids.indicator_grids(comparison)
    (line,) = table.lines
    assert english(line)[1:] == ["20", "26", "2,345", "2,346", "≈ B, C"]
    assert below(line)[2:5] == ["today 22 ▲ +4", "▲ +2,325", "▲ +2,326"]
    assert indicator_grids.other_todays(comparison) == (0,)
    said = opening.other_todays(comparison, (0,))
    assert said_in(said, "en").startswith("A counts today otherwise than the others")


def test_a_group_of_which_nobody_knows_today_has_no_such_column():
    figures = [("staff_hires", "county", "", 3.0, "persons", math.nan, "lower")]
    runs = [make_run(name, figures=figures, objective=EXACT) for name in ("a", "b")]
    ((_, code, table),) = indicator_grids.indicator_grids(comparison_of(*runs))
    assert code == "staffing"
    assert [said_in(h, "en") for h in table.headings][1:] == ["A a", "B b", "Not told apart"]
    assert english(table.lines[0])[1:] == ["3", "3", "= all"]


def test_norms_part_thousands_and_know_how_large_schools_are_today():
    table = indicator_grids.targets_grid(comparison_of(make_run("a"), make_run("b")))
    line = row_of(table, "size")
    assert "2,000" in english(line)[0]
    assert english(line)[1] == "0 schools"


def test_counts_of_the_difference_part_thousands():
    none = dict.fromkeys(VERDICTS, 0)
    found = Difference((), none | {"worse": 1234}, none | {"worse": 9955})
    assert "(1,234 villages, 9,955 pupils)" in str(_counts(found, ["en"]))


def test_options_are_told_by_topic_with_their_defaults_in_words():
    limit = {"stage": "upper", "min": 1, "max": 1}
    tiers = [
        {"minimise": "unserved_pupils"},
        {"minimise": "pupil_minutes", "tolerance": 0.05},
    ]
    one = make_run("a", options={"schools": {"per_township": limit}, "objective": tiers})
    two = make_run("b", options={"budget": {"capital_yuan": 30_000_000}})
    del two.scenario["season"]  # type: ignore[attr-defined]
    found = {said_in(title, "en"): table for title, table in option_grids(comparison_of(one, two))}
    assert list(found) == ["The scenario as a whole", "Schools", "Money ceilings"]
    assert [line.code for line in found["Schools"].lines] == ["schools.per_township"]
    _, key, limits, unset = english(found["Schools"].lines[0])
    assert key == "schools.per_township"
    assert limits == "Stage counted: grades 4–6; Fewest: 1; Most: 1"
    assert (unset, below(found["Schools"].lines[0])[3]) == ("not set", "(the default)")
    means, _, none, yuan = english(found["Money ceilings"].lines[0])
    assert means == "Most capital spent once (yuan)"
    assert (none, yuan) == ("not set", "30,000,000")
    (objective,) = found["The scenario as a whole"].lines
    assert english(objective)[2] == "unserved pupils; pupil-minutes of travel (may give up 5%)"
    assert below(objective)[2:] == ["", "(the default)"]


def test_scenarios_that_do_the_same_with_a_school_share_a_row():
    runs = [make_run(name, closed=("S2",)) for name in "abc"]
    near = {"near_optimal": pd.DataFrame({"school_id": ["S2"], "closed": [5], "plans": [6]})}
    other = make_run("d", closed=("S2",), tables=near)
    comparison = comparison_of(*runs[:2], make_run("kept"))
    table = details_grid(comparison, comparison.closures)
    assert [(li.code, english(li)[1]) for li in table.lines] == [("S2-A", "A, B")]
    # Nobody was asked for near-optimal plans: no column of them.
    assert len(table.headings) == 8
    asked = comparison_of(*runs[:2], other)
    table = details_grid(asked, asked.closures)
    assert [(li.code, english(li)[1]) for li in table.lines] == [("S2-A", "A, B"), ("S2-C", "C")]
    assert english(table.lines[1])[7] == "closed in 5 of 6"
