"""Figures of the summary and of the table of indicators agree as the report says they do.

One run is that of a county like Leh: the sample without registers, today's pupils taken to go to
the nearest school, a primary that nobody is nearest to, and one school with grades 4–6 in each
township but one. The other is the county of pages_world.py with boarders of every sort.
"""

from __future__ import annotations

import dataclasses
import re

import pandas as pd
import pytest
from bridge_worlds import WEEKLY, Read, all_sorts, like_leh, read_back

from planner.reports.bridges import bridges
from planner.reports.money_said import empty_said
from planner.reports.summary import answers
from planner.reports.tables import assignments_table, schools_table

DAILY = ("walk", "ride")
UNTOLD = r"in none of these rows: (\d+)"


@pytest.fixture(scope="module")
def leh(tmp_path_factory) -> Read:
    folder = tmp_path_factory.mktemp("leh-like")
    return read_back(like_leh(folder), folder)


@pytest.fixture(scope="module")
def sorts(tmp_path_factory) -> Read:
    return read_back(all_sorts(), tmp_path_factory.mktemp("sorts"))


@pytest.fixture(params=["leh", "sorts"])
def run(request) -> Read:
    return request.getfixturevalue(request.param)


def fares_worse(rows: pd.DataFrame) -> pd.Series:
    boards = (rows["mode"] == WEEKLY) & (rows["baseline_mode"] != WEEKLY)
    return (rows["added_minutes"] > 1) | boards | rows["school_id"].isna()


def test_beyond_the_norm_and_without_a_school_make_the_figure_of_the_table(run):
    rows = run.assignments
    nowhere, nowhere_before = rows["school_id"].isna(), rows["baseline_mode"].isna()
    over = run.pupils((rows["over_norm"] == 1) & ~nowhere)
    over_before = run.pupils((rows["baseline_over_norm"] == 1) & ~nowhere_before)
    assert over + run.pupils(nowhere) == run.table["pupils_over_norm"]
    assert f"(day pupils: to school; boarders: home): from {over_before} to {over}" in run.summary
    if nowhere.any():
        both = over_before + run.pupils(nowhere_before)
        assert f"is both together: from {both} to {run.table['pupils_over_norm']:.0f}." in (
            run.summary
        )
    else:
        assert "both together" not in run.summary
        assert over_before == run.today["pupils_over_norm"]


def test_those_told_to_fare_worse_are_the_table_s_by_the_steps_that_the_page_names(run):
    rows = run.assignments
    worse = run.pupils(fares_worse(rows))
    told = run.numbers(r"boarding anew or no school, together: ([\d,]+) pupils")
    assert told == [str(worse)]
    boards, summary, parts = run.numbers(
        r"The (\d+) who board anew are all among the (\d+) .*? decide: (.*?)\."
    )
    assert int(summary) == worse
    by_lot = lots(parts)
    assert sum(by_lot.values()) == int(boards) == run.table["new_boarders"]
    home = re.search(r"home daily again \((\d+)\).*?decide, too: (.*?)\.", run.bridges)
    back = lots(home[2]) if home else {}
    untold = re.search(UNTOLD, run.bridges)
    left_out = int(untold[1]) if untold else 0
    # Nobody of whom no trip is known today gets a school in these plans: the summary has them
    # among those without one.
    assert left_out == run.pupils(rows["baseline_mode"].isna())
    moved_out = sum(by_lot.get(lot, 0) for lot in ("as before", "better off", "left out"))
    assert worse - moved_out - left_out + back.get("worse off", 0) == run.table["pupils_worse"]
    shorter = run.pupils((rows["added_minutes"] < -1) & (rows["mode_changed"] == 0))
    better = shorter + by_lot.get("better off", 0) + back.get("better off", 0)
    assert better == run.table["pupils_better"]
    assert run.table[["pupils_worse", "pupils_same", "pupils_better"]].sum() + left_out == (
        rows["pupils"].sum()
    )


def lots(parts: str) -> dict[str, int]:
    return {
        name: int(re.search(rf"{name}\D*(\d+)", parts)[1])
        for name in ("worse off", "as before", "better off", "left out")
        if name in parts
    }


def test_every_sort_of_pupil_is_told_apart(sorts):
    # V2 walks farther, V4's upper pupils board farther off, V3's board anew, V5's and V6's stay
    # out, V1's juniors come home again; V1, V3 and V4 keep the rest.
    assert (
        "Of 136 pupils: 6 with a daily trip longer by 10 min or more one way, 28 boarding as today "
        "with a longer way home, 9 boarding anew, 15 without a school in the plan, 18 with a "
        "shorter way, or at home every day again, 60 with no change (1 minute at most)."
    ) in sorts.summary
    assert "decide: as before 9." in sorts.bridges
    assert "home daily again (18) count" in sorts.bridges
    assert "decide, too: better off 18." in sorts.bridges
    assert "in none of these rows: 3." in sorts.bridges


def test_who_boards_anew_without_a_trip_today_is_left_out_once(sorts):
    rows = assignments_table(sorts.result)
    new = rows["village_id"] == "V6"
    rows.loc[new, ["school_id", "mode"]] = ["S1", "board"]
    boards, *rest = bridges(sorts.result, rows)
    assert boards["en"].endswith("decide: as before 9, left out, without a trip today, 3.")
    assert boards["zh"].endswith("分为：不变 9 人、现无路程、不计 3 人。")
    assert not any("in none of these rows" in str(s) for s in rest)


def test_those_without_a_trip_today_do_not_tell_how_few_of_them_board(sorts):
    rows = assignments_table(sorts.result)
    [new] = rows.index[rows["village_id"] == "V6"]
    rows = pd.concat([rows, rows.loc[[new]].assign(school_id="S1", mode="board", pupils=1)])
    boards, *rest = bridges(sorts.result, rows.reset_index(drop=True))
    assert boards["en"].endswith("decide: as before or left out without a trip today 10 together.")
    assert any(
        "in none of these rows: 2–3." in s.say("en") for s in rest if not isinstance(s, dict)
    )


def test_the_growth_of_day_pupils_is_told_apart_from_that_of_all(sorts):
    table, worst, mean, most, pupils = sorts.numbers(
        r"mean growth of ([\d.]+) minutes and the largest of ([\d.]+) take boarders in; the (\d+) "
        r"and (\d+) minutes .*? \((\d+)\)"
    )
    rows = sorts.assignments
    daily = rows[(rows["added_minutes"] > 1) & rows["mode"].isin(DAILY)]
    assert int(pupils) == daily["pupils"].sum() == 6
    assert (int(mean), int(most)) == (30, 30)
    assert daily["added_minutes"].tolist() == [29.5]
    assert float(table) == pytest.approx(sorts.table["worse_minutes_mean"], abs=0.05)
    assert float(worst) == pytest.approx(sorts.table["added_minutes_worst"], abs=0.05)
    assert sorts.table["worse_minutes_mean"] == pytest.approx((6 * 29.5 + 28 * 20) / 34)
    assert "(6): 30 minutes one way on average; at most 30 minutes, in V2村" in sorts.summary


def test_where_both_count_alike_nothing_is_explained(leh):
    # Nobody boards as today with a longer way, and nobody is without a school.
    assert leh.table["worse_minutes_mean"] == pytest.approx(
        float(leh.numbers(r"grows \(\d+\): (\d+) minutes")[0]), abs=0.5
    )
    assert "mean growth" not in leh.bridges
    assert "none of these rows" not in leh.bridges


def test_figures_with_one_name_are_one_figure(run):
    means = run.numbers(r"one way, on average in minutes: from ([\d.]+) to ([\d.]+)\.")
    assert float(means[1]) == pytest.approx(run.table["daily_minutes_mean"], abs=0.05)
    paid = run.numbers(r"in yuan per pupil with a school: (?:from \d+ to )?([\d,]+)[.,]")
    assert int(paid[0]) == round(run.table["household_cost_per_pupil_yuan"])
    payers = run.numbers(r"More than today is paid for (\d+) pupils")
    assert int(payers[0]) == run.table["pupils_paying_more"]
    course = run.numbers(r"Boarders: from (\d+) to (\d+); newly boarding: (\d+), no longer.*?(\d+)")
    before, after, newly, ceased = map(int, course)
    assert before + newly - ceased == after == run.table["boarders"]
    assert newly == run.table["new_boarders"]


def test_who_is_affected_is_set_against_those_who_fare_worse(leh):
    rows = leh.assignments
    affected, worse = rows["affected"] == 1, fares_worse(rows)
    n = leh.pupils(affected)
    assert n == leh.table["affected_pupils"] == 23
    assert leh.pupils(affected & ~worse) == 0
    assert (
        f"Affected by this scenario's narrower measure: {n} pupils, 15.6% of all, every one among "
        f"the {leh.pupils(worse)} above. The measure is 10 minutes more one way"
    ) in leh.summary


def test_affected_pupils_who_do_not_fare_worse_are_counted_apart(sorts):
    rows = assignments_table(sorts.result)
    # By another measure V4's lower pupils, who stay as they are, would be affected too.
    rows.loc[(rows["village_id"] == "V4") & (rows["stage"] == "lower"), "affected"] = 1
    schools = schools_table(sorts.result, rows)
    told = " ".join(
        s.say("en")
        for a in answers(sorts.result, rows, schools)
        for s in a.sentences
        if not isinstance(s, dict)
    )
    assert (
        "own measure: 48 pupils, 35.3% of all; 18 of them are among the 58 above, 30 not." in told
    )


def test_savings_from_schools_that_are_empty_by_guess_only_are_said(leh):
    rows = leh.schools
    pupils = rows[[f"{g}_pupils_before" for g in ("lower", "upper", "junior")]].sum(axis=1)
    [empty] = rows[(pupils == 0) & (rows["status_before"] == "existing")].to_dict("records")
    assert (empty["school_id"], empty["decision"]) == ("S6", "reduce_to_teaching_point")
    saved = empty["annual_yuan_before"] - empty["annual_yuan"]
    assert saved == 280_000
    assert "only by guess, as there is no register: 1. Of what running saves, 280,000 yuan" in (
        leh.summary
    )


def test_a_school_that_is_known_to_be_empty_is_no_guess(leh):
    schools = schools_table(leh.result, assignments_table(leh.result))
    assert empty_said(leh.result, schools) is not None
    known = leh.result.county.schools.copy()
    known.loc["S6", ["lower_enrolled", "upper_enrolled"]] = 0
    county = dataclasses.replace(leh.result.county, schools=known)
    assert empty_said(dataclasses.replace(leh.result, county=county), schools) is None
    registered = dict.fromkeys(("lower", "upper", "junior"), "attendance")
    assert empty_said(dataclasses.replace(leh.result, basis=registered), schools) is None
    # Where nothing is saved by it, no amount is named.
    schools.loc[schools["school_id"] == "S6", "annual_yuan_before"] = -2000.0
    said = empty_said(leh.result, schools).say("en")
    assert "as there is no register: 1. Count first: pupils there would have to move too." in said


def test_the_summary_names_what_the_question_does_not_hold_for(leh):
    assert leh.summary.startswith(
        "The rule of exactly 1 school with grades 4–6 in each township does not hold in 1 of the 2 "
        "townships, which the scenario exempts: 乙乡. There the plan has 0 schools with grades 4–6."
    )
    assert (
        "Closed because the scenario says so, not because the search found it best: 河口教学点."
        in (leh.summary)
    )
    offering = leh.schools[leh.schools["kind"].isin(["primary", "nine_year"])]
    assert offering["township"].tolist() == ["甲乡"]
