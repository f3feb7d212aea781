"""What a study fixes beforehand, and how a change afterwards shows."""

import json

import pytest

from planner.concern.rows import Change
from planner.errors import InvalidInputError
from planner.studies.registration import (
    FILE,
    MARK,
    changes,
    pooled,
    register,
    registration_of,
    sha256_of,
    solved_under,
)

CONTENT = {"thresholds": {"threshold_minutes": 10.0}, "ensemble": {"plans": [{"name": "a"}]}}


def a_run(folder, *argv):
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"argv": ["plan", "concern", *argv]}))
    return folder


def test_the_hash_is_of_the_content_alone_whatever_the_order_of_keys():
    one = {"b": 1, "a": {"d": 2, "c": "门槛"}}
    other = {"a": {"c": "门槛", "d": 2}, "b": 1}
    assert sha256_of(one) == sha256_of(other)
    assert sha256_of(one) != sha256_of({**one, "b": 2})
    # printf '%s' '{"a":1}' | sha256sum
    assert sha256_of({"a": 1}) == "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"


def test_the_same_content_is_written_once(tmp_path):
    first = register(tmp_path, CONTENT)
    written = (tmp_path / FILE).read_bytes()
    again = register(tmp_path, CONTENT)
    assert (tmp_path / FILE).read_bytes() == written
    assert again == first
    assert (first.sha256, first.changes, first.earlier) == (sha256_of(CONTENT), (), ())
    assert first.before_runs


def test_a_changed_threshold_is_told_from_what_to_what_and_the_first_is_kept(tmp_path):
    first = register(tmp_path, CONTENT)
    later = register(tmp_path, {**CONTENT, "thresholds": {"threshold_minutes": 15.0}})
    assert later.changes == (Change("thresholds.threshold_minutes", "10.0", "15.0"),)
    assert later.earlier == (first.sha256,)
    assert later.sha256 != first.sha256
    kept = json.loads((tmp_path / FILE).read_text("utf-8"))["registrations"]
    assert [r["content"]["thresholds"]["threshold_minutes"] for r in kept] == [10.0, 15.0]
    back = register(tmp_path, CONTENT)
    assert back.changes == ()
    assert len(back.earlier) == 2


def test_a_plan_more_in_the_grid_is_one_change():
    after = {"ensemble": {"plans": [{"name": "a"}, {"name": "b"}]}}
    found = changes({"ensemble": CONTENT["ensemble"]}, after)
    assert found == (Change("ensemble.plans.b.name", "", '"b"'),)


def test_a_file_edited_by_hand_no_longer_has_its_hash(tmp_path):
    stated = register(tmp_path, CONTENT).sha256
    file = tmp_path / FILE
    file.write_text(file.read_text("utf-8").replace("10.0", "25.0"), "utf-8")
    found = registration_of(tmp_path)
    assert [(c.key, c.before) for c in found.changes] == [("sha256", stated)]
    assert found.sha256 == found.changes[0].after != stated


def test_plans_solved_without_the_registration_make_it_late(tmp_path):
    made = register(tmp_path, CONTENT)
    named = a_run(tmp_path / "named", f"{MARK}{made.sha256}")
    without = a_run(tmp_path / "without", "--set", "a=b")
    assert solved_under(named) == made.sha256
    assert solved_under(without) == solved_under(tmp_path / "no-run") == ""
    assert registration_of(tmp_path, [named]).before_runs
    assert not registration_of(tmp_path, [named, without]).before_runs
    changed = register(tmp_path, {**CONTENT, "more": 1}, [named])
    assert changed.before_runs
    assert changed.earlier == (made.sha256,)


def test_what_cannot_be_read_is_refused_and_never_overwritten(tmp_path):
    (tmp_path / FILE).write_text("{}", "utf-8")
    with pytest.raises(InvalidInputError) as caught:
        register(tmp_path, CONTENT)
    assert "registrations" in caught.value.findings[0].say("en")
    assert (tmp_path / FILE).read_text("utf-8") == "{}"
    assert registration_of(tmp_path / "none") is None


def test_several_counties_are_hashed_together(tmp_path):
    one = register(tmp_path / "one", CONTENT)
    other = register(tmp_path / "other", {**CONTENT, "more": 1})
    changed = register(tmp_path / "other", {**CONTENT, "more": 2})
    both = pooled({"dege": one, "mao": other})
    assert both.sha256 == sha256_of({"dege": one.sha256, "mao": other.sha256})
    assert both.content["mao"]["more"] == 1
    assert pooled({"dege": one}) == one
    later = pooled({"dege": one, "mao": changed})
    assert [(c.key, c.before, c.after) for c in later.changes] == [("mao.more", "1", "2")]
