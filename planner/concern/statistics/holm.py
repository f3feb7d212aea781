"""Holm's correction over a family of tests, and the cell of two of them."""

from __future__ import annotations

from collections.abc import Sequence

from planner.concern.statistics.verdict import Cell


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Return p-values corrected by Holm (1979), in the order given.

    The smallest is multiplied by the number of tests, the next by one less, and so on; none is
    below the one before it, none above 1. All rejections together are wrong with at most the
    level, however the tests hang together.
    """
    # Not by statsmodels, whose multipletests collects the garbage of the whole process each time.
    corrected = [1.0] * len(p_values)
    least = 0.0
    for rank, k in enumerate(sorted(range(len(p_values)), key=lambda k: p_values[k])):
        least = max(least, min(1.0, (len(p_values) - rank) * p_values[k]))
        corrected[k] = least
    return tuple(corrected)


def cell_of(p_equivalence: float, p_difference: float, alpha: float) -> Cell:
    """Return which of the four cells two p-values make."""
    near, differs = p_equivalence <= alpha, p_difference <= alpha
    if near:
        return "equivalent_different" if differs else "equivalent"
    return "different" if differs else "inconclusive"


def same_cell(cells: Sequence[Cell]) -> Cell:
    """Return the cell that all agree on; ``inconclusive`` where they do not."""
    return cells[0] if cells and len(set(cells)) == 1 else "inconclusive"
