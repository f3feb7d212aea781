"""Norm profiles as files: bundled ones, a county's own, and what is wrong with them."""

from __future__ import annotations

import pytest

from planner.errors import InvalidInputError, UsageError
from planner.norms import load_profile, profile_names, profiles
from planner.norms.profile import parse_profile
from planner.norms.table import compared
from planner.scenario.load import load_scenario

ENTRY = 'key = "{key}"\nvalue = {value}\nzh = "县文件"\nen = "County paper"\ncertainty = "source"\n'


def entry(key: str, value: object) -> str:
    return "\n[[norms]]\n" + ENTRY.format(key=key, value=value)


OWN = 'zh = "本县"\nen = "Our county"\n'


def said(error: InvalidInputError, lang: str = "en") -> list[str]:
    return [f.say(lang) for f in error.findings]


def test_what_is_only_general_knowledge_is_never_a_source():
    """The marks of the sources read: m is a default, and says so in words."""
    defaults = {
        n.key for n in profiles("balance")["quality-2017"].norms if n.certainty == "default"
    }
    assert defaults == {
        "class_size.primary",
        "class_size.junior",
        "school_pupils.primary",
        "school_pupils.junior",
        "school_pupils.nine_year",
        "assumed.room_m2",
        "assumed.hires_qualified_share",
    }
    basic = {n.key for n in profiles("balance")["basic-2012"].norms if n.certainty == "source"}
    assert basic == {"composite"}
    for kind in ("layout", "balance", "prices"):
        for profile in profiles(kind).values():
            for norm in profile.norms:
                # What is not read in a source has no date of a document either.
                assert norm.certainty == "source" or not norm.date, norm.key


def test_names_of_kinds():
    assert profile_names() == ["draft-2012", "state-council-2018-27"]
    assert profile_names("balance") == ["basic-2012", "quality-2017"]


def test_compared_lists_every_kind_and_one_alone():
    kinds = {row["profile"]: row["kind"] for row in compared()}
    assert kinds["quality-2017"] == "balance"
    assert kinds["draft-2012"] == "layout"
    assert kinds["buildings"] == "prices"
    rows = {row["key"]: row for row in compared(["quality-2017"])}
    row = rows["indicators.sports_area_m2_per_pupil.junior"]
    assert (row["value"], row["certainty"], row["article_zh"]) == (10.2, "source", "资源配置第5项")
    with pytest.raises(UsageError):
        compared(["nothing"])


def test_form_is_refused_with_line_value_and_cure():
    text = OWN + entry("rotation_share", 0.1) + entry("rotation_share", 0.2)
    text += '\n[[norms]]\nkey = "x"\nvalue = 1\nzh = " "\nen = "E"\ncertainty = "law"\nnote = 1\n'
    with pytest.raises(InvalidInputError) as caught:
        parse_profile("own", "own.toml", text)
    assert said(caught.value) == [
        'own.toml, line 12, key: "rotation_share" stands in line 5 already; remove one',
        'own.toml, line 18, note: there is no key "note"; write key, value, zh, en, certainty,'
        " article, date",
        'own.toml, line 21, zh: " " does not fit; write a text',
        'own.toml, line 23, certainty: "law" is not allowed; write one of source, default',
    ]


def test_toml_that_is_none_names_its_line():
    with pytest.raises(InvalidInputError) as caught:
        parse_profile("own", "own.toml", 'zh = "本县"\nen = \n')
    (finding,) = caught.value.findings
    assert finding.row == 2
    assert "copy a bundled profile" in finding.say("en")


def test_a_group_is_no_number():
    text = OWN + entry("class_size", 45) + entry("class_size.junior", 50)
    with pytest.raises(InvalidInputError) as caught:
        parse_profile("own", "own.toml", text)
    assert said(caught.value)[0].endswith('"class_size" names a group of numbers; name one of them')


def test_a_countys_own_measures(tmp_path):
    own = tmp_path / "own.toml"
    text = OWN + 'kind = "balance"\n' + entry("indicators.books_per_pupil.counted", "true")
    own.write_text(text + entry("cv_limit.primary", 0.4), "utf-8")
    scenario = tmp_path / "s.yaml"
    scenario.write_text("name: a\ncounty: .\nbalance: {profiles: [own.toml]}\n", "utf-8")
    loaded = load_scenario(scenario)
    assert loaded.balance.profiles == (str(own),)
    profile = load_profile(loaded.balance.profiles[0], "balance")
    assert profile.values()["cv_limit"] == {"primary": 0.4}
    assert {r["profile"] for r in compared([str(own)])} == {"own"}


def test_wrong_values_of_a_countys_own_are_said_at_their_line(tmp_path):
    own = tmp_path / "own.toml"
    text = OWN + 'kind = "balance"\n' + entry("indicators.books_per_pupil.primary", -3)
    own.write_text(text + entry("floor_shore", 0.4), "utf-8")
    scenario = tmp_path / "s.yaml"
    scenario.write_text("name: a\ncounty: .\nbalance: {profiles: [own.toml]}\n", "utf-8")
    with pytest.raises(InvalidInputError) as caught:
        load_scenario(scenario)
    assert caught.value.exit_code == 3
    assert said(caught.value) == [
        "own.toml, line 7, indicators.books_per_pupil.primary: -3 is too small; write a number"
        " above 0",
        'own.toml, line 14, floor_shore: there is no such option; did you mean "floor_share"?',
    ]


def test_a_file_that_is_not_there_is_said_where_it_is_named(tmp_path):
    scenario = tmp_path / "s.yaml"
    scenario.write_text("name: a\ncounty: .\nbalance:\n  profiles: [gone.toml]\n", "utf-8")
    with pytest.raises(InvalidInputError) as caught:
        load_scenario(scenario)
    assert said(caught.value)[0].startswith("s.yaml, line 4, balance.profiles")


def test_a_countys_own_layout_norms_lie_under_the_scenario(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(OWN + entry("travel.lower.walk_max_minutes", 25), "utf-8")
    scenario = tmp_path / "s.yaml"
    scenario.write_text("name: a\ncounty: .\nnorms: own.toml\n", "utf-8")
    assert load_scenario(scenario).travel.lower.walk_max_minutes == 25
    own.write_text(OWN + entry("travel.lower.walk_max_minuts", 25), "utf-8")
    with pytest.raises(InvalidInputError) as caught:
        load_scenario(scenario)
    (line,) = said(caught.value)
    assert line.startswith("own.toml, line 6, travel.lower.walk_max_minuts: ")
    assert line.endswith('did you mean "walk_max_minutes"?')


def test_a_balance_profile_is_no_layout_profile(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(OWN + 'kind = "balance"\n' + entry("floor_share", 0.9), "utf-8")
    with pytest.raises(InvalidInputError) as caught:
        load_profile(str(own))
    assert "wanted is layout" in said(caught.value)[0]
