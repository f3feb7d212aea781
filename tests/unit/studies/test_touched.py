"""Whose day differs between two plans: parts that move, not the whole of a village."""

from dataclasses import replace
from pathlib import Path

from worlds import tiny_instance, tiny_plan

from planner.dossier.alternatives import examined_by_search
from planner.plan import Assignment
from planner.studies.closing import explain_rows
from planner.studies.explain import Explanation
from planner.studies.finished import Finished
from planner.studies.opposite import Opposite
from planner.studies.touched import touched
from planner.studies.words import explained

WORLD = tiny_instance(
    units=[("V1", "junior", 9, "S1"), ("V2", "lower", 4, "S1")],
    sites=[{"id": "S1", "kind": "nine_year", "beds": 9}, {"id": "S2"}],
    trips={
        ("V1", "S1", "ride"): 28,
        ("V1", "S1", "board"): 26,
        ("V2", "S1", "walk"): 10,
        ("V2", "S2", "walk"): 20,
        ("V2", "S2", "ride"): 15,
    },
    scenario={"travel": {"protect": "none"}},
)


def split(**ways):
    """Return a plan by hand: pupils of V1 and of V2 by school and mode."""
    stage = {"V1": "junior", "V2": "lower"}
    rows = [
        Assignment(v, stage[v], "S1", school, mode, n)
        for v, parts in ways.items()
        for (school, mode), n in parts.items()
    ]
    plan = tiny_plan(WORLD, go={"V1": ("S1", "ride"), "V2": ("S1", "walk")})
    return replace(plan, assignments=tuple(rows))


def moved(before, after):
    found = touched(WORLD, split(**before), split(**after))
    return [(t.village, t.pupils, t.before, t.after) for t in found]


RIDE, BOARD, WALK = ("S1", "ride"), ("S1", "board"), ("S1", "walk")


def test_of_a_village_split_otherwise_only_those_who_move_are_counted():
    assert moved({"V1": {RIDE: 9}}, {"V1": {RIDE: 8, BOARD: 1}}) == [("V1", 1, RIDE, BOARD)]
    assert moved({"V1": {RIDE: 4, BOARD: 5}}, {"V1": {RIDE: 7, BOARD: 2}}) == [
        ("V1", 3, BOARD, RIDE)
    ]
    assert moved({"V1": {RIDE: 8, BOARD: 1}}, {"V1": {RIDE: 8, BOARD: 1}}) == []


def test_who_can_keep_the_school_changes_the_mode_alone():
    """Paired by size alone, the three of S1 would all go to S2."""
    before = {"V2": {WALK: 3, ("S2", "walk"): 2}}
    after = {"V2": {("S1", "ride"): 2, ("S2", "ride"): 3}}
    assert moved(before, after) == [
        ("V2", 2, WALK, ("S1", "ride")),
        ("V2", 2, ("S2", "walk"), ("S2", "ride")),
        ("V2", 1, WALK, ("S2", "ride")),
    ]


def test_whom_the_opposite_does_not_place_loses_the_school():
    found = touched(WORLD, split(V2={WALK: 4}), split(V2={WALK: 1}))
    assert [(t.pupils, t.before, t.after, t.minutes_before) for t in found] == [
        (3, WALK, ("", ""), 10.0)
    ]


def told(before, after):
    """Return a run with such an opposite, explained."""
    plans = split(**before), split(**after)
    run = Finished(
        Path("run"),
        WORLD,
        plans[0],
        gaps={},
        names={"S1": "甲校", "S2": "乙校", "V1": "桥头村", "V2": "河口村"},
        townships={},
        scenario="tiny",
        status="optimal",
    )
    other = Opposite("worse", True, (), {}, touched(WORLD, *plans), plan=plans[1])
    return run, Explanation("school", "S1", "", "keep", ("worse",), 13, other)


def test_the_words_the_table_and_the_papers_tell_the_same_figures():
    run, found = told(
        {"V1": {RIDE: 9}, "V2": {WALK: 4}}, {"V1": {RIDE: 4, BOARD: 5}, "V2": {("S2", "walk"): 4}}
    )
    said = [line.say("en") for line in explained(run, found)]
    assert said[-3:] == [
        "    touches 9 pupils of 2 villages:",
        "      桥头村, grades 7–9, 5 pupils: 甲校 (by bus, 28 min) → 甲校 (boarding, 26 min)",
        "      河口村, grades 1–3, 4 pupils: 甲校 (on foot, 10 min) → 乙校 (on foot, 20 min)",
    ]
    (row,) = explain_rows(run, [found])
    assert (row["villages_touched"], row["pupils_touched"]) == (2, 9)
    papers = examined_by_search(run, found)
    assert (papers.villages, str(papers.pupils)) == (2, "9")
    assert [(i.village, str(i.pupils)) for i in papers.instead] == [
        ("桥头村", "5"),
        ("河口村", "4"),
    ]


def test_papers_do_not_tell_that_a_small_group_is_two():
    """Two of V2 walk to S1: were both shown to part, a reader would know there are two."""
    after = {"V2": {("S2", "walk"): 1, ("S2", "ride"): 1, WALK: 0}}
    papers = examined_by_search(*told({"V2": {WALK: 2}}, after))
    assert [str(i.pupils) for i in papers.instead] == ["<3"]
    assert (papers.pupils.low, papers.pupils.high) == (1, 2)
