from __future__ import annotations

import math

import pytest

from planner.county import columns_of
from planner.inputs.numbers import other_unit_of, read_number


def read(given, table, column):
    reading = read_number(given, columns_of(table)[column])
    return reading.value, reading.how


@pytest.mark.parametrize(
    ("given", "table", "column", "value", "how"),
    [
        ("12", "villages", "population", 12, "plain"),
        ("１２３", "villages", "population", 123, "plain"),
        ("1,200", "villages", "population", 1200, "plain"),
        ("１，２００", "villages", "population", 1200, "plain"),
        ("1,234,567.5", "schools", "equipment_yuan", 1234567.5, "plain"),
        ("12人", "villages", "population", 12, "read"),
        ("12 名", "villages", "population", 12, "read"),
        ("1,200人", "villages", "population", 1200, "read"),
        ("３间", "schools", "classrooms", 3, "read"),
        ("120㎡", "schools", "sports_area_m2", 120, "read"),
        ("3500元/年", "villages", "income_yuan", 3500, "read"),
        ("45分钟", "minutes", "minutes", 45, "read"),
        ("35%", "villages", "herder_share", 0.35, "read"),
        ("２．５ｋｍ", "villages", "hamlet_radius_km", 2.5, "read"),
        ("98°34′48″", "villages", "lon", 98.58, "read"),
        ("东经98度34分48秒", "villages", "lon", 98.58, "read"),
        ("31°30'N", "villages", "lat", 31.5, "read"),
        ("12.5°S", "villages", "lat", -12.5, "read"),
        ("2公里", "villages", "elevation_m", 2000, "other_unit"),
        ("300米", "villages", "hamlet_radius_km", 0.3, "other_unit"),
        ("1.5小时", "minutes", "minutes", 90, "other_unit"),
        ("3.2万元", "villages", "income_yuan", 32000, "other_unit"),
    ],
)
def test_numbers_as_people_type_them(given, table, column, value, how):
    found, said = read(given, table, column)
    assert found == pytest.approx(value)
    assert said == how


@pytest.mark.parametrize("given", ["—", "——", "-", "－", "/", "–"])
def test_a_dash_is_a_blank_unless_a_value_is_needed(given):
    value, how = read(given, "villages", "population")
    assert math.isnan(value)
    assert how == "blank"
    assert read(given, "schools", "classrooms")[1] == "unread"


@pytest.mark.parametrize(
    "given",
    [
        "约30户",
        "3-5",
        "不详",
        "12,34",
        "1.2.3",
        "12人左右",
        "98°75′",
        "9" * 400,
        "1e999",
        "1 2",
        "0x1F",
    ],
)
def test_what_could_mean_several_things_is_not_guessed(given):
    assert read(given, "villages", "population")[1] == "unread"


def test_long_prose_is_refused_at_once():
    assert read("1" * 50_000 + "!", "villages", "population")[1] == "unread"


@pytest.mark.parametrize(
    ("heading", "table", "column", "unit"),
    [
        ("散居半径（米）", "villages", "hamlet_radius_km", "米"),
        ("用时(小时)", "minutes", "minutes", "小时"),
        ("户均年收入（单位：万元）", "villages", "income_yuan", "万元"),
        ("农牧户占比（%）", "villages", "herder_share", "%"),
        ("海拔（米）", "villages", "elevation_m", ""),
        ("人口（人）", "villages", "population", ""),
    ],
)
def test_a_heading_may_name_another_unit(heading, table, column, unit):
    assert other_unit_of(heading, columns_of(table)[column]) == unit
