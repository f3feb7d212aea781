"""Nobody is counted alone or in twos, and no number that is hidden follows from the others."""

from __future__ import annotations

import json
import random

import pytest
from dossier_world import CLOSING, make_dossier, row, stages_of
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.dossier.groups import households_of, shifted_yuan
from planner.dossier.plain import plain
from planner.reports.dossier.counts import Count, public, public_part, total
from planner.reports.dossier.page import dossier_page

MODES = ("walk", "ride", "board")


@pytest.mark.parametrize(
    ("pupils", "shown"), [(0, "0"), (1, "<3"), (2, "<3"), (3, "3"), (1200, "1,200")]
)
def test_one_and_two_read_the_same(pupils, shown):
    assert str(public(pupils)) == shown


def test_a_sum_with_a_hidden_part_is_a_range():
    assert str(total([public(2), public(12)])) == "13–14"
    assert str(total([public(1), public(1), public(5)])) == "7–9"
    assert str(total([public(4), public(5)])) == "9"
    assert total([]) == Count(0, 0)


@pytest.mark.parametrize(
    ("part", "whole", "known"),
    [(7, 20, (7, 7)), (2, 20, (1, 2)), (19, 20, (18, 19)), (20, 20, (20, 20)), (0, 2, (0, 1))],
)
def test_a_part_hides_its_rest_too(part, whole, known):
    found = public_part(part, whole)
    assert (found.low, found.high) == known
    assert found.low <= part <= found.high


WAYS = st.tuples(
    st.sampled_from(["V1", "V2", "V3", "V4"]),
    st.sampled_from(["lower", "upper"]),
    st.sampled_from(["A", "B", "C"]),
    st.sampled_from(["B", "C", ""]),
    st.sampled_from(MODES),
    st.sampled_from(MODES),
)


@st.composite
def worlds(draw):
    """Return rows of who goes where, most groups small, and the same with hidden ones changed."""
    ways = draw(st.lists(WAYS, min_size=1, max_size=9, unique=True))
    sizes = st.sampled_from([1, 2, 1, 2, 3, 4, 12, 24, 25, 44, 45])
    pupils = [draw(sizes) for _ in ways]
    other = [
        draw(st.sampled_from([1, 2])) if n < 3 and before in CLOSING else n
        for n, (_, _, before, *_) in zip(pupils, ways, strict=True)
    ]
    made = []
    for numbers in (pupils, other):
        rows = [
            row(v, g, b, a, n, mode=m, mode_before=w, minutes=20.0 + 7 * k)
            for k, ((v, g, b, a, m, w), n) in enumerate(zip(ways, numbers, strict=True))
        ]
        made.append([*rows, row("V9", "lower", "C", "C", 30), row("V9", "upper", "C", "C", 28)])
    return made


@settings(max_examples=80, deadline=None)
@given(worlds())
def test_a_page_is_the_same_whichever_a_hidden_number_is(pair):
    for school in CLOSING:
        first, second = (make_dossier(school, rows) for rows in pair)
        assert plain(first) == plain(second)


def test_whether_a_receiver_grows_does_not_tell_of_a_hidden_pupil():
    """One boarder more and its beds are too few."""

    def rows(hidden):
        return [
            row("V1", "lower", "A", "C", hidden, mode="board"),
            row("V1", "lower", "A", "C", 3, mode="board", minutes=27.0),
            row("V1", "lower", "A", "B", 1),
            row("V9", "lower", "C", "C", 30),
            row("V9", "upper", "C", "C", 28),
        ]

    one, two = (make_dossier("A", rows(n)) for n in (1, 2))
    told = [(r.school_id, r.decision) for r in one.receivers]
    assert told == [(r.school_id, r.decision) for r in two.receivers]
    assert ("C", "expand") in told


@settings(max_examples=50, deadline=None)
@given(worlds())
def test_what_is_shown_holds_the_true_number(pair):
    rows = pair[0]
    for school in CLOSING:
        made = make_dossier(school, rows)
        leaving = [r for r in rows if r["baseline_school_id"] == school != r["school_id"]]
        true = sum(r["pupils"] for r in leaving)
        assert made.pupils.low <= true <= made.pupils.high
        hidden = sum(r["pupils"] < 3 for r in leaving)
        assert made.pupils.high - made.pupils.low == hidden
        low, high = made.shifted_yuan
        yuan = sum(r["pupils"] * (r["household_yuan"] or 0.0) for r in leaving if r["school_id"])
        assert low - 1e-6 <= yuan <= high + 1e-6
        for receiver in made.receivers:
            after = stages_of(rows, receiver.school_id)
            for stage, count in receiver.pupils_after.items():
                assert count.low <= after[stage] <= count.high
            boards = [r for r in rows if r["school_id"] == receiver.school_id]
            boarders = sum(r["pupils"] for r in boards if r["mode"] == "board")
            assert receiver.boarders_after.low <= boarders <= receiver.boarders_after.high
            added = max(0, boarders - 4)
            assert receiver.beds_added.low <= added <= receiver.beds_added.high
            if receiver.capital_yuan == receiver.capital_yuan:
                assert receiver.capital_yuan == 28_000.0 * added


def test_the_test_would_see_an_exact_total():
    """Were totals exact, a total less the other cells would give the hidden number."""
    rows = [row("V1", "lower", "A", "C", 12), row("V2", "lower", "A", "C", 2)]
    page = dossier_page(make_dossier("A", rows), "en")
    assert "Pupils who would change school: 13–14, from 2 village(s)" in page
    assert "Of them in grades 1–3: 13–14." in page
    exact = [json.dumps(plain(make_dossier("A", rows)))]
    rows[1]["pupils"] = 1
    assert dossier_page(make_dossier("A", rows), "en") == page
    exact.append(json.dumps(plain(make_dossier("A", rows))))
    assert exact[0] == exact[1]
    rows[1]["pupils"] = 3
    assert json.dumps(plain(make_dossier("A", rows))) != exact[0]


def test_the_money_of_a_building_is_left_out_where_it_tells_of_a_child():
    """Four beds there: a bed costs 28,000, so that the sum would count the boarders."""
    shown = [row("V1", "upper", "A", "C", 9, mode="board")]
    assert make_dossier("A", shown).receivers[0].capital_yuan == 5 * 28_000
    hidden = [*shown, row("V2", "upper", "A", "C", 1, mode="board")]
    receiver = make_dossier("A", hidden).receivers[0]
    assert receiver.capital_yuan != receiver.capital_yuan
    assert (receiver.beds_added, receiver.boarders_after) == (Count(6, 7), Count(10, 11))
    assert "a group under 3 could be worked out" in dossier_page(make_dossier("A", hidden), "en")


def test_households_are_counted_by_what_is_known_of_their_children():
    rows = [
        row("V1", "lower", "A", "C", 9),
        row("V2", "lower", "A", "C", 2),
        row("V3", "lower", "A", "C", 5),
    ]
    groups = make_dossier("A", rows).groups
    # 9 / 1.5 = 6; 1 or 2 pupils at 2 a household are one; V3 is not known and counts one each.
    assert households_of(groups, {"V1": 1.5, "V2": 2.0}) == Count(6 + 1 + 5, 6 + 2 + 5)
    assert shifted_yuan(groups) == (0.0, 0.0)


def test_a_school_shares_no_number_between_its_papers():
    """C takes pupils of A and of B: their two papers together give neither hidden number."""
    numbers = random.Random(3)
    rows = [
        row("V1", "lower", "A", "C", 1),
        row("V2", "lower", "B", "C", 2),
        row("V3", "lower", "B", "C", numbers.randint(5, 9)),
        row("V4", "lower", "C", "C", 30),
    ]
    known = rows[2]["pupils"]
    for school in CLOSING:
        (receiver,) = make_dossier(school, rows).receivers
        assert receiver.pupils_before["lower"] == Count(30, 30)
        assert receiver.pupils_after["lower"] == Count(32 + known, 34 + known)
