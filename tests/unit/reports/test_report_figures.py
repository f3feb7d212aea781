"""Every figure of the report is that of the files beside it, after the display rule."""

from __future__ import annotations

import dataclasses
import math
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from pages_world import make_result
from report_parts import report_of

from planner.accounts import account
from planner.plan import Assignment
from planner.reports.report import build_report
from planner.reports.tables import assignments_table, schools_table, write_csv
from planner.reports.words import few

EVIL = "</script><img src=x onerror=alert(1)>"
STAGES = {"lower": "grades 1–3", "upper": "grades 4–6", "junior": "grades 7–9"}
MODES = {"walk": "on foot", "ride": "by bus", "board": "boarding"}
CHANGED = ("close", "open", "expand", "convert_to_boarding", "reduce_to_teaching_point")


class Reader(HTMLParser):
    """Reads a page as a person does: sections and parts by id, tables as rows of words."""

    def __init__(self) -> None:
        super().__init__()
        self.words: dict[str, str] = {}
        self.tables: dict[str, list[list[list[str]]]] = {}
        self.scripts: list[str] = []
        self.tags: list[str] = []
        self._at: list[str] = []
        self._cell: list[str] | None = None
        self._skipped = 0

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        if tag in ("section", "article"):
            self._at.append(given["id"])
            self.words[given["id"]] = ""
            self.tables[given["id"]] = []
        elif tag in ("svg", "style", "script"):
            self._skipped += 1
        elif tag == "table" and self._at:
            self.tables[self._at[-1]].append([])
        elif tag == "tr" and self._at:
            self.tables[self._at[-1]][-1].append([])
        elif tag in ("td", "th"):
            self._cell = []

    def handle_endtag(self, tag):
        if tag in ("section", "article"):
            self._at.pop()
        elif tag in ("svg", "style", "script"):
            self._skipped -= 1
        elif tag in ("td", "th") and self._at:
            self.tables[self._at[-1]][-1][-1].append("".join(self._cell))
            self._cell = None

    def handle_data(self, data):
        if self._skipped:
            return
        if self._cell is not None:
            self._cell.append(data)
        for at in self._at:
            self.words[at] += data


@pytest.fixture(scope="module")
def result():
    """The county of pages_world.py, two of whose pupils of V1 go to S3 instead."""
    found = make_result(names={"S2": "{{7*7}}", "V3": EVIL})
    instance = found.instance
    more = {
        name: np.append(getattr(instance, name), getattr(instance, name)[:1])
        for name in vars(instance)
        if name.startswith("option_") and isinstance(getattr(instance, name), np.ndarray)
    }
    more["option_site"][-1], more["option_minutes"][-1] = 2, 18.4
    instance = dataclasses.replace(instance, **more)
    rows = list(found.plan.assignments)
    rows[0] = dataclasses.replace(rows[0], pupils=18)
    rows.append(Assignment("V1", "lower", "S1", "S3", "walk", 2))
    plan = dataclasses.replace(found.plan, assignments=tuple(rows))
    return dataclasses.replace(
        found, instance=instance, plan=plan, accounts=account(instance, plan)
    )


@pytest.fixture(scope="module")
def files(result, tmp_path_factory):
    """Return assignments.csv and schools.csv, read back as anybody reads them."""
    folder = tmp_path_factory.mktemp("files")
    assignments = assignments_table(result)
    write_csv(assignments, folder / "assignments.csv")
    write_csv(schools_table(result, assignments), folder / "schools.csv")
    return tuple(
        pd.read_csv(folder / f"{name}.csv", encoding="utf-8-sig", keep_default_na=True)
        for name in ("assignments", "schools")
    )


@pytest.fixture(scope="module")
def page(result):
    reader = Reader()
    reader.feed(build_report(result, "en"))
    return reader


def half_up(minutes: float) -> int:
    return math.floor(minutes + 0.5)


def trip(row, which: str) -> list[str]:
    if pd.isna(row[f"{which}mode"]):
        return ["no school", "—"]
    spent = half_up(row[f"{which}minutes"])
    return [row[f"{which}school"], f"{MODES[row[f'{which}mode']]} {spent}"]


def change(row) -> str:
    if row["mode_changed"]:
        return "now boards" if row["mode"] == "board" else "home every day again"
    if pd.isna(row["added_minutes"]):
        return "—"
    added = half_up(row["added_minutes"])
    return "0" if added == 0 else f"▲ +{added}" if added > 0 else f"▼ −{-added}"


def expected(row, *, township: bool, last: str) -> list[str]:
    name = f"{row['village']} ({row['township']})" if township else row["village"]
    pupils = "<3" if 0 < row["pupils"] < 3 else f"{row['pupils']:,}"
    cells = [name, STAGES[row["stage"]], pupils, *trip(row, "baseline_"), *trip(row, "")]
    return [*cells, change(row), "yes" if row[last] == 1 else ""]


def test_the_display_rule():
    assert [few(n) for n in (0, 1, 2, 3, 1200)] == ["0", "<3", "<3", "3", "1,200"]


def test_township_pages_hold_every_row_of_the_assignments(page, files):
    assignments, schools = files
    names = sorted(set(schools["township"]))
    for n, name in enumerate(names, 1):
        own = assignments[assignments["township"] == name]
        wanted = [expected(r, township=False, last="over_norm") for _, r in own.iterrows()]
        assert page.tables[f"township-{n}"][-1][1:] == wanted
    assert any(row[2] == "<3" for row in page.tables["township-1"][-1])
    assert "so that one or two children do not meet the eye" in page.words["townships"]
    assert "does not protect against working it out" in page.words["townships"]


def test_township_pages_hold_the_schools_and_their_money(page, files):
    _, schools = files
    for n, name in enumerate(sorted(set(schools["township"])), 1):
        rows = page.tables[f"township-{n}"][0][1:]
        own = schools[schools["township"] == name]
        assert [row[0] for row in rows] == own["name"].tolist()
        for shown, (_, row) in zip(rows, own.iterrows(), strict=True):
            before = sum(row[f"{g}_pupils_before"] for g in STAGES)
            after = sum(row[f"{g}_pupils"] for g in STAGES)
            assert shown[3] == f"{before} → {after}"
            assert shown[4] == f"{row['boarders_before']} → {row['boarders']}"
            assert shown[5:7] == [str(row["classrooms_added"]), str(row["beds_added"])]
            assert shown[7] == f"{row['posts_before']} → {row['posts_needed']}"
            assert shown[8] == f"{row['capital_yuan'] / 1e4:,.1f}"
            annual = (row["annual_yuan_before"] / 1e4, row["annual_yuan"] / 1e4)
            assert shown[9] == " → ".join(f"{yuan:,.1f}" for yuan in annual)


def test_every_school_that_changes_has_a_card_with_its_figures(page, files):
    assignments, schools = files
    changed = schools[schools["decision"].isin(CHANGED)]
    cards = [name for name in page.tables if name.startswith("school-")]
    assert len(cards) == len(changed) == 5
    for _, row in changed.iterrows():
        card = next(c for c in cards if f"{row['name']} ({row['township']})" in page.words[c][:60])
        facts = {cells[0]: cells[1:] for cells in page.tables[card][0]}
        for stage, said in STAGES.items():
            pair = [row[f"{stage}_pupils_before"], row[f"{stage}_pupils"]]
            assert facts.get(said, ["0", "0"]) == [f"{n}" for n in pair]
        assert facts["Boarders among them"] == [f"{row['boarders_before']}", f"{row['boarders']}"]
        rooms = f"{row['classrooms_needed']} needed, {row['classrooms_added']} to be built"
        assert facts["Classrooms"] == [f"{row['classrooms_today']}", rooms]
        beds = row["beds_today"] + row["beds_added"] if row["decision"] != "close" else 0
        assert facts["Beds"][1].startswith(f"{beds}")
        posts = [f"{row['posts_before']}", f"{row['posts_needed']}"]
        assert facts["Teaching posts needed"] == posts
        assert row["reason_en"] in page.words[card]
        assert row["still_open_en"] in page.words[card]
        moves = assignments["baseline_school_id"] != assignments["school_id"]
        leaving = assignments[moves & (assignments["baseline_school_id"] == row["school_id"])]
        coming = assignments[moves & (assignments["school_id"] == row["school_id"])]
        shown = page.tables[card][1:]
        wanted = [
            [expected(r, township=True, last="over_norm") for _, r in some.iterrows()]
            for some in (leaving, coming)
            if len(some)
        ]
        assert [table[1:] for table in shown] == wanted


def test_all_who_fare_worse_are_listed_and_counted(page, files):
    assignments, _ = files
    boards = (assignments["mode"] == "board") & (assignments["baseline_mode"] != "board")
    worse = (assignments["added_minutes"] > 1) | boards | assignments["school_id"].isna()
    own = assignments[worse | (assignments["affected"] == 1)]
    shown = page.tables["worst"][0][1:]
    wanted = [expected(r, township=True, last="affected") for _, r in own.iterrows()]
    assert sorted(shown) == sorted(wanted)
    assert [row[0][:2] for row in shown] == ["V6", "V2", "</", "V1"]
    affected = own[own["affected"] == 1]
    assert (
        f"{own['pupils'].sum()} pupils of {own['village_id'].nunique()} villages; counted as "
        f"affected by the scenario's measure: {affected['pupils'].sum()} pupils of 1 village."
        in page.words["worst"]
    )


def test_the_summary_answers_with_the_figures_of_the_files(page, files, result):
    assignments, schools = files
    said = " ".join(page.words["summary"].split())
    for question in (
        "Which schools change",
        "Who travels longer, and by how much",
        "What it costs",
        "What is not known",
        "How good the plan is proved to be",
    ):
        assert question in said
    n = schools["decision"].value_counts()
    before = (schools["status_before"] == "existing").sum()
    assert f"{before} schools today, {schools['kind'].notna().sum()} after" in said
    assert f"{n['close']} closed, {n['reduce_to_teaching_point']} reduced to a teaching" in said
    own = assignments[assignments["added_minutes"] > 1]
    mean = (own["added_minutes"] * own["pupils"]).sum() / own["pupils"].sum()
    assert f"grows ({own['pupils'].sum()}): {half_up(mean)} minutes one way on average" in said
    boards = (assignments["mode"] == "board") & (assignments["baseline_mode"] != "board")
    worse = assignments[
        (assignments["added_minutes"] > 1) | boards | assignments["school_id"].isna()
    ]
    by_stage = worse.groupby("stage")["pupils"].sum()
    assert (
        f"or no school, together: {worse['pupils'].sum()} pupils of "
        f"{worse['village_id'].nunique()} villages; grades 1–3 ({by_stage['lower']}), grades 4–6 "
        f"({by_stage['upper']}); by township, most first: 更庆镇 (17), 马尼干戈镇 (3)." in said
    )
    means = []
    for which in ("baseline_", ""):
        day = assignments[assignments[f"{which}mode"].isin(["walk", "ride"])]
        weighed = (day[f"{which}minutes"] * day["pupils"]).sum()
        means.append(f"{weighed / day['pupils'].sum():.1f}")
    assert f"one way, on average in minutes: from {means[0]} to {means[1]}." in said
    capital = result.accounts.county_capital_yuan
    assert schools["capital_yuan"].sum() == pytest.approx(capital)
    assert f"classrooms, beds, closing and the like: {capital / 1e6:.2f} million yuan." in said
    assert "not measured: all 5 schools (possible sites included) and all 6 villages." in said
    assert "The search: Proved optimal." in said


def test_names_are_words_and_no_marks(page):
    assert "img" not in page.tags
    assert page.tags.count("script") == 0
    assert EVIL in page.words["worst"]
    assert "{{7*7}}" in page.words["cards"]
    assert "49 (更庆镇)" not in page.words["cards"]


def test_the_numbers_used_say_where_they_come_from(page):
    rows = {row[-1]: row[:-1] for row in page.tables["assumptions"][-1]}
    walk = rows["travel.lower.walk_max_minutes"]
    assert walk[1:3] == ["30", "min"]
    assert "2018-27" in walk[3]
    assert rows["costs.bed_yuan"] == [
        "bed added at an existing school",
        "28,000",
        "yuan/bed",
        "the program's default, to be confirmed by the county",
    ]
    assert rows["costs.closing_yuan.primary"][0] == "closing a school, once · complete primary"


def test_a_scenario_says_which_numbers_are_its_own(result):
    costs = result.scenario.costs.model_copy(update={"bed_yuan": 31_000.0})
    scenario = result.scenario.model_copy(update={"costs": costs})
    reader = Reader()
    run = dataclasses.replace(result, scenario=scenario)
    reader.feed(report_of(run, "assumptions", lang="en"))
    rows = {row[-1]: row[:-1] for row in reader.tables["assumptions"][-1]}
    assert rows["costs.bed_yuan"][1] == "31,000"
    assert rows["costs.bed_yuan"][3] == "set by this scenario"
