"""Curriculum tables: totals, names of subjects, a county's own file, and what is refused."""

from __future__ import annotations

import re
from importlib import resources

import numpy as np
import pytest

from planner.errors import InvalidInputError
from planner.scenario.load import load_scenario
from planner.scenario.resolved import resolved_yaml
from planner.teachers.curriculum import curriculum_names, is_path, load_curriculum

TABLE = "sichuan-rural"
SOURCE = (resources.files("planner.teachers") / "curricula" / f"{TABLE}.toml").read_text("utf-8")


@pytest.fixture(scope="module")
def table():
    return load_curriculum(TABLE)


def test_lessons_of_each_stage_add_up_to_the_weekly_total(table):
    # Grade 3 belongs to the lower stage: (28 + 28 + 32) / 3.
    assert table.weekly.tolist() == pytest.approx([88 / 3, 32, 36])
    plain = np.array([not s.replaces for s in table.subjects])
    assert table.periods[plain].sum(axis=0).tolist() == pytest.approx([88 / 3, 32, 36])


def test_nine_years_of_lessons_keep_to_the_shares_that_the_document_names(table):
    said = dict(re.findall(r"(\w+) (\d+–\d+)(?: %|,)", table.documents["split"].en))
    years = np.array([3, 3, 3])
    total = float(table.weekly @ years)
    of = {q: float(table.periods[n] @ years) / total * 100 for n, q in enumerate(table.subject_ids)}
    found = {
        "Chinese": of["chinese"],
        "mathematics": of["mathematics"],
        "language": of["english"],
        "morality": of["morality"],
        "science": of["science"],
        "geography": of["history_geography"],
        "IT": of["it"],
        "PE": of["pe"],
        "arts": of["music"] + of["art"],
    }
    assert set(found) <= set(said)
    for name, share in found.items():
        low, high = (float(v) for v in said[name].split("–"))
        assert low <= share <= high, name
    local = of["labour"] + of["mental_health"]
    assert 14 <= local <= 18


def test_only_what_was_read_in_a_source_is_marked_so(table):
    assert {k: d.certainty for k, d in table.documents.items()} == {
        "hours": "source",
        "split": "default",
        "mother_tongue": "default",
        "load": "source",
        "leaders": "source",
        "teaches": "default",
    }
    assert table.table.weekly.document == "hours"
    assert {s.periods.document for s in table.subjects if s.lesson} == {"split", "mother_tongue"}


def test_priority_generalist_and_loads(table):
    flagged = {
        name: {q for q, yes in zip(table.subject_ids, table.flags(name), strict=True) if yes}
        for name in ("priority", "lesson", "online")
    }
    priority = {"mathematics", "english", "science", "mental_health", "mother_tongue"}
    assert flagged["priority"] == priority
    assert set(table.subject_ids) - flagged["lesson"] == {"class_care"}
    assert "english" in flagged["online"]
    assert "mathematics" not in flagged["online"]
    assert table.load_periods.tolist() == [17, 13]
    assert table.also[table.index("music"), table.index("art")]
    assert not table.also[table.index("chinese"), table.index("mathematics")]
    assert table.also.diagonal().all()


@pytest.mark.parametrize(
    ("kind", "classes", "leaders"),
    [
        ("teaching_point", 3, 1),
        ("primary", 3, 2),
        ("primary", 8, 2),
        ("nine_year", 17, 2),
        ("junior", 18, 3),
        ("primary", 30, 3),
    ],
)
def test_leaders_by_classes(table, kind, classes, leaders):
    assert table.leaders(kind, classes) == leaders


@pytest.mark.parametrize(
    ("said", "subject", "language"),
    [
        ("语文", "chinese", ""),
        ("小学数学教师", "mathematics", ""),
        ("初中物理", "science", ""),
        (" 化学 ", "science", ""),
        ("生物", "science", ""),
        ("体育", "pe", ""),
        ("道法", "morality", ""),
        ("历史", "history_geography", ""),
        ("信息技术", "it", ""),
        ("心理健康教育", "mental_health", ""),
        ("藏语文", "mother_tongue", "tibetan"),
        ("彝文", "mother_tongue", "yi"),
        ("双语", "mother_tongue", ""),
        ("全科", "general", ""),
        ("Mathematics", "mathematics", ""),
        ("无", "", ""),
        ("不任课", "", ""),
    ],
)
def test_names_as_county_tables_have_them(table, said, subject, language):
    found = table.find(said)
    assert (found.subject, found.language, found.others) == (subject, language, ())


def test_of_several_names_the_first_known_one_counts(table):
    found = table.find("数学、体育")
    assert (found.subject, found.others) == ("mathematics", ("体育",))
    assert table.find("天文/物理").subject == "science"


def test_unknown_names_have_neighbours(table):
    assert table.find("数雪") is None
    assert table.nearest("数雪", "zh")[0] == "数学"
    assert table.nearest("matematics", "en")[0] == "Mathematics"


def write_table(folder, change=lambda s: s):
    folder.mkdir(exist_ok=True)
    path = folder / "own.toml"
    path.write_text(change(SOURCE), "utf-8")
    return path


def test_a_countys_own_table_is_named_from_the_scenario_file(tmp_path):
    write_table(tmp_path / "data", lambda s: s.replace("primary = 17", "primary = 16"))
    (tmp_path / "base").mkdir()
    scenario = tmp_path / "base" / "a.yaml"
    scenario.write_text(
        "name: a\ncounty: ../data\nstaffing: {curriculum: ../data/own.toml}\n", "utf-8"
    )
    (tmp_path / "b.yaml").write_text("extends: base/a.yaml\nname: b\n", "utf-8")
    for file in (scenario, tmp_path / "b.yaml"):
        loaded = load_scenario(file)
        assert load_curriculum(loaded.staffing.curriculum).load_periods.tolist() == [16, 13]
        assert "curriculum: own.toml" in resolved_yaml(loaded)


def test_an_unknown_table_is_refused_with_its_line_and_a_suggestion(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_text("name: a\ncounty: .\nstaffing:\n  curriculum: sichuan-rurl\n", "utf-8")
    with pytest.raises(InvalidInputError) as refused:
        load_scenario(file)
    assert refused.value.exit_code == 3
    (finding,) = refused.value.findings
    assert (finding.file, finding.row, finding.column) == ("a.yaml", 4, "staffing.curriculum")
    assert "name sichuan-rural, or a .toml file" in finding.message.say("en")
    assert "没有名为“sichuan-rurl”的课程表" in finding.message.say("zh")
    with pytest.raises(InvalidInputError):
        load_scenario(file, ["staffing.curriculum=nowhere/own.toml"])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("grades_3_6 = 32", "grades_3_6 = 31", "grades 3–6 do not add up"),
        ('also = ["it", "labour"]', 'also = ["astronomy"]', "`also` or `replaces`"),
        ('document = "load"', 'document = "lode"', "stands not under documents"),
        ('replaces = "labour"', 'replaces = "mental_health"', "replaces more periods"),
        ('"羌文" = "qiang"', '"羌文" = "qianq"', "must be tibetan, yi"),
        ("lesson = false", "lesson = true", None),
        ("generalist = true", "generalists = true", "did you mean"),
        ("junior = 13", "junior = 0", "above 0"),
        ("[load]", "[load", "no readable TOML file"),
    ],
)
def test_a_broken_table_is_refused_in_words(tmp_path, old, new, said):
    assert old in SOURCE
    path = write_table(tmp_path, lambda s: s.replace(old, new, 1))
    if said is None:  # a duty without periods may be a lesson too
        assert load_curriculum(str(path)).flags("lesson").all()
        return
    with pytest.raises(InvalidInputError) as refused:
        load_curriculum(str(path))
    spoken = [f.say("en") for f in refused.value.findings]
    assert any(said in s for s in spoken), spoken
    assert all(f.file == "own.toml" for f in refused.value.findings)
    assert all(f.message.say("zh") for f in refused.value.findings)


def test_bundled_tables_are_named_without_ending():
    assert curriculum_names() == [TABLE]
    assert not is_path(TABLE)
    assert is_path("own.toml")
    assert is_path("../x/own.toml")
    for name in curriculum_names():
        assert load_curriculum(name).title["zh"]
