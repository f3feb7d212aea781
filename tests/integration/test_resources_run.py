"""``plan --with-resources`` on the sample county: files, manifest, moment, audit of the files, sheet."""

from __future__ import annotations

import json
import shutil

import openpyxl
import pandas as pd
import pytest

from planner.audit.resources_files import audit_resource_files
from planner.reports.resources_tables import SHEET
from planner.run import run_scenario
from planner.sample import sample_folder

BUDGET = "resources.budget_yuan=[60000, 20000]"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("resources")
    county = shutil.copytree(sample_folder(), folder / "county")
    options = [BUDGET, "resources.weak_budget_share=0"]
    return run_scenario(
        county / "today.yaml", folder / "run", assignments=options, with_resources=True
    )


def table(run, name: str) -> pd.DataFrame:
    return pd.read_csv(run.folder / name)


def test_the_files_tell_what_is_bought_for_the_money_there_was(run):
    bought = table(run, "resources.csv")
    assert 0 < bought["yuan"].sum() <= 80_000
    assert bought.loc[bought["year"] == 1, "yuan"].sum() <= 60_000
    said = json.loads((run.folder / "manifest.json").read_text("utf-8"))["resources"]
    assert (said["status"], said["budget_yuan"]) == ("optimal", [60_000, 20_000])
    assert said["spent_yuan"] == bought["yuan"].sum()
    assert said["audit"] == {"passed": True, "findings": 0}
    assert said["unreached"] == len(table(run, "resources_unreached.csv"))
    assert run.result.faults == ()


def test_balance_after_the_allocation_follows_from_it(run):
    balance = table(run, "balance.csv").set_index(["profile", "moment", "school_id", "indicator"])
    bought = table(run, "resources.csv")
    row = bought[bought["item"] == "sports_area"].iloc[0]
    name = "sports_area_m2_per_pupil"
    before, after = (
        balance.loc[("quality-2017", moment, row["school_id"], name), "quantity"].sum()
        for moment in ("after_layout", "after_allocation")
    )
    assert after - before == row["quantity"]


def test_the_files_alone_pass_their_audit_and_a_changed_one_does_not(run, tmp_path):
    assert audit_resource_files(run.folder) == ()
    wrong = shutil.copytree(run.folder, tmp_path / "wrong")
    bought = table(run, "resources.csv")
    bought.loc[0, "yuan"] -= 1
    bought.to_csv(wrong / "resources.csv", index=False)
    keys = {f.message.key for f in audit_resource_files(wrong)}
    assert "resources_audit.price" in keys
    shutil.copyfile(run.folder / "resources.csv", wrong / "resources.csv")
    balance = table(run, "balance.csv")
    last = balance["moment"] == "after_allocation"
    sports = last & (balance["indicator"] == "sports_area_m2_per_pupil")
    balance.loc[sports, ["value", "quantity"]] -= 1
    balance.to_csv(wrong / "balance.csv", index=False)
    keys = {f.message.key for f in audit_resource_files(wrong)}
    assert keys == {"resources_audit.lowered", "resources_audit.moment"}


def test_report_and_workbook_show_it(run):
    page = (run.folder / "report.html").read_text("utf-8")
    assert 'id="resources"' in page
    assert "运动场地" in page
    book = openpyxl.load_workbook(run.folder / "plan.xlsx", read_only=True)
    rows = list(book[SHEET].iter_rows(values_only=True))
    assert sum(isinstance(r[4], int | float) for r in rows) == len(table(run, "resources.csv"))
    explained = {r[0] for r in book["说明"].iter_rows(values_only=True)}
    assert SHEET in explained
