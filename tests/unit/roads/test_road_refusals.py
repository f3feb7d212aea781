"""What `plan roads` refuses: archives that grow, entities, rubbish."""

from __future__ import annotations

import zipfile

import pytest

from planner.errors import InvalidInputError
from planner.roads.command import Wishes, make_roads
from planner.roads.gis import read_layer


def test_an_archive_that_grows_without_end_is_refused(tmp_path):
    packed = tmp_path / "x.kmz"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("doc.kml", b" " * 40_000_000)
    with pytest.raises(InvalidInputError) as refused:
        read_layer(packed)
    assert refused.value.findings[0].message.key == "roads.zip_grows"
    packed.write_bytes(b"PK nothing")
    with pytest.raises(InvalidInputError) as refused:
        read_layer(packed)
    assert refused.value.findings[0].message.key == "roads.bad_zip"


@pytest.mark.parametrize("name", ["x.kml", "x.osm", "x.graphml", "x.gpx"])
def test_xml_that_declares_entities_is_refused(tmp_path, name):
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    (tmp_path / name).write_text(bomb, "utf-8")
    with pytest.raises(InvalidInputError) as refused:
        make_roads(str(tmp_path / name), tmp_path / "out.gpkg", Wishes())
    assert refused.value.findings[0].file == name
    assert refused.value.findings[0].message.key == "inputs.entities"
    assert not (tmp_path / "out.gpkg").exists()


@pytest.mark.parametrize("name", ["x.gpkg", "x.geojson", "x.shp", "x.kml", "x.osm.pbf", "x.osm"])
def test_rubbish_is_refused_in_words(tmp_path, name):
    (tmp_path / name).write_bytes(bytes(range(256)) * 20)
    with pytest.raises(InvalidInputError) as refused:
        make_roads(str(tmp_path / name), tmp_path / "out.gpkg", Wishes())
    assert refused.value.findings[0].file == name
