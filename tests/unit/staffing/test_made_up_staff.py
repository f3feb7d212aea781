"""A synthetic staff has today's posts by school and the survey's structure."""

from __future__ import annotations

import numpy as np
import pytest

from planner.county import columns_of
from planner.staffing.made_up import People, SchoolToday, made_up_staff
from planner.teachers.curriculum import load_curriculum

CURRICULUM = load_curriculum("sichuan-rural")


def school(number, kind="primary", posts=14, classes=(3, 3, 0), carers=0, tongue=1.0):
    tongues = tuple(tongue * c for c in classes)
    return SchoolToday(f"S{number:03d}", kind, posts, classes, tongues, carers)


SCHOOLS = [
    *(school(n) for n in range(40)),
    *(school(40 + n, "teaching_point", 2, (1, 0, 0)) for n in range(20)),
    *(school(60 + n, "junior", 30, (0, 0, 12), 4) for n in range(8)),
]
PEOPLE = People("tibetan", 0.98)


@pytest.fixture(scope="module")
def staff():
    return made_up_staff(SCHOOLS, CURRICULUM, PEOPLE, np.random.default_rng(1))


def share(column, *values):
    return float(column.isin(values).mean())


def test_every_school_has_its_teaching_posts(staff):
    found = staff[staff["post"] == "teaching"].groupby("school_id")["count"].sum().to_dict()
    assert found == {s.school_id: s.posts for s in SCHOOLS}
    assert (staff["evidence"] == "synthetic").all()


def test_the_same_random_numbers_give_the_same_rows_in_any_order_of_schools(staff):
    again = made_up_staff(SCHOOLS[::-1], CURRICULUM, PEOPLE, np.random.default_rng(1))
    assert again.equals(staff)
    other = made_up_staff(SCHOOLS, CURRICULUM, PEOPLE, np.random.default_rng(2))
    assert not other.equals(staff)


def test_every_code_and_subject_is_known(staff):
    for name, column in columns_of("teachers").items():
        if column.codes:
            if name == "provenance":
                continue
            assert set(staff[name]) <= {*column.codes, ""}, name
    assert all(CURRICULUM.find(s) is not None for s in set(staff["subject"]))


def test_ethnicities_follow_the_pupils_by_the_surveys_ratio(staff):
    assert share(staff["ethnicity"], "藏族") == pytest.approx(0.57 * 0.98, abs=0.002)
    # Han, Hui and others share the rest as 574 : 12 : 42.
    rest = 1 - 0.57 * 0.98
    assert share(staff["ethnicity"], "汉族") == pytest.approx(rest * 574 / 628, abs=0.002)
    pooled = People().ethnicities()
    assert pooled["彝族"] == pytest.approx(97 / 874)
    assert sum(pooled.values()) == pytest.approx(1)
    assert sum(People("yi", 0.9).ethnicities().values()) == pytest.approx(1)


def test_what_the_survey_says_in_words_holds(staff):
    teaching = staff[staff["post"] == "teaching"]
    over_46 = 0.3 * share(teaching["age_band"], "40_49") + share(
        teaching["age_band"], "50_54", "55_plus"
    )
    assert 0.3 < over_46 < 0.45
    assert share(teaching["title"], "senior", "full_senior") < 0.1
    assert 0.08 < 1 - share(teaching["contract"], "established") < 0.2
    leaders = staff[staff["post"] == "management"].groupby("school_id")["count"].sum()
    needed = {s.school_id: CURRICULUM.leaders(s.kind, sum(s.classes)) for s in SCHOOLS}
    assert all(leaders[s] >= n for s, n in needed.items())
    assert leaders.sum() > 1.1 * sum(needed.values())


@pytest.mark.parametrize("subject", ["mathematics", "english", "science", "mental_health"])
def test_priority_subjects_are_short(staff, subject):
    names = {CURRICULUM.subject_name(subject, lang) for lang in ("zh", "en")}
    mine = staff[(staff["post"] == "teaching") & staff["subject"].isin(names)]
    loads = mine["stage"].map(lambda s: CURRICULUM.load_periods[int(s == "junior")])
    classes = np.array([s.classes for s in SCHOOLS if s.kind != "teaching_point"]).sum(axis=0)
    need = float(classes @ CURRICULUM.periods[CURRICULUM.index(subject)])
    assert 0 < loads.sum() < 0.97 * need
    if subject == "mental_health":
        assert loads.sum() < 0.4 * need


def test_the_mother_tongue_is_taught_by_its_people_but_too_few(staff):
    tongue = staff[staff["subject"] == "民族语文"]
    assert set(tongue["bilingual_language"]) == {"tibetan"}
    assert set(tongue["ethnicity"]) == {"藏族"}
    others = staff[(staff["post"] == "teaching") & (staff["subject"] != "民族语文")]
    speaks = others[others["bilingual_language"] == "tibetan"]
    assert set(speaks["ethnicity"]) == {"藏族"}
    assert 0.05 < len(speaks) / (others["ethnicity"] == "藏族").sum() < 0.25
    assert set(staff[staff["post"] != "teaching"]["bilingual_language"]) == {""}


def test_points_are_taught_by_generalists(staff):
    points = {s.school_id for s in SCHOOLS if s.kind == "teaching_point"}
    mine = staff[staff["school_id"].isin(points) & (staff["post"] == "teaching")]
    assert share(mine["subject"], "全科", "语文", "数学", "民族语文") == 1
    assert share(mine["subject"], "全科") >= 0.4
    assert set(mine["stage"]) == {"lower"}


def test_care_staff_follow_the_boarding_posts(staff):
    carers = staff[staff["post"] == "boarding_care"].groupby("school_id")["count"].sum()
    boarding = [s.school_id for s in SCHOOLS if s.carers]
    assert set(carers.index) == set(boarding)
    assert 3 <= carers.mean() <= 4
    assert set(staff.loc[staff["post"] == "boarding_care", "subject"]) == {"无"}


def test_a_county_without_a_language_has_the_surveys_pooled_shares():
    plain = made_up_staff(
        [school(n, tongue=0.0) for n in range(40)], CURRICULUM, People(), np.random.default_rng(1)
    )
    assert set(plain["bilingual_language"]) == {""}
    assert "民族语文" not in set(plain["subject"])
    assert share(plain["ethnicity"], "藏族") == pytest.approx(118 / 874, abs=0.002)


def test_a_school_without_pupils_keeps_its_posts():
    empty = SchoolToday("S1", "primary", 4, (0, 0, 0), (0.0, 0.0, 0.0), 0)
    made = made_up_staff([empty], CURRICULUM, PEOPLE, np.random.default_rng(1))
    assert int((made["post"] == "teaching").sum()) == 4
