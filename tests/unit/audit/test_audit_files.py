"""The audit of a run folder: the plan is rebuilt from the tables, every figure recomputed."""

import csv
import json

import pytest
from worlds import tiny_instance, tiny_outcome, tiny_plan

from planner.audit.files import audit_run

# Twelve pupils at 20 minutes stay; eight go from 5 minutes to 35 (norm 30); two are unserved.
# S1 runs lower 20 pupils (one multi-grade class) and upper none (one class): 3.4 -> 4 posts.
# A year: open 350,000 less 20 x 720 and the floor of 80 x 720; S2 closes for 80,000.
WORLD = tiny_instance(
    units=[("V1", "lower", 12, "S1"), ("V2", "lower", 8, "S2"), ("V3", "lower", 2, "")],
    sites=[{"id": "S1"}, {"id": "S2", "kind": "teaching_point"}, {"id": "S3", "existing": False}],
    trips={("V1", "S1", "walk"): 20, ("V2", "S1", "walk"): 35, ("V2", "S2", "walk"): 5},
    scenario={"travel": {"protect": "none"}},
)
PLAN = tiny_plan(WORLD, go={"V2": ("S1", "walk")}, kinds={"S2": None})
SCHOOLS = """\
school_id,kind,decision,lower_pupils,upper_pupils,junior_pupils,lower_classes,upper_classes,\
junior_classes,multigrade_stages,classrooms_needed,classrooms_added,boarders,beds_added,\
posts_needed,capital_yuan,annual_yuan
S1,primary,keep,20,0,0,1,1,0,lower;upper,2,0,0,0,4,0,278000
S2,,close,0,0,0,0,0,0,,0,0,0,0,0,80000,0
S3,,not_opened,0,0,0,0,0,0,,0,0,0,0,0,0,0
"""
ASSIGNMENTS = """\
village_id,stage,school_id,mode,pupils,minutes,baseline_school_id,baseline_mode,\
baseline_minutes,added_minutes,over_norm
V1,lower,S1,walk,12,20.0,S1,walk,20.0,0.0,0
V2,lower,S1,walk,8,35.0,S2,walk,5.0,30.0,1
V3,lower,,,2,,,,,,1
"""


@pytest.fixture
def run(tmp_path):
    WORLD.save(tmp_path / "instance.npz")
    (tmp_path / "schools.csv").write_text(SCHOOLS, "utf-8-sig")
    (tmp_path / "assignments.csv").write_text(ASSIGNMENTS, "utf-8-sig")
    outcome = tiny_outcome(WORLD, PLAN)
    manifest = {
        "status": outcome.status,
        "ended_by": outcome.ended_by,
        "gap": outcome.gap,
        "objective": [
            {"name": t.name, "value": t.value, "best_bound": t.best_bound, "gap": t.gap}
            for t in outcome.tiers
        ],
    }
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    return tmp_path


def change(run, file, row, column, value):
    path = run / file
    with path.open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source))
    rows[row - 2][column] = value
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.DictWriter(target, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_a_run_in_order_passes(run):
    assert audit_run(run) == ()


@pytest.mark.parametrize(
    ("file", "row", "column", "value", "counted"),
    [
        ("schools.csv", 2, "lower_pupils", "21", "20"),
        ("schools.csv", 2, "posts_needed", "3", "4"),
        ("schools.csv", 2, "classrooms_needed", "3", "2"),
        ("schools.csv", 2, "annual_yuan", "278001", "278000.0"),
        ("schools.csv", 3, "capital_yuan", "0", "80000.0"),
        ("schools.csv", 3, "boarders", "1", "0"),
        ("schools.csv", 3, "decision", "keep", "close"),
        ("schools.csv", 4, "decision", "close", "not_opened"),
        ("assignments.csv", 3, "minutes", "34", "35.0"),
        ("assignments.csv", 3, "added_minutes", "29", "30.0"),
        ("assignments.csv", 3, "over_norm", "0", "True"),
        ("assignments.csv", 3, "baseline_minutes", "", "5.0"),
        ("assignments.csv", 2, "baseline_mode", "ride", "walk"),
        ("assignments.csv", 4, "minutes", "9999", ""),
    ],
)
def test_every_figure_is_recomputed(run, file, row, column, value, counted):
    change(run, file, row, column, value)
    found = [f for f in audit_run(run) if f.check == "files"]
    assert [(f.file, f.row, f.column, f.value) for f in found] == [(file, row, column, value)]
    assert str(found[0].message.fields["counted"]) == counted


@pytest.mark.parametrize(
    ("file", "row", "column", "value", "rule"),
    [
        ("assignments.csv", 2, "pupils", "11", "serve"),
        ("assignments.csv", 3, "school_id", "S2", "offered"),
        ("schools.csv", 2, "kind", "junior", "kind"),
        ("schools.csv", 2, "lower_classes", "2", "classes"),
        ("schools.csv", 2, "beds_added", "5", "beds"),
        ("schools.csv", 2, "school_id", "S7", "form"),
    ],
)
def test_the_plan_of_the_tables_is_held_to_the_rules(run, file, row, column, value, rule):
    change(run, file, row, column, value)
    assert rule in {f.check for f in audit_run(run)}


def test_the_manifest_is_held_to_the_plan(run):
    path = run / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["objective"][0]["value"] = 3
    manifest["gap"] = 0.25
    path.write_text(json.dumps(manifest))
    keys = [f.message.key for f in audit_run(run)]
    assert keys == [
        "audit.files.figure",
        "audit.proof.value",
        "audit.proof.gap",
        "audit.proof.not_optimal",
    ]


@pytest.mark.parametrize(
    "name", ["instance.npz", "schools.csv", "assignments.csv", "manifest.json"]
)
def test_a_missing_file_is_named(run, name):
    (run / name).unlink()
    assert [f.say("en") for f in audit_run(run)] == [f"{name}: {name} is missing; run again"]


def test_a_missing_column_and_a_number_that_is_none(run):
    text = (run / "schools.csv").read_text("utf-8-sig")
    (run / "schools.csv").write_text(text.replace("posts_needed", "posts"), "utf-8-sig")
    (finding,) = audit_run(run)
    assert finding.say("en") == "schools.csv: column posts_needed is missing"
    (run / "schools.csv").write_text(SCHOOLS, "utf-8-sig")
    change(run, "assignments.csv", 3, "pupils", "eight")
    (finding,) = audit_run(run)
    assert finding.say("en") == (
        'assignments.csv, row 3, pupils: "eight" in pupils is not a number'
    )


def test_a_false_figure_in_indicators_is_found(run):
    rows = [("unserved_pupils", "county", "", "2"), ("schools_open", "county", "", "1")]
    rows += [("schools_open", "township", "T1", "9"), ("unknown", "county", "", "5")]
    lines = ["indicator,group_kind,group,value", *(",".join(row) for row in rows)]
    (run / "indicators.csv").write_text("\n".join(lines), "utf-8-sig")
    assert audit_run(run) == ()
    change(run, "indicators.csv", 3, "value", "2")
    (found,) = audit_run(run)
    assert (found.file, found.row, found.column, found.value) == ("indicators.csv", 3, "value", "2")
    assert "schools_open" in found.message.say("zh")
