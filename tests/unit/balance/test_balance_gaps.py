"""What the section on balance says where figures are missing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from planner.balance.figures import SITE_QUANTITIES
from planner.reports.balance import judged
from planner.reports.balance_gaps import missing_said
from planner.reports.balance_section import balance_section
from planner.reports.document import Grid, Heat, Paragraph, Sentences


def without(result, *columns, teachers=True):
    schools = result.county.schools.assign(**dict.fromkeys(columns, np.nan))
    kept = result.county.teachers if teachers else None
    return replace(result, county=replace(result.county, schools=schools, teachers=kept))


def test_nothing_known_is_one_sentence_that_says_what_to_fill(result):
    blocks = balance_section(without(result, *SITE_QUANTITIES, teachers=False)).blocks
    assert not [b for b in blocks if isinstance(b, Grid | Heat)]
    (missing,) = [b.said for b in blocks if isinstance(b, Paragraph)]
    said = missing.say("en")
    assert "of none of the 3 schools to be judged" in said
    assert "(2017 measures, Jiaodu 2017-6) and Basic balance" in said
    assert "in the table schools “Teaching area (m²)” (teaching_area_m2), “Sports area" in said
    assert "“Books” (books); the table teachers, which is not there yet, with “Degree”" in said
    assert (
        "数据表 teachers（现在没有这张表）的“学历”（degree）、“骨干教师”（backbone）"
        in missing.say("zh")
    )
    (told,) = [b for b in blocks if isinstance(b, Sentences)]
    assert not [s for s in told.said if "?" in s.say("en") or "cannot be told" in s.say("en")]
    # The table of teachers is there, its columns are not.
    teachers = result.county.teachers.assign(degree=None, backbone=np.nan, subject=None)
    bare = without(result, *SITE_QUANTITIES)
    bare = replace(bare, county=replace(bare.county, teachers=teachers))
    lead = judged(bare)[0].measures
    assert "in the table teachers “Degree” (degree), “Backbone teacher” (backbone), “Subject” (subject)." in (
        missing_said(bare.county, [lead], 3).say("en")
    )  # fmt: skip


def test_some_figures_keep_the_tables_with_what_they_cover(result):
    blocks = balance_section(without(result, *SITE_QUANTITIES[1:])).blocks
    grids = [b.table for b in blocks if isinstance(b, Grid)]
    assert len(grids) == 2
    covered = {row[1].key.split(".")[-1]: row[-2] for row in grids[0].rows[:7]}
    assert covered["teaching_area_m2_per_pupil"] == "2/2"
    assert covered["sports_area_m2_per_pupil"] == "0/2"
    assert [b for b in blocks if isinstance(b, Heat)]
    assert not [b for b in blocks if isinstance(b, Paragraph) and b.said.key == "balance.nothing"]


def test_measures_that_nothing_is_known_of_are_named_alone(result):
    # Books and computers are only asked for by the measures of 2012, which know the areas too.
    only = without(result, "teaching_area_m2", "sports_area_m2", "equipment_yuan",
                   "multimedia_rooms", teachers=False)  # fmt: skip
    blocks = balance_section(only).blocks
    (missing,) = [b.said for b in blocks if isinstance(b, Paragraph) and not b.note]
    assert "Basic balance" not in missing.say("en")
    assert len([b for b in blocks if isinstance(b, Grid)]) == 1
