"""Hand-made figures of schools for the tests of balance."""

from __future__ import annotations

import numpy as np

from planner.balance.figures import BANDS, QUANTITIES, SchoolFigures


def figures_of(rows: list[tuple], **quantity: list[float]) -> SchoolFigures:
    """Return figures of rows (school, kind, band, pupils); other quantities are not known."""
    whole: dict[str, int] = {}
    for school, _, _, pupils in rows:
        whole[school] = whole.get(school, 0) + pupils
    unknown = np.full(len(rows), np.nan)
    known = {name: np.array(quantity.get(name, unknown), dtype=float) for name in QUANTITIES}
    assert set(quantity) <= set(QUANTITIES)
    return SchoolFigures(
        school_id=tuple(r[0] for r in rows),
        kind=tuple(r[1] for r in rows),
        band=np.array([BANDS.index(r[2]) for r in rows]),
        pupils=np.array([r[3] for r in rows]),
        school_pupils=np.array([whole[r[0]] for r in rows]),
        largest_class=np.full(len(rows), 40.0),
        quantity=known,
    )


def primaries(*pupils: int, kind: str = "primary", **quantity: list[float]) -> SchoolFigures:
    """Return primary schools S0, S1, … of so many pupils."""
    rows = [(f"S{n}", kind, "primary", p) for n, p in enumerate(pupils)]
    return figures_of(rows, **quantity)
