"""The numbers that a plan was made with, each with where it comes from."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from planner.county.dictionary import STAGES
from planner.norms import load_profile
from planner.reports.figures import Cell
from planner.reports.sentences import SEPARATORS
from planner.reports.table import Table, heads
from planner.result import Result
from planner.scenario.docs import options
from planner.scenario.load import default_values
from planner.texts import LANGS, Lang, Text, catalogue, text

GROUPS = (
    "travel", "boarding", "schools", "staff", "budget", "costs", "pupils", "concern", "equity",
)  # fmt: skip
"""Groups of options that a plan's figures rest on; the search's own limits are none of them."""


def numbers(result: Result) -> Table:
    """Return every number and switch of the scenario, its value and its source.

    The source is the norms profile with its document, the scenario where it says otherwise,
    or else the program's default.
    """
    values = result.scenario.model_dump(mode="json")
    defaults = default_values()
    norms = {n.key: n for n in load_profile(result.scenario.norms).norms}
    rows: list[list[Cell]] = []
    means = {option.key: option.means for option in options()}
    for option in options():
        if option.key.split(".")[0] not in GROUPS or "[]" in option.key:
            continue
        value, default = _at(values, option.key), _at(defaults, option.key)
        if isinstance(value, Mapping) or value is None:
            continue
        if isinstance(value, list) and not _tells(value):
            continue
        norm = norms.get(option.key)
        if norm is not None and norm.value == value:
            source: Cell = {str(lang): said for lang, said in norm.document.items()}
        elif value == default:
            source = text("report_page.source.default")
        else:
            source = text("report_page.source.scenario")
        meaning = _meaning(option.key, means)
        if isinstance(value, bool):
            meaning = _as_answered(meaning)
        used = _said(value)
        if isinstance(value, str):
            answers = _answers(option.key)
            meaning, used = _in_words(meaning, answers), answers.get(value, used)
        rows.append([meaning, used, _unit(option.unit), source, option.key])
    return Table(heads("means", "used", "unit", "source", "option"), rows, frozenset({1}))


def _tells(values: list[Any]) -> bool:
    """Return whether a list sets anything, in words or numbers that a cell can hold."""
    return any(v is not None for v in values) and not any(
        isinstance(v, Mapping | list) for v in values
    )


def _meaning(key: str, means: Mapping[str, Mapping[Lang, str]]) -> dict[str, str]:
    """Return what an option means, after what the sections around it mean."""
    parts = key.split(".")
    above = [".".join(parts[: n + 1]) for n in range(1, len(parts))]
    return {lang: " · ".join(means[k][lang] for k in above) for lang in LANGS}


def _as_answered(meaning: Mapping[str, str]) -> dict[str, str]:
    """Return what a switch means with the words of its cell, not those of the scenario file."""
    said = {}
    for lang in LANGS:
        words = meaning[lang]
        for switch, answer in (("true", "page.yes"), ("false", "page.no")):
            words = re.sub(rf"\b{switch}\b", text(answer).say(lang), words, flags=re.ASCII)
        said[str(lang)] = words
    return said


def _answers(key: str) -> dict[str, Text]:
    """Return the answers that an option may have, in words by their codes."""
    start = ".".join(("option_value", key, ""))
    codes = [name.removeprefix(start) for name in catalogue() if name.startswith(start)]
    return {code: text(f"option_value.{key}.{code}") for code in codes}


def _in_words(meaning: Mapping[str, str], answers: Mapping[str, Text]) -> dict[str, str]:
    """Return what an option means with the words of its answers in place of their codes."""
    said = {}
    for lang in LANGS:
        words = meaning[lang]
        for code, answer in answers.items():
            told = answer.say(lang)
            # In English a code may be a plain word too: only one that is being explained is meant.
            after = f" ?(?:{re.escape(told)})?" if lang == "zh" else "(?=:)"
            words = re.sub(rf"\b{code}\b{after}", f"“{told}”", words, flags=re.ASCII)
        said[str(lang)] = words
    return said


def _at(values: Mapping[str, Any], key: str) -> Any:
    found: Any = values
    for part in key.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(part)
    return found


def _said(value: Any) -> Cell:
    if isinstance(value, bool):
        return text("page.yes" if value else "page.no")
    if value in STAGES:
        return text(f"report_page.stage.{value}")
    if isinstance(value, int | float):
        return f"{value:,.12g}"
    if isinstance(value, list):
        # An end of a range that is not set stands as a dash.
        said = ["—" if v is None else str(v) for v in value]
        return {g: SEPARATORS[g].join(said) for g in SEPARATORS}
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _unit(unit: str) -> str | Text:
    key = f"option_unit.{unit}"
    return text(key) if key in catalogue() else unit
