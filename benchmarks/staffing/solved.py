"""One staffing instance solved in one way: by the search, or by HiGHS as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from time import perf_counter
from typing import Any, Literal

from planner.audit.staffing import audit_staffing
from planner.plan import relative_gap
from planner.staffing.build import StaffProgramme, build
from planner.staffing.objective import staff_tier
from planner.staffing.solve import staff_search
from planner.teachers.instance import StaffInstance

Way = Literal["ours", "highs"]
Row = dict[str, Any]
SHARE = 0.5
"""Share of the time left that HiGHS may take for an objective, once it has a plan."""


def solved(instance: StaffInstance, way: Way) -> Row:
    """Solve an instance and return its figures.

    Parameters
    ----------
    way
        ``ours``, the search; ``highs``, the same PuLP model objective by objective.
    """
    return by_search(instance) if way == "ours" else by_highs(instance)


def by_search(instance: StaffInstance) -> Row:
    """Solve as ``plan --with-staffing`` does, and audit the plan."""
    began = perf_counter()
    found = staff_search(instance)
    wall = perf_counter() - began
    outcome = found.outcome
    faults = audit_staffing(instance, found.plan, outcome) if found.plan is not None else ()
    tiers = [
        {
            "name": t.name,
            "value": t.value,
            "bound": _finite(t.best_bound),
            "gap": _finite(t.gap),
            "seconds": _seconds_of(t.name, outcome.timings_s),
        }
        for t in outcome.tiers
    ]
    return {
        **_same(instance),
        "way": "ours",
        "tiers": tiers,
        "build_s": outcome.timings_s.get("build", 0.0),
        "wall_s": wall,
        "size": dict(outcome.size),
        "status": outcome.status,
        "audit": [str(f.message) for f in faults],
    }


def by_highs(instance: StaffInstance) -> Row:
    """Hand the model of `planner.staffing.build` to HiGHS by PuLP, objective after objective.

    Each objective is held by a row while the next is solved, from nothing. One may take `SHARE`
    of the time left, the last all of it; until there is a plan at all, it may take all.
    """
    began = perf_counter()
    programme = build(instance)
    build_s = perf_counter() - began
    size = programme.size
    ends = began + instance.scenario.staffing.time_limit_s
    objective = instance.scenario.staffing.objective
    tiers: list[Row] = []
    known: dict[int, float] | None = None
    for n, asked in enumerate(objective):
        left = ends - perf_counter()
        if left <= 0 or (n and known is None):
            break
        last = n == len(objective) - 1
        enough = left if last else SHARE * left
        tier, values = _tier(instance, programme, asked.minimise, left, enough, known)
        tiers.append(tier)
        if values is not None:
            known = values
        if tier["value"] is not None:
            _hold(instance, programme, asked.minimise, tier["value"], asked.tolerance)
    gap = instance.scenario.staffing.mip_gap
    gaps = [t["gap"] for t in tiers]
    proved = len(tiers) == len(objective) and all(g is not None and g <= gap for g in gaps)
    return {
        **_same(instance),
        "way": "highs",
        "tiers": tiers,
        "build_s": build_s,
        "wall_s": perf_counter() - began,
        "size": size,
        "status": "optimal" if proved else "no_solution" if known is None else "feasible_at_limit",
        "audit": [],
    }


def worst_gap(row: Mapping[str, Any]) -> float | None:
    """Return the worst gap of a row, None where an objective was not reached or has no bound."""
    gaps = [t["gap"] for t in row["tiers"]]
    if len(gaps) < row["objectives"] or None in gaps:
        return None
    return float(max(gaps))


def _tier(
    instance: StaffInstance,
    programme: StaffProgramme,
    name: str,
    left: float,
    enough: float,
    known: dict[int, float] | None,
) -> tuple[Row, dict[int, float] | None]:
    """Solve one objective; return its figures, and the values of a new plan by variable.

    Where no plan is found in time, its value is that of the plan `known` so far.
    """
    import highspy
    import pulp

    began = perf_counter()
    problem = programme.problem
    expression = staff_tier(instance, programme.variables, name)
    affine = pulp.LpAffineExpression.from_list(list(expression.terms), expression.constant)
    problem.setObjective(affine)
    types = highspy.cb.HighsCallbackType

    def hear(kind: Any, message: str, out: Any, back: Any, data: Any) -> None:  # noqa: ARG001
        if out.running_time > enough and (known is not None or abs(out.mip_primal_bound) < 1e30):
            back.user_interrupt = True

    solver = pulp.HiGHS(
        msg=False,
        threads=instance.scenario.solver.threads,
        timeLimit=left,
        gapRel=instance.scenario.staffing.mip_gap,
        random_seed=instance.scenario.solver.seed,
        callbackTuple=(hear, None),
        callbacksToActivate=[types.kCallbackMipInterrupt, types.kCallbackMipLogging],
    )
    stats = problem.solve(solver)
    values = {v.id: v.varValue for v in problem.variables()} if stats.has_solution else None
    plan = values if values is not None else known
    value = None
    if plan is not None:
        value = expression.constant + sum(c * plan.get(x.id, 0.0) for x, c in expression.terms)
    model: Any = problem.solverModel
    bound = _finite(float(model.getInfo().mip_dual_bound))
    bounded = value is not None and bound is not None
    found = {
        "name": name,
        "value": value,
        "bound": bound,
        "gap": _finite(relative_gap(value, bound)) if bounded else None,
        "seconds": perf_counter() - began,
    }
    return found, values


def _hold(
    instance: StaffInstance, programme: StaffProgramme, name: str, value: float, tolerance: float
) -> None:
    """Keep an objective at what it came to, with its tolerance."""
    import pulp

    expression = staff_tier(instance, programme.variables, name)
    if not expression.terms:
        return
    most = value + tolerance * abs(value) + 1e-6 * max(1.0, abs(value))
    affine = pulp.LpAffineExpression.from_list(list(expression.terms), expression.constant - most)
    affine.sense = pulp.LpConstraintLE
    programme.problem.addConstraint(affine).name = f"hold__{name}"


def _same(instance: StaffInstance) -> Row:
    return {
        "persons": int(instance.type_count.sum()),
        "schools": len(instance.school_id),
        "subjects": int(instance.subject_lesson.sum()),
        "types": len(instance.type_id),
        "periods": float(instance.need_periods.sum()),
        "objectives": len(instance.scenario.staffing.objective),
        "limit_s": instance.scenario.staffing.time_limit_s,
    }


def _seconds_of(name: str, timings_s: Mapping[str, float]) -> float | None:
    """Return the seconds of an objective, whatever stands before its name."""
    found = [s for key, s in timings_s.items() if f"_{key}".endswith(f"_{name}")]
    return sum(found) if found else None


def _finite(value: float) -> float | None:
    return value if isfinite(value) and abs(value) < 1e30 else None
