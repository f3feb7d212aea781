"""Contrast by WCAG 2: text 4.5 to 1, what is drawn 3 to 1 on white, for every colour in use."""

from __future__ import annotations

import re

import pytest

from planner.maps import style
from planner.maps.assets import own_file

TEXT, DRAWN = 4.5, 3.0
SHEET = own_file("map.css")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


def channel(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(d * 2 for d in digits)
    red, green, blue = (channel(int(digits[k : k + 2], 16)) for k in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def written() -> list[tuple[str, str, str]]:
    """Return selector, colour of text and of the ground under it, white where none is said."""
    found = []
    for selector, body in RULE.findall(SHEET):
        colour = re.search(r"(?:^|[;\s])color:\s*(#[0-9a-fA-F]{3,6})", body)
        ground = re.search(r"background(?:-color)?:\s*(#[0-9a-fA-F]{3,6})", body)
        if colour:
            found.append((selector.strip(), colour[1], ground[1] if ground else "#fff"))
    return found


def test_the_formula_gives_the_published_values():
    assert contrast("#000", "#fff") == pytest.approx(21)
    # The example of WCAG's own technique G18: the lightest grey that passes on white.
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_texts_stand_out_from_what_they_stand_on():
    pairs = written()
    assert len(pairs) > 20
    weak = {s: round(contrast(a, b), 2) for s, a, b in pairs if contrast(a, b) < TEXT}
    assert weak == {}


def test_texts_on_tints_of_catchments_and_on_hover_stand_out():
    for ground in (*style.CATCHMENT_TINTS, "#eef2ff"):
        for ink in ("#1f2937", "#111827", "#8a2c00", "#0b4f77"):
            assert contrast(ink, ground) >= TEXT, (ink, ground)


def test_symbols_and_dots_stand_out_from_white():
    for name, dot in style.VILLAGES.items():
        assert max(contrast(c, "#fff") for c in (dot.fill, dot.stroke)) >= DRAWN, name
    for decision, symbol in (*style.SCHOOLS.items(), ("boards", style.BOARDS)):
        assert max(contrast(c, "#fff") for c in (symbol.fill, symbol.stroke)) >= DRAWN, decision


def test_lines_that_say_something_stand_out_from_white():
    lines = {f"mode {mode}": look[0] for mode, look in style.MODES.items()}
    lines |= {
        "over norm": style.OVER_NORM[0],
        "today": style.TODAY[0],
        "straight": style.STRAIGHT[0],
        "walk areas": style.WALK_AREAS[0][0],
        "catchments": style.CATCHMENTS[0],
        "bus lines": style.BUS_LINES[0],
        "staff": style.STAFF_MOVES[0][1],
        "boundary": style.BOUNDARY[0],
        "townships": style.TOWNSHIPS[0],
        "main roads": style.ROADS["provincial"][0],
    }
    weak = {name: c for name, c in lines.items() if contrast(c, "#fff") < DRAWN}
    assert weak == {}


def test_nothing_is_told_by_colour_alone():
    # Ways differ in their dashes, villages in fill and rim, catchments by their borders.
    assert len({dashes for _, dashes in style.MODES.values()}) == len(style.MODES)
    assert len({dashes for _, dashes, _ in style.WALK_AREAS}) == len(style.WALK_AREAS)
    assert len({(d.stroke_px, d.fill) for d in style.VILLAGES.values()}) == len(style.VILLAGES)
    greys = [round(luminance(d.fill), 2) for d in style.VILLAGES.values()]
    assert len(set(greys)) == len(greys)
    assert len({symbol.path for symbol in style.SCHOOLS.values()}) == len(style.SCHOOLS)
    assert style.CATCHMENTS[1] > 1
