"""The documents say what the code does: commands, options, rules, codes, files, links.

Columns and scenario options are held by tests/unit/scenario/test_documents.py, the
rules by tests/unit/audit/test_rules_complete.py.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

import cli
from planner import errors
from planner.sample import sample_folder
from planner.scenario.load import load_scenario

ROOT = Path(__file__).parents[2]
COMMANDS = (ROOT / "docs" / "commands.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
PAGES = (
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "data").rglob("*.md")),
)
SCENARIOS = [p for p in sorted((ROOT / "scenarios").glob("*/*.yaml")) if p.name != "base.yaml"]


def cells(row: str) -> list[str]:
    return [c.strip() for c in row.strip().strip("|").split("|")]


def rows_of(document: str, heading: str) -> list[list[str]]:
    """Return the rows of the table whose first heading is this."""
    lines = document.split(f"\n| {heading} |")[1].split("\n\n")[0].splitlines()
    return [cells(line) for line in lines[2:]]


def options() -> dict[str, set[str]]:
    """Return every option of the command line with the commands that take it."""
    top = typer.main.get_command(cli.app)
    found: dict[str, set[str]] = {}
    for name, command in {"plan": top, **top.commands}.items():
        for parameter in command.params:
            if parameter.param_type_name == "option":
                for flag in (*parameter.opts, *parameter.secondary_opts):
                    found.setdefault(flag, set()).add(name)
    return found


def arguments() -> dict[str, int]:
    """Return the number of arguments of every command."""
    commands = typer.main.get_command(cli.app).commands
    return {
        name: sum(p.param_type_name == "argument" for p in command.params)
        for name, command in commands.items()
    }


def test_every_command_is_documented_with_its_arguments():
    documented = {}
    for usage, _ in rows_of(COMMANDS, "command"):
        words = re.sub(r"\[--.*?\]", "", usage.strip("`")).split()
        if words[1] != "--scenario":
            documented[words[1]] = len([w for w in words[2:] if w not in ("…]",)])
    assert documented == arguments()


def test_every_option_is_documented_for_its_commands_and_no_other():
    documented = {
        flag.split()[0]: set(re.findall(r"`(\w+)`", of))
        for said, of, _ in rows_of(COMMANDS, "option")
        for flag in re.findall(r"`(.+?)`", said)
    }
    assert documented == options()


def test_every_exit_code_is_documented_and_no_other():
    documented = {int(code) for code, _ in rows_of(COMMANDS, "code")}
    kinds = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, Exception)]
    assert documented == {0, 130} | {kind.exit_code for kind in kinds}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page):
    targets = re.findall(r"\]\(([^)#]+)", page.read_text("utf-8"))
    files = [t for t in targets if "://" not in t]
    assert [t for t in files if not (page.parent / t).exists()] == []


def test_the_link_test_would_see_a_broken_one():
    assert re.findall(r"\]\(([^)#]+)", "[a](docs/no.md#part)") == ["docs/no.md"]


def test_every_document_is_linked_from_the_readme():
    assert [p.name for p in (ROOT / "docs").glob("*.md") if f"(docs/{p.name})" not in README] == []


def test_every_make_target_named_is_there():
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make (\w+) *(?:$|`|#)", README, re.MULTILINE))
    for page in PAGES:
        named |= set(re.findall(r"`make (\w+)`", page.read_text("utf-8")))
    assert {"demo", "test"} <= named <= targets


def test_every_module_named_to_run_is_there():
    for page in PAGES:
        for module in re.findall(
            r"python -m ((?:planner|data|benchmarks)[\w.]*)", page.read_text("utf-8")
        ):
            path = ROOT / module.replace(".", "/")
            assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module


def test_both_halves_of_the_readme_give_the_same_commands():
    english, chinese = README.split("\n## 中文\n")
    commands = [
        re.findall(r"^(?:\.venv\S+|make|uv|py|plan|python3) .*$", half, re.M)
        for half in (english, chinese)
    ]
    english_said, chinese_said = (
        [re.sub(r" +(--lang zh|#.*)", "", line) for line in lines] for lines in commands
    )
    assert english_said == chinese_said
    assert len(english_said) > 15


def test_the_readme_names_commands_and_options_that_exist():
    commands = set(re.findall(r"(?:^|`)plan ([a-z]+)", README, re.M))
    assert commands - set(arguments()) == set()
    named = set(re.findall(r"`(--[a-z-]+)", README)) | set(re.findall(r"plan (--[a-z-]+)", README))
    assert named - set(options()) == set()


@pytest.mark.parametrize(
    "path", [p for p in PAGES if p.parent == ROOT or p.parent.name == "docs"], ids=lambda p: p.name
)
def test_no_path_of_one_machine_and_no_package_index_is_named(path):
    said = path.read_text("utf-8")
    assert (
        re.findall(
            r"/(?:home|root|work|Users|tmp)/\S+|[A-Z]:\\\S+|\S*(?:pypi|tuna|aliyun)\S*", said
        )
        == []
    )


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_every_shipped_scenario_loads_and_says_what_it_asks(path):
    scenario = load_scenario(path)
    assert scenario.county.relative_to(ROOT / "data").parts[0] == path.parent.name
    assert scenario.name == f"{path.parent.name}-{path.stem}"
    for said in (scenario.title, scenario.asks):
        assert re.search(r"[\u4e00-\u9fff]", said.zh)
        assert re.search(r"[a-z]", said.en)
    assert scenario.asks.zh.endswith("？")
    assert scenario.asks.en.endswith("?")
    assert scenario.solver.time_limit_s < 120
    assert scenario.solver.mip_gap == 0.02


def test_every_county_has_the_five_scenarios_of_the_readme_and_no_other_goes_unnamed():
    named = re.findall(r"^\| `([\w-]+)\.yaml` \|", README, re.M)
    assert len(named) == 10
    alone = set(re.findall(r"^\| `([\w-]+/[\w-]+)\.yaml` \|", README, re.M))
    every = {f"{county}/{name}" for county in ("dege", "zhaojue", "mao", "leh") for name in named}
    assert {f"{p.parent.name}/{p.stem}" for p in SCENARIOS} == every | alone


def test_one_school_per_township_and_the_free_optimum_are_what_they_are_called():
    for county in ("dege", "zhaojue", "mao", "leh"):
        folder = ROOT / "scenarios" / county
        one = load_scenario(folder / "one-school-per-township.yaml")
        rule = one.schools.per_township
        assert (rule.stage, rule.min, rule.max, one.travel.protect) == ("upper", 1, 1, "none")
        assert load_scenario(folder / "free-optimum.yaml").travel.protect == "all"
        assert load_scenario(folder / "keep-points.yaml").schools.keep_points
        assert load_scenario(folder / "winter.yaml").seasons == ("normal", "winter")
        assert load_scenario(folder / "today.yaml").schools.keep_catchments


@pytest.mark.parametrize("path", sorted(sample_folder().glob("*-*.yaml")), ids=lambda p: p.stem)
def test_the_scenarios_of_the_sample_load(path):
    assert load_scenario(path).name == f"toy-{path.stem}"
