"""Walks between stops and the places around them, kept only where somebody can make them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class StopWalks:
    """Walks in one direction, sorted by stop and then place, shape (w,) each.

    Parameters
    ----------
    places
        Number of places.
    key
        ``stop * places + place``.
    minutes
        On foot.
    parts
        Sums along the way, shape (w, parts).
    """

    places: int
    key: Array
    minutes: Array
    parts: Array

    def of_stage(self, factor: float, reach_minutes: float) -> StopWalks:
        """Return the walks at the pace of a stage that are within its reach, inclusive."""
        minutes = self.minutes * factor
        near = minutes <= reach_minutes
        return replace(self, key=self.key[near], minutes=minutes[near], parts=self.parts[near])

    def near(self, stops: Array) -> Array:
        """Return the places with a walk to or from any of some stops, rising."""
        begin = np.searchsorted(self.key, stops * self.places)
        end = np.searchsorted(self.key, (stops + 1) * self.places)
        own = [self.key[a:b] % self.places for a, b in zip(begin, end, strict=True)]
        found: Array = np.unique(np.concatenate(own)) if own else np.zeros(0, dtype=np.int64)
        return found

    def between(self, places: Array, stops: Array) -> tuple[Array, Array]:
        """Return minutes (p, s), infinite where there is no walk, and parts (p, s, parts)."""
        wanted = stops * self.places + places[:, None]
        at = np.minimum(np.searchsorted(self.key, wanted), max(len(self.key) - 1, 0))
        if not len(self.key):
            return np.full(wanted.shape, np.inf), np.zeros((*wanted.shape, self.parts.shape[1]))
        found = self.key[at] == wanted
        minutes = np.where(found, self.minutes[at], np.inf)
        return minutes, np.where(found[..., None], self.parts[at], 0.0)


def walks_found(stops: Array, minutes: Array, parts: Array) -> StopWalks:
    """Return the walks of some stops, numbers rising, from all pairs.

    Parameters
    ----------
    stops
        Their numbers, shape (s,).
    minutes, parts
        Infinite where there is no walk, shape (s, places); (s, places, parts).
    """
    stop, place = np.nonzero(np.isfinite(minutes))
    places = minutes.shape[1]
    return StopWalks(places, stops[stop] * places + place, minutes[stop, place], parts[stop, place])


def stop_walks(some: Sequence[StopWalks], places: int, width: int) -> StopWalks:
    """Return walks as one, the stops of each before those of the next.

    Parameters
    ----------
    some
        Walks.
    places, width
        Numbers of places and of parts.
    """
    none = StopWalks(places, np.zeros(0, np.int64), np.zeros(0), np.zeros((0, width)))
    every = [none, *some]
    return StopWalks(
        places,
        np.concatenate([walks.key for walks in every]),
        np.concatenate([walks.minutes for walks in every]),
        np.concatenate([walks.parts for walks in every]),
    )
