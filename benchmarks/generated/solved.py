"""One county solved in one way, with what the search told on its way."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import Any, Literal

from benchmarks.generated.county import generated
from planner.audit import audit_plan
from planner.county.dictionary import STAGES
from planner.instance import Instance
from planner.plan import relative_gap
from planner.programme.build import build
from planner.programme.highs import Progress
from planner.programme.objective import tier
from planner.programme.solve import search

Way = Literal["ours", "highs"]
Row = dict[str, Any]
TIER = "annual_cost_yuan"
THREADS = 2
_HARDLY = 5e-4
"""Changes of the gap that are not worth a line."""


@dataclass(frozen=True)
class Case:
    """A county to solve: its size, whether villages go whole, its seed, the time of the search."""

    villages: int
    sites: int
    whole_village: bool
    seed: int = 1
    seconds: float = 60.0

    @property
    def size(self) -> str:
        """Villages × sites."""
        return f"{self.villages} × {self.sites}"

    def instance(self) -> Instance:
        """Return the county."""
        return generated(
            self.villages,
            self.sites,
            seed=self.seed,
            whole_village=self.whole_village,
            solver={"time_limit_s": self.seconds, "threads": THREADS},
        )


def solved(case: Case, way: Way) -> Row:
    """Solve a county and return its row of figures.

    Parameters
    ----------
    way
        ``ours``, the search; ``highs``, the same PuLP model handed over as it stands.
    """
    return by_search(case) if way == "ours" else by_highs(case)


def by_search(case: Case) -> Row:
    """Solve as a scenario is solved, and audit the plan."""
    instance = case.instance()
    trace: list[list[Any]] = []

    def hear(news: Progress) -> None:
        _note(trace, news.step, news.seconds, news.best, news.bound)

    began = perf_counter()
    found = search(instance, progress=hear)
    wall = perf_counter() - began
    outcome = found.outcome
    result = outcome.tiers[0] if outcome.tiers else None
    faults = audit_plan(instance, found.plan, outcome) if found.plan else ()
    build_s = outcome.timings_s.get("build", 0.0)
    value = result.value if result else float("inf")
    _note(trace, "end", wall - build_s, value, result.best_bound if result else -float("inf"))
    return {
        **_same(case, instance),
        "way": "ours",
        "value": result.value if result else None,
        "bound": result.best_bound if result else None,
        "build_s": build_s,
        "wall_s": wall,
        "trace": trace,
        "size": dict(outcome.size),
        "status": outcome.status,
        "audit": [str(f.message) for f in faults],
    }


def by_highs(case: Case) -> Row:
    """Hand the model that `planner.programme.build` builds to HiGHS by PuLP, and wait."""
    import highspy
    import pulp

    instance = case.instance()
    trace: list[list[Any]] = []
    types = highspy.cb.HighsCallbackType

    def hear(kind: Any, message: str, out: Any, back: Any, data: Any) -> None:  # noqa: ARG001
        _note(trace, "highs", out.running_time, out.mip_primal_bound, out.mip_dual_bound)

    began = perf_counter()
    programme = build(instance)
    cost = tier(instance, programme.variables, TIER)
    objective = pulp.lpSum_vars_coefs(cost.terms)
    objective.constant = cost.constant
    programme.problem.setObjective(objective)
    build_s = perf_counter() - began
    solver = pulp.HiGHS(
        msg=False,
        threads=THREADS,
        timeLimit=case.seconds,
        gapRel=instance.scenario.solver.mip_gap,
        callbackTuple=(hear, None),
        callbacksToActivate=[types.kCallbackMipLogging, types.kCallbackMipImprovingSolution],
    )
    stats = programme.problem.solve(solver)
    wall = perf_counter() - began
    value = stats.objective if stats.has_solution else None
    model: Any = programme.problem.solverModel
    bound = float(model.getInfo().mip_dual_bound)
    last = float("inf") if value is None else value
    _note(trace, "end", wall - build_s, last, bound)
    return {
        **_same(case, instance),
        "way": "highs",
        "value": value,
        "bound": _finite(bound),
        "build_s": build_s,
        "wall_s": wall,
        "trace": trace,
        "size": programme.size,
        "status": stats.status.name,
        "audit": [],
    }


def gap_of(row: Row) -> float | None:
    """Return the certified gap of a row, None where it has no plan or no bound."""
    if row["value"] is None or row["bound"] is None:
        return None
    return relative_gap(row["value"], row["bound"])


def seconds_to(row: Row, gap: float) -> float | None:
    """Return the seconds, building included, until a gap was certified, None if it never was."""
    for _, seconds, best, bound in row["trace"]:
        if best is not None and bound is not None and relative_gap(best, bound) <= gap:
            return float(row["build_s"] + seconds)
    return None


def seconds_of(row: Row, step: str) -> float | None:
    """Return the seconds of the search until a step was first told of, None if it never was."""
    return next((float(s) for name, s, *_ in row["trace"] if name == step), None)


def unavoidable_yuan(instance: Instance) -> float:
    """Return the pay of the posts that pupils need wherever they learn: in any plan's cost."""
    staff = instance.scenario.staff
    posts = sum(
        float(instance.unit_pupils[instance.unit_stage == g].sum())
        / getattr(staff.pupils_per_post, stage)
        for g, stage in enumerate(STAGES)
    )
    return float(posts * instance.scenario.costs.teacher_yuan)


def _same(case: Case, instance: Instance) -> Row:
    return {
        "villages": case.villages,
        "sites": case.sites,
        "whole_village": case.whole_village,
        "seed": case.seed,
        "limit_s": case.seconds,
        "units": instance.units,
        "pupils": int(instance.unit_pupils.sum()),
        "unavoidable_yuan": unavoidable_yuan(instance),
    }


def _note(trace: list[list[Any]], step: str, seconds: float, best: float, bound: float) -> None:
    """Add a line of news, unless the gap has hardly changed since the last of the same step."""
    line = [step, round(seconds, 2), _finite(best), _finite(bound)]
    if trace and trace[-1][0] == step and abs(_gap(trace[-1]) - _gap(line)) < _HARDLY:
        return
    trace.append(line)


def _gap(line: list[Any]) -> float:
    _, _, best, bound = line
    return 9.0 if best is None or bound is None else relative_gap(best, bound)


def _finite(value: float) -> float | None:
    return value if abs(value) < 1e30 else None
