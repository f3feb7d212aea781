"""A run folder under area floors: false areas in its tables are found."""

import csv
import json

import pytest
from area_worlds import built, town
from test_audit_files import change
from worlds import tiny_outcome, tiny_plan

from planner.accounts import account
from planner.audit.files import audit_run
from planner.ledger import ledger

WORLD = town("build")
PLAN = built(tiny_plan(WORLD, go={"B": ("T", "walk")}, kinds={"V": None}), "T", 140.0, 450.0)
# 120 pupils of lower at T: three classes and one of upper, 7 posts; 807,000 yuan of area.
SCHOOLS = """\
school_id,kind,decision,lower_pupils,upper_pupils,junior_pupils,lower_classes,upper_classes,\
junior_classes,multigrade_stages,classrooms_needed,classrooms_added,boarders,beds_added,\
teaching_area_added_m2,sports_area_added_m2,posts_needed,capital_yuan,annual_yuan
T,primary,expand,120,0,0,3,1,0,upper,4,0,0,0,140.0,450.0,7,807000,263600
V,,close,0,0,0,0,0,0,,0,0,0,0,,,0,500000,0
"""
ASSIGNMENTS = """\
village_id,stage,school_id,mode,pupils,minutes,baseline_school_id,baseline_mode,\
baseline_minutes,added_minutes,over_norm
A,lower,T,walk,60,10.0,T,walk,10.0,0.0,0
B,lower,T,walk,60,20.0,V,walk,10.0,10.0,0
"""


@pytest.fixture
def run(tmp_path):
    WORLD.save(tmp_path / "instance.npz")
    (tmp_path / "schools.csv").write_text(SCHOOLS, "utf-8-sig")
    (tmp_path / "assignments.csv").write_text(ASSIGNMENTS, "utf-8-sig")
    outcome = tiny_outcome(WORLD, PLAN)
    tiers = [
        {"name": t.name, "value": t.value, "best_bound": t.best_bound, "gap": t.gap}
        for t in outcome.tiers
    ]
    manifest = {"status": "optimal", "ended_by": "proof", "gap": 0.0, "objective": tiers}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    return tmp_path


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))


def checks(run):
    return [(f.check, f.file, f.column) for f in audit_run(run)]


def test_a_run_in_order_passes(run):
    assert audit_run(run) == ()


def test_a_square_metre_less_breaks_the_rule_and_the_money(run):
    change(run, "schools.csv", 2, "sports_area_added_m2", "449")
    broken, *money = audit_run(run)
    assert (broken.check, broken.value) == ("area_floors", "1 m2")
    assert "1.0 short" in broken.message.say("en")
    # The 300 yuan of it lack in the goal and at the school.
    assert {(f.file, f.column) for f in money} == {("", ""), ("schools.csv", "capital_yuan")}


def test_area_that_the_ledger_leaves_out_is_found(run):
    table = ledger(WORLD, PLAN, account(WORLD, PLAN)).table()
    table.to_csv(run / "ledger.csv", index=False, encoding="utf-8-sig")
    false = ("files", "ledger.csv", "yuan")
    assert false not in checks(run)
    (row,) = [n for n, r in enumerate(rows_of(run / "ledger.csv"), 2) if "sports" in r["item"]]
    change(run, "ledger.csv", row, "quantity", "449")
    change(run, "ledger.csv", row, "yuan", str(449 * 300))
    assert false in checks(run)


def test_area_that_nobody_paid_for_is_found(run):
    change(run, "schools.csv", 2, "teaching_area_added_m2", "200")
    assert ("files", "schools.csv", "capital_yuan") in checks(run)
    assert "area_floors" not in {check for check, _, _ in checks(run)}


def test_a_run_without_the_column_has_built_nothing(run):
    text = (run / "schools.csv").read_text("utf-8-sig")
    (run / "schools.csv").write_text(text.replace("sports_area_added_m2", "sports"), "utf-8-sig")
    assert audit_run(run)[0].check == "area_floors"


@pytest.mark.parametrize(
    ("value", "key"), [("much", "files.number"), ("-3", "form.not_area"), ("nan", "form.not_area")]
)
def test_a_cell_that_is_no_area_is_told(run, value, key):
    change(run, "schools.csv", 2, "teaching_area_added_m2", value)
    (finding,) = audit_run(run)
    assert finding.message.key == f"audit.{key}"


def test_a_school_over_the_floor_where_it_is_held(run):
    held = town("hold")
    held.save(run / "instance.npz")
    for column in ("teaching_area_added_m2", "sports_area_added_m2"):
        change(run, "schools.csv", 2, column, "")
    found = [f for f in audit_run(run) if f.check == "area_floors"]
    assert [f.value for f in found] == ["140 m2", "450 m2"]
