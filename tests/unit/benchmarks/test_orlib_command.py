"""The command, its figures and its page; and real files where they are there."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[3]))

from benchmarks.orlib.__main__ import main
from benchmarks.orlib.measure import above_share, disagrees, problems_of, reached
from benchmarks.orlib.page import page
from benchmarks.orlib.published import published

DATA = Path(__file__).parents[4] / "shared" / "data" / "bench"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the benchmark files are not here")

ROWS = "2 3\n10 100\n20 50.5\n4 5 6\n1 3 5\n2 4 6\n"
PMEDCAP = " 1 4\n 3 1 9\n 1 0 0 2\n 2 3 4 3\n 3 1 1 4\n"
ROW = {
    "file": "p3",
    "problem": "",
    "fingerprint": "a",
    "reading": "single-source",
    "customers": 50,
    "sites": 16,
    "pupils_per_unit_of_demand": 1,
    "value": 1000.0,
    "bound": 1000.0,
    "gap": 0.0,
    "seconds": 2.0,
    "build_seconds": 0.5,
    "published": 1000.0,
    "source": "OR-Library",
    "status": "optimal",
    "audit": [],
    "date": "2024-05-01",
}


@pytest.fixture
def kept(tmp_path):
    """Return a function that runs the command on texts and keeps what it writes here."""

    def run(*texts: str, options: tuple[str, ...] = ()) -> int:
        files = []
        for n, text in enumerate(texts):
            files.append(tmp_path / f"f{n}.txt")
            files[-1].write_text(text)
        outs = ["--results", tmp_path / "r.json", "--page", tmp_path / "p.md"]
        return main([str(x) for x in (*files, *options, *outs)])

    return run


def test_the_command_prints_value_bound_gap_and_optimum(kept, capsys):
    assert kept(ROWS, PMEDCAP) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[0][:6] == ["file", "problem", "n", "×", "m", "value"]
    assert lines[1][:8] == ["f0.txt", "multi-source", "3", "×", "2", "62.5", "62.5", "0.000"]
    # Site 3 is the best median: 1 + 3, the sum of all distances to it.
    assert lines[2][1:8] == ["capacitated", "p-median", "3", "×", "3", "4", "4"]
    assert lines[2][-1] == "optimal"


def test_readings_are_asked_for_by_name(kept, capsys):
    options = ("--json", "--reading", "single-source", "--reading", "uncapacitated")
    assert kept(ROWS.replace("20 50.5", "9 50.5"), options=options) == 0
    rows = json.loads(capsys.readouterr().out)
    # 15 of demand do not fit in places for 9 alone, nor in 10.
    assert [(r["reading"], r["value"]) for r in rows] == [
        ("single-source", pytest.approx(150.5 + 1 + 3 + 6)),
        ("uncapacitated", pytest.approx(62.5)),
    ]


def test_figures_are_kept_and_the_page_written_from_them(kept, tmp_path, capsys):
    assert kept(ROWS, options=("--write",)) == 0
    assert kept(PMEDCAP, options=("--write",)) == 0
    assert kept(ROWS, options=("--write",)) == 0
    rows = json.loads((tmp_path / "r.json").read_text("utf-8"))["rows"]
    assert [r["reading"] for r in rows] == ["capacitated p-median", "multi-source"]
    written = (tmp_path / "p.md").read_text("utf-8")
    assert "reached and proved within 60 s: 1 of 1 (100 %; asked: 90 %) — met" in written
    assert "## Without a published optimum" in written
    (tmp_path / "p.md").unlink()
    assert kept(options=("--from-json",)) == 0
    assert (tmp_path / "p.md").read_text("utf-8") == written
    capsys.readouterr()


def test_what_cannot_be_read_or_solved_is_said_and_ends_with_2(kept, capsys):
    assert kept("1 2 3 4") == 2
    assert "fill none of the formats" in capsys.readouterr().err
    assert kept(ROWS, options=("--format", "sjc")) == 2
    assert "are no file of the format sjc" in capsys.readouterr().err
    assert kept(ROWS.replace("4 5 6", "4 0 6").replace("20 50.5", "9 50.5")) == 2
    assert "customer 2 has demand 0" in capsys.readouterr().err
    with pytest.raises(SystemExit, match="2"):
        main([])
    assert "no files given" in capsys.readouterr().err


def test_a_value_under_the_published_optimum_ends_with_1(kept, capsys):
    assert kept(PMEDCAP.replace(" 1 4", " 1 5", 1)) == 1
    assert kept(PMEDCAP.replace(" 1 4", " 1 3", 1)) == 1  # a bound above it
    capsys.readouterr()


@pytest.mark.parametrize(
    ("changes", "above", "is_reached", "wrong"),
    [
        ({}, 0.0, True, False),
        ({"seconds": 60.5}, 0.0, False, False),
        ({"status": "feasible_at_limit"}, 0.0, False, False),
        ({"value": 1000.004}, 0.0, True, False),
        ({"value": 1004.0, "status": "feasible_at_limit"}, 0.004, False, False),
        ({"value": 999.0, "bound": 990.0}, -0.001, False, True),
        ({"bound": 1001.0, "value": 1001.0}, 0.001, False, True),
        ({"value": None, "bound": None, "status": "no_solution"}, None, False, False),
        ({"value": None, "bound": None, "status": "infeasible"}, None, False, True),
        ({"published": None}, None, False, False),
        ({"audit": ["too many pupils"]}, 0.0, True, True),
    ],
)
def test_a_row_against_what_is_published(changes, above, is_reached, wrong):
    row = ROW | changes
    assert above_share(row) == (None if above is None else pytest.approx(above))
    assert (reached(row), disagrees(row)) == (is_reached, wrong)


def test_the_page_counts_what_was_missed_and_names_it():
    late = ROW | {"file": "p4", "seconds": 61.0}
    far = ROW | {"file": "p5", "value": 1006.0, "status": "feasible_at_limit", "gap": 0.01}
    text = page({"machine": {}, "rows": [ROW] * 8 + [late, far]})
    assert "within 60 s: 8 of 10 (80 %; asked: 90 %) — **missed**" in text
    assert (
        "More than 0.5 % above the optimum, or without any plan: 1 (asked: none) — **miss" in text
    )
    assert "Not proved in that time: p4 as single-source, p5 as single-source" in text
    assert "| p5 | single-source | 50 × 16 | 1,006 | 1,000 | 1.000 % |" in text
    scaled = page({"machine": {}, "rows": [ROW | {"pupils_per_unit_of_demand": 10}]})
    assert "single-source, demand × 10" in scaled


@needs_data
@pytest.mark.parametrize(
    ("file", "name", "readings"),
    [
        ("pmed/pmed1.txt", "pmed1", ["p-median"]),
        ("pmedcap/pmedcap_10.txt", "pmedcap10", ["capacitated p-median"]),
        ("cap/cap72.txt", "cap72", ["multi-source"]),
        ("cap/p1", "cap61", ["multi-source", "single-source"]),
        ("cap/p8", "cap74", ["multi-source", "single-source", "uncapacitated"]),
        ("sscflp/p1", "Holmberg p1", ["single-source"]),
        ("sjc/SJC1.dat", "SJC1", ["capacitated p-median"]),
    ],
)
def test_real_files_are_known_by_their_numbers(file, name, readings):
    problems = problems_of(DATA / file, None, None, ())
    assert [p.reading for p in problems] == readings
    assert published(problems[0]).name == name


@needs_data
@pytest.mark.parametrize(
    "file", ["cap/p1", "cap/p3", "cap/cap41.txt", "sscflp/p1", "pmed/pmed5.txt"]
)
def test_small_real_files_reach_their_optimum(file, capsys):
    assert main([str(DATA / file), "--json", "--time-limit", "30"]) == 0
    for row in json.loads(capsys.readouterr().out):
        assert (row["status"], above_share(row), row["gap"]) == ("optimal", 0.0, 0.0)
