"""Opposites that explain.csv does not tell are solved by as many processes as were asked for."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from planner.dossier.solved import examined_of
from planner.studies import closing


@pytest.fixture
def asked(monkeypatch):
    """What is given to other processes; they find nothing."""
    calls = []

    def in_parallel(ask, tasks, *, jobs, done):
        calls.append((tasks, jobs, done))
        return []

    monkeypatch.setattr(closing, "in_parallel", in_parallel)
    return calls


def source(explain=None):
    solver = SimpleNamespace(threads=4)
    instance = SimpleNamespace(scenario=SimpleNamespace(solver=solver), site_id=())
    finished = closing.Finished(Path("run"), instance, None, {})
    tables = {} if explain is None else {"explain": pd.DataFrame(explain)}
    return SimpleNamespace(
        loaded=SimpleNamespace(tables=tables),
        finished=finished,
        closing=("A", "B", "C"),
        rows=(),
        names={},
    )


def test_papers_on_some_closures_are_worked_out_in_parallel_too(asked):
    """B is refused: its opposite is not solved, and the others do not wait for each other."""
    told = print
    assert examined_of(source(), ["A", "C"], seconds=7.0, jobs=2, done=told) == {}
    assert asked == [([("run", "A", 7.0, 2), ("run", "C", 7.0, 2)], 2, told)]


def test_what_the_table_tells_is_not_solved_and_one_alone_has_all_threads(asked):
    told = {"reasons": "worse", "verdict": ["worse", "impossible"], "proved": 1}
    table = {"school_id": ["A", "C"], "villages_touched": 1, "pupils_touched": 9, **told}
    found = examined_of(source(table), ["A", "C"], seconds=7.0, jobs=2)
    assert {s: e.verdict for s, e in found.items()} == {"A": "worse"}
    assert [(tasks, jobs) for tasks, jobs, _ in asked] == [([("run", "C", 7.0, 4)], 2)]
    asked.clear()
    examined_of(source(table), ["A", "C"], seconds=7.0, jobs=2, again=True)
    assert [school for _, school, *_ in asked[0][0]] == ["A", "C"]
