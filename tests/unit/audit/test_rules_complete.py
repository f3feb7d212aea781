"""Every rule is stated in words and symbols, shown as rows, violated in a test, and documented.

The rules of the programme yield rows; those of the audit check plans. Most are both. What a
new rule still lacks is what fails here.
"""

import ast
import re
from pathlib import Path

import pytest
from golden_lp import FOLDER
from golden_worlds import WORLDS

import planner.audit
import planner.programme.rules
from planner.audit import RULES
from planner.programme.rules import RULES as WITH_ROWS
from planner.scenario import TIERS

ROOT = Path(__file__).parents[3]
NAMES = [name for name, _ in RULES]
ROWS = [rule.name for rule in WITH_ROWS]
RULE_FILES = Path(planner.programme.rules.__file__).parent
MACHINERY = {"__init__", "row"}
INEQUALITY = r"(?<![<>=])(<=|>=|=|<|>)(?![<>=])"


@pytest.mark.parametrize("name", NAMES)
def test_rule_is_stated_in_the_formulation(name):
    words = (ROOT / "docs" / "formulation.md").read_text("utf-8")
    assert re.search(rf"^### `{name}`$", words, re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_rule_has_a_test_that_violates_it_by_a_number_and_one_that_does_not(name):
    source = (ROOT / "tests" / "rules" / f"test_audit_{name}.py").read_text("utf-8")
    assert re.search(rf'\("{name}", .+, [\d.][^,]*, "\w+"\)', source)
    assert "== []" in source


@pytest.mark.parametrize("rule", WITH_ROWS, ids=ROWS)
def test_rule_says_its_inequality_in_words_and_symbols(rule):
    words = ast.get_docstring(ast.parse((RULE_FILES / f"{rule.name}.py").read_text("utf-8")))
    assert words, f"planner/programme/rules/{rule.name}.py: say the rule in words"
    assert words.splitlines()[0].endswith(".")
    assert not re.search(INEQUALITY, words.splitlines()[0]), "words first, symbols in rows()"
    symbols = rule.rows.__doc__ or ""
    assert re.search(INEQUALITY, symbols), f"{rule.name}.rows: give the inequality in symbols"


@pytest.mark.parametrize("name", ROWS)
def test_rule_has_golden_rows(name):
    assert name in WORLDS, f"tests/golden_worlds.py: add a tiny world of {name}"
    assert (FOLDER / f"{name}.lp").exists(), "run python -m tests.golden_update"


@pytest.mark.parametrize("name", ROWS)
def test_rule_has_a_world_that_violates_it_by_a_known_amount(name):
    """Rules that a plan can break by the audit; quantities that are counted by their rows."""
    folder = ROOT / "tests" / "rules"
    if name in NAMES:
        assert (folder / f"test_audit_{name}.py").exists()
        return
    file = folder / f"test_rows_{name}.py"
    assert file.exists(), f"tests/rules/test_rows_{name}.py: break the rows by a known amount"
    source = file.read_text("utf-8")
    assert re.search(rf'"{name}__\w+": [\d.]*[1-9]', source)
    assert "== {}" in source


@pytest.mark.parametrize("name", ROWS)
def test_rule_of_the_programme_is_stated_in_the_formulation(name):
    words = (ROOT / "docs" / "formulation.md").read_text("utf-8")
    assert re.search(rf"^### `{name}`\n\S", words, re.MULTILINE)


def test_every_file_of_rows_is_in_the_tuple_once():
    files = sorted({f.stem for f in RULE_FILES.glob("*.py")} - MACHINERY)
    assert sorted(ROWS) == files


def test_every_statement_of_what_is_counted_has_rows():
    words = (ROOT / "docs" / "formulation.md").read_text("utf-8")
    counted = words.split("\n## What is counted\n")[1].split("\n## ")[0]
    stated = set(re.findall(r"^### `(\w+)`$", counted, re.MULTILINE))
    assert stated == set(ROWS) - set(NAMES)


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
