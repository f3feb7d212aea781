"""The report's section on staffing: lessons nobody gives, posts, moves, hires, what is proved."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np

from planner.instance import Floats
from planner.reports.figures import Cell, amount
from planner.reports.sections import proof_words
from planner.reports.staff_screen import staff_lines
from planner.reports.table import Table, placed
from planner.reports.words import count, percent, yuan
from planner.result import StaffResult
from planner.teachers.capacity import posts_worth, visits
from planner.teachers.counts import indices, uncovered_periods
from planner.teachers.curriculum import load_curriculum
from planner.teachers.files import HOWS
from planner.teachers.instance import POSTS, StaffInstance
from planner.teachers.ledger import post_ledger
from planner.texts import LANGS, Text, catalogue, text

_SCHOOLS_SHOWN, _MOVES_SHOWN = 40, 60
_LEVELS = (0.0, 0.25, 0.5, 0.75)
"""Share of a subject's need that is short, from which a cell has the next colour."""


@dataclass(frozen=True)
class Heat:
    """Subject by school: what is short in a week.

    Parameters
    ----------
    subjects
        Headings.
    rows
        School, all that is short there, and per subject the words and the style class.
    more
        Schools with a gap that are not shown.
    """

    subjects: tuple[Cell, ...]
    rows: tuple[tuple[Cell, str, tuple[tuple[str, str], ...]], ...]
    more: int


def staff_section(staffing: StaffResult) -> dict[str, Any]:
    """Return what the template shows of staffing."""
    lines = [staff_lines(staffing, lang) for lang in LANGS]
    return {
        "summary": [dict(zip(LANGS, said, strict=True)) for said in zip(*lines, strict=True)],
        "made_up": staffing.supply.get("source") == "synthetic",
        "heat": heat_map(staffing),
        "how": _how(staffing),
        "posts": _posts(staffing),
        "moves": _moves(staffing),
        "hires": _hires(staffing),
        "circuits": _circuits(staffing),
        "rounds": _rounds(staffing),
        "proof": _proof(staffing),
    }


def heat_map(staffing: StaffResult) -> Heat:
    """Return the subject by school map of what is short, the schools with the largest gap first."""
    instance = staffing.instance
    left = uncovered_periods(instance, staffing.plan)
    shape = (instance.schools, len(instance.subject_id))
    short, need = np.zeros(shape), np.zeros(shape)
    at = (instance.need_school, instance.need_subject)
    np.add.at(short, at, left)
    np.add.at(need, at, instance.need_periods)
    subjects = np.flatnonzero(need.sum(axis=0) > 0).tolist()
    total = short.sum(axis=1)
    order = [s for s in np.lexsort((np.arange(len(total)), -total)).tolist() if total[s] >= 0.05]
    rows = tuple(
        (
            placed(instance.school_name[s], instance.school_township[s]),
            _periods(total[s]),
            tuple(_cell(short[s, q], need[s, q]) for q in subjects),
        )
        for s in order[:_SCHOOLS_SHOWN]
    )
    names = _subjects(instance)
    return Heat(
        tuple(names[instance.subject_id[q]] for q in subjects),
        rows,
        max(0, len(order) - _SCHOOLS_SHOWN),
    )


def _cell(short: float, need: float) -> tuple[str, str]:
    if need <= 0:
        return "", "off"
    if short < 0.05:
        return "", "full"
    return _periods(short), f"short{sum(short / need > level for level in _LEVELS)}"


def _how(staffing: StaffResult) -> Table:
    given: dict[str, float] = defaultdict(float)
    for row in staffing.plan.lessons:
        given[row.how] += row.periods
    given["uncovered"] = float(uncovered_periods(staffing.instance, staffing.plan).sum())
    whole = float(staffing.instance.need_periods.sum())
    rows: list[list[Cell]] = [
        [text(f"staff_how.{how}"), _periods(given[how]), percent(given[how] / whole)]
        for how in (*HOWS, "uncovered")
        if given[how] > 0.05 or how == "uncovered"
    ]
    return Table(_heads("how", "periods", "share"), rows, frozenset({1, 2}))


def _posts(staffing: StaffResult) -> Table:
    rows: list[list[Cell]] = []
    for row in post_ledger(staffing.instance, staffing.plan):
        if row.school >= 0:
            continue
        figures = (row.today, row.kept, row.teach, row.moved, row.retire, row.without_place)
        share: Cell = percent(row.at_risk_share) if row.today else "—"
        if row.survey_share is not None:
            share = text("staff.beside_survey", share=share, survey=percent(row.survey_share))
        rows.append([text(f"staff_post.{POSTS[row.post]}"), *map(count, figures), share])
    heads = ("post", "today", "kept", "teach", "moved", "retire", "without_place", "at_risk")
    return Table(_heads(*heads), rows, frozenset(range(1, 7)))


def _moves(staffing: StaffResult) -> tuple[Table, int]:
    instance = staffing.instance
    types, schools = indices(instance.type_id), indices(instance.school_id)
    together: dict[tuple[int, int, str, int], int] = defaultdict(int)
    for row in staffing.plan.postings:
        if row.to_school != row.from_school:
            t = types[row.type_id]
            to = schools.get(row.to_school, -1)
            subject = int(instance.type_subject[t])
            together[int(instance.type_school[t]), to, row.role, subject] += row.count
    names = _subjects(instance)

    def far(key: tuple[int, int, str, int]) -> tuple[float, tuple[int, int, str, int]]:
        return (-instance.minutes[key[0], key[1]] if key[1] >= 0 else -np.inf), key

    rows: list[list[Cell]] = []
    for key in sorted(together, key=far)[:_MOVES_SHOWN]:
        r, s, role, q = key
        rows.append(
            [
                placed(instance.school_name[r], instance.school_township[r]),
                _at(instance, s),
                text(f"staff_role.{role}"),
                names[instance.subject_id[q]] if q >= 0 else "—",
                count(together[key]),
                f"{instance.minutes[r, s]:.0f}" if s >= 0 else "—",
            ]
        )
    heads = _heads("school", "to_school", "role", "subject", "persons", "minutes")
    return Table(heads, rows, frozenset({4, 5})), max(0, len(together) - _MOVES_SHOWN)


def _hires(staffing: StaffResult) -> Table:
    instance, names = staffing.instance, _subjects(staffing.instance)
    schools = indices(instance.school_id)
    rows: list[list[Cell]] = [
        [_at(instance, schools[h.school_id]), names[h.subject], _spoken(h.language), count(h.count)]
        for h in staffing.plan.hires
    ]
    return Table(_heads("school", "subject", "language", "persons"), rows, frozenset({3}))


def _circuits(staffing: StaffResult) -> Table:
    instance, names = staffing.instance, _subjects(staffing.instance)
    rows: list[list[Cell]] = [
        [
            _at(instance, visit[0]),
            _at(instance, visit[1]),
            names[instance.subject_id[visit[2][1]]] if visit[2][1] >= 0 else "—",
            _periods(periods),
            f"{posts_worth(instance, visit, periods):.1f}",
            f"{instance.minutes[visit[:2]]:.0f}",
        ]
        for visit, periods in visits(instance, staffing.plan).items()
    ]
    heads = _heads("school", "visited", "subject", "periods", "posts_worth", "minutes")
    return Table(heads, rows, frozenset({3, 4, 5}))


def _rounds(staffing: StaffResult) -> Table:
    rows: list[list[Cell]] = [
        [
            str(r.number),
            yuan(r.layout_cost_yuan),
            count(r.schools_open),
            _periods(r.uncovered_priority_periods),
            _periods(r.uncovered_periods),
            "✓" if r.kept else "",
        ]
        for r in staffing.rounds
    ]
    heads = _heads("round", "cost", "schools", "priority", "uncovered", "kept_round")
    return Table(heads, rows, frozenset(range(1, 5)))


def _proof(staffing: StaffResult) -> Table:
    from planner.reports.table import heads

    rows: list[list[Cell]] = []
    asked = staffing.instance.scenario.staffing.mip_gap
    for n, tier in enumerate(staffing.outcome.tiers, 1):
        reached = tier.value if tier.reached is None else tier.reached
        words = proof_words(tier.gap, asked)
        figures = [amount(round(v, 6) + 0.0, "") for v in (tier.value, reached, tier.best_bound)]
        rows.append([str(n), text(f"tier.{tier.name}"), *figures, words])
    columns = heads("order", "objective", "value", "reached", "bound", "proof")
    return Table(columns, rows, frozenset({2, 3, 4}), short=frozenset({1}))


def _subjects(instance: StaffInstance) -> dict[str, Cell]:
    curriculum = load_curriculum(instance.scenario.staffing.curriculum)
    return {
        q: {lang: curriculum.subject_name(q, lang) for lang in LANGS} for q in instance.subject_id
    }


def _spoken(language: str) -> Cell:
    key = f"language.{language}"
    return (text(key) if key in catalogue() else language) if language else "—"


def _at(instance: StaffInstance, s: int) -> Cell:
    return placed(instance.school_name[s], instance.school_township[s]) if s >= 0 else "—"


def _periods(value: float | Floats) -> str:
    return "—" if not np.isfinite(value) else f"{float(value):,.1f}".removesuffix(".0")


def _heads(*names: str) -> tuple[Text, ...]:
    return tuple(text(f"staff_head.{name}") for name in names)
