"""docs/benchmarks.md, written from the figures of benchmarks/results/scenarios.json."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.markdown import last_taken, table

Row = Mapping[str, Any]

GAP_MOST = 0.02
SOLVE_MOST_S = 120.0
AROUND_MOST_S = 30.0
PEAK_MOST_MB = 1500.0
AROUND = ("read", "travel", "write")
STAGES = ("read", "travel", "assemble", "solve", "audit", "write")


@dataclass(frozen=True)
class Target:
    """A target: its name, its statement and whether a run meets it."""

    name: str
    states: str
    met: Callable[[Row], bool]


def proved(row: Row) -> bool:
    """Return whether the worst gap is within 2 % and was so within 120 s of solving."""
    gap = row["gap"]
    return gap is not None and gap <= GAP_MOST + 1e-9 and row["timings_s"]["solve"] <= SOLVE_MOST_S


def around_seconds(row: Row) -> float:
    """Return the seconds of reading, routing and writing."""
    return float(sum(row["timings_s"].get(stage, 0.0) for stage in AROUND))


TARGETS = (
    Target("proof", "worst gap at most 2 % after at most 120 s of solving", proved),
    Target(
        "files",
        "reading, routing and writing under 30 s together",
        lambda row: around_seconds(row) < AROUND_MOST_S,
    ),
    Target("memory", "peak memory under 1.5 GB", lambda row: row["peak_mb"] < PEAK_MOST_MB),
)

HEADS = (
    "scenario", "status", "worst gap", "proof", *(f"{stage} s" for stage in STAGES),
    "all s", "build share", "files s", "files", "peak MB", "memory",
)  # fmt: skip
SIZES = ("villages", "schools", "options", "variables", "constraints")


def page(data: Mapping[str, Any]) -> str:
    """Return the page.

    Parameters
    ----------
    data
        ``machine`` and ``runs`` (by ``county/scenario``) as benchmarks.scenarios stores them.
    """
    parts = [
        "# Benchmarks",
        "",
        "Written by `python -m benchmarks.scenarios` (part of `make bench`) from "
        "`benchmarks/results/scenarios.json`; `--from-json` writes it again. Do not edit.",
        "",
        *last_taken(data["machine"]),
        "",
        "Other pages: [generated counties](benchmarks-generated.md), "
        "[staffing](benchmarks-staffing.md), [routing](benchmarks-travel.md), "
        "[location problems of others](benchmarks-orlib.md), [spopt](benchmarks-spopt.md), "
        "[reading](benchmarks-reading.md), [buildings and equipment](benchmarks-resources.md), "
        "[the map of a large county](benchmarks-map.md).",
        "",
        "Targets: " + "; ".join(f"**{t.name}**, {t.states}" for t in TARGETS) + ".",
        "",
        *_met(data["runs"]),
        "",
        "Seconds are of the wall clock. *Build share* is the part of the solving spent building "
        "the model, *files s* reading, routing and writing; *all s* is the whole process, start "
        "and imports included. *Peak MB* is the process's largest resident set, in 10^6 bytes.",
    ]
    for county in sorted({name.split("/")[0] for name in data["runs"]}):
        own = {n.split("/")[1]: r for n, r in data["runs"].items() if n.startswith(f"{county}/")}
        parts += ["", f"## {county}", "", *_county(own)]
    return "\n".join(parts) + "\n"


def _met(runs: Mapping[str, Row]) -> Iterator[str]:
    measured = [row for row in runs.values() if row["outcome"] == "measured"]
    for target in TARGETS:
        n = sum(target.met(row) for row in measured)
        yield f"- {target.name}: met by {n} of {len(measured)}"


def _county(rows: Mapping[str, Row]) -> Iterator[str]:
    measured = {name: row for name, row in sorted(rows.items()) if row["outcome"] == "measured"}
    if measured:
        yield from table(HEADS, [_cells(name, row) for name, row in measured.items()])
        yield ""
        size = [[name, *_sizes(row), row["date"]] for name, row in measured.items()]
        yield from table(("scenario", *SIZES, "measured on"), size)
    for name, row in sorted(rows.items()):
        if row["outcome"] != "measured":
            yield ""
            yield f"- {name}: {row['outcome']}: {row['reason']}"


def _cells(name: str, row: Row) -> list[str]:
    seconds = row["timings_s"]
    proof, files, memory = ("met" if t.met(row) else "**missed**" for t in TARGETS)
    share = seconds.get("solve.build", 0.0) / seconds["solve"] if seconds["solve"] else 0.0
    return [
        name,
        row["status"].replace("_", " "),
        "none" if row["gap"] is None else f"{100 * row['gap']:.2f} %",
        proof,
        *(f"{seconds.get(stage, 0.0):.1f}" for stage in STAGES),
        f"{row['wall_s']:.1f}",
        f"{100 * share:.0f} %",
        f"{around_seconds(row):.1f}",
        files,
        f"{row['peak_mb']:,.0f}",
        memory,
    ]


def _sizes(row: Row) -> list[str]:
    return [f"{row['size'].get(name, 0):,}" for name in SIZES]
