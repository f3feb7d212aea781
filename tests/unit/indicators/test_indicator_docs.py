"""docs/indicators.md is what the registries say, and says all of it."""

from __future__ import annotations

from pathlib import Path

from planner.indicators import INDICATORS, docs
from planner.indicators.groups import HERDER_BANDS, HERDER_HIGH_SHARE, HERDER_LOW_SHARE
from planner.indicators.indicator import GROUP_KINDS
from planner.indicators.staff import STAFF
from planner.texts import catalogue, text

ROOT = Path(__file__).parents[3]


def test_document_is_what_is_generated():
    written = (ROOT / docs.FILE).read_text("utf-8")
    assert written == docs.markdown(), f"run `python -m {docs.MODULE}`"


def test_every_indicator_has_unit_direction_groups_and_definition():
    rows = {
        line.split("`")[1]: line for line in docs.markdown().splitlines() if line.startswith("| `")
    }
    for indicator in (*INDICATORS, *STAFF):
        row = rows[indicator.name]
        cells = row.split(" | ")
        assert f"`{indicator.unit}`" in cells[1]
        assert f"`{indicator.better}`" in cells[2]
        assert cells[3].replace("`", "").split(", ") == list(indicator.by)
        for lang in ("zh", "en"):
            assert catalogue()[f"indicator.{indicator.name}.means"][lang] in cells[4]


def test_every_kind_of_group_is_explained():
    said = docs.markdown().split("## ")[1]
    for kind in {*GROUP_KINDS, *(kind for i in STAFF for kind in i.by)}:
        assert f"| `{kind}` |" in said
    bands = text("indicator_group_kind.herder_share").say("en")
    assert all(band in bands for band in HERDER_BANDS)
    assert f"below {HERDER_LOW_SHARE:.0%}".replace("%", " %") in bands
    assert f"above {HERDER_HIGH_SHARE:.0%}".replace("%", " %") in bands
