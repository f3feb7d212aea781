"""Pandana's part of the comparison, run by an interpreter that has pandana.

    python travel_pandana.py ARCS.npz MINUTES.npz

Writes the minutes, and the seconds of preparing the network and of the queries.
"""

import sys
from time import perf_counter

import numpy as np
import pandana
import pandas as pd

UNITS = 1000.0
"""Pandana keeps thousandths of what it is given: so minutes are kept to a millionth."""

FAR = 4e6
"""It answers with about 4,294,967 where there is no way."""


def main() -> None:
    """Read the arcs, ask for all pairs in both directions, write minutes."""
    with np.load(sys.argv[1]) as file:
        given = {name: file[name] for name in file.files}
    nodes = int(given["nodes"])
    # Half a unit of its whole numbers, for it cuts off what is behind the point.
    weight = given["minutes"] * UNITS + 0.0005
    none = pd.Series(np.zeros(nodes))
    began = perf_counter()
    network = pandana.Network(
        none,
        none,
        pd.Series(given["tail"]),
        pd.Series(given["head"]),
        pd.DataFrame({"minutes": weight}),
        twoway=False,
    )
    prepared = perf_counter()
    homes, sites = len(given["from_home"]), len(given["from_site"])
    to_school = network.shortest_path_lengths(
        np.tile(given["from_home"], sites), np.repeat(given["to_site"], homes)
    )
    home = network.shortest_path_lengths(
        np.repeat(given["from_site"], homes), np.tile(given["to_home"], sites)
    )
    answered = perf_counter()
    found = np.array([to_school, home]).reshape(2, sites, homes)
    np.savez(
        sys.argv[2],
        minutes=np.where(found < FAR, found / UNITS, np.inf),
        seconds=[prepared - began, answered - prepared],
    )


if __name__ == "__main__":
    main()
