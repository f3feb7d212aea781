"""The rows of one rule as text that reads aloud, and by how much numbers break them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pulp

from planner.county.dictionary import MODES, STAGES
from planner.instance import Instance
from planner.programme.rules import RULES, Row
from planner.programme.variables import grouped, make_variables, usable

FOLDER = Path(__file__).parent / "golden"


def rows_of(instance: Instance, rule: str, problem: pulp.LpProblem) -> dict[str, Row]:
    """Return the rows that a rule yields for an instance, by full name.

    Parameters
    ----------
    problem
        An empty problem that owns the variables; they live no longer than it does.
    """
    groups = grouped(instance, np.flatnonzero(usable(instance)))
    variables = make_variables(instance, problem, groups)
    asked = next(r for r in RULES if r.name == rule)
    made = list(asked.rows(instance, variables, groups))
    named = {f"{rule}__{row.key}": row for row in made}
    assert len(named) == len(made), "two rows of one name"
    return named


def violated(instance: Instance, rule: str, values: Mapping[str, float]) -> dict[str, float]:
    """Return the rows that numbers break, and by how much.

    Parameters
    ----------
    values
        By name of the variable; those not named are 0. A name that stands in no row of the
        rule is refused.
    """
    problem = pulp.LpProblem("golden")
    rows = rows_of(instance, rule, problem)
    known = {x.name for row in rows.values() for x, _ in row.terms}
    assert set(values) <= known, sorted(set(values) - known)
    found = {}
    for name, row in rows.items():
        excess = sum(c * values.get(x.name, 0.0) for x, c in row.terms) - row.bound
        by = {"<=": excess, ">=": -excess, "==": abs(excess)}[row.sense]
        if by > 1e-9:
            found[name] = round(by, 6)
    return found


def lp_text(instance: Instance, rule: str, about: str) -> str:
    """Return the rows of a rule in CPLEX LP format, sorted by name, with a legend.

    Any solver opens it; the rows have no objective.
    """
    problem = pulp.LpProblem("golden")
    rows = rows_of(instance, rule, problem)
    variables = {x.name: x for row in rows.values() for x, _ in row.terms}
    lines = [f"\\ {rule}: {about}", *_legend(instance, variables, rows)]
    lines += ["Minimize", " nothing:", "Subject To"]
    for name in sorted(rows, key=_natural):
        lines += _row(name, rows[name])
    lines.append("Bounds")
    whole = []
    for name in sorted(variables, key=_natural):
        x = variables[name]
        unlimited = x.upBound is None or math.isinf(x.upBound)
        high = "" if unlimited else f" <= {_number(x.upBound)}"
        lines.append(f" {_number(x.lowBound)} <= {name}{high}")
        if x.cat == "Integer":
            whole.append(f" {name}")
    if whole:
        lines += ["General", *whole]
    return "\n".join([*lines, "End", ""])


def _legend(
    instance: Instance, variables: Mapping[str, pulp.LpVariable], rows: Mapping[str, Row]
) -> list[str]:
    """Say who u0, j0, a0, l0 and t0 are, of those that the text names."""
    said = "_".join([*variables, *rows])

    def named(letter: str) -> list[int]:
        return sorted({int(n) for n in re.findall(rf"(?:(?<=_)|^){letter}(\d+)(?=_|$)", said)})

    lines = []
    for u in named("u"):
        stage, pupils = STAGES[instance.unit_stage[u]], instance.unit_pupils[u]
        lines.append(f"\\ u{u}: {instance.unit_village[u]} {stage}, {pupils} pupils")
    lines += [f"\\ j{j}: {instance.site_id[j]}" for j in named("j")]
    for a in named("a"):
        u, j, mode = (
            int(x[a]) for x in (instance.option_unit, instance.option_site, instance.option_mode)
        )
        trip = f"u{u} to {instance.site_id[j]}, {MODES[mode]}, {instance.option_minutes[a]:g} min"
        lines.append(f"\\ a{a}: {trip}")
    for n in named("l"):
        lines.append(f"\\ l{n}: line {instance.line_id[n]}, {instance.line_seats[n]} seats")
    return lines + [f"\\ t{t}: {instance.township[t]}" for t in named("t")]


def _row(name: str, row: Row) -> list[str]:
    """Return a row, six terms a line; terms of one variable are added up."""
    sums: dict[str, float] = {}
    for x, c in row.terms:
        sums[x.name] = sums.get(x.name, 0.0) + c
    terms = [
        f"{'-' if c < 0 else '+'} {'' if abs(c) == 1 else _number(abs(c)) + ' '}{x}"
        for x, c in sorted(sums.items(), key=lambda item: _natural(item[0]))
        if c != 0
    ]
    assert terms, f"{name} has no term: the world is too small to show it"
    terms[0] = terms[0].removeprefix("+ ")
    sense = "=" if row.sense == "==" else row.sense
    lines = [" " + " ".join(terms[n : n + 6]) for n in range(0, len(terms), 6)]
    lines[0] = f" {name}:{lines[0]}"
    lines[-1] += f" {sense} {_number(row.bound)}"
    return [lines[0], *(f"  {line}" for line in lines[1:])]


def _number(value: float) -> str:
    return f"{0.0 + value:.10g}"


def _natural(name: str) -> tuple[object, ...]:
    """Sort j2 before j10."""
    return tuple(int(p) if p.isdigit() else p for p in re.split(r"(\d+)", name))
