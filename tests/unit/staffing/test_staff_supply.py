"""The teachers table as types: codes, what is estimated, and names that are odd."""

from __future__ import annotations

import numpy as np
import pytest
from staff_county import teachers_table

from planner.scenario import Scenario
from planner.staffing.supply import staff_types
from planner.teachers.curriculum import load_curriculum
from planner.teachers.instance import CARE, JUNIOR, MANAGEMENT, PRIMARY, SUPPORT, TEACHING

CURRICULUM = load_curriculum("sichuan-rural")
SCENARIO = Scenario.model_validate({"name": "x", "county": "."})


def types(*rows, languages=()):
    table = teachers_table([{"school_id": "A"} | r for r in rows])
    return staff_types(table, CURRICULUM, SCENARIO, ("A", "B"), languages)


def test_rows_alike_are_one_type_and_empty_rows_none():
    found = types(
        {"subject": "数学", "count": 2, "years_at_school": 7.0},
        {"subject": "数学", "count": 0, "gender": "male"},
        {"subject": "小学数学", "count": 3, "stage": "upper", "years_at_school": 9.0},
        {"subject": "数学", "count": 1, "stage": "junior", "years_at_school": 9.0},
    )
    # Years count only as far as rotation is due, six; lower and upper are one band.
    assert found.count.tolist() == [5, 1]
    assert found.ints("band").tolist() == [PRIMARY, JUNIOR]
    assert found.ints("rotates").tolist() == [1, 1]
    assert set(found.ints("subject").tolist()) == {CURRICULUM.index("mathematics")}


@pytest.mark.parametrize(
    ("years", "rotates"), [(5.9, 0), (6.0, 1), (np.nan, 0)], ids=["short", "due", "unknown"]
)
def test_rotation_is_due_from_six_years(years, rotates):
    assert types({"years_at_school": years}).ints("rotates").tolist() == [rotates]


@pytest.mark.parametrize(
    ("stage", "degree", "qualified"),
    [
        ("primary", "secondary", False),
        ("primary", "college", True),
        ("lower", "bachelor", True),
        ("junior", "college", False),
        ("junior", "bachelor", True),
        ("junior", "master", True),
        ("junior", "", False),
    ],
)
def test_qualified_is_above_the_required_degree(stage, degree, qualified):
    assert types({"stage": stage, "degree": degree}).qualified.tolist() == [qualified]


@pytest.mark.parametrize(
    ("age", "gender", "over_46", "may_retire"),
    [
        ("under_30", "female", 0.0, False),
        ("40_49", "female", 0.3, False),
        ("50_54", "female", 1.0, True),
        ("50_54", "male", 1.0, False),
        ("50_54", "", 1.0, False),
        ("55_plus", "male", 1.0, True),
        ("", "female", np.nan, False),
    ],
)
def test_ages(age, gender, over_46, may_retire):
    found = types({"age_band": age, "gender": gender})
    assert found.over_46.tolist() == pytest.approx([over_46], nan_ok=True)
    assert found.may_retire.tolist() == [may_retire]


def test_posts_and_who_teaches():
    found = types(
        {"subject": "语文", "post": ""},
        {"subject": "语文", "post": "management"},
        {"subject": "无", "post": "management"},
        {"subject": "数学", "post": "boarding_care"},
        {"subject": "无", "post": "support"},
    )
    by_post = {}
    for key in found.keys:
        by_post.setdefault(key.post, []).append((key.band, key.subject))
    chinese = CURRICULUM.index("chinese")
    assert by_post == {
        TEACHING: [(PRIMARY, chinese)],
        MANAGEMENT: [(PRIMARY, -1), (PRIMARY, chinese)],
        CARE: [(-1, -1)],
        SUPPORT: [(-1, -1)],
    }
    assert found.findings == ()


def test_languages_from_the_column_and_from_the_subject():
    found = types(
        {"subject": "藏语文"},
        {"subject": "数学", "bilingual_language": "yi"},
        {"subject": "语文", "bilingual_language": "mandarin"},
        languages=("qiang",),
    )
    assert found.languages == ("qiang", "tibetan", "yi")
    spoken = {CURRICULUM.subject_ids[k.subject]: k.language for k in found.keys}
    assert spoken == {"mother_tongue": 1, "mathematics": 2, "chinese": -1}


def test_a_subject_that_contradicts_the_language_is_named():
    found = types({"subject": "藏语文", "bilingual_language": "yi", "count": 2})
    assert found.languages == ("yi",)
    (finding,) = found.findings
    assert finding.severity == "warning"
    assert finding.message.say("zh").startswith(
        "学科“藏语文”表明用藏语教学，双语语言却填写为另一种（2 人）"
    )


def test_an_unknown_subject_is_named_with_the_nearest_and_kept():
    found = types(
        {"subject": "数雪", "count": 3},
        {"subject": "数雪", "count": 1, "school_id": "B", "stage": "junior"},
        {"subject": "厨艺", "post": "support"},
    )
    assert found.count.tolist() == [3, 1, 1]
    assert [k.band for k in found.keys] == [PRIMARY, -1, JUNIOR]
    assert [k.subject for k in found.keys] == [-1, -1, -1]
    (finding,) = found.findings  # a cook's subject is nobody's worry
    assert (finding.column, finding.value, finding.ids) == ("subject", "数雪", ("A", "B"))
    said = finding.message.say("zh")
    assert "“数雪”不是课程表 四川农村义务教育学校（默认） 中的学科" in said
    assert "（4 人）；最接近的是 数学" in said
    assert "the nearest are Mathematics" in finding.message.say("en")


def test_of_several_subjects_the_first_counts_and_that_is_said():
    found = types({"subject": "数学、体育", "count": 2})
    assert found.ints("subject").tolist() == [CURRICULUM.index("mathematics")]
    (finding,) = found.findings
    assert finding.message.say("en").startswith("2 persons of the teachers table have several")


def test_ethnicities_in_full():
    found = types({"ethnicity": "藏"}, {"ethnicity": "藏族"}, {"ethnicity": "其他"}, {})
    assert found.ethnicities == ("其他", "藏族")
    assert dict(zip([k.ethnicity for k in found.keys], found.count.tolist(), strict=True)) == {
        "": 1,
        "其他": 1,
        "藏族": 2,
    }


def test_ids_say_what_a_type_is_and_do_not_depend_on_other_rows():
    row = {"subject": "藏语文", "gender": "female", "backbone": 1.0, "degree": "bachelor"}
    row |= {"age_band": "40_49", "contract": "established", "ethnicity": "藏族"}
    alone = types(row).ids(("A", "B"), CURRICULUM)
    assert alone == (
        "A.teaching.primary.mother_tongue.tibetan.female.backbone.-.bachelor.-.40_49.established.藏族",
    )
    among = types(row, {"subject": "数学", "bilingual_language": "qiang"}, {"school_id": "B"})
    ids = among.ids(("A", "B"), CURRICULUM)
    assert alone[0] in ids
    assert len(set(ids)) == 3


def test_codes_are_those_of_the_dictionary():
    found = types({"degree": "college", "title": "senior", "contract": "special_post"})
    (key,) = found.keys
    assert (key.degree, key.title, key.contract, key.age, key.female) == (1, 4, 1, -1, -1)
