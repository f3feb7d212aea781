"""The folder of papers: a page for each closure, and the index."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.reports.dossier.content import Dossier
from planner.reports.dossier.page import dossier_page, index_page
from planner.reports.words import PageLang
from planner.texts import Text, text

INDEX = "index.html"
MARK = "dossier.txt"
"""Lists the pages that were written here: they may be replaced, nothing else is touched."""


def file_names(schools: Sequence[str]) -> dict[str, str]:
    """Return a file name for each school id that no file system takes amiss."""
    names: dict[str, str] = {}
    for school in schools:
        stem = re.sub(r"[^\w-]", "_", school)
        taken = {n.casefold() for n in names.values()} | {INDEX}
        name, n = f"{stem}.html", 1
        while name.casefold() in taken:
            n += 1
            name = f"{stem}-{n}.html"
        names[school] = name
    return names


def refuse_foreign_papers(out: Path) -> None:
    """Raise unless papers may be written into a folder.

    Raises
    ------
    InvalidInputError
        If it is a file, or a folder with files that are no papers.
    """
    if out.is_file() or (out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file()):
        finding = Finding("dossier", "error", text("dossier.foreign_folder"), str(out))
        raise InvalidInputError(text("run.refused"), [finding])


def write_papers(
    dossiers: Sequence[Dossier],
    closing: Sequence[str],
    refused: Sequence[Text],
    county: Mapping[str, str],
    out: Path,
    lang: PageLang,
    *,
    every: bool,
) -> dict[str, Path]:
    """Write a page for each closure.

    Parameters
    ----------
    closing
        All schools that the run closes or reduces: a page has the same name alone and among all.
    every
        Whether these are all closures of the run: then the index is written too, and pages of
        earlier papers that are none of them are deleted.

    Returns
    -------
    dict
        Paths of the pages by school id.
    """
    names = file_names(closing)
    pages = {names[d.school_id]: dossier_page(d, lang) for d in dossiers}
    if every:
        listed = [(d, names[d.school_id]) for d in dossiers]
        pages[INDEX] = index_page(listed, refused, county, lang)
    out.mkdir(parents=True, exist_ok=True)
    earlier = (out / MARK).read_text("utf-8").splitlines() if (out / MARK).is_file() else []
    # Only names, and only pages: a list that was tampered with deletes nothing elsewhere.
    others = [n for n in earlier if n not in pages and Path(n).name == n and n.endswith(".html")]
    for name, page in pages.items():
        _whole(out / name, page)
    for name in others if every else ():
        (out / name).unlink(missing_ok=True)
    _whole(out / MARK, "".join(f"{name}\n" for name in [*pages, *([] if every else others)]))
    return {d.school_id: out / names[d.school_id] for d in dossiers}


def _whole(path: Path, content: str) -> None:
    """Write a file whole or not at all."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:
        file.write(content)
    fresh = Path(file.name)
    fresh.chmod(0o644)
    fresh.replace(path)
