"""The report's section on staffing as blocks of a document."""

from __future__ import annotations

from typing import Any

from planner.reports.document import Block, Grid, Heat, Paragraph, Section, Sentences, Title
from planner.reports.staff_section import staff_section
from planner.result import StaffResult
from planner.texts import text


def staffing_section(staffing: StaffResult) -> Section:
    """Return lessons that nobody gives, posts, moves, hires and what is proved."""
    s = staff_section(staffing)
    blocks: list[Block] = []
    if s["made_up"]:
        blocks.append(Paragraph(text("staff.made_up")))
    blocks += [Sentences(tuple(s["summary"])), *_heat(s["heat"])]
    blocks += [Title(text("staff.how_title")), Grid(s["how"])]
    blocks += [Title(text("staff.posts_title")), Grid(s["posts"])]
    blocks += [Paragraph(text("staff.posts_note"), note=True), Title(text("staff.moves_title"))]
    moves, more = s["moves"]
    if moves.rows:
        blocks.append(Grid(moves, "villages"))
        if more:
            blocks.append(Paragraph(text("staff.moves_more", n=more), note=True))
    else:
        blocks.append(Paragraph(text("staff.moves_none")))
    if s["hires"].rows:
        blocks += [Title(text("staff.hires_title")), Grid(s["hires"], "villages")]
    if s["circuits"].rows:
        blocks += [Title(text("staff.circuits_title")), Grid(s["circuits"], "villages")]
        blocks.append(Paragraph(text("staff.circuits_note"), note=True))
    if len(s["rounds"].rows) > 1:
        blocks += [Title(text("staff.rounds_title")), Grid(s["rounds"])]
    blocks += [Title(text("staff.proof_title")), Grid(s["proof"])]
    return Section("staffing", text("staff.section"), tuple(blocks))


def _heat(heat: Any) -> list[Block]:
    title = Title(text("staff.heat_title"))
    if not heat.rows:
        return [title, Paragraph(text("staff.heat_none"))]
    notes = [Paragraph(text("staff.heat_note"), note=True)]
    if heat.more:
        notes.append(Paragraph(text("staff.heat_more", n=heat.more), note=True))
    notes.append(Paragraph(text("staff.ask_why"), note=True))
    headings = (text("staff_head.school"), text("staff_head.total"), *heat.subjects)
    return [title, Heat(headings, heat.rows), *notes]
