"""What stands first: the runs, how far each was proved, what they rest on."""

from __future__ import annotations

import math
from collections.abc import Sequence

from planner.compare.exactness import as_today
from planner.compare.runs import Comparison
from planner.county.dictionary import STAGES
from planner.reports.compare.grid import Grid, grid, line
from planner.reports.compare.look import (
    each,
    head,
    letters_of,
    proved,
    status_of,
    title_of,
    worded,
)
from planner.reports.concern.look import joined
from planner.reports.figures import Cell
from planner.reports.words import gap_percent
from planner.texts import Text, text


def runs_grid(comparison: Comparison) -> Grid:
    """Return the runs with what the search of each can vouch for."""
    lines = []
    for letter, run in zip(comparison.letters, comparison.runs, strict=True):
        audit = run.manifest.get("audit", {})
        found = int(audit.get("findings", 0))
        lines.append(
            line(
                letter,
                letter,
                title_of(run),
                run.folder.name,
                status_of(run),
                worded("provenance", str(run.manifest.get("provenance", ""))),
                text("compare.cell.passed")
                if audit.get("passed")
                else text("compare.cell.findings", n=found),
            )
        )
    names = ("letter", "scenario", "folder", "status", "evidence", "audit")
    return grid([head(n) for n in names], lines, words=range(6))


def searched(comparison: Comparison) -> Cell:
    """Return which of the runs are proved and which are not; today as it is needs no proof."""
    sure, unsure = _by_proof(comparison)
    if not unsure:
        return text("compare.searched_all")
    if not sure:
        return text("compare.searched_none")
    fields = {"proved": letters_of(comparison, sure), "open": letters_of(comparison, unsure)}
    return each("compare.searched", **fields)


def proofs(comparison: Comparison) -> list[Cell]:
    """Return what proved means, and run by run what was proved and what is left open."""
    sure, unsure = _by_proof(comparison)
    found: list[Cell] = [text("compare.proof.means")]
    for runs, key in ((sure, "proved"), (unsure, "open")):
        parts = [_proof(comparison, n) for n in runs]
        if parts:
            found.append(each(f"compare.proof.{key}", runs=joined(parts)))
    found += [
        text("compare.proof.as_today", letter=letter)
        for letter, run in zip(comparison.letters, comparison.runs, strict=True)
        if as_today(run)
    ]
    return found


def _by_proof(comparison: Comparison) -> tuple[list[int], list[int]]:
    """Return the runs that searched and are proved, and those that are not."""
    searches = [n for n, run in enumerate(comparison.runs) if not as_today(run)]
    sure = [n for n in searches if proved(comparison.runs[n])]
    return sure, [n for n in searches if n not in sure]


def _proof(comparison: Comparison, run: int) -> Cell:
    gap, letter = comparison.runs[run].gap, comparison.letters[run]
    if not math.isfinite(gap):
        return text("compare.proof.unknown", letter=letter)
    return text("compare.proof.gap", letter=letter, gap=gap_percent(max(gap, 0.0)))


def warning(comparison: Comparison) -> tuple[str, Text] | None:
    """Return the weakest grade of the data that any run rests on, and its banner."""
    for grade in ("synthetic", "estimated"):
        if any(run.manifest.get("provenance") == grade for run in comparison.runs):
            return grade, text(f"page.{grade}")
    return None


def differing(comparison: Comparison) -> dict[str, str] | None:
    """Return the red banner where the runs did not read the same data."""
    names = comparison.differing_inputs
    return each("compare.inputs_differ", files=joined(list(names))) if names else None


def other_todays(comparison: Comparison, runs: Sequence[int]) -> Cell:
    """Return that some runs count today otherwise than most do; nothing where none does."""
    if not runs:
        return ""
    return each("compare.baseline_differs", runs=letters_of(comparison, runs))


def baselines(comparison: Comparison) -> list[Cell]:
    """Return how today's schools are known, stage by stage; by run where they differ."""
    found: list[Cell] = []
    told = {str(r.manifest.get("baseline", {}).get(g, "")) for r in comparison.runs for g in STAGES}
    if len(told) == 1 and any(told):
        return [each("compare.baseline_all", basis=worded("today.basis", told.pop()))]
    for stage in STAGES:
        basis = [str(r.manifest.get("baseline", {}).get(stage, "")) for r in comparison.runs]
        if not any(basis):
            continue
        words = [worded("today.basis", code) for code in basis]
        if len(set(basis)) > 1:
            pairs = zip(comparison.letters, words, strict=True)
            said: Cell = joined([joined([a, b], " ", " ") for a, b in pairs])
        else:
            said = words[0]
        found.append(each("compare.baseline", stage=text(f"stage.{stage}"), basis=said))
    return found
