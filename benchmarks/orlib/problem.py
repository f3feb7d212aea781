"""A location problem as plain numbers, whatever file it came from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

Reading = Literal[
    "p-median", "capacitated p-median", "multi-source", "single-source", "uncapacitated"
]
"""What is asked of a file. Those of facility location may be read in three ways: a customer
shared among sites, each customer served by one site, or capacities left out."""

FACILITY_READINGS: tuple[Reading, ...] = ("multi-source", "single-source", "uncapacitated")


@dataclass(frozen=True, eq=False)
class LocationProblem:
    """Customers to serve from sites to open.

    Parameters
    ----------
    name
        File name, with the number of the problem where the file holds several.
    reading
        What is asked.
    fingerprint
        Of the numbers of the file, by which published optima are known.
    demand
        Of each customer, shape (n,); counted against capacities only.
    cost
        Of serving all of a customer's demand from a site, infinite where it cannot be,
        shape (n, m).
    capacity
        Of each site, infinite for none, shape (m,).
    open_cost
        Of each site, shape (m,).
    medians
        Number of sites to open; None where opening has a price instead.
    published
        Best value that the file itself states.
    """

    name: str
    reading: Reading
    fingerprint: str
    demand: Floats
    cost: Floats
    capacity: Floats
    open_cost: Floats
    medians: int | None = None
    published: float | None = None

    @property
    def single_source(self) -> bool:
        """Whether each customer is served by one site."""
        return self.reading != "multi-source"

    @property
    def capacitated(self) -> bool:
        """Whether any site could be too small for all customers together."""
        return bool((self.capacity < self.demand.sum()).any())

    def read_as(self, reading: Reading) -> LocationProblem:
        """Return a problem of facility location under another reading.

        Raises
        ------
        ValueError
            If this is no problem of facility location.
        """
        if reading == self.reading:
            return self
        if not {reading, self.reading} <= set(FACILITY_READINGS):
            raise ValueError(f"{self.name}: a {self.reading} file cannot be read as {reading}")
        free = np.full(len(self.capacity), np.inf)
        capacity = free if reading == "uncapacitated" else self.capacity
        return replace(self, reading=reading, capacity=capacity)
