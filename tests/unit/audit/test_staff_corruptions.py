"""The audit of a staffing run finds whatever is changed in its files, and says what."""

import csv
import json
from dataclasses import replace

import numpy as np
import pytest
from staff_worlds import tiny_staff, tiny_staff_plan

from planner.audit.staffing.files import audit_staffing_files
from planner.manifest import staffing_part
from planner.plan import Outcome, TierResult
from planner.reports.staff_tables import staff_tables
from planner.reports.tables import write_csv
from planner.teachers.figures import staff_tier_value
from planner.teachers.files import read_staff_plan

HIRED = ("A", "primary", "yi_lessons", "yi")
"""Hired to teach in Yi at A."""


def world():
    """Return four schools: A large, B closed, P a point 20 min from A, F beyond every limit.

    B --25-- A --20-- P          A --200-- F
    4 maths, 1 art at A; 1 maths at B (follows to A); 1 lodger of F, who stays.
    Managers: A keeps one, B's has no post: without a place, though too young to retire.
    """
    return tiny_staff(
        schools=[
            {"id": "A", "pupils": (120, 0, 0), "places": 9, "leaders": 1, "carers": 1},
            {"id": "B", "open": False, "township": "T2"},
            {"id": "F", "places": 2, "pupils": (5, 0, 0)},
            {"id": "P", "point": True, "pupils": (9, 0, 0), "places": 1},
        ],
        staff=[
            ("A", "maths", 4),
            {"school": "A", "subject": "art", "qualified": True},
            ("B", "maths"),
            ("F", "maths"),
            {"school": "A", "post": "management"},
            {"school": "B", "post": "management"},
            {"school": "A", "post": "boarding_care", "female": 1},
        ],
        needs=[
            ("A", "lower", "maths", 60),
            ("A", "lower", "art", 8),
            ("A", "lower", "yi_lessons", 10, "yi"),
            ("F", "lower", "maths", 20),
            ("P", "lower", "maths", 6),
            ("P", "lower", "art", 4),
        ],
        minutes={("A", "B"): 25, ("A", "P"): 20, ("A", "F"): 200, ("B", "P"): 45},
        subjects={"maths": {"priority": True}, "art": {"online": True}},
        scenario={
            "costs": {"teacher_yuan": 100_000},
            "staffing": {
                "retirement": True,
                "circuits": {"max_minutes": 20, "max_posts": 1},
                "hires": {"budget_yuan": 150_000},
            },
        },
        most_hires=2,
    )


def best(of):
    """Return the plan by hand: 60 of 60 and 6 of 6 maths, F lacks 4."""
    return tiny_staff_plan(
        of,
        go=[("B.maths", "A", "teach", 1), ("B.management", "", "no_place", 1)],
        lessons=[
            (("A", "lower", "maths"), "own", "A.maths", 60),
            (("A", "lower", "art"), "own", "A.art", 8),
            (("A", "lower", "yi_lessons", "yi"), "hire", HIRED, 10),
            (("F", "lower", "maths"), "own", "F.maths", 16),
            (("P", "lower", "maths"), "circuit", "A.maths", 6),
            (("P", "lower", "art"), "online", None, 2),
        ],
        hires=[(*HIRED, 1)],
    )


def outcome_of(of, plan):
    values = [
        (t.minimise, staff_tier_value(of, plan, t.minimise)) for t in of.scenario.staffing.objective
    ]
    return Outcome("optimal", tuple(TierResult(n, v, v, 0.0) for n, v in values), "proof")


@pytest.fixture
def run(tmp_path):
    of = world()
    plan = best(of)
    outcome = outcome_of(of, plan)
    of.save(tmp_path / "staff_instance.npz")
    for name, table in staff_tables(of, plan).items():
        write_csv(table, tmp_path / f"{name}.csv")
    part = staffing_part(outcome, audit=(), rounds=(), supply={})
    (tmp_path / "manifest.json").write_text(json.dumps({"staffing": part}), "utf-8")
    return tmp_path


def change(run, file, where, **cells):
    """Set cells of the one row that holds all of `where`; without cells the row goes."""
    path = run / f"{file}.csv"
    with path.open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source))
    columns = list(rows[0])
    (row,) = [r for r in rows if where.items() <= r.items()]
    if cells:
        row.update(cells)
    else:
        rows.remove(row)
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.DictWriter(target, columns)
        writer.writeheader()
        writer.writerows(rows)


def amended(run, **changes):
    """Change options of the saved instance's scenario, or its arrays."""
    of = type(world()).load(run / "staff_instance.npz")
    replace(of, **changes).save(run / "staff_instance.npz")


def seen(run):
    return {(f.check, f.message.key.rsplit(".", 1)[1]) for f in audit_staffing_files(run)}


def test_a_run_in_order_passes(run):
    assert audit_staffing_files(run) == ()


def test_the_plan_is_read_back_as_it_was_written(run):
    of = world()
    back, plan = read_staff_plan(run), best(of)
    assert [replace(p, minutes=0.0) for p in back.postings] == [
        replace(p, minutes=0.0) for p in plan.postings
    ]
    assert (back.hires, back.lessons) == (plan.hires, plan.lessons)


def test_the_figures_of_the_plan_by_hand():
    of = world()
    plan = best(of)
    values = [staff_tier_value(of, plan, t.minimise) for t in of.scenario.staffing.objective]
    # F lacks 4 of 20 in maths, P 2 of 4 in art; B's teacher 25 + 10 minutes, twice as another
    # township; the qualified teacher of art is A's, 120 of 134 pupils:
    # 120/134 |1/1.2 - 100/134| + 14/134 100/134
    spread = 120 / 134 * abs(100 / 120 - 100 / 134) + 14 / 134 * 100 / 134
    assert values == [4, 6, 0, 1, 70, 1, pytest.approx(spread)]


CORRUPTIONS = {
    "a teacher vanishes": (
        lambda r: change(r, "teachers", {"type_id": "A.maths"}, count="3"),
        ("supply", "vanished"),
    ),
    "the row of a teacher vanishes": (
        lambda r: change(r, "teachers", {"type_id": "A.art"}),
        ("supply", "vanished"),
    ),
    "a teacher appears": (
        lambda r: change(r, "teachers", {"type_id": "B.maths"}, count="2"),
        ("supply", "appeared"),
    ),
    "somebody is moved too far": (
        lambda r: change(r, "teachers", {"type_id": "A.art"}, to_school_id="F", moved="1"),
        ("limits", "too_far"),
    ),
    "somebody works at a closed school": (
        lambda r: change(r, "teachers", {"type_id": "B.maths"}, to_school_id="B", moved="0"),
        ("limits", "closed"),
    ),
    "a teacher gives two loads": (
        lambda r: change(r, "lessons", {"school_id": "F"}, periods="20"),
        ("lessons", "over"),
    ),
    "lessons in a language that nobody there has": (
        lambda r: change(r, "lessons", {"subject": "yi_lessons"}, by_language=""),
        ("may_teach", "language"),
    ),
    "a subject that the teacher does not have": (
        lambda r: change(r, "lessons", {"school_id": "A", "subject": "art"}, by_subject="maths"),
        ("may_teach", "subject"),
    ),
    "a hire over the budget": (
        lambda r: change(r, "teachers", {"role": "hire"}, count="2"),
        ("hires", "budget"),
    ),
    "a circuit too long": (
        lambda r: amended(r, minutes=np.where(world().minutes == 20, 21, world().minutes)),
        ("circuit", "too_far"),
    ),
    # Five loads of 16 may give 40 away; the county may give away the 16 of one post.
    "circuits give more than half the loads away": (
        lambda r: change(r, "lessons", {"how": "circuit"}, periods="40.5"),
        ("circuit", "away"),
    ),
    "more periods on circuits than posts allowed": (
        lambda r: change(r, "lessons", {"how": "circuit"}, periods="16.5"),
        ("circuit_posts", "over"),
    ),
    "a circuit of more periods than the lessons": (
        lambda r: change(r, "circuits", {"to_school_id": "P"}, periods="8", posts="0.5"),
        ("staff_files", "figure"),
    ),
    "a circuit of other posts than its periods": (
        lambda r: change(r, "circuits", {"to_school_id": "P"}, posts="1"),
        ("staff_files", "figure"),
    ),
    "a circuit nobody goes on": (
        lambda r: change(r, "circuits", {"to_school_id": "P"}, subject="art"),
        ("staff_files", "figure"),
    ),
    "a circuit left out": (
        lambda r: change(r, "circuits", {"to_school_id": "P"}),
        ("staff_files", "figure"),
    ),
    "online lessons at a large school": (
        lambda r: amended(r, school_point=np.zeros(4, dtype=bool)),
        ("online", "no_point"),
    ),
    "online lessons above their share": (
        lambda r: change(r, "lessons", {"how": "online"}, periods="2.5"),
        ("online", "share"),
    ),
    "covered in the table where it is not": (
        lambda r: change(r, "coverage", {"school_id": "F"}, uncovered="0", own="20"),
        ("staff_files", "figure"),
    ),
    "a row of the coverage left out": (
        lambda r: change(r, "coverage", {"school_id": "F"}),
        ("staff_files", "figure"),
    ),
    "a manager retired before the age": (
        lambda r: change(r, "teachers", {"type_id": "B.management"}, role="retire"),
        ("out", "too_young"),
    ),
    "a manager more than posts": (
        lambda r: change(
            r,
            "teachers",
            {"type_id": "B.management"},
            role="manage",
            to_school_id="A",
            minutes="25",
        ),
        ("leaders", "over"),
    ),
    "a carer teaches": (
        lambda r: change(r, "teachers", {"type_id": "A.boarding_care"}, role="teach"),
        ("role", "not_theirs"),
    ),
    "more lessons than needed": (
        lambda r: change(r, "lessons", {"school_id": "A", "subject": "art"}, periods="9"),
        ("cover", "more"),
    ),
    "another objective in the manifest": (
        lambda r: shave(r, "uncovered_periods", value=5.0),
        ("proof", "value"),
    ),
    "a bound that lies above the value": (
        lambda r: shave(r, "move_minutes", best_bound=80.0),
        ("proof", "bound"),
    ),
    "a gap that is not closed": (
        lambda r: shave(r, "uncovered_periods", best_bound=3.0),
        ("proof", "gap"),
    ),
    "a post of the ledger kept that is not": (
        lambda r: change(
            r, "posts", {"school_id": "B", "post": "management"}, kept="1", without_place="0"
        ),
        ("staff_files", "figure"),
    ),
    "minutes shorter than they are": (
        lambda r: change(r, "teachers", {"type_id": "B.maths"}, minutes="5"),
        ("staff_files", "figure"),
    ),
    "a school that is not there": (
        lambda r: change(r, "teachers", {"type_id": "A.art"}, to_school_id="Z"),
        ("staff_form", "unknown_school"),
    ),
    "half a person": (
        lambda r: change(r, "teachers", {"type_id": "A.maths"}, count="3.5"),
        ("staff_files", "number"),
    ),
}


def shave(run, tier, **claims):
    path = run / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    (entry,) = [t for t in manifest["staffing"]["objective"] if t["name"] == tier]
    entry.update(claims)
    if "value" in claims:
        entry["reached"] = entry["best_bound"] = claims["value"]
    path.write_text(json.dumps(manifest), "utf-8")


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_a_corrupted_run_is_caught_by_name(run, name):
    corrupt, finding = CORRUPTIONS[name]
    corrupt(run)
    assert finding in seen(run)


@pytest.mark.parametrize("file", ["teachers", "coverage", "lessons", "circuits", "posts"])
def test_a_missing_table_is_named(run, file):
    (run / f"{file}.csv").unlink()
    assert [(f.file, f.message.key) for f in audit_staffing_files(run)] == [
        (f"{file}.csv", "audit.files.missing")
    ]


def test_a_missing_instance_is_named(run):
    (run / "staff_instance.npz").unlink()
    assert [f.file for f in audit_staffing_files(run)] == ["staff_instance.npz"]


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_what_is_found_can_be_said_in_both_languages(run, name):
    CORRUPTIONS[name][0](run)
    assert all(f.say("zh") != f.say("en") for f in audit_staffing_files(run))
