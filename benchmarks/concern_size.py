"""How often the tests of the 74 % reject what is true, drawn 10,000 times.

    python -m benchmarks.concern_size               prints the tables
    python -m benchmarks.concern_size --write       and puts them into docs/concern.md
    python -m benchmarks.concern_size --draws 1000

Takes about a minute. The draws are seeded: the same tables each time.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy.stats import binom

from benchmarks.markdown import table
from planner.concern.statistics.simulate import (
    CLUSTERS,
    TESTS,
    draw_counts,
    exact_size,
    size_of,
)

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "concern.md"
BEGIN, END = "<!-- sizes: python -m benchmarks.concern_size --write -->", "<!-- end of sizes -->"
EXPOSURES = (0.1, 0.3, 0.5, 0.74, 0.9)
EFFECTS = (1.0, 2.0, 3.0, 4.0, 5.0)
NAMES = {
    "difference": "difference, two-sided",
    "equivalence": "equivalence, margin 10 points",
    "worry_exceeds": "worry exceeds exposure, one-sided",
}
DRAWS = 10_000


def tables(draws: int) -> Iterator[str]:
    """Yield the tables line by line."""
    yield f"Simple sampling, n = 523; per cent rejected, summed over all counts / in {draws:,} draws:"
    yield ""
    heads = ("test", *(f"exposure {a:.0%}" for a in EXPOSURES))
    yield from table(heads, simple_rows(draws))
    yield ""
    yield (
        f"Clustered sampling, n = 523 in {CLUSTERS} clusters of 30 or 31, beta-binomial, exposure "
        f"74 %; per cent rejected in {draws:,} draws, by the design effect that is true (rows) and "
        "that the test is told (columns):"
    )
    for test in TESTS:
        yield ""
        heads = (NAMES[test], *(f"told {d:.0f}" for d in EFFECTS))
        yield from table(heads, clustered_rows(test, draws))
    yield ""
    yield (
        "Two told where four is true, the same draws, by tests that do not round against "
        "rejecting (262 answers, worried rounded to the nearest):"
    )
    yield ""
    yield from table(("test", "per cent rejected"), nearest_rows(draws))


def simple_rows(draws: int) -> Iterator[tuple[str, ...]]:
    """Yield the sizes under simple sampling, test by test."""
    for test in TESTS:
        cells = [
            f"{exact_size(test, exposure=a):.2%} / "
            f"{size_of(test, exposure=a, draws=draws).rejected_share:.2%}"
            for a in EXPOSURES
        ]
        yield NAMES[test], *(c.replace("%", "") for c in cells)


def clustered_rows(test: str, draws: int) -> Iterator[tuple[str, ...]]:
    """Yield the sizes of one test, by the true design effect."""
    for true in EFFECTS:
        sizes = [
            size_of(
                test,  # type: ignore[arg-type]
                true_design_effect=true,
                assumed_design_effect=told,
                draws=draws,
            )
            for told in EFFECTS
        ]
        yield f"true {true:.0f}", *(f"{100 * s.rejected_share:.1f}" for s in sizes)


def nearest_rows(draws: int) -> Iterator[tuple[str, str]]:
    """Yield the share rejected by tests as they are commonly done."""
    rng = np.random.default_rng(523)
    n, exposure, margin = 262, 0.74, 0.10
    share = {p: draw_counts(rng, p, 523, CLUSTERS, 4.0, draws) / 523 for p in (0.64, 0.74, 0.84)}

    def more(p: float, null: float) -> np.ndarray:
        return binom.sf(np.round(share[p] * n) - 1, n, null)

    def less(p: float, null: float) -> np.ndarray:
        return binom.cdf(np.round(share[p] * n), n, null)

    def wald(p: float, null: float) -> np.ndarray:
        return (share[p] - null) / np.sqrt(share[p] * (1 - share[p]) / n)

    two_sided = 2 * np.minimum(more(0.74, exposure), less(0.74, exposure))
    near = [
        float(np.mean(np.maximum(more(p, exposure - margin), less(p, exposure + margin)) <= 0.05))
        for p in (0.64, 0.84)
    ]
    rates = {
        "Wald, two-sided": np.mean(np.abs(wald(0.74, exposure)) > 1.96),
        "exact, two-sided": np.mean(two_sided <= 0.05),
        "Wald, worry exceeds exposure": np.mean(wald(0.74, exposure) > 1.6449),
        "exact, worry exceeds exposure": np.mean(more(0.74, exposure) <= 0.05),
        "exact, equivalence": max(near),
    }
    for name, rate in rates.items():
        yield name, f"{100 * float(rate):.1f}"


def with_tables(page: str, lines: Sequence[str]) -> str:
    """Return the page with the tables between their marks."""
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    return "\n".join((before + BEGIN, "", *lines, "", END + after))


def main(argv: Sequence[str] | None = None) -> None:
    """Draw, print and, where asked, write."""
    parser = argparse.ArgumentParser(description="sizes of the tests of the 74 %")
    parser.add_argument("--draws", type=int, default=DRAWS)
    parser.add_argument("--write", action="store_true")
    said = parser.parse_args(argv)
    lines = list(tables(said.draws))
    print("\n".join(lines))
    if said.write:
        PAGE.write_text(with_tables(PAGE.read_text("utf-8"), lines), "utf-8")


if __name__ == "__main__":
    main()
