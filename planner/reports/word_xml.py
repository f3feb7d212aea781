"""Paragraphs and tables of a Word file as XML: a library needs minutes for a county's rows."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WIDTH_TWIPS = 10_090
"""The width of A4 within the margins of the file, in twentieths of a point."""
HALF_POINTS = 16
RULE = '<w:{side} w:val="single" w:sz="4" w:space="0" w:color="9CA3AF"/>'
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


ALERT = "B91C1C"


def legal(said: str) -> str:
    """Return a text without the signs that no XML file may hold."""
    return "".join(c for c in said if ord(c) >= 32 and c not in "\ufffe\uffff")


def paragraph_xml(
    said: str, style: str = "", *, alert: bool = False, new_page: bool = False
) -> str:
    """Return a paragraph.

    Parameters
    ----------
    style
        Id of its style, empty for plain text.
    alert
        Bold and red.
    new_page
        Begins a sheet of paper.
    """
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    look = f'<w:rPr><w:b/><w:color w:val="{ALERT}"/></w:rPr>' if alert else ""
    leap = '<w:r><w:br w:type="page"/></w:r>' if new_page else ""
    words = f'<w:r>{look}<w:t xml:space="preserve">{escape(legal(said))}</w:t></w:r>'
    return f'<w:p xmlns:w="{NAMESPACE}"><w:pPr>{styled}</w:pPr>{leap}{words if said else ""}</w:p>'


def table_xml(
    headings: Sequence[str], rows: Sequence[Sequence[str]], numeric: frozenset[int]
) -> str:
    """Return a table whose head stands again on every page and whose rows are not broken.

    Parameters
    ----------
    headings, rows
        Words of the cells.
    numeric
        Columns set to the right.
    """
    rules = "".join(RULE.format(side=side) for side in SIDES)
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in _widths(headings, rows))
    head = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" + "".join(
        _cell(h, n in numeric, bold=True) for n, h in enumerate(headings)
    )
    body = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(_cell(c, n in numeric) for n, c in enumerate(row))
        + "</w:tr>"
        for row in rows
    )
    return (
        f'<w:tbl xmlns:w="{NAMESPACE}"><w:tblPr><w:tblW w:w="5000" w:type="pct"/>'
        f"<w:tblBorders>{rules}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr>{head}</w:tr>{body}</w:tbl>"
    )


def _widths(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Return widths by the longest words of each column, none below a share of its own."""
    longest = [
        max(6.0, *(min(40.0, _wide(row[n])) for row in (headings, *rows)))
        for n in range(len(headings))
    ]
    return [round(WIDTH_TWIPS * w / sum(longest)) for w in longest]


def _wide(said: str) -> float:
    return sum(1.0 if ord(c) > 255 else 0.55 for c in said)


def _cell(said: str, right: bool, *, bold: bool = False) -> str:
    side = '<w:jc w:val="right"/>' if right else ""
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="F3F4F6"/>' if bold else ""
    weight = "<w:b/>" if bold else ""
    keep = "<w:keepNext/>" if bold else ""
    return (
        f"<w:tc><w:tcPr>{shade}</w:tcPr><w:p><w:pPr>{keep}"
        f'<w:spacing w:before="10" w:after="10"/>{side}</w:pPr><w:r><w:rPr>{weight}'
        f'<w:sz w:val="{HALF_POINTS}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(legal(said))}</w:t></w:r></w:p></w:tc>'
    )
