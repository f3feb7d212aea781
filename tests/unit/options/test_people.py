"""Streams and left-behind pupils of units, and which trips a stream strikes out."""

from option_worlds import assembled, small_county

from planner.instance import FORBIDDEN_BY

TRIPS = {(v, j, "lower", "walk"): 20 for v in ("V1", "V2") for j in ("S1", "S2", "S3")}


def made(villages, places, **options):
    county = small_county(
        villages={v: {"lower": 10, **said} for v, said in villages.items()},
        schools={"S1": {}, "S2": {}, "S3": {"status": "candidate"}} | places,
        attendance=[("V1", "lower", "S1", 10, "walk"), ("V2", "lower", "S2", 10, "walk")],
    )
    options = {"travel": {"protect": "none"}} | options
    return assembled(county, TRIPS, **options).instance


def struck(instance):
    """Return village and school of the trips that the stream strikes out."""
    lost = instance.option_forbidden == FORBIDDEN_BY.index("stream")
    pairs = zip(instance.option_unit[lost], instance.option_site[lost], strict=True)
    return [(instance.unit_village[u], instance.site_id[j]) for u, j in pairs]


VILLAGES = {"V1": {"stream": "mode1"}, "V2": {"stream": "mode2"}}


def test_a_school_teaches_what_is_recorded_and_a_candidate_everything():
    world = made(VILLAGES, {"S1": {"stream": "mode1"}, "S2": {"stream": "mode2"}})
    assert world.unit_stream.tolist() == [0, 1]
    assert world.site_streams.tolist() == [[True, False], [False, True], [True, True]]
    assert struck(world) == [("V1", "S2"), ("V2", "S1")]
    free = made(
        VILLAGES,
        {"S1": {"stream": "mode1"}, "S2": {"stream": "mode2"}},
        schools={"allow_stream_switch": True},
    )
    assert struck(free) == []
    assert free.unit_stream.tolist() == [0, 1]


def test_a_school_without_a_record_teaches_the_streams_of_its_pupils():
    world = made({"V1": {"stream": "mode1"}, "V2": {"stream": "mandarin"}}, {"S1": {"stream": ""}})
    assert world.site_streams.tolist() == [[True, False], [False, False], [True, True]]
    assert world.unit_stream.tolist() == [0, -1]
    assert struck(world) == [("V1", "S2")]


def test_where_nothing_is_recorded_nobody_is_bound():
    world = made({"V1": {}, "V2": {}}, {})
    assert world.unit_stream.tolist() == [-1, -1]
    assert world.site_streams.all()
    assert struck(world) == []


def test_what_a_school_does_not_teach_today_cannot_be_lost():
    # V1 is a mode 1 village, but its school teaches mode 2, or Mandarin.
    second = made({"V1": {"stream": "mode1"}, "V2": {}}, {"S1": {"stream": "mode2"}})
    assert second.unit_stream.tolist() == [1, -1]
    third = made({"V1": {"stream": "mode1"}, "V2": {}}, {"S1": {"stream": "mandarin"}})
    assert third.unit_stream.tolist() == [-1, -1]


def test_the_left_behind_are_spread_by_largest_remainder():
    county = small_county(
        villages={
            "V1": {"lower": 10, "upper": 7, "left_behind_pupils": 8.0},
            "V2": {"lower": 3, "left_behind_pupils": 9.0},
            "V3": {"lower": 3, "left_behind_pupils": float("nan")},
        },
        schools={"S1": {}},
    )
    trips = {(v, "S1", g, "walk"): 20 for v in ("V1", "V2", "V3") for g in ("lower", "upper")}
    # 80/17 = 4.7 and 56/17 = 3.3; no more than there are pupils.
    assert assembled(county, trips).instance.unit_left_behind.tolist() == [5, 3, 3, 0]
