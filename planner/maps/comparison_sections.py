"""The sections of compared maps: the maps with their legend, the difference, their still drawings."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from planner.maps.comparison_difference import VERDICTS, Difference, difference
from planner.maps.comparison_frame import LETTERS, bar_html, legend_html, pair_html
from planner.maps.comparison_marks import VERDICT_MARKS
from planner.maps.comparison_still import Stills
from planner.maps.comparison_trips import Compared
from planner.reports.people import SAME_MINUTES
from planner.reports.words import both, count, few
from planner.texts import Lang, text

LIMITS_MINUTES = (SAME_MINUTES, 2.0, 5.0, 10.0)
"""Choices of what counts as the same; the first is that of all tables."""
WITHOUT_SCRIPT = Markup(
    "<noscript><style>.cmp-screen { display: none; } .cmp-still, .cmp-shared { display: block; }"
    "</style></noscript>"
)


def sections_html(
    given: Compared, places: Sequence[Markup], stills: Stills, langs: Sequence[Lang]
) -> Markup:
    """Return the section of the maps, that of the difference within it.

    Parameters
    ----------
    places
        What each map is drawn in, that of the difference last.
    """
    live, still = [], []
    for n, (scenario, place) in enumerate(zip(given.scenarios, places[:-1], strict=True)):
        title = both(scenario.title, langs)
        caption = Markup("<figcaption><b>{}</b> {}</figcaption>").format(LETTERS[n], title)
        live.append(Markup('<figure class="cmp-map">{}{}</figure>').format(caption, place))
        said = text(
            "compare_maps.still_map", letter=LETTERS[n], title=scenario.title[langs[0]]
        ).say(langs[0])
        still.append(
            Markup("<figure>{}{}</figure>").format(caption, stills.scenario(scenario, said))
        )
    return Markup(
        '<section id="maps" class="cmp"><h2>{title}</h2><p class="cmp-note cmp-screen">{how}</p>'
        '{bar}<div class="cmp-screen"><div class="cmp-grid cmp-of-{n}">{live}</div>'
        '<div id="cmp-card" role="region" aria-live="polite" tabindex="-1"><p class="cmp-note">'
        "{pick}</p></div>"
        '<details class="cmp-legend" open><summary>{legend_title}</summary>{legend}</details></div>'
        '<div class="cmp-still">{shared}<div class="cmp-stills">{still}</div>{still_legend}</div>'
        "{difference}{without_script}</section>"
    ).format(
        title=both(text("compare_maps.maps"), langs),
        how=both(text("compare_maps.how"), langs),
        bar=bar_html(langs),
        n=len(live),
        live=Markup("").join(live),
        pick=both(text("compare_maps.pick"), langs),
        legend_title=both(text("compare_maps.legend"), langs),
        legend=legend_html(given, langs),
        still_legend=legend_html(given, langs, still=True),
        shared=stills.shared(),
        still=Markup("").join(still),
        difference=_difference_section(given, places[-1], stills, langs),
        without_script=WITHOUT_SCRIPT,
    )


def _difference_section(
    given: Compared, place: Markup, stills: Stills, langs: Sequence[Lang]
) -> Markup:
    still = []
    for n in range(len(given.scenarios) - 1):
        named = [
            {k: f"{LETTERS[m]} {given.scenarios[m].title[k]}" for k in ("zh", "en")}
            for m in (n, n + 1)
        ]
        caption: dict[str, str] = {
            code: text(
                "compare_maps.still_difference", first=named[0][code], second=named[1][code]
            ).say(code)
            for code in langs
        }
        found = difference(given, n, n + 1)
        sizes = [sum(lot.pupils for lot in lots) for lots in given.scenarios[n + 1].lots]
        still.append(
            Markup("<figure><figcaption>{}</figcaption>{}{}</figure>").format(
                both(caption, langs),
                stills.difference(found, sizes, caption[langs[0]]),
                _counts(found, langs),
            )
        )
    return Markup(
        '<section id="difference-map"><h3>{title}</h3><div class="cmp-screen">{choice}'
        '<div class="cmp-two"><figure class="cmp-map cmp-wide">{place}</figure>'
        '<div id="cmp-counts" role="region" aria-live="polite"></div></div></div>'
        '<div class="cmp-still"><div class="cmp-stills">{still}</div>'
        '<p class="cmp-note">{rule}</p></div></section>'
    ).format(
        title=both(text("compare_maps.difference"), langs),
        choice=pair_html(langs, LIMITS_MINUTES),
        place=place,
        still=Markup("").join(still),
        rule=both(text("compare_maps.js.rule", minutes=f"{SAME_MINUTES:g}"), langs),
    )


def _counts(found: Difference, langs: Sequence[Lang]) -> Markup:
    items = [
        Markup("<li>{} {} {}</li>").format(
            VERDICT_MARKS[v].svg(13),
            both(text(f"compare_maps.verdict.{v}"), langs),
            both(
                text(
                    f"compare_maps.js.{'count_one' if found.count[v] == 1 else 'count'}",
                    villages=count(found.count[v]),
                    pupils=few(found.pupils[v]),
                ),
                langs,
            ),
        )
        for v in VERDICTS
        if found.count[v] or found.pupils[v]
    ]
    return Markup('<ul class="cmp-verdicts">{}</ul>').format(Markup("").join(items))
