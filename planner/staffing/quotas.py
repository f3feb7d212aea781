"""Whole counts and labels in given shares, for a synthetic staff."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def filled(posts: int, weights: Floats, scarce: NDArray[np.bool_]) -> Floats:
    """Return posts by subject: scarce subjects as weighed, the others in proportion to fill up.

    Where the scarce ones alone would take too many, all are cut in proportion.
    """
    fixed = np.where(scarce, weights, 0.0)
    free = weights - fixed
    if fixed.sum() > posts or not free.sum():
        return posts * weights / max(float(weights.sum()), 1e-12)
    posts_by_subject: Floats = fixed + free * (posts - fixed.sum()) / free.sum()
    return posts_by_subject


def picked(total: int, wished: Floats, jitter: Floats) -> NDArray[np.int64]:
    """Return whole counts that sum to a total, near what is wished; -inf jitter forbids."""
    counts = np.where(np.isfinite(jitter), np.floor(np.clip(wished, 0, None)), 0).astype(np.int64)
    while counts.sum() > total:
        over = np.where(counts > 0, counts - wished, -np.inf)
        counts[int(np.argmax(over))] -= 1
    while counts.sum() < total:
        counts[int(np.argmax(wished - counts + jitter))] += 1
    return counts


def shared(total: int, weights: Sequence[float]) -> list[int]:
    """Return whole parts by largest remainder, at least one for each positive weight."""
    everybody = float(sum(weights))
    if everybody <= 0:
        return [total, *([0] * (len(weights) - 1))]
    exact = [total * w / everybody for w in weights]
    parts = [max(math.floor(e), int(w > 0)) for e, w in zip(exact, weights, strict=True)]
    while sum(parts) > total:
        parts[int(np.argmax(parts))] -= 1
    while sum(parts) < total:
        parts[int(np.argmax([e - p for e, p in zip(exact, parts, strict=True)]))] += 1
    return parts


def quota(shares: Mapping[str, float], count: int, rng: np.random.Generator) -> list[str]:
    """Return labels in their shares by largest remainder, shuffled."""
    total = sum(shares.values())
    exact = {k: count * s / total for k, s in shares.items()}
    whole = {k: math.floor(e) for k, e in exact.items()}
    left = count - sum(whole.values())
    for k in sorted(exact, key=lambda k: (whole[k] - exact[k], k))[:left]:
        whole[k] += 1
    labels = [k for k, n in whole.items() for _ in range(n)]
    return [labels[n] for n in rng.permutation(count)]


def drawn(shares: Mapping[str, float], rng: np.random.Generator) -> str:
    """Return one label, drawn with its share."""
    names = list(shares)
    weights = np.array([shares[n] for n in names])
    return names[int(rng.choice(len(names), p=weights / weights.sum()))]
