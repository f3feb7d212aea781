"""`plan roads` on the real extracts, where they lie beside the project."""

from __future__ import annotations

import os
from pathlib import Path

import andorra
import geopandas as gpd
import numpy as np
import pytest
from scipy.spatial import cKDTree

from planner.roads.command import Wishes, make_roads
from planner.travel.access import access_legs
from planner.travel.roads import road_graph

BESIDE = Path(__file__).parents[2] / "../shared/data/leh/ladakh_leh.gpkg.zip"
LEH = Path(os.environ.get("PLAN_LEH_SOURCE") or BESIDE)


@pytest.fixture(scope="module")
def leh(tmp_path_factory):
    if not LEH.is_file():
        pytest.skip("the extract of Leh is not there")
    out = tmp_path_factory.mktemp("leh") / "roads.gpkg"
    return make_roads(str(LEH), out, Wishes(join_m=50)).built


def test_leh_falls_into_pieces_until_it_is_noded(leh):
    """The source's notes: 567 lines, 4,360 km, in pieces, then 4.

    Their 362 pieces and 3,100 nodes are counted otherwise: see `test_leh_counts`.
    """
    assert leh.before.lines == 567
    assert leh.before.km == pytest.approx(4360, abs=5)
    assert len(leh.before.islands) == 559
    assert leh.before.main_nodes_share == pytest.approx(4 / 1126)
    assert len(leh.after.islands) == 4
    assert leh.after.main_share > 0.995
    assert leh.after.nodes == pytest.approx(1990, abs=2)
    closed = (leh.closing.to_crs("EPSG:32643").length).sum()
    assert closed / 1000 < 0.001 * leh.after.km


def test_the_villages_of_leh_are_joined_to_edges_and_not_to_nodes(leh):
    """The source's notes: 48 m (median) and 2.6 km (largest); over 1 km from a node 67 of 346."""
    graph = road_graph(leh.roads.to_crs("EPSG:32643"))
    villages = gpd.read_file(LEH, layer="habitations").to_crs("EPSG:32643")
    xy = villages.geometry.get_coordinates().to_numpy()
    to_road_m = access_legs(graph, xy).nearest_m(len(xy))
    assert np.median(to_road_m) == pytest.approx(48.7, abs=0.2)
    assert to_road_m.max() == pytest.approx(2618, abs=1)
    # Noding gives nodes to two villages that had none within a kilometre.
    to_node_m = cKDTree(graph.node_xy_m).query(xy)[0]
    assert (to_node_m > 1000).sum() == 65
    assert (to_road_m > 1000).sum() < 20


@pytest.mark.skipif(not andorra.is_there(), reason="the extract of Andorra is not there")
def test_andorra_keeps_its_nodes_and_tells_its_islands(tmp_path):
    """The source's notes count 880 km, 24 pieces: roads for cars, service roads and tracks.

    Here tracks are a class of their own, and paths count too and tie pieces together; see
    `test_andorra_km`.
    """
    extract = andorra.SOURCE / andorra.EXTRACT
    made = make_roads(str(extract), tmp_path / "roads.gpkg", Wishes()).built
    assert made.join_m is None
    driven = made.roads["road_class"].isin(
        ["national", "provincial", "county", "township", "village"]
    )
    km = made.roads[driven].to_crs("EPSG:25831").length.sum() / 1000
    assert km == pytest.approx(560, abs=2)
    tracks = made.roads[made.roads["road_class"] == "track"].to_crs("EPSG:25831")
    assert km + tracks.length.sum() / 1000 == pytest.approx(851, abs=2)
    assert made.after.main_share > 0.98
