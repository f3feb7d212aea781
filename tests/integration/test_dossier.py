"""`plan dossier` on the sample county with its data called measured, and on weaker evidence."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from dossier_pages import Cells, known, leaving, plan, rewrite, rows, shown, told_explanation

from planner.maps.scan import outside_references
from planner.studies.closing import EXPLAIN_COLUMNS, NEAR_COLUMNS, write_rows

HOSTILE = "<img src=x onerror=alert(1)>{{7*7}}村"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """One school per township, S2 closed and S3 reduced, the data called measured."""
    folder = tmp_path_factory.mktemp("dossier")
    county = folder / "county"
    assert plan("sample", county) == 0
    said = (county / "county.yaml").read_text("utf-8")
    (county / "county.yaml").write_text(said.replace("synthetic", "measured"), "utf-8")

    def consent(row: dict[str, str]) -> None:
        settled = row["school_id"] == "S2"
        row["notice_days"] = "30" if settled else ""
        row["approved_by"] = "县人民政府" if settled else ""
        row["condition"] = "B" if row["school_id"] == "S1" else ""

    rewrite(county / "schools.csv", consent)

    def hostile(row: dict[str, str]) -> None:
        row["name"] = HOSTILE if row["village_id"] == "V2" else row["name"]

    rewrite(county / "villages.csv", hostile)
    scenario = county / "one-school-per-township.yaml"
    assert plan("--scenario", scenario, "--out", folder / "run", "-q") == 0
    near = [
        {"school_id": "S2", "name": "", "township": "", "closed_in_run": 1, "closed": 3, "plans": 5}
    ]
    write_rows(near, NEAR_COLUMNS, folder / "run" / "near_optimal.csv")
    return folder


@pytest.fixture(scope="module")
def papers(made) -> dict[str, dict]:
    """The papers as JSON by school, the opposites solved; the pages beside them in ``papers``."""
    import contextlib
    import io

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = plan(
            *("dossier", made / "run", "--out", made / "papers", "--jobs", 1, "--seconds", 2),
            *("--json", "--county", made / "county"),
        )
    assert code == 0
    said = json.loads(out.getvalue())
    assert said["index"].endswith("papers/index.html")
    return {d["school_id"]: d for d in said["closures"]}


def test_every_closure_and_reduction_has_its_papers(made, papers):
    schools = {r["school_id"]: r for r in rows(made / "run" / "schools.csv")}
    decided = {i: r["decision"] for i, r in schools.items() if i in papers}
    assert decided == {"S2": "close", "S3": "reduce_to_teaching_point"}
    assert {p.name for p in (made / "papers").iterdir()} == {
        "S2.html",
        "S3.html",
        "index.html",
        "dossier.txt",
    }
    index = (made / "papers" / "index.html").read_text("utf-8")
    assert 'href="S2.html"' in index
    assert 'href="S3.html"' in index
    for name in ("S2", "S3", "index"):
        page = (made / "papers" / f"{name}.html").read_text("utf-8")
        assert outside_references(page) == []
        assert 'class="stamp"' not in page
        assert "<img" not in page


def test_who_changes_school_is_as_the_tables_say_after_the_rule_of_display(made, papers):
    for school, said in papers.items():
        told = leaving(made, school)
        assert len(said["groups"]) == len(told) > 0
        page = (made / "papers" / f"{school}.html").read_text("utf-8")
        cells = [r for r in Cells(page.split('<article id="en"')[1], "groups").rows if r]
        keys = ("village_id", "stage", "school_id", "mode")
        by_key = {tuple(r[k] for k in keys): r for r in told}
        for group, cell in zip(said["groups"], cells, strict=True):
            after, before = group["after"], group["before"]
            key = (group["village_id"], group["stage"], after["school_id"], after["mode"])
            row = by_key.pop(key)
            assert known(group["pupils"], int(row["pupils"]), hidden=int(row["pupils"]) < 3)
            assert cell[2] == [shown(int(row["pupils"]))]
            assert after["minutes"] == float(row["minutes"])
            assert before["minutes"] == float(row["baseline_minutes"])
            assert after["week_minutes"] == float(row["week_minutes"])
            assert after["household_yuan"] == float(row["household_yuan"])
            assert after["season_minutes"]["normal"] == after["minutes"]
            assert after["season_minutes"]["winter"] > after["minutes"]
            minutes = re.findall(r"\d+", cell[4][1])
            assert minutes[0] == str(int(float(row["minutes"]) + 0.5))
            assert minutes[1] == str(int(after["season_minutes"]["winter"] + 0.5))
            assert f"{float(row['week_minutes']):.0f} min a school week" in cell[4][2]
        assert by_key == {}
        hidden = any(int(r["pupils"]) < 3 for r in told)
        assert known(said["pupils"], sum(int(r["pupils"]) for r in told), hidden=hidden)


def test_the_receiver_is_as_the_tables_say_as_far_as_it_may_be_told(made, papers):
    schools = {r["school_id"]: r for r in rows(made / "run" / "schools.csv")}
    for said in papers.values():
        (receiver,) = said["receivers"]
        table = schools[receiver["school_id"]]
        small = [
            r
            for r in rows(made / "run" / "assignments.csv")
            if r["baseline_school_id"] in papers and int(r["pupils"]) < 3
        ]
        for stage in ("lower", "upper"):
            coming = any(
                r["school_id"] == receiver["school_id"] and r["stage"] == stage for r in small
            )
            after = receiver["pupils_after"][stage]
            assert known(after, int(table[f"{stage}_pupils"]), hidden=coming)
            before = int(table[f"{stage}_pupils_before"])
            assert known(receiver["pupils_before"][stage], before, hidden=False)
            assert receiver["classes"][stage]["low"] == int(table[f"{stage}_classes"])
        boarders = receiver["boarders_after"]
        assert boarders["low"] <= int(table["boarders"]) <= boarders["high"]
        assert receiver["beds_today"] == int(table["beds_today"])
        assert receiver["rooms_today"] == int(table["classrooms_today"])
        assert receiver["rooms_added"]["low"] == int(table["classrooms_added"])
        assert receiver["condition"] == "B"


def test_steps_records_and_alternatives_stand_on_the_page(made, papers):
    steps = {s["code"]: s for s in papers["S2"]["steps"]}
    assert steps["notice_days"]["settled"]
    assert steps["notice_days"]["record"]["en"] == "30 days"
    assert steps["approved_by"]["record"]["zh"] == "批准机关：县人民政府"
    assert not steps["hearing_held"]["settled"]
    table = {r["school_id"]: r for r in rows(made / "run" / "schools.csv")}["S2"]
    open_codes = {c for c, s in steps.items() if not s["settled"]}
    assert open_codes == set(table["still_open"].split(";"))
    page = (made / "papers" / "S2.html").read_text("utf-8")
    assert f"Not executable until these {len(open_codes)} step(s) are settled:" in page
    alternatives = papers["S2"]["alternatives"]
    assert (alternatives["source"], alternatives["verdict"]) == ("solved", "worse")
    assert (alternatives["closed"], alternatives["plans"]) == (3, 5)
    near = (
        "Of 5 plans that are almost as good (no objective more than 1% worse), 3 close this school"
    )
    assert near in page
    assert "within the rules, the nearest of them 甲乡中心小学" in page
    assert any(i["stage"] == "lower" for i in alternatives["instead"])
    assert {n["certainty"] for n in papers["S2"]["norms"]} >= {"source", "default", "draft"}


def test_no_hidden_number_changes_a_word_of_the_papers(made):
    """The whole run read again with each hidden number the other one: nothing differs."""
    from dataclasses import replace

    from planner.dossier.alternatives import examined_by_table
    from planner.dossier.gather import dossier_of
    from planner.dossier.plain import plain
    from planner.dossier.source import read_source

    source = read_source(made / "run")
    hidden = [
        r for r in source.rows if r["pupils"] < 3 and r["baseline_school_id"] in source.closing
    ]
    assert hidden, "the plan splits a village of S3, a few of whose pupils board"
    examined = examined_by_table(told_explanation("S3", "worse"))
    said = []
    for flip in (False, True):
        changed = tuple(
            {**r, "pupils": 3 - r["pupils"]} if flip and r in hidden else r for r in source.rows
        )
        more = sum(
            (3 - 2 * r["pupils"]) * flip
            for r in hidden
            if (r["school_id"], r["mode"]) == ("S1", "board")
        )
        first = dict(source.schools["S1"])
        first["boarders"] += more
        other = replace(source, rows=changed, schools={**source.schools, "S1": first})
        said.append([plain(dossier_of(other, s, examined, {})) for s in source.closing])
    assert said[0] == said[1]


@pytest.fixture
def weaker(made, tmp_path):
    """A copy of the run whose closures rest on the evidence asked for, their opposites told."""

    def copied(**evidence: str) -> Path:
        run = tmp_path / "run"
        shutil.copytree(made / "run", run)

        def grade(row: dict[str, str]) -> None:
            row["evidence"] = evidence.get(row["school_id"], row["evidence"])

        rewrite(run / "schools.csv", grade)
        told = [told_explanation(s, "undecided") for s in ("S2", "S3")]
        write_rows(told, EXPLAIN_COLUMNS, run / "explain.csv")
        return run

    return copied


def test_synthetic_is_refused_and_told_what_it_takes(weaker, capsys):
    run = weaker(S2="synthetic", S3="synthetic")
    assert plan("dossier", run, "--lang", "en") == 3
    told = capsys.readouterr().err
    assert "河口教学点 (S2): its closure rests on synthetic data" in told
    assert "乙乡小学 (S3)" in told
    assert not (run / "dossier").exists()


def test_a_county_made_up_from_end_to_end_is_refused_in_one_sentence(weaker, capsys, monkeypatch):
    run = weaker(S2="synthetic", S3="synthetic")
    monkeypatch.setattr(
        "planner.dossier.evidence.evidence_of",
        lambda _, frame: dict.fromkeys(frame.index, "synthetic"),
    )
    assert plan("dossier", run, "--lang", "en") == 3
    told = capsys.readouterr().err
    assert "all schools and villages of Toy County are synthetic data" in told
    assert "no papers on any of its 2 closures" in told
    assert "(S2)" not in told
    assert plan("dossier", run, "--school", "S2", "--lang", "en") == 3
    assert "(S2): its closure rests on synthetic data" in capsys.readouterr().err


def test_papers_of_the_others_are_written_and_the_refused_named(weaker, capsys, monkeypatch):
    run = weaker(S2="synthetic", S3="estimated")
    # As of a run that used a terrain, which its folder does not hold.
    monkeypatch.setattr("planner.dossier.console.season_minutes", lambda *_: {})
    assert plan("dossier", run, "--lang", "en") == 3
    told = capsys.readouterr()
    assert "name the county folder with --county" in told.out
    assert "乙乡小学: " in told.out
    assert "(S2)" in told.err
    assert {p.name for p in (run / "dossier").iterdir()} == {"S3.html", "index.html", "dossier.txt"}
    page = (run / "dossier" / "S3.html").read_text("utf-8")
    assert "ESTIMATED – survey first" in page
    assert "not settled in the time given" in page, "the verdict is that of explain.csv"
    assert "--" not in page.split("<body")[1], "papers tell nobody what to type"
    assert "(S2): its closure rests on synthetic data" in (
        run / "dossier" / "index.html"
    ).read_text("utf-8")


def test_a_demonstration_says_so_on_every_page(weaker, capsys):
    run = weaker(S2="synthetic")
    assert plan("dossier", run, "--school", "S2", "--demonstration", "--lang", "zh") == 0
    assert "逐页注明仅供演示" in capsys.readouterr().out
    page = (run / "dossier" / "S2.html").read_text("utf-8")
    assert "虚构数据，仅供演示，不得用于听证" in page
    assert not (run / "dossier" / "index.html").exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("--school", "S1"), 2), (("--school", "S2", "--all-closures"), 2), (("--out", "county"), 3)],
)
def test_what_cannot_be_asked_is_refused(made, arguments, code, capsys):
    where = [made / a if a == "county" else a for a in arguments]
    assert plan("dossier", made / "run", *where, "--lang", "en") == code
    assert capsys.readouterr().err


def test_another_county_than_the_run_read_is_refused(made, tmp_path, capsys):
    shutil.copytree(made / "county", tmp_path / "county")
    rewrite(tmp_path / "county" / "villages.csv", lambda row: row.update(population="500"))
    asked = ("dossier", made / "run", "--county", tmp_path / "county", "--lang", "en")
    assert plan(*asked, "--out", tmp_path / "papers") == 3
    assert "villages.csv differ" in capsys.readouterr().err
