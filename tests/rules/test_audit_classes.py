"""Classes: at least one a grade and none too large, or one multi-grade class."""

import pytest
from worlds import broken, tiny_instance, tiny_plan


def world(pupils, **sizes):
    return tiny_instance(
        units=[("V1", "lower", pupils, "S1")],
        sites=[{"id": "S1", "kind": "teaching_point"}],
        trips={("V1", "S1", "walk"): 20},
        scenario={"schools": {"class_size": sizes}},
    )


def run(pupils, classes, *, multigrade=False, **sizes):
    instance = world(pupils, **sizes)
    plan = tiny_plan(
        instance,
        classes={"S1": classes},
        multigrade={"S1": {"lower"} if multigrade else set()},
    )
    return broken(instance, plan)


@pytest.mark.parametrize(
    ("pupils", "classes", "multigrade"), [(135, 3, False), (136, 4, False), (25, 1, True)]
)
def test_full_classes_are_in_order(pupils, classes, multigrade):
    assert run(pupils, {"lower": classes}, multigrade=multigrade) == []


def test_a_stage_without_pupils_still_runs():
    instance = world(1)
    plan = tiny_plan(instance, go={"V1": None})
    assert [b for b in broken(instance, plan) if b[0] == "classes"] == []


def test_too_many_pupils():
    assert run(140, {"lower": 3}) == [("classes", ("S1",), 5, "pupils")]
    assert run(30, {"lower": 1}, multigrade=True) == [("classes", ("S1",), 5, "pupils")]
    assert run(140, {"lower": 3}, lower=None) == []


def test_graded_teaching_with_a_grade_missing():
    assert run(60, {"lower": 2}) == [("classes", ("S1",), 1, "classes")]
    assert run(60, {}) == [("classes", ("S1",), 3, "classes"), ("classes", ("S1",), 60, "pupils")]


def test_two_multigrade_classes():
    assert run(20, {"lower": 2}, multigrade=True) == [("classes", ("S1",), 1, "classes")]


def test_classes_of_a_stage_not_offered():
    assert run(20, {"lower": 1, "upper": 3}, multigrade=True) == [
        ("classes", ("S1",), 3, "classes")
    ]
