from __future__ import annotations

import numpy as np
import pytest

from benchmarks.orlib.read import UnreadableError, read

PMED = "4 4 2\n1 2 3\n2 3 4\n3 4 5\n1 2 7\n"
PMEDCAP = " 1 5\n 3 1 9\n 1 0 0 2\n 2 3 4 3\n 3 1 1 4\n"
CAP = "2 3\n10 100.\n20 50.5\n4\n1. 2.\n5\n3. 4.\n6\n5. 6.\n"
ROWS = "2 3\n10 100\n20 50.5\n4 5 6\n1 3 5\n2 4 6\n"
SJC = "3 2\n0 0 50 7\n3 4 60 8\n6 8 70 9\n"


@pytest.fixture
def problem_of(tmp_path):
    def read_text(text: str, **options):
        path = tmp_path / "problem.txt"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return read(path, **options)[0]

    return read_text


def test_a_p_median_is_all_shortest_paths_and_a_repeated_edge_keeps_its_last_cost(problem_of):
    problem = problem_of(PMED)
    assert problem.reading == "p-median"
    assert problem.medians == 2
    assert problem.cost.tolist() == [[0, 7, 11, 16], [7, 0, 4, 9], [11, 4, 0, 5], [16, 9, 5, 0]]


def test_an_edge_of_length_zero_joins_and_a_missing_path_is_infinite(problem_of):
    problem = problem_of("4 2 1\n1 2 0\n3 2 6\n")
    assert problem.cost[0].tolist() == [0, 0, 6, np.inf]


def test_a_capacitated_p_median_takes_the_floor_of_the_distance_and_its_own_best(problem_of):
    problem = problem_of(PMEDCAP)
    assert (problem.reading, problem.medians, problem.published) == ("capacitated p-median", 1, 5)
    assert problem.demand.tolist() == [2, 3, 4]
    assert problem.capacity.tolist() == [9, 9, 9]
    assert problem.cost.tolist() == [[0, 5, 1], [5, 0, 3], [1, 3, 0]]


def test_a_file_of_several_problems_is_read_as_several(tmp_path):
    path = tmp_path / "pmedcap1.txt"
    path.write_text("2\n" + PMEDCAP + PMEDCAP.replace(" 1 5", " 2 6").replace("3 1 9", "3 2 8"))
    first, second = read(path)
    assert (first.name, first.published, first.medians) == ("pmedcap1.txt#1", 5, 1)
    assert (second.name, second.published, second.medians) == ("pmedcap1.txt#2", 6, 2)
    assert first.fingerprint != second.fingerprint


@pytest.mark.parametrize("text", [CAP, ROWS])
def test_both_layouts_of_facility_location_say_the_same(problem_of, text):
    problem = problem_of(text)
    assert problem.reading == "multi-source"
    assert problem.medians is None
    assert problem.capacity.tolist() == [10, 20]
    assert problem.open_cost.tolist() == [100, 50.5]
    assert problem.demand.tolist() == [4, 5, 6]
    assert problem.cost.tolist() == [[1, 2], [3, 4], [5, 6]]


def test_sjc_has_capacities_of_its_own_and_distances_as_they_are(problem_of):
    problem = problem_of(SJC)
    assert (problem.reading, problem.medians) == ("capacitated p-median", 2)
    assert problem.capacity.tolist() == [50, 60, 70]
    assert problem.demand.tolist() == [7, 8, 9]
    assert problem.cost.tolist() == [[0, 5, 10], [5, 0, 5], [10, 5, 0]]


def test_padding_blank_lines_and_breaks_within_rows_do_not_matter(problem_of):
    plain = problem_of(ROWS)
    padded = problem_of(ROWS.replace("4 5 6", "4. 5\n\n 6.0").encode() + b"\n\0\0\0")
    assert padded.cost.tolist() == plain.cost.tolist()
    assert padded.fingerprint == plain.fingerprint
    assert problem_of(ROWS.replace("50.5", "50.6")).fingerprint != plain.fingerprint


def test_a_format_may_be_forced(problem_of):
    one_number_a_line = ROWS.replace("4 5 6", "4\n5\n6")
    assert problem_of(one_number_a_line, format_name="rows").demand.tolist() == [4, 5, 6]
    with pytest.raises(UnreadableError, match="15 numbers are no file of the format pmed"):
        problem_of(ROWS, format_name="pmed")


def test_a_capacity_left_open_is_asked_for(problem_of):
    text = CAP.replace("10 100.", "capacity 100.").replace("20 50.5", "capacity 50.5")
    with pytest.raises(UnreadableError, match="give one with --capacity"):
        problem_of(text)
    assert problem_of(text, capacity=8000.0).capacity.tolist() == [8000, 8000]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("3 2\n1 2 x\n", 'line 2 .* has "x" where a number belongs'),
        ("4 4 2\n1 2 3\n", "6 numbers beginning with 4 4 2 fill none of the formats"),
        ("4 1 9\n1 2 3\n", "fill none"),
        ("2 1 1\n1 3 5\n", "fill none"),
    ],
)
def test_what_cannot_be_read_is_said(problem_of, text, said):
    with pytest.raises(UnreadableError, match=said):
        problem_of(text)


def test_content_that_fits_two_formats_is_not_guessed(problem_of):
    both = "1 1\n2\n3\n4\n5\n"
    with pytest.raises(UnreadableError, match="cap or sjc; say which with --format"):
        problem_of(both)


def test_only_facility_location_has_other_readings(problem_of):
    free = problem_of(ROWS).read_as("uncapacitated")
    assert np.isinf(free.capacity).all()
    assert free.single_source
    assert not free.capacitated
    with pytest.raises(ValueError, match="a p-median file cannot be read as single-source"):
        problem_of(PMED).read_as("single-source")
