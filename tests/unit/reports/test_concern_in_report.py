"""The section of report.html on the households that one plan affects."""

from __future__ import annotations

import re

from pages_world import make_baseline, make_result
from report_parts import report_of

from planner.reports.concern.run_section import run_exposure, run_section


def test_the_report_shows_exposure_beside_the_survey_and_tests_nothing():
    page = report_of(make_result(), "concern", lang="en")
    told = re.search(r'<section id="concern">.*?</section>', page, re.DOTALL)[0]
    assert "74% of parents who farm or herd worried" in told
    assert "not tested against it" in told
    assert "D1 newly over norm only" in told
    assert "11.0%" in told
    assert "confirm" not in told.lower()


def test_exposure_of_a_run_is_that_of_its_plan():
    by_time = run_exposure(make_result()).headline("D1", "children")
    # 6 of V2 walk half an hour longer; 9 of V3 board, 24 minutes a trip of a week against 12.
    assert (by_time.affected, by_time.total) == (15, 136)


def test_today_against_itself_affects_nobody():
    import dataclasses

    result = dataclasses.replace(make_result(), plan=make_baseline())
    by_time = [row for row in run_section(result)["table"].rows if "D1" in row[0].key]
    assert len(by_time) == 3
    assert {cell for row in by_time for cell in row[1:]} == {"0.0%"}
