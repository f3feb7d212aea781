"""Why a subject is uncovered: figures, reasons and limits; the same in words and as data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from staff_worlds import tiny_staff, tiny_staff_plan

from planner.errors import UsageError
from planner.studies.staff_gap_words import say_subject
from planner.studies.staff_gaps import explain_subject
from planner.studies.staffed_run import StaffedRun
from planner.texts import LANGS


def staffed(world, plan, **more):
    """Return a run of a world by hand."""
    return StaffedRun(
        Path("run"), world, plan, **({"status": "optimal", "synthetic": False} | more)
    )


@pytest.fixture(scope="module")
def busy():
    """A's teacher of maths gives 10 of Chinese and 6 of maths; N, 25 min off, has one idle by 4.

    F is nobody's neighbour. Maths is short at A by 14 and at F by 5, in Tibetan.
    """
    world = tiny_staff(
        [
            {"id": "A", "name": "甲校"},
            {"id": "N", "name": "乙校"},
            {"id": "F", "name": "丙点", "point": True},
        ],
        [("A", "mathematics"), ("N", "mathematics")],
        [
            ("A", "lower", "chinese", 10),
            ("A", "lower", "mathematics", 20),
            ("N", "lower", "mathematics", 12),
            ("F", "upper", "mathematics", 5, "tibetan"),
        ],
        minutes={("A", "N"): 25},
        subjects={"mathematics": {"priority": True, "also": ("chinese",)}, "chinese": {}},
        scenario={"costs": {"teacher_yuan": 100_000}},
    )
    plan = tiny_staff_plan(
        world,
        lessons=[
            (("A", "lower", "chinese"), "also", "A.mathematics", 10),
            (("A", "lower", "mathematics"), "own", "A.mathematics", 6),
            (("N", "lower", "mathematics"), "own", "N.mathematics", 12),
        ],
    )
    return staffed(world, plan)


@pytest.fixture(scope="module")
def gap(busy):
    return explain_subject(busy, "数学", None, 5)


def test_the_county_and_each_school_are_counted(gap):
    assert (gap.subject, gap.names) == ("mathematics", {"zh": "数学", "en": "Mathematics"})
    assert (gap.needed_periods, gap.uncovered_periods) == (37, 19)
    assert gap.given == (("own", 18),)
    assert [(s.school_id, s.needed_periods, s.uncovered_periods) for s in gap.schools] == [
        ("A", 20, 14),
        ("F", 5, 5),
    ]
    assert [s.given for s in gap.schools] == [(("own", 6),), ()]


def test_who_could_teach_it_is_busy_with_what_and_how_far(gap):
    a = gap.schools[0]
    assert [(r.stage, r.language, r.uncovered_periods, r.why) for r in a.rows] == [
        ("lower", "", 14, "busy")
    ]
    able = a.able
    assert (able.here, able.near, able.county) == (1, 1, 2)
    assert (able.nearest_minutes, able.nearest_school) == (25, "N")
    assert able.gives == (("mathematics", 18), ("chinese", 10))
    assert able.spare_periods == 4


def test_a_language_that_nobody_speaks_is_the_reason(gap):
    f = gap.schools[1]
    assert [(r.language, r.why) for r in f.rows] == [("tibetan", "nobody")]
    assert (f.able.county, f.able.nearest_school, f.able.gives) == (0, "", ())


def test_the_limits_that_bind_are_named(gap):
    assert [[x.code for x in s.limits] for s in gap.schools] == [
        ["no_hires", "no_circuits", "no_point"],
        ["no_hires", "no_circuits"],
    ]


def test_hires_used_up_circuits_used_up_and_screens():
    world = tiny_staff(
        [{"id": "A"}, {"id": "P", "point": True}, {"id": "Q", "point": True}],
        [("A", "english")],
        [("A", "lower", "english", 10)] + [(p, "lower", "english", 30) for p in "PQ"],
        minutes={("A", "P"): 10},
        subjects={"english": {"online": True}},
        scenario={
            "staffing": {
                "circuits": {"max_minutes": 20, "max_posts": 1, "away_share": 1},
                "online": {"max_share": 0.4},
            }
        },
        most_hires=1,
    )
    plan = tiny_staff_plan(
        world,
        hires=[("A", "primary", "english", "", 1)],
        lessons=[
            (("A", "lower", "english"), "own", "A.english", 10),
            (("P", "lower", "english"), "circuit", "A.english", 16),
            (("P", "lower", "english"), "online", None, 12),
        ],
    )
    found = explain_subject(staffed(world, plan), "英语", None, 5)
    assert {s.school_id: [x.code for x in s.limits] for s in found.schools} == {
        "P": ["hires_used", "circuit_posts_used", "online_share_used"],
        "Q": ["hires_used", "circuit_posts_used", "nothing_to_show"],
    }


def test_words_in_both_languages_say_the_same_figures(busy, gap):
    said = {lang: "\n".join(say_subject(busy, gap, lang, False)) for lang in LANGS}
    assert "数学，全县：每周需 37 节，缺 19 节；已开出：本学科教师 18" in said["zh"]
    assert "Mathematics, whole county: 37 periods needed a week, 19 uncovered" in said["en"]
    assert "能教者课时已满" in said["zh"]
    assert "they give a week: Mathematics 18, Chinese 10; 4 periods are spare" in said["en"]
    assert "Tibetan" in said["en"]
    assert "藏语" in said["zh"]
    assert "the nearest elsewhere works at 乙校, 25 minutes one way" in said["en"]
    for lang in LANGS:
        assert "{" not in said[lang]


def test_a_plan_not_proved_and_a_made_up_staff_are_said(busy, gap):
    from dataclasses import replace

    doubtful = replace(gap, status="feasible_at_limit", synthetic=True)
    said = "\n".join(say_subject(busy, doubtful, "en", False))
    assert "the staff is synthetic" in said
    assert "not proved optimal" in said


def test_json_holds_the_same_and_no_nan(busy, gap):
    plain = json.loads(say_subject(busy, gap, "en", True)[0])
    assert plain["uncovered_periods"] == 19
    assert plain["schools"][0]["able"]["gives"] == {"mathematics": 18, "chinese": 10}
    assert plain["schools"][1]["rows"][0]["says"] == "nobody in the county may teach it"
    hires = next(r for r in plain["remedies"] if r["kind"] == "hires")
    # 19 periods: 10 beside the teacher at A need one post, those in Tibetan at F another.
    assert (hires["result"], hires["amount"], hires["yuan"]) == ("closes", 2, 200_000)
    assert hires["proved"]
    assert {w["language"] for w in hires["where"]} == {"", "tibetan"}


def test_an_uncovered_school_asked_for_alone(busy):
    one = explain_subject(busy, "maths", "F", 5)
    assert (one.needed_periods, one.uncovered_periods, len(one.schools)) == (5, 5, 1)
    fine = explain_subject(busy, "maths", "N", 5)
    assert (fine.schools, fine.remedies) == ((), ())
    assert say_subject(busy, fine, "en", False) == [
        "Mathematics, school 乙校: 12 periods needed a week, 0 uncovered; every lesson has a teacher"
    ]


def test_an_unknown_subject_or_school_is_refused_with_what_is_near(busy):
    with pytest.raises(UsageError) as refused:
        explain_subject(busy, "matematics", None, 5)
    assert "nearest are Mathematics" in refused.value.message.say("en")
    assert "数学" in refused.value.message.say("zh")
    with pytest.raises(UsageError, match="no school X"):
        explain_subject(busy, "maths", "X", 5)
