"""Each rule of a staffing plan, broken by a number in a world of two or three schools."""

from dataclasses import replace

import pytest
from staff_worlds import tiny_staff, tiny_staff_plan

from planner.audit.staffing import STAFF_RULES, audit_staffing, staff_violations
from planner.plan import Outcome, TierResult
from planner.teachers.counts import persons
from planner.teachers.figures import move_minutes, qualified_spread, short_posts, staff_tier_value

TWO = [{"id": "A"}, {"id": "B"}]
MATHS = ("A", "lower", "maths")


def broken(of, plan):
    return [(v.rule, v.ids, v.by, v.unit) for v in staff_violations(of, plan)]


def of(staff, schools=TWO, needs=(), minutes=None, subjects=None, most_hires=0, **staffing):
    near = {("A", "B"): 20} if minutes is None else minutes
    options = {"staffing": staffing}
    return tiny_staff(schools, staff, needs, near, subjects, options, most_hires=most_hires)


def one_at(school, **more):
    """Return two schools of which that one has the given posts."""
    return [{"id": "A"}, {"id": "B"} | more] if school == "B" else [{"id": "A"} | more, {"id": "B"}]


def lessons(how, by, periods, need=MATHS):
    return [(need, how, by, periods)]


AT_B = ("B", "lower", "maths")
AWAY = ("B", "primary", "maths", "")
NEED = [(*MATHS, 40), ("B", "lower", "maths", 8)]

CASES = {
    "supply": (
        lambda: of([("A", "maths", 3)]),
        {"go": [("A.maths", "A", "teach", 2)]},
        ("supply", ("A.maths", "A"), 1, "persons"),
    ),
    "supply appears": (
        lambda: of([("A", "maths", 3)]),
        {"go": [("A.maths", "A", "teach", 3), ("A.maths", "B", "teach", 2)]},
        ("supply", ("A.maths", "A"), 2, "persons"),
    ),
    "role": (
        lambda: of([{"school": "A", "post": "management", "count": 2}]),
        {"go": [("A.management", "A", "teach", 2)]},
        ("role", ("A.management",), 2, "persons"),
    ),
    "limits": (
        lambda: of([("A", "maths")], minutes={("A", "B"): 61}),
        {"go": [("A.maths", "B", "teach", 1)]},
        ("limits", ("A.maths", "B"), 1, "minutes"),
    ),
    "limits without a way": (
        lambda: of([("A", "maths")], minutes={}),
        {"go": [("A.maths", "B", "teach", 1)]},
        ("limits", ("A.maths", "B"), 1, "persons"),
    ),
    "limits of a closed school": (
        lambda: of([("B", "maths", 2)], one_at("B", open=False)),
        {},
        ("limits", ("B.maths", "B"), 2, "persons"),
    ),
    "out of an open school": (
        lambda: of([("A", "maths", 2)]),
        {"go": [("A.maths", "A", "teach", 1), ("A.maths", "", "no_place", 1)]},
        ("out", ("A.maths", "A"), 1, "persons"),
    ),
    "out by retirement that is not offered": (
        lambda: of([{"school": "A", "post": "management", "may_retire": True}]),
        {"go": [("A.management", "", "retire", 1)]},
        ("out", ("A.management", "A"), 1, "persons"),
    ),
    "out though they may retire": (
        lambda: of([{"school": "A", "post": "management", "may_retire": True}], retirement=True),
        {"go": [("A.management", "", "no_place", 1)]},
        ("out", ("A.management", "A"), 1, "persons"),
    ),
    "places": (
        lambda: of([("A", "maths", 3)], one_at("B", places=1)),
        {"go": [("A.maths", "B", "teach", 3)]},
        ("places", ("B",), 2, "persons"),
    ),
    "leaders": (
        lambda: of([{"school": "A", "post": "management", "count": 3}], one_at("A", leaders=1)),
        {},
        ("leaders", ("A",), 2, "persons"),
    ),
    "carers": (
        lambda: of([{"school": "A", "post": "boarding_care", "count": 3}], one_at("B", carers=1)),
        {"go": [("A.boarding_care", "B", "care", 3)]},
        ("carers", ("B",), 2, "persons"),
    ),
    "support": (
        lambda: of([{"school": "A", "post": "support", "count": 2}], one_at("B", support=1)),
        {"go": [("A.support", "B", "support", 2)]},
        ("support", ("B",), 1, "persons"),
    ),
    "rooms": (
        lambda: of([("A", "maths", 3)], one_at("B", rooms=2), minutes={("A", "B"): 120}),
        {"go": [("A.maths", "B", "teach", 3)]},
        ("rooms", ("B",), 1, "persons"),
    ),
    "may_teach": (
        lambda: of([("A", "art")], needs=[(*MATHS, 5)]),
        {"lessons": lessons("own", "A.art", 5)},
        ("may_teach", ("A", "maths", "A"), 5, "periods"),
    ),
    "may_teach from elsewhere without a circuit": (
        lambda: of([("B", "maths")], needs=[(*MATHS, 5)]),
        {"lessons": lessons("own", "B.maths", 5)},
        ("may_teach", ("A", "maths", "B"), 5, "periods"),
    ),
    "lessons": (
        lambda: of([("A", "maths", 2)], needs=[(*MATHS, 40)]),
        {"lessons": lessons("own", "A.maths", 35)},
        ("lessons", ("A", "primary", "maths"), 3, "periods"),
    ),
    "cover": (
        lambda: of([("A", "maths", 3)], needs=[(*MATHS, 40)]),
        {"lessons": lessons("own", "A.maths", 42)},
        ("cover", ("A", "lower", "maths"), 2, "periods"),
    ),
    "circuit minutes": (
        lambda: of(
            [("A", "maths")], needs=NEED, minutes={("A", "B"): 31}, circuits={"max_minutes": 30}
        ),
        {"lessons": lessons("circuit", "A.maths", 6, AT_B)},
        ("circuit", ("A", "B"), 1, "minutes"),
    ),
    "circuit_posts": (
        lambda: of([("A", "maths", 4)], needs=NEED, circuits={"max_minutes": 30, "max_posts": 0}),
        {"lessons": lessons("circuit", "A.maths", 8, AT_B)},
        ("circuit_posts", (), 0.5, "posts"),
    ),
    "online": (
        lambda: of([("A", "maths", 2)], needs=NEED, subjects={"maths": {"online": True}}),
        {
            "lessons": [
                (MATHS, "own", "A.maths", 4),
                (("B", "lower", "maths"), "online", None, 4),
            ]
        },
        ("online", ("B", "maths"), 4, "periods"),
    ),
    "online by nobody": (
        lambda: of([], one_at("B", point=True), NEED, subjects={"maths": {"online": True}}),
        {"lessons": [(("B", "lower", "maths"), "online", None, 4)]},
        ("online", ("lower", "maths"), 4, "periods"),
    ),
    "hires": (
        lambda: of([("A", "maths")], most_hires=1),
        {"hires": [(*AWAY, 3)]},
        ("hires", (), 2, "posts"),
    ),
    "hires of a subject": (
        lambda: of([("A", "maths")], subjects={"maths": {"most_hires": 1}}, most_hires=9),
        {"hires": [(*AWAY, 3)]},
        ("hires", ("maths",), 2, "posts"),
    ),
    "rotation": (
        lambda: of(
            [{"school": "A", "subject": "maths", "count": 4, "rotates": True}], rotation_share=0.5
        ),
        {},
        ("rotation", (), 2, "persons"),
    ),
    "no_forced_exit": (
        lambda: of([{"school": "A", "post": "management", "count": 2}], no_forced_exit=True),
        {"go": [("A.management", "", "no_place", 2)]},
        ("no_forced_exit", ("A.management",), 2, "persons"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_rule_is_broken_by_its_number(name):
    world, decisions, expected = CASES[name]
    world = world()
    assert broken(world, tiny_staff_plan(world, **decisions)) == [expected]


def test_every_rule_is_broken_by_some_case():
    assert {expected[0] for _, _, expected in CASES.values()} == {name for name, _ in STAFF_RULES}


def test_limits_are_inclusive():
    world = of(
        [("A", "maths", 2), ("B", "maths")],
        one_at("B", rooms=1, places=2),
        [(*MATHS, 16), ("B", "lower", "maths", 16)],
        minutes={("A", "B"): 60},
        circuits={"max_minutes": 60, "away_share": 1, "lost_share": 0, "max_posts": 1},
        hires={"budget_yuan": 120_000},
        most_hires=1,
    )
    plan = tiny_staff_plan(
        world,
        go=[("A.maths", "A", "teach", 1), ("A.maths", "B", "teach", 1)],
        lessons=[(MATHS, "circuit", AWAY, 16), (("B", "lower", "maths"), "own", AWAY, 16)],
        hires=[("B", "primary", "maths", "", 1)],
    )
    assert broken(world, plan) == []


def test_a_hire_over_the_money():
    world = of([("A", "maths")], most_hires=9, hires={"budget_yuan": 300_000})
    plan = tiny_staff_plan(world, hires=[(*AWAY, 3)])
    assert broken(world, plan) == [("hires", (), 60_000, "yuan")]


def rotates(count, **more):
    return {"school": "A", "subject": "maths", "count": count, "rotates": True} | more


def test_rotation_is_cut_to_what_can_be():
    far = of([rotates(4)], minutes={}, rotation_share=0.5)
    assert broken(far, tiny_staff_plan(far)) == []
    full = of([rotates(4)], one_at("B", places=1), rotation_share=0.5)
    assert broken(full, tiny_staff_plan(full)) == [("rotation", (), 1, "persons")]
    gone = tiny_staff_plan(full, [("A.maths", "A", "teach", 3), ("A.maths", "B", "teach", 1)])
    assert broken(full, gone) == []


def test_two_may_change_places_for_rotation():
    staff = [rotates(1, id="a"), rotates(1, id="b", school="B")]
    places = [{"id": "A", "places": 1}, {"id": "B", "places": 1}]
    world = of(staff, places, rotation_share=1)
    assert broken(world, tiny_staff_plan(world)) == [("rotation", (), 2, "persons")]
    assert (
        broken(world, tiny_staff_plan(world, [("a", "B", "teach", 1), ("b", "A", "teach", 1)]))
        == []
    )


def test_some_of_those_who_rotate_are_backbone_teachers():
    staff = [rotates(3, id="plain"), rotates(1, id="lead", backbone=True)]
    world = of(staff, rotation_share=0.5, rotation_backbone_share=0.5)
    plain = [("plain", "A", "teach", 1), ("plain", "B", "teach", 2)]
    assert broken(world, tiny_staff_plan(world, plain)) == [("rotation", (), 1, "persons")]
    both = [("plain", "A", "teach", 2), ("plain", "B", "teach", 1), ("lead", "B", "teach", 1)]
    assert broken(world, tiny_staff_plan(world, both)) == []


def test_a_plan_of_unknown_things_is_not_counted():
    world = of([("A", "maths")], needs=[(*MATHS, 5)])
    plan = tiny_staff_plan(world, lessons=lessons("own", "A.maths", 5))
    posting, given = plan.postings[0], plan.lessons[0]
    wrong = [
        ("unknown_type", {"postings": (replace(posting, type_id="Z"),)}),
        ("unknown_role", {"postings": (replace(posting, role="rests"),)}),
        ("not_from_there", {"postings": (replace(posting, from_school="B"),)}),
        ("no_school", {"postings": (replace(posting, to_school=""),)}),
        ("a_school", {"postings": (replace(posting, role="no_place"),)}),
        ("unknown_school", {"postings": (replace(posting, to_school="Z"),)}),
        ("not_count", {"postings": (replace(posting, count=0),)}),
        ("not_count", {"postings": (replace(posting, count=1.0),)}),
        ("no_need", {"lessons": (replace(given, stage="junior"),)}),
        ("unknown_how", {"lessons": (replace(given, how="by post"),)}),
        ("unknown_band", {"lessons": (replace(given, band=""),)}),
        ("unknown_subject", {"lessons": (replace(given, by_subject="chess"),)}),
        ("unknown_language", {"lessons": (replace(given, by_language="latin"),)}),
        ("online_giver", {"lessons": (replace(given, how="online"),)}),
        ("not_periods", {"lessons": (replace(given, periods=float("nan")),)}),
    ]
    for what, parts in wrong:
        found = audit_staffing(world, replace(plan, **parts))
        assert [f.message.key for f in found] == [f"staffing_audit.form.{what}"]
        assert found[0].say("zh") != found[0].say("en")


def test_the_claims_of_a_search_are_held_to_the_plan():
    world = of(
        [("A", "maths")], needs=[(*MATHS, 20)], objective=[{"minimise": "uncovered_periods"}]
    )
    plan = tiny_staff_plan(world, lessons=lessons("own", "A.maths", 16))

    def keys(**tier):
        said = {"name": "uncovered_periods", "value": 4.0, "best_bound": 4.0, "gap": 0.0} | tier
        outcome = Outcome("optimal", (TierResult(**said),), "proof")
        return [f.message.key.rsplit(".", 1)[1] for f in audit_staffing(world, plan, outcome)]

    assert keys() == []
    assert keys(value=3.0, reached=4.0) == ["value"]
    assert keys(best_bound=5.0) == ["bound"]
    assert keys(best_bound=3.0, gap=0.25) == ["not_optimal"]
    assert keys(best_bound=3.0) == ["gap", "not_optimal"]
    assert keys(name="hires") == ["order"]


def test_short_posts_of_each_sort():
    world = tiny_staff(
        [{"id": "A", "leaders": 2, "carers": 2}, {"id": "B", "open": False}],
        [
            ("A", "maths"),
            {"id": "w", "school": "A", "post": "boarding_care", "female": 1, "count": 2},
            {"id": "m", "school": "B", "post": "boarding_care", "female": 0},
        ],
        minutes={("A", "B"): 20},
        scenario={"staff": {"min_posts": 3}},
        most_hires=1,
    )
    plan = tiny_staff_plan(
        world, [("m", "", "no_place", 1)], hires=[("A", "primary", "maths", "", 1)]
    )
    # 1 teacher and 1 hire of 3, no leader of 2, two women and no man though B has one today.
    assert short_posts(world, plan, persons(world, plan)).tolist() == [[1, 2, 1], [0, 0, 0]]
    assert staff_tier_value(world, plan, "short_posts") == 4


def test_moves_count_their_minutes_twice_out_of_the_township():
    world = of([("A", "maths", 5)], one_at("B", township="T2"), minutes={("A", "B"): 25})
    plan = tiny_staff_plan(world, [("A.maths", "A", "teach", 2), ("A.maths", "B", "teach", 3)])
    assert move_minutes(world, persons(world, plan)) == 3 * (25 + 10) * 2


def test_the_spread_of_qualified_teachers():
    staff = [{"school": "A", "subject": "maths", "count": 2, "qualified": True}, ("B", "maths")]
    world = of(staff, [{"id": "A", "pupils": (60, 0, 0)}, {"id": "B", "pupils": (40, 0, 0)}])
    at_a = tiny_staff_plan(world)
    # 2 per 100 pupils: A has 2 of 60, 3.33; B none: 0.6 x 1.33 + 0.4 x 2
    assert qualified_spread(world, persons(world, at_a)) == pytest.approx(1.6)
    shared = tiny_staff_plan(world, [("A.maths", "A", "teach", 1), ("A.maths", "B", "teach", 1)])
    assert qualified_spread(world, persons(world, shared)) == pytest.approx(0.6 / 3 + 0.4 / 2)
