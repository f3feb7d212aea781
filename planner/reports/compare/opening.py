"""What stands first: the runs, how far each was proved, what they rest on."""

from __future__ import annotations

from planner.compare.runs import Comparison
from planner.county.dictionary import STAGES
from planner.reports.compare.grid import Grid, grid, line
from planner.reports.compare.look import each, head, proved, status_of, title_of, worded
from planner.reports.concern.look import joined
from planner.reports.figures import Cell
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


def searched(comparison: Comparison) -> Text:
    """Return how many of the runs are proved."""
    sure = sum(proved(run) for run in comparison.runs)
    return text("compare.searched", proved=sure, n=len(comparison.runs))


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


def baselines(comparison: Comparison) -> list[Cell]:
    """Return how today's schools are known, stage by stage; by run where they differ."""
    found: list[Cell] = []
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
