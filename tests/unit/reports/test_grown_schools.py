"""Schools that grow in kind, on the pages: the word, the reason, what is open, the symbol."""

from __future__ import annotations

import dataclasses
from importlib import resources
from typing import get_args

import pytest
from pages_world import make_result

from planner.audit.figures import school_findings
from planner.county.dictionary import KINDS
from planner.maps import style
from planner.maps.cards import school_cards
from planner.plan import Decision
from planner.reports.decisions import CHANGES
from planner.reports.summary import summary
from planner.reports.tables import assignments_table, schools_table
from planner.texts import LANGS, text


@pytest.fixture(scope="module")
def result():
    """The county of pages_world.py, whose nine-year school S1 is a complete primary today."""
    found = make_result()
    kind = found.instance.site_kind.copy()
    kind[found.instance.site_id.index("S1")] = KINDS.index("primary")
    return dataclasses.replace(found, instance=dataclasses.replace(found.instance, site_kind=kind))


@pytest.fixture(scope="module")
def schools(result):
    return schools_table(result).set_index("school_id", drop=False)


def test_a_primary_that_adds_the_junior_grades_grows_to_a_nine_year_school(schools):
    row = schools.loc["S1"]
    assert (row["kind_before"], row["kind"]) == ("primary", "nine_year")
    # It newly boards too; what it becomes says more.
    assert row["decision"] == "grow_to_nine_year"
    assert (row["reason"], row["reason_en"]) == ("adds_stage", "Adds grades 7–9 for 18 pupils")
    assert row["reason_zh"] == "增设初中（7–9年级），18 名学生就读"
    # Nobody has to agree to a school that grows; synthetic data stands in the way all the same.
    assert (row["still_open"], row["executable"]) == ("synthetic", 0)


def test_rooms_to_be_built_stand_in_the_reason(result):
    sites = {s.school_id: s for s in result.plan.sites}
    sites["S1"] = dataclasses.replace(sites["S1"], classrooms_added=2)
    plan = dataclasses.replace(result.plan, sites=tuple(sites.values()))
    row = schools_table(dataclasses.replace(result, plan=plan)).set_index("school_id").loc["S1"]
    assert row["reason_en"] == "Adds grades 7–9 for 18 pupils; 2 classrooms to be built"


def test_a_junior_school_that_grows_adds_both_primary_stages(result):
    kind = result.instance.site_kind.copy()
    kind[result.instance.site_id.index("S1")] = KINDS.index("junior")
    instance = dataclasses.replace(result.instance, site_kind=kind)
    row = schools_table(dataclasses.replace(result, instance=instance)).set_index("school_id")
    assert row.loc["S1", "reason_en"] == "Adds grades 1–3, grades 4–6 for 35 pupils"


def test_a_school_closes_only_once_its_receiver_has_grown(schools):
    plain = schools_table(make_result()).set_index("school_id")
    assert plain.loc["S2", "receivers"] == "S1"
    assert "build_first" not in plain.loc["S2", "still_open"]
    assert schools.loc["S2", "still_open"].split(";")[-1] == "build_first"


def test_the_summary_and_the_map_say_so(result, schools):
    trips = assignments_table(result)
    first = summary(result, trips, schools)[0]
    assert "1 grown to a nine-year school" in first["en"]
    assert "升格为九年一贯制 1 所" in first["zh"]
    cards = {c["id"]: c for c in school_cards(schools, trips, {})}
    assert cards["S1"]["decision"] == "grow_to_nine_year"
    assert cards["S1"]["open"] == {
        "zh": "数据为虚构，不得执行",
        "en": "never, the data is synthetic",
    }


def test_every_decision_has_words_a_symbol_and_where_it_changes_anything_a_badge():
    words = get_args(Decision)
    assert set(style.SCHOOLS) == set(words)
    said = {text(f"decision.{d}").say(lang) for d in words for lang in LANGS}
    assert len(said) == len(LANGS) * len(words)
    css = (resources.files("planner.maps") / "map.css").read_text("utf-8")
    assert [d for d in CHANGES if f".badge.{d}" not in css] == []
    assert set(CHANGES) == set(words) - {"keep", "not_opened"}


@pytest.mark.parametrize("word", ["expand", "grow_to_primary", "reduce_to_teaching_point"])
def test_the_audit_of_the_tables_knows_the_word(result, schools, word):
    rows = [{k: "" if v != v else str(v) for k, v in r.items()} for r in schools.to_dict("records")]

    def claimed(rows):
        found = school_findings(result.instance, result.plan, rows)
        return [(f.row, f.value) for f in found if f.column == "decision"]

    assert claimed(rows) == []
    assert claimed([rows[0] | {"decision": word}, *rows[1:]]) == [(2, word)]
