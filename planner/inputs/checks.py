"""Cross-table checks of a county: each a small function, all of them in `CHECKS`."""

from __future__ import annotations

from collections.abc import Callable

from planner.findings import Finding
from planner.inputs.check_attendance import attendance_offered, attendance_sums, unknown_ids
from planner.inputs.check_counts import (
    candidates_with_pupils,
    crowded_schools,
    enrolled_in_kind,
    estimated_pupils,
    pupils_against_population,
    stages_without_school,
    unknown_age_groups,
    unknown_townships,
    villages_without_pupils,
)
from planner.inputs.check_datum import datum_of_outline, datum_of_places
from planner.inputs.check_islands import road_islands
from planner.inputs.check_minutes import imported_gaps, imported_too_fast
from planner.inputs.check_places import (
    far_from_road,
    hull_as_outline,
    lines_of_one_stop,
    outside_outline,
    single_points,
    stops_off_road,
    swapped_degrees,
)
from planner.inputs.check_roads import road_nodes
from planner.inputs.check_sums import (
    attendance_against_enrolment,
    boarders_against_beds,
    enrolment_against_pupils,
    outside_against_enrolment,
    share_of_people,
)
from planner.inputs.check_tables import absent_columns, duplicate_rows, empty_tables
from planner.inputs.check_teachers import subject_names
from planner.inputs.check_units import implausible_units, same_name, same_place
from planner.inputs.tables import CountyTables

Check = Callable[[CountyTables], tuple[Finding, ...]]

CHECKS: tuple[Check, ...] = (
    empty_tables,
    duplicate_rows,
    swapped_degrees,
    outside_outline,
    datum_of_outline,
    datum_of_places,
    same_place,
    same_name,
    far_from_road,
    villages_without_pupils,
    enrolled_in_kind,
    candidates_with_pupils,
    unknown_ids,
    attendance_offered,
    attendance_sums,
    attendance_against_enrolment,
    outside_against_enrolment,
    enrolment_against_pupils,
    crowded_schools,
    boarders_against_beds,
    pupils_against_population,
    share_of_people,
    implausible_units,
    stages_without_school,
    unknown_townships,
    stops_off_road,
    lines_of_one_stop,
    road_nodes,
    road_islands,
    imported_gaps,
    imported_too_fast,
    subject_names,
    single_points,
    unknown_age_groups,
    estimated_pupils,
    hull_as_outline,
    absent_columns,
)
"""Every check, in the order in which findings are reported."""
