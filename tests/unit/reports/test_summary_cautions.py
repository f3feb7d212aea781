"""What the report hides, admits and puts beside: small numbers, small differences, unseen sites."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import pandas as pd
import pytest
from pages_world import make_result
from test_staff_screen import result as staff_result

from planner.allocation.plan import Purchase
from planner.ledger.book import mark_of
from planner.plan import Outcome, TierResult
from planner.reports import sections
from planner.reports.bridges import _parts
from planner.reports.buildings_section import buildings_of, buildings_section, unsafe_said
from planner.reports.cautions import farther_said, prices_said, too_small_said, unseen_said
from planner.reports.document import Grid, Paragraph
from planner.reports.ledger_tables import ledger_of
from planner.reports.parts_said import parts_said
from planner.reports.people import closures_table, townships_table
from planner.reports.pupils import boarders_who_move
from planner.reports.reasons import reason_of
from planner.reports.school_cards import facts
from planner.reports.sentences import boarding_said
from planner.reports.summary import summary
from planner.reports.tables import assignments_table, schools_table
from planner.reports.township_pages import schools_of
from planner.scenario.schools import PerTownship
from planner.texts import Text


@pytest.fixture(scope="module")
def result():
    return make_result()


@pytest.fixture(scope="module")
def trips(result):
    return assignments_table(result)


@pytest.fixture(scope="module")
def schools(result, trips):
    return schools_table(result, trips)


def say(cell, lang="en") -> str:
    if isinstance(cell, Text):
        return cell.say(lang)
    return cell[lang] if isinstance(cell, dict) else str(cell)


def moving(*rows) -> pd.DataFrame:
    columns = ["baseline_school_id", "school_id", "mode", "pupils"]
    return pd.DataFrame(rows, columns=columns)


def test_boarders_beside_receivers_give_nobody_away():
    rows = moving(
        ("A", "R", "board", 70), ("A", "T", "board", 2), ("A", "", "", 4),
        ("B", "R", "board", 71), ("B", "R", "walk", 1),
        ("C", "R", "board", 40), ("C", "R", "walk", 10), ("D", "D", "board", 9),
        ("E", "R", "walk", 5), ("", "R", "board", 3),
    )  # fmt: skip
    assert boarders_who_move(rows) == {"A": "71–72", "B": "70–71", "C": "40", "E": "0"}


def test_the_table_of_closures_shows_them_so(result, trips, schools):
    few = trips.copy()
    board = few["mode"] == "board"
    few.loc[board, "pupils"] = 5
    extra = few[board].assign(school_id="S4", pupils=2)
    few = pd.concat([few, extra], ignore_index=True)
    told = schools.copy()
    at = told["school_id"] == "S3"
    told.loc[at, ["receivers", "receiver_pupils"]] = ["S1;S4", "5;2"]
    table = sections.closures(closures_table(result, few, told), {}, boarders_who_move(few))
    [row] = [row for row in table.rows if say(row[0]).startswith("S3")]
    assert (say(row[3]), say(row[4]), say(row[6])) == ("6–7", "S1 5, S4 <3", "6–7")


def test_beds_do_not_tell_the_boarders_that_are_hidden(schools):
    one = schools[schools["school_id"] == "S1"].assign(boarders=1, beds_added=1)
    assert sections.boarding(one).rows[0][3:6] == ["<3", "0", "<3"]
    assert schools_of(one).rows[0][6] == "<3"
    beds = next(r for r in facts(one.iloc[0].to_dict()).rows if say(r[0]) == "Beds")
    assert say(beds[2]) == "<3, <3 of them new"
    many = one.assign(boarders=12, beds_added=1)
    assert sections.boarding(many).rows[0][3:6] == ["12", "0", "1"]


def test_a_small_part_of_a_sum_that_is_told_stands_with_the_next():
    def parts(**n):
        lots = pd.Series(list(n))
        return [(t.say("en"), t.say("zh")) for t in _parts(pd.Series(list(n.values())), lots)]

    assert parts(worse=1187, same=18, better=1818, none=1) == [
        ("worse off 1,187", "变差 1,187 人"),
        (
            "as before or left out without a trip today 19 together",
            "不变或现无路程、不计合计 19 人",
        ),
        ("better off 1,818", "变好 1,818 人"),
    ]
    assert parts(worse=1, same=1, better=9) == [
        ("worse off or as before or better off 11 together", "变差或不变或变好合计 11 人")
    ]
    assert parts(worse=3, better=4) == [
        ("worse off 3", "变差 3 人"), ("better off 4", "变好 4 人")
    ]  # fmt: skip


def test_who_boards_no_more_for_want_of_a_school_is_told_apart():
    columns = ["baseline_mode", "mode", "pupils"]
    rows = pd.DataFrame(
        [("board", "", 181), ("board", "walk", 57), ("board", "board", 100), ("", "", 7)],
        columns=columns,
    )
    said = boarding_said(rows)
    assert said.say("en") == (
        "Boarders: from 338 to 100; newly boarding: 0, no longer boarding: 238, of whom 57 come "
        "home daily and 181 have no school in the plan."
    )
    assert "不再寄宿 238 人：其中改回走读 57 人，方案中没有学校可上 181 人" in said.say("zh")
    rows.loc[1, "pupils"] = 2
    assert "no longer boarding: 182–183, of whom <3 come home" in boarding_said(rows).say("en")
    assert "school in the plan" not in boarding_said(rows.iloc[1:]).say("en")


def test_townships_count_those_without_a_school(result, trips, schools):
    table = sections.townships(townships_table(result, trips, schools))
    at = [h.key for h in table.headings].index("report.head.unserved")
    assert {row[0]: row[at] for row in table.rows} == {"更庆镇": "0", "马尼干戈镇": "3"}
    assert table.headings[at + 1].say("en") == "Affected pupils (by this scenario's measure)"


def money_gap(result, gap: float):
    tiers = (TierResult("unserved_pupils", 3, 3, 0.5), TierResult("annual_cost_yuan", 9, 9, gap))
    return dataclasses.replace(result, outcome=Outcome("optimal", tiers, "proof"))


def test_a_difference_too_small_to_tell_is_no_saving(result):
    proved, loose, lost = (money_gap(result, gap) for gap in (0.0, 0.034, 0.3))
    # 1 % of the yearly total at least, the goal's own gap, never more than 5 %.
    assert too_small_said(proved, -409_000, 41_000_000).say("en") == (
        "about the same as today: 409,000 yuan less by the sums is under 1.0% of the total, too "
        "little to tell apart"
    )
    assert too_small_said(proved, -410_000, 41_000_000) is None
    assert "大致持平（算出来多花 40.9 万元，不到全年合计的 1.0%，太小，分不出高低）" in (
        too_small_said(proved, 409_000, 41_000_000).say("zh")
    )
    assert "under 3.4%" in too_small_said(loose, 1_300_000, 41_000_000).say("en")
    assert too_small_said(loose, 1_400_000, 41_000_000) is None
    assert "under 5.0%" in too_small_said(lost, 2_000_000, 41_000_000).say("en")
    assert too_small_said(lost, 2_100_000, 41_000_000) is None
    assert too_small_said(lost, 0, 41_000_000) is None


def test_the_summary_says_so_and_how_many_prices_are_defaults(result, trips, schools):
    before, after = result.baseline_accounts, result.accounts
    near = dataclasses.replace(
        after, annual_cost_yuan=before.annual_cost_yuan - 500, household_yuan=before.household_yuan
    )
    alike = dataclasses.replace(result, accounts=near)
    told = " ".join(say(s) for s in summary(alike, trips, schools))
    assert "about the same as today: 500 yuan less by the sums is under 1.0% of the total" in told
    plain = " ".join(say(s) for s in summary(result, trips, schools))
    assert "too little to tell apart" not in plain
    book = ledger_of(result)
    paid = {key for entry in book.entries for key in entry.prices}
    marks = [mark_of(result.scenario, key) for key in paid]
    assert 0 < marks.count("m") < len(paid)
    assert (
        f"Of the {len(paid)} unit prices used, {marks.count('m')} are the program's "
        "defaults, to be confirmed by the county (see “Money”)."
    ) in plain
    assert f"{len(paid)} 项单价中，{marks.count('m')} 项是程序默认值" in (
        prices_said(result, book).say("zh")
    )


def test_sites_that_nobody_surveyed_are_told_with_money_and_pupils(result, trips, schools):
    table = schools.assign(capital_yuan=schools["capital_yuan"].mask(schools["kind"] != "", 2e6))
    said = unseen_said(result, table)
    assert said.say("en") == (
        "Opened on candidate sites that nobody has surveyed (estimated or made up): 1 of 1 school; "
        "2.00 million yuan spent once, 12 pupils."
    )
    assert said.say("zh").endswith("的 1 所：一次性投入 200.0 万元，就读 12 人。")
    assert said.say("en") in [say(s) for s in summary(result, trips, table)]
    assert unseen_said(make_result("measured"), table) is None


def test_no_pupils_is_a_guess_where_nobody_counted(result):
    j = result.instance.site_id.index("S2")
    # By attendance tables nobody is there; by a guess nobody fell to it.
    known = reason_of(result, j, "close", None, 0)
    assert known[0] == "no_pupils"
    assert known[1].say("en").endswith(" Effect: none, no pupils today")
    guessed = dataclasses.replace(result, basis={"lower": "assumed"})
    why = reason_of(guessed, j, "close", None, 0)[1]
    assert "Effect: not known: no pupil assigned by the guess of who goes where" in why.say("en")
    assert "影响：未知：按推算没有学生分到该校" in why.say("zh")


def test_a_cause_is_named_even_where_no_rule_asks_and_nothing_is_saved(result):
    j = result.instance.site_id.index("S2")
    dear = result.accounts.annual_yuan.copy()
    dear[j] = result.baseline_accounts.annual_yuan[j]
    same = dataclasses.replace(
        result, accounts=dataclasses.replace(result.accounts, annual_yuan=dear)
    )
    assert reason_of(same, j, "close", None, 0)[1].say("en").startswith("no rule asks for it and")
    rule = result.scenario.schools.model_copy(
        update={"per_township": PerTownship(stage="lower", min=0, max=2)}
    )
    scenario = result.scenario.model_copy(update={"schools": rule})
    told = reason_of(dataclasses.replace(result, scenario=scenario), j, "close", None, 0)[1]
    assert told.say("en").startswith("the scenario allows at most 2 schools a township with")


def graded(result, school: str):
    frame = result.county.schools.assign(condition=None)
    frame.loc[school, "condition"] = "D"
    return dataclasses.replace(result, county=dataclasses.replace(result.county, schools=frame))


def test_pupils_who_stay_in_unsafe_buildings_are_counted(result, trips, schools):
    stay = graded(result, "S4")
    said = unsafe_said(stay, buildings_of(stay))
    assert said.say("en") == (
        "58 pupils stay in buildings of grade D (1 school; this run funds no repair); no pupil is "
        "sent there from elsewhere."
    )
    assert "1 所的 58 人留在D级校舍" in said.say("zh")
    assert said.say("en") in [say(s) for s in summary(stay, trips, schools)]
    assert said.say("en") in [
        say(b.said) for b in buildings_section(stay).blocks if isinstance(b, Paragraph)
    ]
    assert unsafe_said(result, buildings_of(result)) is None
    taking = graded(result, "S1")
    assert unsafe_said(taking, buildings_of(taking)).say("en").startswith("38 pupils stay")
    assert "; 15 are sent there from elsewhere" in (
        unsafe_said(taking, buildings_of(taking)).say("en")
    )


@pytest.mark.parametrize(("school", "left"), [("S4", "0"), ("S1", "58")])
def test_of_them_those_whose_repair_is_not_funded(result, school, left):
    stay = graded(result, "S4")
    bought = (Purchase(school, "renovation", 1, 9, 1, "unsafe"),)
    funded = dataclasses.replace(
        stay,
        resources=SimpleNamespace(plan=SimpleNamespace(purchases=bought)),  # type: ignore[arg-type]
    )
    said = unsafe_said(funded, buildings_of(stay)).say("en")
    assert f"of them {left} in schools whose repair is not funded" in said


def test_the_table_of_grades_adds_up_to_the_county(result):
    stay = graded(result, "S4")
    table = next(b for b in buildings_section(stay).blocks if isinstance(b, Grid)).table
    rows = [[say(cell) for cell in row[:5]] for row in table.rows]
    assert rows == [
        ["D (no pupils are sent there)", "1", "1", "70", "58"],
        ["not known", "3", "2", "63", "63"],
        ["new sites", "0", "1", "0", "12"],
        ["all", "4", "4", "133", "133"],
    ]
    assert int(stay.accounts.open.sum()) == 4
    assert int(stay.accounts.pupils.sum()) == 133


def test_day_pupils_who_pass_their_own_open_school_are_counted(result, trips, schools):
    assert farther_said(result, trips, schools) is None
    passing = trips.copy()
    at = (passing["village_id"] == "V4") & (passing["stage"] == "upper")
    passing.loc[at, ["school_id", "added_minutes"]] = ["S5", 5.5]
    told = farther_said(result, passing, schools)
    assert told.say("en") == (
        "Day pupils who change to a school over 5 minutes farther though theirs stays open to them: "
        "28 pupils (see “Villages whose pupils are affected or fare worse”)."
    )
    assert say(told) in [say(s) for s in summary(result, passing, schools)]
    # Where no goal counts minutes, it says that a longer trip costs nothing.
    free = farther_said(money_gap(result, 0.0), passing, schools)
    assert (
        "Within the norm minutes are no goal of this search; trips were shortened only"
        in free.say("en")
    )
    assert "28 人。在时限标准以内，路程长短不是本次比选的目标" in free.say("zh")
    passing.loc[at, "added_minutes"] = 5.0
    assert farther_said(result, passing, schools) is None
    passing.loc[at, ["added_minutes", "mode"]] = [9.0, "board"]
    assert farther_said(result, passing, schools) is None
    passing.loc[at, "mode"] = "walk"
    point = schools.assign(
        kind=schools["kind"].mask(schools["school_id"] == "S4", "teaching_point")
    )
    assert farther_said(result, passing, point) is None


def test_staffing_stands_in_the_summary_where_the_run_did_it(result, trips, schools):
    assert parts_said(result)[0] is None
    staffed = dataclasses.replace(result, staffing=staff_result())
    said = parts_said(staffed, [])[0]
    assert said.say("en") == (
        "Teachers (by the county's register): 28 of 54 lessons a week have no teacher; "
        "people moved: 2, hired: 1."
    )
    assert "每周 54 节课中有 28 节没有教师上；调动 2 人，招聘 1 人" in said.say("zh")
    assert say(said) in [say(s) for s in summary(staffed, trips, schools)]
    made_up = dataclasses.replace(result, staffing=staff_result(supply={"source": "synthetic"}))
    assert "Teachers (made up, not a register)" in parts_said(made_up, [])[0].say("en")
