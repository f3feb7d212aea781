"""Today's arrangement from attendance, from enrolment, or from distance alone."""

import pandas as pd
from option_worlds import asked, small_county, trips_table

from planner.options.today import todays_flows

WALKS = {
    ("V1", "S1", "lower", "walk"): 10,
    ("V1", "S2", "lower", "walk"): 30,
    ("V2", "S1", "lower", "walk"): 15,
    ("V2", "S2", "lower", "walk"): 20,
}
VILLAGES = {"V1": {"lower": 10}, "V2": {"lower": 8}}
ENROLLED = {"S1": {"lower_enrolled": 12}, "S2": {"lower_enrolled": 6}}


def today(villages, schools, trips, attendance=None, **options):
    county = small_county(villages, schools, attendance)
    return todays_flows(county, trips_table(trips).trips, asked(**options))


def flows(found):
    columns = ["village_id", "stage", "school_id", "mode", "pupils"]
    return list(found.flows[columns].itertuples(index=False, name=None))


def said(found):
    return [(f.check, f.ids, f.message.fields.get("pupils")) for f in found.findings]


def test_without_enrolment_the_nearest_school_is_assumed():
    found = today(VILLAGES, {"S1": {}, "S2": {}}, WALKS)
    assert flows(found) == [("V1", "lower", "S1", "walk", 10), ("V2", "lower", "S1", "walk", 8)]
    assert found.basis == {"lower": "assumed", "upper": "assumed", "junior": "assumed"}
    assert found.findings == ()


def test_a_candidate_or_a_school_without_the_stage_is_nobodys_school_today():
    schools = {"S1": {"status": "candidate"}, "S2": {}, "S3": {"kind": "junior"}}
    trips = WALKS | {("V1", "S3", "lower", "walk"): 1}
    assert flows(today(VILLAGES, schools, trips)) == [
        ("V1", "lower", "S2", "walk", 10),
        ("V2", "lower", "S2", "walk", 8),
    ]


def test_enrolment_splits_a_village_where_that_takes_the_least_minutes():
    # Moving a pupil of V2 to S2 costs 5 minutes more, one of V1 20.
    found = today(VILLAGES, ENROLLED, WALKS)
    assert flows(found) == [
        ("V1", "lower", "S1", "walk", 10),
        ("V2", "lower", "S1", "walk", 2),
        ("V2", "lower", "S2", "walk", 6),
    ]
    assert found.basis["lower"] == "fitted"
    assert found.findings == ()


def test_enrolment_that_the_pupils_do_not_add_up_to_is_a_residual():
    schools = {"S1": {"lower_enrolled": 9}, "S2": {"lower_enrolled": 6}}
    found = today(VILLAGES, schools, WALKS)
    assert found.flows["pupils"].sum() == 18
    assert [(check, pupils) for check, _, pupils in said(found)] == [("today_residual", 3)]
    more = {"S1": {"lower_enrolled": 14}, "S2": {"lower_enrolled": 6}}
    assert [f.message.fields["pupils"] for f in today(VILLAGES, more, WALKS).findings] == [2]


def test_a_school_of_unknown_enrolment_takes_whoever_is_left():
    schools = {"S1": {"lower_enrolled": 4}, "S2": {}}
    found = today(VILLAGES, schools, WALKS)
    arrived = found.flows.groupby("school_id")["pupils"].sum().to_dict()
    assert arrived == {"S1": 4, "S2": 14}
    assert found.findings == ()


def test_attendance_stands_and_the_rest_are_fitted_to_what_it_leaves():
    attendance = [("V1", "lower", "S2", 4, "ride"), ("V1", "lower", "S2", 3, "walk")]
    schools = {"S1": {"lower_enrolled": 7}, "S2": {"lower_enrolled": 11}}
    found = today(VILLAGES, schools, WALKS, attendance)
    # S2 has 4 places left: a pupil of V2 gets there for 5 minutes more, one of V1 for 20.
    assert flows(found) == [
        ("V1", "lower", "S1", "walk", 3),
        ("V1", "lower", "S2", "ride", 7),
        ("V2", "lower", "S1", "walk", 4),
        ("V2", "lower", "S2", "walk", 4),
    ]
    assert said(found) == [("today_rest", ("V1", "V2"), 11)]
    assert found.findings[0].message.key == "today.rest_fitted"


def test_more_in_the_attendance_table_than_enrolled_is_a_residual():
    attendance = [("V1", "lower", "S2", 7, "walk")]
    found = today(VILLAGES, ENROLLED, WALKS, attendance)
    assert said(found)[1] == ("today_residual", ("S1", "S2"), 2)


def test_attendance_stands_and_without_enrolment_the_rest_go_to_the_nearest():
    attendance = [("V1", "lower", "S2", 4, "ride"), ("V1", "lower", "S2", 3, "walk")]
    found = today(VILLAGES, {"S1": {}, "S2": {}}, WALKS, attendance)
    assert found.findings[0].message.key == "today.rest_assumed"
    # The mode of most of a village's pupils is that of the unit.
    assert flows(found) == [
        ("V1", "lower", "S1", "walk", 3),
        ("V1", "lower", "S2", "ride", 7),
        ("V2", "lower", "S1", "walk", 8),
    ]
    assert found.basis["lower"] == "attendance"


def test_an_attendance_without_a_mode_takes_the_likely_way():
    attendance = [("V1", "lower", "S2", 10, float("nan")), ("V2", "lower", "S2", 8, float("nan"))]
    trips = WALKS | {("V1", "S2", "lower", "ride"): 12}
    found = today(VILLAGES, {"S1": {}, "S2": {}}, trips, attendance)
    assert [row[2:4] for row in flows(found)] == [("S2", "ride"), ("S2", "walk")]


def test_the_likely_way_is_daily_within_the_ceiling_else_boarding_where_there_are_beds():
    village = {"V1": {"upper": 5}}
    far = {("V1", "S1", "upper", "walk"): 91, ("V1", "S1", "upper", "board"): 100}
    near = far | {("V1", "S1", "upper", "walk"): 90}
    beds, none = {"S1": {"beds": 5}}, {"S1": {"beds": 0}}
    assert flows(today(village, beds, near))[0][3] == "walk"
    assert flows(today(village, beds, far))[0][3] == "board"
    assert flows(today(village, none, far))[0][3] == "walk"
    young = {("V1", "S1", "lower", mode): minutes for (_, _, _, mode), minutes in far.items()}
    assert flows(today({"V1": {"lower": 5}}, beds, young))[0][3] == "walk"
    only = {("V1", "S1", "upper", "board"): 100}
    assert flows(today(village, none, only))[0][3] == "board"


def test_a_nearer_school_by_a_worse_way_is_not_the_nearest():
    # 91 minutes on foot are over the ceiling: the bed at S2 comes first.
    trips = {("V1", "S1", "upper", "walk"): 91, ("V1", "S2", "upper", "board"): 200}
    found = today({"V1": {"upper": 5}}, {"S1": {}, "S2": {"beds": 9}}, trips)
    assert flows(found) == [("V1", "upper", "S2", "board", 5)]


def test_pupils_without_any_way_are_named():
    villages = VILLAGES | {"V3": {"lower": 4}}
    for schools in ({"S1": {}, "S2": {}}, ENROLLED):
        found = today(villages, schools, WALKS)
        assert flows(found)[-1] == ("V3", "lower", "", "", 4)
        assert said(found)[-1] == ("today_no_trip", ("V3",), 4)
    attended = [("V3", "lower", "S1", 4, "")]
    found = today(villages, {"S1": {}, "S2": {}}, WALKS, attended)
    assert flows(found)[-1] == ("V3", "lower", "S1", "", 4)
    rest = ("today_rest", ("V1", "V2"), 18)
    assert said(found) == [rest, ("today_no_trip", ("V3",), 4)]


def test_flows_are_sorted_by_village_stage_and_school():
    villages = {"V2": {"lower": 1, "junior": 2, "upper": 3}, "V1": {"upper": 4}}
    schools = {"S1": {"kind": "nine_year"}}
    trips = {(v, "S1", g, "walk"): 5 for v in villages for g in ("lower", "upper", "junior")}
    assert [row[:2] for row in flows(today(villages, schools, trips))] == [
        ("V1", "upper"),
        ("V2", "lower"),
        ("V2", "upper"),
        ("V2", "junior"),
    ]


def test_nobody_of_a_stage_is_no_flow():
    found = today({"V1": {"lower": 0}}, {"S1": {}}, {("V1", "S1", "lower", "walk"): 5})
    assert isinstance(found.flows, pd.DataFrame)
    assert len(found.flows) == 0
