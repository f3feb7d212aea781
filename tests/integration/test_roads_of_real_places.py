"""`plan roads` on the real extracts, where they lie beside the project."""

from __future__ import annotations

import os
from pathlib import Path

import andorra
import pytest

from planner.roads.command import Wishes, make_roads

BESIDE = Path(__file__).parents[2] / "../shared/data/leh/ladakh_leh.gpkg.zip"
LEH = Path(os.environ.get("PLAN_LEH_SOURCE") or BESIDE)


@pytest.mark.skipif(not LEH.is_file(), reason="the extract of Leh is not there")
def test_leh_falls_into_pieces_until_it_is_noded(tmp_path):
    """The source's notes: 567 lines, 4,360 km, unsnapped hundreds of pieces, then 4."""
    made = make_roads(str(LEH), tmp_path / "roads.gpkg", Wishes(join_m=50)).built
    assert made.before.lines == 567
    assert made.before.km == pytest.approx(4360, abs=5)
    assert len(made.before.islands) > 350
    assert made.before.main_nodes_share < 0.03
    assert len(made.after.islands) == 4
    assert made.after.main_share > 0.995
    assert made.after.nodes == pytest.approx(1990, abs=2)
    closed = (made.closing.to_crs("EPSG:32643").length).sum()
    assert closed / 1000 < 0.001 * made.after.km


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
