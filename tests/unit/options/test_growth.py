"""Schools that grow in kind: where they may, what that costs, and a point worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest
from option_worlds import asked, assembled, small_county

from planner.accounts import annuity
from planner.audit import audit_plan
from planner.county.dictionary import KINDS, STAGES
from planner.instance import FORBIDDEN_BY
from planner.kinds import grown_kinds, stages_offered
from planner.programme.solve import search

BOTH = ("primary", "nine_year")


def grows(school, status="existing", **schools):
    """Return what one school with room for six more classes may grow to."""
    said = {"can_expand_classrooms": 6, "status": status} | school
    county = small_county({"V1": {"lower": 1}}, {"S1": said})
    found = grown_kinds(county, asked(schools={"may_grow_to": BOTH} | schools))
    return [KINDS[k] for k in np.flatnonzero(found[0])]


def test_a_school_grows_one_step_to_a_kind_that_the_scenario_names():
    steps = {"teaching_point": "primary", "primary": "nine_year", "junior": "nine_year"}
    for kind, larger in steps.items():
        assert grows({"kind": kind}) == [larger]
        assert grows({"kind": kind}, may_grow_to=()) == []
        assert grows({"kind": kind}, may_grow_to=[larger]) == [larger]
        (other,) = set(BOTH) - {larger}
        assert grows({"kind": kind}, may_grow_to=[other]) == []
    assert grows({"kind": "nine_year"}) == []
    assert grows({}, status="candidate") == []


def test_a_building_of_condition_d_never_grows():
    assert [grows({"condition": c}) for c in ("A", "B", "C", "D", "")] == [
        ["nine_year"],
        ["nine_year"],
        ["nine_year"],
        [],
        ["nine_year"],
    ]


def test_a_school_grows_where_there_is_or_may_be_a_room_for_each_stage():
    point = {"kind": "teaching_point", "classrooms": 1, "can_expand_classrooms": 0}
    assert grows(point) == []
    assert grows(point | {"can_expand_classrooms": 1}) == ["primary"]
    assert grows(point | {"classrooms": 2}) == ["primary"]
    assert grows(point | {"can_expand_classrooms": float("nan")}) == []
    assert grows(point, new_classrooms_per_school=1) == ["primary"]
    assert grows(point | {"can_expand_classrooms": 1}, new_classrooms_per_school=0) == []


def test_a_school_that_is_to_close_or_stay_as_it_is_does_not_grow():
    assert grows({}, close=["S1"]) == []
    assert grows({}, keep_all=True) == []
    # To stay open is not to stay small.
    assert grows({}, keep=["S1"]) == ["nine_year"]
    assert grows({"parent_support_share": 0.1}) == ["nine_year"]


def test_stages_offered_are_those_of_any_kind_that_a_site_may_have():
    schools = {
        "S1": {"kind": "teaching_point", "can_expand_classrooms": 1},
        "S2": {"kind": "junior", "condition": "D"},
        "S3": {"kind": "teaching_point", "status": "candidate"},
    }
    county = small_county({"V1": {"lower": 1}}, schools)
    as_today = [[True, False, False], [False, False, True], [True, False, False]]
    assert stages_offered(county, asked()).tolist() == as_today
    both = stages_offered(county, asked(schools={"may_grow_to": BOTH}))
    assert both.tolist() == [[True, True, False], *as_today[1:]]


def valley(point=None, trips=None, **options):
    """V1 lives by the primary S1, V2 by the point S2, whose twelve of grades 4-6 board at S1."""
    county = small_county(
        {"V1": {"lower": 10, "upper": 20}, "V2": {"lower": 10, "upper": 12}},
        {
            "S1": {"beds": 12, "can_board": 1},
            "S2": {"kind": "teaching_point", "classrooms": 1, "can_expand_classrooms": 1}
            | (point or {}),
        },
        [
            ("V1", "lower", "S1", 10, "walk"),
            ("V1", "upper", "S1", 20, "walk"),
            ("V2", "lower", "S2", 10, "walk"),
            ("V2", "upper", "S1", 12, "board"),
        ],
    )
    ways = {
        ("V1", "S1", "lower", "walk"): 10,
        ("V1", "S1", "upper", "walk"): 10,
        ("V2", "S2", "lower", "walk"): 15,
        ("V2", "S2", "upper", "walk"): 15,
        ("V2", "S1", "upper", "board"): 60,
    }
    said = {
        "schools": {"may_grow_to": ["primary"], "may_reduce": False} | options.pop("schools", {}),
        "costs": {
            "open_yuan": {"teaching_point": 50_000, "primary": 90_000},
            "classroom_place_yuan": 1_000,
            "teacher_yuan": 0,
            "revenue_floor_pupils": 0,
        },
        "objective": [{"minimise": "annual_cost_yuan"}],
        "solver": {"mip_gap": 0},
    }
    return assembled(county, ways | (trips or {}), **(said | options)).instance


TODAY_YUAN = 90_000 + 50_000 + 2 * 36_000 + 12 * (600 - 300) - 52 * 720
"""Two schools, two carers, twelve boarders, the funds of 52 pupils: 178,160 yuan a year."""
GROWN_YUAN = 2 * 90_000 - 52 * 720 + 45 * 1_000 * annuity(0.03, 40)
"""Two complete primaries, nobody boards, and a room of 45 places over 40 years: 144,506.81."""


def solved(instance):
    """Return the least annual cost and the kind of S2, audited."""
    found = search(instance)
    assert found.outcome.status == "optimal"
    assert audit_plan(instance, found.plan, found.outcome) == ()
    return found.outcome.tiers[0].value, found.plan.sites[1]


def test_a_point_that_grows_is_the_optimum_worked_out_by_hand():
    value, point = solved(valley())
    assert (point.kind, point.classrooms_added) == ("primary", 1)
    assert point.classes == {"lower": 1, "upper": 1}
    assert value == pytest.approx(GROWN_YUAN, abs=1e-6) == pytest.approx(144_506.81, abs=0.01)


@pytest.mark.parametrize(
    ("point", "schools"),
    [
        ({}, {"may_grow_to": []}),
        ({}, {"may_grow_to": ["nine_year"]}),
        ({"condition": "D"}, {}),
        ({"can_expand_classrooms": 0}, {}),
        ({}, {"keep_all": True}),
        # One pupil more than the grounds hold.
        ({"max_pupils": 21.0}, {}),
    ],
)
def test_where_it_may_not_grow_the_pupils_go_on_to_board(point, schools):
    value, school = solved(valley(point, schools=schools))
    assert (school.kind, value) == ("teaching_point", pytest.approx(TODAY_YUAN))


def test_a_school_that_grows_costs_its_larger_kind_and_never_less_than_today():
    prices = [valley({"open_yuan": own}).site_kind_open_yuan[1] for own in (60_000.0, 95_000.0)]
    point, primary = KINDS.index("teaching_point"), KINDS.index("primary")
    assert [[p[point], p[primary]] for p in prices] == [[60_000, 90_000], [95_000, 95_000]]


def test_streams_hold_for_the_stage_that_is_added():
    """Pupils taught in their mother tongue at S1 do not go over to a point that lacks it."""
    county = small_county(
        {"V2": {"lower": 3, "upper": 4, "stream": "mode1"}},
        {
            "S1": {"stream": "mode1"},
            "S2": {"kind": "teaching_point", "classrooms": 2, "stream": "mandarin"},
        },
        [("V2", "upper", "S1", 4, "walk"), ("V2", "lower", "S2", 3, "walk")],
    )
    ways = {("V2", j, "upper", "walk"): n for j, n in (("S1", 30), ("S2", 5))}
    found = assembled(
        county, ways | {("V2", "S2", "lower", "walk"): 5}, schools={"may_grow_to": ["primary"]}
    ).instance
    rows = zip(found.option_stage, found.option_site, found.option_forbidden, strict=True)
    codes = {(STAGES[g], found.site_id[j]): FORBIDDEN_BY[n] for g, j, n in rows}
    assert codes == {("lower", "S2"): "", ("upper", "S1"): "", ("upper", "S2"): "stream"}


def test_growth_makes_nobody_reachable_so_that_it_forces_nothing():
    """V3's pupils of grades 4-6 could reach only the point, were it to grow."""
    world = valley()
    assert world.reachable.all()
    only_point = world.option_site[world.option_unit == 3] == 1
    kept = np.ones(len(world.option_unit), dtype=bool)
    kept[np.flatnonzero(world.option_unit == 3)[~only_point]] = False
    parts = {n: getattr(world, n)[kept] for n in vars(world) if n.startswith("option_")}
    cut_off = replace(world, **parts)
    assert cut_off.reachable.tolist() == [True, True, True, False]
    value, school = solved(cut_off)
    # Nobody asks that they be served: growing for them would only cost.
    assert school.kind == "teaching_point"
    assert value == pytest.approx(TODAY_YUAN - 72_000 - 12 * 300 + 12 * 720)
