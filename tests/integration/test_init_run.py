"""A plan runs on the county folder that `plan init` fills with its example rows."""

import json

import cli


def test_a_plan_runs_on_the_example_rows(tmp_path, capsys):
    assert cli._guarded(["init", str(tmp_path / "trial"), "--filled", "--lang", "en"]) == 0
    assert "Try: plan check" in capsys.readouterr().out
    assert cli._guarded(["check", str(tmp_path / "trial"), "--lang", "en"]) == 0
    scenario = tmp_path / "trial" / "scenario.yaml"
    out = tmp_path / "run"
    assert cli._guarded(["--scenario", str(scenario), "--out", str(out), "-q"]) == 0
    said = json.loads((out / "manifest.json").read_text("utf-8"))
    assert said["status"] == "optimal"
    assert said["audit"]["passed"] is True
