"""docs/indicators.md, generated from the registries of indicators and their texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from planner.indicators.indicator import Described
from planner.indicators.registry import SECTIONS
from planner.indicators.staff import STAFF
from planner.texts import LANGS, catalogue, text

MODULE = "planner.indicators.docs"
FILE = Path("docs/indicators.md")


def described() -> tuple[tuple[str, tuple[Described, ...]], ...]:
    """Return all indicators that a run may have, by section."""
    return (*SECTIONS, ("staff", STAFF))


def means(name: str) -> dict[str, str]:
    """Return the definition of an indicator in both languages."""
    return {lang: text(f"indicator.{name}.means").say(lang) for lang in LANGS}


def markdown() -> str:
    """Return the whole document, Chinese beside English."""
    lines = [f"# {_both('indicator_docs.title')}", ""]
    for lang in LANGS:
        lines += [text("indicator_docs.intro").say(lang), ""]
    lines += [f"## {_both('indicator_docs.groups')}", ""]
    kinds = [key for key in catalogue() if key.startswith("indicator_group_kind.")]
    heads = [_both(f"indicator_docs.{head}") for head in ("group_kind", "group_means")]
    rows = [[f"`{k.split('.')[1]}`", "<br>".join(text(k).say(g) for g in LANGS)] for k in kinds]
    lines += _table(heads, rows)
    for section, indicators in described():
        lines += ["", f"## {_both(f'indicator_section.{section}')}", "", *_section(indicators)]
    lines += ["", *(text("documents.generated", module=MODULE).say(lang) for lang in LANGS)]
    return "\n".join(lines) + "\n"


def _section(indicators: Sequence[Described]) -> Iterator[str]:
    heads = ("name", "unit", "better", "by", "means")
    rows = [
        [
            f"`{i.name}`<br>{_both(f'indicator.{i.name}.label')}",
            f"`{i.unit}`<br>{_both(f'indicator_unit.{i.unit}')}",
            f"`{i.better}`<br>{_both(f'indicator_better.{i.better}')}",
            ", ".join(f"`{kind}`" for kind in i.by),
            "<br>".join(means(i.name).values()),
        ]
        for i in indicators
    ]
    yield from _table([_both(f"indicator_docs.{head}") for head in heads], rows)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cells) + " |"

    return [line(heads), line(["---"] * len(heads)), *(line(row) for row in rows)]


def _both(key: str) -> str:
    return " ".join(text(key).say(lang) for lang in LANGS)


if __name__ == "__main__":
    FILE.write_text(markdown(), encoding="utf-8")
