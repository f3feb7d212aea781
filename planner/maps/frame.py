"""Title bar and legend of the map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from planner.maps import style
from planner.plan import Decision
from planner.reports.words import both, count, status_of, title_of, to_the_centre, warning_of
from planner.result import Result
from planner.texts import Lang, text

if TYPE_CHECKING:
    from planner.maps.scene import Scene


def title_html(result: Result, langs: Sequence[Lang]) -> Markup:
    """Return the bar above the map: title, county, status, language switch and banner."""
    switch = Markup("")
    if len(langs) > 1:
        switch = Markup('<button id="switch-language" type="button">{}</button>').format(
            both(text("page.switch"), langs)
        )
    asks = {"zh": result.scenario.asks.zh, "en": result.scenario.asks.en}
    question = (
        Markup('<p class="asks">{}</p>').format(both(asks, langs)) if any(asks.values()) else ""
    )
    warning = warning_of(result.county)
    banner = (
        Markup('<div class="banner {}" role="alert">{}</div>').format(
            warning[0], both(warning[1], langs)
        )
        if warning
        else ""
    )
    return Markup(
        '<header class="bar"><div class="bar-text"><h1>{title}</h1>'
        '<p class="sub"><strong>{county}</strong> · <span class="status {code}">{status}</span>'
        " · {centre}</p>{question}</div>{switch}</header>{banner}"
    ).format(
        title=both(title_of(result.scenario), langs),
        county=both(result.county.name, langs),
        code=result.outcome.status,
        status=both(status_of(result), langs),
        centre=both(to_the_centre(result), langs),
        question=question,
        switch=switch,
        banner=banner,
    )


def legend_html(scene: Scene, langs: Sequence[Lang], *, still: bool = False) -> Markup:
    """Return the legend with the counts of schools by decision and of villages by change.

    Parameters
    ----------
    still
        For a drawing that has no assignment lines and cannot be clicked.
    """
    parts = [
        Markup("<h2>{}</h2>").format(both(text("map.legend.schools"), langs)),
        *_schools(scene, langs),
        Markup("<h2>{}</h2>").format(both(text("map.legend.villages"), langs)),
        *_villages(scene, langs),
    ]
    if not still:
        note = both(text("map.legend.villages_note"), langs)
        parts.append(Markup('<p class="note">{}</p>').format(note))
        parts.append(Markup("<h2>{}</h2>").format(both(text("map.legend.lines"), langs)))
        parts += _lines(scene, langs)
    parts.append(Markup("<h2>{}</h2>").format(both(text("map.legend.ground"), langs)))
    parts += _ground(scene, langs, still=still)
    return Markup('<details class="legend" open><summary>{}</summary>{}</details>').format(
        both(text("map.legend.title"), langs), Markup("").join(parts)
    )


def _schools(scene: Scene, langs: Sequence[Lang]) -> list[Markup]:
    numbers = scene.schools["decision"].value_counts()
    keeps = scene.schools["decision"] == "keep"
    boarding = int((keeps & (scene.schools["boarders"] > 0)).sum())
    items = []
    order: list[Decision] = list(reversed(style.SCHOOLS))
    for decision in order:
        if decision == "not_opened" and boarding:
            items.append(_boards(boarding, langs))
        n = int(numbers.get(decision, 0))
        if decision == "keep":
            n -= boarding
        if n:
            symbol = style.symbol_svg(style.SCHOOLS[decision], 17)
            items.append(_item(symbol, both(text(f"decision.{decision}"), langs), count(n)))
    return items


def _boards(schools: int, langs: Sequence[Lang]) -> Markup:
    symbol = style.symbol_svg(style.BOARDS, 17)
    return _item(symbol, both(text("map.legend.boards"), langs), count(schools))


def _villages(scene: Scene, langs: Sequence[Lang]) -> list[Markup]:
    threshold = f"{scene.result.scenario.concern.threshold_minutes:g}"
    items = []
    for change in reversed(style.VILLAGES):
        own = scene.villages[scene.villages["change"] == change]
        if own.empty:
            continue
        label = both(text(f"page.change.{change}", minutes=threshold), langs)
        items.append(_item(style.dot_svg(style.VILLAGES[change]), label, count(len(own))))
    over = int((scene.villages["over_norm_pupils"] > 0).sum())
    if over:
        ring = both(text("map.legend.over_norm"), langs)
        items.append(_item(style.ring_svg(*style.OVER_NORM), ring, count(over)))
    return items


def _lines(scene: Scene, langs: Sequence[Lang]) -> list[Markup]:
    items = [
        _item(style.line_svg(colour, 2.5, dashes), both(text(f"mode.{mode}"), langs), "")
        for mode, (colour, dashes) in style.MODES.items()
    ] + [
        _item(
            style.line_svg(style.TODAY[0], 3, style.TODAY[1]),
            both(text("map.legend.today_trip"), langs),
            "",
        )
    ]
    modes = scene.assignments["mode"].tolist()
    if any(mode and way is None for mode, (_, way) in zip(modes, scene.way_numbers, strict=True)):
        label = both(text("map.legend.straight"), langs)
        items.append(_item(style.line_svg(style.STRAIGHT[0], 2, style.STRAIGHT[1]), label, ""))
    wide = both(text("map.legend.wide"), langs)
    items.append(Markup('<p class="note">{}</p>').format(wide))
    if scene.areas:
        for (colour, dashes, opacity), name in zip(
            style.WALK_AREAS, ("norm", "ceiling"), strict=True
        ):
            label = both(text(f"map.legend.walk_{name}"), langs)
            items.append(_item(style.area_svg(colour, dashes, opacity), label, ""))
    return items


def _ground(scene: Scene, langs: Sequence[Lang], *, still: bool) -> list[Markup]:
    """Return the lines of the ground: roads by weight, bus lines, townships."""
    county = scene.result.county
    drawn = [("main_roads", style.ROADS["provincial"])]
    if not still:
        drawn.append(("minor_roads", style.ROADS["township"]))
    if county.services is not None and not county.services.empty and not still:
        drawn.append(("bus_lines", style.BUS_LINES))
    if county.townships is not None:
        drawn.append(("townships", style.TOWNSHIPS))
    return [
        _item(style.line_svg(colour, width, dashes), both(text(f"map.legend.{name}"), langs), "")
        for name, (colour, width, dashes) in drawn
    ]


def _item(svg: str, label: Markup, number: str) -> Markup:
    return Markup(
        '<div class="item"><span class="mark">{}</span><span class="label">{}</span>'
        '<span class="number">{}</span></div>'
    ).format(Markup(svg), label, number)  # noqa: S704  our own drawing
