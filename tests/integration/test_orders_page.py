"""The worked examples of docs/orders.md give the figures that stand there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from planner.run import Timings, decide, prepare
from planner.sample import sample_folder
from planner.scenario.load import load_scenario

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "orders.md").read_text("utf-8")
COLUMNS = {
    "schools open": ("schools_open", 0),
    "public and household spending, yuan a year": ("public_plus_household_spending_yuan", 0),
    "affected pupils": ("affected_pupils", 0),
    "boarders": ("boarders", 0),
    "minutes of a school week, mean": ("school_week_minutes_mean", 1),
    "equally distributed equivalent, min": ("kolm_pollak_ede_minutes", 1),
    "pupils over the norm": ("pupils_over_norm", 0),
}
"""By heading: the indicator and its decimals."""


def commands() -> dict[str, list[str]]:
    """Return the words of every run by the name of its folder."""
    lines = [shlex.split(line) for line in re.findall(r"^plan --scenario .*$", PAGE, re.M)]
    return {Path(words[words.index("--out") + 1]).name: words for words in lines}


def tables() -> dict[str, dict[str, str]]:
    """Return the cells of every row by its run and heading."""
    found = {}
    for block in re.findall(r"(?:^\|.*\n)+", PAGE, re.M):
        heads, _, *rows = (
            [c.strip(" `") for c in r.strip("|").split("|")] for r in block.splitlines()
        )
        found |= {row[0]: dict(zip(heads[1:], row[1:], strict=True)) for row in rows}
    return found


def county_figures(words: list[str]):
    """Return the county's indicators of a command: after the plan and before."""
    file = sample_folder() / Path(words[words.index("--scenario") + 1]).name
    assignments = [words[n + 1] for n, word in enumerate(words) if word == "--set"]
    scenario, nobody = load_scenario(file, assignments), lambda stage: None
    result, _, outcome = decide(
        prepare(scenario, Timings(), nobody), Timings(), nobody, None, Path("/dev/null")
    )
    assert (outcome.status, outcome.gap) == ("optimal", 0)
    table = result.indicators
    return table[table["group_kind"] == "county"].set_index("indicator")


def shown(value: float, decimals: int) -> str:
    return f"{value:,.{decimals}f}"


def test_every_row_has_its_command():
    assert set(tables()) - {"today"} == set(commands())


@pytest.mark.parametrize("name", sorted(commands()))
def test_the_figures_are_those_of_the_command(name):
    found = county_figures(commands()[name])
    for heading, cell in tables()[name].items():
        indicator, decimals = COLUMNS[heading]
        assert shown(found["value"][indicator], decimals) == cell, heading
        if name == "money-first":
            today = tables()["today"][heading]
            assert shown(found["baseline"][indicator], decimals) == today, heading
