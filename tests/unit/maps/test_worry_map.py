"""The map of worry against exposure, and offline maps as parts of another page."""

from __future__ import annotations

import json
import re

import pytest
from shapely.geometry import box

from planner.errors import PlannerError
from planner.maps.fragment import fragment_of, leaflet_parts
from planner.maps.worry import WorryPlace, worry_map

PLACE = WorryPlace("</script><b>村", "更庆镇", 98.5, 31.8, 10, 9, 0.2)


def test_a_fragment_sets_up_nothing_but_its_map():
    part = fragment_of(worry_map("worry", [box(98, 31, 99, 32)], [PLACE], ("zh",)), 300)
    assert part.style == "<style>#map_worry { height: 300px; }</style>"
    assert 'id="map_worry"' in part.place
    assert "html, body" not in part.style + part.place + part.script
    assert "L.map(" in part.script
    assert "https:" not in part.place + part.script


def test_names_are_data_and_places_are_told_apart():
    worried_less = WorryPlace("乙", "乙镇", 98.6, 31.9, 20, 4, 0.6)
    alike = WorryPlace("丙", "丙镇", 98.7, 31.9, 10, 5, 0.4)
    part = fragment_of(worry_map("worry", [], [PLACE, worried_less, alike], ("zh", "en")), 300)
    assert "</script>" not in part.script
    found = re.search(r"drawWorry\(map_worry, (\{.*\})\);", part.script)
    places = json.loads(found[1])["places"]
    assert [(p["n"], p["kind"]) for p in places] == [(20, 2), (10, 0), (10, 1)]


def test_what_needs_another_file_is_refused():
    from folium.plugins import MarkerCluster

    page = worry_map("worry", [], [PLACE], ("zh",))
    page.add_child(MarkerCluster())
    with pytest.raises(PlannerError, match="cluster"):
        fragment_of(page, 300)


def test_leaflet_travels_with_its_licence():
    style, script = leaflet_parts()
    assert "BSD" in style
    assert "Redistribution" in style
    assert "L.Icon.Default" in script
