"""What stands round compared maps: the control bar, one legend, places for tables and counts."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_uppercase

from markupsafe import Markup

from planner.county.dictionary import STAGES
from planner.maps import style
from planner.maps.comparison_marks import CHANGE_MARKS, SITE_MARKS
from planner.maps.comparison_trips import DECISIONS, Compared, hardest
from planner.reports.people import CHANGES
from planner.reports.words import both, count
from planner.texts import Lang, Text, text

LAYERS = ("villages", "schools", "trips", "roads", "townships")
"""Layers with a switch; all but the trips are shown from the start."""
LETTERS = ascii_uppercase


def bar_html(langs: Sequence[Lang]) -> Markup:
    """Return the one control bar: stage, layers, search, whole county."""
    stages = [(-1, text("compare_maps.all_stages"))]
    stages += [(n, text(f"stage.{stage}")) for n, stage in enumerate(STAGES)]
    radios = Markup("").join(
        Markup('<label><input type="radio" name="cmp-stage" value="{}"{}> {}</label> ').format(
            n, Markup(" checked") if n < 0 else "", both(said, langs)
        )
        for n, said in stages
    )
    boxes = Markup("").join(
        Markup('<label><input type="checkbox" name="cmp-layer" value="{}"{}> {}</label> ').format(
            name,
            "" if name == "trips" else Markup(" checked"),
            both(text(f"compare_maps.layer.{name}"), langs),
        )
        for name in LAYERS
    )
    return Markup(
        '<div class="cmp-bar cmp-screen" role="group">'
        '<fieldset class="cmp-stages"><legend>{stage}</legend>{radios}</fieldset>'
        '<fieldset class="cmp-layers"><legend>{layers}</legend>{boxes}</fieldset>'
        '<div class="cmp-find"><label for="cmp-search">{find}</label>'
        '<input type="search" id="cmp-search" autocomplete="off" aria-controls="cmp-hits">'
        '<ul id="cmp-hits" hidden></ul></div>'
        '<button type="button" id="cmp-home">{home}</button></div>'
    ).format(
        stage=both(text("compare_maps.stage"), langs),
        radios=radios,
        layers=both(text("compare_maps.layers"), langs),
        boxes=boxes,
        find=both(text("compare_maps.find"), langs),
        home=both(text("compare_maps.home"), langs),
    )


def legend_html(given: Compared, langs: Sequence[Lang], *, still: bool = False) -> Markup:
    """Return the legend of all scenarios' maps, with the counts of each in a column.

    Parameters
    ----------
    still
        For drawings, which have no trips.
    """
    runs = range(len(given.scenarios))
    head = Markup("").join(
        Markup('<th scope="col" class="n">{}</th>').format(LETTERS[n]) for n in runs
    )
    parts = [
        Markup(
            '<table class="cmp-key"><thead><tr><th scope="col" colspan="2">{}</th>{}</tr>'
        ).format(both(text("compare_maps.legend_villages"), langs), head),
        Markup("</thead><tbody>"),
        *_village_rows(given, langs),
        Markup(
            '</tbody><thead><tr><th scope="col" colspan="2">{}</th>{}</tr></thead><tbody>'
        ).format(both(text("compare_maps.legend_schools"), langs), head),
        *_school_rows(given, langs),
        Markup("</tbody></table>"),
        _lines(langs, still=still),
        Markup('<p class="cmp-note">{}</p>').format(both(text("compare_maps.legend_note"), langs)),
        _empty(given, langs),
    ]
    return Markup("").join(parts)


def _empty(given: Compared, langs: Sequence[Lang]) -> Markup:
    """Return how many villages have no pupils in any scenario; nothing where all have."""
    lots = zip(*(s.lots for s in given.scenarios), strict=True)
    empty = sum(not any(own) for own in lots)
    if not empty:
        return Markup("")
    said = both(text("compare_maps.legend_empty", n=count(empty)), langs)
    return Markup('<p class="cmp-note cmp-empty">{}</p>').format(said)


def change_words(given: Compared, code: str) -> Text:
    """Return a change in words, with the minutes where all scenarios have the same threshold."""
    thresholds = {s.threshold_minutes for s in given.scenarios}
    if len(thresholds) == 1 or code not in ("longer", "much_longer"):
        return text(f"page.change.{code}", minutes=f"{min(thresholds):g}")
    own = "own_threshold" if code == "much_longer" else "below_threshold"
    return text(f"compare_maps.{own}")


def _village_rows(given: Compared, langs: Sequence[Lang]) -> list[Markup]:
    found = [[hardest(lots) for lots in s.lots] for s in given.scenarios]
    ever = {lot.change for s in given.scenarios for lots in s.lots for lot in lots}
    rows = []
    for code in reversed(CHANGE_MARKS):
        number = CHANGES.index(code)
        if number not in ever:
            continue
        cells = [
            Markup('<td class="n" data-run="{}" data-change="{}">{}</td>').format(
                n, number, count(own.count(number))
            )
            for n, own in enumerate(found)
        ]
        label = both(change_words(given, code), langs)
        rows.append(_row(CHANGE_MARKS[code].svg(), label, cells))
    return rows


def _school_rows(given: Compared, langs: Sequence[Lang]) -> list[Markup]:
    found = [[site.decision for site in s.sites if site] for s in given.scenarios]
    rows = []
    for number in reversed(range(len(DECISIONS))):
        counts = [own.count(number) for own in found]
        if any(counts):
            cells = [Markup('<td class="n">{}</td>').format(count(n)) for n in counts]
            label = both(text(f"decision.{DECISIONS[number]}"), langs)
            rows.append(_row(SITE_MARKS[number].svg(), label, cells))
    return rows


def _row(mark: Markup, label: Markup, cells: Sequence[Markup]) -> Markup:
    return Markup('<tr><td class="m">{}</td><th scope="row">{}</th>{}</tr>').format(
        mark, label, Markup("").join(cells)
    )


def _lines(langs: Sequence[Lang], *, still: bool) -> Markup:
    modes = {} if still else style.MODES
    looks = [(text(f"mode.{mode}"), (c, 2.5, dashes)) for mode, (c, dashes) in modes.items()]
    looks += [
        (text("map.legend.main_roads"), style.ROADS["provincial"]),
        (text("map.legend.townships"), style.TOWNSHIPS),
    ]
    items = [
        Markup('<span class="cmp-line">{} {}</span>').format(
            Markup(style.line_svg(*look)),  # noqa: S704  our own drawing
            both(said, langs),
        )
        for said, look in looks
    ]
    return Markup('<p class="cmp-lines">{}</p>').format(Markup(" ").join(items))


def pair_html(langs: Sequence[Lang], limits: Sequence[float]) -> Markup:
    """Return the choice of two scenarios and of the minutes that count as the same."""
    options = Markup("").join(
        Markup('<option value="{0:g}">{0:g}</option>').format(limit) for limit in limits
    )
    return Markup(
        '<div class="cmp-bar cmp-pair">'
        '<label>{} <select id="cmp-first"></select></label>'
        '<label>{} <select id="cmp-second"></select></label>'
        '<button type="button" id="cmp-swap">⇄ {}</button>'
        '<label>{} <select id="cmp-limit">{}</select></label></div>'
    ).format(
        both(text("compare_maps.first"), langs),
        both(text("compare_maps.second"), langs),
        both(text("compare_maps.swap"), langs),
        both(text("compare_maps.limit"), langs),
        options,
    )
