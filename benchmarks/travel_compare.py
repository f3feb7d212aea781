"""The same many-to-many search by this program, networkx and pandana, in one run.

All three get the same arcs, their minutes rounded to a millionth: pandana counts in whole
numbers, and so its answers can be held to those of the others. Each is asked for the minutes
of every village to every school and home again.
"""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.mountains import mountain_county
from planner.scenario.load import scenario_of
from planner.travel.both import either_way, search
from planner.travel.network import Network, driving, walking
from planner.travel.paths import Arcs
from planner.travel.setting import setting_of

Array = NDArray[Any]

AGREE_MINUTES = 1e-6
DIGITS = 6
SEASON, STAGE = "normal", "lower"
WORKER = Path(__file__).with_name("travel_pandana.py")


class DisagreementError(Exception):
    """Two programs name different minutes for one trip."""


def compare(
    nodes: int, villages: int, schools: int, folder: Path, pandana: Path | None
) -> dict[str, Any]:
    """Return seconds by program and means of travel.

    Parameters
    ----------
    nodes, villages, schools
        Size of the county.
    folder
        For the terrain and what is handed to pandana.
    pandana
        Interpreter that has it; left out if not given.

    Raises
    ------
    DisagreementError
        If minutes differ by more than `AGREE_MINUTES`.
    """
    county = mountain_county(nodes, villages, schools, folder)
    scenario = scenario_of({"name": "benchmark", "county": "."})
    network = setting_of(county, scenario).network
    limit = scenario.travel.cutoff_minutes
    found: dict[str, Any] = {
        "nodes": len(network.graph.node_xy_m),
        "edges": len(network.graph.start),
        "villages": villages,
        "schools": schools,
        "limit_minutes": limit,
        "means": {},
    }
    for means, arcs in (
        ("vehicle", driving(network, scenario, STAGE, SEASON)),
        ("foot", walking(network, scenario, SEASON)),
    ):
        arcs = rounded(arcs)
        seconds, ours = by_planner(network, arcs, limit)
        row: dict[str, Any] = {"arcs": len(arcs.key), "network_nodes": arcs.nodes}
        row |= {"pairs": int(np.isfinite(ours).sum()), "planner_s": seconds}
        build, seconds, theirs = by_networkx(network, arcs, limit)
        row |= {"networkx_build_s": build, "networkx_s": seconds}
        row["networkx_differs_minutes"] = agreed("networkx", ours, theirs)
        if pandana is not None:
            prepare, seconds, theirs = by_pandana(network, arcs, folder, pandana)
            row |= {"pandana_prepare_s": prepare, "pandana_s": seconds}
            # It knows no limit, and its whole numbers overflow on ways of some 4,300 minutes.
            theirs = np.where(np.isfinite(ours), theirs, np.inf)
            row["pandana_differs_minutes"] = agreed("pandana", ours, theirs)
        found["means"][means] = row
    return found


def rounded(arcs: Arcs) -> Arcs:
    """Return arcs whose minutes have six digits after the point."""
    matrix = arcs.matrix.copy()
    matrix.data = np.round(matrix.data, DIGITS)
    return replace(arcs, matrix=matrix)


def agreed(program: str, ours: Array, theirs: Array) -> float:
    """Return by how many minutes at most two programs differ.

    Raises
    ------
    DisagreementError
        If that is more than `AGREE_MINUTES`, or a trip is there for one of them only.
    """
    one_only = np.isfinite(ours) != np.isfinite(theirs)
    if one_only.any():
        raise DisagreementError(f"{one_only.sum()} trips are there for us or {program} only")
    there = np.isfinite(ours)
    differs = float(np.abs(ours[there] - theirs[there]).max(initial=0.0))
    if differs > AGREE_MINUTES:
        raise DisagreementError(f"{program} differs by {differs:.3g} minutes")
    return differs


def by_planner(network: Network, arcs: Arcs, limit: float) -> tuple[float, Array]:
    """Return seconds, and minutes to school and home, shape (2, schools, villages).

    Contraction and the sums of all parts of each way (metres, climb, hazard) are in the time.
    """
    sites, homes = network.villages + np.arange(network.sites), np.arange(network.villages)
    began = perf_counter()
    found = search(either_way(network, arcs), sites, homes, limit)
    seconds = perf_counter() - began
    minutes = np.stack([found[0][0], found[-1][0]])
    return seconds, np.where(minutes <= limit, minutes, np.inf)


def by_networkx(network: Network, arcs: Arcs, limit: float) -> tuple[float, float, Array]:
    """Return seconds of making the graph, of searching it school by school, and minutes."""
    import networkx as nx

    sites = network.villages + np.arange(network.sites)
    homes = np.arange(network.villages)
    began = perf_counter()
    tail, head = np.divmod(arcs.key, arcs.nodes)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(arcs.nodes))
    minutes = arcs.matrix.data.tolist()
    graph.add_weighted_edges_from(zip(tail.tolist(), head.tolist(), minutes, strict=True))
    turned = graph.reverse()
    built = perf_counter()
    ways = (
        (turned, network.arriving(sites), network.leaving(homes)),
        (graph, network.leaving(sites), network.arriving(homes)),
    )
    found = np.full((2, len(sites), len(homes)), np.inf)
    for way, (roads, roots, ends) in enumerate(ways):
        for row, root in enumerate(roots.tolist()):
            reached = nx.single_source_dijkstra_path_length(roads, root, cutoff=limit)
            found[way, row] = [reached.get(end, np.inf) for end in ends.tolist()]
    return built - began, perf_counter() - built, found


def by_pandana(
    network: Network, arcs: Arcs, folder: Path, python: Path
) -> tuple[float, float, Array]:
    """Return seconds of pandana's preparation, of its queries, and minutes."""
    sites, homes = network.villages + np.arange(network.sites), np.arange(network.villages)
    tail, head = np.divmod(arcs.key, arcs.nodes)
    handed, answered = folder / "arcs.npz", folder / "minutes.npz"
    np.savez(
        handed,
        nodes=arcs.nodes,
        tail=tail,
        head=head,
        minutes=arcs.matrix.data,
        from_home=network.leaving(homes),
        to_home=network.arriving(homes),
        from_site=network.leaving(sites),
        to_site=network.arriving(sites),
    )
    command = [str(python), str(WORKER), str(handed), str(answered)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with np.load(answered) as file:
        prepare, query = file["seconds"].tolist()
        return prepare, query, file["minutes"]
