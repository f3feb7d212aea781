"""What today's flows rest on: pupils from outside, bases, chosen schools."""

import pytest
from option_worlds import asked, assembled, small_county, trips_table

from planner.instance import FORBIDDEN_BY
from planner.options.guessed import outside_pupils, unit_bases
from planner.options.today import todays_flows
from planner.programme.release import release

WALKS = {
    ("V1", "S1", "lower", "walk"): 10,
    ("V1", "S2", "lower", "walk"): 30,
    ("V2", "S1", "lower", "walk"): 15,
    ("V2", "S2", "lower", "walk"): 20,
}
VILLAGES = {"V1": {"lower": 10}, "V2": {"lower": 8}}
TOWN = {"S1": {"lower_enrolled": 6}, "S2": {"lower_enrolled": 12, "township": "Town"}}


def forbidden(found):
    instance = found.instance
    return {
        (
            instance.unit_village[u],
            instance.unit_today[u],
            instance.site_id[int(instance.option_site[a])],
        ): FORBIDDEN_BY[int(instance.option_forbidden[a])]
        for a, u in enumerate(instance.option_unit.tolist())
    }


@pytest.mark.parametrize(
    ("kind", "enrolled", "outside", "shown"),
    [
        ("primary", {"lower": 30, "upper": 60}, 9, [3, 6, 0]),
        ("primary", {"lower": 10, "upper": 10}, 5, [3, 2, 0]),
        ("nine_year", {"junior": 40}, 7, [0, 0, 7]),
        ("primary", {}, 6, [3, 3, 0]),
        ("primary", {"lower": 4, "upper": 0}, 9, [4, 0, 0]),
    ],
)
def test_pupils_from_outside_are_spread_over_the_stages_by_enrolment(
    kind, enrolled, outside, shown
):
    said = {f"{g}_enrolled": n for g, n in enrolled.items()}
    school = said | {"kind": kind, "nonlocal_enrolled": outside}
    county = small_county(VILLAGES, {"S1": school, "S2": school | {"status": "candidate"}})
    assert outside_pupils(county.schools).tolist() == [shown, [0, 0, 0]]


def test_flows_are_fitted_to_the_pupils_of_the_county_alone():
    schools = {
        "S1": {"lower_enrolled": 12, "upper_enrolled": 0, "nonlocal_enrolled": 0},
        "S2": {"lower_enrolled": 26, "upper_enrolled": 0, "nonlocal_enrolled": 20},
    }
    county = small_county(VILLAGES, schools)
    found = todays_flows(county, trips_table(WALKS).trips, asked())
    assert found.flows.groupby("school_id")["pupils"].sum().to_dict() == {"S1": 12, "S2": 6}
    assert [(f.check, f.ids, f.message.fields["pupils"]) for f in found.findings] == [
        ("today_outside", ("S2",), 20)
    ]
    assert "none of them" in found.findings[0].say("en")


def test_rooms_and_places_of_pupils_from_outside_are_set_aside():
    school = {"lower_enrolled": 98, "nonlocal_enrolled": 80, "classrooms": 9, "max_pupils": 200}
    found = assembled(small_county(VILLAGES, {"S1": school}), WALKS).instance
    # 18 of the county are one class of up to 45, all 98 three: two rooms are not free.
    assert found.site_rooms.tolist() == [7]
    assert found.site_max_pupils.tolist() == [120]
    without = assembled(small_county(VILLAGES, {"S1": school | {"nonlocal_enrolled": 0}}), WALKS)
    assert without.instance.site_rooms.tolist() == [9]


def test_a_group_is_known_only_where_the_attendance_table_has_it_whole():
    attendance = [("V1", "lower", "S1", 10, "walk"), ("V2", "lower", "S1", 3, "walk")]
    county = small_county(VILLAGES, TOWN, attendance)
    groups = (["V1", "V2", "V2", "V1"], ["lower"] * 3 + ["upper"], ["S1", "S1", "S2", "S1"])
    found = unit_bases(county, *groups, [10, 5, 3, 4])
    assert found == ["attendance", "fitted", "fitted", "assumed"]


def test_who_passes_a_nearer_school_for_another_township_has_chosen():
    county = small_county(VILLAGES, TOWN)
    flows = todays_flows(county, trips_table(WALKS).trips, asked()).flows
    shown = flows[["village_id", "school_id", "chosen"]].itertuples(index=False, name=None)
    assert list(shown) == [("V1", "S1", False), ("V1", "S2", True), ("V2", "S2", True)]
    same = small_county(VILLAGES, TOWN | {"S2": {"lower_enrolled": 12}})
    assert not todays_flows(same, trips_table(WALKS).trips, asked()).flows["chosen"].any()


def test_chosen_flows_are_held_and_not_sent_home():
    county = small_county(VILLAGES, TOWN)
    assert set(forbidden(assembled(county, WALKS)).values()) == {""}
    held = assembled(county, WALKS, schools={"hold_chosen": True})
    assert forbidden(held) == {
        ("V1", "S1", "S1"): "",
        ("V1", "S1", "S2"): "",
        ("V1", "S2", "S1"): "chosen",
        ("V1", "S2", "S2"): "",
        ("V2", "S2", "S1"): "chosen",
        ("V2", "S2", "S2"): "",
    }


def test_nobody_is_held_at_a_school_that_is_pinned_shut():
    shut = {"hold_chosen": True, "close": ["S2"]}
    found = forbidden(assembled(small_county(VILLAGES, TOWN), WALKS, schools=shut))
    assert found["V2", "S2", "S1"] == ""
    assert found["V2", "S2", "S2"] == "pinned"


def test_who_is_held_stays_held_when_a_pin_elsewhere_is_taken_off():
    shut = {"hold_chosen": True, "close": ["S1"]}
    found = assembled(small_county(VILLAGES, TOWN), WALKS, schools=shut)
    assert forbidden(found)["V2", "S2", "S1"] == "pinned"
    wider = WALKS | {("V1", "S3", "lower", "walk"): 28, ("V2", "S3", "lower", "walk"): 28}
    county = small_county(VILLAGES, TOWN | {"S3": {}})
    instance = assembled(county, wider, schools=shut).instance
    freed = release(instance, instance.site_must_close)
    at_home = (freed.option_site == 0) & (freed.unit_site[freed.option_unit] == 1)
    assert {FORBIDDEN_BY[c] for c in freed.option_forbidden[at_home]} == {"chosen"}
