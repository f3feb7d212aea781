"""The report as a Word file: real headings, tables whose heads repeat, still maps, page numbers."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from planner.errors import UsageError
from planner.reports.document import (
    Block,
    Chart,
    Grid,
    Group,
    Heat,
    Links,
    Paragraph,
    Picture,
    Section,
    Sentences,
    Title,
)
from planner.reports.figures import Cell
from planner.reports.word_xml import legal, paragraph_xml, table_xml
from planner.reports.words import pair, status_of, title_of, warning_of
from planner.texts import Text, text

if TYPE_CHECKING:
    from planner.result import Result
    from planner.texts import Lang

EXTRA_DOCX = 'pip install "county-school-planner[docx]"'
LATIN, CHINESE = "Arial", "Microsoft YaHei"
"""Faces of the file; a reader without them sees the nearest of its own."""
A4_MM, MARGIN_MM = (210, 297), 16
PICTURE_MM = 178


def require_docx() -> None:
    """Raise unless Word files can be written.

    Raises
    ------
    UsageError
        If python-docx is not installed; says how to install it.
    """
    if importlib.util.find_spec("docx") is None:
        raise UsageError(text("report_page.extra.docx", extra=EXTRA_DOCX))


def write_docx(
    result: Result, sections: Sequence[Section], path: Path, langs: Sequence[Lang]
) -> None:
    """Write the report as a Word file, one language after the other.

    Parameters
    ----------
    sections
        `planner.reports.content.report_sections` of the run.

    Raises
    ------
    UsageError
        If python-docx is not installed.
    """
    require_docx()
    import docx

    document = docx.Document()
    _styled(document)
    for n, lang in enumerate(langs):
        _paper(document, n, f"{pair(result.county.name)[lang]} · {title_of(result.scenario)[lang]}")
        writer = _Writer(document, lang)
        _head(writer, result)
        for section in sections:
            writer.heading(section.title, 1)
            writer.blocks(section.blocks, 2)
    title = title_of(result.scenario)[langs[0]]
    document.core_properties.title = f"{pair(result.county.name)[langs[0]]} · {title}"
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.save(str(path))


def _head(writer: _Writer, result: Result) -> None:
    scenario = result.scenario
    writer.heading(title_of(scenario), 0)
    status = status_of(result)
    county = pair(result.county.name)[writer.lang]
    writer.paragraph(f"{county} · {status.say(writer.lang)}")
    asks = {"zh": scenario.asks.zh, "en": scenario.asks.en}
    if any(asks.values()):
        writer.paragraph(asks)
    warning = warning_of(result.county)
    if warning:
        writer.paragraph(warning[1], alert=True)


class _Writer:
    """Writes blocks into a Word file in one language.

    Everything is put before the properties of the last section, as XML: the library itself
    looks through the whole file for each paragraph, and a county has thousands.
    """

    def __init__(self, document: Any, lang: Lang) -> None:
        self.document, self.lang = document, lang
        self.end = document.element.body[-1]

    def say(self, said: Cell | Text) -> str:
        return said if isinstance(said, str) else pair(said)[self.lang]

    def heading(self, said: Cell | Text, level: int) -> None:
        self.paragraph(said, f"Heading{level}" if level else "Title")

    def paragraph(self, said: Cell | Text, style: str = "", *, alert: bool = False) -> None:
        self.put(paragraph_xml(self.say(said), style, alert=alert))

    def put(self, xml: str) -> None:
        from docx.oxml import parse_xml

        self.end.addprevious(parse_xml(xml))

    def blocks(self, blocks: Sequence[Block], level: int) -> None:
        """Write blocks in their order; headings within them are of `level`."""
        for block in blocks:
            if isinstance(block, Sentences):
                for said in block.said:
                    self.paragraph(said, "ListBullet")
            elif isinstance(block, Paragraph):
                self.paragraph(block.said, "Caption" if block.note else "")
            elif isinstance(block, Title):
                self.heading(block.said, level)
            elif isinstance(block, Grid):
                table = block.table
                headings = [self.say(h) for h in table.headings]
                rows = [[self.say(c) for c in row] for row in table.rows]
                self.table(headings, rows, table.numeric)
            elif isinstance(block, Heat):
                headings = [self.say(h) for h in block.headings]
                rows = [[self.say(n), t, *(c for c, _ in cells)] for n, t, cells in block.rows]
                self.table(headings, rows, frozenset(range(1, len(headings))))
            elif isinstance(block, Picture | Chart):
                self.picture(block)
            elif isinstance(block, Group):
                if block.style == "township":
                    self.put(paragraph_xml("", new_page=True))
                self.heading(block.title, level)
                self.blocks(block.blocks, level + 1)
            else:
                # Word has its own navigation by headings.
                assert isinstance(block, Links)

    def table(
        self, headings: Sequence[str], rows: Sequence[Sequence[str]], numeric: frozenset[int]
    ) -> None:
        self.put(table_xml(headings, rows, numeric))
        self.put(paragraph_xml(""))

    def picture(self, picture: Picture | Chart) -> None:
        from docx.oxml import parse_xml
        from docx.shared import Mm

        said = self.say(picture.caption)
        drawn = self.document.part.new_pic_inline(
            BytesIO(picture.drawing.png(self.lang)), width=Mm(PICTURE_MM)
        )
        # Read aloud instead of the picture.
        drawn.docPr.set("descr", legal(said))
        paragraph = parse_xml(paragraph_xml(""))
        paragraph.add_r().add_drawing(drawn)
        self.end.addprevious(paragraph)
        self.paragraph(said, "Caption")


def _styled(document: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    sizes = {"Normal": 10, "List Bullet": 10, "Caption": 8.5, "Title": 18}
    sizes |= {"Heading 1": 14, "Heading 2": 12, "Heading 3": 10.5}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.name, style.font.size = LATIN, Pt(size)
        style.font.color.rgb = RGBColor(0x11, 0x18, 0x27)
        style.paragraph_format.space_after = Pt(3)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script, face in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", CHINESE)):
            fonts.set(qn(f"w:{script}"), face)


def _paper(document: Any, number: int, head: str) -> None:
    """Begin the sheets of a language: A4, its head line, and page numbers at the foot."""
    from docx.enum.section import WD_SECTION
    from docx.shared import Mm

    section = document.sections[0] if number == 0 else document.add_section(WD_SECTION.NEW_PAGE)
    section.page_width, section.page_height = Mm(A4_MM[0]), Mm(A4_MM[1])
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", Mm(MARGIN_MM))
    section.header.is_linked_to_previous = False
    section.header.paragraphs[0].text = legal(head)
    if number == 0:
        foot = section.footer.paragraphs[0]
        _field(foot, "PAGE")
        foot.add_run(" / ")
        _field(foot, "NUMPAGES")


def _field(paragraph: Any, name: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    paragraph._p.append(field)
