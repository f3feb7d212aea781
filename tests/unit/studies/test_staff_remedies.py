"""What would close a gap: each remedy's least number, known by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from staff_worlds import tiny_staff, tiny_staff_plan

from planner.programme.highs import Stop
from planner.staffing.solve import staff_search
from planner.studies.remedies import remedies
from planner.studies.remedy import Question
from planner.teachers.counts import uncovered_periods

PRICE = {"costs": {"teacher_yuan": 100_000}}


def asked(world, subject="maths", school=None, plan=None):
    """Return the question for all uncovered rows of a subject."""
    plan = plan or staff_search(world).plan
    q = world.subject_id.index(subject)
    left = uncovered_periods(world, plan)
    rows = [
        n
        for n in np.flatnonzero((world.need_subject == q) & (left > 0)).tolist()
        if school in (None, world.school_id[int(world.need_school[n])])
    ]
    return Question(world, plan, q, tuple(rows), 10, Stop())


def by_kind(question):
    return {r.kind: r for r in remedies(question)}


def places(remedy):
    return [(w.school_id, w.to_school_id, w.band, w.subject, w.count) for w in remedy.where]


def test_the_fewest_posts_hired_by_band_and_language_and_their_pay():
    # 40 periods of maths are three loads of 16; the ten in Yi ask for somebody who speaks it.
    world = tiny_staff(
        [{"id": "A"}],
        needs=[("A", "lower", "maths", 40), ("A", "lower", "maths", 5, "yi")],
        scenario=PRICE,
    )
    found = by_kind(asked(world))
    hires = found["hires"]
    assert (hires.result, hires.amount, hires.yuan) == ("closes", 3, 300_000)
    assert hires.proved
    assert hires.verified
    assert sum(w.count for w in hires.where if w.language == "yi") >= 1
    assert {w.subject for w in hires.where} == {"maths"}
    assert [found[k].why for k in ("circuits", "moves")] == ["nobody", "nobody"]
    assert (found["training"].why, found["online"].why) == ("nobody_to_train", "no_point")


def test_a_junior_gap_asks_for_junior_hires():
    # A junior load is 12: 25 periods are three posts.
    world = tiny_staff([{"id": "A"}], [("A", "maths", 2)], [("A", "junior", "maths", 25)])
    hires = by_kind(asked(world))["hires"]
    assert (hires.amount, {w.band for w in hires.where}) == (3, {"junior"})


def far_pair(minutes, **options):
    """A has two teachers of maths for 10 periods, B none for 12."""
    return tiny_staff(
        [{"id": "A"}, {"id": "B"}, {"id": "C"}],
        [("A", "maths", 2), ("C", "art")],
        [("A", "lower", "maths", 10), ("B", "lower", "maths", 12)],
        minutes={("A", "B"): minutes, ("B", "C"): 10, ("A", "C"): 15},
        scenario={"staffing": {"moves": {"max_minutes": 20, "lodged_max_minutes": 0}} | options},
    )


def test_the_least_minutes_of_circuits_and_how_many_periods():
    # 12 periods at B are three quarters of a load, within half of A's two. 42.3 min: 43.
    found = by_kind(asked(far_pair(42.3)))
    circuits = found["circuits"]
    assert (circuits.result, circuits.limit, circuits.limit_before) == ("closes", 43, 0)
    assert circuits.amount == pytest.approx(0.75, abs=0.005)
    assert (circuits.proved, circuits.verified) == (True, True)
    assert circuits.shared_posts == pytest.approx(0.75, abs=0.005)
    assert places(circuits) == [("A", "B", "primary", "maths", 0)]
    assert circuits.where[0].periods == pytest.approx(12, abs=0.05)
    assert circuits.where[0].minutes == 42.3
    assert circuits.yuan is None


def test_the_least_minutes_of_a_move_and_who():
    # One of A's two is enough for its 10 periods; the other teaches the 12 at B.
    moves = by_kind(asked(far_pair(75)))["moves"]
    assert (moves.result, moves.limit, moves.limit_before) == ("closes", 75, 20)
    assert (moves.amount, moves.proved, moves.verified) == (1, True, True)
    assert places(moves) == [("A", "B", "primary", "maths", 1)]
    assert moves.where[0].minutes == 75


def test_nobody_is_moved_from_lessons_that_are_given():
    # With 20 periods at A two teachers are needed there; a move would lose what it gains.
    world = far_pair(75)
    periods = np.where(world.need_school == 0, 32.0, world.need_periods)
    found = by_kind(asked(replace(world, need_periods=periods)))
    assert (found["moves"].result, found["circuits"].result) == ("nothing", "nothing")


def test_ways_beyond_the_longest_are_not_tried():
    found = by_kind(asked(far_pair(250)))
    assert [found[k].why for k in ("circuits", "moves")] == ["nobody_within", "nobody_within"]


def test_a_school_that_would_fall_below_its_least_posts_keeps_its_teachers():
    world = far_pair(75)
    staff = world.scenario.staff.model_copy(update={"min_posts": 2})
    held = replace(world, scenario=world.scenario.model_copy(update={"staff": staff}))
    found = by_kind(asked(held))
    assert found["moves"].result == "nothing"
    assert found["circuits"].result == "closes"


def test_the_least_share_of_lessons_on_the_screen():
    # The point P needs 20 and has one load of 16: 4 of 20 must come from the screen.
    world = tiny_staff(
        [{"id": "A"}, {"id": "P", "point": True}],
        [("A", "english"), ("P", "english")],
        [("A", "lower", "english", 16), ("P", "lower", "english", 20)],
        subjects={"english": {"online": True}},
        scenario={"staffing": {"online": {"max_share": 0.1}}},
    )
    online = by_kind(asked(world, "english"))["online"]
    assert online.result == "closes"
    assert online.limit == pytest.approx(0.2, abs=0.001)
    assert (online.limit_before, online.proved, online.verified) == (0.1, True, True)


def test_a_subject_nobody_gives_in_person_does_not_come_from_the_screen():
    world = tiny_staff(
        [{"id": "A"}, {"id": "P", "point": True}],
        needs=[("A", "lower", "english", 16), ("P", "lower", "english", 20)],
        subjects={"english": {"online": True}},
    )
    assert by_kind(asked(world, "english"))["online"].result == "nothing"


def test_the_fewest_to_train_at_the_school():
    # Three teachers of art give 20 of their 48 periods: two could give 20 of maths beside them.
    world = tiny_staff(
        [{"id": "A"}],
        [("A", "art", 3)],
        [("A", "lower", "art", 20), ("A", "lower", "maths", 20)],
    )
    training = by_kind(asked(world))["training"]
    assert (training.result, training.amount) == ("closes", 2)
    assert (training.proved, training.verified) == (True, True)
    assert places(training) == [("A", "A", "primary", "art", 2)]


def test_training_closes_no_more_than_the_spare_periods():
    world = tiny_staff(
        [{"id": "A"}],
        [("A", "art", 3)],
        [("A", "lower", "art", 40), ("A", "lower", "maths", 20)],
    )
    training = by_kind(asked(world))["training"]
    assert (training.result, training.amount) == ("part", 1)
    assert training.left_periods == pytest.approx(12, abs=0.05)


def test_those_trained_near_visit_the_school():
    # B has no teacher; 16 periods of maths there are half the loads of two of A's.
    world = tiny_staff(
        [{"id": "A"}, {"id": "B"}],
        [("A", "art", 3)],
        [("A", "lower", "art", 5), ("B", "lower", "maths", 16)],
        minutes={("A", "B"): 20},
        scenario={"staffing": {"circuits": {"max_minutes": 30}}},
    )
    training = by_kind(asked(world))["training"]
    assert (training.result, training.amount) == ("closes", 2)
    assert training.shared_posts == pytest.approx(1, abs=0.01)
    assert (training.proved, training.verified) == (True, True)


def test_an_idle_teacher_closes_the_gap_of_a_plan_that_is_not_the_best():
    world = tiny_staff([{"id": "A"}], [("A", "maths")], [("A", "lower", "maths", 10)])
    lazy = tiny_staff_plan(world)
    first = remedies(asked(world, plan=lazy))[0]
    assert (first.kind, first.result, first.verified) == ("redivide", "closes", True)


def test_another_subject_is_not_robbed_to_close_the_gap():
    # Maths teachers may give IT too; all their periods go to maths, which stays covered.
    world = tiny_staff(
        [{"id": "A"}],
        [("A", "maths")],
        [("A", "lower", "it", 6), ("A", "lower", "maths", 16)],
        subjects={"maths": {"priority": True, "also": ("it",)}, "it": {}},
    )
    found = by_kind(asked(world, "it"))
    assert found["redivide"].result == "nothing"
    assert (found["hires"].amount, found["hires"].left_periods) == (1, pytest.approx(0, abs=0.05))


def test_the_gap_of_one_school_is_asked_for_alone():
    world = tiny_staff(
        [{"id": "A"}, {"id": "B"}],
        needs=[("A", "lower", "maths", 40), ("B", "lower", "maths", 10)],
    )
    assert by_kind(asked(world))["hires"].amount == 4
    one = by_kind(asked(world, school="B"))["hires"]
    assert (one.amount, places(one)) == (1, [("B", "B", "primary", "maths", 1)])


def test_those_that_close_come_first_then_the_cheap_then_the_easy():
    order = [r.kind for r in remedies(asked(far_pair(42.3)))]
    assert order[:3] == ["circuits", "moves", "hires"]
