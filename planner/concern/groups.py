"""Exposure by group: county, township, village, language, stage and herding class."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from planner.concern.count import (
    Village,
    added,
    child_weighted_band,
    children_band,
    households_band,
    part_of,
)
from planner.concern.exposure import UNITS, Band, GroupExposure
from planner.concern.households import UNKNOWN, VillageHouseholds
from planner.concern.pupils import PupilRows
from planner.county.dictionary import STAGES
from planner.instance import Flags

HERDING_CLASSES = ("under_30", "30_to_70", "over_70", "unknown")
"""Villages by farming and herding share: below 30 %, up to 70 %, above; not known."""
POPULATIONS = ("all", "herding")
NO_LANGUAGE = "unknown"
_BANDS: Mapping[str, Callable[[Village], Band]] = {
    "children": children_band,
    "households": households_band,
    "child_weighted": child_weighted_band,
}


def herding_class(village: VillageHouseholds) -> str:
    """Return the class of a village by its farming and herding share."""
    if village.herder_basis == UNKNOWN:
        return HERDING_CLASSES[3]
    if village.herder_share < 0.3:
        return HERDING_CLASSES[0]
    return HERDING_CLASSES[1] if village.herder_share <= 0.7 else HERDING_CLASSES[2]


def exposures_of(
    rows: PupilRows,
    households: Sequence[VillageHouseholds],
    definition: str,
    affected: Flags,
) -> Iterator[GroupExposure]:
    """Yield the exposure of every group under one definition.

    Villages have figures of all households only. Stages have children only: a household may
    have children in several.

    Parameters
    ----------
    affected
        By group of pupils, shape (n,).
    """
    of_village = village_bands(rows, households, affected)
    kinds: list[tuple[str, Callable[[VillageHouseholds], str], Sequence[str]]] = [
        ("county", lambda _: "", POPULATIONS),
        ("township", lambda v: v.township, POPULATIONS),
        ("village", lambda v: v.village_id, POPULATIONS[:1]),
        ("language", lambda v: v.language or NO_LANGUAGE, POPULATIONS),
        ("herding", herding_class, POPULATIONS),
    ]
    for kind, name_of, populations in kinds:
        groups: dict[str, list[VillageHouseholds]] = {}
        for village in households:
            groups.setdefault(name_of(village), []).append(village)
        for group in sorted(groups):
            for population in populations:
                for unit in UNITS:
                    found = [of_village[v.village_id, unit, population] for v in groups[group]]
                    yield GroupExposure(definition, kind, group, unit, population, added(found))
    yield from _stages(rows, households, definition, affected)


def village_bands(
    rows: PupilRows, households: Sequence[VillageHouseholds], affected: Flags
) -> dict[tuple[str, str, str], Band]:
    """Return the band of each village, unit and population."""
    hit: dict[str, int] = {}
    for village, pupils in zip(rows.village, (rows.pupils * affected).tolist(), strict=True):
        hit[village] = hit.get(village, 0) + pupils
    most = float(rows.scenario.concern.most_children_per_household)
    found: dict[tuple[str, str, str], Band] = {}
    for v in households:
        of = Village(float(v.children), float(hit.get(v.village_id, 0)), v.households, most)
        for unit in UNITS:
            band = _BANDS[unit](of)
            found[v.village_id, unit, "all"] = band
            found[v.village_id, unit, "herding"] = part_of(band, v.herder_share)
    return found


def _stages(
    rows: PupilRows,
    households: Sequence[VillageHouseholds],
    definition: str,
    affected: Flags,
) -> Iterator[GroupExposure]:
    share = {v.village_id: v.herder_share for v in households}
    village = np.array(rows.village, dtype=str)
    for g, stage in enumerate(STAGES):
        here = rows.stage == g
        if not here.any():
            continue
        bands: dict[str, list[Band]] = {population: [] for population in POPULATIONS}
        for name in sorted(set(village[here].tolist())):
            chosen = here & (village == name)
            total = float(rows.pupils[chosen].sum())
            hit = float(rows.pupils[chosen & affected].sum())
            band = Band(hit, hit, hit, total)
            bands["all"].append(band)
            bands["herding"].append(part_of(band, share[name]))
        for population in POPULATIONS:
            band = added(bands[population])
            yield GroupExposure(definition, "stage", stage, "children", population, band)
