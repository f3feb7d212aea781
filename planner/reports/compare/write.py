"""The page and the workbook of a comparison, written whole or not at all."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from planner.compare.runs import Comparison
from planner.errors import UsageError
from planner.reports.compare.page import comparison_page
from planner.reports.compare.workbook import write_compare_book
from planner.reports.words import PageLang
from planner.texts import text

PAGE = "compare.html"
ENDINGS = (".html", ".htm")


def page_path(asked: Path) -> Path:
    """Return where the page goes: into a folder that is there, else under the name asked for.

    Raises
    ------
    UsageError
        If the name is none of a page.
    """
    if asked.is_dir():
        return asked / PAGE
    if asked.suffix.lower() not in ENDINGS:
        raise UsageError(text("compare.out_kind", path=asked))
    return asked


def write_comparison(
    comparison: Comparison, page: Path, lang: PageLang = "both"
) -> tuple[Path, Path]:
    """Write the page and, beside it under the same name, the workbook; return both.

    Both are finished before either takes its place: what fails leaves the earlier ones.

    Raises
    ------
    UsageError
        If `page` is no name of a page.
    """
    page = page_path(page)
    book = page.with_suffix(".xlsx")
    page.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".new-{page.stem}-", dir=page.parent) as made:
        new_page, new_book = Path(made) / page.name, Path(made) / book.name
        new_page.write_text(comparison_page(comparison, lang), "utf-8")
        write_compare_book(comparison, new_book)
        new_book.replace(book)
        new_page.replace(page)
    return page, book
