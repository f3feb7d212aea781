"""The workbook that an office fills in: a sheet a table, notes on every heading, lists of codes.

Each sheet has the English heading in its first row and the Chinese one in the second, under
which rows are written; the reader goes by the Chinese ones. Sheets of examples have the same
columns, so that rows can be copied across.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.blank.examples import NEEDED_TABLES, TABLES, example_of, example_rows
from planner.county import Column, columns_of
from planner.texts import LANGS, Lang, Text, text

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

CREATED = datetime.datetime(2000, 1, 1)
"""Fixed, so that the same program writes the same file."""

HEADING_ROW = 1
"""Row of the Chinese headings, from 0; rows are written from the next."""
LAST_ROW = 20_000
"""Lists and bounds hold down to this row."""
LONGEST_LIST = 255
"""Signs that a spreadsheet takes in a list of choices."""
LONGEST_NOTE_TITLE = 32
NARROWEST, WIDEST = 11.0, 34.0

UNIT_KEYS = {"m²": "m2", "°": "degree", "km/h": "kph", "yuan/year": "yuan_a_year"}
"""Units whose sign cannot be a key of the catalogue."""


def sheet_name(table: str) -> str:
    """Return the name of a table's sheet, in both languages."""
    return _both(f"init.sheet.{table}")


def example_name(table: str) -> str:
    """Return the name of the sheet of examples of a table."""
    return text("init.example_sheet", sheet=sheet_name(table)).say("zh")


def _both(key: str) -> str:
    said = text(key)
    return f"{said.say('zh')} {said.say('en')}"


def write_workbook(path: Path, *, filled: bool) -> None:
    """Write the workbook.

    Parameters
    ----------
    path
        The file, ``.xlsx``.
    filled
        Whether the sheets hold the example rows.
    """
    import xlsxwriter

    as_text = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
    options = dict.fromkeys(as_text, False) | {"tmpdir": str(path.parent)}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": CREATED})
        _write_guide(book)
        for table in TABLES:
            page = book.add_worksheet(sheet_name(table))
            page.set_tab_color("#C00000" if table in NEEDED_TABLES else "#2F6DB5")
            _write_headings(book, page, table)
            if filled:
                _write_rows(book, page, table)
        for table in TABLES:
            page = book.add_worksheet(example_name(table))
            page.set_tab_color("#9CA3AF")
            _write_headings(book, page, table)
            _write_rows(book, page, table)
        _write_codes(book)


def _write_guide(book: Workbook) -> None:
    page = book.add_worksheet(_both("init.guide.sheet"))
    page.set_column(0, 0, 100)
    bold = book.add_format({"bold": True, "font_size": 14})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    row = 0
    for lang in LANGS:
        page.write_string(row, 0, text("init.guide.title").say(lang), bold)
        for n in range(1, 9):
            row += 1
            page.write_string(row, 0, text(f"init.guide.line_{n}").say(lang), plain)
        row += 2


def _write_headings(book: Workbook, page: Worksheet, table: str) -> None:
    """Write both rows of headings with their notes, and the bounds and lists below them."""
    english = book.add_format({"font_color": "#6B7280", "text_wrap": True, "valign": "top"})
    looks = {
        needed: book.add_format(
            {
                "bold": True,
                "text_wrap": True,
                "valign": "top",
                "bottom": 1,
                "bg_color": "#FCE4D6" if needed else "#E5E7EB",
            }
        )
        for needed in (True, False)
    }
    as_text = book.add_format({"num_format": "@"})
    for c, column in enumerate(columns_of(table).values()):
        named = text("init.needed" if is_needed(table, column) else "init.optional")
        page.write_string(0, c, f"{column.headings['en']} · {named.say('en')}", english)
        page.write_string(HEADING_ROW, c, column.headings["zh"], looks[is_needed(table, column)])
        page.write_comment(
            HEADING_ROW,
            c,
            note_of(table, column),
            {"author": "plan init", "x_scale": 2.6, "y_scale": 3.2, "font_size": 9},
        )
        width = max(NARROWEST, min(WIDEST, 2.1 * len(column.headings["zh"]) + 2))
        page.set_column(c, c, width, as_text if _is_text(column) else None)
        choice = _choice(table, column)
        if choice:
            page.data_validation(HEADING_ROW + 1, c, LAST_ROW, c, choice)
    page.set_row(0, 32)
    page.set_row(HEADING_ROW, 32)
    page.freeze_panes(HEADING_ROW + 1, 2)


def _write_rows(book: Workbook, page: Worksheet, table: str) -> None:
    as_text = book.add_format({"num_format": "@"})
    names = list(columns_of(table))
    for r, row in enumerate(example_rows(table), HEADING_ROW + 1):
        for name, cell in row.items():
            c = names.index(name)
            if _is_text(columns_of(table)[name]) or columns_of(table)[name].codes:
                page.write_string(r, c, cell, as_text)
            else:
                page.write_number(r, c, float(cell))


def _write_codes(book: Workbook) -> None:
    """Write every coded column with the words that are understood."""
    page = book.add_worksheet(_both("init.codes.sheet"))
    bold = book.add_format({"bold": True, "bottom": 1})
    for c, name in enumerate(("table", "column", "code", "zh")):
        page.write_string(0, c, _both(f"init.codes.{name}"), bold)
    row = 1
    for table in TABLES:
        for column in columns_of(table).values():
            for code, zh in zip(column.codes, column.codes_zh, strict=True):
                heading = f"{column.headings['zh']} {column.headings['en']}"
                for c, cell in enumerate((sheet_name(table), heading, code, zh)):
                    page.write_string(row, c, cell)
                row += 1
    page.set_column(0, 3, 26)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, row - 1, 3)


def is_needed(table: str, column: Column) -> bool:
    """Return whether a cell must be filled; villages need their pupils or their people."""
    return column.needed or (
        table == "villages"
        and column.name.endswith("_pupils")
        and column.name.split("_")[0] in ("lower", "upper", "junior")
    )


def note_of(table: str, column: Column) -> str:
    """Return the note on a heading in both languages: meaning, unit, what may stand, example."""
    return "\n\n".join(
        "\n".join(line.say(lang) for line in _note(table, column, lang)) for lang in LANGS
    )


def _note(table: str, column: Column, lang: Lang) -> list[Text]:
    need = "init.note.needed" if is_needed(table, column) else "init.note.optional"
    lines = [text("say.both", zh=column.means["zh"], en=column.means["en"]), text(need)]
    if column.unit:
        lines.append(text("init.note.unit", unit=_unit(column)))
    if column.codes:
        known = zip(column.codes, column.codes_zh, strict=True)
        words = "、".join(z for _, z in known) if lang == "zh" else ", ".join(column.codes)
        lines.append(text("init.note.codes", words=words))
    elif column.type == "flag":
        lines.append(text("init.note.flag"))
    elif column.low is not None or column.high is not None:
        low = "–" if column.low is None else f"{column.low:,g}"
        high = "–" if column.high is None else f"{column.high:,.12g}"
        lines.append(text("init.note.between", low=low, high=high))
    lines.append(text("init.note.example", example=example_of(table, column)))
    if column.absent:
        absent = text("say.both", zh=column.absent["zh"], en=column.absent["en"])
        lines.append(text("init.note.absent", absent=absent))
    return lines


def _unit(column: Column) -> Text:
    return text(f"init.unit.{UNIT_KEYS.get(column.unit, column.unit)}")


def _is_text(column: Column) -> bool:
    """Return whether a spreadsheet must not touch a cell: ids lose zeros, 11-3 becomes a date."""
    return column.type in ("text", "months")


def _choice(table: str, column: Column) -> dict[str, Any] | None:
    """Return the list of choices or the bounds of a column's cells."""
    if column.type == "code":
        words = [*column.codes_zh]
        # Longer lists would not open in a spreadsheet; the sheet of codes has them all.
        if len(",".join(words)) > LONGEST_LIST:
            return None
        return {"validate": "list", "source": words, "ignore_blank": True, **_told(table, column)}
    if column.type == "flag":
        return {"validate": "list", "source": ["1", "0"], "ignore_blank": True} | _told(
            table, column
        )
    if column.type in ("int", "float") and column.low is not None and column.high is not None:
        return {
            "validate": "integer" if column.type == "int" else "decimal",
            "criteria": "between",
            "minimum": column.low,
            "maximum": column.high,
            "ignore_blank": True,
            **_told(table, column),
        }
    return None


def _told(table: str, column: Column) -> dict[str, Any]:
    """Return what a spreadsheet says of a wrong cell."""
    example = example_of(table, column)
    said = text("init.wrong_cell", example=example)
    return {
        "error_title": column.headings["zh"][:LONGEST_NOTE_TITLE],
        "error_message": f"{said.say('zh')}\n{said.say('en')}",
    }
