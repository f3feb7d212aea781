"""The pipeline of `plan roads`: read or download, build, write, report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.roads.build import DEFAULT_JOIN_M, Built, build_roads
from planner.roads.classes import Meaning, read_table, write_table
from planner.roads.drawn import Drawn, drawn_graph, drawn_layer, drawn_osm, unknown_finding
from planner.roads.source import Source, source_of
from planner.texts import Lang, Text, text

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from planner.travel.roads_download import Server

Notice = Callable[[Text], None]


@dataclass(frozen=True)
class Wishes:
    """What may be asked of `plan roads` besides source and target.

    Parameters
    ----------
    join_m
        Widest gap that is closed, metres; 0 joins nothing; None as usual.
    layer, crs
        Of a GIS file.
    class_column, surface_column
        Its columns that say class and surface, where they are not to be guessed.
    classes
        Table of classes that was edited.
    within
        Box or file of polygons that roads must touch.
    margin_km
        How far round a place, a box or `within` roads are taken.
    overpass, nominatim
        Addresses of other servers than the usual.
    refresh
        Whether to download anew what is kept.
    """

    join_m: float | None = None
    layer: str | None = None
    crs: str | None = None
    class_column: str | None = None
    surface_column: str | None = None
    classes: Path | None = None
    within: str | None = None
    margin_km: float = 2.0
    overpass: str | None = None
    nominatim: str | None = None
    refresh: bool = False


@dataclass(frozen=True, eq=False)
class Made:
    """What `plan roads` made.

    Parameters
    ----------
    built
        The layer and how it came about.
    drawn
        The roads as their source draws them.
    lines
        The report, a sentence each.
    findings
        What the office should look at.
    layer, page, table
        The files; no table where one was given.
    """

    built: Built
    drawn: Drawn
    lines: tuple[Text, ...]
    findings: tuple[Finding, ...]
    layer: Path
    page: Path
    table: Path | None = None
    notes: tuple[Text, ...] = field(default=())


def make_roads(
    said: str, out: Path, wishes: Wishes, lang: Lang = "zh", notice: Notice | None = None
) -> Made:
    """Build a road layer and write it with its report.

    Parameters
    ----------
    said
        A file, a bounding box ``west,south,east,north``, or the name of a place.
    out
        The layer, ``.gpkg`` or ``.geojson``; the page and the table are named like it.
    wishes
        What was asked besides.
    lang
        Language of the table of classes.
    notice
        Told what is being done.

    Raises
    ------
    UsageError
        For a wrong source, target or area.
    InvalidInputError
        If the source cannot be used, or a server cannot be reached.
    """
    from planner.roads.write import check_target, write_layer, write_text

    tell = notice or (lambda _: None)
    source = source_of(said)
    check_target(out, source.path)
    rows = read_table(wishes.classes) if wishes.classes is not None else None
    tell(text("roads.reading", said=said))
    drawn, notes = _drawn(source, wishes, rows, tell)
    tell(text("roads.joining"))
    built = build_roads(drawn, DEFAULT_JOIN_M if wishes.join_m is None else wishes.join_m)
    page = out.with_name(f"{out.stem}-report.html")
    table = out.with_name(f"{out.stem}-classes.csv") if wishes.classes is None else None
    named = str((table or wishes.classes or out).name)
    lines, findings = _said(source, drawn, built, named, wishes)
    write_layer(built.roads, out)
    write_text(_page(Path(said).name, built, (*lines, *notes)), page)
    if table is not None:
        write_table(drawn.meanings, table, lang)
    return Made(built, drawn, tuple(lines), findings, out, page, table, tuple(notes))


def _drawn(
    source: Source, wishes: Wishes, rows: tuple[Meaning, ...] | None, tell: Notice
) -> tuple[Drawn, list[Text]]:
    """Return the roads of a source within the area asked for."""
    from planner.roads.area import area_said, lines_within, widened

    notes: list[Text] = []
    if source.path is None:
        return _downloaded(source, wishes, rows, tell)
    # Looked at before a large file is read.
    area = area_said(wishes.within) if wishes.within is not None else None
    if source.kind == "osm":
        drawn = drawn_osm(source.path, rows)
        notes.append(text("roads.page.osm"))
    else:
        from planner.roads.gis import read_layer

        frame, findings = read_layer(source.path, wishes.layer, wishes.crs)
        drawn = drawn_layer(
            frame,
            rows,
            file=source.path.name,
            columns=(wishes.class_column, wishes.surface_column),
            findings=findings,
        )
    if area is not None:
        kept = lines_within(drawn.lines, widened(area, wishes.margin_km))
        if not len(kept):
            raise InvalidInputError(text("roads.outside"), ())
        drawn = replace(drawn, lines=kept)
    return drawn, notes


def _downloaded(
    source: Source, wishes: Wishes, rows: tuple[Meaning, ...] | None, tell: Notice
) -> tuple[Drawn, list[Text]]:
    from planner.roads.area import area_of_box, widened
    from planner.travel.roads_download import DownloadError, download, forget, outline_of

    server = _server(source, wishes)
    if wishes.refresh:
        forget(server)
    notes: list[Text] = []
    try:
        if source.box is not None:
            area: BaseGeometry = area_of_box(source.box)
        else:
            area, found = outline_of(source.said, server)
            notes.append(text("roads.place_found", place=source.said, found=found))
            tell(notes[0])
        graph = download(
            widened(area, wishes.margin_km),
            server,
            lambda done, parts: tell(text("roads.progress", done=done, parts=parts)),
        )
    except DownloadError as error:
        found_wrong = Finding("download", "error", error.message)
        raise InvalidInputError(text("roads.download_failed"), [found_wrong]) from error
    notes += [text("roads.say.kept_from", date=_oldest(server.kept)), text("roads.page.osm")]
    return drawn_graph(graph, rows, source.said), notes


def _server(source: Source, wishes: Wishes) -> Server:
    """Return the servers, and for each area and server a folder of its own for the answers."""
    import tempfile

    from planner.travel.cache import cache_folder
    from planner.travel.roads_download import NOMINATIM, OVERPASS, Server

    overpass, nominatim = wishes.overpass or OVERPASS, wishes.nominatim or NOMINATIM
    asked = "\n".join((source.said.strip(), f"{wishes.margin_km:g}", overpass, nominatim))
    base = cache_folder() or Path(tempfile.mkdtemp(prefix="plan-roads-"))
    name = hashlib.sha256(asked.encode()).hexdigest()[:20]
    return Server(base / "osm" / name, overpass, nominatim)


def _oldest(kept: Path) -> str:
    import datetime

    times = [file.stat().st_mtime for file in kept.glob("*.json")]
    moment = datetime.datetime.fromtimestamp(min(times)) if times else datetime.datetime.now()
    return moment.date().isoformat()


def _said(
    source: Source, drawn: Drawn, built: Built, table: str, wishes: Wishes
) -> tuple[list[Text], tuple[Finding, ...]]:
    """Return the report, and what the office should look at."""
    from planner.roads.words import say_roads

    file = source.path.name if source.path is not None else source.said
    classed = {m.column for m in drawn.meanings if m.road_class}
    surfaced = {m.column for m in drawn.meanings if m.surface} - classed
    columns = None
    findings = list(drawn.findings)
    if source.kind == "gis":
        columns = (", ".join(sorted(classed)), ", ".join(sorted(surfaced)))
        if not classed and not drawn.unknown:
            message = text("roads.no_class_column")
            findings.append(Finding("classes", "warning", message, file=file))
    unknown = unknown_finding(drawn, file, table)
    findings += [unknown] if unknown is not None else []
    if drawn.named and wishes.join_m is not None:
        findings.append(Finding("joining", "note", text("roads.not_joined"), file=file))
    lines = say_roads(file, built, left_out=drawn.lines_left_out, columns=columns)
    return lines, tuple(findings)


def _page(said: str, built: Built, lines: tuple[Text, ...]) -> str:
    from planner.maps.roads_page import RoadsView, roads_page
    from planner.roads.lengths import lengths_km
    from planner.roads.words import by_code, code_words

    closing = built.closing
    lengths = [
        (
            text(f"roads.say.{title}"),
            [
                (code if column == "road_class" else "", code_words(code, column), f"{km:,.1f}")
                for code, km in by_code(built.roads, column).items()
            ],
        )
        for column, title in (("road_class", "by_class"), ("surface", "by_surface"))
    ]
    drawn_otherwise = built.join_m is not None
    more = [text("roads.page.look")] if len(closing) else []
    view = RoadsView(
        title=text("roads.say.title", said=said),
        before=built.source if drawn_otherwise else None,
        after=built.roads,
        before_piece=built.before.piece,
        after_piece=built.after.piece,
        gaps=closing,
        gaps_m=[1000 * float(km) for km in lengths_km(closing.geometry)],
        lines=[*more, *lines[1:]],
        lengths=lengths,
    )
    return roads_page(view)


def said_of(made: Made, lang: Lang, as_json: bool) -> str:
    """Return the report as JSON, or as lines for the terminal."""
    if as_json:
        return json.dumps(as_data(made, lang), ensure_ascii=False, indent=2)
    return "\n".join(as_lines(made, lang))


def as_data(made: Made, lang: Lang) -> dict[str, Any]:
    """Return what was made as JSON can hold it."""
    from planner.roads.words import figures

    return {
        **figures(made.built),
        "lines_left_out": made.drawn.lines_left_out,
        "notes": [note.say(lang) for note in made.notes],
        "findings": [f.say(lang) for f in made.findings],
        "layer": str(made.layer),
        "page": str(made.page),
        "classes": None if made.table is None else str(made.table),
    }


def as_lines(made: Made, lang: Lang) -> list[str]:
    """Return the report on the terminal."""
    from planner.roads.words import say_all, say_lengths

    wrote = [
        text("roads.say.wrote_roads", path=made.layer),
        text("roads.say.wrote_page", path=made.page),
    ]
    if made.table is not None:
        wrote.append(text("roads.say.wrote_table", path=made.table))
    found = [
        f"{text(f'cli.severity_{f.severity}').say(lang).strip()}: {f.say(lang)}"
        for f in made.findings
    ]
    return [
        *say_all(made.lines, lang),
        *say_lengths(made.built, lang),
        *say_all(made.notes, lang),
        *found,
        *say_all(wrote, lang),
    ]
