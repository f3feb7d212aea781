"""docs/data-dictionary.md, generated from the data dictionary."""

from __future__ import annotations

from pathlib import Path

from planner.county.dictionary import Column, tables
from planner.texts import LANGS, Lang, text

MODULE = "planner.county.docs"
FILE = Path("docs/data-dictionary.md")
EXAMPLE = """```yaml
county_id: dege
name: {zh: 德格县, en: Dege County}
adcode: "513330"              # optional
crs: cgcs2000                 # wgs84, cgcs2000, gcj02, bd09 or EPSG:n (also in metres)
projected_crs: EPSG:4542      # optional, metres; otherwise a zone is chosen
provenance: measured          # measured, estimated, synthetic: of rows that name none
tables:
  villages: {file: 教育基本情况.xlsx, sheet: 村庄}   # or .csv, .gpkg, .geojson, .shp, .kml, .kmz
  schools: {file: schools.csv, crs: gcj02}     # this table's own datum, before the file's
  roads: {file: roads.gpkg, layer: roads}
  services: services.csv      # this and the following are optional
  attendance: attendance.csv
  teachers: teachers.csv
  residences: residences.csv
  minutes: minutes.csv
  townships: townships.geojson
  boundary: boundary.geojson
  terrain: terrain.tif
assumptions:
  - {zh: 人口取自2020年普查, en: Populations are those of the 2020 census}
```
"""


def markdown() -> str:
    """Return the whole document, Chinese beside English."""
    lines = [f"# {_both('documents.dictionary.title')}", ""]
    for lang in LANGS:
        lines += [text("documents.dictionary.intro").say(lang), ""]
        lines += [text("documents.dictionary.pupils").say(lang), ""]
    lines += [f"## `county.yaml` · {_both('documents.tables.county_file')}", "", EXAMPLE]
    for table, columns in tables().items():
        lines += [f"## `{table}` · {_both(f'documents.tables.{table}')}", ""]
        lines += _table(columns)
        lines.append("")
    lines += [f"## `boundary`, `terrain` · {_both('documents.tables.boundary')}", ""]
    lines += [f"{text('documents.dictionary.boundary').say(lang)}\n" for lang in LANGS]
    lines += [text("documents.generated", module=MODULE).say(lang) for lang in LANGS]
    return "\n".join(lines) + "\n"


def _table(columns: dict[str, Column]) -> list[str]:
    words = ("column", "heading", "holds", "means")
    headings = [_both(f"documents.dictionary.{word}") for word in words]
    rows = [headings, ["---"] * len(headings)]
    rows += [
        [f"`{column.name}`", _cell(column, "heading"), _cell(column, "holds"), _means(column)]
        for column in columns.values()
    ]
    return ["| " + " | ".join(c.replace("|", "\\|") for c in row) + " |" for row in rows]


def _cell(column: Column, what: str) -> str:
    said = _heading if what == "heading" else _holds
    return "<br>".join(said(column, lang) for lang in LANGS)


def _heading(column: Column, lang: Lang) -> str:
    others = [a for a in column.aka if a.isascii() == (lang == "en")]
    named = column.headings[lang]
    if not others:
        return named
    joined = ("、" if lang == "zh" else ", ").join(others)
    return f"{named} ({text('documents.dictionary.aka', aka=joined).say(lang)})"


def _holds(column: Column, lang: Lang) -> str:
    comma = "，" if lang == "zh" else ", "
    parts = [text(f"documents.type.{column.type}").say(lang)]
    if column.codes and lang == "en":
        codes = ", ".join(f"`{c}`" for c in column.codes)
    else:
        codes = "、".join(f"`{c}` {z}" for c, z in zip(column.codes, column.codes_zh, strict=True))
    if codes:
        parts = [codes, *(parts if column.type == "months" else ())]
    if column.low is not None and column.high is not None:
        parts.append(f"{column.low:.10g} – {column.high:.10g}")
    if column.unit:
        parts.append(column.unit)
    parts.append(text("documents.needed" if column.needed else "documents.blank").say(lang))
    return comma.join(parts)


def _means(column: Column) -> str:
    said = []
    for lang in LANGS:
        stop = "。" if lang == "zh" else ". "
        sentences = [column.means[lang]]
        if column.absent:
            absent = text("documents.dictionary.absent", absent=column.absent[lang]).say(lang)
            sentences.append(absent[:1].upper() + absent[1:])
        said.append(stop.join(sentences))
    return "<br>".join(said)


def _both(key: str) -> str:
    return " · ".join(text(key).say(lang) for lang in LANGS)


if __name__ == "__main__":
    FILE.write_text(markdown(), "utf-8")
