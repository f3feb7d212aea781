"""Roads as their source draws them, in the planner's columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.county import columns_of
from planner.findings import Finding
from planner.roads.classes import LEFT_OUT, Meaning, overlaid
from planner.roads.guess import class_column, guessed_class, guessed_surface, surface_column
from planner.roads.lengths import lengths_km
from planner.roads.unpack import refuse_entities, refused
from planner.texts import Text, text

if TYPE_CHECKING:
    import geopandas
    import pandas

    from planner.travel.osm import Reading

DEFAULT_CLASS = "village"
"""What a road counts as whose class is not known, as everywhere in the planner."""

KEPT = ("road_class", "surface", "speed_kph", "closed_season", "hazard", "name", "provenance")
"""Columns of a road layer."""
NAME_HEADINGS = ("名称", "道路名称", "路线名称", "RoadName", "road_name", "ref")


@dataclass(frozen=True, eq=False)
class Drawn:
    """Roads as their source draws them.

    Parameters
    ----------
    lines
        EPSG:4326 with `KEPT` and ``u``, ``v`` where the source names the nodes at the ends.
    meanings
        What each word of the source counts as.
    lines_left_out
        Lines that the table leaves out.
    unknown
        Values whose class nobody knows; their lines count as `DEFAULT_CLASS`.
    findings
        What was left out or refused.
    """

    lines: geopandas.GeoDataFrame
    meanings: tuple[Meaning, ...]
    lines_left_out: int = 0
    unknown: tuple[Meaning, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def named(self) -> bool:
        """Whether the source names the nodes at the ends of its lines."""
        return {"u", "v"} <= set(self.lines.columns)


def drawn_layer(
    frame: geopandas.GeoDataFrame,
    table: Sequence[Meaning] | None,
    *,
    file: str,
    columns: tuple[str | None, str | None] = (None, None),
    findings: tuple[Finding, ...] = (),
) -> Drawn:
    """Return the roads of a GIS layer.

    Parameters
    ----------
    frame
        The layer, EPSG:4326.
    table
        Table of classes, or None to guess.
    file
        For findings.
    columns
        Columns that say class and surface, where they are not to be guessed.
    findings
        What was found before.

    Raises
    ------
    InvalidInputError
        If a column that is named is not there.
    """
    import geopandas as gpd

    data = frame.drop(columns=frame.geometry.name)
    for name in {c for c in columns if c} | {m.column for m in table or ()}:
        if name not in data.columns:
            there = ", ".join(map(str, data.columns)) or "–"
            raise refused(file, text("roads.no_column", column=name, columns=there))
    by_class, by_surface = columns[0] or class_column(data), columns[1] or surface_column(data)
    if table and columns == (None, None):
        # The table was made for its columns: they count, and no other is guessed at.
        named = list(dict.fromkeys(m.column for m in table))
        classed = [m.column for m in table if m.road_class]
        by_class = classed[0] if classed else None
        by_surface = next((c for c in named if c != by_class), None)
    words = {n: _words(data[n]) for n in (by_class, by_surface) if n is not None}
    km = lengths_km(frame.geometry)
    guessed = _guessed(words, by_class, by_surface, km)
    meanings = overlaid(guessed, table or ())
    road_class, surface = _applied(words, meanings, len(frame))
    stays = [c != LEFT_OUT for c in road_class]
    unknown = tuple(m for m in meanings if m.column == by_class and not m.road_class)
    more, found = _others(data, file, {by_class, by_surface})
    columns_made = {"road_class": [c or DEFAULT_CLASS for c in road_class], "surface": surface}
    lines = gpd.GeoDataFrame({**columns_made, **more}, geometry=list(frame.geometry), crs=frame.crs)
    kept = lines[stays].reset_index(drop=True)
    left_out = len(lines) - len(kept)
    if not len(kept):
        raise refused(file, text("roads.all_left_out"))
    return Drawn(kept, meanings, left_out, unknown, (*findings, *found))


def drawn_osm(path: Path, table: Sequence[Meaning] | None) -> Drawn:
    """Return the roads of an OpenStreetMap file.

    Raises
    ------
    InvalidInputError
        If the file cannot be read to its end or has no road.
    """
    from planner.travel.osm import UnreadableOsmError, read_osm

    refuse_entities(path)
    tally = Tally(table or ())
    try:
        lines = read_osm(path, tally.reading)
    except UnreadableOsmError as error:
        reason = " ".join(str(error).split())[:300]
        raise refused(path.name, text("roads.unreadable", reason=reason)) from error
    return _drawn_tags(lines, tally, path.name)


def drawn_graph(graph: Any, table: Sequence[Meaning] | None, said: str) -> Drawn:
    """Return the roads of a networkx graph that was downloaded.

    Raises
    ------
    InvalidInputError
        If it has no road.
    """
    from planner.travel.osm import roads_of_graph

    tally = Tally(table or ())
    if not graph.number_of_edges():
        raise refused(said, text("roads.no_roads_there"))
    return _drawn_tags(roads_of_graph(graph, tally.reading), tally, said)


@dataclass
class Tally:
    """Reads tags by the table of classes, and counts what it read.

    Parameters
    ----------
    table
        Rows for ``highway`` and ``surface``.
    """

    table: Sequence[Meaning]
    seen: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def reading(self) -> Reading:
        """What makes a road of the tags of a way."""
        from planner.travel.osm_tags import ROAD_CLASS_OF_HIGHWAY, SURFACE_OF_TAG, road_of

        said = {(m.column, m.value): m for m in self.table}
        classes = dict(ROAD_CLASS_OF_HIGHWAY) | {
            value: "" if m.road_class == LEFT_OUT else m.road_class
            for (column, value), m in said.items()
            if column == "highway"
        }
        surfaces = dict(SURFACE_OF_TAG) | {
            value: m.surface for (column, value), m in said.items() if column == "surface"
        }

        def read(tags: Mapping[str, str]) -> Any:
            for key in ("highway", "surface"):
                if key in tags:
                    value = tags[key].removesuffix("_link").partition(":")[0]
                    self.seen[key, value] += 1
            return road_of(tags, classes, surfaces)

        return partial(read)

    def meanings(self) -> tuple[Meaning, ...]:
        """Return what each tag counted as, the most frequent first."""
        from planner.travel.osm_tags import ROAD_CLASS_OF_HIGHWAY, SURFACE_OF_TAG

        usual = [
            Meaning(
                key,
                value,
                ROAD_CLASS_OF_HIGHWAY.get(value, LEFT_OUT) if key == "highway" else "",
                SURFACE_OF_TAG.get(value, "") if key == "surface" else "",
                count,
            )
            for (key, value), count in sorted(
                self.seen.items(), key=lambda s: (s[0][0], -s[1], s[0][1])
            )
        ]
        return overlaid(usual, self.table)


def _drawn_tags(lines: geopandas.GeoDataFrame, tally: Tally, said: str) -> Drawn:
    if not len(lines):
        raise refused(said, text("roads.no_roads_there"))
    found = lines.assign(speed_kph=float("nan"), provenance="")
    return Drawn(found[["u", "v", *KEPT, "geometry"]], tally.meanings())


def _words(values: pandas.Series) -> pandas.Series:
    from planner.inputs.cell import cell_text

    return values.map(cell_text).astype(str).str.strip()


def _guessed(
    words: Mapping[str, pandas.Series], by_class: str | None, by_surface: str | None, km: Any
) -> list[Meaning]:
    """Return what every value of the columns seems to mean, the longest first."""
    import pandas as pd

    found = []
    for column, said in words.items():
        sums = pd.DataFrame({"said": said, "km": km}).groupby("said")["km"].agg(["size", "sum"])
        ordered = sums.reset_index().sort_values(["sum", "said"], ascending=[False, True])
        for value, size, total in ordered.itertuples(index=False):
            road_class = guessed_class(value) if column == by_class else ""
            surface = guessed_surface(value) if column == by_surface else ""
            if value or column == by_class:
                found.append(Meaning(column, value, road_class, surface, int(size), float(total)))
    return found


def _applied(
    words: Mapping[str, pandas.Series], meanings: Sequence[Meaning], count: int
) -> tuple[list[str], list[str]]:
    """Return class and surface of each line; later columns go before earlier ones."""
    road_class, surface = [""] * count, [""] * count
    for column, said in words.items():
        of = {m.value: m for m in meanings if m.column == column}
        for n, value in enumerate(said):
            meaning = of.get(value)
            if meaning is not None:
                road_class[n] = (
                    road_class[n]
                    if road_class[n] == LEFT_OUT
                    else (meaning.road_class or road_class[n])
                )
                surface[n] = meaning.surface or surface[n]
    return road_class, surface


def _others(
    data: pandas.DataFrame, file: str, taken: set[str | None]
) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """Return the other columns of a road layer, of the headings that the planner knows."""
    import numpy as np

    from planner.inputs.cell import cell_text
    from planner.inputs.headings import fold, match_headings
    from planner.inputs.schema import typed

    cells = data[[c for c in data.columns if c not in taken]].map(cell_text).astype(str)
    cells.columns = [str(c) for c in cells.columns]
    wanted = {n: c for n, c in columns_of("roads").items() if n in (*KEPT[2:], "u", "v")}
    headings, _ = match_headings(list(cells.columns), wanted, file=file, has_geometry=True)
    frame, refused_cells = typed("roads", cells, headings, file)
    found = tuple(
        Finding(f.check, "warning", f.message, f.file, "", (f.row or 0) + 1, f.column, f.value)
        for f in refused_cells
    )
    if "name" not in frame:
        usual = {fold(h) for h in NAME_HEADINGS}
        heading = next((c for c in cells.columns if fold(c) in usual), None)
        frame["name"] = cells[heading].str.strip() if heading else ""
    for name in KEPT[2:]:
        if name not in frame:
            frame[name] = np.nan if name in ("speed_kph", "hazard") else ""
    named = {"u", "v"} <= set(frame) and bool((frame[["u", "v"]] != "").all(axis=None))
    columns = [*KEPT[2:], *(("u", "v") if named else ())]
    return {name: frame[name].to_numpy() for name in columns}, found


def unknown_finding(drawn: Drawn, file: str, table: str) -> Finding | None:
    """Return the warning about values whose class nobody knows."""
    if not drawn.unknown:
        return None
    lines = sum(m.lines for m in drawn.unknown)
    km = sum(m.km or 0 for m in drawn.unknown)
    some: list[str | Text] = [m.value or "“”" for m in drawn.unknown]
    from planner.travel.words import in_words

    message = text(
        "roads.unknown_values",
        column=drawn.unknown[0].column,
        values=in_words(some),
        lines=lines,
        km=f"{km:,.1f}",
        table=table,
    )
    return Finding("classes", "warning", message, file=file)
