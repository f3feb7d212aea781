"""Why 880 km in one count of Andorra's roads are 560 km and 291 km of tracks in another."""

import andorra
import networkx as nx
import pytest

DRIVEN = {
    *("motorway", "trunk", "primary", "secondary", "tertiary"),
    *(f"{c}_link" for c in ("motorway", "trunk", "primary", "secondary", "tertiary")),
    *("unclassified", "residential", "living_street", "road"),
}


def counted(classes: set[str]) -> tuple[float, int]:
    """Return kilometres, every way once, and pieces of the ways of some values of highway."""
    osmium = pytest.importorskip("osmium")
    from pyproj import Geod

    geod, km, graph = Geod(ellps="WGS84"), 0.0, nx.Graph()
    source = str(andorra.SOURCE / andorra.EXTRACT)
    for way in osmium.FileProcessor(source).with_locations():
        if not way.is_way() or way.tags.get("highway") not in classes:
            continue
        nodes = [n for n in way.nodes if n.location.valid()]
        if len(nodes) < 2 or way.tags.get("area") == "yes":
            continue
        line = [n.location for n in nodes]
        km += geod.line_length([p.lon for p in line], [p.lat for p in line]) / 1000
        nx.add_path(graph, [n.ref for n in nodes])
    return km, nx.number_connected_components(graph)


@pytest.mark.skipif(not andorra.is_there(), reason="the extract of Andorra is not there")
def test_the_880_km_are_service_roads_and_tracks_too_each_way_once():
    assert counted(DRIVEN)[0] == pytest.approx(460, abs=1)
    assert counted(DRIVEN | {"service"})[0] == pytest.approx(554, abs=1)
    km, pieces = counted(DRIVEN | {"service", "track"})
    # The source's notes say 880 km and 24 pieces.
    assert km == pytest.approx(880, abs=2)
    assert pieces == 26
