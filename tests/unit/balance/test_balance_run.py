"""Balance of the sample county: its moments, its files, its section, by one layout by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from planner.balance.audit import FAILS, NOT_KNOWN, PASSES
from planner.balance.buildings import buildings_table, prices, remaining_share
from planner.balance.figures import with_added
from planner.balance.gaps import figure_gaps
from planner.balance.measures import measures_of
from planner.balance.moments import AFTER_ALLOCATION, Moment, after_layout, today
from planner.norms import load_profile
from planner.reports.balance import balance_county_table, balance_table, judged, moments_of
from planner.reports.balance_section import balance_section, turned_said
from planner.reports.balance_sheet import balance_sheets
from planner.reports.buildings_section import buildings_section
from planner.reports.document import Grid, Heat, Sentences
from planner.reports.explained import explained
from planner.reports.parts_said import parts_said
from planner.texts import text

MEASURES = measures_of(load_profile("quality-2017", "balance"))
MISSING = (
    "teaching_area_m2", "sports_area_m2", "equipment_yuan", "multimedia_rooms", "computers", "books",
)  # fmt: skip


def test_the_summary_tells_who_reaches_the_standard_moment_by_moment(result):
    found = judged(result)
    lead = [one for one in found if one.measures.name == found[0].measures.name]
    counted = [
        (
            int((one.balance.rule[~one.balance.small] == PASSES).sum()),
            int((~one.balance.small).sum()),
        )
        for one in lead
    ]
    staffing, said = parts_said(result, found)
    assert staffing is None
    unknown = [int((o.balance.rule[~o.balance.small] == NOT_KNOWN).sum()) for o in lead]
    parts = [
        f"{moment} {n} of {of}" + (f" ({u} not known)" if u else "")
        for moment, (n, of), u in zip(("today", "after the layout"), counted, unknown, strict=True)
    ]
    assert said["en"].endswith(f"(primary and junior parts apart): {', '.join(parts)}.")
    assert "布局后" in said["zh"]
    bare = result.county.schools.drop(columns=[c for c in MISSING if c in result.county.schools])
    blank = replace(result, county=replace(result.county, schools=bare, teachers=None))
    assert parts_said(blank) == (None, None)


def test_today_is_the_table(result):
    first, _ = moments_of(result)
    figures = first.figures
    assert figures.school_id == ("S1", "S2", "S3", "S4")
    assert figures.pupils.tolist() == [54, 15, 29, 49]
    assert figures.quantity["teaching_area_m2"].tolist() == [400, 90, 180, 300]
    assert figures.quantity["teachers"].tolist() == [7, 2, 4, 6]
    assert figures.largest_class.tolist() == [20, 15, 15, 17]


def test_after_the_layout_teachers_follow_and_a_room_adds_area(result):
    first, after = (m.figures for m in moments_of(result))
    assert after.school_id == ("S1", "S3", "S4")
    assert after.pupils.tolist() == [69, 29, 49]
    assert after.quantity["teaching_area_m2"].tolist() == [400 + MEASURES.room_m2, 180, 300]
    # What S2 has is not counted on; its teachers are.
    assert after.quantity["equipment_yuan"].tolist() == [120_000, 60_000, 130_000]
    before = dict(zip(first.school_id, first.quantity["teachers"].tolist(), strict=True))
    assert after.quantity["teachers"][0] == before["S1"] + before["S2"]
    assert after.quantity["teachers"].sum() == first.quantity["teachers"].sum()
    # 35 pupils of the lower stage in three classes.
    assert after.largest_class.tolist() == [12, 15, 17]


def test_a_county_without_figures_has_none_and_says_so(result):
    blank = result.county.schools.assign(equipment_yuan=np.nan)
    blank.loc["S3", "sports_area_m2"] = np.nan
    county = replace(result.county, schools=blank, teachers=None)
    args = (county, result.instance, result.baseline, result.baseline_accounts)
    figures = today(*args).figures
    assert np.isnan(figures.quantity["equipment_yuan"]).all()
    assert np.isnan(figures.quantity["qualified_teachers"]).all()
    assert np.isnan(figures.quantity["sports_area_m2"]).tolist() == [False, False, True, False]
    said = [(f.column, f.ids, f.severity) for f in figure_gaps(county, ("quality-2017",))]
    assert said == [
        ("sports_area_m2", ("S3",), "warning"),
        ("equipment_yuan", (), "note"),
        ("", (), "note"),
    ]
    assert figure_gaps(result.county, ("quality-2017", "basic-2012")) == ()
    later = after_layout(
        county, result.instance, result.plan, result.accounts, result.baseline_accounts, MEASURES
    )
    assert np.isnan(later.figures.quantity["teachers"]).all()


def test_the_files(result):
    table = balance_table(result)
    keys = ["profile", "moment", "school_id", "band", "indicator"]
    assert not table.duplicated(keys).any()
    row = table.set_index(keys).loc[
        ("quality-2017", "today", "S3", "primary", "sports_area_m2_per_pupil")
    ]
    assert (row["quantity"], row["threshold"], row["floor"]) == (260, 7.5, 0.85 * 7.5)
    assert row["value"] == pytest.approx(260 / 29)
    assert (row["passes"], row["small_point"]) == (1, 0)
    rule = table.set_index(keys).loc[("quality-2017", "today", "S2", "primary", "indicators_met")]
    # Sports 60/15 = 4, equipment 600 yuan, no multimedia room: below their floors.
    assert (rule["threshold"], rule["passes"], rule["small_point"]) == (6, 0, 1)
    basic = table[(table["profile"] == "basic-2012") & (table["indicator"] == "books_per_pupil")]
    assert basic["passes"].isna().all()
    county = balance_county_table(result)
    keys = ["profile", "moment", "band", "indicator", "small_points"]
    assert not county.duplicated(keys).any()
    own = county.set_index(keys)
    counted = own.loc[("quality-2017", "today", "primary", "sports_area_m2_per_pupil", "counted")]
    assert (counted["schools"], counted["limit"], counted["drags_school_id"]) == (3, 0.5, "S2")
    out = own.loc[("quality-2017", "today", "primary", "sports_area_m2_per_pupil", "left_out")]
    assert out["schools"] == 2
    assert counted["value_without"] == pytest.approx(out["value"])
    assert not (county["indicator"] == "rotation").any()


def test_a_further_moment_is_judged_like_the_others(result):
    last = moments_of(result)[-1].figures
    bought = with_added(last, {"multimedia_rooms": {"S1": 5}})
    more = replace(result, moments=(Moment(AFTER_ALLOCATION, bought),))
    assert [m.name for m in moments_of(more)] == ["today", "after_layout", "after_allocation"]
    found = {j.moment.name: j.balance for j in judged(more) if j.measures.name == "quality-2017"}
    i = [n.name for n in MEASURES.indicators].index("multimedia_rooms_per_100_pupils")
    assert found["after_allocation"].value[i, 0] == pytest.approx(100 * 8 / 69)
    # Nothing else changed.
    rest = np.delete(found["after_allocation"].value, i, axis=0)
    np.testing.assert_array_equal(rest, np.delete(found["after_layout"].value, i, axis=0))


def test_the_section_shows_signs_besides_colours(result):
    section = balance_section(result)
    grids = [b for b in section.blocks if isinstance(b, Grid)]
    assert len(grids) == 2
    # Two bands of seven indicators; today and after the layout, each with its sign.
    assert len(grids[0].table.rows) == 14
    assert len(grids[0].table.headings) == 2 + 2 + 4
    assert grids[0].table.rows[1][2] == "0.733 ✗"
    heat = next(b for b in section.blocks if isinstance(b, Heat))
    signs = {"met": "✓", "near": "◐", "low": "✗", "unknown": "?"}
    cells = [cell for _, _, row in heat.rows for cell in row]
    assert all(said.endswith(signs[level]) for said, level in cells)
    assert {level for _, level in cells} >= {"met", "low"}


def test_the_section_says_which_coefficients_turn(result):
    said = [s for b in balance_section(result).blocks if isinstance(b, Sentences) for s in b.said]
    (turned,) = [s for s in said if s.say("en").startswith(("Coefficients of variation within", "No"))
                 and "today" in s.say("en")]  # fmt: skip
    lead = [j.balance for j in judged(result) if j.measures.name == "quality-2017"]
    own = turned_said(lead[0], lead[-1])
    assert str(turned) == str(own)
    before = lead[0].spread("teaching_area_m2_per_pupil", 0)

    def with_first(verdict, value):
        changed = replace(before, verdict=verdict, value=value, limit=0.5)
        others = tuple(s for s in lead[0].spreads if s is not before and s.band == 1)
        return replace(lead[0], spreads=(changed, *others))

    kept, broken = with_first(PASSES, 0.38), with_first(FAILS, 0.53)
    assert turned_said(kept, broken).say("zh") == (
        "与现状相比，差异系数由不超过限值（✓）变为超过（✗）的："
        "小学“生均教学及辅助用房面积（㎡）”（0.380 → 0.530）；由超过变为不超过的：无。"
    )
    assert turned_said(broken, kept).say("en") == (
        "Coefficients of variation within their limit today (✓) and above it after (✗): none. "
        "The reverse: Primary: Teaching area per pupil (m²) (0.530 → 0.380)."
    )
    assert turned_said(kept, kept).say("en").startswith("No coefficient of variation")
    unknown = with_first(NOT_KNOWN, 0.6)
    assert turned_said(unknown, broken).say("en").startswith("No coefficient of variation")


def test_the_sheets_have_a_school_a_row_and_the_county_below(result):
    primary, junior = balance_sheets(result, "synthetic")
    assert primary.table["school_id"].tolist()[:2] == ["S1", "S3"]
    assert junior.table["school_id"].tolist()[0] == "S4"
    last = primary.table.iloc[-1]
    assert last["school"] == "差异系数 / Coefficient of variation"
    found = next(j for j in reversed(judged(result)) if j.measures.name == "quality-2017").balance
    name = "teaching_area_m2_per_pupil"
    assert last[name] == pytest.approx(found.spread(name, 0).value)
    assert primary.table.iloc[-2][name] == pytest.approx((490 + 180) / (69 + 29))


def test_a_closed_site_is_worth_what_is_left_of_its_life(result):
    schools = result.county.schools.assign(condition="C", built_year=2005.0)
    schools.loc["S1", "condition"] = "D"
    schools["dorm_area_m2"] = schools["dorm_area_m2"].astype(float)
    schools.loc["S2", "dorm_area_m2"] = 30.0
    schools["staff_rooms"] = 2.0
    county = replace(result.county, schools=schools)
    args = (county, result.instance, result.accounts, result.baseline_accounts)
    table = buildings_table(*args).set_index("school_id")
    price, life = prices(), result.scenario.costs.building_years
    assert table["closes"].to_dict() == {"S1": 0, "S2": 1, "S3": 0, "S4": 0}
    left = 1 - (price.as_of_year - 2005) / life
    assert table.loc["S2", "area_m2"] == 90 + 30
    worth = (90 + 30) * price.new_building_yuan_per_m2[1] * left
    assert table.loc["S2", "worth_default_yuan"] == pytest.approx(worth)
    assert table.loc["S2", "closing_yuan"] == result.scenario.costs.closing_yuan.teaching_point
    empty = 120 * price.empty_building_yuan_per_m2[2]
    assert table.loc["S2", "empty_high_yuan"] == pytest.approx(empty)
    assert table.loc["S2", "staff_rooms_lost_yuan"] == 2 * price.staff_room_yuan[1]
    assert np.isnan(table.loc["S1", "worth_default_yuan"])
    assert remaining_share(1, 40, "D") == 0
    assert remaining_share(60, 40, "B") == 0
    assert np.isnan(remaining_share(np.nan, 40, "A"))
    section = buildings_section(replace(result, county=county))
    grades = next(b for b in section.blocks if isinstance(b, Grid)).table
    assert [row[1] for row in grades.rows] == ["3", "1", "4"]


def test_area_built_to_the_floors_is_counted_once_after_the_layout(result):
    sites = tuple(
        replace(s, teaching_area_added_m2=50.0, sports_area_added_m2=20.0)
        if s.school_id == "S1"
        else s
        for s in result.plan.sites
    )
    plan = replace(result.plan, sites=sites)
    before, after = (m.figures.quantity for m in moments_of(replace(result, plan=plan)))
    plain = moments_of(result)[1].figures.quantity
    # The classroom that comes besides brings its own area.
    assert after["teaching_area_m2"].tolist() == [400 + MEASURES.room_m2 + 50, 180, 300]
    assert after["sports_area_m2"][0] == plain["sports_area_m2"][0] + 20
    assert before["teaching_area_m2"].tolist() == [400, 90, 180, 300]


def test_every_column_of_the_supervision_tables_is_explained(result):
    primary, junior = balance_sheets(result, "")
    told = explained([primary, junior], pd.DataFrame({"indicator": [], "unit": []}), "").table
    own = told[told["sheet"].str.startswith("均衡评估")]
    assert len(own) == len(primary.columns) + len(junior.columns)
    assert not (own["means_zh"] == text("workbook.as_heading").say("zh")).any()
    assert (own["source"] != "").all()
    assert "balance." not in " ".join(own["means_en"])
    by = own.set_index(["sheet", "column_en"])
    area = by.loc[("均衡评估-小学", "Teaching area per pupil (m²)")]
    assert area["unit"] == "㎡/生 / m² a pupil"
    assert "the standard is 4.5 or more, the floor 3.825" in area["means_en"]
    assert "2017" in area["source"]
    assert (
        "5.8 or more, the floor 4.93"
        in (by.loc[("均衡评估-初中", "Teaching area per pupil (m²)")]["means_en"])
    )
    reached = by.loc[("均衡评估-初中", "Reached: Teaching area per pupil (m²)")]
    assert "within the limit of 0.45" in reached["means_en"]
    assert by.loc[("均衡评估-小学", "Reached")]["means_en"].startswith(
        "Indicators that are reached"
    )
    assert "under 50 pupils" in by.iloc[3]["means_en"]
