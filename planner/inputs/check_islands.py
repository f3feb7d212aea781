"""Check of road islands: pieces of the road layer that nothing joins to the rest."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from planner.findings import Finding
from planner.inputs.check_roads import nodes_are_named
from planner.inputs.tables import CountyTables, Table
from planner.texts import text

TOUCH_M = 1.0
"""Lines that come this close are joined when the network is made."""


def road_islands(county: CountyTables) -> tuple[Finding, ...]:
    """Warn of villages and schools whose nearest road is not joined to the main network.

    Where all are on the main network, islands are only noted.
    """
    roads = county.tables.get("roads")
    if roads is None or roads.geometry is None or not len(roads.geometry.dropna()):
        return ()
    kept = roads.geometry.dropna()
    lines = kept.to_numpy()
    piece = pieces_of(roads, kept)
    lengths = np.bincount(piece, weights=shapely.length(lines))
    if len(lengths) == 1:
        return ()
    main = int(np.argmax(lengths))
    share = 100 * lengths[main] / lengths.sum() if lengths.sum() > 0 else 0.0
    apart = {
        name: _nearest_apart(county.tables.get(name), lines, piece != main)
        for name in ("villages", "schools")
    }
    said = {
        "pieces": len(lengths) - 1,
        "share": share,
        "km": (lengths.sum() - lengths[main]) / 1000,
        "villages": len(apart["villages"]),
        "schools": len(apart["schools"]),
    }
    ids = (*apart["villages"], *apart["schools"])
    key = "inputs.islands" if ids else "inputs.islands_empty"
    # The first line of an island, so that it can be found.
    row = kept.index[int(np.argmax(piece != main))]
    severity = "warning" if ids else "note"
    return (
        roads.finding("road_islands", severity, text(key, **said), row=row, ids=ids),  # type: ignore[arg-type]
    )


def pieces_of(roads: Table, kept: pd.Series) -> NDArray[np.int64]:
    """Return the number of the piece that each line belongs to.

    Parameters
    ----------
    roads
        The table; where every line names its nodes, these join lines.
    kept
        Its lines in metres by row; elsewhere those join that touch or cross.
    """
    lines = kept.to_numpy()
    if nodes_are_named(roads):
        named = roads.frame.loc[kept.index, ["u", "v"]].to_numpy()
        codes, _ = pd.factorize(named.ravel())
        ends = codes.reshape(-1, 2)
        size = int(codes.max()) + 1
        joined = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(size, size))
        return np.unique(_components(joined)[ends[:, 0]], return_inverse=True)[1]
    first, second = shapely.STRtree(lines).query(lines, predicate="dwithin", distance=TOUCH_M)
    joined = coo_array((np.ones(len(first)), (first, second)), shape=(len(lines), len(lines)))
    return _components(joined)


def _components(joined: coo_array) -> NDArray[np.int64]:
    return np.asarray(connected_components(joined, directed=False)[1], dtype=np.int64)


def _nearest_apart(
    table: Table | None, lines: NDArray[np.object_], apart: NDArray[np.bool_]
) -> tuple[str, ...]:
    """Return the ids of places whose nearest line is apart from the main network."""
    key = "village_id" if table is not None and table.name == "villages" else "school_id"
    if table is None or table.geometry is None or not table.has(key):
        return ()
    places = table.geometry.dropna()
    if not len(places):
        return ()
    points, nearest = shapely.STRtree(lines).query_nearest(places.to_numpy(), all_matches=False)
    alone = places.index[points[apart[nearest]]]
    return tuple(sorted(str(i) for i in table.frame.loc[alone, key]))
