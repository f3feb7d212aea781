"""Why one count of Andorra's roads has 880 km and 5,809 nodes, and this program another.

The source's notes say of the extract: 5,809 nodes, 880 km, 24 pieces, 98.8 % of the nodes in the
largest. That is the network of roads for cars, service roads and tracks, each way once, with a node
where ways meet or end. See docs/andorra.md.
"""

from collections import Counter
from dataclasses import dataclass

import andorra
import networkx as nx
import pytest

pytestmark = pytest.mark.skipif(not andorra.is_there(), reason="Andorra's extract is not there")

DRIVEN = {
    *("motorway", "trunk", "primary", "secondary", "tertiary"),
    *(f"{c}_link" for c in ("motorway", "trunk", "primary", "secondary", "tertiary")),
    *("unclassified", "residential", "living_street", "road"),
}


@dataclass(frozen=True)
class Counted:
    """Kilometres, every way once, and what the ways are made of.

    Parameters
    ----------
    km
        Length.
    points
        Every vertex of a way.
    junctions
        Nodes that several ways use, or one twice, and the ends of ways.
    branches
        Nodes at which not just two stretches meet: the simplified network.
    pieces
        Connected pieces.
    largest
        Share of the junctions in the largest of them.
    """

    km: float
    points: int
    junctions: int
    branches: int
    pieces: int
    largest: float


@pytest.fixture(scope="module")
def ways():
    """Return value of highway, kilometres and nodes of every way but areas."""
    osmium = pytest.importorskip("osmium")
    from pyproj import Geod

    geod, found = Geod(ellps="WGS84"), []
    wanted = osmium.filter.KeyFilter("highway")
    source = str(andorra.SOURCE / andorra.EXTRACT)
    for way in osmium.FileProcessor(source).with_locations().with_filter(wanted):
        if not way.is_way() or way.tags.get("area") == "yes":
            continue
        highway = way.tags.get("highway")
        if highway not in DRIVEN | {"service", "track"}:
            continue
        nodes = [n for n in way.nodes if n.location.valid()]
        if len(nodes) < 2:
            continue
        line = [n.location for n in nodes]
        metres = geod.line_length([p.lon for p in line], [p.lat for p in line])
        found.append((highway, metres / 1000, [n.ref for n in nodes]))
    return found


def counted(ways, classes: set[str]) -> Counted:
    """Return what the ways of some values of highway amount to."""
    chosen = [(km, nodes) for highway, km, nodes in ways if highway in classes]
    graph = nx.Graph()
    for _, nodes in chosen:
        nx.add_path(graph, nodes)
    uses = Counter(node for _, nodes in chosen for node in nodes)
    ends = {end for _, nodes in chosen for end in (nodes[0], nodes[-1])}
    junctions = {node for node in graph if uses[node] > 1 or node in ends}
    pieces = sorted(nx.connected_components(graph), key=len)
    return Counted(
        km=sum(km for km, _ in chosen),
        points=len(graph),
        junctions=len(junctions),
        branches=sum(degree != 2 for _, degree in graph.degree()),
        pieces=len(pieces),
        largest=len(pieces[-1] & junctions) / len(junctions),
    )


def test_the_880_km_are_service_roads_and_tracks_too_each_way_once(ways):
    assert counted(ways, DRIVEN).km == pytest.approx(460, abs=1)
    assert counted(ways, DRIVEN | {"service"}).km == pytest.approx(554, abs=1)
    assert counted(ways, DRIVEN | {"service", "track"}).km == pytest.approx(880, abs=2)


def test_the_5809_nodes_are_where_those_ways_meet_or_end(ways):
    found = counted(ways, DRIVEN | {"service", "track"})
    assert found.junctions == pytest.approx(5_809, abs=4)
    assert found.largest == pytest.approx(0.988, abs=0.001)
    # The notes count 24 pieces and three nodes fewer: two scraps of road that stand apart.
    assert found.pieces == 26


def test_no_other_count_of_nodes_or_of_ways_comes_near(ways):
    found = counted(ways, DRIVEN | {"service", "track"})
    assert found.points == pytest.approx(52_948, abs=50)
    assert found.branches == pytest.approx(4_570, abs=10)
    assert counted(ways, DRIVEN).junctions == pytest.approx(2_796, abs=5)
    assert counted(ways, DRIVEN | {"service"}).junctions == pytest.approx(4_746, abs=5)
