"""What a study fixes before its first plan is solved, and what was changed of it since.

``registration.json`` holds the content, its hash and when it was written; a later call that
fixes something else keeps what was there before under ``earlier``. Whoever edits the file by hand
is told by the hash. Every plan of the study names the hash that it was solved under.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from planner.concern.study import Change, Registration
from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.texts import text

FILE = "registration.json"
MARK = "registration="
"""Before the hash in the ``argv`` of a plan's manifest."""


def register(folder: Path, content: Mapping[str, Any], solved: Sequence[Path] = ()) -> Registration:
    """Write down what is fixed, unless the same is written there already.

    Parameters
    ----------
    folder
        Where ``registration.json`` stands.
    content
        What is fixed, as plain data.
    solved
        Run folders of the study's plans that are finished already.

    Raises
    ------
    InvalidInputError
        If the file that is there cannot be read.
    """
    file = folder / FILE
    plain = _plain(content)
    kept = _read(file) if file.exists() else None
    if kept is None:
        kept = {"registrations": []}
    past = kept["registrations"]
    if not past or past[-1]["content"] != plain:
        now = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
        past.append({"sha256": sha256_of(plain), "written_at": now, "content": plain})
        _write(file, kept)
    return _registration(file, kept, solved)


def registration_of(folder: Path, solved: Sequence[Path] = ()) -> Registration | None:
    """Return what is registered in a folder, None where nothing is.

    Raises
    ------
    InvalidInputError
        If the file cannot be read.
    """
    file = folder / FILE
    return _registration(file, _read(file), solved) if file.exists() else None


def sha256_of(content: Mapping[str, Any]) -> str:
    """Return the hash of plain data: of its JSON with sorted keys, in UTF-8."""
    said = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return what differs between two contents, key by dotted key."""
    old, new = _flat(before), _flat(after)
    keys = sorted(k for k in old.keys() | new.keys() if old.get(k) != new.get(k))
    return tuple(Change(k, old.get(k, ""), new.get(k, "")) for k in keys)


def solved_under(run: Path) -> str:
    """Return the hash that a plan names as registered when it was solved; empty for none."""
    try:
        argv = json.loads((run / "manifest.json").read_text("utf-8"))["argv"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    marks = (str(a).removeprefix(MARK) for a in argv if str(a).startswith(MARK))
    return next(marks, "")


def pooled(parts: Mapping[str, Registration]) -> Registration:
    """Return the registrations of several counties as one, hashed over theirs.

    Parameters
    ----------
    parts
        By county id.
    """
    if len(parts) == 1:
        return next(iter(parts.values()))
    content = {county: dict(part.content) for county, part in parts.items()}
    hashes = {county: part.sha256 for county, part in parts.items()}
    return Registration(
        file=", ".join(p.file for p in parts.values() if p.file),
        sha256=sha256_of(hashes) if all(hashes.values()) else "",
        written_at=max(p.written_at for p in parts.values()),
        before_runs=all(p.before_runs for p in parts.values()),
        content=content | {"hashes": hashes},
        changes=tuple(
            Change(f"{county}.{c.key}", c.before, c.after)
            for county, part in parts.items()
            for c in part.changes
        ),
        earlier=tuple(h for part in parts.values() for h in part.earlier),
    )


def _registration(file: Path, kept: Mapping[str, Any], solved: Sequence[Path]) -> Registration:
    past = kept["registrations"]
    first, last = past[0], past[-1]
    altered = tuple(
        Change("sha256", str(r["sha256"]), sha256_of(r["content"]))
        for r in past
        if r["sha256"] != sha256_of(r["content"])
    )
    known = {sha256_of(r["content"]) for r in past}
    return Registration(
        file=file.as_posix(),
        sha256=sha256_of(last["content"]),
        written_at=last["written_at"],
        before_runs=all(solved_under(run) in known for run in solved),
        content=last["content"],
        changes=(*altered, *changes(first["content"], last["content"])),
        earlier=tuple(sha256_of(r["content"]) for r in past[:-1]),
    )


def _read(file: Path) -> dict[str, Any]:
    try:
        kept = json.loads(file.read_text("utf-8"))
        for entry in kept["registrations"]:
            _ = str(entry["sha256"]), str(entry["written_at"]), dict(entry["content"])
        if not kept["registrations"]:
            raise ValueError("registrations")
    except (OSError, ValueError, KeyError, TypeError) as error:
        said = text("concern_study.registration_unreadable", reason=repr(error))
        finding = Finding("registration", "error", said, file.as_posix())
        raise InvalidInputError(text("concern_study.refused"), [finding]) from error
    return dict(kept)


def _write(file: Path, kept: Mapping[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}-{os.getpid()}")
    fresh.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n", "utf-8")
    fresh.replace(file)


def _plain(content: Any) -> Any:
    """Return the content as JSON gives it back, so that it compares with what was read."""
    return json.loads(json.dumps(content, ensure_ascii=False))


def _flat(content: Any, prefix: str = "") -> dict[str, str]:
    if isinstance(content, Mapping):
        found: dict[str, str] = {}
        for key, value in content.items():
            found |= _flat(value, f"{prefix}.{key}" if prefix else str(key))
        return found
    if isinstance(content, list) and content and all(isinstance(v, Mapping) for v in content):
        # Plans of a grid by their name, so that one more is one change.
        named = {str(v.get("name", n)): v for n, v in enumerate(content)}
        return _flat(named, prefix)
    return {prefix: json.dumps(content, ensure_ascii=False)}
