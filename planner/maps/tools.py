"""What stands round the live map: the search, the switch of stages, and the map for print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from planner.county.dictionary import STAGES
from planner.maps.frame import legend_html
from planner.maps.sketch import sketch_svg
from planner.reports.words import both
from planner.texts import Lang, text

if TYPE_CHECKING:
    from planner.maps.scene import Scene


def tools_html(scene: Scene, langs: Sequence[Lang]) -> Markup:
    """Return the search by name and the switch of stages; map_search.js gives them life."""
    return Markup('<div class="tools">{}{}</div>').format(_search(langs), _stages(scene, langs))


def print_html(scene: Scene, langs: Sequence[Lang]) -> Markup:
    """Return the still map that is printed in place of the live one, which prints cropped."""
    said = " / ".join(text("map.tool.still").say(lang) for lang in langs)
    return Markup('<figure class="print-map" role="img" aria-label="{}">{}{}</figure>').format(
        said, sketch_svg(scene), legend_html(scene, langs, still=True)
    )


def _search(langs: Sequence[Lang]) -> Markup:
    return Markup(
        '<div class="find" role="search"><label for="find">{}</label>'
        '<input id="find" type="search" autocomplete="off" spellcheck="false" '
        'aria-controls="found" aria-expanded="false">'
        '<div id="found" hidden><p id="found-note" role="status"></p><ul></ul></div></div>'
    ).format(both(text("map.tool.find"), langs))


def _stages(scene: Scene, langs: Sequence[Lang]) -> Markup:
    """Return one button for all stages and one for each that has pupils."""
    there = set(scene.assignments["stage"])
    shown = [("", text("map.tool.all"))]
    shown += [(str(n), text(f"map.stage.{g}")) for n, g in enumerate(STAGES) if g in there]
    choices = [
        Markup(
            '<label><input type="radio" name="stage" value="{}"{}><span>{}</span></label>'
        ).format(value, Markup(" checked") if not value else "", both(said, langs))
        for value, said in shown
    ]
    return Markup('<fieldset class="stages"><legend>{}</legend>{}</fieldset>').format(
        both(text("map.tool.stages"), langs), Markup("").join(choices)
    )
