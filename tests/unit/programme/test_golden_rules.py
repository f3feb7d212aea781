"""Each rule's rows in a tiny world are those of tests/golden, and every kind of row is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import highspy
import pytest
from golden_lp import FOLDER, lp_text
from golden_worlds import WORLDS

from planner.programme import rules
from planner.programme.rules import RULES

NAMES = [rule.name for rule in RULES]
SHOWN = [name for name in NAMES if name in WORLDS]
"""Rules with a golden world; test_rules_complete.py asks for those of the others."""


@pytest.mark.parametrize("name", SHOWN)
def test_the_rows_of_a_rule_are_the_golden_ones(name):
    about, world = WORLDS[name]
    golden = (FOLDER / f"{name}.lp").read_text("utf-8")
    assert lp_text(world(), name, about) == golden, (
        "the rows changed; if that is meant, python -m tests.golden_update and read the difference"
    )


@pytest.mark.parametrize("name", SHOWN)
def test_a_solver_opens_the_golden_rows(name, tmp_path):
    text = (FOLDER / f"{name}.lp").read_text("utf-8")
    file = tmp_path / "rule.lp"
    file.write_text(text, "utf-8")
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    assert solver.readModel(str(file)) == highspy.HighsStatus.kOk
    lp = solver.getLp()
    assert lp.num_row_ == len(re.findall(rf"^ {name}__\w+:", text, re.M)) > 0
    assert lp.num_col_ == len(set(re.findall(r"^ \S+ <= (\w+)", text, re.M)))


def kinds_of_rows(source: str) -> set[str]:
    """Return a pattern for every key that a rule's source gives a row."""
    patterns = set()
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id not in ("Row", "_within"):
            continue
        key = node.args[0]
        if isinstance(key, ast.Constant):
            patterns.add(str(key.value))
        elif isinstance(key, ast.JoinedStr):
            parts = [p.value if isinstance(p, ast.Constant) else r"\w+" for p in key.values]
            patterns.add("".join(str(p) for p in parts))
    return patterns


@pytest.mark.parametrize("name", SHOWN)
def test_every_kind_of_row_that_a_rule_yields_is_in_its_golden_world(name):
    source = (Path(rules.__file__).parent / f"{name}.py").read_text("utf-8")
    text = (FOLDER / f"{name}.lp").read_text("utf-8")
    keys = re.findall(rf"^ {name}__(\w+):", text, re.M)
    patterns = kinds_of_rows(source)
    assert patterns
    assert [p for p in sorted(patterns) if not any(re.fullmatch(p, k) for k in keys)] == []


def test_kinds_of_rows_are_read_from_the_source():
    assert kinds_of_rows('Row(f"j{j}_grow", t, "<=", 0)\nRow("county", t, "<=", 1)\nf("x")') == {
        r"j\w+_grow",
        "county",
    }


def test_no_golden_file_is_of_no_rule():
    assert {f.stem for f in FOLDER.glob("*.lp")} <= set(NAMES)
