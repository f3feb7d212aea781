"""Compared maps: rows of several runs on common numbers, who is better off, size, still maps."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from compared_runs import EVIL, write_runs

from planner.county.dictionary import STAGES
from planner.errors import PlannerError
from planner.loaded import LoadedRun, load_run
from planner.maps.assets import script_json
from planner.maps.comparison import comparison_maps
from planner.maps.comparison_difference import difference
from planner.maps.comparison_ground import Ground
from planner.maps.comparison_pack import packed
from planner.maps.comparison_still import Stills
from planner.maps.comparison_trips import (
    Compared,
    End,
    Lot,
    Place,
    Scenario,
    compared,
    hardest,
    hundredths,
)
from planner.maps.scan import outside_references
from planner.reports.people import CHANGES
from planner.reports.words import whole


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> list[LoadedRun]:
    return [load_run(folder) for folder in write_runs(tmp_path_factory.mktemp("runs") / "of")]


@pytest.fixture(scope="module")
def given(runs) -> Compared:
    return compared(runs)


@pytest.fixture(scope="module")
def fragment(runs):
    return comparison_maps(runs, "both")


# --- rows ----------------------------------------------------------------------------------


def test_a_village_fares_as_the_table_of_villages_says(runs, given):
    for run, scenario in zip(runs, given.scenarios, strict=True):
        said = dict(zip(run.villages["village_id"], run.villages["change"], strict=True))
        found = {
            place.id: CHANGES[change]
            for place, lots in zip(given.villages, scenario.lots, strict=True)
            if (change := hardest(lots)) is not None
        }
        assert found == said
    codes = [CHANGES[hardest(lots)] for lots in given.scenarios[1].lots]  # type: ignore[index]
    assert codes == ["same", "much_longer", "boards_now", "same", "shorter", "unserved"]


@pytest.mark.parametrize("minutes", [0.4999999, 10.5, 10.4999, 38.5, -0.5, -0.51, 29.504999, 0.29])
def test_minutes_cut_to_hundredths_are_shown_as_the_same_whole_number(minutes):
    cut = hundredths(minutes)
    assert cut is not None
    assert whole(cut) == whole(minutes)
    assert abs(cut - minutes) < 0.01 + 1e-9


def test_a_missing_number_stays_missing():
    assert hundredths(float("nan")) is None
    assert hundredths(None) is None


def unpacked(data: dict, run: int, village: int) -> list[tuple]:
    """Read a village's rows the way comparison_model.js does."""
    units, rows = data["villages"][village][5], data["scenarios"][run]["rows"][village]
    if rows == 0:
        rows = list(range(data["firstUnits"].get(village, len(units))))
    found = []
    for row in rows:
        stage, pupils, *today = units[row if isinstance(row, int) else row[0]]
        if isinstance(row, int):
            served = today[0] is not None
            change = CHANGES.index("same" if served else "unserved")
            found.append((stage, pupils, today, today, 0 if served else None, change))
        else:
            found.append((stage, row[1], today, row[2:6], row[6], row[7]))
    return found


def as_rows(lots) -> list[tuple]:
    def end(e: End) -> list:
        return [e.school, e.mode, e.minutes, int(e.over)]

    return [
        (lot.stage, lot.pupils, end(lot.today), end(lot.plan), lot.added, lot.change)
        for lot in lots
    ]


def test_packed_rows_give_back_every_row(given):
    data = packed(given)
    for run, scenario in enumerate(given.scenarios):
        for village, lots in enumerate(scenario.lots):
            assert unpacked(data, run, village) == as_rows(lots)
    # Of a village where nothing changes a further scenario says one digit.
    assert [data["scenarios"][1]["rows"][n] for n in (0, 3)] == [0, 0]


def test_a_run_with_other_pupils_is_packed_with_its_own(runs):
    fuller = runs[1].assignments.copy()
    fuller.loc[fuller["village_id"] == "V1", "pupils"] += 5
    other = compared([runs[0], replace(runs[1], assignments=fuller)])
    data = packed(other)
    assert sum(row[1] for row in unpacked(data, 0, 0)) == 38
    assert sum(row[1] for row in unpacked(data, 1, 0)) == 48
    # Those whom the first run has not cannot be compared.
    found = difference(other, 0, 1)
    assert found.pupils[None] == 10
    assert found.pupils["same"] == 106 + 3


# --- differences -----------------------------------------------------------------------------


def test_who_is_better_off_counted_by_hand(given):
    against_today = difference(given, None, 1)
    assert against_today.villages == ("same", "worse", "worse", "same", "better", "same")
    assert against_today.count == {"lost": 0, "worse": 2, "gained": 0, "better": 1, "same": 3}
    # Worse: 6 walk further, 9 board; better: 12 no longer ride.
    assert {v: n for v, n in against_today.pupils.items() if n} == {
        "worse": 15,
        "better": 12,
        "same": 109,
    }
    gentler = difference(given, 1, 2)
    assert gentler.villages == ("same", "same", "better", "same", "worse", "same")
    assert {v: n for v, n in gentler.pupils.items() if n} == {
        "worse": 12,
        "better": 9,
        "same": 115,
    }
    of_lower = difference(given, 1, 2, stage=STAGES.index("lower"))
    assert of_lower.villages == ("same", "same", "same", "same", "worse", "same")


def test_the_other_way_round_better_is_worse(given):
    for first, second in ((1, 2), (None, 1)):
        there, back = difference(given, first, second), difference(given, second, first)
        assert (there.count["worse"], there.count["better"]) == ((1, 1) if first else (2, 1))
        assert there.pupils["worse"] == back.pupils["better"]
        assert there.pupils["better"] == back.pupils["worse"]


WALK, RIDE, BOARD = 0, 1, 2


def world(first: list[Lot], second: list[Lot]) -> Compared:
    """Return two scenarios of one village."""
    place = Place("V", "村", "乡", 98.5, 31.8)
    scenarios = [
        Scenario({"zh": "甲", "en": "x"}, 10.0, (tuple(lots),), ()) for lots in (first, second)
    ]
    return Compared((place,), (), tuple(scenarios))


def lot(pupils: int, school: int | None, minutes: float | None, mode: int | None = WALK) -> Lot:
    today = End(0, WALK, 10.0, False)
    mode = mode if school is not None else None
    return Lot(0, pupils, today, End(school, mode, minutes, False), None, CHANGES.index("same"))


def test_of_a_group_that_a_plan_splits_the_fewest_change():
    split = world([lot(10, 0, 20.0)], [lot(4, 1, 30.0), lot(6, 0, 20.0)])
    found = difference(split, 0, 1)
    assert (found.pupils["same"], found.pupils["worse"]) == (6, 4)
    assert found.villages == ("worse",)


def test_a_place_lost_is_the_hardest_and_a_place_won_is_told_apart():
    lost = world([lot(10, 0, 20.0), lot(3, 1, 50.0)], [lot(3, 0, 20.0), lot(10, None, None)])
    found = difference(lost, 0, 1)
    # Three stay at school 0, seven of that school and three of the other have none now.
    assert (found.pupils["same"], found.pupils["lost"]) == (3, 10)
    assert found.villages == ("lost",)
    assert difference(lost, 1, 0).pupils["gained"] == 10


def test_boarding_is_no_matter_of_minutes():
    boards = world([lot(8, 0, 50.0, RIDE)], [lot(8, 1, 20.0, BOARD)])
    assert difference(boards, 0, 1).pupils["worse"] == 8
    assert difference(boards, 1, 0).pupils["better"] == 8


def test_minutes_up_to_the_limit_are_the_same_the_limit_included():
    five = world([lot(8, 0, 20.0)], [lot(8, 1, 25.0)])
    assert difference(five, 0, 1, same_minutes=5.0).pupils["same"] == 8
    assert difference(five, 0, 1, same_minutes=4.99).pupils["worse"] == 8


# --- the page's parts ------------------------------------------------------------------------


def test_the_parts_ask_for_nothing_and_names_are_text(fragment):
    page = (
        f"<html><head>{fragment.style}</head><body>{fragment.html}{fragment.script}</body></html>"
    )
    assert outside_references(page) == []
    assert "BSD 2-Clause" in fragment.style
    assert EVIL not in page
    # The three titles, the last of them with markup in it.
    assert "&lt;b&gt;少撤&lt;/b&gt;" in fragment.html
    assert "<b>少撤" not in page
    assert fragment.script.count("</script>") == fragment.script.count("<script>") == 2


def test_geometry_stands_once_whatever_the_number_of_maps(runs, given, fragment):
    ground = Ground(runs, given.villages).data()
    road = next(g for g in ground["lines"] if g["layer"] == "roads")["lines"][0]
    assert len(road) > 100
    assert fragment.script.count(script_json(road)) == 1
    whole_data = re.search(r"drawComparison\(\[(.*?)\], ", fragment.script)
    assert whole_data is not None
    assert whole_data[1].split(",") == ["map_cmp0", "map_cmp1", "map_cmp2", "map_cmp_difference"]
    assert fragment.script.count('"layer":"boundary"') == 1
    assert fragment.html.count('<g id="cmp-ground">') == 1
    # Three scenarios and two pairs of neighbours refer to it.
    assert fragment.html.count('<use href="#cmp-ground"/>') == 5
    assert fragment.script.count("L.map(") == 4


def test_roads_keep_their_class_and_townships_their_names(runs, given):
    data = Ground(runs, given.villages).data()
    by_layer = {
        layer: [g for g in data["lines"] if g["layer"] == layer]
        for layer in ("roads", "lesser", "townships", "boundary")
    }
    assert {layer: [len(g["lines"]) for g in own] for layer, own in by_layer.items()} == {
        "roads": [1],
        "lesser": [1],
        "townships": [2],
        "boundary": [1],
    }
    assert sorted(label[2] for label in data["labels"]) == ["更庆镇", "马尼干戈镇"]
    (south, west), (north, east) = data["bounds"]
    assert all(south <= v.lat <= north and west <= v.lon <= east for v in given.villages)


def test_the_legend_counts_every_village_and_school_of_each_scenario(fragment, given):
    cells = re.findall(
        r'data-run="(\d)" data-change="(\d)">(\d+)<', fragment.html.split('class="cmp-still"')[0]
    )
    of_second = {CHANGES[int(change)]: int(n) for run, change, n in cells if run == "1"}
    assert of_second == {
        "unserved": 1,
        "boards_now": 1,
        "much_longer": 1,
        "shorter": 1,
        "same": 2,
    }
    for run in "012":
        assert sum(int(n) for r, _, n in cells if r == run) == len(given.villages)


def test_a_still_map_has_a_mark_for_every_village_and_open_school(runs, given):
    stills = Stills(given, Ground(runs, given.villages))
    drawn = stills.scenario(given.scenarios[1], 'a "map"')
    assert 'aria-label="a &#34;map&#34;"' in drawn
    marks = re.findall(r'd="M([\d. -]+)h0" fill="none" marker-start="url\(#cmp-(\w+)\)"', drawn)
    places: dict[str, int] = {}
    for corners, name in marks:
        kind = name if re.fullmatch(r"s\d+", name) else name[:-1]
        places[kind] = places.get(kind, 0) + len(corners.split()) // 2
    villages = {k: n for k, n in places.items() if k in CHANGES}
    assert villages == {
        "same": 2,
        "shorter": 1,
        "much_longer": 1,
        "boards_now": 1,
        "unserved": 1,
    }
    assert sum(n for k, n in places.items() if k not in CHANGES) == 5
    found = difference(given, 1, 2)
    assert stills.difference(found, [1] * 6, "").count("marker-start") == 3


def test_the_words_of_the_still_difference_are_its_counts(fragment):
    still = fragment.html.split('id="difference-map"')[1].split('class="cmp-still"')[1]
    assert re.findall(r"（(\d+) 个村，(\d+) 名学生）", still) == [
        ("2", "15"),
        ("1", "12"),
        ("3", "109"),
        ("1", "12"),
        ("1", "9"),
        ("4", "115"),
    ]
    assert "单程变化不超过 1 分钟算相同" in still


def test_one_language_holds_no_other(runs):
    english = comparison_maps(runs[:2], "en").html
    assert 'class="zh"' not in english
    assert "Maps of the scenarios" in english
    assert "各方案地图" not in english


def test_runs_that_call_much_longer_by_other_minutes_are_not_said_to_agree(runs):
    said = runs[1].scenario | {"concern": runs[1].scenario["concern"] | {"threshold_minutes": 45}}
    html = comparison_maps([runs[0], replace(runs[1], scenario=said)], "zh").html
    assert "变远达到该方案的关注线" not in html
    assert "变远未达该方案的关注线" in html
    assert "变远 10 分钟及以上" not in html


@pytest.mark.parametrize("number", [1, 7])
def test_other_numbers_of_runs_are_refused(runs, number):
    with pytest.raises(PlannerError, match=f"{number} were given"):
        comparison_maps((runs * 3)[:number])
