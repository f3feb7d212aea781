"""Maps of several runs side by side, kept in step, and the map of what differs between two.

Geometry stands once in the page; a further scenario adds its decisions and the trips that it
changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from planner.county.dictionary import KINDS, MODES, STAGES
from planner.errors import PlannerError
from planner.loaded import LoadedRun
from planner.maps import style
from planner.maps.assets import own_file, script_json
from planner.maps.comparison_difference import VERDICTS
from planner.maps.comparison_frame import LETTERS, change_words
from planner.maps.comparison_ground import Ground
from planner.maps.comparison_marks import CHANGE_MARKS, SITE_MARKS, VERDICT_MARKS
from planner.maps.comparison_pack import packed
from planner.maps.comparison_sections import sections_html
from planner.maps.comparison_still import Stills
from planner.maps.comparison_trips import DECISIONS, Compared, compared
from planner.maps.fragment import fragment_of, leaflet_parts
from planner.maps.offline import OfflineMap
from planner.reports.people import CHANGES, SAME_MINUTES
from planner.reports.words import PageLang, languages, pair
from planner.texts import Lang, catalogue, text

FEWEST, MOST = 2, 6
"""Runs that can be compared on one page."""
SCRIPTS = (
    "common.js",
    "comparison_model.js",
    "comparison_draw.js",
    "comparison_table.js",
    "comparison.js",
)
HEIGHT_PX = 340


@dataclass(frozen=True)
class Fragment:
    """What a page takes in for the compared maps.

    Parameters
    ----------
    html
        The section ``maps`` for the page's body, with ``difference-map`` within it.
    style
        ``<style>`` elements for its head, Leaflet's licence before them.
    script
        ``<script>`` elements for the end of its body. The page's own button switches the
        language by the classes ``lang-zh`` and ``lang-en`` of the root element.
    """

    html: Markup
    style: Markup
    script: Markup


def comparison_maps(runs: Sequence[LoadedRun], lang: PageLang = "both") -> Fragment:
    """Return the maps of two to six runs of a county as parts of a page that makes no request.

    An element of the page with ``data-village`` or ``data-school`` and an id shows that place
    on the maps when it is clicked.

    Parameters
    ----------
    runs
        Runs in the order in which they are shown.
    lang
        ``zh``, ``en``, or ``both``.

    Raises
    ------
    PlannerError
        If there are fewer than two runs or more than six.
    """
    if not FEWEST <= len(runs) <= MOST:
        raise PlannerError(text("compare_maps.number", fewest=FEWEST, most=MOST, n=len(runs)))
    langs = languages(lang)
    given = compared(runs)
    ground = Ground(runs, given.villages)
    west, south, east, north = ground.bounds()
    pages = [
        fragment_of(_map(name, [(south + north) / 2, (west + east) / 2]), HEIGHT_PX)
        for name in _names(len(runs))
    ]
    html = sections_html(given, [page.place for page in pages], Stills(given, ground), langs)
    leaflet_style, leaflet_script = leaflet_parts()
    own_style = Markup("<style>{}</style>").format(Markup(own_file("comparison.css")))  # noqa: S704
    names = ",".join(f"map_{name}" for name in _names(len(runs)))
    code = "\n".join(
        [
            *(own_file(name) for name in SCRIPTS),
            *(str(page.script) for page in pages),
            f"drawComparison([{names}], {script_json(page_data(given, ground, langs))});",
        ]
    )
    script = Markup("{}<script>{}</script>").format(leaflet_script, Markup(code))  # noqa: S704
    return Fragment(html, Markup("{}{}").format(leaflet_style, own_style), script)


def page_data(given: Compared, ground: Ground, langs: Sequence[Lang]) -> dict[str, Any]:
    """Return all that the scripts are given."""
    words = {
        key.removeprefix("compare_maps.js."): dict(said)
        for key, said in sorted(catalogue().items())
        if key.startswith("compare_maps.js.")
    }
    return {
        "langs": list(langs),
        "words": words,
        "ground": ground.data(),
        **packed(given),
        "letters": LETTERS[: len(given.scenarios)],
        "stages": [pair(text(f"stage.{stage}")) for stage in STAGES],
        "modes": [pair(text(f"mode.{mode}")) for mode in MODES],
        "kinds": [pair(text(f"kind.{kind}")) for kind in KINDS],
        "decisions": [pair(text(f"decision.{d}")) for d in DECISIONS],
        "changeCodes": list(CHANGES),
        "changes": [pair(change_words(given, code)) for code in CHANGES],
        "verdicts": list(VERDICTS),
        "verdictWords": {v: pair(text(f"compare_maps.verdict.{v}")) for v in VERDICTS},
        "sameMinutes": SAME_MINUTES,
        "changeMarks": [CHANGE_MARKS[code].data() for code in CHANGES],
        "changeOrder": [CHANGES.index(code) for code in CHANGE_MARKS],
        "siteMarks": [mark.data() for mark in SITE_MARKS],
        "small": [DECISIONS.index(d) for d in ("keep", "not_opened")],
        "verdictMarks": {v: mark.data() for v, mark in VERDICT_MARKS.items()},
        "verdictSvg": {v: mark.svg() for v, mark in VERDICT_MARKS.items()},
        "verdictOrder": list(VERDICT_MARKS),
        "shutMarks": [SITE_MARKS[DECISIONS.index(d)].data() for d in ("close", "open")],
        "modeLines": [list(style.MODES[mode]) for mode in MODES],
        "todayLine": list(style.TODAY),
    }


def _names(runs: int) -> list[str]:
    return [*(f"cmp{n}" for n in range(runs)), "cmp_difference"]


def _map(name: str, centre: list[float]) -> OfflineMap:
    return OfflineMap(
        name=name,
        location=centre,
        zoom_start=8,
        zoom_snap=0.25,
        zoom_delta=0.5,
        scroll_wheel_zoom=False,
    )
