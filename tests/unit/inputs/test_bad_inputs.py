from __future__ import annotations

from pathlib import Path

import pytest
from bad_counties import spoilt
from ruamel.yaml import YAML

from planner.errors import InvalidInputError
from planner.findings import errors_in
from planner.inputs.build import check_county, load_county
from planner.inputs.checks import CHECKS

CASES = {
    path.stem: YAML(typ="safe").load(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parents[2] / "data" / "bad").glob("*.yaml"))
}


@pytest.mark.parametrize("name", CASES)
def test_bad_input_is_named_with_place_and_cure(name, tmp_path):
    case = CASES[name]
    folder = spoilt(tmp_path, case["change"])
    findings = check_county(folder)
    wanted_errors = 0
    for wanted in case["expect"]:
        severity = wanted.get("severity", "error")
        times = wanted.get("times", 1)
        wanted_errors += times if severity == "error" else 0
        hits = [
            f
            for f in findings
            if f.severity == severity
            and f.file == wanted.get("file", "")
            and f.row == wanted.get("row", f.row)
            and f.column == wanted.get("column", f.column)
            and f.value == wanted.get("value", f.value)
            and wanted["en"] in f.message.say("en")
            and wanted["zh"] in f.message.say("zh")
        ]
        assert len(hits) == times, (wanted, [f.say("en") for f in findings])
    errors = [f.say("en") for f in errors_in(findings)]
    assert len(errors) == wanted_errors, errors


@pytest.mark.parametrize("name", ["several-at-once", "no-county-file", "duplicate-school-id"])
def test_loading_refuses_with_every_error(name, tmp_path):
    folder = spoilt(tmp_path, CASES[name]["change"])
    with pytest.raises(InvalidInputError) as refused:
        load_county(folder)
    assert refused.value.exit_code == 3
    assert len(errors_in(refused.value.findings)) == len(CASES[name]["expect"])
    assert refused.value.message.say("zh") == "县数据 county 有问题"


def test_warnings_do_not_stop_loading(tmp_path):
    county, findings = load_county(spoilt(tmp_path, CASES["attendance-under-pupils"]["change"]))
    assert county.attendance["pupils"].sum() == 145
    assert "attendance_sum" in {f.check for f in findings}


def test_every_check_has_a_bad_county():
    named = {case["check"] for case in CASES.values()}
    # Whose groups come from the scenario, not from the county (tests/integration/test_cli.py).
    named.add("unknown_age_groups")
    assert {check.__name__ for check in CHECKS} <= named


def test_place_of_a_finding_reads_naturally(tmp_path):
    found = check_county(spoilt(tmp_path, CASES["negative-pupils"]["change"]))
    assert errors_in(found)[0].say("en") == (
        "villages.csv, row 5, junior_pupils: -9 is too small; write 0 or more (pupils)"
    )
    assert (
        errors_in(found)[0].say("zh") == "villages.csv，第 5 行，junior_pupils：-9 太小；不得小于 0"
    )
