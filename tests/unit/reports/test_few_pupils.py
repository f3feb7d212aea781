"""No number of one pupil or two stands on the report, nor follows from a sum beside it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator

import pytest
from pages_world import UNITS, counted_anew, make_result

from planner.maps.scene import scene_of
from planner.reports.content import report_sections
from planner.reports.document import Block, Grid, Group, Paragraph, Section, Sentences
from planner.reports.figures import Cell
from planner.reports.pupils import few_sum
from planner.reports.reasons import reason_of
from planner.texts import Text

FEW = {("V2", "lower"): 1, ("V3", "upper"): 2, ("V1", "junior"): 2, ("V5", "lower"): 1}
"""V2's only pupil leaves S2, which closes; two of V3 newly board; one of V5 goes to the new S5."""
PUPIL_COLUMNS = {
    f"report.head.{name}"
    for name in (
        "pupils", "leaving", "receivers", "board", "boarders_before", "boarders",
        "boarders_change", "over_norm", "affected", "riders",
    )
} | {"balance.head.pupils_before", "balance.head.pupils_after"}  # fmt: skip
PUPIL_ROWS = re.compile(r"^(stage\.|report_page\.card\.(pupils|boarders)$)")
ALONE = re.compile(r"(?<![\w,.<–-])[12](?![\w,.–])")
"""A number that is one or two, not a part of a larger one, of a range or of ``<3``."""
COUNTED = re.compile(r"(?<![\d,.<–-])[12] (?:pupil|boarder|rider)s?\b|(?<![\d,.<–-])[12] [人名]")


def flat(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Group):
            yield from flat(block.blocks)


def said(cell: Cell) -> list[str]:
    if isinstance(cell, Text):
        return [cell.say("zh"), cell.say("en")]
    return list(cell.values()) if isinstance(cell, dict) else [cell]


def told_of_few(sections: Iterable[Section]) -> list[str]:
    """Return every place of a report where one pupil or two are counted."""
    found = []
    for section in sections:
        for block in flat(section.blocks):
            sentences: list[Cell] = []
            if isinstance(block, Sentences):
                sentences = list(block.said)
            elif isinstance(block, Paragraph):
                sentences = [block.said]
            elif isinstance(block, Group):
                sentences = [block.title]
            elif isinstance(block, Grid):
                heads = [head.key for head in block.table.headings]
                for row in block.table.rows:
                    first = row[0].key if isinstance(row[0], Text) else ""
                    for n, (head, cell) in enumerate(zip(heads, row, strict=True)):
                        counts = head in PUPIL_COLUMNS or (n and PUPIL_ROWS.search(first))
                        rule = ALONE if counts else COUNTED
                        found += [
                            f"{section.section_id}: {s}" for s in said(cell) if rule.search(s)
                        ]
            found += [
                f"{section.section_id}: {s}"
                for c in sentences
                for s in said(c)
                if COUNTED.search(s)
            ]
    return found


@pytest.fixture(scope="module")
def result():
    made = make_result()

    def fewer(rows):
        return tuple(
            dataclasses.replace(r, pupils=FEW.get((r.village_id, r.stage), r.pupils)) for r in rows
        )

    instance = made.instance
    pupils = [FEW.get((village, stage), n) for village, stage, *_, n in UNITS]
    site_pupils = instance.site_pupils_today.copy()
    site_pupils[:] = 0
    for (_v, stage, site, _m, _t, _n), n in zip(UNITS, pupils, strict=True):
        if site:
            site_pupils[
                instance.site_id.index(site), ("lower", "upper", "junior").index(stage)
            ] += n
    instance = dataclasses.replace(
        instance, unit_pupils=instance.unit_pupils * 0 + pupils, site_pupils_today=site_pupils
    )
    plan = dataclasses.replace(made.plan, assignments=fewer(made.plan.assignments))
    baseline = dataclasses.replace(made.baseline, assignments=fewer(made.baseline.assignments))
    return counted_anew(made, instance, plan, baseline)


@pytest.fixture(scope="module")
def sections(result):
    return {s.section_id: s for s in report_sections(scene_of(result))}


def test_no_table_and_no_sentence_counts_one_pupil_or_two(sections):
    parts = [
        s for name, s in sections.items() if name not in ("indicators", "proof", "assumptions")
    ]
    assert told_of_few(parts) == []
    # What is hidden is there: in every kind of table that has pupils in it.
    for name, head in (
        ("closures", "leaving"), ("closures", "receivers"), ("closures", "board"),
        ("boarding", "boarders"), ("townships", "pupils"), ("worst", "pupils"), ("cards", "pupils"),
    ):  # fmt: skip
        hidden = [
            said(row[at])[0]
            for block in flat(sections[name].blocks)
            if isinstance(block, Grid)
            for at, h in enumerate(block.table.headings)
            if h.key == f"report.head.{head}"
            for row in block.table.rows
        ]
        assert any("<3" in cell for cell in hidden), (name, head, hidden)


def test_the_scan_finds_what_it_looks_for(sections):
    from planner.reports.table import Table, heads

    plain = Section("closures", sections["closures"].title, (
        Grid(Table(heads("school", "pupils"), [["S1 2", "2"], ["S2", "<3"], ["S3", "11–12"], ["S4", "12"]])),
        Paragraph({"zh": "2 人", "en": "2 pupils left"}), Paragraph({"zh": "12 人", "en": "<3 pupils"}),
    ))  # fmt: skip
    assert told_of_few([plain]) == ["closures: 2", "closures: 2 人", "closures: 2 pupils left"]


def test_a_sum_beside_a_hidden_number_is_a_range(sections):
    assert [few_sum(n) for n in ((10, 2), (10, 3), (1,), (1, 1), (0, 0))] == [
        "11–12", "13", "<3", "2–4", "0",
    ]  # fmt: skip
    cards = {said(b.title)[1]: b for b in flat(sections["cards"].blocks) if isinstance(b, Group)}
    facts = next(b for b in cards["S1学校 (更庆镇)"].blocks if isinstance(b, Grid)).table
    rows = {row[0].key: [said(cell)[-1] for cell in row[1:]] for row in facts.rows}
    # Today 20 and two; after the plan one of V2 and two of V3 besides.
    assert rows["stage.junior"] == ["<3", "<3"]
    assert rows["report_page.card.pupils"] == ["21–22", "23–25"]
    shown = next(b for b in flat(sections["townships"].blocks) if isinstance(b, Grid) and b.style)
    assert [row[3] for row in shown.table.rows if row[0] == "S1学校"] == ["21–22 → 23–25"]


def test_a_reason_counts_nobody_alone(result):
    j = result.instance.site_id.index("S2")
    _, why = reason_of(result, j, "keep", None, 1)
    assert why.say("en") == "<3 pupils have no other school within the limits"
    _, opened = reason_of(result, result.instance.site_id.index("S5"), "open", None, 0)
    assert opened.say("en") == "Opens for <3 pupils"


def test_the_rule_is_stated_once_and_says_what_it_leaves_open(sections):
    rule = [
        s for b in flat(sections["sketch"].blocks) if isinstance(b, Paragraph) for s in said(b.said)
    ]
    assert any("Sums of townships and of the county" in s and "plan dossier" in s for s in rule)
