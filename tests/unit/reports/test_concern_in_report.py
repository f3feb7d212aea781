"""The section of report.html on the households that one plan affects."""

from __future__ import annotations

import dataclasses
import re

from pages_world import make_baseline, make_result
from report_parts import report_of

from planner.reports.concern.look import band_words
from planner.reports.concern.run_section import concern_blocks, exposure_table, run_exposure


def test_the_report_shows_exposure_beside_the_survey_and_tests_nothing():
    page = report_of(make_result(), "concern", lang="en")
    told = re.search(r'<section id="concern">.*?</section>', page, re.DOTALL)[0]
    assert "74% of the parents who farm or herd worried" in told
    # The county of pages_world.py is not one of the three that were asked.
    assert "This county was not part of the survey" in told
    assert "cannot be tested against it" not in told
    share = band_words(run_exposure(make_result()).headline("D1", "households"))
    assert f"newly boarding in grades 1–3 (D1)) it is {share}." in told
    assert "<td>newly beyond the norm (D1, norm only)</td>" in re.sub("</?span[^>]*>", "", told)
    assert "11.0%" in told
    assert "confirm" not in told.lower()


def test_a_county_that_was_asked_is_told_that_the_figure_is_not_its_own():
    result = make_result()
    asked = dataclasses.replace(
        result, county=dataclasses.replace(result.county, county_id="zhaojue")
    )
    said = [t.say("en") for t in concern_blocks(asked)[0].said]
    assert "this county's result cannot be tested against it" in said[1]
    assert "not part of the survey" not in " ".join(said)


def test_exposure_of_a_run_is_that_of_its_plan():
    by_time = run_exposure(make_result()).headline("D1", "children")
    # 6 of V2 walk half an hour longer; 9 of V3 board, 24 minutes a trip of a week against 12.
    assert (by_time.affected, by_time.total) == (15, 136)


def test_today_against_itself_affects_nobody():
    result = dataclasses.replace(make_result(), plan=make_baseline())
    rows = exposure_table(result, run_exposure(result)).rows
    by_time = [row for row in rows if "D1" in row[0].key]
    assert len(by_time) == 3
    assert {cell for row in by_time for cell in row[1:]} == {"0.0%"}
