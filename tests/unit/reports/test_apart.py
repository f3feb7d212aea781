"""Schools and villages of the same name are told apart on the report and the map."""

from __future__ import annotations

import dataclasses

import pytest
from pages_world import make_result

from planner.maps.cards import school_cards, village_cards
from planner.maps.page import build_map
from planner.maps.scene import scene_of
from planner.reports.apart import scene_apart, told_apart
from planner.reports.content import report_sections
from planner.reports.document import Grid, Paragraph
from planner.reports.figures import Cell
from planner.reports.table import placed
from planner.reports.tables import assignments_table, schools_table
from planner.texts import Text

NAMES = {"S1": "GPS", "S2": "G.P.S.", "S4": "gps ", "V1": "Same", "V4": "Same"}
"""S1 and S2 lie in one township, near V1 and V2; S4 in the other. V1 and V4 in one each."""


@pytest.fixture(scope="module")
def result():
    return make_result(names=NAMES)


@pytest.fixture(scope="module")
def sections(result):
    return {s.section_id: s for s in report_sections(scene_of(result))}


def english(cell: Cell) -> str:
    return (
        cell.say("en") if isinstance(cell, Text) else cell if isinstance(cell, str) else cell["en"]
    )


def grids(section):
    for block in section.blocks:
        for inner in (block, *getattr(block, "blocks", ())):
            if isinstance(inner, Grid):
                yield inner.table


def test_by_township_then_village_then_id():
    names = {"a": "GPS", "b": "gps.", "c": "GPS", "d": "GPS", "e": "Sakti", "f": "GPS"}
    township = {"a": "North", "b": "South", "c": "South", "d": "South", "e": "South", "f": "South"}
    near = {"b": "Hemis", "c": "Igoo", "d": "Igoo", "e": "Hemis"}
    assert told_apart(names, township, near) == {
        "a": "GPS · North",
        "b": "gps. · Hemis",
        "c": "GPS · c",
        "d": "GPS · d",
        "e": "Sakti",
        "f": "GPS · f",
    }


def test_no_two_names_are_alike_afterwards():
    # The village near b is called as the township of a.
    names = {"a": "GPS", "b": "GPS", "c": "GPS", "d": "GPS · North"}
    made = told_apart(
        names, {"a": "North", "b": "South", "c": "South"}, {"b": "North", "c": "East"}
    )
    assert made == {"a": "GPS · a", "b": "GPS · b", "c": "GPS · East", "d": "GPS · North · d"}


def test_names_that_occur_once_are_left_alone():
    scene = scene_of(make_result())
    assert scene_apart(scene) is scene
    assert told_apart({"a": "A", "b": "B"}, {"a": "T", "b": "T"}) == {"a": "A", "b": "B"}


def test_every_section_names_the_same_school_alike(sections):
    boarding = [english(row[0]) for t in grids(sections["boarding"]) for row in t.rows]
    # Once where the township stands in the name already.
    assert boarding == ["GPS · Same (更庆镇)"]
    closing = {english(r[0]): english(r[4]) for t in grids(sections["closures"]) for r in t.rows}
    assert closing["G.P.S. · V2村 (更庆镇)"] == "GPS · Same 6"
    cards = [english(b.title) for b in sections["cards"].blocks if hasattr(b, "title")]
    assert {"GPS · Same (更庆镇)", "G.P.S. · V2村 (更庆镇)", "gps  · 马尼干戈镇"} <= set(cards)
    assert "Same · 马尼干戈镇" in {
        english(r[0]) for t in grids(sections["townships"].blocks[-1]) for r in t.rows
    }
    note = [english(b.said) for b in sections["sketch"].blocks if isinstance(b, Paragraph)]
    assert any("bear the same name" in said for said in note)
    buildings = [english(r[0]) for t in grids(sections["buildings"]) for r in t.rows]
    assert "G.P.S. · V2村 (更庆镇)" in buildings


def test_a_township_in_the_name_is_not_said_twice():
    assert placed("GPS · North", "North").say("en") == "GPS · North"
    assert placed("GPS", "North").say("en") == "GPS (North)"


def test_files_keep_the_countys_own_names(result):
    assert schools_table(result)["name"].tolist()[:2] == ["GPS", "G.P.S."]
    assert set(assignments_table(result)["school"]) == {"GPS", "S3学校", "gps ", "S5学校", ""}


def test_the_map_names_them_apart_too(result):
    scene = scene_apart(scene_of(result))
    schools = {c["id"]: c["name"] for c in school_cards(scene.schools, scene.assignments, {})}
    assert schools["S1"] == "GPS · Same"
    assert schools["S3"] == "S3学校"
    none = [(None, None)] * len(scene.assignments)
    villages = {c["id"]: c["name"] for c in village_cards(scene.villages, scene.changes, none)}
    assert villages["V1"] == "Same · 更庆镇"
    page = build_map(result, "en").get_root().render()
    for name in ("GPS · Same", "G.P.S. · V2村", "Same · 马尼干戈镇"):
        assert name in page or name.encode("unicode_escape").decode() in page


@dataclasses.dataclass(frozen=True)
class Staffed:
    """What of a staffing the names are read from."""

    school_id: tuple[str, ...]
    school_name: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Staffing:
    """Holds it, as a staffing does."""

    instance: Staffed


def test_staff_are_at_schools_of_the_same_names(result):
    staffing = Staffing(Staffed(("S1", "S9", "S4"), ("GPS", "Elsewhere", "gps ")))
    scene = dataclasses.replace(
        scene_of(result), result=dataclasses.replace(result, staffing=staffing)
    )
    named = scene_apart(scene).result.staffing.instance.school_name
    assert named == ("GPS · Same", "Elsewhere", "gps  · 马尼干戈镇")
