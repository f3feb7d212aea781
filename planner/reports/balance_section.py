"""The report's section on balance: coefficients of the county, schools and indicators, limits."""

from __future__ import annotations

import numpy as np

from planner.balance.audit import COMPOSITE, FAILS, NOT_KNOWN, PASSES, Balance, Spread
from planner.balance.figures import BANDS
from planner.balance.moments import AFTER_STAFFING
from planner.instance import Flags
from planner.reports.balance import Judged, judged
from planner.reports.balance_gaps import missing_said, nothing_known
from planner.reports.document import Block, Grid, Heat, Paragraph, Section, Sentences, Title
from planner.reports.figures import Cell
from planner.reports.places import names_of
from planner.reports.table import Table
from planner.reports.words import count, percent
from planner.result import Result
from planner.texts import LANGS, Text, text

SIGNS = {PASSES: "✓", FAILS: "✗", NOT_KNOWN: "?"}
SHOWN, NAMED = 80, 8
"""Schools in the grid; names in a sentence."""


def balance_section(result: Result, found: list[Judged] | None = None) -> Section:
    """Return the section: what the first profile says in words, then tables of all profiles."""
    found = judged(result) if found is None else found
    names = names_of(result.county.schools)
    profiles = list(dict.fromkeys(one.measures.name for one in found))
    by_profile = [[one for one in found if one.measures.name == p] for p in profiles]
    lead = by_profile[0]
    bare = [moments for moments in by_profile if nothing_known(moments[-1].balance)]
    blocks: list[Block] = [Sentences(tuple(_said(lead, names)))]
    if bare:
        in_scope = len({s for one in bare for s in _judged_schools(one[-1].balance)})
        missing = missing_said(result.county, [one[-1].measures for one in bare], in_scope)
        blocks.append(Paragraph(missing))
    for moments in by_profile:
        if moments in bare:
            continue
        measures = moments[0].measures
        blocks.append(Title(text("balance.county_title", title=_title(moments[0]))))
        blocks.append(Grid(coefficients(moments, names), "villages"))
        small = f"{measures.small_point_pupils:g}"
        blocks.append(Paragraph(text("balance.county_note", small=small), note=True))
    if lead not in bare:
        blocks += _grid(lead[-1], names)
        blocks.append(Sentences(tuple(_assumed(lead))))
    return Section("balance", text("balance.section"), tuple(blocks))


def coefficients(moments: list[Judged], names: dict[str, str]) -> Table:
    """Return the coefficients of one profile: a row by band and indicator, a column by moment."""
    last = moments[-1].balance
    heads = [text("balance.head.band"), text("balance.head.indicator")]
    heads += [text(f"balance.moment.{one.moment.name}") for one in moments]
    heads += [text(f"balance.head.{n}") for n in ("limit", "small", "covered", "drags")]
    rows: list[list[Cell]] = []
    for band in range(len(BANDS)):
        for name in _names_of_spreads(last, band):
            shown: list[Cell] = [_value(_spread(one.balance, name, band)) for one in moments]
            own = last.spread(name, band)
            limit = "—" if np.isnan(own.limit) else f"{own.limit:.2f}"
            small = _value(_spread(last, name, band, small_points=True))
            covered = f"{own.covered}/{own.schools}"
            drags = (
                f"{names.get(own.drags[0][0], '')} → {own.drags[0][1]:.3f}" if own.drags else "—"
            )
            label = text(f"balance.indicator.{name}")
            first = text(f"balance.band.{BANDS[band]}")
            rows.append([first, label, *shown, limit, small, covered, drags])
    numeric = frozenset(range(2, 5 + len(moments)))
    return Table(tuple(heads), rows, numeric)


def _names_of_spreads(found: Balance, band: int) -> list[str]:
    return [s.indicator for s in found.spreads if s.band == band and not s.small_points]


def _spread(found: Balance, name: str, band: int, *, small_points: bool = False) -> Spread | None:
    try:
        return found.spread(name, band, small_points=small_points)
    except KeyError:
        return None


def _value(spread: Spread | None) -> str:
    if spread is None or np.isnan(spread.value):
        return "?"
    asked = not np.isnan(spread.limit)
    return f"{spread.value:.3f} {SIGNS[spread.verdict] if asked else ''}".strip()


def _grid(one: Judged, names: dict[str, str]) -> list[Block]:
    """Return the grid of schools and indicators, those that fail first."""
    found = one.balance
    figures = found.figures
    heads: list[Cell] = [text("balance.head.school"), text("balance.head.met")]
    heads += [text(f"balance.indicator.{i.name}") for i in found.measures.indicators]
    heads += [text("balance.head.class"), text("balance.head.size")]
    in_scope = np.flatnonzero(~found.small)
    worst = [
        (int(found.rule[r] == PASSES), int(found.met[r]), figures.school_id[r]) for r in in_scope
    ]
    order = [int(r) for _, r in sorted(zip(worst, in_scope.tolist(), strict=True))]
    rows = []
    for r in order[:SHOWN]:
        band = text(f"balance.band.{BANDS[int(figures.band[r])]}")
        name: Cell = text(
            "page.placed", name=names.get(figures.school_id[r], figures.school_id[r]), township=band
        )
        met = f"{SIGNS[int(found.rule[r])]} {int(found.met[r])}"
        cells = [_indicator_cell(found, i, r) for i in range(len(found.measures.indicators))]
        cells.append(_limit_cell(found.figures.largest_class[r], int(found.class_verdict[r])))
        cells.append(_limit_cell(float(figures.school_pupils[r]), int(found.size_verdict[r])))
        rows.append((name, met, tuple(cells)))
    if not rows:
        return []
    title = text("balance.grid_title", title=_title(one), moment=_moment(one))
    measures = found.measures
    floor = "—" if np.isnan(measures.floor_share) else f"{100 * measures.floor_share:g}%"
    note = text("balance.grid_note", floor=floor, least=measures.meets_at_least)
    blocks: list[Block] = [
        Title(title),
        Heat(tuple(heads), tuple(rows)),
        Paragraph(note, note=True),
    ]
    if len(order) > SHOWN:
        blocks.append(Paragraph(text("balance.grid_more", n=len(order) - SHOWN), note=True))
    return blocks


def _indicator_cell(found: Balance, i: int, r: int) -> tuple[str, str]:
    value, meets, above = found.value[i, r], int(found.meets[i, r]), int(found.above_floor[i, r])
    if np.isnan(value):
        return "?", "unknown"
    shown = f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
    if meets == NOT_KNOWN:
        return shown, "unjudged"
    if meets == PASSES:
        return f"{shown} ✓", "met"
    return (f"{shown} ◐", "near") if above == PASSES else (f"{shown} ✗", "low")


def _limit_cell(value: float, verdict: int) -> tuple[str, str]:
    if np.isnan(value):
        return "?", "unknown"
    if verdict == NOT_KNOWN:
        return count(value), "unjudged"
    return f"{count(value)} {SIGNS[verdict]}", "met" if verdict == PASSES else "low"


def _judged_schools(found: Balance) -> list[str]:
    return [found.figures.school_id[r] for r in np.flatnonzero(~found.small)]


def _said(moments: list[Judged], names: dict[str, str]) -> list[Cell]:
    """Return what the first profile says of the last moment."""
    one = moments[-1]
    found, measures = one.balance, one.measures
    said: list[Cell] = [text("balance.lead", title=_title(one), moment=_moment(one))]
    for b in range(len(BANDS)):
        own = (found.figures.band == b) & ~found.small
        if not own.any():
            continue
        if nothing_known(found):
            continue
        if measures.meets_at_least:
            said.append(_rule_said(one, b, own))
        said += _spreads_said(found, b, names)
    if len(moments) > 1 and not nothing_known(found) and not nothing_known(moments[0].balance):
        said.append(turned_said(moments[0].balance, found))
    above: list[Cell] = []
    for b in range(len(BANDS)):
        over = np.flatnonzero((found.figures.band == b) & (found.class_verdict == FAILS))
        if len(over):
            listed = _listed([names.get(found.figures.school_id[r], "") for r in over])
            limit = f"{measures.class_size[b]:g}"
            band = text(f"balance.band.{BANDS[b]}")
            words = {"band": band, "limit": limit, "n": len(over), "names": listed}
            above.append(text("balance.classes", **words))
    large = {found.figures.school_id[r] for r in np.flatnonzero(found.size_verdict == FAILS)}
    if large:
        above.append(text("balance.sizes", names=_listed([names.get(s, s) for s in sorted(large)])))
    unknown = int(((found.class_verdict == NOT_KNOWN) & np.isfinite(found.class_limit)).sum())
    if unknown:
        above.append(text("balance.classes_unknown", n=unknown))
    said += above or [text("balance.no_sizes")]
    if measures.rotation_share == measures.rotation_share:
        said.append(_rotation_said(moments))
    return said


def _rule_said(one: Judged, band: int, own: Flags) -> Text:
    rule, measures = one.balance.rule[own], one.measures
    return text(
        "balance.rule",
        band=text(f"balance.band.{BANDS[band]}"),
        schools=int(own.sum()),
        n=int((rule == PASSES).sum()),
        fails=int((rule == FAILS).sum()),
        unknown=int((rule == NOT_KNOWN).sum()),
        least=measures.meets_at_least,
        floor=f"{100 * measures.floor_share:g}%",
        small=f"{measures.small_point_pupils:g}",
    )


def _spreads_said(found: Balance, b: int, names: dict[str, str]) -> list[Cell]:
    """Return how many coefficients are within their limit, and which are not."""
    limited = [
        s for s in found.spreads if s.band == b and not s.small_points and not np.isnan(s.limit)
    ]
    band = text(f"balance.band.{BANDS[b]}")
    over = [s for s in limited if s.verdict == FAILS]
    said: list[Cell] = [
        text(
            "balance.over",
            band=band,
            of=len(limited),
            n=sum(s.verdict == PASSES for s in limited),
            limit=f"{found.measures.cv_limit[b]:.2f}",
            fails=len(over),
            unknown=sum(s.verdict == NOT_KNOWN for s in limited),
        )
    ]
    if over:
        each = [_over(s, names) for s in over]
        listed = text(
            "say.both",
            zh="、".join(e.say("zh") for e in each),
            en="; ".join(e.say("en") for e in each),
        )
        said.append(text("balance.over_which", band=band, names=listed))
    return said


def turned_said(today: Balance, after: Balance) -> Text:
    """Return which coefficients are within their limit today and above it after, and the reverse."""
    parts: dict[tuple[int, int], list[Text]] = {(PASSES, FAILS): [], (FAILS, PASSES): []}
    for spread in after.spreads:
        before = _spread(today, spread.indicator, spread.band)
        if spread.small_points or before is None or np.isnan(spread.limit):
            continue
        told = parts.get((before.verdict, spread.verdict))
        if told is not None:
            band = text(f"balance.band.{BANDS[spread.band]}")
            label = text(f"balance.indicator.{spread.indicator}")
            values = {"before": f"{before.value:.3f}", "after": f"{spread.value:.3f}"}
            told.append(text("balance.turned_one", band=band, indicator=label, **values))
    broken, mended = parts.values()
    if not broken and not mended:
        return text("balance.turned_none")
    return text("balance.turned", broken=_turned(broken), mended=_turned(mended))


def _turned(parts: list[Text]) -> Text:
    if not parts:
        return text("page.none")
    zh, en = "、".join(p.say("zh") for p in parts), "; ".join(p.say("en") for p in parts)
    return text("say.both", zh=zh, en=en)


def _over(spread: Spread, names: dict[str, str]) -> Text:
    label, value = text(f"balance.indicator.{spread.indicator}"), f"{spread.value:.3f}"
    if spread.indicator == COMPOSITE or not spread.drags:
        return text("balance.over_alone", indicator=label, value=value)
    school, left = spread.drags[0]
    named = names.get(school, school)
    words = {"value": value, "school": named, "without": f"{left:.3f}"}
    return text("balance.over_one", indicator=label, **words)


def _rotation_said(moments: list[Judged]) -> Text:
    told = [one for one in moments if one.moment.rotation is not None]
    if not told or told[-1].moment.rotation is None:
        return text("balance.no_rotation")
    due, movers, leading = told[-1].moment.rotation
    measures = told[-1].measures
    return text(
        "balance.rotation",
        due=due,
        movers=movers,
        leading=leading,
        share=percent(movers / due) if due else "—",
        backbone=percent(leading / movers) if movers else "—",
        least=percent(measures.rotation_share),
        least_backbone=percent(measures.rotation_backbone_share),
    )


def _assumed(moments: list[Judged]) -> list[Cell]:
    measures = moments[0].measures
    said: list[Cell] = [text("balance.assumed_follow", room=f"{measures.room_m2:g}")]
    if any(one.moment.name == AFTER_STAFFING for one in moments):
        share = percent(measures.hires_qualified_share)
        said.append(text("balance.assumed_staff", share=share))
    return [*said, text("balance.assumed_teach"), text("balance.assumed_cv")]


def _listed(names: list[str]) -> Text:
    zh, en = "、".join(names[:NAMED]), ", ".join(names[:NAMED])
    listed = text("say.both", zh=zh, en=en)
    return text("balance.more", names=listed) if len(names) > NAMED else listed


def _title(one: Judged) -> Text:
    return text("say.both", **{lang: one.measures.title[lang] for lang in LANGS})


def _moment(one: Judged) -> Text:
    return text(f"balance.moment.{one.moment.name}")
