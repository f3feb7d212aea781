"""Files from strangers: packed ones taken apart with care, XML that grows refused."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from tempfile import TemporaryDirectory

from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.inputs.guard import RefusedFileError, safe_xml
from planner.roads.source import GIS_ENDINGS
from planner.texts import Text, text

MOST_BYTES = 2_000_000_000
"""Size beyond which a packed file is not taken apart."""
MOST_FILES = 2_000
MOST_TIMES = 200
"""So many times its packed size a file of some size may grow; road layers stay below 20."""
SMALL_BYTES = 10_000_000

XML_ENDINGS = (".osm", ".graphml", ".kml", ".gpx", ".gml")
_CHUNK = 1 << 20


def refused(file: str, message: Text) -> InvalidInputError:
    """Return the error of a file that cannot be used."""
    found = Finding("file", "error", message, file=file)
    return InvalidInputError(text("roads.refused", file=file), [found])


def refuse_entities(path: Path) -> None:
    """Refuse XML that declares a document type: entities make a small file grow without end.

    Raises
    ------
    InvalidInputError
        With the name of the file.
    """
    if not path.name.lower().endswith(XML_ENDINGS):
        return
    try:
        safe_xml(path)
    except RefusedFileError as error:
        raise refused(path.name, error.message) from error


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Yield the file itself or, of a ``.zip`` or ``.kmz``, the layer inside, unpacked.

    Only plain names are written, into a folder of their own that goes at the end.

    Raises
    ------
    InvalidInputError
        If the archive is damaged, holds none or several layers, or would grow too large.
    """
    if path.suffix.lower() not in (".zip", ".kmz"):
        refuse_entities(path)
        yield path
        return
    with TemporaryDirectory(prefix="plan-roads-") as scratch:
        try:
            names = _extract(path, Path(scratch))
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise refused(path.name, text("roads.bad_zip", reason=str(error))) from error
        layers = [
            n for n in names if n.suffix.lower() in GIS_ENDINGS and n.suffix.lower() != ".zip"
        ]
        if len(layers) != 1:
            listed = ", ".join(sorted(n.name for n in layers)) or "–"
            raise refused(path.name, text("roads.zip_layers", count=len(layers), names=listed))
        refuse_entities(layers[0])
        yield layers[0]


def _extract(path: Path, folder: Path) -> list[Path]:
    written: list[Path] = []
    total = 0
    with zipfile.ZipFile(path) as packed:
        entries = [e for e in packed.infolist() if not e.is_dir()]
        if len(entries) > MOST_FILES:
            raise refused(path.name, text("roads.zip_grows"))
        for entry in entries:
            name = PureWindowsPath(PurePosixPath(entry.filename).name).name
            if not name or name.startswith("."):
                continue
            target = folder / name
            with packed.open(entry) as inside, target.open("wb") as out:
                # What an archive says of its size may be a lie: what comes out is counted.
                size = 0
                while chunk := inside.read(_CHUNK):
                    size += len(chunk)
                    total += len(chunk)
                    grows = size > SMALL_BYTES and size > MOST_TIMES * max(entry.compress_size, 1)
                    if grows or total > MOST_BYTES:
                        raise refused(path.name, text("roads.zip_grows"))
                    out.write(chunk)
            written.append(target)
    return written
