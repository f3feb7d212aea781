"""What `plan roads` says: figures as plain data, and as lines on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from planner.county import columns_of
from planner.roads.lengths import lengths_km
from planner.texts import Lang, Text, text

if TYPE_CHECKING:
    import geopandas

    from planner.roads.build import Built, Net

MOST_ISLANDS = 10
"""Islands named on the terminal; the map shows all."""


def figures(built: Built) -> dict[str, Any]:
    """Return all figures of a road layer as JSON can hold them."""
    closing = built.closing
    return {
        "lines": built.after.lines,
        "nodes": built.after.nodes,
        "km": built.after.km,
        "km_by_class": by_code(built.roads, "road_class"),
        "km_by_surface": by_code(built.roads, "surface"),
        "join_m": built.join_m,
        "crossings_noded": built.crossings,
        "ends_joined": built.ends_joined,
        "pieces_joined": built.pieces_joined,
        "closing_m": float(lengths_km(closing.geometry).sum() * 1000),
        "before": _net(built.before),
        "after": _net(built.after),
    }


def by_code(roads: geopandas.GeoDataFrame, column: str) -> dict[str, float]:
    """Return kilometres by class or surface, in the order of the data dictionary."""
    km = lengths_km(roads.geometry)
    order = (*columns_of("roads")[column].codes, "")
    total = {code: float(km[(roads[column] == code).to_numpy()].sum()) for code in order}
    return {code: length for code, length in total.items() if length > 0}


def say_roads(
    said: str, built: Built, *, left_out: int, columns: tuple[str, str] | None
) -> list[Text]:
    """Return the report, a line each."""
    source, after = built.before, built.after
    lines = [
        text("roads.say.title", said=said),
        text("roads.say.drawn", lines=_count(source.lines), km=_km(source.km)),
    ]
    if left_out:
        lines.append(text("roads.say.left_out", lines=_count(left_out)))
    if columns is not None:
        none = text("roads.say.none")
        by_class, by_surface = (c or none for c in columns)
        lines.append(text("roads.say.columns", road_class=by_class, surface=by_surface))
    if built.join_m is None:
        lines.append(text("roads.say.named"))
    else:
        metres = float(lengths_km(built.closing.geometry).sum() * 1000)
        lines += [
            text(
                "roads.say.joined",
                crossings=_count(built.crossings),
                join_m=f"{built.join_m:g}",
                ends=_count(built.ends_joined),
                pieces=_count(built.pieces_joined),
                metres=_count(metres),
            ),
            text("roads.say.before", **_whole(source)),
        ]
    lines += [
        text("roads.say.after", **_whole(after)),
        text(
            "roads.say.made",
            lines=_count(after.lines),
            nodes=_count(after.nodes),
            km=_km(after.km),
        ),
    ]
    return lines


def say_lengths(built: Built, lang: Lang) -> list[str]:
    """Return length by class and by surface, and the islands, a line each."""
    lines = []
    for column, title in (("road_class", "by_class"), ("surface", "by_surface")):
        lines.append(text(f"roads.say.{title}").say(lang))
        for code, km in by_code(built.roads, column).items():
            lines.append(f"  {_code(code, column, lang)}  {_km(km)}")
    islands = built.after.islands[1:]
    if islands:
        shown = islands[:MOST_ISLANDS]
        title_of = text("roads.say.islands", count=len(shown), total=len(islands))
        lines.append(title_of.say(lang))
        for island in shown:
            said = text(
                "roads.say.island",
                km=f"{island.km:,.2f}",
                nodes=_count(island.nodes),
                lon=f"{island.lon:.5f}",
                lat=f"{island.lat:.5f}",
            )
            lines.append(f"  {said.say(lang)}")
    return lines


def code_words(code: str, column: str) -> Text:
    """Return a class or surface in words."""
    known = columns_of("roads")[column]
    zh = dict(zip(known.codes, known.codes_zh, strict=True))
    if not code:
        return text("roads.say.surface_unknown")
    return text("say.both", zh=zh[code], en=code)


def say_all(lines: Sequence[Text], lang: Lang) -> list[str]:
    """Return sentences in one language."""
    return [line.say(lang) for line in lines]


def _code(code: str, column: str, lang: Lang) -> str:
    said = code_words(code, column).say(lang)
    return said if lang == "zh" else f"{said:<20}"


def _net(net: Net) -> dict[str, Any]:
    return {
        "lines": net.lines,
        "nodes": net.nodes,
        "km": net.km,
        "pieces": len(net.islands),
        "largest_share_of_km": net.main_share,
        "largest_share_of_nodes": net.main_nodes_share,
        "loose_ends": net.loose_ends,
        "islands": [vars(island) for island in net.islands[1:]],
    }


def _whole(net: Net) -> dict[str, str]:
    return {
        "islands": _count(len(net.islands)),
        "share": f"{net.main_share:.1%}",
        "nodes_share": f"{net.main_nodes_share:.1%}",
        "loose": _count(net.loose_ends),
    }


def _count(value: float) -> str:
    return f"{round(value):,}"


def _km(value: float) -> str:
    return f"{value:,.1f}"
