"""What a site may become and hold, and pins that contradict the county."""

import numpy as np
import pytest
from option_worlds import asked, small_county

from planner.county.dictionary import KINDS
from planner.errors import InvalidInputError
from planner.options.sites import check_pins, site_parameters

POINT, PRIMARY = KINDS.index("teaching_point"), KINDS.index("primary")


def sites(places, pupils=None, boarders=None, **options):
    """Return the parameters of schools with pupils by stage and boarders today."""
    county = small_county({"V1": {"lower": 1}}, places)
    names = sorted(places)
    today = np.array([(pupils or {}).get(j, (0, 0, 0)) for j in names])
    beds = np.array([(boarders or {}).get(j, 0) for j in names])
    return site_parameters(county, asked(**options), today, beds)


def one(name, school, *today, **options):
    """Return one parameter of one school."""
    pupils = {"S1": today[0]} if today else None
    boarders = {"S1": today[1]} if len(today) > 1 else None
    return getattr(sites({"S1": school}, pupils, boarders, **options), name).tolist()[0]


def test_rooms_are_never_fewer_than_todays_classes():
    small = {"schools": {"class_size": {"lower": 10, "upper": 10, "multigrade": 5}}}
    # 41 pupils are five classes, 5 pupils one multi-grade class.
    assert one("rooms", {"classrooms": 2}, (41, 5, 0), **small) == 6
    assert one("rooms", {"classrooms": 9}, (41, 5, 0), **small) == 9
    assert one("rooms", {"classrooms": 0, "status": "candidate"}, (41, 5, 0), **small) == 0


def test_a_candidate_builds_all_its_rooms():
    school = {"classrooms": 4, "can_expand_classrooms": 2}
    assert [one("rooms", school), one("new_rooms", school)] == [4, 2]
    planned = school | {"status": "candidate"}
    assert [one("rooms", planned), one("new_rooms", planned)] == [0, 6]


def test_beds_are_those_with_the_area_that_the_norm_asks_for():
    school = {"beds": 20, "dorm_area_m2": 44.9}
    assert one("beds", school) == 14
    assert one("beds", school, boarding={"min_m2_per_bed": 0}) == 20
    assert one("beds", school | {"dorm_area_m2": float("nan")}) == 20
    assert one("beds", school | {"dorm_area_m2": 60.0}) == 20
    # Nobody who boards today loses the bed.
    assert one("beds", school, (0, 17, 0), 17) == 17
    assert one("beds", {"status": "candidate", "beds": 9}) == 0


def test_beds_are_added_only_where_boarding_may_be():
    may = {"can_board": 1}
    assert [one("new_beds", {}), one("new_beds", may)] == [0, 400]
    assert one("new_beds", may, boarding={"max_new_beds_per_school": 30}) == 30
    assert one("new_beds", may, schools={"no_boarding": ["S1"]}) == 0
    barred = {"schools": {"no_boarding": ["S1"]}}
    assert [one("boards", s) for s in ({}, may, {"beds": 3})] == [False, True, True]
    assert [one("boards", s, **barred) for s in (may, {"beds": 3})] == [False, False]
    assert [one("could_board", s) for s in ({}, may, {"beds": 3})] == [False, True, True]


def test_a_building_of_condition_d_takes_nobody_in():
    assert [one("receives", {"condition": c}) for c in "ABCD"] == [True, True, True, False]


def pinned(school, *today, **schools):
    found = sites({"S1": school}, {"S1": today[0]} if today else None, schools=schools)
    reducible = bool(found.kinds[0, POINT]) and bool(found.kinds[0, PRIMARY])
    return bool(found.must_open[0]), bool(found.must_close[0]), reducible


def test_pins_of_a_school():
    assert pinned({}) == (False, False, True)
    assert pinned({}, keep=["S1"]) == (True, False, False)
    assert pinned({}, close=["S1"]) == (False, True, True)
    assert pinned({}, keep_all=True) == (True, False, False)
    assert pinned({}, may_reduce=False) == (False, False, False)


def test_refused_consent_keeps_a_school_as_it_is():
    assert pinned({"parent_support_share": 0.49}) == (True, False, False)
    assert pinned({"parent_support_share": 0.5}) == (False, False, True)
    assert pinned({"parent_support_share": 0.1, "status": "candidate"}) == (False, False, False)


def test_only_schools_below_the_size_may_close():
    limit = {"closable_below_pupils": 30}
    assert pinned({}, (20, 9, 0), **limit) == (False, False, True)
    assert pinned({}, (20, 10, 0), **limit) == (True, False, False)


def test_points_that_are_kept_and_candidates_that_are_not_opened():
    point, planned = {"kind": "teaching_point"}, {"status": "candidate"}
    assert pinned(point, keep_points=True) == (True, False, False)
    assert pinned({}, keep_points=True) == (False, False, True)
    assert pinned(planned) == (False, False, False)
    assert pinned(planned, open_candidates=False) == (False, True, False)
    assert pinned(planned, open_candidates=False, open=["S1"]) == (True, False, False)
    assert pinned(point, keep_points=True, close=["S1"]) == (False, True, False)


def refusals(schools, **options):
    """Return the keys, columns and suggestions of what check_pins refuses."""
    county = small_county({"V1": {"township": "T2"}}, schools)
    with pytest.raises(InvalidInputError) as caught:
        check_pins(county, asked(schools=options))
    return [
        (f.message.key, f.column, f.value, f.message.fields.get("suggestion"))
        for f in caught.value.findings
    ]


def test_pins_that_the_county_does_not_hold_are_all_named():
    schools = {"S1": {}, "S2": {"status": "candidate"}, "S3": {"parent_support_share": 0.2}}
    found = refusals(
        schools,
        keep=["S11", "S2"],
        open=["S1"],
        close=["S3"],
        no_boarding=["X2"],
        per_township={"exempt": ["T22"]},
    )
    assert found == [
        ("pins.unknown_school", "schools.keep", "S11", "S1"),
        ("pins.not_existing", "schools.keep", "S2", None),
        ("pins.not_candidate", "schools.open", "S1", None),
        ("pins.unknown_school", "schools.no_boarding", "X2", "S2"),
        ("pins.refused", "schools.close", "S3", None),
        ("pins.unknown_township", "schools.per_township.exempt", "T22", "T2"),
    ]


def test_a_school_cannot_be_kept_and_closed():
    found = refusals({"S1": {}}, keep=["S1"], close=["S1"])
    assert [key for key, *_ in found] == ["pins.contradiction"]


def test_pins_in_order_raise_nothing():
    county = small_county({"V1": {"township": "T2"}}, {"S1": {}, "S2": {"status": "candidate"}})
    options = {"keep": ["S1"], "open": ["S2"], "per_township": {"exempt": ["T1", "T2"]}}
    check_pins(county, asked(schools=options))


def test_a_site_may_have_a_most_and_a_price_of_its_own():
    school = {"max_pupils": 80, "open_yuan": 12_500.0}
    assert [one("max_pupils", school), one("open_yuan", school)] == [80, 12_500]
    assert one("max_pupils", {}) == float("inf")
    assert np.isnan(one("open_yuan", {}))


def test_rooms_that_today_lacks_are_counted():
    small = {"schools": {"class_size": {"lower": 10, "upper": 10, "multigrade": 5}}}
    assert one("rooms_short", {"classrooms": 2}, (41, 5, 0), **small) == 4
    assert one("rooms_short", {"classrooms": 9}, (41, 5, 0), **small) == 0


def test_a_canteen_feeds_those_who_board_today_and_where_unknown_all_beds():
    school = {"beds": 20, "canteen_places": 12.0}
    assert one("canteen", school) == 12
    assert one("canteen", school, (0, 17, 0), 17) == 17
    assert one("canteen", {"beds": 20, "canteen_places": float("nan")}) == 20
    assert one("canteen", {"beds": 20}, boarding={"canteen_places_per_boarder": 0.34}) == 7


def test_a_site_shared_with_a_kindergarten_goes_on_to_cost():
    assert one("closed_yuan", {}) == 0
    assert one("closed_yuan", {"kindergarten_on_site": 1.0}) == 350_000
    assert one("closed_yuan", {"kindergarten_on_site": 1.0, "open_yuan": 9_000.0}) == 9_000
    assert one("closed_yuan", {"kindergarten_on_site": 1.0, "status": "candidate"}) == 0


def test_a_nine_year_school_becomes_a_primary_only_where_it_may():
    school = {"kind": "nine_year"}
    may = {"may_reduce_nine_year": True}
    nine_year = KINDS.index("nine_year")
    assert np.flatnonzero(one("kinds", school)).tolist() == [nine_year]
    assert np.flatnonzero(one("kinds", school, schools=may)).tolist() == [PRIMARY, nine_year]
    pinned = may | {"keep": ["S1"]}
    assert np.flatnonzero(one("kinds", school, schools=pinned)).tolist() == [nine_year]


def test_an_exception_names_a_village_and_a_cap_on_herders_needs_their_share():
    county = small_county({"V1": {"lower": 1}}, {"S1": {}})
    named = {"village": "V9", "stage": "lower", "reason": {"zh": "试", "en": "a trial"}}
    with pytest.raises(InvalidInputError) as refused:
        check_pins(
            county,
            asked(
                boarding={"exceptions": [named]},
                concern={"cap_over": "herding", "max_affected_share": 0.1},
            ),
        )
    assert [f.column for f in refused.value.findings] == ["boarding.exceptions", "concern.cap_over"]
