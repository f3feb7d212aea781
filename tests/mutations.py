"""Spoilt county folders, one for every seed: what a file may suffer on its way to a planner.

`mutated` takes a good county, as CSV files or as a workbook with layers, and spoils one to
three of its files by bytes, by lines, by cells, or within the parts of a packed file. The same
seed gives the same folder. All 2,000: ``PLAN_MUTATIONS=2000 pytest
tests/unit/inputs/test_mutated_inputs.py``.
"""

from __future__ import annotations

import csv
import io
import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import openpyxl

from planner.sample import sample_folder

NASTY = (
    "", " ", "—", "12人", "１２", "1,200", "-1", "1e999", "1e308", "nan", "inf", "=1+1", "+1", "@a",
    "'", '"', "NULL", "0x10", "9" * 300, "甲" * 2000, "<script>alert(1)</script>", "../../etc/passwd",
    "\u202e村", "\x00", "a\nb", "98°34′", "true", "2026-11-03", "V1", "S1", "primary", "{}", "%s",
    "100.05", "30.98", "31000000", "33500000", "-180", "1.5", "3-5", "11-3", "[1, 2]", "~", "!!x y",
)  # fmt: skip
ENCODINGS = ("gb18030", "utf-16", "utf-16-le", "utf-32", "utf-8-sig", "big5", "cp1252")

Random = random.Random
Spoil = Callable[[bytes, Random], bytes]


def bases(folder: Path) -> dict[str, Path]:
    """Return two good counties under a folder: of CSV files, and of a workbook and layers."""
    plain = folder / "plain"
    shutil.copytree(sample_folder(), plain, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    office = folder / "office"
    shutil.copytree(plain, office)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for table in ("villages", "schools", "attendance", "teachers"):
        page = book.create_sheet(table)
        with (office / f"{table}.csv").open(encoding="utf-8-sig", newline="") as source:
            for row in csv.reader(source):
                page.append([_number(cell) for cell in row])
        (office / f"{table}.csv").unlink()
    book.save(office / "county.xlsx")
    gpd.read_file(office / "roads.geojson").to_file(office / "roads.shp", encoding="UTF-8")
    gpd.read_file(office / "boundary.geojson").to_file(office / "boundary.kml", driver="KML")
    for name in ("roads.geojson", "boundary.geojson"):
        (office / name).unlink()
    said = (office / "county.yaml").read_text("utf-8")
    for table in ("villages", "schools", "attendance", "teachers"):
        said = said.replace(f"{table}.csv", "county.xlsx")
    said = said.replace("roads.geojson", "roads.shp").replace("boundary.geojson", "boundary.kml")
    (office / "county.yaml").write_text(said, "utf-8")
    return {"plain": plain, "office": office}


def mutated(seed: int, good: dict[str, Path], folder: Path) -> Path:
    """Return the spoilt county of a seed, made under a folder."""
    rng = Random(seed)
    county = folder / "county"
    shutil.copytree(good[rng.choice(sorted(good))], county)
    files = sorted(p for p in county.iterdir() if p.suffix != ".py" and p.is_file())
    for path in rng.sample(files, rng.choice((1, 1, 1, 2, 3))):
        spoil = rng.choice(_ways(path))
        path.write_bytes(spoil(path.read_bytes(), rng))
    return county


def _ways(path: Path) -> tuple[Spoil, ...]:
    if path.suffix == ".xlsx":
        return (_cells_of_a_workbook,) * 4 + (_part, _bytes, _cut)
    if path.suffix == ".csv":
        return (_cells, _cells, _cells, _lines, _columns, _bytes, _cut, _encoding)
    if path.suffix in (".yaml", ".geojson", ".kml"):
        return (_lines, _words, _words, _bytes, _cut, _encoding)
    return (_bytes, _cut)


def _number(cell: str) -> object:
    if not cell.replace(".", "", 1).isdigit():
        return cell or None
    return float(cell) if "." in cell else int(cell)


def _bytes(content: bytes, rng: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.choice((1, 3, 30))):
        at = rng.randrange(len(changed) + 1)
        match rng.randrange(3):
            case 0:
                changed[at:at] = rng.randbytes(rng.randint(1, 8))
            case 1:
                del changed[at : at + rng.randint(1, 8)]
            case _:
                changed[at : at + 1] = rng.randbytes(1)
    return bytes(changed)


def _cut(content: bytes, rng: Random) -> bytes:
    return content[: rng.choice((0, 1, len(content) // 2, rng.randrange(len(content) + 1)))]


def _encoding(content: bytes, rng: Random) -> bytes:
    return content.decode("utf-8-sig").encode(rng.choice(ENCODINGS), "replace")


def _lines(content: bytes, rng: Random) -> bytes:
    lines = content.splitlines(keepends=True)
    at = rng.randrange(len(lines))
    match rng.randrange(4):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[rng.randrange(len(lines))])
        case 2:
            rng.shuffle(lines)
        case _:
            lines[at] = rng.choice(NASTY).encode() + b"\n"
    return b"".join(lines)


def _words(content: bytes, rng: Random) -> bytes:
    text = content.decode("utf-8", "replace")
    marks = [n for n, letter in enumerate(text) if letter in ' :,"[]{}<>/']
    begin = rng.choice(marks)
    end = min(begin + rng.randint(1, 30), len(text))
    return (text[:begin] + rng.choice(NASTY) + text[end:]).encode("utf-8", "replace")


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def _csv(rows: list[list[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode("utf-8-sig")


def _cells(content: bytes, rng: Random) -> bytes:
    rows = _rows(content)
    for _ in range(rng.choice((1, 2, 10))):
        row = rng.choice(rows)
        row[rng.randrange(len(row))] = rng.choice(NASTY)
    return _csv(rows)


def _columns(content: bytes, rng: Random) -> bytes:
    rows = _rows(content)
    first, second = rng.randrange(len(rows[0])), rng.randrange(len(rows[0]))
    match rng.randrange(3):
        case 0:
            rows = [[c for n, c in enumerate(row) if n != first] for row in rows]
        case 1:
            rows = [[*row, row[first]] for row in rows]
        case _:
            for row in rows:
                row[first], row[second] = row[second], row[first]
    return _csv(rows)


def _cells_of_a_workbook(content: bytes, rng: Random) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    for _ in range(rng.choice((1, 2, 10))):
        sheet = rng.choice(book.worksheets)
        cell = sheet.cell(rng.randint(1, sheet.max_row), rng.randint(1, sheet.max_column))
        said = rng.choice((*NASTY, -1, 0, 1.5, 1e300, 10**18, True))
        cell.value = said.replace("\x00", "") if isinstance(said, str) else said
    match rng.randrange(6):
        case 0:
            sheet = rng.choice(book.worksheets)
            sheet.merge_cells(start_row=1, end_row=3, start_column=1, end_column=rng.randint(1, 5))
        case 1:
            rng.choice(book.worksheets).insert_rows(1, 3)
        case 2:
            book.remove(rng.choice(book.worksheets))
        case 3:
            book.copy_worksheet(rng.choice(book.worksheets))
        case _:
            pass
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _part(content: bytes, rng: Random) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        spoilt = rng.choice(old.namelist())
        for part in old.namelist():
            data = old.read(part)
            if part == spoilt:
                if rng.random() < 0.1:
                    continue
                data = rng.choice((_bytes, _cut))(data, rng)
            new.writestr(part, data)
    return written.getvalue()
