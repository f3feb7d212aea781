"""Roads shut in a season or in some months, and villages that this cuts off."""

import pytest
from travel_worlds import plain_scenario, road, tiny_county, trips_by_key

from planner.county.months import months_in, months_text
from planner.travel.closures import is_shut, season_months
from planner.travel.matrix import travel_table

BOTH = {"season": {"worst_of": ["normal", "winter"]}}
VALLEY = {"V1": (0, 0), "V2": (4000, 0)}
SCHOOL = {"S": ((9000, 0), "nine_year")}


def behind_a_pass(closed, name="雀儿山垭口"):
    return tiny_county(
        VALLEY,
        SCHOOL,
        [
            road((0, 0), (1000, 0)),
            road((1000, 0), (4000, 0), closed_season=closed, name=name),
            road((4000, 0), (9000, 0)),
        ],
    )


def found(county, check, **options):
    table = travel_table(county, plain_scenario(**options))
    return [f for f in table.findings if f.check == check]


@pytest.mark.parametrize(
    ("written", "months", "short"),
    [
        ("11-3", {11, 12, 1, 2, 3}, "11-3"),
        ("12,1,2", {12, 1, 2}, "12-2"),
        ("11月至次年3月", {11, 12, 1, 2, 3}, "11-3"),
        ("6–9", {6, 7, 8, 9}, "6-9"),
        ("7、8, 2", {2, 7, 8}, "2,7-8"),
        ("5", {5}, "5"),
        ("4-3", set(range(1, 13)), "1-12"),
    ],
)
def test_months_as_people_write_them(written, months, short) -> None:
    assert months_in(written) == months
    assert months_text(frozenset(months)) == short
    assert months_in(short) == months


@pytest.mark.parametrize("written", ["", "13", "0-3", "11月3日", "2026-11-03", "11/3", "3-Nov"])
def test_what_names_no_months_is_not_guessed_at(written) -> None:
    assert months_in(written) is None


@pytest.mark.parametrize(
    ("closed", "normal", "winter"),
    [
        ("", False, False),
        ("winter", False, True),
        ("normal", True, False),  # an ice road
        ("11-3", False, True),
        ("3", False, True),  # any month of winter
        ("3-4", False, True),
        ("4-6", False, False),  # three of six months of school
        ("4-7", True, False),  # four of six
        ("5-9", True, False),
        ("8", False, False),
        ("1-12", True, True),
    ],
)
def test_the_seasons_in_which_a_road_shut_in_some_months_is_shut(closed, normal, winter) -> None:
    scenario = plain_scenario()
    assert is_shut(closed, scenario, "normal") is normal
    assert is_shut(closed, scenario, "winter") is winter


def test_months_of_winter_and_of_school_are_the_scenarios() -> None:
    late = plain_scenario(travel={"winter_months": [12, 1], "school_months": [3, 4, 12]})
    assert season_months(late, "normal") == {3, 4}
    assert not is_shut("3", late, "winter")
    assert not is_shut("3", late, "normal")  # half is not more than half
    assert is_shut("3-4", late, "normal")
    assert is_shut("winter", late, "winter")


def test_a_pass_shut_for_named_months_is_open_in_the_normal_season() -> None:
    table = travel_table(behind_a_pass("12,1,2"), plain_scenario(**BOTH))
    walk = trips_by_key(table.trips[table.trips["mode"] == "walk"])
    assert walk["V1", "S", "lower", "walk", "normal"] == 90
    assert ("V1", "S", "lower", "walk", "winter") not in walk
    assert walk["V2", "S", "lower", "walk", "winter"] == 100


def test_nobody_drives_over_it_either() -> None:
    trips = travel_table(behind_a_pass("12,1,2"), plain_scenario(**BOTH)).trips
    assert set(trips.loc[trips["village_id"] == "V1", "season"]) == {"normal"}
    assert set(trips.loc[trips["village_id"] == "V1", "mode"]) == {"walk", "board"}


@pytest.mark.parametrize("closed", ["winter", "11-3", "2"])
def test_the_village_behind_it_is_named_with_the_pass(closed) -> None:
    (finding,) = found(behind_a_pass(closed), "travel_unreached_closed", **BOTH)
    assert finding.ids == ("V1",)
    assert finding.say("en") == (
        "in winter, grade 1–3, grade 4–6, grade 7–9 pupils of these villages reach no school"
        " because roads are shut: 村V1; shut: 雀儿山垭口"
    )


def test_each_village_is_named_with_the_roads_that_cut_it_off() -> None:
    county = tiny_county(
        {"V1": (0, 0), "V2": (0, 20_000), "V3": (9000, 3000)},
        SCHOOL,
        [
            road((0, 0), (4000, 0), closed_season="winter", name="东垭口"),
            road((4000, 0), (9000, 0)),
            road((0, 20_000), (0, 15_000), closed_season="1", name="北垭口"),
            road((0, 15_000), (4000, 0)),
            road((9000, 3000), (9000, 0)),
        ],
    )
    said = {f.ids: f.say("en") for f in found(county, "travel_unreached_closed", season="winter")}
    assert set(said) == {("V1",), ("V2",)}
    assert said["V1",].endswith("村V1; shut: 东垭口")
    assert said["V2",].endswith("村V2; shut: 北垭口")


def test_a_village_on_a_road_of_its_own_is_told_from_one_that_is_far() -> None:
    county = tiny_county(
        {"V1": (0, 50_000), "V2": (0, 0)},
        {"S": ((60_000, 0), "nine_year")},
        [
            road((0, 50_000), (3000, 50_000)),
            road((0, 0), (60_000, 0), road_class="path", name="小路"),
        ],
    )
    table = travel_table(county, plain_scenario(travel={"cutoff_minutes": 300}))
    said = {f.check: f for f in table.findings if "unreached" in f.check}
    assert said["travel_unreached_island"].ids == ("V1",)
    assert "their roads are not joined to those of any: 村V1;" in said[
        "travel_unreached_island"
    ].say("en")
    assert said["travel_unreached_beyond"].ids == ("V2",)
    assert "300 minutes: 村V2 (nearest: 校S, 600 min);" in said["travel_unreached_beyond"].say("en")
    assert "村V2（最近的校S需 600 分钟）" in said["travel_unreached_beyond"].say("zh")


def test_every_village_cut_off_is_named_however_many() -> None:
    villages = {f"V{i:02}": (0, 30 * i) for i in range(20)}
    county = tiny_county(
        villages,
        {"S": ((50_000, 0), "nine_year")},
        [road((0, 0), (0, 600)), road((0, 0), (50_000, 0), closed_season="1-2", name="岭")],
    )
    (finding,) = found(county, "travel_unreached_closed", season="winter")
    assert finding.ids == tuple(villages)
    assert all(f"村{i}" in finding.say("zh") for i in villages)


def test_a_road_shut_for_less_than_counts_is_named_as_open() -> None:
    (finding,) = found(behind_a_pass("7-8"), "travel_shut_for_a_while", **BOTH)
    assert finding.severity == "note"
    assert "shut in months 7-8 but count as open" in finding.say("en")
    assert "在 7-8 月封闭，而所规划的季节按通行计：雀儿山垭口" in finding.say("zh")
    (nameless,) = found(behind_a_pass("7-8", name=""), "travel_shut_for_a_while")
    assert "lines without a name: 1;" in nameless.say("en")


@pytest.mark.parametrize("closed", ["", "winter", "11-3", "8"])
def test_a_road_that_counts_as_shut_or_is_shut_in_holidays_is_not(closed) -> None:
    assert found(behind_a_pass(closed), "travel_shut_for_a_while", **BOTH) == []
