"""An earlier run's tables, laid over another instance."""

import json
from pathlib import Path

import pytest
from worlds import tiny_instance

from planner.earlier import plan_over, read_earlier
from planner.errors import InvalidInputError
from planner.plan import Assignment, SiteDecision, Unserved

SCHOOLS = """school_id,name,township,kind
S1,一校,T1,primary
S2,二校,T1,
S3,三校,T2,kindergarten
S9,九校,T2,primary
"""
ASSIGNMENTS = """village_id,stage,school_id,mode,pupils,baseline_school_id,line_id
V1,lower,S1,walk,12,S1,
V2,lower,S1,walk,4,S2,
V2,lower,S1,ride,2,S2,N1
V3,lower,S9,walk,5,S3,
V4,lower,,,7,,
"""


def run_folder(folder: Path, schools: str = SCHOOLS, assignments: str = ASSIGNMENTS) -> Path:
    folder.mkdir(exist_ok=True)
    manifest = {"scenario": "old", "county": "jia"}
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    (folder / "schools.csv").write_text(schools, "utf-8-sig")
    (folder / "assignments.csv").write_text(assignments, "utf-8-sig")
    return folder


def county(pupils=(12, 6, 5, 7), **line):
    """S1 to S3 in two townships; V2 walks or rides the line N1, which a plan may fund."""
    trips = {("V1", "S1", "walk"): 10, ("V2", "S1", "walk"): 30, ("V3", "S3", "walk"): 5}
    bus = {"minutes": 9, "line": "N1"}
    today = ("S1", "S2", "S3", "")
    return tiny_instance(
        units=[(f"V{n + 1}", "lower", pupils[n], today[n]) for n in range(4)],
        sites=[{"id": "S1"}, {"id": "S2"}, {"id": "S3", "township": "T2"}],
        trips=trips | {("V2", "S1", "ride"): bus, ("V4", "S3", "walk"): 90},
        lines={"N1": {"possible": True} | line},
    )


def refused(folder: Path, read=read_earlier) -> list[str]:
    with pytest.raises(InvalidInputError) as caught:
        read(folder)
    assert str(folder) in caught.value.message.say("zh")
    return [f.say("en") for f in caught.value.findings]


def test_schools_and_trips_that_are_still_there_make_the_plan(tmp_path):
    plan = plan_over(county(), read_earlier(run_folder(tmp_path)))
    # S3's kind of then is no kind; V3 went to S9, which is no more.
    assert plan.sites == (SiteDecision("S1", "primary"), SiteDecision("S2", None))
    assert plan.assignments == (
        Assignment("V1", "lower", "S1", "S1", "walk", 12),
        Assignment("V2", "lower", "S2", "S1", "ride", 2, "N1"),
        Assignment("V2", "lower", "S2", "S1", "walk", 4),
    )
    assert plan.unserved == (Unserved("V4", "lower", "", 7),)


def test_other_numbers_of_pupils_go_the_one_way_but_no_shares_are_guessed(tmp_path):
    plan = plan_over(county(pupils=(20, 9, 5, 3)), read_earlier(run_folder(tmp_path)))
    assert plan.assignments == (Assignment("V1", "lower", "S1", "S1", "walk", 20),)
    assert plan.unserved == (Unserved("V4", "lower", "", 3),)


def test_a_line_that_runs_by_now_is_a_ride_as_any_other(tmp_path):
    plan = plan_over(county(possible=False), read_earlier(run_folder(tmp_path)))
    assert Assignment("V2", "lower", "S2", "S1", "ride", 2, "") in plan.assignments


def test_what_was_read_is_named_with_its_hash(tmp_path):
    earlier = read_earlier(run_folder(tmp_path))
    assert (earlier.scenario, earlier.county) == ("old", "jia")
    assert [f.path for f in earlier.files] == ["manifest.json", "schools.csv", "assignments.csv"]
    assert all(len(f.sha256) == 64 for f in earlier.files)
    assert earlier.files[1].bytes == (tmp_path / "schools.csv").stat().st_size


def test_a_folder_without_a_run_is_refused_with_what_is_missing(tmp_path):
    (said,) = refused(tmp_path)
    assert "manifest.json, schools.csv, assignments.csv missing" in said
    assert "leave --start out" in said
    assert refused(tmp_path / "nowhere")
    (run_folder(tmp_path) / "schools.csv").unlink()
    (said,) = refused(tmp_path)
    assert said.startswith(f"{tmp_path}: schools.csv missing")


@pytest.mark.parametrize(
    ("broken", "place", "words"),
    [
        ({"schools": "school_id,name\nS1,x\n"}, "schools.csv: ", "township, kind;"),
        ({"schools": "school_id,township,kind\n"}, "schools.csv: ", "without rows"),
        ({"assignments": SCHOOLS}, "assignments.csv: ", "village_id, stage"),
        (
            {"assignments": ASSIGNMENTS.replace("walk,4", "walk,4人")},
            "assignments.csv, row 3: ",
            'not "4人"',
        ),
        ({"assignments": ASSIGNMENTS.replace("walk,4", "walk,-4")}, "row 3: ", 'not "-4"'),
    ],
)
def test_tables_that_cannot_be_read_are_refused_with_the_place(tmp_path, broken, place, words):
    (said,) = refused(run_folder(tmp_path, **broken))
    assert place in said
    assert words in said


def test_a_manifest_or_an_encoding_that_cannot_be_read_is_refused(tmp_path):
    run_folder(tmp_path)
    (tmp_path / "schools.csv").write_bytes("school_id\n德格".encode("gb18030"))
    assert "UnicodeDecodeError" in refused(tmp_path)[0]
    run_folder(tmp_path)
    for wrong in ("{", "[]", "{}"):
        (tmp_path / "manifest.json").write_text(wrong, "utf-8")
        assert "cannot be read" in refused(tmp_path)[0]


def test_a_run_of_another_county_is_refused_by_its_schools(tmp_path):
    here = county()

    def over(folder):
        return plan_over(here, read_earlier(folder))

    # The ids are the same, as in any county that counts from S1, the townships are not.
    run_folder(tmp_path, schools=SCHOOLS.replace("T1", "乙乡"))
    (said,) = refused(tmp_path, over)
    assert "another county (jia): only 1 of its 4 schools" in said
    assert "leave --start out" in said
    # Half of them are enough: schools come and go.
    run_folder(tmp_path, schools=SCHOOLS.replace("S2,二校,T1", "S2,二校,乙乡"))
    assert len(over(tmp_path).assignments) == 3
