"""The catalogue of texts is whole in both languages, and the code asks for nothing else."""

from __future__ import annotations

import ast
import re
import string
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from planner.texts import LANGS, catalogue, text

ROOT = Path(__file__).parents[2]
SOURCES = [*sorted((ROOT / "planner").rglob("*.py")), ROOT / "cli.py"]
TEMPLATES = [p for s in ("html", "js") for p in sorted((ROOT / "planner").rglob(f"*.{s}"))]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ANY = r"[A-Za-z0-9_./-]+"
LETTER = re.compile(r"[A-Za-z]")
A_KEY = re.compile(r"[a-z_0-9]+(\.[A-Za-z_0-9-]+)+")


OWN_FIELDS = {
    "say.both": "each language says its own field",
    "page.yuan_wan": "Chinese counts in ten thousands",
    "inputs.too_high": "Chinese headings carry the unit",
    "inputs.too_low": "Chinese headings carry the unit",
    "concern_study.reason.counties": "names of counties differ by language",
    "concern_study.reason.synthetic": "names of counties differ by language",
    "concern_study.reason.assumed": "names of counties differ by language",
    "concern_study.note.county_changed": "names of counties differ by language",
}


def fields(template: str) -> list[str]:
    return sorted({name for _, name, _, _ in string.Formatter().parse(template) if name})


def words(template: str) -> str:
    """Return what is said apart from the fields."""
    return "".join(said for said, _, _, _ in string.Formatter().parse(template))


def test_both_languages_say_something():
    assert [k for k, said in catalogue().items() if not all(said[g].strip() for g in LANGS)] == []


def test_both_languages_have_the_same_fields():
    differing = {k for k, said in catalogue().items() if fields(said["zh"]) != fields(said["en"])}
    assert differing == set(OWN_FIELDS)


def test_chinese_is_chinese_and_english_is_not():
    wordy = {k: said for k, said in catalogue().items() if LETTER.search(words(said["en"]))}
    # What joins two fields by a mark needs no word, 、 is Chinese enough.
    silent = [
        k for k, said in wordy.items() if not (CHINESE.search(said["zh"]) or "、" in said["zh"])
    ]
    assert silent == []
    chinese = [k for k, said in catalogue().items() if CHINESE.search(said["en"])]
    assert chinese == ["page.switch"], "only the button that leads to Chinese says so in Chinese"


def pattern_of(node: ast.JoinedStr) -> str:
    """Return an f-string as a regular expression of the keys it may stand for."""
    parts = [re.escape(p.value) if isinstance(p, ast.Constant) else ANY for p in node.values]
    return "".join(parts)


@dataclass
class Asked:
    """What a module asks of the catalogue, as far as its text tells."""

    named: set[str] = field(default_factory=set)
    patterns: set[str] = field(default_factory=set)
    strings: set[str] = field(default_factory=set)
    starts: set[str] = field(default_factory=set)
    """Strings that may begin keys: they end in a point, or are values of a dictionary."""


def asked_in(source: str) -> Asked:
    asked = Asked()
    tree = ast.parse(source)
    pieces = {
        id(piece)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for piece in node.values
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            asked.patterns.add(pattern_of(node))
        elif isinstance(node, ast.Dict):
            asked.starts |= {f"{v.value}." for v in node.values if is_text(v)}
        elif isinstance(node, ast.Call) and node.args:
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            branches = (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,)
            if called in ("text", "Text"):
                asked.named |= {b.value for b in branches if is_text(b)}
        if is_text(node) and id(node) not in pieces:
            asked.strings.add(node.value)
            asked.starts |= (
                {node.value} if re.fullmatch(r"[a-z_]+\.([a-z_]+\.)*", node.value) else set()
            )
    return asked


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


ASKED = {path: asked_in(path.read_text("utf-8")) for path in SOURCES}


def test_every_text_asked_for_is_in_the_catalogue():
    missing = {
        p.name: lacks for p, asked in ASKED.items() if (lacks := asked.named - set(catalogue()))
    }
    assert missing == {}


def given_fields(source: str) -> list[tuple[str, set[str]]]:
    """Return key and fields of every call whose key and fields are written out."""
    calls = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Call) and n.args]
    return [
        (call.args[0].value, {str(k.arg) for k in call.keywords})
        for call in calls
        if getattr(call.func, "id", "") == "text"
        and is_text(call.args[0])
        and all(k.arg for k in call.keywords)
    ]


def test_every_text_asked_for_is_given_its_fields():
    for path in SOURCES:
        for key, given in given_fields(path.read_text("utf-8")):
            said = catalogue().get(key, {})
            needed = {name.split(".")[0] for template in said.values() for name in fields(template)}
            assert given == needed, f"{path.name}: {key}"


def test_every_pattern_asked_for_by_text_has_a_key():
    rooms = {key.split(".")[0] for key in catalogue()}
    starts = tuple(f"{room}\\." for room in rooms)
    for path, asked in ASKED.items():
        for pattern in asked.patterns:
            if pattern.startswith(starts) and " " not in pattern:
                hits = [k for k in catalogue() if re.fullmatch(pattern, k)]
                assert hits, f"{path.name}: no text is named like {pattern}"


def test_no_text_is_left_over():
    strings = {said for asked in ASKED.values() for said in asked.strings}
    for template in TEMPLATES:
        strings |= {m.group() for m in A_KEY.finditer(template.read_text("utf-8"))}
    patterns = {p for asked in ASKED.values() for p in asked.patterns}
    # A pattern counts only if it says something of the key, or any key would be used.
    telling = [re.compile(p) for p in patterns if re.match(r"[a-z_]+\\\.", p)]
    starts = tuple(start for asked in ASKED.values() for start in asked.starts)
    left = [
        key
        for key in catalogue()
        if key not in strings
        and not key.startswith(starts)
        and not any(p.fullmatch(key) for p in telling)
    ]
    assert left == []


def test_a_text_fills_its_fields_and_misses_none():
    assert text("cli.sample_not_empty", folder="x").say("zh") == "x 不是空文件夹；请另选一个"
    with pytest.raises(KeyError):
        text("cli.sample_not_empty").say("en")


def test_the_test_sees_keys_and_patterns():
    source = 'text("a.b"); Text("c.d" if x else "c.e"); text(f"f.{g}.h"); "i."; {1: "k"}'
    asked = asked_in(source)
    assert asked.named == {"a.b", "c.d", "c.e"}
    assert asked.patterns == {rf"f\.{ANY}\.h"}
    assert asked.starts == {"i.", "k."}
