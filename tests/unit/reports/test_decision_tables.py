"""The table of schools of a finished run: decisions, reasons and what is still open."""

from __future__ import annotations

import dataclasses

import pytest
from pages_world import make_plan, make_result

from planner.accounts import account
from planner.plan import SiteDecision
from planner.reports.tables import assignments_table, schools_table
from planner.scenario.schools import PerTownship


@pytest.fixture(scope="module")
def result():
    return make_result()


@pytest.fixture(scope="module")
def schools(result):
    return schools_table(result)


def test_decisions_by_site(schools):
    assert dict(zip(schools["school_id"], schools["decision"], strict=True)) == {
        "S1": "convert_to_boarding",
        "S2": "close",
        "S3": "reduce_to_teaching_point",
        "S4": "expand",
        "S5": "open",
    }
    assert schools["kind"].tolist() == ["nine_year", "", "teaching_point", "primary", "primary"]
    assert schools["kind_before"].tolist()[-1] == ""


def test_kept_and_not_opened_sites(result):
    sites = {s.school_id: s for s in make_plan().sites}
    sites["S4"] = dataclasses.replace(sites["S4"], classrooms_added=0)
    sites["S5"] = SiteDecision("S5", None)
    plan = dataclasses.replace(make_plan(), sites=tuple(sites.values()))
    changed = dataclasses.replace(result, plan=plan, accounts=account(result.instance, plan))
    table = schools_table(changed).set_index("school_id")
    assert table.loc["S4", "decision"] == "keep"
    assert table.loc["S5", ["decision", "reason"]].tolist() == ["not_opened", "not_needed"]


def test_figures_of_a_converted_school(result, schools):
    row = schools.set_index("school_id").loc["S1"]
    pupils = [row["lower_pupils"], row["upper_pupils"], row["junior_pupils"]]
    assert pupils == [26, 9, 18]
    assert [row["boarders"], row["beds_today"], row["beds_added"]] == [9, 0, 9]
    assert [row["lower_classes"], row["upper_classes"], row["junior_classes"]] == [3, 1, 1]
    assert row["classrooms_needed"] == 5
    assert row["multigrade_stages"] == "upper;junior"
    assert row["carers_needed"] == 2
    # Nine beds, and the conversion once.
    costs = result.scenario.costs
    assert row["capital_yuan"] == pytest.approx(9 * costs.bed_yuan + costs.conversion_yuan)


def test_a_closure_names_receivers_reason_and_what_is_open(schools):
    row = schools.set_index("school_id").loc["S2"]
    assert (row["receivers"], row["receiver_pupils"], row["pupils_leaving"]) == ("S1", "6", 6)
    assert row["reason"] == "receiver_beyond_norm"
    assert row["still_open"] == "synthetic;hearing_held;parent_support_share"
    assert row["executable"] == 0
    assert "听证" in row["still_open_zh"]
    assert "hearing" in row["still_open_en"]


def test_a_reduction_with_nothing_settled_is_open_in_everything(schools):
    row = schools.set_index("school_id").loc["S3"]
    assert row["still_open"].split(";") == [
        "synthetic",
        "assessed",
        "notice_days",
        "hearing_held",
        "parent_support_share",
        "approved_by",
        "receiver_ready",
        "build_first",
    ]
    # Its nine pupils of grades 4-6 board at S1.
    assert row["reason"] == "receiver_boards"
    # The cause first: what running it costs less.
    saved = row["annual_yuan_before"] - row["annual_yuan"]
    assert row["reason_en"] == (
        f"running this site costs {saved:,.0f} yuan a year less. Effect: 9 pupils will have to board"
    )
    assert row["reason_zh"] == (
        f"该校年运行支出减少 {saved / 1e4:.1f} 万元。影响：9 名学生须改寄宿"
    )


@pytest.mark.parametrize(
    ("grade", "first"), [("measured", "hearing_held"), ("estimated", "estimated")]
)
def test_evidence_decides_what_is_open(grade, first):
    table = schools_table(make_result(grade)).set_index("school_id")
    assert table.loc["S2", "still_open"].split(";")[0] == first
    assert table.loc["S2", "evidence"] == grade
    assert table.loc["S5", "executable"] == (1 if grade == "measured" else 0)


def test_a_closure_with_every_step_settled_may_be_done():
    result = make_result("measured")
    schools = result.county.schools
    schools.loc["S2", ["hearing_held", "parent_support_share"]] = [1.0, 0.5]
    table = schools_table(result).set_index("school_id")
    assert table.loc["S2", ["still_open", "executable"]].tolist() == ["", 1]


def test_a_closure_waits_for_rooms_that_the_plan_adds_at_the_receiver():
    result = make_result("measured")
    schools = result.county.schools
    schools.loc["S2", ["hearing_held", "parent_support_share"]] = [1.0, 0.5]
    sites = tuple(
        dataclasses.replace(s, classrooms_added=1) if s.school_id == "S1" else s
        for s in result.plan.sites
    )
    grown = dataclasses.replace(result, plan=dataclasses.replace(result.plan, sites=sites))
    row = schools_table(grown).set_index("school_id").loc["S2"]
    assert (row["still_open"], row["executable"]) == ("build_first", 0)
    assert "先建后撤" in row["still_open_zh"]


def test_no_change_of_a_synthetic_county_is_ever_executable(schools):
    assert schools["executable"].tolist() == [0] * 5
    assert all("synthetic" in codes for codes in schools["still_open"])


def test_a_school_that_stays_as_it_is_has_nothing_to_execute(result):
    today = dataclasses.replace(result, plan=result.baseline, accounts=result.baseline_accounts)
    table = schools_table(today).set_index("school_id")
    assert table["executable"].isna().all()
    assert set(table["still_open"]) == {""}


def test_the_rule_of_the_scenario_is_the_reason_where_it_asks_for_it(result):
    # S1, S3 offer grades 4-6 in one township today; S1 does so alone after the plan.
    schools = result.scenario.schools
    changed = schools.model_copy(update={"per_township": PerTownship(stage="upper")})
    scenario = result.scenario.model_copy(update={"schools": changed})
    table = schools_table(dataclasses.replace(result, scenario=scenario)).set_index("school_id")
    assert table.loc["S3", "reason"] == "township_limit"
    assert table.loc["S3", "reason_zh"].endswith("。影响：9 名学生须改寄宿")
    assert table.loc["S3", "reason_en"] == (
        "the scenario allows at most 1 school a township with grades 4–6. "
        "Effect: 9 pupils will have to board"
    )
    # A point does not offer grades 4-6, so that the rule is not why it closes.
    assert table.loc["S2", "reason"] == "receiver_beyond_norm"
    exempt = changed.model_copy(
        update={"per_township": PerTownship(stage="upper", exempt=("更庆镇",))}
    )
    scenario = result.scenario.model_copy(update={"schools": exempt})
    table = schools_table(dataclasses.replace(result, scenario=scenario)).set_index("school_id")
    assert table.loc["S3", "reason"] == "receiver_boards"


def test_one_village_of_weak_evidence_weakens_its_school():
    result = make_result("measured")
    result.county.villages.loc["V2", "evidence"] = "estimated"
    table = schools_table(result).set_index("school_id")
    assert table["evidence"].to_dict() == {
        "S1": "estimated",
        "S2": "estimated",
        "S3": "measured",
        "S4": "measured",
        "S5": "measured",
    }


def test_a_nine_year_school_that_drops_its_junior_grades_is_reduced_to_a_primary(result):
    sites = {s.school_id: s for s in result.plan.sites}
    sites["S1"] = dataclasses.replace(sites["S1"], kind="primary")
    plan = dataclasses.replace(result.plan, sites=tuple(sites.values()))
    row = schools_table(dataclasses.replace(result, plan=plan)).set_index("school_id").loc["S1"]
    assert (row["kind_before"], row["kind"]) == ("nine_year", "primary")
    assert row["decision"] == "reduce_to_primary"
    assert "approved_by" in row["still_open"]


def test_where_it_is_guessed_who_attends_a_school_it_is_estimated_at_best():
    result = make_result("measured")
    assert set(assignments_table(result)["baseline_basis"]) == {"attendance", ""}
    assert set(schools_table(result)["evidence"]) == {"measured"}
    table = result.county.attendance
    known = table[table["school_id"] != "S3"]
    guessed = dataclasses.replace(
        result, county=dataclasses.replace(result.county, attendance=known)
    )
    rows = assignments_table(guessed).set_index("baseline_school_id")["baseline_basis"]
    assert set(rows.loc[["S3"]]) == {"assumed"}
    evidence = schools_table(guessed).set_index("school_id")["evidence"]
    assert (evidence == "estimated").to_dict() == {j: j == "S3" for j in evidence.index}
