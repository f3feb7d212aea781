from __future__ import annotations

import pytest

from planner.county import columns_of, tables
from planner.inputs.headings import fold

CONTRACT = {
    "villages": "village_id name township lon lat lower_pupils upper_pupils junior_pupils population"
    " elevation_m households herder_share minority_share language stream left_behind_pupils"
    " girls_share income_yuan children_0_5 special_pupils hamlet_radius_km",
    "schools": "school_id name township lon lat kind status classrooms lower_enrolled upper_enrolled"
    " junior_enrolled beds boarders can_expand_classrooms can_board teaching_area_m2 sports_area_m2"
    " equipment_yuan multimedia_rooms computers books dorm_area_m2 condition built_year debt_yuan top_grade stream"
    " kindergarten_on_site staff_rooms nonlocal_enrolled notes provenance",
    "roads": "road_class surface speed_kph closed_season hazard name",
    "teachers": "school_id subject stage count bilingual_language gender backbone years_at_school"
    " degree title age_band post contract ethnicity",
    "attendance": "village_id stage school_id pupils mode",
    "services": "line_id stop_order lon lat seats fare_yuan attendant season",
    "residences": "village_id months lon lat pupils",
    "townships": "name",
}


@pytest.mark.parametrize("table", CONTRACT)
def test_the_dictionary_holds_the_columns_of_the_contract(table):
    assert set(CONTRACT[table].split()) <= set(columns_of(table))


def test_no_heading_means_two_columns():
    for columns in tables().values():
        seen: dict[str, str] = {}
        for column in columns.values():
            for heading in (column.name, *column.headings.values(), *column.aka):
                assert seen.setdefault(fold(heading), column.name) == column.name


def test_codes_have_chinese_words_and_numbers_have_bounds():
    for columns in tables().values():
        for column in columns.values():
            assert len(column.codes) == len(column.codes_zh)
            assert column.type == "months" or bool(column.codes) == (column.type == "code")
            if column.type in ("int", "float"):
                assert column.low < column.high
                assert column.unit
