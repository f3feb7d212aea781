"""What a report says, section by section, before it is laid out as a page or in Word."""

from __future__ import annotations

from planner.maps.scene import Scene
from planner.reports import hardship, sections
from planner.reports.apart import scene_apart
from planner.reports.assumptions import assumptions
from planner.reports.balance_section import balance_section
from planner.reports.buildings_section import buildings_section
from planner.reports.concern.run_section import concern_blocks
from planner.reports.document import (
    Block,
    Grid,
    Links,
    Paragraph,
    Picture,
    Section,
    Sentences,
    Title,
)
from planner.reports.gates import streams
from planner.reports.indicator_blocks import indicator_blocks
from planner.reports.ledger_section import money_section
from planner.reports.lines import lines_blocks
from planner.reports.numbers import numbers
from planner.reports.people import closures_table, farthest_beyond, townships_table
from planner.reports.places import names_of
from planner.reports.proof_said import proof_notes
from planner.reports.pupils import boarders_who_move
from planner.reports.resources_section import resources_section
from planner.reports.school_cards import school_cards
from planner.reports.staff_blocks import staffing_section
from planner.reports.still_map import county_map
from planner.reports.stress import stress_notes, stress_places, stress_summary
from planner.reports.summary import answers
from planner.reports.township_pages import township_pages
from planner.texts import text


def report_sections(scene: Scene) -> tuple[Section, ...]:
    """Return the sections of the report of a finished run, the summary first."""
    plain, scene = scene, scene_apart(scene)
    result = scene.result
    told = [_summary(scene), *_changes(scene)]
    if result.staffing is not None:
        told.append(staffing_section(result.staffing))
    told += [
        balance_section(result, scene.judged),
        *([resources_section(result)] if result.resources is not None else []),
        buildings_section(result),
        money_section(result),
        _townships(scene),
        _cards(scene),
        _worst(scene),
        _beyond(scene),
        _stress(scene),
        _assumptions(scene),
        _findings(scene),
        _proof(scene),
    ]
    links = Links(tuple((s.section_id, s.title) for s in told[1:]))
    alike = () if scene is plain else (_note("report.note.apart"),)
    # The summary is one printed page: how to read the rest stands with the map after it.
    told[0] = Section(told[0].section_id, told[0].title, (*told[0].blocks, links))
    told[1] = Section(told[1].section_id, told[1].title, (*told[1].blocks, _few(), *alike))
    return tuple(told)


def _summary(scene: Scene) -> Section:
    told = answers(scene.result, scene.assignments, scene.schools, scene.judged)
    blocks: list[Block] = []
    for answer in told:
        blocks += [Title(answer.question), Sentences(answer.sentences)]
    return _section("summary", *blocks)


def _changes(scene: Scene) -> list[Section]:
    result = scene.result
    closures = closures_table(result, scene.assignments, scene.schools)
    named = names_of(result.county.schools)
    drawn = Picture(county_map(scene), text("report_page.county_map"), legend=True)
    proposed = sections.closures(closures, named, boarders_who_move(scene.assignments))
    changed = [
        _section("sketch", drawn, title="map"),
        _section("indicators", *indicator_blocks(result, scene.assignments)),
        _or_nothing(
            "closures",
            Grid(proposed, "closures"),
            "report.summary.nothing_closes",
            "report.note.closures",
        ),
        _or_nothing("boarding", Grid(sections.boarding(scene.schools)), "report.nobody_boards"),
        _section("lines", *lines_blocks(result)),
    ]
    switched = streams(result, scene.assignments)
    if switched.rows:
        changed.append(_section("streams", Grid(switched, "villages")))
    return [*changed, _concern(scene)]


def _concern(scene: Scene) -> Section:
    return Section("concern", text("concern_page.run.title"), concern_blocks(scene.result))


def _townships(scene: Scene) -> Section:
    pages = township_pages(scene)
    table = sections.townships(townships_table(scene.result, scene.assignments, scene.schools))
    return _section(
        "townships",
        Grid(table),
        _note("report.note.minutes"),
        _note("report_page.township.note"),
        _few(),
        Links(tuple((p.group_id, p.title) for p in pages)),
        *pages,
    )


def _cards(scene: Scene) -> Section:
    cards = school_cards(scene)
    if not cards:
        return _section("cards", Paragraph(text("report_page.card.nobody")))
    return _section(
        "cards",
        _note("report_page.card.note"),
        Links(tuple((c.group_id, c.title) for c in cards)),
        *cards,
    )


def _worst(scene: Scene) -> Section:
    rows = hardship.worse_off(scene.result, scene.assignments)
    if rows.empty:
        return _section("worst", Paragraph(text("report.nobody_worse")))
    return _section(
        "worst",
        Paragraph(hardship.worse_said(rows)),
        Grid(hardship.worst(rows), "villages"),
        _note("report_page.worse_note"),
    )


def _beyond(scene: Scene) -> Section:
    rows = farthest_beyond(scene.result, scene.assignments, most=len(scene.assignments))
    return _or_nothing(
        "beyond",
        Grid(hardship.beyond(rows), "villages"),
        "report.nobody_beyond",
        "report.note.beyond",
    )


def _stress(scene: Scene) -> Section:
    places = stress_places(scene.result)
    notes = [Paragraph(said, note=True) for said in stress_notes(scene.result)]
    short = Grid(places, "villages") if places.rows else Paragraph(text("stress.none_short"))
    blocks = (Grid(stress_summary(scene.result)), *notes, short)
    return Section("stress", text("stress.title"), blocks)


def _assumptions(scene: Scene) -> Section:
    result = scene.result
    return _section(
        "assumptions",
        Sentences(tuple(assumptions(result, scene.assignments))),
        Title(text("report.section.norms")),
        Grid(sections.norms(result)),
        Title(text("report_page.numbers")),
        Paragraph(text("report_page.numbers_note"), note=True),
        Grid(numbers(result), "numbers long"),
    )


def _findings(scene: Scene) -> Section:
    table = sections.findings(scene.result)
    if not table.rows:
        return _section("findings", Paragraph(text("report.no_findings")))
    counted = Paragraph(text("report.findings_count", n=len(table.rows)))
    return _section("findings", counted, Grid(table, "findings long"))


def _proof(scene: Scene) -> Section:
    said = Paragraph(text("report.note.proof"))
    notes = proof_notes(scene.result)
    told = [Sentences(notes)] if notes else []
    return _section("proof", said, *told, Grid(sections.proof(scene.result)))


def _section(section_id: str, *blocks: Block, title: str = "") -> Section:
    return Section(section_id, text(f"report.section.{title or section_id}"), blocks)


def _or_nothing(section_id: str, grid: Grid, nothing: str, note: str = "") -> Section:
    """Return a section with its table, or with a sentence where there is nothing to tell."""
    if not grid.table.rows:
        return _section(section_id, Paragraph(text(nothing)))
    return _section(section_id, grid, *([_note(note)] if note else []))


def _note(key: str) -> Paragraph:
    return Paragraph(text(key), note=True)


def _few() -> Paragraph:
    return _note("report_page.few")
