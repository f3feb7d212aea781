"""Measure the allocation programme: what docs/benchmarks-resources.md says.

    python -m benchmarks.resources                  Dege, Zhaojue and Mao with the schools of today
    python -m benchmarks.resources --only mao       one of them
    python -m benchmarks.resources --seeds 500      small worlds against every plan of theirs, too
    python -m benchmarks.resources --from-json      the page again, from the last figures

Figures go to benchmarks/results/resources.json; the page is written from that file. The exit code
is 1 where a target is missed, an allocation fails its audit or brute force finds a better one.
"""

from __future__ import annotations

import argparse
import math
import sys
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.kept import Row, store, stored
from benchmarks.markdown import last_taken, table
from benchmarks.scenarios import machine

if TYPE_CHECKING:
    from planner.allocation.instance import ResourceInstance

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "resources.json"
PAGE = ROOT / "docs" / "benchmarks-resources.md"
COUNTIES = ("dege", "zhaojue", "mao")
BUDGETS_YUAN = ((2_000_000, 1_000_000), (10_000_000, 5_000_000), (30_000_000, 20_000_000), ())
"""By year of building; the last is no limit."""
SECONDS, GAP_MOST = 30.0, 0.005
_HEADS = (
    "county", "schools", "budget, million yuan", "spent", "s", "status", "worst gap",
    "floors missed", "rule missed", "lowest level", "not reached", "variables", "constraints",
    "target",
)  # fmt: skip
_INTRODUCTION = f"""\
# Allocation

Written by `python -m benchmarks.resources` from `benchmarks/results/resources.json`; `--from-json` \
writes it again. Do not edit. What the goals are stands in docs/resources.md.

The bundled counties (synthetic figures) with their schools of today, judged by `quality-2017`, \
bundled prices, default options. Every goal is to be within {100 * GAP_MOST:g} % of a bound of the \
full model within {SECONDS:g} s, building included. *Floors missed* and *rule missed* are the first \
two goals (pupils by indicator; schools that money could bring to the rule), *lowest level* what the \
lowest of all indicators has of its goal. Every allocation is audited."""


def main(arguments: list[str] | None = None) -> int:
    """Measure what is asked for, write figures and page, and return the exit code."""
    asked = _parser().parse_args(arguments)
    if not asked.from_json:
        for name in asked.only or COUNTIES:
            instance = county_today(name)
            rows = [measured(name, instance, budget) for budget in BUDGETS_YUAN]
            _store(asked.results, rows)
            for row in rows:
                print(", ".join(_cells(row)), flush=True)
        if asked.seeds:
            _store(asked.results, [tried(asked.seeds)])
    data = stored(asked.results)
    asked.page.write_text(page(data), "utf-8")
    rows = data["rows"]
    return int(any(missed(r) for r in rows if "budget" in r) or any(r.get("worse") for r in rows))


def county_today(name: str) -> ResourceInstance:
    """Return what the allocation is given of a bundled county with the schools of today."""
    from planner.accounts import account
    from planner.balance.measures import measures_of
    from planner.balance.moments import today
    from planner.norms import load_profile
    from planner.options.baseline import baseline_plan
    from planner.resources.assemble import assemble_resources
    from planner.run import prepare
    from planner.scenario.load import load_scenario
    from planner.stages import Timings

    scenario = load_scenario(ROOT / "scenarios" / name / "today.yaml")
    prepared = prepare(scenario, Timings(), lambda _: None)
    layout, county = prepared.assembled.instance, prepared.county
    plan = baseline_plan(layout)
    accounts = account(layout, plan)
    figures = today(county, layout, plan, accounts).figures
    measures = measures_of(load_profile(scenario.balance.profiles[0], "balance"))
    return assemble_resources(county, layout, plan, accounts, figures, measures)


def measured(name: str, instance: ResourceInstance, budget: tuple[int, ...]) -> Row:
    """Solve an instance with a budget and return its figures."""
    from planner.audit.resources import audit_resources
    from planner.resources.solve import allocate

    given = replace(instance, budget_yuan=np.array(budget, dtype=np.int64))
    began = perf_counter()
    found = allocate(given)
    wall = perf_counter() - began
    faults = audit_resources(given, found.plan, found.outcome)
    value = {t.name: t.value for t in found.outcome.tiers}
    return {
        "case": name,
        "budget": list(budget),
        "schools": given.schools,
        "spent": found.plan.yuan,
        "wall_s": wall,
        "status": found.outcome.status,
        "gap": found.outcome.gap if math.isfinite(found.outcome.gap) else None,
        "floors": value.get("floors_missed"),
        "rule": value.get("rule_missed"),
        "level": 1 - value.get("level_short", math.nan),
        "unreached": len(found.plan.unreached),
        "size": dict(found.outcome.size),
        "audit": [str(f.message) for f in faults],
    }


def tried(seeds: int) -> Row:
    """Solve small worlds, compare each with every plan it has, and return how many are worse."""
    sys.path.insert(0, str(ROOT / "tests"))
    from resources_worlds import best_by_trying, random_world

    from planner.resources.solve import allocate

    worse = []
    for seed in range(seeds):
        world = random_world(seed, schools=2 + seed % 2)
        reached = [t.value for t in allocate(world).outcome.tiers]
        if not np.allclose(reached, best_by_trying(world), rtol=1e-7, atol=1e-7):
            worse.append(seed)
    return {"case": "brute force", "seeds": seeds, "worse": worse}


def missed(row: Row) -> str:
    """Return by what a row misses its target, empty where it is met."""
    if row["audit"]:
        return f"audit: {len(row['audit'])} faults"
    if row["gap"] is None or row["gap"] > GAP_MOST + 1e-9:
        return "gap"
    return "" if row["wall_s"] <= SECONDS else f"{row['wall_s'] - SECONDS:.0f} s"


def page(data: dict[str, Any]) -> str:
    """Return the page of the figures kept."""
    rows = [r for r in data["rows"] if "budget" in r]
    met = sum(not missed(r) for r in rows)
    parts = [_INTRODUCTION, "", *last_taken(data["machine"]), ""]
    parts += [f"- Allocations within {100 * GAP_MOST:g} % in time: {met} of {len(rows)}"]
    parts += [f"- Allocations that fail the audit: {sum(bool(r['audit']) for r in rows)}"]
    for row in data["rows"]:
        if "seeds" in row:
            parts.append(
                f"- Small worlds solved, compared with every plan that they have: {row['seeds']}; "
                f"of these a plan was better in {len(row['worse'])}"
            )
    parts += ["", *table(_HEADS, [_cells(r) for r in rows], words=(0, 5, 13)), ""]
    return "\n".join(parts)


def _cells(row: Row) -> list[str]:
    by = missed(row)
    budget = " + ".join(f"{y / 1e6:g}" for y in row["budget"]) or "none"
    return [
        row["case"],
        str(row["schools"]),
        budget,
        f"{row['spent'] / 1e6:.3f}",
        f"{row['wall_s']:.1f}",
        row["status"],
        "" if row["gap"] is None else f"{100 * row['gap']:.3f} %",
        f"{row['floors']:,.0f}",
        f"{row['rule']:g}",
        f"{row['level']:.3f}",
        str(row["unreached"]),
        str(row["size"]["variables"]),
        str(row["size"]["constraints"]),
        f"**missed** by {by}" if by else "met",
    ]


def _store(results: Path, rows: list[Row]) -> None:
    store(
        results,
        rows,
        key=lambda r: (r["case"], tuple(r.get("budget", ()))),
        order=lambda r: (r["case"], sum(r.get("budget", ())) or math.inf),
        machine=machine(),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=COUNTIES)
    parser.add_argument("--seeds", type=int, default=0, help="small worlds against brute force")
    parser.add_argument("--from-json", action="store_true")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--page", type=Path, default=PAGE)
    return parser


if __name__ == "__main__":
    sys.exit(main())
