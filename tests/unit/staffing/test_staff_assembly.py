"""County, layout and minutes to the staffing instance, in the valley of `staff_county`."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from staff_county import VALLEY_STAFF, valley

from planner.accounts import account
from planner.errors import InvalidInputError
from planner.staffing.assemble import assemble_staffing
from planner.staffing.today import people_of, supply_record
from planner.teachers.instance import MANAGEMENT, SUPPORT, TEACHING, StaffInstance

MINUTES = np.array([[0, 25, 40, 5], [25, 0, 15, 5], [40, 15, 0, np.nan], [5, 5, np.nan, 0.0]])


def assembled(teachers=VALLEY_STAFF, plan=None, **scenario):
    county, world, today, closing = valley(teachers, **scenario)
    plan = today if plan == "today" else closing
    found = assemble_staffing(county, world, today, plan, account(world, plan), MINUTES)
    return (county, *found)


def same(one: StaffInstance, other: StaffInstance) -> bool:
    for part in fields(StaffInstance):
        a, b = getattr(one, part.name), getattr(other, part.name)
        if isinstance(a, np.ndarray):
            np.testing.assert_array_equal(a, b, err_msg=part.name)
        else:
            assert a == b, part.name
    return True


def test_schools_are_those_that_run_or_have_staff():
    _, staff, findings = assembled()
    assert findings == ()
    assert staff.school_id == ("A", "B", "C")  # the candidate D has neither
    assert staff.school_name == ("甲校", "乙点", "丙校")
    assert staff.school_township == ("T1", "T2", "T2")
    assert staff.school_open.tolist() == [True, True, False]
    assert staff.school_point.tolist() == [False, True, False]
    assert staff.school_pupils.tolist() == [[90, 20, 60], [18, 0, 0], [0, 0, 0]]
    assert staff.school_staff_rooms.tolist() == [3, 0, 0]
    np.testing.assert_array_equal(staff.minutes, MINUTES[:3, :3])
    _, before, _ = assembled(plan="today")
    assert before.school_open.tolist() == [True, True, True]
    assert not before.receives.any()


def test_places_let_teachers_follow_their_pupils():
    _, staff, _ = assembled()
    assert [tuple(p) for p in np.argwhere(staff.receives)] == [(2, 1)]
    # A: 12 posts and a tenth, up; B: 1 teacher there and the 4 of C, managers aside; C is shut.
    assert staff.school_places.tolist() == [14, 5, 0]


def test_types_of_the_table():
    _, staff, _ = assembled()
    post = [staff.type_count[staff.type_post == p].tolist() for p in range(4)]
    assert post[TEACHING] == [2, 3, 1, 4]
    assert (post[MANAGEMENT], post[SUPPORT]) == ([1], [1])
    assert int(staff.type_count.sum()) == 12
    assert [staff.school_id[s] for s in staff.type_school] == ["A", "A", "B", "C", "C", "C"]
    assert staff.language_id == ("tibetan",)
    speaks = staff.type_language >= 0
    assert staff.type_count[speaks].tolist() == [4]
    assert staff.type_qualified.tolist() == [False, True, False, False, False, False]


def test_minority_pupils_of_schools_are_those_of_their_villages():
    _, staff, _ = assembled()
    # B: 10 pupils of a village with 80 % and 8 of one with 10 %.
    assert staff.school_ethnic_pupils_share.tolist() == pytest.approx(
        [(50 * 1.0 + 30 * 0.8 + 90 * 0.1) / 170, (10 * 0.8 + 8 * 0.1) / 18, np.nan], nan_ok=True
    )


def test_most_hires_are_those_of_the_layout_or_of_the_scenario():
    _, staff, _ = assembled()
    assert staff.most_hires == 14  # 14 posts where the layout knows of none today
    assert np.isinf(staff.most_hires_subject).all()
    limits = {"max_posts": 3, "by_subject": {"english": 2}}
    _, staff, _ = assembled(staffing={"hires": limits})
    assert staff.most_hires == 3
    by_subject = dict(zip(staff.subject_id, staff.most_hires_subject.tolist(), strict=True))
    assert (by_subject["english"], by_subject["science"]) == (2, np.inf)


def test_hires_of_an_unknown_subject_are_refused():
    with pytest.raises(InvalidInputError) as refused:
        assembled(staffing={"hires": {"by_subject": {"maths": 2, "art": 1}}})
    assert refused.value.exit_code == 3
    (finding,) = refused.value.findings
    assert finding.column == "staffing.hires.by_subject.maths"
    assert finding.message.say("en").endswith("the nearest is mathematics")


def test_teachers_at_a_candidate_are_named_and_kept():
    rows = [*VALLEY_STAFF, {"school_id": "D", "subject": "英语", "count": 2}]
    _, staff, (finding,) = assembled(rows)
    assert "2 persons at schools not yet built, D" in finding.message.say("en")
    assert staff.school_id == ("A", "B", "C", "D")
    assert staff.school_open.tolist() == [True, True, False, False]
    assert int(staff.type_count[staff.type_school == 3].sum()) == 2


def test_the_order_of_rows_never_matters():
    rows = [
        *VALLEY_STAFF,
        {"school_id": "A", "subject": "英雨", "ethnicity": "藏", "gender": "female"},
        {"school_id": "B", "subject": "语文、数学", "bilingual_language": "yi"},
        {"school_id": "C", "subject": "彝文", "bilingual_language": "tibetan"},
    ]
    _, staff, findings = assembled(rows)
    _, turned, again = assembled(rows[::-1])
    assert same(staff, turned)
    assert [f.say("zh") for f in findings] == [f.say("zh") for f in again]
    assert len(findings) == 3
    county, world, today, plan = valley(rows)
    shuffled = replace(county, villages=county.villages[::-1], schools=county.schools)
    moved = replace(plan, assignments=plan.assignments[::-1], sites=plan.sites[::-1])
    third, _ = assemble_staffing(shuffled, world, today, moved, account(world, moved), MINUTES)
    assert same(staff, third)


def test_an_instance_comes_back_from_its_file(tmp_path):
    _, staff, _ = assembled()
    staff.save(tmp_path / "staff_instance.npz")
    assert same(staff, StaffInstance.load(tmp_path / "staff_instance.npz"))


def test_without_a_table_a_synthetic_staff_fills_todays_posts():
    county, staff, (finding,) = assembled(teachers=None)
    assert finding.severity == "warning"
    assert "teaching) was made with the structure of the survey" in finding.message.say("en")
    at = staff.type_post == TEACHING
    by_school = np.zeros(staff.schools, dtype=int)
    np.add.at(by_school, staff.type_school[at], staff.type_count[at])
    # Today A asks for 12, B for 2 (10 pupils), C for 4 (two classes by 1.7).
    assert dict(zip(staff.school_id, by_school.tolist(), strict=True)) == {"A": 12, "B": 2, "C": 4}
    record = supply_record(county, staff)
    assert record["source"] == record["evidence"] == "synthetic"
    assert record["teaching"] == 18
    _, again, _ = assembled(teachers=None)
    assert same(staff, again)
    _, other, _ = assembled(teachers=None, solver={"seed": 2})
    assert other.type_id != staff.type_id


def test_synthetic_rows_of_a_table_are_marked_too():
    county, staff, (finding,) = assembled([r | {"evidence": "synthetic"} for r in VALLEY_STAFF])
    assert finding.message.say("zh").startswith("教师表有 12 人标为虚构数据")
    assert supply_record(county, staff) == {
        "source": "teachers table",
        "evidence": "synthetic",
        "teaching": 10,
        "management": 1,
        "boarding_care": 0,
        "support": 1,
    }
    measured, staff, _ = assembled()
    assert supply_record(measured, staff)["evidence"] == "measured"


def test_the_people_of_a_county_are_those_of_most_pupils():
    county, *_ = valley()
    assert people_of(county).language == ""  # no village counts pupils
    villages = county.villages.assign(lower_pupils=[30, 10, 60])
    people = people_of(replace(county, villages=villages))
    assert people.language == "tibetan"
    assert people.pupils_share == pytest.approx((30 + 8 + 6) / 100)
    unknown = villages.drop(columns="minority_share")
    assert people_of(replace(county, villages=unknown)).pupils_share == pytest.approx(0.4)
