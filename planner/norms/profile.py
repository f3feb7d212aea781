"""Norm profiles as files: every number with its document, its article and how certain it is.

A profile is a TOML file: ``zh`` and ``en`` name it, ``date`` dates its document, ``kind`` says
what it sets (``layout``: options of a scenario; ``balance``: the measures of balance;
``prices``: low, default and high prices).
Each ``[[norms]]`` entry names a dotted ``key``, its ``value``, where it stands (``zh``, ``en``),
where in the document (``article``, a text or one in each language, as far as that is known), the
``date`` of that document, and its ``certainty``: ``source`` (read in a source) or ``default`` (general
knowledge, to be confirmed; never law).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from planner.errors import InvalidInputError
from planner.findings import Finding
from planner.texts import Lang, Text, text

CHECK = "norms"
ProfileKind = Literal["layout", "balance", "prices"]
KINDS = ("layout", "balance", "prices")
CERTAINTIES = ("source", "default")
_ENTRY = re.compile(r"^\s*\[\[\s*norms\s*\]\]")
_AT_LINE = re.compile(r"at line (\d+)")
_TOP = {"zh": True, "en": True, "kind": False, "date": False, "norms": True}
_OWN = {
    "key": True,
    "value": True,
    "zh": True,
    "en": True,
    "certainty": True,
    "article": False,
    "date": False,
}
"""Keys of the file and of an entry, and whether they are required."""


@dataclass(frozen=True)
class Norm:
    """One number of a profile and where it stands.

    Parameters
    ----------
    key
        Dotted option.
    value
        Its value in the option's unit.
    document
        Where it stands, in either language.
    certainty
        ``source`` or ``default``.
    date
        Date of that document, as far as it is known.
    article
        Where in the document, in either language; empty where that is not known.
    line
        Line of the file, 0 where it is not known.
    """

    key: str
    value: Any
    document: dict[Lang, str]
    certainty: Literal["source", "default"]
    date: str = ""
    article: dict[Lang, str] = field(default_factory=dict)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Profile:
    """A named set of norms."""

    name: str
    title: dict[Lang, str]
    norms: tuple[Norm, ...]
    kind: ProfileKind = "layout"
    date: str = ""
    file: str = ""

    def values(self) -> dict[str, Any]:
        """Return the norms as nested options."""
        values: dict[str, Any] = {}
        for norm in self.norms:
            at = values
            *groups, last = norm.key.split(".")
            for group in groups:
                at = at.setdefault(group, {})
            at[last] = norm.value
        return values

    def places(self) -> dict[tuple[str | int, ...], tuple[str, int]]:
        """Return file and line of each key, as findings name them."""
        return {tuple(n.key.split(".")): (self.file, n.line) for n in self.norms}


def parse_profile(name: str, file: str, said: str) -> Profile:
    """Return the profile that a file holds.

    Parameters
    ----------
    name
        Its name.
    file
        Name of the file, for findings.
    said
        Its text.

    Raises
    ------
    InvalidInputError
        With everything that is wrong with its form: file, line, value and cure. Whether keys
        and values fit is for the kind's own model.
    """
    try:
        data = tomllib.loads(said)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        message = text("norms.not_toml", reason=str(error))
        finding = _finding(message, file, int(found.group(1)) if found else None)
        raise refused(file, [finding]) from error
    findings = list(_wrong_keys(data, _TOP, file, None))
    if data.get("kind", "layout") not in KINDS:
        message = text("norms.not_one_of", value=data["kind"], allowed=", ".join(KINDS))
        findings.append(_finding(message, file, _line(said, "kind"), "kind", str(data["kind"])))
    entries = data.get("norms", [])
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise refused(file, [*findings, _finding(text("norms.no_entries"), file, None, "norms")])
    starts = [n for n, line in enumerate(said.splitlines(), 1) if _ENTRY.match(line)]
    starts += [0] * (len(entries) - len(starts))
    norms: list[Norm] = []
    first: dict[str, int] = {}
    for entry, start in zip(entries, starts, strict=True):
        wrong = list(_wrong_entry(entry, file, said, start))
        key = str(entry.get("key", ""))
        if not wrong and key in first:
            message = text("norms.twice", key=key, line=first[key])
            wrong.append(_finding(message, file, _line(said, "key", start), "key", key))
        findings += wrong
        if not wrong:
            first[key] = _line(said, "key", start) or start
            norms.append(_norm(entry, _line(said, "value", start) or start))
    for key, line in first.items():
        if any(other.startswith(f"{key}.") for other in first):
            findings.append(_finding(text("norms.within", key=key), file, line, "key", key))
    if findings:
        raise refused(file, findings)
    kind = cast("ProfileKind", data.get("kind", "layout"))
    title: dict[Lang, str] = {"zh": data["zh"], "en": data["en"]}
    return Profile(name, title, tuple(norms), kind, str(data.get("date", "")), file)


def refused(file: str, findings: list[Finding]) -> InvalidInputError:
    """Return the error that carries what is wrong with a profile."""
    return InvalidInputError(text("norms.refused", file=file), findings)


def _article(said: Any) -> dict[Lang, str]:
    if isinstance(said, dict):
        return {"zh": str(said.get("zh", "")), "en": str(said.get("en", ""))}
    return {"zh": str(said), "en": str(said)} if said else {}


def _norm(entry: Mapping[str, Any], line: int) -> Norm:
    return Norm(
        key=entry["key"],
        value=entry["value"],
        document={"zh": entry["zh"], "en": entry["en"]},
        certainty=entry["certainty"],
        date=str(entry.get("date", "")),
        article=_article(entry.get("article", "")),
        line=line,
    )


def _wrong_entry(entry: Mapping[str, Any], file: str, said: str, start: int) -> list[Finding]:
    found = _wrong_keys(entry, _OWN, file, start or None)
    for name in ("key", "zh", "en"):
        if name in entry and not (isinstance(entry[name], str) and entry[name].strip()):
            message = text("norms.not_text", value=entry[name])
            found.append(_finding(message, file, _line(said, name, start), name, str(entry[name])))
    if "certainty" in entry and entry["certainty"] not in CERTAINTIES:
        value = entry["certainty"]
        message = text("norms.not_one_of", value=value, allowed=", ".join(CERTAINTIES))
        found.append(_finding(message, file, _line(said, "certainty", start), "certainty", value))
    return found


def _wrong_keys(
    data: Mapping[str, Any], known: Mapping[str, bool], file: str, line: int | None
) -> list[Finding]:
    allowed = ", ".join(known)
    found = [
        _finding(text("norms.unknown_key", key=k, allowed=allowed), file, line, str(k))
        for k in data
        if k not in known
    ]
    missing = [k for k, needed in known.items() if needed and k not in data]
    found += [_finding(text("norms.missing", key=k), file, line, k) for k in missing]
    return found


def _line(said: str, key: str, start: int = 0) -> int | None:
    """Return the first line from `start` on that sets a key, before the next entry."""
    sets = re.compile(rf"^\s*{re.escape(key)}\s*=")
    for n, line in enumerate(said.splitlines(), 1):
        if n > max(start, 0) and _ENTRY.match(line):
            break
        if n > start and sets.match(line):
            return n
    return start or None


def _finding(
    message: Text, file: str, line: int | None, column: str = "", value: object = ""
) -> Finding:
    return Finding(CHECK, "error", message, file=file, row=line, column=column, value=str(value))
