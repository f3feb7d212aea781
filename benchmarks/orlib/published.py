"""Published optima, known by the numbers of a file and not by its name."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.orlib.problem import LocationProblem, Reading

_FILE = Path(__file__).with_name("published.toml")


@dataclass(frozen=True)
class Published:
    """What is known of a file: its name there, the optimum by reading, and who says so."""

    name: str
    optimum: dict[Reading, float]
    source: str


@cache
def _known() -> dict[str, Published]:
    table = tomllib.loads(_FILE.read_text("utf-8"))
    return {
        row["fingerprint"]: Published(row["name"], row["optimum"], table["sources"][row["source"]])
        for row in table["file"]
    }


def published(problem: LocationProblem) -> Published | None:
    """Return what is known of a problem, None where it is not in published.toml."""
    return _known().get(problem.fingerprint)


def optimum_of(problem: LocationProblem) -> float | None:
    """Return the published optimum of a problem as it is read, or what its file states."""
    known = published(problem)
    return (known.optimum.get(problem.reading) if known else None) or problem.published


def readings_of(problem: LocationProblem) -> tuple[Reading, ...]:
    """Return the readings with a published optimum, else the one the file is read with."""
    known = published(problem)
    return tuple(known.optimum) if known and known.optimum else (problem.reading,)
