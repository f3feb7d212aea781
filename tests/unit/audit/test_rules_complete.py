"""Every rule of the audit is stated in words, violated in a test, and written by itself."""

import ast
import re
from pathlib import Path

import pytest

import planner.audit
from planner.audit import RULES
from planner.scenario import TIERS

ROOT = Path(__file__).parents[3]
NAMES = [name for name, _ in RULES]


@pytest.mark.parametrize("name", NAMES)
def test_rule_is_stated_in_the_formulation(name):
    words = (ROOT / "docs" / "formulation.md").read_text("utf-8")
    assert re.search(rf"^### `{name}`$", words, re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_rule_has_a_test_that_violates_it_by_a_number_and_one_that_does_not(name):
    source = (ROOT / "tests" / "rules" / f"test_audit_{name}.py").read_text("utf-8")
    assert re.search(rf'\("{name}", .+, [\d.][^,]*, "\w+"\)', source)
    assert "== []" in source


def test_every_file_of_a_rule_is_in_the_tuple_once():
    folder = Path(planner.audit.__file__).parent / "rules"
    files = sorted(f.stem for f in folder.glob("*.py") if f.stem != "__init__")
    assert sorted(NAMES) == files


def test_every_statement_in_the_formulation_has_a_rule():
    words = (ROOT / "docs" / "formulation.md").read_text("utf-8")
    rules = words.split("\n## Rules\n")[1].split("\n## ")[0]
    assert re.findall(r"^### `(\w+)`$", rules, re.MULTILINE) == NAMES


def test_every_objective_is_in_the_formulation():
    words = (ROOT / "docs" / "formulation.md").read_text("utf-8")
    table = words.split("\n## Objectives\n")[1].split("\n## ")[0]
    assert tuple(re.findall(r"^\| `(\w+)`", table, re.MULTILINE)) == TIERS


def test_the_audit_imports_nothing_of_the_programme():
    for file in Path(planner.audit.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert not re.match(r"planner\.(programme|staffing|resources)|pulp|geopandas", name)
