"""The sample county's teachers: today's posts, and an instance from its files."""

from __future__ import annotations

from planner.accounts import account
from planner.options.assemble import assemble
from planner.options.baseline import baseline_plan
from planner.sample import sample_folder
from planner.scenario.load import load_scenario
from planner.staffing.assemble import assemble_staffing
from planner.teachers.instance import TEACHING
from planner.travel.matrix import travel_table
from planner.travel.staff import school_minutes


def test_the_samples_teachers_are_todays_posts_and_make_an_instance(toy_county):
    scenario = load_scenario(sample_folder() / "today.yaml")
    instance = assemble(toy_county, travel_table(toy_county, scenario), scenario).instance
    today = baseline_plan(instance)
    accounts = account(instance, today)
    # 7 posts at S1, 2 at S2, 4 at S3, 6 at S4: filled as today's pupils ask.
    assert instance.posts_today == int(accounts.posts.sum()) == 19
    ids, minutes = school_minutes(toy_county, scenario)
    assert ids == instance.site_id
    staff, findings = assemble_staffing(toy_county, instance, today, today, accounts, minutes)
    at = staff.type_post == TEACHING
    by_school = [int(staff.type_count[at & (staff.type_school == s)].sum()) for s in range(4)]
    assert dict(zip(staff.school_id, by_school, strict=True)) == {
        "S1": 7,
        "S2": 2,
        "S3": 4,
        "S4": 6,
    }
    assert [f.check for f in findings] == ["teachers"]  # the rows are marked synthetic
    assert findings[0].severity == "note"
    assert staff.school_leaders.tolist() == [2, 1, 2, 2]
    # 10 classes: S1 1 + 3, S2 1, S3 1 + 1, S4 3; two periods of care each.
    care = staff.need_subject == staff.subject_id.index("class_care")
    assert staff.need_periods[care].sum() == 20
    lessons = staff.need_periods[~care].sum()
    assert round(lessons, 6) == round(3 * 88 / 3 + 4 * 32 + 3 * 36, 6)
    assert staff.language_id == ()
