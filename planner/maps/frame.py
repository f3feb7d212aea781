"""Title bar and legend of the map."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from planner.maps import style
from planner.maps.scene import MOST_BYTES, Scene
from planner.plan import Decision
from planner.reports.words import both, count, status_of, title_of, to_the_centre, warning_of
from planner.result import Result
from planner.texts import Lang, text


def title_html(result: Result, langs: Sequence[Lang], tools: Markup | str = "") -> Markup:
    """Return the bar above the map: title, county, status, language switch and banner.

    Parameters
    ----------
    tools
        What else stands in the bar, under the title.
    """
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
        " · {centre}</p>{question}</div>{switch}{tools}</header>{banner}"
    ).format(
        title=both(title_of(result.scenario), langs),
        county=both(result.county.name, langs),
        code=result.outcome.status,
        status=both(status_of(result), langs),
        centre=both(to_the_centre(result), langs),
        question=question,
        switch=switch,
        tools=tools,
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
        *_villages(scene, langs, still=still),
    ]
    if not still:
        parts.append(_note("villages_note", langs))
        parts.append(_note("added", langs, only="added"))
        parts.append(_note("aside", langs, only="one_stage"))
        parts.append(Markup("<h2>{}</h2>").format(both(text("map.legend.lines"), langs)))
        parts += _lines(scene, langs)
    parts.append(Markup("<h2>{}</h2>").format(both(text("map.legend.ground"), langs)))
    parts += _ground(scene, langs, still=still)
    if scene.coarseness > 1 and not still:
        size, metres = f"{MOST_BYTES / 1e6:g}", f"{scene.simplify_m:g}"
        parts.append(_note("coarse", langs, megabytes=size, metres=metres))
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


def _villages(scene: Scene, langs: Sequence[Lang], *, still: bool) -> list[Markup]:
    """Return the ways in which villages fare; the live map counts them by stage, too."""
    threshold = f"{scene.result.scenario.concern.threshold_minutes:g}"
    numbers = scene.villages["change"].value_counts()
    # With one stage shown, a village may fare in a way that hides behind a harder lot now.
    met = set(scene.villages["change"]) | (set() if still else set(scene.changes["change"]))
    items = []
    for change in reversed(style.VILLAGES):
        if change not in met:
            continue
        label = both(text(f"page.change.{change}", minutes=threshold), langs)
        number = count(int(numbers.get(change, 0)))
        items.append(_item(style.dot_svg(style.VILLAGES[change]), label, number, change))
    over = int((scene.villages["over_norm_pupils"] > 0).sum())
    if over:
        ring = both(text("map.legend.over_norm"), langs)
        items.append(_item(style.ring_svg(*style.OVER_NORM), ring, count(over), "over_norm"))
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
    items.append(_note("wide", langs))
    items += _areas(scene, langs)
    return items


def _areas(scene: Scene, langs: Sequence[Lang]) -> list[Markup]:
    """Return catchments and what is reached on foot."""
    tint, line = style.CATCHMENT_TINTS[0], style.CATCHMENTS
    label = both(text("map.legend.catchment"), langs)
    items = [
        _item(style.area_svg(line[0], "", 0.7, fill=tint), label, "", only="catchments"),
        _note("catchment_note", langs, only="catchments"),
    ]
    if scene.areas:
        everywhere = both(text("map.legend.walk_area"), langs)
        items.append(
            _item(style.area_svg(*style.WALK_AREAS[0]), everywhere, "", only="walking_area")
        )
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


def _note(name: str, langs: Sequence[Lang], only: str = "", **fields: str) -> Markup:
    """Return a sentence of the legend; `only` as in `_item`."""
    return Markup('<p class="note" data-only="{}">{}</p>').format(
        only, both(text(f"map.legend.{name}", **fields), langs)
    )


def _item(svg: str, label: Markup, number: str, counts: str = "", only: str = "") -> Markup:
    """Return a line of the legend.

    Parameters
    ----------
    counts
        What the page counts anew when another stage is shown.
    only
        The layer with which alone the line is shown, ``one_stage`` where not all are.
    """
    return Markup(
        '<div class="item" data-counts="{}" data-only="{}"><span class="mark">{}</span>'
        '<span class="label">{}</span><span class="number">{}</span></div>'
    ).format(counts, only, Markup(svg), label, number)  # noqa: S704  our own drawing
