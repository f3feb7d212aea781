"""The tables of sizes, and that docs/concern.md holds what the code computes."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[3]))

from benchmarks.concern_size import (
    BEGIN,
    END,
    EXPOSURES,
    PAGE,
    clustered_rows,
    nearest_rows,
    simple_rows,
    with_tables,
)
from planner.concern.statistics.effective import effective
from planner.concern.statistics.exact import power_of_equivalence
from planner.concern.statistics.simulate import TESTS, exact_size
from planner.concern.statistics.wilson import wilson

DOCUMENT = PAGE.read_text("utf-8")
TABLES = DOCUMENT.split(BEGIN)[1].split(END)[0]
SIMPLE, CLUSTERED = TABLES.split("Clustered sampling")


def rows_of(part: str, first: str) -> list[str]:
    """Return the cells of the row that starts with a word."""
    (row,) = [line for line in part.splitlines() if line.startswith(f"| {first} |")]
    return [c.strip() for c in row.strip("|").split("|")][1:]


def test_sizes_summed_stand_in_the_document_and_keep_five_percent() -> None:
    assert Path(PAGE).name == "concern.md"
    for test, row in zip(TESTS, simple_rows(50), strict=True):
        shown = rows_of(SIMPLE, row[0])
        sums = [float(cell.split("/")[0]) for cell in shown]
        drawn = [float(cell.split("/")[1]) for cell in shown]
        exact = [round(100 * exact_size(test, exposure=a), 2) for a in EXPOSURES]
        assert sums == pytest.approx(exact, abs=0.006)
        assert max(sums) <= 5 and max(drawn) <= 5


def test_clustered_tables_say_what_draws_say() -> None:
    blocks = CLUSTERED.split("| difference, two-sided | told 1")[1].split("told 1")
    shown = [float(c) for c in rows_of(blocks[0], "true 4")]
    drawn = [float(c) for c in {r[0]: r[1:] for r in clustered_rows("difference", 600)}["true 4"]]
    assert shown == pytest.approx(drawn, abs=5)
    assert shown[0] > 25 and shown[3] <= 5


def test_commonly_done_tests_reject_11_to_18_percent() -> None:
    shown = [float(rows_of(CLUSTERED, name)[0]) for name, _ in nearest_rows(50)]
    assert all(11 <= rate <= 18.5 for rate in shown)
    drawn = [float(rate) for _, rate in nearest_rows(2_000)]
    assert shown == pytest.approx(drawn, abs=3)


def test_intervals_and_power_in_the_document() -> None:
    found = [wilson(0.74 * 523, 523, d) for d in (1, 2, 3, 4, 5)]
    said = [f"{100 * i.low:.1f}–{100 * i.high:.1f}" for i in found]
    assert rows_of(DOCUMENT, "95 % interval of 74 %, n = 523") == said
    down = [effective(387, 523, d).respondents for d in (1, 2, 3, 4, 5)]
    (row,) = re.findall(r"^\| margin 10 points, n/d rounded down.*$", DOCUMENT, re.MULTILINE)
    assert f"({', '.join(map(str, down))})" in row
    powers = [f"{power_of_equivalence(n, 0.74, 0.10):.2f}" for n in down]
    assert [c.strip() for c in row.strip("|").split("|")][1:] == powers


def test_tables_are_put_between_their_marks() -> None:
    page = f"a\n{BEGIN}\nold\n{END}\nb\n"
    assert with_tables(page, ["new"]) == f"a\n{BEGIN}\n\nnew\n\n{END}\nb\n"


def test_the_document_never_says_that_a_worry_is_settled() -> None:
    for word in ("confirmed", "unfounded", "groundless", "proves the worry"):
        assert word not in DOCUMENT.lower()
