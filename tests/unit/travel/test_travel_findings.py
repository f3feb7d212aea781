"""What travel reports of its input."""

import pytest
from travel_worlds import plain_scenario, road, tiny_county

from planner.travel.matrix import travel_table


def findings(county, **options):
    table = travel_table(county, plain_scenario(**options))
    return {f.check: f for f in table.findings}


GRADES = {"lower": "grade 1–3", "upper": "grade 4–6", "junior": "grade 7–9"}
MAIN = road((0, 0), (5000, 0))


def test_nothing_to_say_of_a_sound_county(toy_county) -> None:
    """But that nothing is known of its heights."""
    assert list(findings(toy_county)) == ["travel_terrain_none"]


def test_islands_name_places_whose_road_is_not_joined_to_the_rest() -> None:
    county = tiny_county(
        {"V1": (0, 0), "V2": (0, 3000)}, {"S": (5000, 0)}, [MAIN, road((0, 3000), (900, 3000))]
    )
    finding = findings(county)["travel_islands"]
    assert (finding.severity, finding.ids) == ("warning", ("V2",))
    assert "村V2" in finding.say("zh")
    assert "pieces besides the main body: 1)" in finding.say("en")


def test_places_far_from_any_road_are_named_with_their_distance_farthest_first() -> None:
    county = tiny_county(
        {"V1": (0, 1000), "V2": (0, 1250), "V3": (0, 5000)}, {"S": (5000, -1100)}, [MAIN]
    )
    finding = findings(county)["travel_far_from_road"]
    assert (finding.severity, finding.ids) == ("note", ("V3", "V2", "S"))
    assert "村V3 (5.0 km), 村V2 (1.2 km), 校S (1.1 km)" in finding.say("en")


def test_many_places_are_counted_not_listed() -> None:
    far = {f"V{i:02}": (0, 1500 + i) for i in range(15)}
    finding = findings(tiny_county(far, {"S": (5000, 0)}, [MAIN]))["travel_far_from_road"]
    assert len(finding.ids) == 15
    assert "and 3 more" in finding.say("en")
    assert "另有 3 处" in finding.say("zh")


def test_a_stop_off_the_road_is_named() -> None:
    stops = [("L", 1, (0, 200)), ("L", 2, (3000, 201))]
    county = tiny_county({"V": (0, 0)}, {"S": (5000, 0)}, [MAIN], stops)
    assert findings(county)["travel_stop_off_road"].ids == ("L/2",)


def test_a_village_that_no_road_brings_to_school_in_time() -> None:
    county = tiny_county(
        {"V1": (0, 0), "V2": (4500, 0)},
        {"S": ((5000, 0), "nine_year")},
        [road((0, 0), (4000, 0), road_class="path"), road((4000, 0), (5000, 0))],
    )
    found = findings(county, travel={"cutoff_minutes": 41})
    finding = found["travel_unreached_beyond"]
    assert finding.ids == ("V1",)
    assert "41 minutes: 村V1" in finding.say("en")


def test_a_village_behind_a_closed_pass_is_named_with_the_pass() -> None:
    county = tiny_county(
        {"V1": (0, 0), "V2": (4000, 0)},
        {"S": ((9000, 0), "nine_year")},
        [
            road((0, 0), (1000, 0)),
            road((1000, 0), (4000, 0), closed_season="winter", name="雀儿山垭口"),
            road((4000, 0), (9000, 0)),
        ],
    )
    normal = findings(county)
    assert "travel_unreached_closed" not in normal
    table = travel_table(county, plain_scenario(season={"worst_of": ["normal", "winter"]}))
    closed = [f for f in table.findings if f.check == "travel_unreached_closed"]
    assert [f.ids for f in closed] == [("V1",)]
    assert "冬季，下列村的1–3年级、4–6年级、7–9年级学生" in closed[0].say("zh")
    assert closed[0].say("en").endswith("村V1; shut: 雀儿山垭口")


def test_a_closed_road_without_a_name_is_told_by_its_row() -> None:
    county = tiny_county(
        {"V": (0, 0)},
        {"S": (9000, 0)},
        [road((4000, 0), (9000, 0)), road((0, 0), (4000, 0), closed_season="winter")],
    )
    found = findings(county, season="winter")["travel_unreached_closed"]
    assert found.say("en").endswith("shut: line 2 of roads")
    assert found.say("zh").endswith("封闭的道路：roads 第 2 条")


@pytest.mark.parametrize("stage", ["lower", "upper", "junior"])
def test_villages_without_pupils_of_the_stage_are_not_missed(stage: str) -> None:
    county = tiny_county({"V": (0, 0)}, {"S": (9000, 0)}, [MAIN, road((8000, 0), (9000, 0))])
    before = [f for f in travel_table(county, plain_scenario()).findings if "unreached" in f.check]
    # The primary cannot offer the last stage at all: that is another cause.
    said = "".join(f.say("en") for f in before)
    assert [s for s in GRADES if GRADES[s] in said] == list(GRADES)
    county.villages[f"{stage}_pupils"] = 0
    after = [f for f in travel_table(county, plain_scenario()).findings if "unreached" in f.check]
    said = "".join(f.say("en") for f in after)
    assert [s for s in GRADES if GRADES[s] in said] == [s for s in GRADES if s != stage]


def test_no_roads_at_all() -> None:
    county = tiny_county({"V": (0, 0), "W": (9000, 0)}, {"S": ((60, 0), "nine_year")}, [])
    table = travel_table(county, plain_scenario())
    walk = table.trips[table.trips["mode"] == "walk"]
    assert (walk.village_id + walk.stage).tolist() == ["Vjunior", "Vlower", "Vupper"]
    assert walk.minutes.tolist() == [1, 1, 1]
    assert {f.ids for f in table.findings if "terrain" not in f.check} == {("W",)}
