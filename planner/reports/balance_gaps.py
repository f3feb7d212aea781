"""What the county's tables lack where nothing can be said of balance, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from planner.balance.audit import Balance
from planner.balance.figures import QUANTITIES, SITE_QUANTITIES
from planner.balance.measures import Measures
from planner.county import County, columns_of
from planner.texts import LANGS, Text, text

TEACHER_COLUMNS = {
    "qualified_teachers": "degree",
    "backbone_teachers": "backbone",
    "arts_pe_teachers": "subject",
    "teachers": "school_id",
    "titled_teachers": "title",
}
"""Column of the teachers table that a quantity is counted from."""


def nothing_known(found: Balance) -> bool:
    """Return whether no indicator is known of any school that the measures count."""
    return not any(s.covered for s in found.spreads)


def missing_said(county: County, unknown: Sequence[Measures], schools: int) -> Text:
    """Return which columns of which tables to fill, so that these measures can be judged.

    Parameters
    ----------
    unknown
        Measures of which `nothing_known`.
    schools
        Schools that they would judge.
    """
    asked = {i.quantity for measures in unknown for i in measures.indicators}
    wanted = {
        "schools": [q for q in SITE_QUANTITIES if q in asked],
        "teachers": [TEACHER_COLUMNS[q] for q in QUANTITIES if q in asked & set(TEACHER_COLUMNS)],
    }
    parts = []
    for table, columns in wanted.items():
        if not columns:
            continue
        known = columns_of(table)
        heads = {
            lang: ("、" if lang == "zh" else ", ").join(
                text(
                    "balance.missing_column", heading=known[c].headings[lang].strip(), column=c
                ).say(lang)
                for c in columns
            )
            for lang in LANGS
        }
        there = getattr(county, table) is not None
        key = "balance.missing_columns" if there else "balance.missing_table"
        parts.append(text(key, table=table, columns=text("say.both", **heads)))
    titles = [text("say.both", **{g: m.title[g] for g in LANGS}) for m in unknown]
    joined = {
        lang: (
            ("、" if lang == "zh" else " and ").join(t.say(lang) for t in titles),
            ("；" if lang == "zh" else "; ").join(p.say(lang) for p in parts),
        )
        for lang in LANGS
    }
    return text(
        "balance.nothing",
        schools=schools,
        titles=text("say.both", **{g: said[0] for g, said in joined.items()}),
        fill=text("say.both", **{g: said[1] for g, said in joined.items()}),
    )
