"""Exposure read from run folders: today against itself, a merger, and runs of earlier versions."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from planner.concern.exposure import DEFINITIONS, UNITS
from planner.concern.read import plan_exposure, plan_pupils, threshold_curve
from planner.errors import InvalidInputError
from planner.run import run_scenario
from planner.sample import sample_folder
from planner.scenario.load import load_scenario

QUICK = ("solver.threads=1",)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("exposure")
    folder = sample_folder()
    as_it_is = ("schools.keep_catchments=true", "travel.protect=none")
    run_scenario(folder / "today.yaml", out / "today", assignments=(*QUICK, *as_it_is), lang="zh")
    merged = folder / "one-school-per-township.yaml"
    run_scenario(merged, out / "merged", assignments=QUICK, lang="zh")
    return out


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_today_against_itself_exposes_exactly_nobody(made):
    found = plan_exposure(made / "today")
    assert {(e.band.affected, e.band.low, e.band.high) for e in found.exposures} == {(0, 0, 0)}
    assert {
        found.headline(d, u, p).share
        for d in DEFINITIONS
        for u in UNITS
        for p in ("all", "herding")
    } == {0}
    assert set(found.villages_at_risk.values()) == {0}
    assert found.overlap[""] == 147
    assert all(b.before == b.after for b in found.burdens if b.measure != "income_share")
    assert found.intensity["closed_share"] == found.intensity["pupils_moved_share"] == 0


def test_a_merger_exposes_whom_the_run_says_are_affected(made):
    found = plan_exposure(made / "merged")
    (said,) = (
        float(r["value"])
        for r in rows(made / "merged" / "indicators.csv")
        if (r["indicator"], r["group_kind"]) == ("affected_pupils", "county")
    )
    # V1 and V2 lower walk to S1, and V1 upper boards already: 6 + 9 of 147 at least.
    assert found.headline("D1", "children").affected == said >= 15
    assert (found.county_id, found.county, found.evidence) == ("toy", "示例县", "synthetic")
    assert found.basis == {"lower": "attendance", "upper": "attendance", "junior": "attendance"}
    assert (found.intensity["schools_today"], found.intensity["schools_kept"]) == (4, 3)
    by_township = [
        e.band.affected
        for e in found.exposures
        if (e.definition, e.kind, e.unit, e.population) == ("D1", "township", "children", "all")
    ]
    assert sum(by_township) == said


def test_thresholds_of_another_scenario_are_laid_over(made):
    loose = load_scenario(
        sample_folder() / "today.yaml",
        ["concern.threshold_minutes=1000", "concern.children_per_household=3"],
    )
    merged, strict = made / "merged", plan_exposure(made / "merged")
    found = plan_exposure(merged, thresholds=loose)
    # Only who is newly over the norm is left.
    over = strict.headline("D1_over_norm", "children").affected
    assert found.headline("D1", "children").affected == over > 0
    (curve,) = threshold_curve(plan_pupils(merged), "D1", "threshold_minutes", [1000])
    assert curve == found.headline("D1", "children").share
    assert found.headline("D1", "households").total == 147 / 3
    assert strict.headline("D1", "households").total == pytest.approx(147 / 1.6)


def test_households_are_marked_where_they_are_estimated(made):
    villages = rows(made / "merged" / "households.csv")
    assert [v["village_id"] for v in villages] == ["V1", "V2", "V3", "V4", "V5", "V6"]
    assert {v["households_basis"] for v in villages} == {"assumed"}
    assert {(v["herder_basis"], v["income_basis"]) for v in villages} == {("given", "unknown")}


def test_a_run_without_households_is_read_as_far_as_it_goes(made, tmp_path):
    shutil.copytree(made / "merged", tmp_path / "old")
    (tmp_path / "old" / "households.csv").unlink()
    before, found = plan_exposure(made / "merged"), plan_exposure(tmp_path / "old")
    assert found.exposures == before.exposures
    (tmp_path / "old" / "instance.npz").unlink()
    with pytest.raises(InvalidInputError, match="old"):
        plan_exposure(tmp_path / "old")
