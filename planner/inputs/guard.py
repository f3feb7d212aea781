"""Files that could harm: packed bombs, XML that defines entities, links out of the folder."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import IO

from planner.texts import Text, text

MOST_UNPACKED_MB = 200
"""A workbook of 7,000 villages unpacks to some 12 MB."""
MOST_PARTS = 5_000
MOST_TIMES = 400
"""Sheets of a county shrink to a tenth or twentieth; a bomb to a thousandth."""
SMALL_PART_MB = 5
"""Parts under this may shrink as they will."""
PREFACE_BYTES = 1_000_000
CHUNK_BYTES = 1 << 20
MARKS = (b"<!doctype", b"<!entity")
MB = 1_000_000


class RefusedFileError(Exception):
    """A file that cannot be used, with the sentence that says why.

    Parameters
    ----------
    message
        What is wrong and how to mend it.
    row, sheet
        Where it stands, if at one place.
    """

    def __init__(self, message: Text, row: int | None = None, sheet: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.row = row
        self.sheet = sheet


def inside_folder(folder: Path, path: Path) -> None:
    """Refuse a file that a link leads to outside the county folder.

    Raises
    ------
    RefusedFileError
        If the file lies elsewhere.
    """
    if not path.resolve().is_relative_to(folder.resolve()):
        raise RefusedFileError(text("inputs.path_outside"))


def safe_archive(path: Path) -> None:
    """Refuse a packed file that unpacks to far more than tables do, or defines XML entities.

    Raises
    ------
    RefusedFileError
        If it is no archive, too large unpacked, or has such XML.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            squeezed = any(
                part.file_size > SMALL_PART_MB * MB
                and part.file_size > MOST_TIMES * max(part.compress_size, 1)
                for part in parts
            )
            if unpacked > MOST_UNPACKED_MB * MB or len(parts) > MOST_PARTS or squeezed:
                message = text("inputs.bomb", mb=unpacked / MB, limit=MOST_UNPACKED_MB)
                raise RefusedFileError(message)
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels", ".kml", ".vml")):
                    with archive.open(part) as stream:
                        _no_entities(stream, part.file_size)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise RefusedFileError(text("inputs.bad_archive", reason=str(error).strip())) from error
    except (RuntimeError, NotImplementedError) as error:
        raise RefusedFileError(text("inputs.locked")) from error


def packed_tile(path: Path) -> str:
    """Return the name of the one elevation tile (``.hgt``) inside a packed file.

    Raises
    ------
    RefusedFileError
        If it is no archive, would unpack to far more than a tile, or holds no tile or several.
    """
    safe_archive(path)
    with zipfile.ZipFile(path) as archive:
        tiles = [name for name in archive.namelist() if name.lower().endswith(".hgt")]
    if len(tiles) != 1:
        raise RefusedFileError(text("inputs.packed_tiles", count=len(tiles)))
    return tiles[0]


def safe_xml(path: Path) -> None:
    """Refuse XML that defines entities, which can blow up or read other files.

    A definition stands before the first element, so that the start of a large file tells.

    Raises
    ------
    RefusedFileError
        If it does.
    """
    with path.open("rb") as stream:
        _no_entities(stream, PREFACE_BYTES)


def _no_entities(stream: IO[bytes], most_bytes: int) -> None:
    tail = b""
    read = 0
    while read <= most_bytes and (chunk := stream.read(CHUNK_BYTES)):
        read += len(chunk)
        # Without the zero bytes of UTF-16, so that an encoding hides nothing.
        seen = tail + chunk.replace(b"\0", b"").lower()
        if any(mark in seen for mark in MARKS):
            raise RefusedFileError(text("inputs.entities"))
        tail = seen[-16:]
