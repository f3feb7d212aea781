from __future__ import annotations

from pathlib import Path

import pytest

from planner.errors import InvalidInputError
from planner.sample import sample_folder
from planner.scenario.load import load_scenario, scenario_of


@pytest.fixture
def write(tmp_path):
    def written(name: str, source: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, "utf-8")
        return path

    return written


def problems(path: Path, *assignments: str) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInputError) as refused:
        load_scenario(path, assignments)
    return [(f.say("en"), f.say("zh")) for f in refused.value.findings]


def test_county_is_relative_to_the_file_that_says_it(write, tmp_path):
    write("base/base.yaml", "name: base\ncounty: ../dege\n")
    child = write("child.yaml", "name: child\nextends: base/base.yaml\n")
    assert load_scenario(child).county == (tmp_path / "dege").resolve()


def test_files_are_laid_over_the_one_they_extend(write):
    write("a.yaml", "name: a\ncounty: .\nbudget: {capital_yuan: 5, annual_yuan: 7}\n")
    write("b.yaml", "name: b\nextends: a.yaml\nbudget: {capital_yuan: 6}\nseason: winter\n")
    scenario = load_scenario(write("c.yaml", "name: c\nextends: b.yaml\nseason: normal\n"))
    assert (scenario.name, scenario.season) == ("c", "normal")
    assert (scenario.budget.capital_yuan, scenario.budget.annual_yuan) == (6, 7)


def test_null_deletes_what_was_inherited(write):
    write("a.yaml", "name: a\ncounty: .\ntravel: {wait_minutes: 25, cutoff_minutes: 99}\n")
    scenario = load_scenario(
        write("b.yaml", "name: b\nextends: a.yaml\ntravel: {wait_minutes: null}\n")
    )
    assert (scenario.travel.wait_minutes, scenario.travel.cutoff_minutes) == (10, 99)


def test_lists_are_replaced_not_joined(write):
    write("a.yaml", "name: a\ncounty: .\nschools: {keep: [S1, S2]}\n")
    scenario = load_scenario(write("b.yaml", "name: b\nextends: a.yaml\nschools: {keep: [S3]}\n"))
    assert scenario.schools.keep == ("S3",)


def test_circle_of_extends_is_named(write):
    write("a.yaml", "name: a\ncounty: .\nextends: b.yaml\n")
    path = write("b.yaml", "name: b\ncounty: .\nextends: a.yaml\n")
    assert problems(path) == [
        (
            "b.yaml: extends runs in a circle: b.yaml → a.yaml → b.yaml; remove one link",
            "b.yaml：extends 成环：b.yaml → a.yaml → b.yaml；请去掉其中一环",
        )
    ]


def test_file_that_is_not_there(tmp_path):
    path = tmp_path / "no.yaml"
    assert problems(path) == [
        (
            f"no.yaml: no such file: {path}; check the path",
            f"no.yaml：找不到文件 {path}；请核对路径",
        )
    ]


def test_extended_file_that_is_not_there_is_the_only_complaint(write, tmp_path):
    path = write("a.yaml", "name: a\nextends: gone.yaml\n")
    assert [en for en, _ in problems(path)] == [
        f"gone.yaml: no such file: {tmp_path / 'gone.yaml'}; check the path"
    ]


def test_broken_yaml_names_the_line(write):
    path = write("a.yaml", "name: a\ncounty: .\ntravel: {norm: soft\nbudget: 3\n")
    (found,) = problems(path)
    assert found[0].startswith("a.yaml, line 4: is not valid YAML: ")
    assert found[1].startswith("a.yaml，第 4 行：不是有效的 YAML：")


def test_set_reads_values_as_yaml(write):
    path = write("a.yaml", "name: a\ncounty: .\n")
    scenario = load_scenario(
        path,
        [
            "travel.private_ride=true",
            "schools.keep=[S1, S2]",
            "budget.capital_yuan=2e6",
            "travel.lower.walk_max_minutes=25",
            "season={worst_of: [normal, winter]}",
        ],
    )
    assert scenario.travel.private_ride is True
    assert scenario.schools.keep == ("S1", "S2")
    assert scenario.budget.capital_yuan == 2_000_000
    assert scenario.travel.lower.walk_max_minutes == 25
    assert scenario.travel.lower.ride_max_minutes == 30
    assert scenario.seasons == ("normal", "winter")


def test_set_can_clear_a_limit(write):
    path = write("a.yaml", "name: a\ncounty: .\nbudget: {capital_yuan: 5}\n")
    assert load_scenario(path, ["budget.capital_yuan=null"]).budget.capital_yuan is None


def test_set_is_named_as_the_place(write):
    path = write("a.yaml", "name: a\ncounty: .\n")
    assert problems(path, "travel.nrom=hard", "oops") == [
        ('--set: write option=value, not "oops"', "--set：应写作 选项=值，收到“oops”"),
        (
            '--set, travel.nrom: there is no such option; did you mean "norm"?',
            "--set，travel.nrom：没有这个选项；是否想写“norm”？",
        ),
    ]


def test_one_limit_keeps_the_others(write):
    path = write("a.yaml", "name: a\ncounty: .\ntravel: {lower: {walk_max_minutes: 20}}\n")
    lower = load_scenario(path).travel.lower
    assert (lower.walk_max_minutes, lower.ride_max_minutes, lower.ceiling_minutes) == (20, 30, 60)


def test_one_rule_per_township_keeps_its_defaults(write):
    path = write("a.yaml", "name: a\ncounty: .\nschools: {per_township: {max: 2}}\n")
    rule = load_scenario(path).schools.per_township
    assert (rule.stage, rule.min, rule.max) == ("upper", 1, 2)


def test_norms_profile_lies_between_defaults_and_file(write):
    source = "name: a\ncounty: .\nnorms: draft-2012\n"
    assert load_scenario(write("a.yaml", source)).travel.lower.walk_max_minutes == 40
    source += "travel: {lower: {walk_max_minutes: 33}}\n"
    assert load_scenario(write("b.yaml", source)).travel.lower.walk_max_minutes == 33


def test_unknown_norms_suggest_the_nearest(write):
    path = write("a.yaml", "name: a\ncounty: .\nnorms: draft-2011\n")
    assert problems(path) == [
        (
            'a.yaml, line 3, norms: there is no norms profile "draft-2011"; write draft-2012',
            "a.yaml，第 3 行，norms：没有名为“draft-2011”的规范；请写 draft-2012",
        )
    ]


def test_all_problems_at_once_with_their_lines(write):
    write("base.yaml", "name: base\ncounty: .\nsolver: {threads: 1.5}\n")
    path = write(
        "a.yaml",
        """\
name: two words
extends: base.yaml
travell: {}
season: summer
travel:
  norm: maybe
  lower: {ceiling_minutes: 20}
  upper: 3
  walk_flat_kph: fast
boarding: {cycle_days: 31, min_m2_per_bed: -1}
schools: {keep: S1, per_township: {max: 0}, class_size: {lower: 0}}
objective: [{minimise: pupil_minutes}, {minimise: pupil_minutes}]
norms: nothing
""",
    )
    found = {en for en, _ in problems(path)}
    assert found == {
        'a.yaml, line 1, name: "two words" does not fit; use only English letters, digits, "-", "_"'
        ' and ".", such as dege-2026',
        'a.yaml, line 3, travell: there is no such option; did you mean "travel"?',
        "a.yaml, line 4, season: there is no such season; write normal, winter, or"
        " {worst_of: [normal, winter]}",
        'a.yaml, line 6, travel.norm: "maybe" is not allowed; write soft or hard',
        "a.yaml, line 7, travel.lower: ceiling_minutes lies below the norm; raise it or lower"
        " the norm",
        'a.yaml, line 8, travel.upper: "3" does not fit; write lines of `option: value`',
        'a.yaml, line 9, travel.walk_flat_kph: "fast" does not fit; write a number',
        "a.yaml, line 10, boarding.cycle_days: 31 is too large; write 30 or less",
        "a.yaml, line 10, boarding.min_m2_per_bed: -1 is too small; write 0 or more",
        'a.yaml, line 11, schools.keep: "S1" does not fit; write a list such as [S01, S02]',
        "a.yaml, line 11, schools.per_township: max lies below min; raise max or lower min",
        "a.yaml, line 11, schools.class_size.lower: 0 is too small; write a number above 0",
        "a.yaml, line 12, objective: an objective stands twice; remove one",
        'a.yaml, line 13, norms: there is no norms profile "nothing"; write draft-2012 or'
        " state-council-2018-27",
        'base.yaml, line 3, solver.threads: "1.5" does not fit; write a whole number',
    }


def test_chinese_lists_are_chinese(write):
    path = write("a.yaml", "name: a\ncounty: .\ntravel: {protect: some}\n")
    assert problems(path)[0][1] == (
        "a.yaml，第 3 行，travel.protect：不能写“some”；请写 all、within_norm 或 none"
    )


@pytest.mark.parametrize(
    ("season", "message"),
    [
        ("summer", "season: there is no such season; write normal, winter, or"),
        ("3", "season: there is no such season; write normal, winter, or"),
        ("{worst_of: [normal, wet]}", 'season.worst_of.1: "wet" is not allowed; write normal or'),
        ("{worst: [normal]}", 'season.worst: there is no such option; did you mean "worst_of"?'),
    ],
)
def test_wrong_season_is_said_once(write, season, message):
    found = problems(write("a.yaml", f"name: a\ncounty: .\nseason: {season}\n"))
    assert [en for en, _ in found if message in en]
    assert len(found) == (2 if "worst:" in season else 1)  # and worst_of is missing


def test_required_options_are_asked_for(write):
    assert [en for en, _ in problems(write("a.yaml", "title: {zh: 题, en: T}\n"))] == [
        "name: is required; add it",
        "county: is required; add it",
    ]


def test_options_from_a_notebook():
    scenario = scenario_of(
        {"name": "x", "county": ".", "travel": {"upper": {"walk_max_minutes": 35}}}
    )
    assert scenario.travel.upper.walk_max_minutes == 35
    assert scenario.travel.upper.weekly_ceiling_minutes == 240
    with pytest.raises(InvalidInputError) as refused:
        scenario_of({"name": "x", "county": ".", "bugdet": {}})
    assert 'did you mean "budget"?' in refused.value.findings[0].say("en")


@pytest.mark.parametrize("name", ["today", "free-optimum", "one-school-per-township"])
def test_scenarios_of_the_sample_load(name):
    scenario = load_scenario(sample_folder() / f"{name}.yaml")
    assert scenario.name == f"toy-{name}"
    assert scenario.county == sample_folder().resolve()
    assert scenario.title.zh
    assert scenario.asks.en.endswith("?")
