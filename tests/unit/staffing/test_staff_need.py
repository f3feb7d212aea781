"""What schools need, counted by hand in the valley of `staff_county`, and its invariants."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from staff_county import staff_county, valley
from worlds import tiny_instance, tiny_plan

from planner.accounts import account
from planner.scenario import Scenario
from planner.staffing.assemble import assemble_staffing
from planner.staffing.classes import StreamClasses, school_classes, stream_classes
from planner.staffing.need import periods_needed, places, support_ceiling
from planner.teachers.curriculum import load_curriculum

CURRICULUM = load_curriculum("sichuan-rural")


def scenario_with(**staffing):
    return Scenario.model_validate({"name": "x", "county": ".", "staffing": staffing})


def assembled(**options):
    county, world, today, plan = valley(**options)
    minutes = np.zeros((world.sites, world.sites))
    return assemble_staffing(county, world, today, plan, account(world, plan), minutes)


def needs(staff, school, stage):
    """Return weekly periods of a school and stage by subject, or by subject and language."""
    found = {}
    for s, g, q, lang, n in zip(
        staff.need_school, staff.need_stage, staff.need_subject, staff.need_language,
        staff.need_periods, strict=True,
    ):  # fmt: skip
        if staff.school_id[s] == school and ("lower", "upper", "junior")[g] == stage:
            subject = staff.subject_id[q]
            key = subject if lang < 0 else (subject, staff.language_id[lang])
            found[key] = n
    return found


def test_a_lower_stage_with_one_class_of_each_stream_counted_by_hand():
    staff, _ = assembled()
    found = needs(staff, "A", "lower")
    # Three classes: mode 1, mode 2 and Mandarin; a third of a lower class is grade 3.
    maths = (4 + 4 + 5) / 3
    assert found["mathematics"] == pytest.approx(2.5 * maths)
    assert found["mathematics", "tibetan"] == pytest.approx(0.5 * maths)
    assert found["mother_tongue", "tibetan"] == pytest.approx(2 * 3)
    assert "mother_tongue" not in found
    # Labour gives three periods to the mother tongue in two classes; half of mode 1 is spoken.
    labour = (4.5 + 4.5 + 5.5) / 3
    assert found["labour", "tibetan"] == pytest.approx(0.5 * (labour - 3))
    assert found["labour"] == pytest.approx(labour + 1.5 * (labour - 3))
    assert found["chinese"] == pytest.approx(3 * (8 + 8 + 7) / 3)
    assert ("chinese", "tibetan") not in found
    assert found["english"] == pytest.approx(3 * 2 / 3)
    assert ("english", "tibetan") not in found
    assert found["class_care"] == 6
    lessons = sum(n for key, n in found.items() if key != "class_care")
    assert lessons == pytest.approx(3 * 88 / 3)


def test_a_multigrade_class_needs_the_lessons_of_one_class():
    staff, _ = assembled()
    found = needs(staff, "A", "upper")
    assert sum(n for key, n in found.items() if key != "class_care") == pytest.approx(32)
    assert found["class_care"] == 2
    assert found["science", "tibetan"] == found["science"] == 1
    assert needs(staff, "A", "junior")["science"] == 15


def test_a_class_goes_to_the_stream_of_most_of_its_pupils():
    # 10 pupils of mode 2 and 8 of Mandarin sit in the one class of B.
    staff, findings = assembled()
    found = needs(staff, "B", "lower")
    assert found["mother_tongue", "tibetan"] == 3
    assert found["labour"] == pytest.approx((4.5 + 4.5 + 5.5) / 3 - 3)
    assert not [k for k in found if isinstance(k, tuple) and k[0] != "mother_tongue"]
    assert not [f for f in findings if f.check == "streams"]


def test_options_of_the_scenario_move_the_need():
    none, _ = assembled(staffing={"bilingual_share": 0, "class_care_periods": 0})
    found = needs(none, "A", "lower")
    assert [k for k in found if isinstance(k, tuple)] == [("mother_tongue", "tibetan")]
    assert "class_care" not in found
    whole, _ = assembled(staffing={"bilingual_share": 1})
    assert "science" not in needs(whole, "A", "upper")
    assert needs(whole, "A", "upper")["science", "tibetan"] == 2


STREAMED = {
    "P": {"language": "tibetan", "stream": "mode1"},
    "Q": {"language": "yi", "stream": "mode2"},
    "R": {"language": "mandarin", "stream": "mandarin"},
    "S": {"language": "", "stream": "mode2"},
}


def streamed(recorded, pupils):
    """Return the stream classes of one school with pupils of each village."""
    county = staff_county(STREAMED, {"A": {"stream": recorded}})
    own = {v: s["stream"] for v, s in STREAMED.items() if s["stream"] != "mandarin"}
    world = tiny_instance(
        units=[(v, "lower", n, "A") for v, n in pupils.items()],
        sites=[{"id": "A"}],
        trips={(v, "A", "walk"): 10 for v in STREAMED},
        # As the layout has it: a school with a record teaches all its pupils in that stream.
        stream={v: recorded or s for v, s in own.items() if recorded != "mandarin"},
    )
    plan = tiny_plan(world)
    classes = school_classes(world, plan, account(world, plan).pupils)
    found = stream_classes(county, world, plan, classes)
    held = dict(zip(found.groups, found.classes[0, 0].tolist(), strict=True))
    return int(classes[0, 0]), held, found.findings


def test_classes_of_streams_by_largest_remainder():
    total, held, _ = streamed("", {"P": 70, "Q": 50, "R": 60})  # 4 classes: 1.56, 1.11, 1.33
    assert (total, held) == (4, {("mode1", "tibetan"): 2, ("mode2", "yi"): 1})


def test_a_school_with_a_stream_teaches_all_its_pupils_in_it():
    total, held, _ = streamed("mode1", {"P": 60, "Q": 20, "R": 60})
    # Pupils of the Mandarin village join the most common language of the school.
    assert (total, held) == (4, {("mode1", "tibetan"): 3, ("mode1", "yi"): 1})
    total, held, _ = streamed("mandarin", {"P": 60, "Q": 20})
    assert (total, held) == (3, {})


def test_pupils_without_a_class_of_their_language_are_named():
    _, held, (few,) = streamed("", {"P": 4, "R": 100})
    assert held == {("mode1", "tibetan"): 0}
    assert few.message.say("en").startswith("4 pupils of mother-tongue streams at 1 schools")
    assert few.ids == ("A",)
    _, held, (dumb,) = streamed("", {"S": 30, "R": 30})
    assert held == {}
    assert "30 pupils of 1 schools are in a mother-tongue stream" in dumb.message.say("en")
    _, held, (dumb,) = streamed("mode2", {"S": 30})
    assert held == {}
    assert dumb.ids == ("A",)


def test_a_stage_offered_to_nobody_needs_no_lessons():
    world = tiny_instance(
        units=[("V1", "lower", 30, "A")], sites=[{"id": "A"}], trips={("V1", "A", "walk"): 10}
    )
    plan = tiny_plan(world)
    assert plan.sites[0].classes == {"lower": 3, "upper": 1}
    found = school_classes(world, plan, account(world, plan).pupils)
    assert found.tolist() == [[3, 0, 0]]


def test_leaders_care_and_support_posts():
    staff, _ = assembled()
    assert staff.school_id == ("A", "B", "C")
    assert staff.school_classes.tolist() == [[3, 1, 3], [1, 0, 0], [0, 0, 0]]
    # A: 110/19 + 60/13.5 = 10.2 by pupils, 7 classes by 1.7 = 11.9.
    assert staff.school_posts.tolist() == [12, 2, 0]
    assert staff.school_leaders.tolist() == [2, 1, 0]
    # Of A's posts 0.43 are junior: 9 % and 15 % weigh to 11.6 %, of 12 posts 1.39.
    assert staff.school_support.tolist() == [1, 0, 0]


@pytest.mark.parametrize(
    ("kind", "pupils", "posts", "ceiling"),
    [
        ("primary", (100, 90, 0), 100, 9),
        ("junior", (0, 0, 200), 100, 15),
        ("nine_year", (95, 95, 135), 100, 12),  # 10 posts of either
        ("junior", (0, 0, 0), 20, 3),
        ("primary", (50, 0, 0), 11, 0),
        ("primary", (50, 0, 0), 12, 1),
    ],
)
def test_support_ceiling(kind, pupils, posts, ceiling):
    assert support_ceiling(scenario_with(), kind, np.array(pupils), posts) == ceiling


def test_places_hold_posts_and_a_spare_share_or_who_follows_the_pupils():
    scenario = scenario_with(spare_places_share=0.1)
    assert places(scenario, 10, 0, 0) == 11
    assert places(scenario, 12, 0, 0) == 14
    assert places(scenario, 2, 1, 4) == 5
    assert places(scenario, 10, 13, 0) == 13


@given(
    st.lists(st.tuples(*[st.integers(0, 9)] * 3), min_size=1, max_size=4),
    st.integers(0, 2**16),
    st.floats(0, 1),
)
def test_need_is_classes_times_the_table_whatever_the_streams(classes, seed, share):
    rng = np.random.default_rng(seed)
    groups = (("mode1", "tibetan"), ("mode1", "yi"), ("mode2", "yi"))
    held = np.array(classes, dtype=np.int64)
    parts = np.zeros((*held.shape, 3), dtype=np.int64)
    for s, g in np.ndindex(*held.shape):
        parts[s, g] = rng.multinomial(held[s, g], [0.3, 0.2, 0.2, 0.3])[:3]
    streams = StreamClasses(groups, parts, ())
    need = periods_needed(
        CURRICULUM, scenario_with(bilingual_share=share), held, streams, ("tibetan", "yi")
    )
    assert (need.periods > 0).all()
    rows = list(zip(need.school, need.stage, need.subject, need.language, strict=True))
    assert rows == sorted(set(rows))
    asked = np.zeros((len(held), 3, len(CURRICULUM.subject_ids)))
    np.add.at(asked, (need.school, need.stage, need.subject), need.periods)
    tongue, labour, care = (CURRICULUM.index(q) for q in ("mother_tongue", "labour", "class_care"))
    spoken = parts.sum(axis=2)
    taken = spoken * CURRICULUM.periods[tongue]
    for q, table in enumerate(CURRICULUM.periods):
        wanted = held * table
        if q == tongue:
            wanted = taken
        elif q == labour:
            wanted = held * table - taken
        elif q == care:
            wanted = held * 2.0
        np.testing.assert_allclose(asked[:, :, q], wanted, atol=1e-9)
    lessons = np.delete(asked, care, axis=2).sum(axis=2)
    np.testing.assert_allclose(lessons, held * CURRICULUM.weekly, atol=1e-9)
    # Mandarin and English are never asked for in another language; mode 2 only its tongue.
    languages = {
        CURRICULUM.subject_ids[q]
        for q, n in zip(need.subject, need.language, strict=True)
        if n >= 0
    }
    assert not languages & {"chinese", "english", "class_care"}
    if not parts[:, :, :2].any():
        assert languages <= {"mother_tongue"}
