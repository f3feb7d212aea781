"""Village units: positions in groups, people, pupils and what is said about them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import ndimage

from .costs import CostGraph
from .model import County
from .places import Ground, place_around, place_clusters
from .roads import Network, join, near_road_km, road_level_m


def place_villages(
    county: County,
    ground: Ground,
    graph: CostGraph,
    network: Network,
    places: pd.DataFrame,
    owner: np.ndarray,
    seats: dict[str, int],
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Place all village units, extend the roads to them and return places with cells.

    Adds the columns ``cell``, ``cluster`` (centre cell), ``role`` (``town``, ``seat``,
    ``centre``, ``member``, ``far``).
    """
    suit = ground.suitability(county.village_limit_m)
    units = places.groupby("township").size().to_dict()
    far_count = dict.fromkeys(seats, 0)
    small = [name for name in seats if units[name] > 3]
    for name in rng.permutation(np.repeat(small, 3))[: round(county.far_off_share * len(places))]:
        far_count[str(name)] += 1
    towns = places[places["urban"]].groupby("township").size().to_dict()
    wanted = {}
    for name in seats:
        rural = units[name] - far_count[name] - max(0, towns.get(name, 0) - 1)
        wanted[name] = max(1, round(rural / county.villages_per_cluster))
    clusters = place_clusters(
        county, ground, owner, seats, wanted, near_road_km(ground.grid, network), rng
    )
    centres = [cell for name in seats for cell in clusters[name][1:]]
    join(graph, network, centres, ["township"] * len(centres))
    rows = []
    taken = [cell for group in clusters.values() for cell in group]
    for name in seats:
        codes = places.loc[places["township"] == name, "village_code"].tolist()
        urban = places.set_index("village_code").loc[codes, "urban"]
        rural = [str(c) for c in rng.permutation([c for c in codes if not urban[c]])]
        spots = clusters[name]
        queue = [c for c in codes if urban[c]] or [rural.pop(0)]
        rows.append((queue.pop(0), spots[0], spots[0], "town" if urban.any() else "seat"))
        for cell in place_around(ground, spots[0], len(queue), taken, suit, rng, (0.4, 1.3)):
            rows.append((queue.pop(0), cell, spots[0], "town"))
            taken.append(cell)
        rows += [(rural.pop(0), spot, spot, "centre") for spot in spots[1:]]
        weight = np.array([1.6] + [1.0] * (len(spots) - 1))
        crowd = np.zeros(len(spots))
        while len(rural) > far_count[name]:
            chance = weight / (1 + crowd) ** 2
            pick = int(rng.choice(len(spots), p=chance / chance.sum()))
            crowd[pick] += 1
            # Some lie at the end of a long walk.
            reach = (2.15, 2.6) if rng.random() < 0.20 else (0.5, 1.55)
            cell = place_around(ground, spots[pick], 1, taken, suit, rng, reach)[0]
            rows.append((rural.pop(0), cell, spots[pick], "member"))
            taken.append(cell)
        rows.extend((code, -1, -1, "far") for code in rural)
    table = pd.DataFrame(rows, columns=["village_code", "cell", "cluster", "role"])
    near = table[(table["role"] != "far") & ~table["cell"].isin(network.cells())]
    single = table.groupby("cluster")["cell"].transform("size") < 3
    classes = []
    for index in near.index:
        draw = rng.random()
        remote = near["role"][index] == "member" and single[index]
        classes.append(
            "path" if draw < 0.03 else "track" if draw < (0.3 if remote else 0.12) else "village"
        )
    join(graph, network, near["cell"].tolist(), classes)
    network.stations.update(table.loc[table["cell"] >= 0, "cell"].tolist())
    place_far(county, ground, network, table, places, owner, list(seats), taken, rng)
    return places.merge(table, on="village_code", validate="one_to_one")


def owner_km(ground: Ground, owner: np.ndarray, number: int) -> np.ndarray:
    """Return the distance of every cell to the area of a township, kilometres."""
    other = (owner != number).reshape(ground.grid.shape)
    sampling = [ground.grid.dy_m / 1000, ground.grid.dx_m / 1000]
    return ndimage.distance_transform_edt(other, sampling=sampling).ravel()


def place_far(
    county: County,
    ground: Ground,
    network: Network,
    table: pd.DataFrame,
    places: pd.DataFrame,
    owner: np.ndarray,
    names: list[str],
    taken: list[int],
    rng: np.random.Generator,
) -> None:
    """Give the villages without a road a site 0.6 to 3.6 km off the nearest one.

    Most lie less than 1.5 km above or below a village with a road, some far up.
    """
    suit = ground.suitability(county.village_limit_m + 180)
    off_km = near_road_km(ground.grid, network)
    climb_m = abs(ground.height.ravel() - road_level_m(ground.grid, network, ground.height))
    xy = ground.grid.xy_m(np.arange(suit.size))
    township = places.set_index("village_code")["township"]
    for index in table.index[table["role"] == "far"]:
        number = names.index(township[table["village_code"][index]])
        apart_km = np.min([np.hypot(*(xy - xy[c]).T) for c in taken], axis=0) / 1000
        close = rng.random() < 0.7
        remote = (off_km > 0.66) & (off_km < (1.5 if close else 3.6)) & (owner >= 0)
        weight = (suit + 1e-5) * remote * (owner == number) * (apart_km > 0.75)
        if weight.sum() == 0:
            weight = (suit + 1e-5) * remote * np.exp(-owner_km(ground, owner, number) / 2)
        weight = weight * np.exp(-apart_km / (0.6 if close else 2.5))
        weight = weight * np.exp(-climb_m / (45 if close else 150))
        cell = int(rng.choice(suit.size, p=weight / weight.sum()))
        table.loc[index, ["cell", "cluster"]] = cell
        taken.append(cell)
